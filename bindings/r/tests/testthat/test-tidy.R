# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

tidy <- function(...) {
  skip_if_not_installed("generics")
  generics::tidy(...)
}

glance <- function(...) {
  skip_if_not_installed("generics")
  generics::glance(...)
}

test_that("tidy: estimates have the names of broom, and the numbers they had", {
  ours <- wb_prop(~contract, people_design(), by = ~sex)
  found <- tidy(ours)
  expect_identical(class(found), "data.frame")
  expect_identical(names(found)[1:4], c("sex", "estimand", "term", "estimate"))
  expect_identical(found$std.error, ours$se)
  expect_identical(found$conf.low, ours$lower)
  expect_identical(found$term[1:2], c("contract=agency", "contract=fixed"))
  expect_false("conf.low" %in% names(tidy(ours, conf.int = FALSE)))
  narrow <- tidy(wb_mean(~load, people_design()), conf.level = 0.5)
  expect_equal(narrow$conf.high, wb_mean(~load, people_design(), level = 0.5)$upper)
})

test_that("tidy: changes, contrasts, pairs, trends and tests", {
  tally <- wb_tally_update(people_tally(units = "open"), people())
  pairs <- tidy(wb_pairs(tally, "sex"))
  expect_true(all(c("term", "estimate", "std.error", "p.value", "adj.p.value") %in% names(pairs)))
  contrast <- wb_contrasts(tally, c(gap = "mean(load)[sex = f] - mean(load)[sex = m]"))
  expect_identical(tidy(contrast)$term, "gap")
  expect_identical(tidy(contrast)$statistic, contrast$t)
  equal <- wb_equal(tally, "sex")
  expect_identical(tidy(equal)$statistic, equal$f)
  change <- wb_change(wb_mean(~load, people_design(), by = ~age), "age")
  expect_identical(tidy(change)$estimate, change$difference)
  test <- wb_independence(wb_tally_update(wb_tally(proportion = ~contract, by = ~sex, units = "open"), people()))
  expect_true("p.value" %in% names(tidy(test)))
})

test_that("tidy and glance: models, as broom has them of glm", {
  fit <- wb_model(stressed ~ sex + load, people_design())
  found <- tidy(fit, conf.int = TRUE, conf.level = 0.9)
  expect_identical(found$term, names(coef(fit)))
  expect_equal(found$std.error, unname(sqrt(diag(vcov(fit)))))
  expect_equal(cbind(found$conf.low, found$conf.high), unname(confint(fit, level = 0.9)))
  ratios <- tidy(fit, conf.int = TRUE, conf.level = 0.9, exponentiate = TRUE)
  expect_equal(ratios$estimate, exp(found$estimate))
  expect_equal(ratios$conf.high, exp(found$conf.high))
  expect_equal(ratios$std.error, found$std.error)
  about <- glance(fit)
  expect_identical(nrow(about), 1L)
  expect_identical(about$nobs, nobs(fit))
  expect_identical(about$df.residual, stats::df.residual(fit))
  expect_identical(about$deviance, stats::deviance(fit))
})

test_that("tidy and glance: results of a monitor hide what is hidden", {
  skip_if_not_installed("generics")
  monitor <- wb_monitor("wbm-employees")
  wb_monitor_add(monitor, wb_report_answers(), name = "sample")
  results <- wb_monitor_results(monitor)
  cells <- tidy(results)
  hidden <- cells$status == "hidden"
  expect_true(any(hidden))
  numbers <- vapply(cells, is.numeric, NA)
  expect_true(all(is.na(cells[hidden, numbers])))
  expect_true(all(c("term", "estimate", "std.error", "conf.low") %in% names(cells)))
  expect_true("adj.p.value" %in% names(tidy(results, "changes")))
  about <- glance(results)
  expect_identical(c(about$nobs, about$waves, about$cells, about$hidden), c(2450, 7, nrow(cells), sum(hidden)))
  expect_true(about$synthetic)
  expect_refused(tidy(results, "audit"), "argument")
})

test_that("glance: estimates say how they were made", {
  about <- glance(wb_mean(~load, people_design(), level = 0.9))
  expect_identical(about$level, 0.9)
  expect_identical(about$nobs, 12)
  expect_match(about$design, "weights w")
})
