# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Quantiles and ranks, which take two passes over the rows. api() and expect_near_to() are in
# helper-api.R.

test_that("quantiles and their intervals are those of survey, by each rule", {
  data <- api("apiclus1")
  ours <- wb_design(data, ~pw, clusters = ~dnum, fpc = ~fpc)
  theirs <- survey::svydesign(ids = ~dnum, weights = ~pw, fpc = ~fpc, data = data)
  probabilities <- c(0.1, 0.25, 0.5, 0.9)
  for (rule in c("math", "school")) {
    found <- wb_quantile(~ api00 + enroll, ours, probabilities, quantile_rule = rule)
    reference <- survey::svyquantile(~ api00 + enroll, theirs, probabilities, qrule = rule,
      df = 14)
    expect_near_to(found$estimate, coef(reference), info = rule)
    expect_near_to(found$lower, confint(reference)[, 1], info = rule)
    expect_near_to(found$upper, confint(reference)[, 2], info = rule)
    expect_near_to(found$se, survey::SE(reference), info = rule)
  }
  expect_identical(as.character(found$category),
    rep(format(probabilities, drop0trailing = TRUE), 2))
  by <- wb_quantile(~api00, ours, 0.5, by = ~stype)
  reference <- survey::svyby(~api00, ~stype, theirs, survey::svyquantile, 0.5, ci = TRUE)
  expect_near_to(by$estimate, coef(reference))
  plain <- wb_quantile("y", wb_design(data.frame(y = c(3, 1, 4, 1, 5, 9, 2, 6))), c(0.3, 0.6),
    quantile_rule = "hf7")
  expect_near_to(plain$estimate, quantile(c(3, 1, 4, 1, 5, 9, 2, 6), c(0.3, 0.6), type = 7))
})

test_that("quantiles are named, shown and compared by their probability", {
  found <- wb_quantile(~load, people_design(), c(0.25, 0.5))
  expect_identical(names(coef(found)), c("load=0.25", "load=0.5"))
  expect_output(print(found), "quantile of load")
  expect_output(print(found), "t(df), Woodruff for quantiles and Wald for the others", fixed = TRUE)
  expect_identical(confint(found, level = 0.95), confint(found))
  expect_refused(confint(found, level = 0.9), "argument", "quantiles", item = "level")
  tally <- wb_tally(quantile = ~load, quantiles = 0.5, design = people_design(), units = "open")
  expect_near_to(coef(wb_contrasts(tally, "quantile(load, 0.5)")),
    wb_tally_estimate(tally)$estimate)
})

test_that("what is no probability, rule or score is refused", {
  design <- people_design()
  for (bad in list(0, 1, -0.5, NA, "0.5", numeric(), c(0.5, 2))) {
    expect_refused(wb_quantile(~load, design, bad), "argument", item = "quantiles")
  }
  expect_refused(wb_quantile(~load, design, c(0.5, 0.5)), "argument")
  expect_refused(wb_quantile(~1, design), "argument", item = "x")
  expect_refused(wb_quantile(~load, design, quantile_rule = "type7"), "argument",
    item = "quantile_rule")
  expect_refused(wb_quantile(~sex, design), "data", item = "sex")
  expect_refused(wb_tally(rank = ~load, score = "log"), "argument", item = "score")
})

test_that("rank tests are those of survey", {
  data <- api("apiclus1")
  design <- wb_design(data, ~pw, clusters = ~dnum)
  theirs <- survey::svydesign(ids = ~dnum, weights = ~pw, data = data)
  two <- wb_pairs(wb_tally(rank = ~enroll, by = ~sch.wide, design = design), ~sch.wide)
  reference <- survey::svyranktest(enroll ~ sch.wide, theirs)
  expect_near_to(two$difference, reference$estimate)
  three <- wb_tally(rank = ~enroll, by = ~stype, design = design)
  expect_identical(as.character(wb_tally_estimate(three)$category), rep("wilcoxon", 3))
  expect_lt(wb_equal(three, ~stype)$p, 0.05)
  for (score in c("van_der_waerden", "median")) {
    found <- wb_tally_estimate(wb_tally(rank = ~enroll, score = score, by = ~stype,
      design = design))
    expect_identical(unique(as.character(found$category)), score)
  }
})

test_that("a second pass takes the same rows in any chunks", {
  data <- people()
  asked <- function() {
    wb_tally(mean = ~load, quantile = ~load, rank = ~load, by = list(~sex, ~1), weights = ~w,
      strata = ~region)
  }
  first <- wb_tally_update(asked(), data)
  once <- wb_tally_estimate(first)
  expect_true(all(is.na(once$se[once$statistic == "quantile"])))
  expect_false(anyNA(once$estimate[once$statistic == "quantile"]))
  second <- wb_tally_second_pass(first)
  expect_identical(wb_tally_rows(second), 0)
  for (rows in list(1:5, 6:12)) wb_tally_update(second, data[rows, ])
  twice <- wb_tally_estimate(second)
  of_design <- wb_tally(mean = ~load, quantile = ~load, rank = ~load, by = list(~sex, ~1),
    design = people_design())
  expect_equal(wb_tally_estimate(of_design), twice, tolerance = 1e-13)
  expect_identical(twice$estimate[twice$statistic != "rank"],
    once$estimate[once$statistic != "rank"])
  parts <- lapply(list(1:5, 6:12), function(rows) {
    part <- wb_tally_update(wb_tally_second_pass(first), data[rows, ])
    wb_tally_read(wb_tally_bytes(part))
  })
  expect_equal(wb_tally_estimate(wb_tally_merge(parts[[1]], parts[[2]])), twice,
    tolerance = 1e-13)
  expect_refused(wb_tally_second_pass(second), "argument")
  expect_refused(wb_tally_second_pass(people_tally()), "argument")
  expect_refused(wb_tally_second_pass(asked()), "data")
  expect_refused(wb_tally_second_pass(data), "argument", item = "tally")
})

test_that("a file is read as often as its estimates take", {
  path <- tempfile(fileext = ".csv")
  on.exit(unlink(path))
  write.csv(people(), path, row.names = FALSE)
  asked <- function() {
    wb_tally(mean = ~load, quantile = ~load, by = ~sex, weights = ~w, strata = ~region)
  }
  found <- wb_estimate_csv(asked(), path, level = 0.9, quantile_rule = "school")
  data <- wb_read_csv(path)
  tally <- wb_tally_update(wb_tally_second_pass(wb_tally_update(asked(), data)), data)
  expect_equal(found, wb_tally_estimate(tally, level = 0.9, quantile_rule = "school"),
    tolerance = 1e-13)
  once <- wb_tally(mean = ~load, weights = ~w)
  expect_identical(as.data.frame(wb_estimate_csv(once, path)),
    as.data.frame(wb_tally_estimate(wb_tally_update(once, data))))
  expect_refused(wb_estimate_csv(once, path), "argument", "has rows already", item = "tally")
  expect_refused(wb_estimate_csv(asked(), tempfile()), "io")
  expect_refused(wb_estimate_csv(asked(), 3), "argument", item = "path")
  expect_refused(wb_estimate_csv(asked(), path, threads = -2), "argument", item = "threads")
})

test_that("a file of answers is scored as it is estimated from", {
  path <- tempfile(fileext = ".csv")
  on.exit(unlink(path))
  answers <- made_answers(small_instrument(), 40)
  write.csv(answers, path, row.names = FALSE)
  found <- wb_estimate_csv(wb_tally(quantile = ~load), path, instrument = small_instrument())
  scores <- wb_score(answers, small_instrument())
  expect_equal(found$estimate, wb_quantile(~load, wb_design(scores))$estimate)
})
