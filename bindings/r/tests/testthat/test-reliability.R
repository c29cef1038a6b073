# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

reliability_answers <- function() {
  data.frame(q1 = c(1, 2, 4, 5, 3), q2 = c(2, 2, 5, 4, 3), q3 = c(5, 3, 2, 1, 3))
}

reliability_vectors <- function(folder, name) {
  utils::read.csv(file.path(folder, paste0("reliability_", name, ".csv")), na.strings = "",
    comment.char = "#", stringsAsFactors = FALSE)
}

# The cases of tests/vectors/reliability_cases.csv in the words of R.
reliability_designs <- function(people) {
  list(
    rows = wb_design(people),
    weighted = wb_design(people, weights = ~w, strata = ~region),
    towns = wb_design(people, weights = ~w, strata = ~region, clusters = ~town, fpc = ~N1),
    boot = wb_design(people, weights = ~w,
      replicates = wb_replicates(paste0("boot", 1:15), type = "bootstrap")))
}

expect_reliability <- function(found, expected) {
  found <- as.data.frame(found)
  for (name in c("scale", "item", "other", "statistic")) {
    expect_identical(as.character(found[[name]]), as.character(expected[[name]]))
  }
  for (name in c("estimate", "se", "lower", "upper", "df", "n", "se_simple", "lower_simple",
    "upper_simple")) {
    ours <- as.numeric(found[[name]])
    theirs <- as.numeric(expected[[name]])
    expect_identical(is.na(ours), is.na(theirs), info = name)
    near <- abs(ours - theirs) <= 1e-10 * pmax(1, abs(theirs))
    expect_true(all(near, na.rm = TRUE), info = name)
  }
  said <- !is.na(expected$status)
  expect_identical(as.character(found$status)[said], expected$status[said])
}

test_that("reliability is that of the shared vectors", {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  people <- reliability_vectors(folder, "people")
  scales <- reliability_vectors(folder, "scales")
  expected <- reliability_vectors(folder, "expected")
  by <- list(rows = NULL, weighted = list(character(), "group"), towns = ~group, boot = NULL)
  designs <- reliability_designs(people)
  for (case in names(designs)) {
    for (scale in unique(scales$scale)) {
      part <- scales[scales$scale == scale, ]
      items <- paste0(ifelse(part$reversed == 1, "-", ""), part$item)
      codes <- c(part$lowest[1], part$highest[1])
      found <- wb_reliability(stats::setNames(list(items), scale), designs[[case]],
        by = by[[case]], codes = if (codes[1] < codes[2]) codes, pairs = TRUE)
      expect_reliability(found, expected[expected$case == case & expected$scale == scale, ])
    }
  }
})

test_that("an instrument reverses as it declares", {
  instrument <- wb_instrument("wbm-employees")
  table <- wb_instrument_table(instrument, "scales")
  items <- wb_instrument_table(instrument, "items")
  set.seed(1)
  answers <- as.data.frame(lapply(stats::setNames(seq_len(nrow(items)), items$id), function(i)
    sample(items$min[i]:items$max[i], 40, TRUE)))
  found <- wb_reliability(instrument, wb_design(answers), select = table$id[1])
  expect_identical(unique(as.character(found$scale)), table$id[1])
  all <- wb_reliability("wbm-employees", wb_design(answers))
  expect_identical(unique(as.character(all$scale)), table$id)
  expect_output(print(all), "alpha")
})

test_that("a table of scales and one of items are shown", {
  found <- wb_reliability(list(load = c("q1", "q2", "q3")), wb_design(reliability_answers()),
    codes = c(1, 5))
  expect_output(print(found), "alpha_dropped")
  expect_output(print(found), "to be reversed: .*q3")
  expect_s3_class(found[found$statistic == "alpha", ], "wb_reliability")
  expect_identical(class(as.data.frame(found)), "data.frame")
  expect_output(print(found[c("scale", "n")]), "load")
})

test_that("the interval of a scale stands with its own alpha", {
  found <- wb_reliability(list(a = c("q1", "q2"), b = c("q1", "q2", "-q3")), wb_design(reliability_answers()),
    codes = c(1, 5))
  some <- as.data.frame(found)[is.na(found$item) & !(found$scale == "a" & found$statistic == "alpha"), ]
  shown <- werkbaar:::wide_reliability(some, c("alpha", "mean"), character())
  expect_identical(as.character(shown$scale), c("a", "b"))
  expect_identical(is.na(shown$lower), c(TRUE, FALSE))
  expect_identical(shown$lower[2], found$lower[found$scale == "b" & found$statistic == "alpha"])
})

test_that("replicates are made whether the design or the call asks for them", {
  made <- wb_replicates(type = "jk1")
  ask <- function(design, ...) {
    wb_reliability(list(s = c("q1", "q2", "-q3")), design, codes = c(1, 5), ...)
  }
  expected <- ask(wb_design(reliability_answers(), replicates = made))
  expect_equal(ask(wb_design(reliability_answers()), replicates = made)$se, expected$se)
})

test_that("what cannot be is refused by name", {
  design <- wb_design(reliability_answers())
  expect_error(wb_reliability(list(s = c("q1", "q9")), design), "'q9' of scale 's'")
  expect_error(wb_reliability(list(s = "q1"), design, codes = c(1, 4)), "answer 5")
  expect_error(wb_reliability(list(s = c("q1", "-q2")), design), "lowest and highest")
  expect_error(wb_reliability(list("q1"), design), "scales")
  expect_error(wb_reliability(list(s = "q1"), design, codes = 3), "codes")
  expect_error(wb_reliability(list(s = "q1"), design, select = "s"), "select")
  expect_error(wb_reliability("wbm-employees", design, codes = c(1, 5)), "codes")
  expect_error(wb_reliability(list(s = "q1"), design, by = ~nobody), "nobody")
  expect_error(wb_reliability(list(s = "q1"), 3), "design")
})

test_that("the example of the page works", {
  page <- readLines(file.path(project_folder("WERKBAAR_DOCS", "docs"), "quality.md"))
  begin <- which(page == "```r")
  code <- page[(begin + 1L):(begin + which(page[-seq_len(begin)] == "```")[1L] - 1L)]
  sample <- file.path(project_folder("WERKBAAR_DATA", "data"), "sample", "wbm-employees.csv")
  code <- gsub("data/sample/wbm-employees.csv", sample, code, fixed = TRUE)
  found <- eval(parse(text = code), new.env())
  expect_identical(sort(unique(as.character(found$sex))), c("man", "vrouw"))
})
