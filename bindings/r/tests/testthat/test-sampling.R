# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Designs beyond weights and strata, and every statistic, beside survey on its own data.

# Six schools in two regions, of which three each were sampled, and pupils within them.
pupils <- function() {
  data.frame(
    region = rep(c("east", "west"), c(9, 9)),
    school = rep(1:6, each = 3),
    pupil = rep(1:3, 6),
    schools = rep(c(10, 20), c(9, 9)),
    pupils = rep(c(30, 12, 18, 25, 15, 40), each = 3),
    w = rep(c(2, 3, 1, 4, 2, 5), each = 3),
    y = c(3, 5, 4, 8, 9, 7, 1, 2, 2, 6, 4, 5, 9, 8, 7, 3, 3, 1),
    x = c(1, 2, 2, 3, 4, 2, 1, 1, 2, 2, 3, 1, 4, 4, 3, 2, 1, 1),
    ill = rep(c(TRUE, FALSE, FALSE, TRUE, TRUE, FALSE), 3),
    sex = rep(c("f", "m"), 9),
    stringsAsFactors = FALSE)
}

pupils_design <- function(data = pupils(), ...) {
  wb_design(data, weights = ~w, strata = ~region, clusters = ~ school + pupil,
    fpc = ~ schools + pupils, ...)
}

expect_close <- function(object, expected, tolerance = 1e-9, info = NULL) {
  object <- as.numeric(object)
  expected <- as.numeric(expected)
  expect_identical(length(object), length(expected), info = info)
  expect_identical(is.na(object), is.na(expected), info = info)
  expect_lte(max(0, abs(object - expected) / pmax(1e-300, abs(expected)), na.rm = TRUE), tolerance,
    label = paste("difference", info))
}

test_that("a design says all that it was told", {
  shown <- format(pupils_design())
  expect_identical(shown, paste("<wb_design> 18 rows, weights w, strata region, clusters",
    "school > pupil, fpc schools > pupils"))
  shown <- format(wb_design(transform(pupils(), r1 = 1, r2 = 2), replicates =
    wb_replicates(~ r1 + r2, "jk2")))
  expect_match(shown, "no weights, one stratum, 2 columns of jk2 replicates", fixed = TRUE)
  shown <- format(wb_design(pupils(), clusters = ~school, replicates =
    wb_replicates(type = "bootstrap", n = 50, seed = 3),
    calibration = NULL))
  expect_match(shown, "clusters school, 50 bootstrap replicates made of the design", fixed = TRUE)
  calibration <- wb_calibration(~w, list(~sex, ~ sex + region, ~1), ~x)
  expect_output(print(calibration), "calibrated from w to sex, sex x region, the sum, x",
    fixed = TRUE)
  expect_output(print(wb_replicates(type = "jk1")), "<wb_replicates> jk1 replicates made of",
    fixed = TRUE)
})

test_that("stages of clusters with fpc give what survey gives, in every statistic", {
  skip_if_not_installed("survey")
  data <- pupils()
  ours <- pupils_design()
  theirs <- survey::svydesign(ids = ~ school + pupil, strata = ~region, fpc = ~ schools + pupils,
    weights = ~w, data = data)
  pairs <- list(
    list(wb_mean(~y, ours), survey::svymean(~y, theirs)),
    list(wb_total(~y, ours), survey::svytotal(~y, theirs)),
    list(wb_mean(~ill, ours), survey::svymean(~ I(as.numeric(ill)), theirs)),
    list(wb_ratio(~y, ~x, ours), survey::svyratio(~y, ~x, theirs)),
    list(wb_variance(~y, ours), survey::svyvar(~y, theirs)),
    list(wb_mean(~y, ours, by = ~sex), survey::svyby(~y, ~sex, theirs, survey::svymean)),
    list(wb_ratio(~y, ~x, ours, by = ~sex),
      survey::svyby(~y, ~sex, denominator = ~x, theirs, survey::svyratio)))
  for (i in seq_along(pairs)) {
    expect_close(coef(pairs[[i]][[1]]), coef(pairs[[i]][[2]]), info = i)
    expect_close(SE(pairs[[i]][[1]]), unlist(survey::SE(pairs[[i]][[2]])), info = i)
  }
  expect_identical(pairs[[1]][[1]]$df, as.double(survey::degf(theirs)))
  both <- survey::svyvar(~ x + y, theirs)
  expect_close(coef(wb_covariance(~ x + y, ours)), both[1, 2])
  expect_close(SE(wb_covariance(~ x + y, ours)), survey::SE(both)[2])
  correlation <- wb_correlation(~ x + y, ours)
  expect_close(coef(correlation), both[1, 2] / sqrt(both[1, 1] * both[2, 2]))
  both <- structure(both[1:4], names = c("xx", "xy", "yx", "yy"), var = attr(both, "var"),
    statistic = "variance", class = "svystat")
  expect_close(SE(correlation), survey::SE(survey::svycontrast(both, quote(xy / sqrt(xx * yy)))))
})

test_that("pairs and ratios are named by both their columns", {
  design <- pupils_design()
  expect_identical(names(coef(wb_ratio(~ y + x, ~ w + schools, design))),
    c("y/w", "x/w", "y/schools", "x/schools"))
  expect_identical(names(coef(wb_covariance(~ y + x + w, design))), c("y,x", "y,w", "x,w"))
  two <- wb_covariance(list(~ y + x, ~ y + w), design)
  expect_identical(as.character(two$variable), c("y,x", "y,w"))
  expect_identical(as.character(two$statistic), c("covariance", "covariance"))
  expect_identical(wb_covariance(c("y", "x"), design), wb_covariance(~ y + x, design))
  expect_output(print(wb_ratio(~y, ~x, design)), "ratio of y/x")
  expect_match(capture.output(print(wb_ratio(~y, ~x, design))), "t(df), Wald", fixed = TRUE,
    all = FALSE)
})

test_that("what no pair or ratio can be made of is refused", {
  design <- pupils_design()
  expect_refused(wb_covariance(~y, design), "argument", "of two columns, and x names one: 'y'",
    item = "x")
  expect_refused(wb_correlation(~1, design), "argument", "names no column", item = "x")
  expect_refused(wb_ratio(~1, ~x, design), "argument", item = "numerator")
  expect_refused(wb_ratio(~y, NULL, design), "argument", item = "denominator")
  expect_refused(wb_ratio(~y, ~z, design), "data", "no column 'z'", item = "z")
  expect_refused(wb_ratio(~sex, ~x, design), "data", item = "sex")
  expect_refused(wb_tally(ratio = ~y), "argument", "terms such as a/b, joined by", item = "ratio")
  expect_refused(wb_tally(ratio = ~ y / x + log(y) / x), "argument", "'log\\(y\\)'")
  expect_refused(wb_tally(ratio = c("a", "b", "c")), "argument", "3 columns")
  expect_refused(wb_tally(covariance = list(~ a + b, ~c)), "argument", item = "covariance")
})

# ---- options of estimates ----

lonely_pupils <- function() {
  data <- pupils()
  data$region[data$school == 6] <- "north"
  data
}

test_that("a lonely unit is refused by its stratum, or treated as said", {
  design <- wb_design(lonely_pupils(), ~w, ~region, clusters = ~school)
  expect_refused(wb_mean(~y, design), "design", item = "region=north")
  skip_if_not_installed("survey")
  theirs <- survey::svydesign(ids = ~school, strata = ~region, weights = ~w, data = lonely_pupils())
  old <- options(survey.lonely.psu = "certainty")
  on.exit(options(old))
  policies <- c(certainty = "certainty", centre = "adjust", average = "average")
  for (policy in names(policies)) {
    options(survey.lonely.psu = policies[[policy]])
    expect_close(SE(wb_mean(~y, design, lonely = policy)),
      survey::SE(survey::svymean(~y, theirs)), info = policy)
  }
  expect_true(SE(wb_mean(~y, design, lonely = "collapse")) > 0)
  expect_match(capture.output(print(wb_mean(~y, design, lonely = "centre"))),
    "Lonely units: centre", fixed = TRUE, all = FALSE)
})

test_that("a stratum where the domain has one unit is lonely when that is asked", {
  data <- pupils()
  data$sex[data$region == "west" & data$school != 4] <- "m"
  data$sex[data$school == 4] <- "f"
  design <- wb_design(data, ~w, ~region, clusters = ~school)
  usual <- wb_mean(~y, design, by = ~sex)
  expect_identical(wb_mean(~y, design, by = ~sex, lonely_in_domain = FALSE), usual)
  centred <- wb_mean(~y, design, by = ~sex, lonely = "centre", lonely_in_domain = TRUE)
  expect_false(isTRUE(all.equal(centred$se[1], usual$se[1])))
})

test_that("the first stage alone, degrees of freedom and precision are as asked", {
  data <- pupils()
  one <- wb_design(data, ~w, ~region, clusters = ~school, fpc = ~schools)
  expect_close(SE(wb_mean(~y, pupils_design(), ultimate_cluster = TRUE)), SE(wb_mean(~y, one)))
  expect_gt(SE(wb_mean(~y, pupils_design())), SE(wb_mean(~y, one)))
  given <- wb_mean(~y, one, df = 30)
  expect_identical(given$df, 30)
  expect_close(confint(given), coef(given) + qt(c(0.025, 0.975), 30) * SE(given))
  flagged <- wb_mean(~y, one, precision = TRUE)
  expect_close(flagged$cv, SE(flagged) / coef(flagged))
  expect_identical(as.character(flagged$precision), "suppress_n")
  expect_output(print(flagged), "suppress_n")
  expect_null(wb_mean(~y, one)$cv)
})

test_that("design effects are those of survey", {
  skip_if_not_installed("survey")
  theirs <- survey::svydesign(ids = ~school, strata = ~region, weights = ~w, data = pupils())
  for (kind in c("wor", "wr")) {
    design <- wb_design(pupils(), ~w, ~region, clusters = ~school, design_effect = kind)
    reference <- survey::svymean(~y, theirs, deff = if (kind == "wor") TRUE else "replace")
    expect_close(wb_mean(~y, design)$deff, survey::deff(reference), info = kind)
  }
  expect_output(print(wb_mean(~y, design)), "deff")
})

test_that("an option that is none is refused with the one that may be meant", {
  design <- pupils_design()
  expect_refused(wb_mean(~y, design, lonly = "centre"), "argument", "is 'lonely' meant",
    item = "lonly")
  expect_refused(wb_mean(~y, design, NULL, 0.95, "wald", FALSE, 1, NULL, 3), "argument", "by name")
  expect_refused(wb_total(~y, design, interval = "beta"), "argument", "means and shares",
    item = "interval")
  bad <- list(lonely = list("adjust", NA, 1), lonely_in_domain = list(NA, "yes"),
    ultimate_cluster = list(2, NULL), df = list(0, -1, NA, Inf, "3"), precision = list(NA),
    replicates = list("jk1", wb_replicates(~w, "jk1")))
  for (name in names(bad)) {
    for (value in bad[[name]]) {
      arguments <- c(list(~y, design), stats::setNames(list(value), name))
      expect_refused(do.call(wb_mean, arguments), "argument", item = name)
    }
  }
})

# ---- what a design refuses ----

test_that("a design that cannot be is refused with its stratum, unit and row", {
  data <- pupils()
  data$region[3] <- "west"
  e <- expect_refused(wb_design(data, ~w, ~region, clusters = ~school), "design",
    "east.*west|west.*east")
  expect_match(conditionMessage(e), "1")
  expect_s3_class(wb_design(data, ~w, ~region, clusters = ~school, nested = TRUE), "wb_design")
  few <- transform(pupils(), schools = 2)
  expect_refused(wb_design(few, ~w, ~region, clusters = ~school, fpc = ~schools), "design",
    "region=east|east")
  odd <- pupils()
  odd$schools[2] <- 11
  expect_refused(wb_design(odd, ~w, ~region, clusters = ~school, fpc = ~schools), "data",
    "varies within a stratum \\(region=east\\)", item = "schools", row = 2)
  negative <- transform(pupils(), schools = -0.5)
  expect_refused(wb_design(negative, ~w, ~region, clusters = ~school, fpc = ~schools), "data")
  missing <- pupils()
  missing$school[7] <- NA
  expect_refused(wb_design(missing, clusters = ~school), "data", item = "school", row = 7)
  expect_refused(wb_design(pupils(), clusters = ~shool), "data", "as cluster; is 'school' meant")
  expect_refused(wb_design(pupils(), fpc = ~size), "data", "as fpc", item = "size")
  expect_refused(wb_design(pupils(), ~w, clusters = ~ y + y), "argument", item = "y")
})

test_that("arguments of a design are checked by name", {
  bad <- list(nested = list(NA, "yes", 1), units = list("closed", NA),
    design_effect = list(TRUE, "wow"), replicates = list("jk1", list()),
    calibration = list(~w, 1), clusters = list(3, quote(a)))
  for (name in names(bad)) {
    for (value in bad[[name]]) {
      arguments <- c(list(pupils()), stats::setNames(list(value), name))
      expect_refused(do.call(wb_design, arguments), "argument", item = name)
    }
  }
})

test_that("rows of a cluster that follow each other are closed as they go", {
  ordered <- wb_design(pupils(), ~w, ~region, clusters = ~school, units = "ordered")
  open <- wb_design(pupils(), ~w, ~region, clusters = ~school)
  expect_close(SE(wb_mean(~ y + x, ordered, by = ~sex)), SE(wb_mean(~ y + x, open, by = ~sex)))
})

# ---- replicates ----

test_that("columns of replicate weights give what survey gives", {
  skip_if_not_installed("survey")
  base <- survey::svydesign(ids = ~school, strata = ~region, weights = ~w, data = pupils())
  for (type in c("JK1", "JKn", "bootstrap")) {
    set.seed(1)
    theirs <- if (type == "JK1") {
      survey::as.svrepdesign(survey::svydesign(ids = ~school, weights = ~w, data = pupils()), "JK1")
    } else {
      survey::as.svrepdesign(base, type)
    }
    weights <- as.data.frame(as.matrix(theirs$repweights) * theirs$pweights)
    names(weights) <- sprintf("r%03d", seq_along(weights))
    rscales <- rep_len(theirs$rscales, length(weights))
    for (mse in c(FALSE, TRUE)) {
      theirs$mse <- mse
      design <- wb_design(cbind(pupils(), weights), ~w, replicates = wb_replicates(names(weights),
        type, scale = theirs$scale, rscales = rscales, mse = mse))
      expect_close(SE(wb_mean(~y, design)), survey::SE(survey::svymean(~y, theirs)),
        info = paste(type, mse))
      expect_close(SE(wb_total(~ y + x, design)), survey::SE(survey::svytotal(~ y + x, theirs)),
        info = paste(type, mse))
    }
  }
})

test_that("what replicates cannot be is refused", {
  expect_refused(wb_replicates(~r1), "argument", "what the replicates are", item = "type")
  expect_refused(wb_replicates(~r1, "jackknife"), "argument", "'jk1', 'jkn'", item = "type")
  expect_refused(wb_replicates(type = "sdr"), "argument", "are not made", item = "type")
  expect_refused(wb_replicates(~r1, "jk1", n = 20), "argument", "replicate weights that are made",
    item = "n")
  expect_refused(wb_replicates(type = "jk1", scale = 1), "argument", "that are given",
    item = "scale")
  expect_refused(wb_replicates(~ r1 + r2, "jkn", rscales = c(1, 2, 3)), "argument",
    "each of the 2 columns", item = "rscales")
  expect_refused(wb_replicates(~r1, "jk1", scale = -1), "argument", item = "scale")
  expect_refused(wb_replicates(type = "bootstrap", n = 1), "argument", item = "n")
  expect_refused(wb_replicates(type = "bootstrap", seed = 1.5), "argument", item = "seed")
  data <- transform(pupils(), r1 = w, r2 = w)
  unscaled <- wb_design(data, ~w, replicates = wb_replicates(~ r1 + r2, "jkn"))
  expect_refused(wb_mean(~y, unscaled), "argument", "type jkn has no rscale")
  expect_refused(wb_design(data, ~w, replicates = wb_replicates(~ r1 + r3, "jk1")), "data",
    "as replicate weights", item = "r3")
  expect_refused(wb_design(data, ~w, ~region, replicates = wb_replicates(~ r1 + r2, "jk1")),
    "design", "carry the whole design")
  data$r2[4] <- NA
  expect_refused(wb_design(data, ~w, replicates = wb_replicates(~ r1 + r2, "jk1")), "data",
    item = "r2", row = 4)
})

test_that("replicates are made of the design, those of a seed always the same", {
  made <- function(...) {
    wb_design(pupils(), ~w, ~region, clusters = ~school, replicates = wb_replicates(...))
  }
  plain <- wb_design(pupils(), ~w, ~region, clusters = ~school)
  jackknife <- wb_total(~y, made(type = "jkn"))
  expect_close(SE(jackknife), SE(wb_total(~y, plain)), info = "a total is linear")
  expect_identical(wb_total(~y, plain, replicates = wb_replicates(type = "jkn")), jackknife)
  bootstrap <- wb_mean(~y, made(type = "bootstrap", n = 100, seed = 7))
  expect_identical(wb_mean(~y, made(type = "bootstrap", n = 100, seed = 7)), bootstrap)
  expect_false(identical(SE(wb_mean(~y, made(type = "bootstrap", n = 100, seed = 8))),
    SE(bootstrap)))
  rows <- wb_design(pupils(), ~w, ~region, replicates = wb_replicates(type = "jkn"))
  expect_close(SE(wb_total(~y, rows)), SE(wb_total(~y, wb_design(pupils(), ~w, ~region))))
  expect_close(SE(wb_total(~y, wb_design(pupils(), ~w, ~region),
    replicates = wb_replicates(type = "jkn"))), SE(wb_total(~y, rows)))
  expect_refused(wb_mean(~y, made(type = "brr")), "design")
  expect_refused(wb_mean(~y, made(type = "fay", rho = 2)), "argument", "rho")
})

# ---- tallies ----

test_that("a tally of a design is a tally with the same words", {
  data <- pupils()
  asked <- list(mean = ~y, ratio = ~ y / x, variance = ~y, covariance = ~ x + y,
    correlation = ~ x + y, proportion = ~sex, by = list(~sex, ~1))
  sampled <- list(weights = ~w, strata = ~region, clusters = ~ school + pupil,
    fpc = ~ schools + pupils, nested = TRUE, design_effect = "wr")
  tally <- wb_tally_update(do.call(wb_tally, c(asked, sampled)), data)
  design <- do.call(wb_design, c(list(data), sampled))
  of_design <- do.call(wb_tally, c(asked, list(design = design)))
  expect_identical(wb_tally_spec(of_design), wb_tally_spec(tally))
  expect_identical(wb_tally_estimate(of_design, precision = TRUE),
    wb_tally_estimate(tally, precision = TRUE))
  expect_identical(wb_tally_spec(wb_tally(spec = wb_tally_spec(tally))), wb_tally_spec(tally))
  found <- wb_tally_estimate(tally)
  expect_identical(unique(as.character(found$statistic)),
    c("mean", "proportion", "ratio", "variance", "covariance", "correlation"))
  expect_identical(found[found$statistic == "ratio", ]$estimate,
    wb_ratio(~y, ~x, design, by = list(~sex, ~1))$estimate)
})

test_that("a specification holds everything that was said", {
  json <- wb_tally_spec(wb_tally(mean = ~y, weights = ~w, replicates = wb_replicates(~ r1 + r2,
    "jkn", scale = 2, rscales = c(0.5, 0.6), mse = TRUE)))
  for (words in c("\"replicates\":{\"columns\":[\"r1\",\"r2\"],\"mse\":true,\"rscales\":[0.5,0.6]",
    "\"scale\":2", "\"type\":\"jkn\"")) {
    expect_match(json, words, fixed = TRUE)
  }
  json <- wb_tally_spec(wb_tally(mean = ~y, weights = ~w, units = "open",
    calibration = wb_calibration(~d, list(~ sex + age, ~1), ~income)))
  expect_match(json, "\"units\":\"open\"", fixed = TRUE)
  for (words in c("\"calibration\":{\"auxiliaries\":[\"income\"],\"initial\":\"d\"",
    "\"margins\":[[\"sex\",\"age\"],[]]")) {
    expect_match(json, words, fixed = TRUE)
  }
})

test_that("a tally makes replicates when it estimates, and a tally of a design as that says", {
  design <- wb_design(pupils(), ~w, ~region, clusters = ~school,
    replicates = wb_replicates(type = "jkn"))
  tally <- wb_tally(total = ~y, design = design)
  expect_identical(wb_tally_estimate(tally, interval = "wald"), wb_total(~y, design))
  rows <- wb_tally_update(wb_tally(total = ~y, weights = ~w, strata = ~region, units = "open"),
    pupils())
  expect_close(SE(wb_tally_estimate(rows, replicates = wb_replicates(type = "jkn"))),
    SE(wb_tally_estimate(rows)))
  closed <- wb_tally_update(wb_tally(total = ~y, weights = ~w, strata = ~region), pupils())
  expect_refused(wb_tally_estimate(closed, replicates = wb_replicates(type = "jkn")),
    "unsupported", "declare open units")
  expect_refused(wb_tally(total = ~y, replicates = wb_replicates(type = "jkn")), "argument",
    "wb_tally_estimate", item = "replicates")
  expect_refused(wb_tally(total = ~y, design = design, weights = ~w), "argument", "said by design",
    item = "weights")
  expect_refused(wb_tally(total = ~y, design = pupils()), "argument", item = "design")
  expect_refused(wb_tally(total = ~z, design = design), "data", "'z'", item = "z")
})

test_that("factors give a tally of a design their levels, unless categories say otherwise", {
  data <- transform(pupils(), sex = factor(sex, levels = c("m", "x", "f")))
  design <- wb_design(data, ~w)
  found <- wb_tally_estimate(wb_tally(mean = ~y, by = ~sex, design = design))
  expect_identical(as.character(found$sex), c("m", "x", "f"))
  found <- wb_tally_estimate(wb_tally(mean = ~y, by = ~sex, design = design,
    categories = list(sex = c("f", "m"))))
  expect_identical(as.character(found$sex), c("f", "m"))
})

# ---- calibration ----

test_that("calibrated weights take the columns they were calibrated to", {
  expect_refused(wb_calibration(NULL, ~sex), "argument", "weights before", item = "initial")
  expect_refused(wb_calibration(~w), "argument", "calibrated to something", item = "margins")
  expect_refused(wb_calibration(~w, ~ log(x)), "argument", "log", item = "margins")
  expect_refused(wb_design(pupils(), ~w, calibration = wb_calibration(~d, ~sex)), "data",
    "as initial weights", item = "d")
  expect_refused(wb_design(pupils(), ~w, calibration = wb_calibration(~w, ~six)), "data",
    "as margin; is 'sex' meant", item = "six")
  expect_refused(wb_design(pupils(), ~w, calibration = wb_calibration(~w, NULL, ~income)), "data",
    "as auxiliary", item = "income")
})
