# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

sample_of_six <- function() {
  data.frame(sex = rep(c("f", "m"), 3), size = rep(1:3, each = 2), w = c(1, 2, 3, 1, 2, 3),
    age = c(20, 30, 45, 50, 60, 25), answered = c(TRUE, FALSE, TRUE, TRUE, TRUE, TRUE),
    stringsAsFactors = FALSE)
}

by_sex <- list(sex = c(f = 30, m = 70))

# A file of the vectors; true and false are logical.
vector_table <- function(folder, name) {
  data <- utils::read.csv(file.path(folder, paste0(name, ".csv")), na.strings = "",
    encoding = "UTF-8", check.names = FALSE)
  data[] <- lapply(data, function(x) {
    if (is.character(x) && all(x %in% c("true", "false", NA))) x == "true" else x
  })
  data
}

test_that("post-stratified weights are those made by hand", {
  data <- sample_of_six()
  weighted <- wb_weight(data, wb_poststratify(wb_weighting(weights = ~w), by_sex))
  expect_equal(weighted$weight, c(5, 70 / 3, 15, 70 / 6, 10, 35), tolerance = 1e-15)
  expect_identical(weighted$weight_before, data$w)
  expect_equal(weighted$weight_g, rep(c(5, 70 / 6), 3), tolerance = 1e-15)
  expect_identical(names(weighted), c(names(data), "weight", "weight_before", "weight_g"))
})

test_that("steps follow each other, and none changes the weighting it is given", {
  start <- wb_nonresponse(wb_weighting(weights = ~w, result = "v"), ~answered, ~sex)
  steps <- wb_rake(start, by_sex) |> wb_trim(upper = 40)
  expect_identical(format(start), "<wb_weighting> w to v: nonresponse")
  expect_identical(format(steps), "<wb_weighting> w to v: nonresponse, rake, trim")
  weighted <- wb_weight(sample_of_six(), steps)
  expect_equal(weighted$v_before, c(1, 0, 3, 1.5, 2, 4.5), tolerance = 1e-15)
  expect_identical(weighted$v[2L], 0)
  expect_true(is.na(weighted$v_g[2L]))
  expect_equal(sum(weighted$v), 100, tolerance = 1e-12)
  expect_output(print(steps), "nonresponse, rake, trim")
})

test_that("raking, linear and logit calibration fit margins and auxiliaries", {
  data <- sample_of_six()
  start <- wb_weighting(weights = "w")
  margins <- c(by_sex, list(size = c("1" = 20, "2" = 35, "3" = 45)))
  report <- wb_weight_report(wb_weight(data, wb_rake(start, margins)))
  expect_identical(report$category, c(NA, "f", "m", "1", "2", "3"))
  expect_equal(report$after[-1L], c(30, 70, 20, 35, 45), tolerance = 1e-12)
  expect_identical(as.character(report$kind), rep("rake", 6L))
  for (steps in list(
    wb_linear(start, list(12), c(age = 500)),
    wb_linear(start, 12, c(age = 500), bounds = c(0.2, 1.9)),
    wb_logit(start, 12, bounds = c(0.2, 1.9), auxiliaries = c(age = 500)),
    wb_rake(start, 12, c(age = 500), max_iterations = 50))) {
    weighted <- wb_weight(data, steps)
    expect_equal(sum(weighted$weight), 12, tolerance = 1e-12)
    expect_equal(sum(weighted$weight * data$age), 500, tolerance = 1e-12)
  }
})

test_that("margins are named totals, tables or data frames", {
  start <- wb_weighting(weights = ~w)
  frame <- expand.grid(size = 1:3, sex = c("f", "m"), stringsAsFactors = FALSE)
  frame$Freq <- 5:10
  table <- xtabs(Freq ~ size + sex, frame)
  named <- frame
  names(named)[3L] <- "total"
  made <- lapply(list(frame, table, named, list(frame), list(table)),
    function(margin) wb_poststratify(start, margin))
  for (other in made[-1L]) expect_identical(wb_weighting_json(other), wb_weighting_json(made[[1L]]))
  expect_equal(wb_weight(sample_of_six(), made[[1L]])$weight, c(5, 8, 6, 9, 7, 10))
  night <- xtabs(n ~ night, data.frame(night = c(TRUE, FALSE), n = c(40, 60)))
  weighted <- wb_weight(data.frame(night = c(TRUE, FALSE)), wb_rake(wb_weighting(), night))
  expect_equal(weighted$weight, c(40, 60), tolerance = 1e-15)
  one <- table(sex = rep(c("f", "m"), c(30, 70)))
  expect_identical(wb_weighting_json(wb_rake(start, one)),
    wb_weighting_json(wb_rake(start, by_sex)))
  population <- list(sex = rep(c("f", "m"), c(30, 70)))
  expect_identical(wb_weighting_json(wb_rake(start, list(sex = table(population$sex)))),
    wb_weighting_json(wb_rake(start, by_sex)))
  called <- wb_poststratify(wb_weighting(), list(total = c(x = 3)))
  expect_equal(wb_weight(data.frame(total = c("x", "x")), called)$weight, c(1.5, 1.5))
})

test_that("trimming is as by hand", {
  data <- data.frame(w = c(1, 2, 3, 10))
  start <- wb_weighting(weights = ~w)
  weight <- function(...) wb_weight(data, wb_trim(start, ...))$weight
  expect_equal(weight(upper = 6), c(10 / 6, 20 / 6, 5, 6))
  expect_equal(weight(upper = 1.5, unit = "mean", share = "equal"), c(7 / 3, 10 / 3, 13 / 3, 6))
  expect_gt(weight(upper = 4.5, once = TRUE)[3L], 4.5)
  expect_identical(weight(lower = 2)[1L], 2)
})

test_that("a weighting travels as JSON, in files and between sessions", {
  steps <- wb_rake(wb_weighting(weights = ~w), by_sex)
  json <- wb_weighting_json(steps)
  expect_identical(wb_weighting_json(wb_weighting(json)), json)
  path <- tempfile(fileext = ".json")
  on.exit(unlink(path))
  writeLines(json, path)
  expect_identical(wb_weighting_json(wb_weighting(path)), json)
  expect_identical(wb_weighting(steps), steps)
  back <- through_a_file(steps)
  expect_identical(wb_weight(sample_of_six(), back)$weight,
    wb_weight(sample_of_six(), steps)$weight)
})

test_that("it says which columns it takes, and to what it calibrates last", {
  steps <- wb_nonresponse(wb_weighting(weights = ~w), ~answered, ~ sex + size) |>
    wb_linear(c(by_sex, list(100)), c(age = 1, pay = 2))
  columns <- wb_weighting_columns(steps)
  expect_identical(columns$column, c("w", "answered", "sex", "size", "sex", "age", "pay"))
  expect_identical(as.character(columns$use), c("weights", "respondent", "cell", "cell", "margin",
    "auxiliary", "auxiliary"))
  last <- wb_weighting_calibration(steps)
  expect_identical(last, list(margins = list("sex", character()), auxiliaries = c("age", "pay")))
})

test_that("other columns come along as they are, and the kind of table too", {
  data <- sample_of_six()
  data$notes <- list(1, "x", NULL, 2, NA, 3)[c(1, 2, 4, 4, 5, 6)]
  row.names(data) <- letters[1:6]
  weighted <- wb_weight(data, wb_poststratify(wb_weighting(), by_sex))
  expect_identical(weighted$notes, data$notes)
  expect_identical(row.names(weighted), letters[1:6])
  skip_if_not_installed("tibble")
  expect_s3_class(wb_weight(tibble::as_tibble(sample_of_six()),
    wb_poststratify(wb_weighting(), by_sex)), "tbl_df")
})

test_that("what cannot be is a condition that says where", {
  data <- sample_of_six()
  start <- wb_weighting(weights = ~w)
  refused <- function(steps, kind, message = NULL, item = NULL, row = NULL) {
    expect_refused(wb_weight(data, steps), kind, message, item, row)
  }
  refused(wb_rake(start, list(sex = c(f = 5))), "data", "no total for category 'm'", "m", 2)
  refused(wb_rake(start, list(sex = c(f = 5, m = 6, x = 7))), "data", "'x' has a total but no row")
  refused(wb_logit(start, by_sex, bounds = c(0.5, 2)), "convergence", "bounds reach 3 to 12")
  refused(wb_linear(start, 12, c(age = -500), positive = TRUE), "convergence", "become negative")
  refused(wb_rake(start, list(Sex = c(f = 5))), "data", "is 'sex' meant", "Sex")
  refused("rake", "argument", "weighting must be", "weighting")
  data$twice <- 2 * data$age
  refused(wb_linear(start, 12, c(age = 400, twice = 800)), "numeric", "'twice' is collinear")
  data$weight <- 1
  refused(wb_rake(start, by_sex), "data", "already have a column 'weight'", "weight")
})

test_that("steps that make no sense are refused when they are added", {
  start <- wb_weighting(weights = ~w)
  refused <- function(object, message) expect_refused(object, "argument", message)
  refused(wb_rake(start, list()), "needs a margin")
  refused(wb_rake(start, list(sex = c(f = -5))), "above 0")
  refused(wb_rake(start, c(by_sex, list(99))), "sum to 99")
  refused(wb_rake(start, c(f = 5, m = 6)), "a margin must be")
  refused(wb_rake(start, list(data.frame(sex = "f", n = 5))), "'total'")
  refused(wb_rake(start, by_sex, max_iterations = 0), "max_iterations")
  refused(wb_logit(start, by_sex, bounds = c(2, 3)), "2 and 3")
  refused(wb_logit(start, by_sex, bounds = 2), "two numbers")
  refused(wb_linear(start, by_sex, auxiliaries = 5), "totals by name")
  refused(wb_linear(start, by_sex, positive = NA), "positive")
  refused(wb_trim(start), "bound")
  refused(wb_trim(start, upper = 2, unit = "mode"), "unit")
  refused(wb_nonresponse(start, ~ a + b), "one column")
  refused(wb_weighting(result = ""), "1 to 120 bytes")
  refused(wb_weighting("{}", weights = ~w), "said by x")
  refused(wb_weight_report(data.frame()), "wb_weight")
  expect_refused(wb_weighting("{}"), "data", "format")
})

test_that("threads change nothing, and progress can stop", {
  steps <- wb_logit(wb_weighting(weights = ~w), 12, bounds = c(0.2, 1.9),
    auxiliaries = c(age = 500))
  expect_identical(wb_weight(sample_of_six(), steps, threads = 3),
    wb_weight(sample_of_six(), steps))
  expect_refused(wb_weight(sample_of_six(), steps, progress = function(done) FALSE), "cancelled")
})

test_that("every vector of weights is that of survey", {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  cases <- vector_table(folder, "weight_cases")
  expect_gt(nrow(cases), 10)
  for (i in seq_len(nrow(cases))) {
    data <- vector_table(folder, cases$data[i])
    expected <- vector_table(folder, paste0(cases$data[i], "_expected"))[[cases$case[i]]]
    weighted <- wb_weight(data, wb_weighting(cases$weighting[i]))
    allowed <- 1e-9 * pmax(abs(expected), mean(abs(expected)))
    expect_true(all(abs(weighted$weight - expected) <= allowed), info = cases$case[i])
  }
})

test_that("weights have the bits of the command line", {
  cli <- project_folder("WERKBAAR_CLI", "build", "tools", "werkbaar", "werkbaar")
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  cases <- vector_table(folder, "weight_cases")
  case <- cases[cases$case == "nonresponse_rake_trim", ]
  file <- tempfile(fileext = ".json")
  on.exit(unlink(file))
  writeLines(case$weighting, file)
  data <- file.path(folder, paste0(case$data, ".csv"))
  said <- system2(cli, c("weight", shQuote(data), "--with", shQuote(file), "--quiet"),
    stdout = TRUE)
  theirs <- utils::read.csv(text = said)
  ours <- wb_weight(wb_read_csv(data), wb_weighting(file))
  expect_identical(ours$weight, as.double(theirs$weight))
})
