# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

shifts <- function() {
  data.frame(stress = c(1, 0, 0, 0, 1, 1, 1, 0), shift = rep(c("day", "night"), each = 4),
    years = c(1, 2, 3, 4, 1, 2, 3, 6), wave = rep(1:2, 4), w = c(1, 2, 1, 2, 1, 1, 2, 1))
}

test_that("wb_model() gives the odds of a table", {
  fit <- wb_model(stress ~ shift, wb_design(shifts()))
  expect_equal(unname(coef(fit)), c(-log(3), log(9)), tolerance = 1e-12)
  expect_equal(fit$coefficients$odds_ratio[3], 9, tolerance = 1e-12)
  expect_equal(sqrt(diag(vcov(fit))), setNames(sqrt(8 / 7 * 4 / 3 * 1:2), names(coef(fit))), tolerance = 1e-9)
  expect_equal(unname(confint(fit)), unname(as.matrix(fit$coefficients[c(1, 3), c("lower", "upper")])),
    tolerance = 1e-12, ignore_attr = TRUE)
})

test_that("wb_model() does as svyglm() does", {
  skip_if_not_installed("survey")
  people <- shifts()
  fit <- wb_model(stress ~ years + factor(wave), wb_design(people, weights = "w"), family = "linear")
  theirs <- survey::svyglm(stress ~ years + factor(wave), survey::svydesign(~1, weights = ~w, data = people))
  expect_equal(unname(coef(fit)), unname(coef(theirs)), tolerance = 1e-10)
  expect_equal(unname(vcov(fit)), unname(vcov(theirs)), tolerance = 1e-8, ignore_attr = TRUE)
})

test_that("wb_model() takes the first level of a factor as reference, or the one given", {
  people <- shifts()
  people$shift <- factor(people$shift, levels = c("late", "night", "day"))
  fit <- wb_model(stress ~ shift, wb_design(people))
  expect_equal(as.character(fit$coefficients$level[fit$coefficients$status == "reference"]), "night")
  fit <- wb_model(stress ~ shift, wb_design(people), reference = list(shift = "day"))
  expect_equal(unname(coef(fit)), c(-log(3), log(9)), tolerance = 1e-12)
})

test_that("wb_model() says what it cannot take", {
  design <- wb_design(shifts())
  expect_error(wb_model(stress ~ log(years), design), class = "werkbaar_argument_error")
  expect_error(wb_model(~years, design), class = "werkbaar_argument_error")
  expect_error(wb_model(stress ~ shift, wb_design(shifts()[1:4, ])), class = "werkbaar_data_error")
})

test_that("wb_model_json() is the model", {
  fit <- wb_model(stress ~ shift * years, wb_design(shifts(), weights = "w"), family = "linear")
  expect_match(wb_model_json(fit), "\"interactions\":[[\"shift\",\"years\"]]", fixed = TRUE)
  expect_identical(wb_model_json(fit), fit$json)
  expect_output(print(summary(fit)), "Terms")
})
