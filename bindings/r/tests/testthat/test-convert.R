# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Designs from and to package survey: the same numbers on both sides, or a refusal.

survey_set <- function(name, object = name) {
  skip_if_not_installed("survey")
  found <- new.env()
  utils::data(list = name, package = "survey", envir = found)
  found[[object]]
}

# Estimate and standard error of means and totals of columns, one at a time.
expect_same_numbers <- function(ours, theirs, columns, lonely = "fail") {
  old <- options(survey.lonely.psu = lonely)
  on.exit(options(old))
  lonely <- c(fail = "fail", certainty = "certainty")[[lonely]]
  for (column in columns) {
    formula <- stats::reformulate(column)
    for (statistic in c("mean", "total")) {
      reference <- get(paste0("svy", statistic), asNamespace("survey"))(formula, theirs, na.rm = TRUE)
      mine <- get(paste0("wb_", statistic))(column, ours, lonely = lonely)
      about <- paste(column, statistic)
      expect_near_to(mine$estimate, as.vector(stats::coef(reference)), 1e-10, about)
      expect_near_to(mine$se, as.vector(survey::SE(reference)), 1e-10, paste(about, "se"))
    }
  }
}

survey_designs <- function() {
  skip_if_not_installed("survey")
  list(
    list(survey::svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = api("apistrat")), c("api00", "enroll")),
    list(survey::svydesign(~1, strata = ~stype, weights = ~pw, data = api("apistrat")), c("api00", "enroll")),
    list(survey::svydesign(~1, weights = ~pw, fpc = ~fpc, data = api("apisrs")), c("api00", "enroll")),
    list(survey::svydesign(~dnum, weights = ~pw, fpc = ~fpc, data = api("apiclus1")), c("api00", "enroll")),
    list(survey::svydesign(~ dnum + snum, fpc = ~ fpc1 + fpc2, data = api("apiclus2")), c("api00", "enroll")),
    list(survey::svydesign(~ dnum + snum, weights = ~pw, data = api("apiclus2")), c("api00", "enroll")),
    list(survey::svydesign(~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = survey_set("nhanes")),
      "HI_CHOL"),
    list(survey::svydesign(~ id1 + id2, fpc = ~ n1 + n2, data = survey_set("mu284")), "y1"),
    list(survey::svydesign(~psuid, strata = ~stratid, weights = ~weight, nest = TRUE, data = survey_set("fpc")), "x"),
    list(survey::svydesign(~psuid, strata = ~stratid, weights = ~weight, fpc = ~Nh, nest = TRUE, data = survey_set("fpc")), "x"),
    list(survey::svydesign(~1, strata = ~oblevel, weights = ~weighta, fpc = ~tothosp, data = survey_set("hospital")), "births"))
}

test_that("as_wb_design: designs of survey give the same means, totals and standard errors", {
  for (one in survey_designs()) expect_same_numbers(as_wb_design(one[[1L]]), one[[1L]], one[[2L]])
})

test_that("as_svydesign: what goes there and comes back is the same", {
  for (one in survey_designs()) {
    ours <- as_wb_design(one[[1L]])
    there <- as_svydesign(ours)
    expect_s3_class(there, "survey.design2")
    expect_same_numbers(ours, there, one[[2L]])
    expect_same_numbers(as_wb_design(there), there, one[[2L]])
  }
})

test_that("as_svydesign: strata of two columns, nested ids, and a second stage without fpc", {
  skip_if_not_installed("survey")
  data <- data.frame(a = rep(c("x", "x", "y", "y"), each = 6), b = rep(c("p", "q"), 12), psu = rep(1:3, 8), w = 1:24 / 10,
    y = c(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4), n1 = 7)
  data$ssu <- seq_len(24)
  for (ours in list(wb_design(data, ~w, ~ a + b), wb_design(data, ~w, ~ a + b, ~psu, nested = TRUE),
    wb_design(data, strata = ~a, clusters = ~ psu + ssu, fpc = ~n1, nested = TRUE))) {
    expect_same_numbers(ours, as_svydesign(ours), "y")
  }
})

test_that("as_svydesign: two strata stay two when their texts together are the same", {
  skip_if_not_installed("survey")
  data <- data.frame(a = rep(c("a.b", "a"), each = 3), b = rep(c("c", "b.c"), each = 3), y = c(1, 2, 3, 11, 12, 13))
  ours <- wb_design(data, strata = ~ a + b)
  theirs <- as_svydesign(ours)
  expect_length(unique(theirs$strata[[1]]), 2)
  expect_same_numbers(ours, theirs, "y") # of one stratum the standard error is more than five times that
})

test_that("as_wb_design: rows of weight 0 stay in the design", {
  skip_if_not_installed("survey")
  data <- api("apistrat")
  data$pw[c(1, 50, 120)] <- 0
  theirs <- survey::svydesign(~1, strata = ~stype, weights = ~pw, data = data)
  ours <- as_wb_design(theirs)
  expect_near_to(coef(wb_mean(~api00, ours)), as.vector(stats::coef(survey::svymean(~api00, theirs))), 1e-10)
  expect_equal(ours$data$.weights[1], 0)
})

replicate_designs <- function() {
  strata <- survey::svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = api("apistrat"))
  clusters <- survey::svydesign(~dnum, weights = ~pw, fpc = ~fpc, data = api("apiclus1"))
  pairs <- survey::svydesign(~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE,
    data = subset(survey_set("nhanes"), !SDMVSTRA %in% SDMVSTRA[SDMVPSU == 3]))
  set.seed(4)
  list(list(survey::as.svrepdesign(strata, type = "JKn"), "api00"),
    list(survey::as.svrepdesign(strata, type = "JKn", mse = TRUE), "api00"),
    list(survey::as.svrepdesign(clusters, type = "JK1"), "api00"),
    list(survey::as.svrepdesign(pairs, type = "BRR"), "HI_CHOL"),
    list(survey::as.svrepdesign(pairs, type = "Fay", fay.rho = 0.3), "HI_CHOL"),
    list(survey::as.svrepdesign(clusters, type = "bootstrap", replicates = 40), "api00"),
    list(survey::as.svrepdesign(clusters, type = "subbootstrap", replicates = 40), "api00"),
    list(survey::as.svrepdesign(clusters, type = "mrbbootstrap", replicates = 40), "api00"))
}

test_that("as_wb_design: replicate weights give the same numbers, there and back", {
  skip_if_not_installed("survey")
  for (one in replicate_designs()) {
    ours <- as_wb_design(one[[1L]])
    expect_same_numbers(ours, one[[1L]], one[[2L]])
    expect_same_numbers(ours, as_svydesign(ours), one[[2L]])
  }
})

test_that("as_wb_design: given replicates, of successive differences, jk2 and others", {
  skip_if_not_installed("survey")
  scd <- survey_set("scd")
  scd$w <- 1 + seq_len(nrow(scd)) / 10
  halves <- 2 * cbind(c(1, 0, 1, 0, 1, 0), c(1, 0, 0, 1, 0, 1), c(0, 1, 1, 0, 0, 1), c(0, 1, 0, 1, 1, 0))
  for (type in c("BRR", "JK2", "ACS", "successive-difference", "other")) {
    for (mse in c(FALSE, TRUE)) {
      theirs <- suppressWarnings(survey::svrepdesign(data = scd, repweights = halves, weights = ~w, type = type,
        combined.weights = FALSE, mse = mse, scale = if (type == "other") 0.3))
      ours <- as_wb_design(theirs)
      expect_same_numbers(ours, theirs, "alive")
      expect_same_numbers(ours, as_svydesign(ours), "alive")
    }
  }
})

test_that("as_wb_design: replicates of strata that were taken whole count for nothing", {
  skip_if_not_installed("survey")
  data <- api("apistrat")
  data$fpc[data$stype == "H"] <- sum(data$stype == "H")
  theirs <- survey::as.svrepdesign(survey::svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = data), type = "JKn")
  expect_same_numbers(as_wb_design(theirs), theirs, "api00")
})

test_that("as_wb_design: a design of srvyr is one of survey with a tibble", {
  skip_if_not_installed("survey")
  theirs <- survey::svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = api("apistrat"))
  tidy <- structure(theirs, class = c("tbl_svy", class(theirs)))
  expect_equal(wb_mean(~api00, as_wb_design(tidy)), wb_mean(~api00, as_wb_design(theirs)))
})

test_that("as_wb_design: columns of the data stay, and new ones get names that are free", {
  skip_if_not_installed("survey")
  data <- api("apistrat")
  data$.weights <- "mine"
  ours <- as_wb_design(survey::svydesign(~1, strata = ~stype, weights = ~pw, data = data))
  expect_identical(ours$data$.weights, data$.weights)
  expect_identical(ours$sampling$weights, ".weights.1")
  expect_identical(as_wb_design(ours), ours)
})

test_that("as_wb_design: what cannot be carried is refused", {
  skip_if_not_installed("survey")
  strat <- survey::svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = api("apistrat"))
  clusters <- survey::svydesign(~ dnum + snum, fpc = ~ fpc1 + fpc2, data = api("apiclus2"))
  population <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
  expect_refused(as_wb_design(survey::postStratify(strat, ~stype, population)), "argument", "calibrated or post-stratified")
  expect_refused(as_wb_design(subset(strat, stype != "H" & enroll > 300)), "argument", "a subset")
  expect_refused(as_wb_design(subset(clusters, api00 > 600)), "argument", "a subset")
  pps <- survey::svydesign(~1, fpc = ~p, data = survey_set("election", "election_pps"), pps = "brewer")
  expect_refused(as_wb_design(pps), "argument", "pps")
  two <- survey::twophase(id = list(~1, ~1), subset = ~in2, strata = list(NULL, ~y),
    data = data.frame(y = rep(1:2, 10), in2 = rep(c(TRUE, TRUE, TRUE, FALSE), 5)))
  expect_refused(as_wb_design(two), "argument", "two phases")
  data <- data.frame(psu = rep(1:4, each = 4), s2 = rep(1:2, 8), ssu = 1:16, w = 1)
  later <- survey::svydesign(~ psu + ssu, strata = ~ one + s2, weights = ~w, data = cbind(data, one = 1))
  expect_refused(as_wb_design(later), "argument", "only those of the first")
  expect_refused(as_wb_design(data), "argument", "svydesign")
})

test_that("as_svydesign: what survey makes itself is refused", {
  skip_if_not_installed("survey")
  made <- wb_design(people(), ~w, ~region, replicates = wb_replicates(type = "jkn"))
  expect_refused(as_svydesign(made), "argument", "as.svrepdesign")
  calibrated <- wb_design(people(), ~w, ~region, calibration = wb_calibration(~w, ~sex))
  expect_refused(as_svydesign(calibrated), "argument", "calibrate")
  expect_refused(as_svydesign(people()), "argument")
})
