# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

expect_near <- function(object, expected, tolerance = 1e-12) {
  expect_lte(max(abs(unname(object) - expected) / pmax(1, abs(expected))), tolerance)
}

test_that("a mean without weights is the mean, its standard error that of the book", {
  y <- c(3, 5, 8, 9, 12)
  e <- wb_mean(~y, wb_design(data.frame(y = y)))
  expect_near(e$estimate, mean(y))
  expect_near(e$se, sd(y) / sqrt(5))
  expect_near(unlist(e[c("lower", "upper")]), mean(y) + qt(c(0.025, 0.975), 4) * sd(y) / sqrt(5))
  expect_identical(e$df, 4)
  expect_equal(e$n, 5)
  expect_identical(as.character(e$status), "ok")
})

test_that("results are data frames with a class and metadata", {
  e <- wb_mean(~load, people_design(), by = ~sex + age)
  expect_s3_class(e, c("wb_estimates", "data.frame"), exact = TRUE)
  expect_named(e, c("sex", "age", "statistic", "variable", "category", "estimate", "se", "lower",
    "upper", "df", "n", "deff", "status"))
  expect_match(attr(e, "metadata"), "\"kind\":\"estimates\"", fixed = TRUE)
  expect_identical(nrow(e), 4L)
})

test_that("totals and shares come out as in the pencil's sums", {
  data <- people()
  seen <- !is.na(data$load)
  expect_near(wb_total(~load, people_design())$estimate, sum((data$w * data$load)[seen]))
  shares <- wb_prop(~contract, people_design())
  there <- !is.na(data$contract)
  expect_near(setNames(shares$estimate, shares$category)[["open"]],
    sum(data$w[there & data$contract == "open"]) / sum(data$w[there]))
  expect_near(sum(shares$estimate), 1)
  expect_identical(as.character(shares$category), c("agency", "fixed", "open"))
})

test_that("a missing outcome loses its row for that outcome alone", {
  design <- people_design()
  together <- wb_mean(~load + stressed, design)
  expect_identical(together$estimate,
    c(wb_mean(~load, design)$estimate, wb_mean(~stressed, design)$estimate))
  expect_equal(together$n, c(11, 11))
})

test_that("several breakdowns come in one pass, in the order asked", {
  e <- wb_mean(~load, people_design(), by = list(~sex, ~age, ~1))
  expect_identical(as.character(e$sex), c("f", "m", NA, NA, NA))
  expect_equal(as.numeric(e$age), c(NA, NA, 1, 2, NA))
  expect_identical(e$estimate[5], wb_mean(~load, people_design())$estimate)
})

test_that("a factor gives its levels in their order, also those that no row has", {
  data <- people()
  data$sex <- factor(data$sex, levels = c("x", "m", "f"))
  design <- people_design(data)
  e <- wb_mean(~load, design, by = ~sex)
  expect_identical(as.character(e$sex), c("x", "m", "f"))
  expect_identical(as.character(e$status), c("empty", "ok", "ok"))
  expect_identical(as.character(wb_mean(~load, design, by = ~sex, drop_empty = TRUE)$sex),
    c("m", "f"))
  expect_identical(as.character(wb_prop(~sex, design)$category), c("x", "m", "f"))
  plain <- wb_mean(~load, people_design(), by = ~sex)
  expect_identical(e$estimate[3:2], plain$estimate)
})

test_that("groups may be text, factors, true or false, whole numbers and days", {
  data <- people()
  data$flag <- data$sex == "f"
  data$number <- ifelse(data$sex == "f", 1, 2)
  data$day <- as.Date("2023-05-01") + ifelse(data$sex == "f", 0, 1)
  data$code <- factor(data$sex)
  expected <- wb_mean(~load, people_design(), by = ~sex)$estimate
  for (column in c("flag", "number", "day", "code")) {
    e <- wb_mean("load", people_design(data), by = column)
    if (column == "flag") e <- e[order(!e$flag), ]
    expect_identical(e$estimate, expected, info = column)
  }
  expect_identical(wb_mean(~load, people_design(data), by = ~day)$day,
    as.Date(c("2023-05-01", "2023-05-02")))
})

test_that("codes that haven says are missing are missing", {
  skip_if_not_installed("haven")
  data <- people()
  data$load[is.na(data$load)] <- 99
  data$load[2] <- 98
  labelled <- data
  labelled$load <- haven::labelled_spss(data$load, c("no answer" = 99, "refused" = 98),
    na_range = c(98, 99))
  data$load[data$load > 90] <- NA
  expect_identical(wb_mean(~load, people_design(labelled))$estimate,
    wb_mean(~load, people_design(data))$estimate)
})

test_that("a share of exactly 0 or 1, a lone row and an empty group have a status, no NaN", {
  data <- people()
  data$sex[data$sex == "f" & data$region == "west"] <- "m"
  data$sex[2] <- "alone"
  data$all <- TRUE
  design <- people_design(data)
  e <- wb_mean(~all + load, design, by = ~sex)
  status <- split(as.character(e$status), as.character(e$variable))
  expect_identical(status$all, c("no_df", "extreme", "extreme"))
  expect_identical(status$load, c("no_df", "no_df", "ok"))
  expect_false(any(is.nan(unlist(e[c("estimate", "se", "lower", "upper")]))))
  wald <- wb_mean(~all, design, by = ~sex, interval = "wald")
  expect_identical(wald$lower, c(NA, 1, 1))
})

test_that("every way but logit has an interval for a share of 1, and confint keeps to its level", {
  data <- people()
  data$all <- TRUE
  data$sex[2] <- "alone"
  data$sex[data$sex == "f" & data$region == "west"] <- "m"
  design <- people_design(data)
  for (way in c("wilson", "beta", "likelihood", "asin", "agresti_coull", "jeffreys")) {
    e <- wb_mean(~all, design, by = ~sex, interval = way)
    expect_identical(e$upper, c(NA, 1, 1))
    expect_true(all(e$lower[2:3] >= 0 & e$lower[2:3] < 1))
    expect_identical(unname(confint(e)[, 1L]), e$lower)
    expect_refused(confint(e, level = 0.5), "argument", way, item = "level")
  }
})

test_that("the level and the way of intervals are those asked for", {
  design <- people_design()
  narrow <- wb_mean(~stressed, design, level = 0.5)
  wide <- wb_mean(~stressed, design, level = 0.99)
  expect_lt(narrow$upper, wide$upper)
  wald <- wb_mean(~stressed, design, interval = "wald")
  expect_near(wald$upper - wald$estimate, wald$estimate - wald$lower)
  expect_refused(wb_mean(~load, design, level = 1), "argument", "above 0 and below 1, not 1",
    item = "level")
  expect_refused(wb_mean(~load, design, level = NA), "argument", item = "level")
  expect_refused(wb_mean(~load, design, interval = "exact"), "argument",
    "'logit', 'wald', 'wilson'", item = "interval")
  expect_refused(wb_mean(~load, design, drop_empty = NA), "argument", item = "drop_empty")
})

test_that("text has no mean and a number with a fraction is no group", {
  design <- people_design()
  expect_refused(wb_mean(~contract, design), "data", "mean or total needs numbers",
    item = "contract")
  expect_refused(wb_mean(~load, design, by = ~w), "data", "not a whole number",
    item = "w", row = 5)
  data <- people()
  names(data)[3] <- "estimate"
  expect_refused(wb_mean(~load, people_design(data), by = ~estimate), "argument",
    item = "estimate")
})

test_that("a stratum with one row is refused by its name, no rows and no weights as well", {
  data <- people()
  data$region[1] <- "north"
  expect_refused(wb_mean(~load, people_design(data)), "design", "one sampled row",
    item = "region=north")
  expect_refused(wb_mean(~load, people_design(people()[0, ])), "data", "no rows")
  data <- people()
  data$w <- 0
  expect_refused(wb_mean(~load, people_design(data)), "data", "0")
})

test_that("threads change no bit, and progress may stop", {
  set.seed(8)
  n <- 60000
  data <- data.frame(y = rnorm(n), w = runif(n), s = sample(5, n, TRUE), g = sample(9, n, TRUE))
  design <- wb_design(data, ~w, ~s)
  one <- wb_mean(~y, design, by = ~g)
  expect_identical(wb_mean(~y, design, by = ~g, threads = 4), one)
  seen <- numeric()
  expect_identical(wb_mean(~y, design, by = ~g, progress = function(done) seen <<- c(seen, done)),
    one)
  expect_gt(length(seen), 0)
  expect_refused(wb_mean(~y, design, progress = function(done) FALSE), "cancelled")
  expect_identical(wb_mean(~y, design, by = ~g), one)
})

# ---- methods ----

test_that("coef, SE and confint are named by group, variable and category", {
  e <- wb_mean(~load, people_design(), by = list(~ sex + age, ~1))
  expect_identical(names(coef(e)), c("f:1:load", "f:2:load", "m:1:load", "m:2:load", "load"))
  expect_identical(unname(coef(e)), e$estimate)
  expect_identical(unname(SE(e)), e$se)
  expect_identical(dimnames(confint(e)), list(names(coef(e)), c("2.5 %", "97.5 %")))
  expect_identical(unname(confint(e)), unname(as.matrix(as.data.frame(e)[c("lower", "upper")])))
  shares <- wb_prop(~contract, people_design())
  expect_identical(names(SE(shares))[1], "contract=agency")
})

test_that("confint at another level is what estimating at that level gives", {
  design <- people_design()
  for (interval in c("logit", "wald")) {
    for (level in c(0.5, 0.9, 0.999)) {
      e <- wb_mean(~load + stressed, design, by = list(~sex, ~ sex + age, ~1), interval = interval)
      there <- wb_mean(~load + stressed, design, by = list(~sex, ~ sex + age, ~1),
        interval = interval, level = level)
      bounds <- unname(as.matrix(as.data.frame(there)[c("lower", "upper")]))
      ours <- unname(confint(e, level = level))
      expect_identical(is.na(ours), is.na(bounds))
      expect_lt(max(abs(ours - bounds), na.rm = TRUE), 1e-11)
    }
  }
})

test_that("confint takes some of the estimates, and refuses what is not one", {
  e <- wb_mean(~load, people_design(), by = ~sex)
  expect_identical(confint(e, "m:load"), confint(e)[2, , drop = FALSE])
  expect_identical(confint(e, 2), confint(e)[2, , drop = FALSE])
  expect_refused(confint(e, "x:load"), "argument", "'x:load'", item = "parm")
  expect_refused(confint(e, level = 2), "argument", item = "level")
  attr(e, "metadata") <- NULL
  expect_refused(confint(e, level = 0.9), "argument", "not known", item = "level")
})

test_that("rows that are left are estimates, columns that are left need not be", {
  e <- wb_mean(~load, people_design(), by = ~sex)
  first <- e[1, ]
  expect_s3_class(first, "wb_estimates")
  expect_identical(attr(first, "metadata"), attr(e, "metadata"))
  expect_identical(class(e[c("sex", "estimate")]), "data.frame")
  expect_null(attr(e[c("sex", "estimate")], "metadata"))
  expect_identical(e[, "estimate"], e$estimate)
  expect_s3_class(subset(e, sex == "f"), "wb_estimates")
  expect_identical(class(as.data.frame(e)), "data.frame")
})

test_that("print shows the numbers, the method and the design", {
  e <- wb_mean(~stressed, people_design(), by = list(~sex, ~1))
  shown <- capture.output(print(e))
  expect_match(shown[1], "mean of stressed", fixed = TRUE)
  expect_match(shown[2], "sex estimate +se lower upper df +n")
  expect_match(shown[5], "^ *\\(all\\) ")
  expect_match(shown, "95% intervals with t(df), logit for shares and Wald", fixed = TRUE,
    all = FALSE)
  expect_match(shown, "strata region, weights w", fixed = TRUE, all = FALSE)
  expect_invisible(print(e[0, ])) |> capture.output() |> expect_match("no rows", all = FALSE)
  expect_output(print(e, n = 1), "... 2 more; print(x, n = Inf) shows all", fixed = TRUE)
})

test_that("print says where numbers are missing and which are presets", {
  data <- people()
  data$sex[1] <- "x"
  e <- wb_mean(~load, people_design(data), by = ~sex)
  expect_output(print(e), "no_df")
  expect_false(any(grepl("preset", capture.output(print(e)))))
  attr(data, "metadata") <- "{\"instrument\":{\"id\":\"mine\",\"verified\":false}}"
  scored <- wb_mean(~load, people_design(data))
  expect_false(any(grepl("SYNTHETIC", capture.output(print(scored)))))
  attr(scored, "metadata") <- sub("^[{]", "{\"source\":{\"answers\":{\"synthetic\":true}},",
    attr(scored, "metadata"))
  expect_output(print(scored), "SYNTHETIC: nobody gave these answers", fixed = TRUE)
  expect_output(print(scored), "Scored with mine: preset, not the official WBM definition",
    fixed = TRUE)
})

test_that("summary has a row for each estimand", {
  s <- summary(wb_mean(~load + stressed, people_design(), by = ~sex))
  expect_s3_class(s, "summary.wb_estimates")
  expect_identical(as.character(s$table$variable), c("load", "stressed"))
  expect_equal(s$table$estimates, c(2, 2))
  expect_output(print(s), "stressed")
})

test_that("SE of ours and of survey work in both orders of attaching", {
  skip_if_not_installed("survey")
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  for (order in list(c("survey", "werkbaar"), c("werkbaar", "survey"))) {
    writeLines(c(
      sprintf("suppressPackageStartupMessages(library(%s))", order),
      "data <- data.frame(y = c(1, 2, 4, 8))",
      "ours <- SE(wb_mean(~y, wb_design(data)))",
      "theirs <- SE(svymean(~y, svydesign(~1, weights = ~rep(1, 4), data = data)))",
      "cat(abs(unname(ours) - as.vector(theirs)) < 1e-12)"), script)
    said <- system2(file.path(R.home("bin"), "Rscript"), script, stdout = TRUE, stderr = TRUE,
      env = paste0("R_LIBS=", paste(.libPaths(), collapse = ":")))
    expect_identical(paste(said, collapse = "\n"), "TRUE", info = paste(order, collapse = ", "))
  }
})

test_that("no rows are estimates too", {
  none <- wb_mean(~load, people_design(), by = ~sex)[0, ]
  expect_identical(coef(none), stats::setNames(numeric(), character()))
  expect_identical(dim(confint(none)), c(0L, 2L))
  expect_identical(dim(confint(none, level = 0.9)), c(0L, 2L))
  expect_output(print(none), "no rows")
  expect_output(print(summary(none)), "no estimates")
})

test_that("codes are shown with their labels, and stay codes", {
  data <- people()
  data$age <- structure(as.double(data$age), labels = c(young = 1, old = 2, unasked = 9),
    class = c("haven_labelled", "vctrs_vctr", "double"))
  data$sex <- structure(data$sex, labels = c(woman = "f", man = "m"),
    class = c("haven_labelled", "vctrs_vctr", "character"))
  design <- people_design(data)
  by_age <- wb_mean(~load, design, by = ~ sex + age)
  shown <- capture.output(print(by_age))
  expect_match(shown, "f [woman] 1 [young]", fixed = TRUE, all = FALSE)
  expect_match(capture.output(print(by_age[4:1, ])), "m [man]   2 [old]", fixed = TRUE,
    all = FALSE)
  expect_identical(unique(by_age$age), c(1, 2))
  expect_identical(as.data.frame(by_age),
    as.data.frame(wb_mean(~load, people_design(transform(data, age = c(age), sex = c(sex))),
      by = ~ sex + age)))
  shares <- wb_prop(~ age + contract, design, by = list(~1, ~sex))
  shown <- capture.output(print(shares))
  expect_match(shown, "age +2 \\[old\\]", all = FALSE)
  expect_match(shown, "\\(all\\) contract +agency ", all = FALSE)
  expect_identical(wb_change(by_age, "age")$difference,
    wb_change(wb_mean(~load, people_design(), by = ~ sex + age), "age")$difference)
})

test_that("what is shown has whole counts, and decimals of the session without a warning", {
  many <- wb_mean(~y, wb_design(data.frame(y = rep(0:1, 50000))))
  expect_match(capture.output(print(many)), "\\b100000\\b", all = FALSE, perl = TRUE)
  old <- options(OutDec = ",")
  on.exit(options(old))
  design <- people_design(people()[rep(1:12, 100), ])
  expect_warning(shown <- capture.output(print(wb_total(~load, design)), print(design),
    print(wb_tally_update(people_tally(), people()))), NA)
  expect_match(shown, "[0-9][.][0-9]{3}(,[0-9]+)?\\b", all = FALSE)
  expect_match(shown, "1,200 rows", fixed = TRUE, all = FALSE)
})
