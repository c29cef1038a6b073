# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# What estimates of one tally say together, beside survey on its own data and by the vectors.

schools <- function(...) {
  design <- wb_design(api("apiclus1"), ~pw, clusters = ~dnum, fpc = ~fpc)
  wb_tally(..., design = design)
}

schools_of_survey <- function() {
  survey::svydesign(ids = ~dnum, weights = ~pw, fpc = ~fpc, data = api("apiclus1"))
}

test_that("vcov is that of survey, named by the estimates", {
  tally <- schools(mean = ~ api00 + api99)
  theirs <- vcov(survey::svymean(~ api00 + api99, schools_of_survey()))
  ours <- vcov(tally)
  expect_identical(dimnames(ours), list(c("api00", "api99"), c("api00", "api99")))
  expect_near_to(ours, theirs)
  pairs <- wb_covariances(tally)
  expect_identical(class(pairs), "data.frame")
  expect_identical(pairs$row_i, c(1, 1, 2))
  expect_identical(pairs$row_j, c(1, 2, 2))
  by <- schools(mean = ~api00, by = list(~stype, ~1))
  expect_identical(is.na(vcov(by))[4, ], c("E:api00" = TRUE, "H:api00" = TRUE, "M:api00" = TRUE,
    api00 = FALSE))
  theirs <- survey::svyby(~api00, ~stype, schools_of_survey(), survey::svymean, covmat = TRUE)
  expect_near_to(vcov(by)[1:3, 1:3], vcov(theirs))
})

test_that("contrasts are those of survey, by name or by their expression", {
  tally <- schools(mean = ~ api00 + api99, by = list(~stype, ~1))
  found <- wb_contrasts(tally, c(growth = "mean(api00) - mean(api99)",
    "mean(api00) / mean(api99) - 1", gap = "mean(api00)[stype = H] - mean(api00)[stype = E]"))
  expect_s3_class(found, c("wb_contrasts", "wb_comparison", "data.frame"), exact = TRUE)
  expect_identical(found$contrast, c("growth", "mean(api00) / mean(api99) - 1", "gap"))
  both <- survey::svymean(~ api00 + api99, schools_of_survey())
  theirs <- list(survey::svycontrast(both, c(1, -1)),
    survey::svycontrast(both, quote(api00 / api99 - 1)),
    survey::svycontrast(survey::svyby(~api00, ~stype, schools_of_survey(), survey::svymean,
      covmat = TRUE), c(-1, 1, 0)))
  expect_near_to(coef(found), vapply(theirs, function(x) as.numeric(coef(x)), 0))
  expect_near_to(SE(found), vapply(theirs, function(x) as.numeric(survey::SE(x)), 0))
  expect_near_to(found$p, 2 * pt(-abs(coef(found) / SE(found)), found$df))
  expect_identical(names(coef(found)), found$contrast)
  half <- qt(0.975, found$df) * found$se
  expect_near_to(confint(found), c(found$estimate - half, found$estimate + half))
  expect_identical(confint(found, "gap"), confint(found)[3, , drop = FALSE])
  narrow <- wb_contrasts(tally, "mean(api00)", level = 0.5)
  expect_identical(colnames(confint(narrow)), c("25 %", "75 %"))
  expect_identical(confint(narrow, level = 0.5), confint(narrow))
  expect_refused(confint(narrow, level = 0.9), "argument", "of level 0.5", item = "level")
  expect_refused(confint(narrow, "x"), "argument", item = "parm")
})

test_that("expressions that cannot be read or made are refused by where they go wrong", {
  tally <- schools(mean = ~api00, by = ~stype)
  e <- expect_refused(wb_contrasts(tally, c("mean(api00)[stype = E]", "mean(api00")), "argument",
    "expected '\\)'")
  expect_identical(c(e$row, e$column), c(2, 11))
  expect_refused(wb_contrasts(tally, "mean(api0)[stype = E]"), "data", "there is no estimate")
  expect_refused(wb_contrasts(tally, character()), "argument", item = "expressions")
  expect_refused(wb_contrasts(tally, c("mean(api00)[stype = E]", NA)), "argument",
    item = "expressions")
  expect_refused(wb_contrasts(tally, quote(a)), "argument", item = "expressions")
  expect_refused(wb_contrasts(api("apiclus1"), "mean(api00)"), "argument", item = "tally")
  expect_refused(wb_contrasts(tally, "mean(api00)[stype = E]", levle = 0.9), "argument",
    "is 'level' meant", item = "levle")
})

test_that("outcomes of rows that closed say how to go on", {
  design <- wb_design(api("apistrat"), ~pw, ~stype)
  closed <- wb_tally(mean = ~ api00 + api99, design = design)
  expect_refused(wb_contrasts(closed, "mean(api00) - mean(api99)"), "unsupported", "open units")
  open <- wb_tally(mean = ~ api00 + api99, design = design, units = "open")
  theirs <- survey::svydesign(ids = ~1, strata = ~stype, weights = ~pw, data = api("apistrat"))
  theirs <- survey::svycontrast(survey::svymean(~ api00 + api99, theirs), c(1, -1))
  expect_near_to(SE(wb_contrasts(open, "mean(api00) - mean(api99)")), survey::SE(theirs))
  expect_refused(wb_tally(mean = ~api00, design = design, units = "shut"), "argument",
    item = "units")
})

test_that("pairs of levels are the differences, and p is adjusted as asked", {
  tally <- schools(mean = ~api00, by = ~stype)
  found <- wb_pairs(tally, ~stype)
  expect_identical(paste(found$stype, found$reference), c("H E", "M E", "M H"))
  theirs <- survey::svyby(~api00, ~stype, schools_of_survey(), survey::svymean, covmat = TRUE)
  theirs <- survey::svycontrast(theirs, list(c(-1, 1, 0), c(-1, 0, 1), c(0, -1, 1)))
  expect_near_to(found$difference, coef(theirs))
  expect_near_to(found$se, survey::SE(theirs))
  expect_identical(found$p_adjusted, found$p)
  for (adjust in c("holm", "bh")) {
    adjusted <- wb_pairs(tally, "stype", adjust = adjust)
    expect_near_to(adjusted$p_adjusted, p.adjust(found$p, c(holm = "holm", bh = "BH")[adjust]),
      info = adjust)
  }
  theirs <- survey::svyttest(api00 ~ sch.wide, schools_of_survey())
  found <- wb_pairs(schools(mean = ~api00, by = ~sch.wide), ~sch.wide)
  expect_near_to(found$difference / found$se, theirs$statistic)
  expect_refused(wb_pairs(tally, ~api00), "data", "api00")
  expect_refused(wb_pairs(tally, ~1), "argument", item = "column")
  expect_refused(wb_pairs(tally, ~ stype + dnum), "argument", item = "column")
  expect_refused(wb_pairs(tally, ~stype, adjust = "bonferroni"), "argument", item = "adjust")
})

test_that("trends and equality are the tests of regression", {
  tally <- schools(mean = ~api00, by = ~stype)
  trend <- wb_trend(tally, ~stype, degree = 2)
  expect_identical(as.character(trend$term), c("linear", "quadratic", "joint"))
  expect_identical(nrow(wb_trend(tally, ~stype)), 1L)
  model <- survey::svyglm(api00 ~ stype, schools_of_survey())
  wald <- survey::regTermTest(model, ~stype, method = "Wald")
  equal <- wb_equal(tally, ~stype)
  expect_near_to(equal$f, wald$Ftest * (14 - 2 + 1) / 14)
  expect_identical(c(equal$df1, equal$df2), c(2, 13))
  expect_near_to(equal$f, trend$f[3])
  expect_refused(wb_trend(tally, ~stype, degree = 6), "argument", item = "degree")
  expect_refused(wb_equal(tally, NULL), "argument", item = "column")
})

test_that("standardised estimates are those of survey", {
  tally <- schools(mean = ~api00, by = list(~ sch.wide + stype, ~stype))
  population <- c(E = 4421, H = 755, M = 1018)
  found <- wb_standardise(tally, ~stype, population)
  expect_s3_class(found, c("wb_estimates", "data.frame"), exact = TRUE)
  theirs <- survey::svystandardize(schools_of_survey(), by = ~stype, over = ~sch.wide,
    population = population)
  theirs <- survey::svyby(~api00, ~sch.wide, theirs, survey::svymean)
  expect_near_to(found$estimate[1:2], coef(theirs))
  expect_near_to(found$se[1:2], survey::SE(theirs))
  table <- data.frame(stype = names(population), weight = population)
  expect_identical(wb_standardise(tally, ~stype, table), found)
  expect_refused(wb_standardise(tally, ~stype, c(E = 1, H = 1)), "data", "M")
  expect_refused(wb_standardise(tally, ~stype, c(1, 2, 3)), "argument", item = "standard")
  expect_refused(wb_standardise(tally, ~stype, data.frame(a = 1)), "argument", item = "standard")
})

test_that("levels of whole numbers are taken back as they came out", {
  data <- transform(people(), age = as.numeric(age))
  tally <- wb_tally(mean = ~load, by = ~age, design = people_design(data))
  found <- wb_standardise(tally, ~age, data.frame(age = c(1, 2), weight = c(0.3, 0.7)))
  means <- wb_tally_estimate(tally)$estimate
  expect_near_to(found$estimate, sum(c(0.3, 0.7) * means))
})

# ---- tables ----

test_that("tests of independence are those of survey", {
  tally <- schools(proportion = ~stype, by = ~sch.wide)
  # Its lincom and saddlepoint are others: docs/differences-from-r.md.
  statistics <- c(rao_scott_f = "F", rao_scott_chisq = "Chisq", wald = "Wald",
    adj_wald = "adjWald")
  for (test in names(statistics)) {
    theirs <- survey::svychisq(~ stype + sch.wide, schools_of_survey(),
      statistic = statistics[[test]])
    expect_near_to(wb_independence(tally, test)$p, theirs$p.value, 1e-8, info = test)
  }
  all <- wb_independence(tally, all_tests = TRUE)
  expect_s3_class(all, c("wb_test", "wb_comparison", "data.frame"), exact = TRUE)
  expect_identical(as.character(all$test), tolower(names(werkbaar:::wb_enums$table_test)))
  expect_output(print(all), "rao_scott_f")
  expect_refused(wb_independence(tally, "fisher"), "argument", item = "test")
  expect_refused(wb_independence(tally, all_tests = NA), "argument", item = "all_tests")
  expect_refused(wb_independence(schools(mean = ~api00)), "data")
})

test_that("tests of fit are those of survey", {
  tally <- schools(proportion = ~stype)
  shares <- c(E = 0.7, H = 0.12, M = 0.18)
  theirs <- survey::svygofchisq(~stype, p = shares, schools_of_survey())
  found <- wb_fit(tally, ~stype, shares, "satterthwaite")
  expect_near_to(found$p, theirs$p.value, 1e-8)
  expect_identical(wb_fit(tally, "stype", data.frame(category = names(shares), weight = shares),
    "satterthwaite"), found)
  expect_refused(wb_fit(tally, ~stype, shares[1:2]), "data", "M")
  expect_refused(wb_fit(tally, ~sch.wide, shares), "data", "sch.wide")
  expect_refused(wb_fit(tally, ~1, shares), "argument", item = "variable")
  expect_refused(wb_fit(tally, ~stype, "E"), "argument", item = "expected")
})

# ---- options and methods ----

test_that("comparisons take the options of estimates", {
  tally <- schools(mean = ~api00, by = ~stype)
  expect_identical(wb_pairs(tally, ~stype, df = 50)$df, c(50, 50, 50))
  expect_lt(diff(unlist(wb_pairs(tally, ~stype, level = 0.5)[1, c("lower", "upper")])),
    diff(unlist(wb_pairs(tally, ~stype)[1, c("lower", "upper")])))
  design <- wb_design(api("apiclus1"), ~pw, clusters = ~dnum,
    replicates = wb_replicates(type = "jk1"))
  made <- wb_tally(mean = ~api00, by = ~stype, design = design)
  theirs <- survey::as.svrepdesign(survey::svydesign(ids = ~dnum, weights = ~pw,
    data = api("apiclus1")), "JK1")
  theirs <- survey::svyby(~api00, ~stype, theirs, survey::svymean, covmat = TRUE)
  expect_near_to(vcov(made), vcov(theirs))
  expect_near_to(wb_pairs(made, ~stype)$se[1], survey::SE(survey::svycontrast(theirs, c(-1, 1, 0))))
  expect_refused(wb_pairs(tally, ~stype, progress = function(done) FALSE), "cancelled")
})

test_that("comparisons are data frames that print their numbers and their method", {
  tally <- schools(mean = ~api00, by = ~stype)
  pairs <- wb_pairs(tally, ~stype)
  shown <- capture.output(print(pairs))
  expect_identical(shown[1], "<wb_pairs> differences between pairs of api00")
  expect_match(shown, "clusters dnum", fixed = TRUE, all = FALSE)
  expect_match(shown, "nothing here says what causes what", fixed = TRUE, all = FALSE)
  expect_identical(class(as.data.frame(pairs)), "data.frame")
  expect_null(attr(as.data.frame(pairs), "metadata"))
  expect_s3_class(pairs[1:2, ], "wb_pairs")
  expect_identical(attr(pairs[1:2, ], "metadata"), attr(pairs, "metadata"))
  expect_output(print(wb_equal(tally, ~stype)), "tests of equality of api00")
  expect_output(print(wb_trend(tally, ~stype)), "trends of api00")
  expect_output(print(wb_contrasts(tally, "mean(api00)[stype = E]")), "contrasts")
  expect_output(print(pairs[0, ]), "no rows")
  expect_output(print(pairs, n = 1), "... 2 more", fixed = TRUE)
})

test_that("no argument of any kind crashes a comparison", {
  tally <- wb_tally(mean = ~load, proportion = ~sex, by = ~sex, design = people_design())
  odd <- list(NULL, NA, NaN, -1, 1:3, "", "sex", c("a", "a"), list(), sum, quote(a), ~sex,
    ~ f(x), people(), data.frame(), raw(3), 1i, tally, tally$handle, globalenv(), factor("a"),
    "\xff", strrep("a", 1000), c(a = 1), structure(1, names = "\xff"))
  calls <- list(
    function(x) wb_contrasts(x, "mean(load)"), function(x) wb_contrasts(tally, x),
    function(x) wb_contrasts(tally, "mean(load)[sex = f]", level = x),
    function(x) wb_pairs(x, ~sex), function(x) wb_pairs(tally, x),
    function(x) wb_pairs(tally, ~sex, x), function(x) wb_trend(tally, ~sex, x),
    function(x) wb_equal(tally, x), function(x) wb_standardise(tally, ~sex, x),
    function(x) wb_standardise(tally, x, c(f = 1, m = 1)), function(x) wb_fit(tally, ~sex, x),
    function(x) wb_fit(tally, x, c(f = 1, m = 1)), function(x) wb_independence(tally, x),
    function(x) wb_covariances(x), function(x) wb_covariances(tally, lonely = x),
    function(x) wb_covariances(tally, progress = x), function(x) wb_tally(design = x, mean = ~load),
    function(x) wb_tally(ratio = x), function(x) wb_tally(covariance = x),
    function(x) wb_tally(quantile = ~load, quantiles = x), function(x) wb_replicates(x, "jk1"),
    function(x) wb_replicates(~a, x), function(x) wb_replicates(~a, "jkn", rscales = x),
    function(x) wb_calibration(x), function(x) wb_calibration(~a, x),
    function(x) wb_design(people(), clusters = x), function(x) wb_design(people(), fpc = x),
    function(x) wb_design(people(), nested = x), function(x) wb_design(people(), replicates = x),
    function(x) wb_mean(~load, people_design(), df = x),
    function(x) wb_mean(~load, people_design(), replicates = x),
    function(x) wb_tally_second_pass(x), function(x) wb_estimate_csv(x, tempfile()))
  for (i in seq_along(calls)) {
    for (j in seq_along(odd)) {
      e <- tryCatch(calls[[i]](odd[[j]]), error = identity)
      if (inherits(e, "error")) {
        expect_true(inherits(e, "werkbaar_error"), info = paste(i, j, conditionMessage(e)))
      }
    }
  }
})

test_that("the calls below survive a collection at every allocation", {
  tally <- wb_tally(mean = ~load, by = ~sex, design = people_design())
  handle <- tally$handle
  options <- werkbaar:::estimate_options()
  standard <- werkbaar:::as_wb_frame(list(sex = c("f", "m"), weight = c(1, 2)))
  texts <- c("mean(load)[sex = f]", "gap := mean(load)[sex = f] - mean(load)[sex = m]")
  on.exit(gctorture(FALSE))
  gctorture(TRUE)
  made <- list(
    .Call(low$R_swig_wb_tally_contrasts, handle, texts, options, NULL, FALSE),
    .Call(low$R_swig_wb_tally_pairs, handle, "sex", list(adjust = 1L), options, NULL, FALSE),
    .Call(low$R_swig_wb_tally_standardise, handle, "sex", standard, options, NULL, FALSE))
  gctorture(FALSE)
  expect_identical(low$read_columns(made[[1]])$estimate,
    unname(coef(wb_contrasts(tally, texts))))
  expect_identical(low$read_columns(made[[2]])$p, wb_pairs(tally, ~sex)$p)
  expect_identical(low$read_columns(made[[3]])$se,
    wb_standardise(tally, ~sex, c(f = 1, m = 2))$se)
})

# ---- vectors ----

split_words <- function(text, by) {
  if (is.na(text)) character() else strsplit(text, by, fixed = TRUE)[[1L]]
}

verb_arguments <- function(text, verb) {
  if (verb == "contrasts") {
    return(list(trimws(split_words(text, "|"))))
  }
  words <- strsplit(split_words(text, ";"), "=", fixed = TRUE)
  found <- stats::setNames(lapply(words, `[`, 2L), vapply(words, `[`, "", 1L))
  if (!is.null(found$degree)) found$degree <- as.numeric(found$degree)
  if (!is.null(found$standard)) {
    levels <- do.call(rbind, strsplit(split_words(found$standard, ","), ":", fixed = TRUE))
    found$standard <- stats::setNames(as.numeric(levels[, 2L]), levels[, 1L])
  }
  if (verb == "fit") names(found) <- c(column = "variable", standard = "expected")[names(found)]
  c(found, if (verb %in% c("independence", "fit")) list(all_tests = TRUE))
}

# The row of a result that has every column=value of a key.
row_of_key <- function(ours, key) {
  words <- strsplit(split_words(key, ";"), "=", fixed = TRUE)
  fits <- rep(TRUE, nrow(ours))
  for (word in words) fits <- fits & as_written(ours[[word[1L]]]) == word[2L]
  which(fits)[1L]
}

test_that("comparisons agree with R's survey within their tolerance", {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  folders <- c(folder, survey_data(dirname(dirname(folder))))
  cases <- as.data.frame(wb_read_csv(file.path(folder, "infer_cases.csv")))
  cases[] <- lapply(cases, function(x) if (is.factor(x)) as.character(x) else x)
  expected <- as.data.frame(wb_read_csv(file.path(folder, "infer_expected.csv")))
  expected[] <- lapply(expected, function(x) if (is.factor(x)) as.character(x) else x)
  run <- 0
  for (i in seq_len(nrow(cases))) {
    case <- cases[i, ]
    data <- case_data(case$data, folders)
    if (is.null(data)) next
    run <- run + 1
    tally <- tally_of_case(case, data)
    verb <- get(paste0("wb_", case$verb), getNamespace("werkbaar"))
    ours <- as.data.frame(do.call(verb, c(list(tally), verb_arguments(case$arguments, case$verb),
      case_options(case$options))))
    if (case$verb == "covariances") ours[1:2] <- ours[1:2] - 1
    theirs <- expected[expected$case == case$case, ]
    keys <- unique(theirs$key)
    rows <- vapply(keys, function(key) row_of_key(ours, key), 0L)
    expect_false(anyNA(rows), info = case$case)
    values <- mapply(function(row, column) as.numeric(ours[[column]][row]),
      rows[match(theirs$key, keys)], theirs$quantity)
    off <- abs(values - theirs$value) / pmax(abs(theirs$value), theirs$scale)
    expect_lte(max(off), if (is.na(case$tolerance)) 1e-9 else case$tolerance, label = case$case)
  }
  expect_gt(run, 10)
})
