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

test_that("wb_model() takes labelled columns where haven is not attached", {
  people <- shifts()
  people$shift <- factor(people$shift)
  plain <- coef(wb_model(stress ~ shift + factor(wave), wb_design(people)))
  labelled <- function(x, ...) structure(x, ..., class = c("haven_labelled_spss", "haven_labelled", "double"))
  people$wave <- labelled(as.double(people$wave), labels = c(first = 1))
  expect_equal(coef(wb_model(stress ~ shift + factor(wave), wb_design(people))), plain)
  # the reference is of rows that are in the model: those of the day have a declared missing
  people$years <- labelled(c(99, 99, 98, 97, 1, 2, 3, 6), na_values = 99, na_range = c(97, 98))
  people$shift <- factor(rep(c("day", "late", "night"), c(4, 2, 2)))
  fit <- wb_model(stress ~ shift + years, wb_design(people), family = "linear")
  expect_equal(as.character(fit$coefficients$level[fit$coefficients$status == "reference"]), "late")
})

test_that("wb_model() knows relevel(), `*` and data without a design", {
  people <- shifts()
  named <- wb_model(stress ~ shift, wb_design(people), reference = list(shift = "night"))
  expect_equal(coef(wb_model(stress ~ relevel(shift, ref = "night"), data = people)), coef(named))
  by_number <- wb_model(years ~ relevel(factor(wave), "2"), data = people, family = "linear")
  expect_equal(as.character(by_number$coefficients$level), c(NA, "2", "1"))
  people$shift <- relevel(factor(people$shift), ref = "night")
  expect_equal(coef(wb_model(stress ~ shift, data = people)), coef(named))
  crossed <- wb_model(years ~ shift * stress, data = shifts(), family = "linear")
  expect_equal(unname(coef(crossed)), unname(coef(stats::lm(years ~ shift * stress, shifts()))), tolerance = 1e-10)
  expect_equal(crossed$json, wb_model(years ~ shift + stress + shift:stress, data = shifts(), family = "linear")$json)
  expect_error(wb_model(stress ~ shift), class = "werkbaar_argument_error")
  expect_error(wb_model(stress ~ shift, wb_design(people), data = people), class = "werkbaar_argument_error")
  pass <- wb_model_pass(stress ~ relevel(shift, "night"))
  expect_match(wb_model_pass_json(pass), '"reference":"night"', fixed = TRUE)
})

test_that("interactions of three are those of svyglm(), lonely strata too", {
  skip_if_not_installed("survey")
  old <- options(survey.lonely.psu = "adjust")
  on.exit(options(old))
  set.seed(4)
  people <- data.frame(y = rnorm(120), a = rep(c("p", "q"), 60), b = rep(c("r", "s", "t"), each = 40), x = runif(120),
    w = runif(120, 1, 3), h = rep(1:6, each = 20), town = rep(1:24, each = 5))
  people$h[people$town == 1] <- 9
  fit <- wb_model(y ~ a * b * x, wb_design(people, weights = ~w, strata = ~h, clusters = ~town), family = "linear",
    lonely = "centre")
  theirs <- survey::svyglm(y ~ a * b * x, survey::svydesign(~town, strata = ~h, weights = ~w, data = people))
  expect_equal(unname(coef(fit)), unname(coef(theirs)), tolerance = 1e-9)
  expect_equal(unname(vcov(fit)), unname(vcov(theirs)), tolerance = 1e-8, ignore_attr = TRUE)
})

test_that("a reference is of a term, and of what is no term it is refused", {
  design <- wb_design(shifts())
  named <- coef(wb_model(stress ~ shift, design, reference = list(shift = "night")))
  expect_equal(coef(wb_model(stress ~ shift, design, reference = c(shift = "night"))), named)
  expect_refused(wb_model(stress ~ shift, design, reference = list(shfit = "night")), "argument", "no term", "shfit")
  expect_refused(wb_model(stress ~ shift, design, reference = list("night")), "argument", "by column", "reference")
  expect_refused(wb_model(stress ~ shift, design, reference = list(shift = c("day", "night"))), "argument", "by column")
  expect_refused(wb_model_pass(stress ~ shift, reference = list(shfit = "night")), "argument", "no term", "shfit")
  people <- shifts()
  people$code <- rep(c(1e5, 250000), each = 4)
  fit <- wb_model(stress ~ factor(code), wb_design(people), reference = list(code = 1e5))
  expect_equal(unname(coef(fit)), c(-log(3), log(9)), tolerance = 1e-12)
})

test_that("replicates that a design says to make are refused, not passed over", {
  made <- wb_replicates(type = "jk1")
  expect_refused(wb_model(stress ~ shift, wb_design(shifts(), replicates = made)), "unsupported", "replicates that are made")
  expect_refused(wb_model_pass(stress ~ shift, replicates = made), "unsupported", "replicates that are made")
})

test_that("the reference of a factor is of rows whose domain is not declared missing", {
  people <- shifts()
  people$shift <- factor(people$shift)
  people <- people[c(1:8, 5:8), ]
  levels(people$shift) <- c("day", "night", "late")
  people$shift[9:12] <- "late"
  # of a class of which haven has no is.na(), should it be loaded
  people$inside <- structure(c(rep(9, 4), rep(1, 8)), na_values = 9, class = c("haven_labelled", "double"))
  people$stress[9:10] <- 0
  fit <- wb_model(stress ~ shift, wb_design(people), domain = ~inside)
  expect_equal(as.character(fit$coefficients$level[fit$coefficients$status == "reference"]), "night")
})

test_that("what a model gives says that answers were made up, and names columns as the data do", {
  people <- shifts()
  people[["work place"]] <- rep(c("a", "b"), 4)
  attr(people, "metadata") <- "{\"synthetic\":true}"
  fit <- wb_model(stress ~ shift, wb_design(people))
  risks <- wb_risks(fit, by = "work place")
  tables <- c(unclass(fit)[c("coefficients", "terms", "summary", "covariance")], list(risks, wb_risk_weights(risks),
    wb_margins(fit), predict(fit, shifts())))
  for (table in tables) expect_match(wb_metadata(table), "\"synthetic\":true", fixed = TRUE)
  expect_output(print(fit), "SYNTHETIC: nobody gave these answers", fixed = TRUE)
  expect_identical(names(risks)[1L], "work place")
  expect_no_match(wb_metadata(wb_model(stress ~ shift, wb_design(shifts()))$coefficients), "synthetic")
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

test_that("wb_risks() and wb_margins() are those of a table", {
  fit <- wb_model(stress ~ shift, wb_design(shifts()))
  risks <- wb_risks(fit)
  expect_equal(risks$attributable, 0.5, tolerance = 1e-12)
  expect_equal(risks$exposed, 0.5)
  expect_equal(as.character(risks$reference), "day")
  margins <- wb_margins(fit)
  expect_equal(margins$estimate, c(0.25, 0.75, 0.5), tolerance = 1e-12)
  groups <- wb_risks(fit, ~shift, by = ~wave)
  expect_equal(groups$wave, c(NA, 1, 2))
  expect_error(wb_risks(fit, ~years), class = "werkbaar_argument_error")
  expect_error(wb_risks(fit, by = ~sector), class = "werkbaar_data_error")
  expect_error(wb_risks(list()), class = "werkbaar_argument_error")
})

test_that("wb_margins() does as svypredmeans() does", {
  skip_if_not_installed("survey")
  people <- shifts()
  fit <- wb_model(stress ~ shift, wb_design(people, weights = "w"))
  design <- survey::svydesign(~1, weights = ~w, data = people)
  theirs <- survey::svypredmeans(survey::svyglm(stress ~ 1, design, family = quasibinomial(),
    epsilon = 1e-14), ~factor(shift))
  ours <- wb_margins(fit, "shift")[1:2, ]
  expect_equal(ours$estimate, as.vector(theirs)[order(names(theirs))], tolerance = 1e-6)
  expect_equal(ours$se, as.vector(survey::SE(theirs))[order(names(theirs))], tolerance = 1e-6)
})

test_that("predict() of a fit is that of svyglm()", {
  skip_if_not_installed("survey")
  people <- shifts()
  fit <- wb_model(stress ~ years, wb_design(people, weights = "w"))
  theirs <- survey::svyglm(stress ~ years, survey::svydesign(~1, weights = ~w, data = people), family = quasibinomial(),
    epsilon = 1e-14)
  profiles <- data.frame(years = c(0.5, 2, NA))
  ours <- predict(fit, profiles)
  expected <- predict(theirs, profiles[1:2, , drop = FALSE], type = "response")
  expect_equal(ours$estimate[1:2], as.vector(expected), tolerance = 1e-8)
  expect_equal(ours$se[1:2], as.vector(survey::SE(expected)), tolerance = 1e-8)
  expect_equal(as.character(ours$status[3]), "missing")
  expect_error(predict(fit), class = "werkbaar_argument_error")
})

test_that("wb_model() takes several categories in their order", {
  people <- shifts()
  people$colour <- factor(c("green", "red", "green", "orange", "red", "red", "orange", "green"),
    levels = c("green", "orange", "red"))
  fit <- wb_model(colour ~ years, wb_design(people), family = "ordered")
  expect_equal(as.character(fit$coefficients$level[2:3]), c("green|orange", "orange|red"))
  expect_equal(dim(vcov(fit)), c(3L, 3L))
  fit <- wb_model(colour ~ shift, wb_design(people), family = "multinomial", categories = c("red", "green", "orange"))
  expect_equal(unique(as.character(fit$coefficients$category)), c("green", "orange"))
  expect_false(anyDuplicated(names(coef(fit))) > 0)
})

test_that("wb_risk_weights() and wb_job_types() go on from there", {
  fit <- wb_model(stress ~ shift, wb_design(shifts()))
  weights <- wb_risk_weights(list(wb_risks(fit), wb_risks(fit, by = ~wave)), data.frame(risk = "shift", theme = "hours"))
  expect_equal(weights$weight, 1)
  expect_equal(weights$attributable, 0.5, tolerance = 1e-12)
  people <- data.frame(d = c(10, 20, 30, 40, NA), c = c(80, 20, 10, 90, 5))
  expect_equal(as.character(wb_job_types(people, ~d, ~c)), c("low_strain", "passive", "high_strain", "active", NA))
  expect_equal(as.character(wb_job_types(people, "d", "c", cuts = c(25, 45), control_is_lack = TRUE)),
    c("passive", "low_strain", "active", "high_strain", NA))
  expect_error(wb_job_types(people, ~d, ~c, cuts = 1), class = "werkbaar_argument_error")
})

test_that("risks, margins and predictions are those of the vectors", {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  skip_if(is.null(folder))
  compare <- function(found, expected, keys, estimate = "estimate") {
    key <- do.call(paste, c(lapply(found[keys], as_written), sep = "|"))
    theirs <- expected[match(key, expected$key), ]
    expect_equal(nrow(found), nrow(expected))
    expect_equal(found[[estimate]], theirs$estimate, tolerance = 1e-8)
    expect_equal(found$se, theirs$se, tolerance = 1e-8)
    expect_equal(found$df, theirs$df)
  }
  people <- vector_data(folder, "margin_0137_data")
  expected <- vector_data(folder, "margin_0137_expected")
  fit <- wb_model(y ~ x + z + b + factor(c), wb_design(people, weights = ~w, strata = ~h), domain = ~inside,
    lonely = "certainty")
  compare(wb_risks(fit, by = ~a), expected[expected$part == "risk", ], c("a", "risk"), "attributable")
  compare(wb_margins(fit, by = ~a), expected[expected$part == "margin", ], c("a", "category", "term", "level", "margin"))
  people <- vector_data(folder, "margin_0129_data")
  expected <- vector_data(folder, "margin_0129_expected")
  fit <- wb_model(graad ~ factor(c) + x, wb_design(people, weights = ~w, strata = ~h, fpc = ~N), family = "ordered",
    domain = ~inside, lonely = "certainty")
  expect_equal(unname(coef(fit)), expected$estimate[expected$part == "coefficient"], tolerance = 1e-8)
  expect_equal(unname(sqrt(diag(vcov(fit)))), expected$se[expected$part == "coefficient"], tolerance = 1e-8)
  predicted <- predict(fit, vector_data(folder, "margin_0129_profiles"))
  theirs <- expected[expected$part == "prediction", ]
  expect_equal(predicted$se, theirs$se[match(paste(predicted$profile, as.integer(predicted$category), sep = "|"),
    theirs$key)], tolerance = 1e-8)
})

test_that("an ordered model is that of svyolr(), as far as its numerical Hessian goes", {
  skip_if_not_installed("survey")
  skip_if_not_installed("MASS") # which svyolr() takes
  set.seed(4)
  people <- data.frame(x = rnorm(200), sector = rep(c("a", "b"), 100), w = runif(200, 0.5, 2))
  people$grade <- factor(cut(people$x + rlogis(200), c(-Inf, -1, 1, Inf), labels = c("low", "mid", "high")))
  fit <- wb_model(grade ~ x + sector, wb_design(people, weights = ~w), family = "ordered")
  theirs <- survey::svyolr(grade ~ x + sector, survey::svydesign(~1, weights = ~w, data = people))
  expect_equal(unname(coef(fit)), unname(c(theirs$coefficients, theirs$zeta)), tolerance = 1e-4)
  expect_equal(unname(vcov(fit)), unname(vcov(theirs)), tolerance = 1e-3, ignore_attr = TRUE)
  expect_equal(fit$coefficients$df[1], theirs$df.residual)
  # Wald's F of a term of several coefficients
  several <- wb_model(grade ~ x + sector, wb_design(people, weights = ~w), family = "multinomial")
  at <- grepl("sector", names(coef(several)))
  wald <- drop(coef(several)[at] %*% solve(vcov(several)[at, at], coef(several)[at])) / 2
  expect_equal(several$terms$f[several$terms$term == "sector"], wald, tolerance = 1e-10)
  expect_equal(several$terms$df1, c(2, 2))
})

test_that("a fit in passes over parts is the fit of all rows", {
  people <- data.frame(y = c(1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1), g = rep(c("a", "b", "c"), 4),
    x = c(1, 5, 2, 8, 3, 3, 9, 4, 6, 2, 7, 1), w = rep(c(1, 2.5), 6), h = rep(c("n", "s"), each = 6))
  whole <- wb_model(y ~ x + g, wb_design(people, weights = ~w, strata = ~h))
  pass <- wb_model_pass(y ~ x + g, weights = ~w, strata = ~h)
  fit <- NULL
  path <- tempfile(fileext = ".csv")
  on.exit(unlink(path))
  utils::write.csv(people[c(1, 3:6), ], path, row.names = FALSE)
  while (is.null(fit)) {
    elsewhere <- wb_model_pass_read(wb_model_pass_bytes(pass))
    wb_model_pass_update(pass, people[c(2, 7:12), ])
    wb_model_pass_update_csv(elsewhere, path)
    wb_model_pass_merge(pass, elsewhere)
    fit <- wb_model_pass_step(pass)
  }
  for (part in c("coefficients", "terms", "summary", "covariance")) {
    expect_equal(fit[[part]], whole[[part]], tolerance = 1e-13)
  }
  expect_identical(fit$json, whole$json)
  expect_output(print(fit), "y ~ x", fixed = TRUE)
  expect_equal(wb_risks(fit, ~g, by = ~h, data = people), wb_risks(whole, ~g, by = ~h), tolerance = 1e-12)
  expect_equal(wb_margins(fit, data = people), wb_margins(whole), tolerance = 1e-12)
  expect_error(wb_risks(fit), "give all its rows as data", class = "werkbaar_argument_error")
  expect_error(wb_risks(whole, data = people), "leave data out", class = "werkbaar_argument_error")
  expect_error(wb_risks(fit, data = people[-1L, ]), class = "werkbaar_conflict_error")
  expect_error(wb_model_pass_update(pass, people), class = "werkbaar_argument_error")
})

test_that("passes that are not parts of one are refused", {
  pass <- wb_model_pass(y ~ x)
  expect_error(wb_model_pass_merge(pass, pass), class = "werkbaar_argument_error")
  expect_error(wb_model_pass_merge(pass, wb_model_pass(y ~ g)), class = "werkbaar_conflict_error")
  expect_error(wb_model_pass_read(as.raw(1:40)), class = "werkbaar_data_error")
  expect_error(wb_model_pass_update("pass", data.frame(y = 1)), class = "werkbaar_argument_error")
  expect_output(print(pass), "<wb_model_pass> 1, of 0 rows", fixed = TRUE)
  expect_match(wb_model_pass_json(pass), '"outcome":"y"', fixed = TRUE)
})

test_that("coefficients, terms and summary are those of svyglm in the vectors", {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  skip_if(is.null(folder))
  expected <- vector_data(folder, "model_expected")
  design <- wb_design(vector_data(folder, "model_data"), weights = ~w, strata = ~h, clusters = ~k)
  fits <- list(logit = wb_model(stress ~ sector + years, design),
    linear = wb_model(score ~ sector + years, design, family = "linear"))
  for (i in seq_len(nrow(expected))) {
    table <- fits[[expected$model[i]]][[expected$part[i]]]
    keys <- switch(expected$part[i], summary = NA, terms = as.character(table$term),
      coefficients = ifelse(is.na(table$level), as.character(table$term), paste0(table$term, ":", table$level)))
    expect_equal(table[[expected$value[i]]][match(expected$row[i], keys)], expected$expected[i], tolerance = 1e-7)
  }
})

test_that("the examples of the guide run", {
  known <- run_guide("models.md")
  expect_setequal(as.character(known$crossed$job_type), c("low_strain", "passive", "active", "high_strain"))
})
