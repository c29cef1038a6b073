# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

test_that("a design says its rows, weights and strata", {
  expect_output(print(people_design()), "12 rows, weights w, strata region", fixed = TRUE)
  expect_output(print(wb_design(people())), "12 rows, no weights, one stratum", fixed = TRUE)
  expect_output(print(wb_design(people(), strata = ~region + sex)), "strata region x sex",
    fixed = TRUE)
  expect_equal(dim(people_design()), dim(people()))
})

test_that("formulas and names mean the same", {
  by_formula <- wb_mean(~load, people_design(), by = ~sex + age)
  by_name <- wb_mean("load", wb_design(people(), "w", "region"), by = c("sex", "age"))
  expect_identical(by_name, by_formula)
})

test_that("~1 is no weights, one stratum and everyone", {
  expect_identical(wb_mean(~load, wb_design(people(), ~1, ~1)),
    wb_mean(~load, wb_design(people())))
  expect_identical(as.data.frame(wb_mean(~load, people_design(), by = ~1)),
    as.data.frame(wb_mean(~load, people_design())))
})

test_that("a name between backticks may be anything", {
  data <- people()
  names(data)[names(data) == "load"] <- "work load (1-9)"
  expect_identical(wb_mean(~`work load (1-9)`, people_design(data))$estimate,
    wb_mean(~load, people_design())$estimate)
})

test_that("a formula with more than plain names is refused by the term", {
  design <- people_design()
  expect_refused(wb_mean(~log(load), design), "argument",
    "'log\\(load\\)' is something else: make it a column of the data first", item = "x")
  expect_refused(wb_mean(~., design), "argument", "'.' is something else: name the columns")
  expect_refused(wb_mean(~load - stressed, design), "argument", "'load - stressed'")
  expect_refused(wb_mean(~load + 1, design), "argument", "'1' is something else")
  expect_refused(wb_mean(~"load", design), "argument", "something else")
  expect_refused(wb_mean(~load, design, by = ~sex * age), "argument",
    "'sex \\* age' is something else: groups of several columns are crossed by", item = "by")
  expect_refused(wb_mean(~load, design, by = list(~sex, ~sex:age)), "argument", "'sex:age'")
  expect_refused(wb_mean(load ~ sex, design), "argument", "load ~ sex has a left side")
  expect_refused(wb_mean(~1, design), "argument", "names no column")
  expect_refused(wb_mean(NULL, design), "argument", "names no column")
  expect_refused(wb_mean(c("load", NA), design), "argument", "NA where the name")
  expect_refused(wb_mean(3, design), "argument", "one-sided formula such as")
})

test_that("a long formula is read from left to right", {
  names <- sprintf("v%03d", 1:400)
  data <- as.data.frame(setNames(rep(list(c(1, 2)), 400), names))
  formula <- eval(parse(text = paste("~", paste(names, collapse = " + ")))[[1]])
  expect_identical(as.character(wb_mean(formula, wb_design(data))$variable), names)
})

test_that("an unknown column is named with its nearest neighbour", {
  design <- people_design()
  expect_refused(wb_mean(~laod, design), "data", "no column 'laod', .* outcome; is 'load' meant",
    item = "laod")
  expect_refused(wb_mean(~load, design, by = ~Sex), "data", "as breakdown; is 'sex' meant",
    item = "Sex")
  expect_refused(wb_design(people(), weights = ~weight_of_row), "data",
    "no column 'weight_of_row', which is needed as weights$", item = "weight_of_row")
  expect_refused(wb_design(people(), strata = ~regio), "data", "as stratum; is 'region' meant")
})

test_that("weights and strata that no estimate could be made with are refused at once", {
  for (bad in list(-1, NA, NaN, Inf, 1e60)) {
    data <- people()
    data$w[3] <- bad
    expect_refused(wb_design(data, ~w), "data", "weight.*row 3", item = "w", row = 3)
  }
  data <- people()
  data$region[5] <- NA
  expect_refused(wb_design(data, ~w, ~region), "data", item = "region", row = 5)
  expect_refused(wb_design(data, strata = ~region), "data", item = "region", row = 5)
  expect_refused(wb_design(people(), ~contract), "data", "numbers are expected: it is needed as weights", item = "contract")
  expect_refused(wb_design(people(), ~ w + load), "argument", "must name one column, not 2")
  expect_refused(wb_design(people(), ~w, ~ region + region), "argument", item = "region")
})

test_that("what is no data frame is no design", {
  for (bad in list(NULL, 1:3, "a", sum, matrix(1:4, 2), quote(a))) {
    expect_refused(wb_design(bad), "argument", item = "data")
  }
  expect_refused(wb_mean(~load, people()), "argument", "wb_design\\(\\) made", item = "design")
})

test_that("what no estimate asks for may hold anything", {
  data <- people()
  data$list <- rep(list(1:2, "a"), 6)
  data$wait <- as.difftime(1:12, units = "mins")
  data$matrix <- matrix(1:24, 12)
  data$bad <- rep("\xff", 12)
  data <- cbind(data, twice = 1, twice = 2)
  design <- people_design(data)
  expect_identical(wb_mean(~load, design, by = ~sex), wb_mean(~load, people_design(), by = ~sex))
  for (column in c("list", "wait", "matrix")) {
    expect_refused(wb_mean(column, design), "argument", column, item = column)
    expect_refused(wb_mean(~load, design, by = column), "argument", column, item = column)
    expect_refused(wb_design(data, weights = column), "argument", column, item = column)
  }
  expect_refused(wb_prop(~bad, design), "data", "row 1", item = "bad", row = 1)
  expect_refused(wb_mean(~twice, design), "data", "several columns 'twice'", item = "twice")
  expect_identical(wb_mean(~load, design), wb_mean(~load, people_design()))
})

test_that("names that are no names are no column", {
  data <- people()
  odd <- c(names(data), "\xff", NA, "")
  data <- cbind(data, 1, 2, 3)
  names(data) <- odd
  expect_identical(wb_mean(~load, people_design(data)), wb_mean(~load, people_design()))
  expect_refused(wb_mean(~laod, people_design(data)), "data", "is 'load' meant", item = "laod")
  expect_identical(wb_tally_bytes(wb_tally_update(people_tally(), data)),
    wb_tally_bytes(wb_tally_update(people_tally(), people())))
  expect_refused(wb_tally_update(people_tally(), list(1, 2)), "data", "column")
  expect_refused(wb_mean(~load, wb_design(list(1, 2))), "data", "no column 'load'", item = "load")
})

test_that("a column becomes one of the library once, and not before it is asked for", {
  design <- people_design()
  columns <- function() .Call(low$R_swig_wb_frame_column_count, design$made$frame, FALSE)
  expect_equal(columns(), 2)
  wb_mean(~load, design, by = ~sex)
  expect_equal(columns(), 4)
  wb_prop(~sex, design, by = ~load)
  expect_equal(columns(), 4)
})

test_that("a column whose labels are refused is refused again", {
  data <- people()
  words <- c("low", "\xff")
  Encoding(words) <- "bytes"
  attr(data$load, "labels") <- stats::setNames(c(1, 9), words)
  design <- people_design(data)
  for (i in 1:2) expect_refused(wb_mean(~load, design), "argument", "no known encoding")
})

test_that("a name without ~ is refused with what to write", {
  expect_refused(wb_design(people(), weights = nobody), "argument",
    "object 'nobody' not found.*write ~name", item = "weights")
  expect_refused(wb_mean(nobody, people_design()), "argument", "write ~name", item = "x")
  expect_refused(wb_mean(~load, people_design(), by = nobody), "argument", "write ~name",
    item = "by")
})

test_that("a design keeps the data as they were", {
  data <- people()
  design <- people_design(data)
  before <- wb_mean(~load, design)
  data$load <- 0
  data$w[1] <- 99
  expect_identical(wb_mean(~load, design), before)
})

test_that("a design does not follow what data.table changes in place", {
  skip_if_not_installed("data.table")
  data <- data.table::as.data.table(people())
  design <- people_design(data)
  before <- wb_mean(~load, design)
  data.table::set(data, 1L, "load", 1000)
  expect_identical(wb_mean(~load, design), before)
  expect_identical(wb_mean(~load, through_a_file(design)), before)
})

test_that("a design that was saved works on", {
  design <- people_design()
  expect_identical(wb_mean(~load, through_a_file(design), by = ~sex),
    wb_mean(~load, design, by = ~sex))
})

test_that("tibbles and data.tables are data frames", {
  expected <- wb_mean(~load, people_design(), by = ~sex)
  skip_if_not_installed("tibble")
  expect_identical(wb_mean(~load, people_design(tibble::as_tibble(people())), by = ~sex), expected)
  skip_if_not_installed("data.table")
  expect_identical(wb_mean(~load, people_design(data.table::as.data.table(people())), by = ~sex),
    expected)
})
