# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

today <- as.Date("2026-03-15")

moved_vectors <- function(name, ...) {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  read.csv(file.path(folder, paste0(name, ".csv")), encoding = "UTF-8", na.strings = "", ...)
}

# A plan with these targets (JSON) and a section without actions.
plan_with <- function(targets = "") {
  paste0(
    '{"format":"werkbaar-plan/1.0","id":"p","version":"1","languages":["nl","en"],"scope":',
    '"organisation","title":{"nl":"P"},"objectives":[{"id":"o","title":{"nl":"O"},"targets":[',
    paste(targets, collapse = ","), '],"sections":[{"id":"s","title":{"nl":"S"}}]}]}'
  )
}

# The fields of a target that are there.
target_json <- function(row) {
  texts <- Filter(function(x) !is.na(x), row[c("indicator", "unit", "from_date", "date")])
  numbers <- Filter(function(x) !is.na(x), row[c("from", "to")])
  fields <- c(sprintf('"id":"%s"', row$case), '"title":{"nl":"Doel","en":"Aim"}',
    sprintf('"%s":"%s"', names(texts), unlist(texts)),
    sprintf('"%s":%s', names(numbers), format(unlist(numbers), digits = 17, trim = TRUE)))
  paste0("{", paste(fields, collapse = ","), "}")
}

one_target <- function(...) target_json(list(case = "t", indicator = "i", unit = NA, from = 1,
  to = 2, from_date = NA, date = NA, ...))

test_that("targets are evaluated as the vectors say", {
  text <- c("indicator", "unit", "from_date", "date")
  targets <- moved_vectors("plan_evaluate_targets",
    colClasses = setNames(rep("character", 4), text))
  estimates <- moved_vectors("plan_evaluate_estimates",
    colClasses = c(wave = "character", unit = "character", category = "character"))
  expected <- moved_vectors("plan_evaluate_expected",
    colClasses = c(wave = "character", baseline_wave = "character"))
  json <- vapply(seq_len(nrow(targets)), function(i) target_json(as.list(targets[i, ])), "")
  found <- wb_plan_evaluate(plan_with(json), estimates, "wave", today)
  expect_identical(found$target, expected$case)
  for (column in c("wave", "against_target", "against_path", "baseline_wave", "certainty",
    "verdict")) {
    expect_identical(as.character(found[[column]]), as.character(expected[[column]]))
  }
  for (column in c("estimate", "lower", "upper", "path", "p_better", "baseline", "change",
    "change_se", "change_df", "change_lower", "change_upper", "change_p", "detectable")) {
    expect_identical(is.na(found[[column]]), is.na(expected[[column]]))
    off <- abs(found[[column]] - expected[[column]]) / pmax(1, abs(expected[[column]]))
    expect_lt(max(off, na.rm = TRUE), 1e-11)
  }
})

test_that("a change has the interval of t.test", {
  x <- c(4.1, 5.2, 3.9, 4.4, 5.0)
  y <- c(5.1, 6.3, 5.9, 4.8, 6.6, 7.1, 5.5)
  waves <- data.frame(year = c(2019, 2023), variable = "i", estimate = c(mean(x), mean(y)),
    se = c(sd(x) / sqrt(5), sd(y) / sqrt(7)), df = c(4, 6))
  found <- wb_plan_evaluate(plan_with(one_target()), waves, "year", today)
  welch <- t.test(y, x)
  expect_equal(c(found$change_lower, found$change_upper), as.vector(welch$conf.int))
  expect_equal(c(found$change_df, found$change_p), unname(c(welch$parameter, welch$p.value)))
})

test_that("groups, units and languages can be chosen", {
  plan <- wb_plan(plan_with(one_target()))
  rows <- data.frame(sector = c("food", NA), year = 2020L, statistic = "mean", variable = "i",
    estimate = c(2.5, 1.5))
  expect_identical(as.character(wb_plan_evaluate(plan, rows, "year", today)$verdict), "not_yet")
  food <- wb_plan_evaluate(plan, rows, "year", "2026-03-15", where = c(sector = "food"),
    language = "nl")
  expect_identical(as.character(food$verdict), "reached")
  expect_identical(food$title, "Doel")
  expect_match(food$text, "het streefdoel van 2 is bereikt")
  places <- data.frame(place = c(100000L, NA), year = 2020L, statistic = "mean", variable = "i", estimate = c(2.5, 1.5))
  there <- wb_plan_evaluate(plan, places, "year", "2026-03-15", where = c(place = 1e5))
  expect_identical(as.character(there$verdict), "reached")
  share <- wb_plan_evaluate(plan, rows, "year", today, unit = "share")
  expect_identical(as.character(share$verdict), "unit_unknown")
  none <- wb_plan_evaluate(plan, rows, "year", today, statistic = "total")
  expect_identical(as.character(none$verdict), "no_estimate")
})

test_that("rows are chosen by true and false, and by numbers whatever the decimals of the session are", {
  plan <- wb_plan(plan_with(one_target()))
  rows <- data.frame(year = 2020, night = c(TRUE, FALSE), dose = c(100000, 0.5), variable = "i", estimate = c(2, 3))
  found <- function(...) wb_plan_evaluate(plan, rows, "year", today, where = list(...))$estimate
  old <- options(OutDec = ",")
  on.exit(options(old))
  expect_identical(found(night = TRUE, dose = 1e5), 2)
  expect_identical(found(night = FALSE, dose = 0.5), 3)
  expect_identical(found(night = TRUE, dose = 0.5), NA_real_)
  for (bad in list(NA, NA_character_, NA_real_)) expect_refused(found(night = bad), "argument", "where must be values by column")
})

test_that("what cannot be evaluated is refused", {
  plan <- wb_plan(plan_with(one_target()))
  rows <- data.frame(year = 2020, variable = "i", estimate = 2)
  expect_refused(wb_plan_evaluate(plan, rows, "wave", today), "data", "no column 'wave'", "wave")
  expect_refused(wb_plan_evaluate(plan, rows, "year", "soon"), "argument", "2026-01-31")
  expect_refused(wb_plan_evaluate(plan, rows, "year", today, power = 2), "argument", "power")
  expect_refused(wb_plan_evaluate(plan, rows, "year", today, power = 0), "argument", "power")
  expect_refused(wb_plan_evaluate(plan, rows, "year", NULL), "argument", "today must be a Date")
  expect_refused(wb_plan_evaluate(plan, rows, "year", today, where = c(sex = "f")), "argument",
    "'sex' is no breakdown column")
  expect_refused(wb_plan_evaluate(plan, rows, "year", today, where = "f"), "argument", "where")
  expect_refused(wb_plan_evaluate(plan, 1, "year", today), "argument", "data frame")
})

test_that("drafts become actions as the vectors say", {
  expected <- moved_vectors("plan_draft_expected", colClasses = "character")
  drafts <- moved_vectors("plan_draft")
  made <- wb_plan_draft(plan_with(), drafts)
  for (column in c("scan", "finding", "measure", "action", "outcome")) {
    expect_identical(as.character(made$report[[column]]), expected[[column]])
  }
  after <- wb_plan_apply(plan_with(), made$changes)
  added <- expected[!is.na(expected$action), ]
  actions <- wb_plan_actions(after)
  expect_identical(actions$id, added$action)
  expect_identical(as.character(actions$status), rep("planned", 4))
  for (column in c("title", "themes", "levels")) {
    expect_identical(actions[[column]], added[[column]])
  }
  targets <- wb_plan_table(after, "target")
  expect_identical(targets$parent, added$action[!is.na(added$target)])
  expect_equal(targets$to, as.numeric(added$target[!is.na(added$target)]))
  figures <- wb_plan_table(after, "figure")
  expect_equal(figures$value, as.numeric(added$figure[!is.na(added$figure)]))
  expect_identical(sum(wb_plan_check(after)$rule == "undiscussed"), 4L)
  again <- wb_plan_draft(after, drafts, language = "nl")
  expect_identical(again$changes$n, 0)
  expect_setequal(as.character(again$report$outcome), c("present", "hidden"))
})

test_that("a draft that is wrong is refused with its row and column", {
  drafts <- data.frame(scan = "a", finding = c("f1", "f2"), title_nl = "T", status = "ok",
    kind = c("measure", "party"))
  refused <- expect_refused(wb_plan_draft(plan_with(), drafts), "data", "party", "kind")
  expect_refused(wb_plan_draft(plan_with(), drafts[1, ], parent = "o"), "argument",
    "no section or action")
  expect_refused(wb_plan_draft(plan_with(), "drafts"), "argument", "data frame")
})
