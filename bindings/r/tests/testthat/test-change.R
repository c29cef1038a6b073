# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

waves <- function() {
  set.seed(4)
  n <- 300
  data.frame(year = rep(c(2016L, 2019L, 2023L), each = n / 3), sex = rep(c("f", "m"), n / 2),
    y = rnorm(n, 5), w = runif(n, 1, 3))
}

wave_estimates <- function(by = ~year, data = waves()) {
  wb_mean(~y, wb_design(data, ~w, ~year), by = by)
}

test_that("a change is the difference, with the errors of both waves", {
  e <- wave_estimates()
  d <- wb_change(e, "year")
  expect_s3_class(d, c("wb_change", "data.frame"), exact = TRUE)
  expect_equal(as.numeric(d$year), c(2019, 2023))
  expect_equal(as.numeric(d$reference), c(2016, 2019))
  expect_equal(d$difference, diff(e$estimate), tolerance = 1e-13)
  expect_equal(d$se, sqrt(e$se[-1]^2 + e$se[-3]^2), tolerance = 1e-13)
  expect_equal(d$df, e$df[-1] + e$df[-3])
  expect_equal(d$p, 2 * pt(-abs(d$difference / d$se), d$df), tolerance = 1e-11)
  expect_equal(d$upper, d$difference + qt(0.975, d$df) * d$se, tolerance = 1e-11)
})

test_that("the first wave may be the reference, and the level be another", {
  e <- wave_estimates()
  d <- wb_change(e, ~year, reference = "first", level = 0.9)
  expect_equal(as.numeric(d$reference), c(2016, 2016))
  expect_equal(d$difference, e$estimate[-1] - e$estimate[1], tolerance = 1e-13)
  expect_equal(d$upper, d$difference + qt(0.95, d$df) * d$se, tolerance = 1e-11)
})

test_that("groups change each on their own, and rows of all waves together are left out", {
  e <- wave_estimates(list(~ year + sex, ~sex))
  d <- wb_change(e, "year")
  expect_identical(nrow(d), 4L)
  men <- e[!is.na(e$year) & e$sex == "m", ]
  expect_equal(d$difference[d$sex == "m"], diff(men$estimate), tolerance = 1e-13)
})

test_that("waves may be text, factors and days", {
  expected <- wb_change(wave_estimates(), "year")$difference
  for (make in list(as.character, factor, function(y) as.Date(paste0(y, "-01-01")), as.numeric)) {
    data <- waves()
    data$year <- make(data$year)
    d <- wb_change(wave_estimates(data = data), "year")
    expect_equal(d$difference, expected, tolerance = 1e-13)
  }
})

test_that("a wave without a standard error has a status", {
  data <- rbind(waves(), data.frame(year = 2026L, sex = "f", y = NA, w = c(1, 1)))
  d <- wb_change(wave_estimates(data = data), "year")
  expect_identical(as.character(d$status), c("ok", "ok", "missing"))
  expect_output(print(d), "missing")
})

test_that("a change says how it was made", {
  d <- wb_change(wave_estimates(), "year")
  expect_match(attr(d, "metadata"), "\"samples\":\"independent\"", fixed = TRUE)
  expect_match(attr(d, "metadata"), "strata year", fixed = TRUE)
  shown <- capture.output(print(d))
  expect_match(shown[1], "differences in the mean of y", fixed = TRUE)
  expect_match(shown, "Waves taken as sampled independently", fixed = TRUE, all = FALSE)
  expect_identical(class(as.data.frame(d)), "data.frame")
  expect_identical(attr(d[1, ], "metadata"), attr(d, "metadata"))
})

test_that("what are no estimates, or no wave, is refused", {
  e <- wave_estimates()
  expect_refused(wb_change(e, "sex"), "data", "not a breakdown column", item = "sex")
  expect_refused(wb_change(e, "estimate"), "data", item = "estimate")
  expect_refused(wb_change(waves(), "year"), "data", "not an estimates frame")
  expect_refused(wb_change(data.frame(), "year"), "data")
  expect_refused(wb_change(1, "year"), "argument", item = "estimates")
  expect_refused(wb_change(e, ~ year + sex), "argument", item = "column")
  expect_refused(wb_change(e, NULL), "argument", item = "column")
  expect_refused(wb_change(e, "year", "last"), "argument", item = "reference")
  expect_refused(wb_change(e, "year", level = 0), "argument", item = "level")
})
