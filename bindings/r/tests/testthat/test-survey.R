# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Live comparison with R's survey on random designs: one variable a call, since na.rm there
# deletes rows listwise. Thousands of designs when WERKBAAR_LONG is set.

pick <- function(x, ...) x[sample.int(length(x), ...)]

random_strata <- function(n_strata) {
  sizes <- pick(2:pick(c(4, 12, 40), 1), n_strata, replace = TRUE)
  rep(seq_along(sizes), sizes)
}

random_weights <- function(n) {
  w <- switch(pick(1:4, 1), rep(1, n), runif(n, 0.5, 3), exp(rnorm(n, 0, 2)),
    runif(n) * (runif(n) > 0.2))
  w[1] <- w[1] + 1
  w
}

random_design <- function(seed) {
  set.seed(seed)
  stratum <- random_strata(pick(1:12, 1))
  n <- length(stratum)
  data <- data.frame(stratum = stratum, w = random_weights(n), number = rnorm(n, 3, 2),
    count = pick(0:9, n, replace = TRUE), flag = runif(n) < runif(1, 0.1, 0.9),
    code = pick(c("a", "b", "c"), n, replace = TRUE),
    g = pick(c("p", "q", "r"), n, replace = TRUE))
  for (column in c("number", "count", "flag", "code", "g")) {
    data[[column]][runif(n) < pick(c(0, 0.05, 0.3), 1)] <- NA
  }
  data[sample.int(n), ]
}

# The size of the data that a difference is measured against (tests/vectors/README.md).
scale_of <- function(data, variable, total) {
  y <- data[[variable]]
  if (total) sqrt(sum((data$w * y)^2, na.rm = TRUE))
  else if (is.logical(y) || is.character(y)) 1
  else if (sum(!is.na(y)) > 1) sd(y, na.rm = TRUE) else 0
}

expect_agrees <- function(ours, theirs, scale, info) {
  difference <- abs(unname(ours) - unname(theirs)) / pmax(abs(unname(theirs)), scale)
  difference[unname(ours) == unname(theirs)] <- 0 # both may be 0, and the scale as well
  # One expectation a difference would take most of the time.
  if (length(ours) == 0 || length(ours) != length(theirs) || !isTRUE(all(difference <= 1e-10))) {
    fail(paste(info, "differs by", paste(signif(difference, 3), collapse = " ")))
  }
}

survey_design <- function(data) {
  survey::svydesign(ids = ~1, strata = ~stratum, weights = ~w, data = data)
}

# Where rows count for survey as they do here: all have weight and an outcome.
counted <- function(data, variable, design) {
  subset(design, data$w > 0 & !is.na(data[[variable]]))
}

compare_everyone <- function(data, ours, theirs, info) {
  for (variable in c("number", "count", "flag")) {
    y <- as.formula(paste0("~ I(as.numeric(", variable, "))"))
    if (all(is.na(data[[variable]]) | data$w == 0)) next
    for (total in c(FALSE, TRUE)) {
      estimator <- if (total) survey::svytotal else survey::svymean
      reference <- estimator(y, theirs, na.rm = TRUE)
      mine <- (if (total) wb_total else wb_mean)(variable, ours)
      scale <- scale_of(data, variable, total)
      about <- paste(info, variable, if (total) "total" else "mean")
      expect_agrees(coef(mine), coef(reference), scale, about)
      if (mine$status == "ok") {
        expect_agrees(SE(mine), as.vector(survey::SE(reference)), scale, about)
      }
      if (mine$df > 0) {
        expect_agrees(mine$df, survey::degf(counted(data, variable, theirs)), 1,
          paste(about, "df"))
      }
    }
  }
}

compare_shares <- function(data, ours, theirs, info) {
  mine <- wb_prop(~code, ours)
  for (i in which(mine$status == "ok")) {
    theirs$variables$is_it <- as.numeric(data$code == as.character(mine$category[i]))
    reference <- survey::svymean(~is_it, theirs, na.rm = TRUE)
    about <- paste(info, "share of", mine$category[i])
    expect_agrees(mine$estimate[i], coef(reference), 1, about)
    expect_agrees(mine$se[i], as.vector(survey::SE(reference)), 1, about)
  }
  mean <- wb_mean(~flag, ours, level = 0.9)
  if (mean$status == "ok") {
    exact <- survey::svyciprop(~ I(as.numeric(flag)), theirs, method = "xlogit", level = 0.9,
      df = mean$df, na.rm = TRUE)
    expect_agrees(c(mean$lower, mean$upper), as.vector(attr(exact, "ci")), 1,
      paste(info, "xlogit"))
  }
}

compare_domains <- function(data, ours, theirs, info) {
  mine <- wb_mean(~number, ours, by = ~g)
  mine <- mine[mine$status == "ok", ]
  if (nrow(mine) == 0) return()
  reference <- survey::svyby(~number, ~g, theirs, survey::svymean, na.rm = TRUE)
  reference <- reference[match(as.character(mine$g), reference$g), ]
  scale <- scale_of(data, "number", FALSE)
  expect_agrees(mine$estimate, reference$number, scale, paste(info, "svyby"))
  expect_agrees(mine$se, reference$se, scale, paste(info, "svyby se"))
}

test_that("random designs give what survey gives", {
  skip_if_not_installed("survey")
  designs <- if (nzchar(Sys.getenv("WERKBAAR_LONG"))) 500 else 40
  for (seed in seq_len(designs)) {
    data <- random_design(seed)
    info <- paste("design", seed)
    ours <- wb_design(data, weights = ~w, strata = ~stratum)
    theirs <- survey_design(data)
    compare_everyone(data, ours, theirs, info)
    compare_shares(data, ours, theirs, info)
    compare_domains(data, ours, theirs, info)
    succeed()
  }
})

test_that("a stratum with one row is refused by both", {
  skip_if_not_installed("survey")
  data <- random_design(1)
  data$stratum[1] <- 99L
  expect_error(survey::svymean(~number, survey_design(data), na.rm = TRUE), "only one PSU")
  expect_refused(wb_mean(~number, wb_design(data, ~w, ~stratum)), "design", item = "stratum=99")
})
