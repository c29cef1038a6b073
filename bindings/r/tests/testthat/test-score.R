# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

bare <- function(x) {
  attributes(x) <- attributes(x)[intersect(names(attributes(x)), c("levels", "class"))]
  x
}

test_that("scores, lights and composites are those counted by hand", {
  answers <- data.frame(q1 = c(1, NA, 9, 5), q2 = c(5, 4, NA, 1), q3 = c(TRUE, NA, FALSE, TRUE))
  scored <- wb_score(answers, small_instrument())
  expect_identical(bare(scored$load), c(0, 25, NA, 100))
  expect_identical(bare(scored$load_reason), factor(c(NA, NA, "too_few_answers", NA)))
  expect_identical(bare(scored$trouble), c(1, NA, 0, 1))
  expect_identical(bare(scored$heavy_problem), c(FALSE, FALSE, NA, TRUE))
  expect_identical(bare(scored$free), c(TRUE, TRUE, NA, FALSE))
  expect_identical(attr(scored$heavy_problem, "label"), "heavy load: problem")
})

test_that("keep says which columns come along, and they come as they are", {
  instrument <- small_instrument()
  answers <- cbind(id = c("a", "b"), made_answers(instrument, 2))
  answers$notes <- list(1, "x")
  answers$took <- as.difftime(c(1, 2), units = "mins")
  scores <- names(wb_score(answers, instrument, keep = "none"))
  expect_identical(scores[1:2], c("load", "load_reason"))
  others <- wb_score(answers, instrument)
  expect_identical(names(others), c("id", "notes", "took", scores))
  expect_identical(as.list(others)[c("id", "notes", "took")], as.list(answers)[c("id", "notes",
    "took")])
  all <- wb_score(answers, instrument, keep = "all")
  expect_identical(names(all), c(names(answers), scores))
  expect_identical(as.list(all)[names(answers)], as.list(answers))
  expect_identical(as.list(all)[scores], as.list(others)[scores])
})

test_that("select asks for score columns, in its order", {
  answers <- made_answers(small_instrument(), 3)
  scored <- wb_score(answers, small_instrument(), select = c("free", "load"), keep = "none")
  expect_identical(names(scored), c("free", "load"))
  expect_identical(dim(wb_score(answers, small_instrument(), select = character(), keep = "none")),
    c(3L, 0L))
  expect_refused(wb_score(answers, small_instrument(), select = "lood"), "argument", "'lood'",
    "lood")
  expect_refused(wb_score(answers, small_instrument(), select = NA), "argument", "select", "select")
  # Items that the selected columns do not need may be absent.
  expect_identical(names(wb_score(answers["q3"], small_instrument(), "trouble")), "trouble")
})

test_that("the result is of the kind that came in, with its row names", {
  instrument <- small_instrument()
  answers <- made_answers(instrument, 3)
  expect_identical(class(wb_score(as.list(answers), instrument)), "data.frame")
  rownames(answers) <- c("x", "y", "z")
  expect_identical(rownames(wb_score(answers, instrument)), c("x", "y", "z"))
  skip_if_not_installed("tibble")
  skip_if_not_installed("data.table")
  expect_identical(class(wb_score(tibble::as_tibble(answers), instrument)),
    c("tbl_df", "tbl", "data.frame"))
  table <- cbind(data.table::as.data.table(answers), g = c(1, 2, 3))
  scored <- wb_score(table, instrument)
  expect_identical(class(scored), c("data.table", "data.frame"))
  data.table::set(scored, 1L, "g", 99)
  expect_identical(table$g, c(1, 2, 3))
})

test_that("the result says with which instrument it was made, and what the answers said", {
  instrument <- small_instrument()
  answers <- structure(made_answers(instrument, 3), metadata = '{"synthetic": true}')
  metadata <- wb_metadata(wb_score(answers, instrument, keep = "all"))
  expect_match(metadata, instrument$hash, fixed = TRUE)
  expect_match(metadata, '"keep":"all"', fixed = TRUE)
  expect_match(metadata, '"answers":{"synthetic":true}', fixed = TRUE)
  expect_null(wb_metadata(answers[1:2, ]$q1))
})

test_that("threads and the type of the answers do not change a bit", {
  instrument <- wb_instrument("wbm-employees")
  answers <- made_answers(instrument, 5000)
  answers[cbind(seq_len(5000), 1 + seq_len(5000) %% 77)] <- NA
  one <- wb_score(answers, instrument)
  expect_identical(wb_score(answers, instrument, threads = 2), one)
  expect_identical(wb_score(answers, instrument, threads = -1), one)
  expect_identical(wb_score(lapply(answers, as.double), instrument), one)
})

test_that("built-in ids and files stand for instruments", {
  answers <- made_answers(wb_instrument("wbm-selfemployed"), 3)
  expect_identical(wb_score(answers, "wbm-selfemployed"),
    wb_score(answers, wb_instrument("wbm-selfemployed")))
})

test_that("no rows give no scores, and all missing gives missing scores", {
  instrument <- small_instrument()
  none <- wb_score(made_answers(instrument, 3)[0, ], instrument)
  expect_identical(nrow(none), 0L)
  expect_identical(bare(none$load), numeric())
  missing <- wb_score(list(q1 = c(NA, NaN), q2 = c(NA_integer_, NA), q3 = c(NA, NA)), instrument)
  expect_identical(bare(missing$load), c(NA_real_, NA))
})

test_that("answers that contradict the definition are refused with row and item", {
  instrument <- small_instrument()
  good <- made_answers(instrument, 4)
  with <- function(column, values) {
    good[[column]] <- values
    good
  }
  refused <- function(data, ...) expect_refused(wb_score(data, instrument), "data", ...)
  refused(with("q1", c(1, 2, 6, 1)), "answer 6 to 'q1' .*row 3", "q1", 3)
  refused(with("q1", c(1, 2.5, 3, 1)), "2.5", "q1", 2)
  refused(with("q1", c(1, Inf, 3, 1)), "row 2", "q1", 2)
  refused(with("q3", c(0L, 1L, 0L, 9L)), "row 4", "q3", 4)
  refused(with("q2", c("1", "2", "3", "x")), "item 'q2' are utf8", "q2")
  refused(with("q2", factor(c(1, 2, 3, 4))), "item 'q2' are dictionary", "q2")
  refused(with("q2", Sys.Date() + 1:4), "item 'q2'", "q2")
  refused(good["q1"], "no column for item 'q2'", "q2")
  refused(data.frame(), "no column for item 'q1'", "q1")
  refused(with("load", 1), "already have a column 'load'", "load")
  expect_refused(wb_score(with("q1", list(1, 2, 3, 4)), instrument), "argument", "is a list", "q1")
  twice <- stats::setNames(cbind(good, 1), c("q1", "q2", "q3", "q1"))
  expect_refused(wb_score(twice, instrument), "argument", "already has a column 'q1'", "q1")
})

test_that("what is no data and no choice is refused by name", {
  answers <- made_answers(small_instrument(), 2)
  for (bad in list(NULL, 1, "a", as.matrix(answers))) {
    expect_refused(wb_score(bad, small_instrument()), "argument", "data must be a data frame",
      "data")
  }
  expect_refused(wb_score(answers, small_instrument(), keep = "some"), "argument",
    "keep must be one of 'others', 'all', 'none', not 'some'", "keep")
  expect_refused(wb_score(answers, small_instrument(), memory_limit = 8), "limit", "limit of 8")
  expect_refused(wb_score(unname(answers), small_instrument()), "argument", "no name", "data")
})

test_that("a refused call leaves the answers as they were", {
  answers <- made_answers(small_instrument(), 3)
  answers$q1[2] <- 7L
  before <- unserialize(serialize(answers, NULL))
  expect_error(wb_score(answers, small_instrument()), class = "werkbaar_data_error")
  expect_identical(answers, before)
})
