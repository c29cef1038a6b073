# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

follow_builtin <- "actieplan-werkbaar-werk"

follow_plan_text <- function(more = "", funding = "") {
  paste0(
    '{"format":"werkbaar-plan/1.0","id":"small","version":"2","languages":["nl","en"],',
    '"scope":"organisation","title":{"nl":"Klein"},"actors":[{"id":"hr","name":{"nl":"P"},',
    '"type":"role"}],"objectives":[{"id":"o","title":{"nl":"O"},"sections":[{"id":"s",',
    '"title":{"nl":"S"},"actions":[{"id":"a","number":"1","title":{"nl":"Een"},"timing":',
    '{"from":"2026-03","to":"2026-05"},"assignments":[{"id":"a.hr","actor":"hr","role":',
    '"responsible"}],"funding":[{"id":"a.f","source":"hr","amount":150050}', funding, "]",
    more, "}]}]}]}"
  )
}

test_that("the built-in plan says what was read by hand", {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  wanted <- read.csv(file.path(folder, "plan_follow.csv"), colClasses = "character")
  today <- as.Date("2020-03-01")
  plan <- wb_plan(follow_builtin)
  made <- list(
    progress = wb_plan_progress(plan, today),
    status = wb_plan_status(plan, today),
    agenda = wb_plan_agenda(plan, today),
    totals = wb_plan_budget_totals(plan, "year"),
    answers = wb_plan_answers(plan),
    since = wb_plan_since(plan, "2018-12-14"),
    duties = wb_plan_duties(plan, "2020-03-01", "esf"),
    compare = wb_plan_compare(list(plan, plan)),
    sheet = wb_plan_sheet(plan, "stia")
  )
  expect_setequal(wanted$table, names(made))
  for (i in seq_len(nrow(wanted))) {
    value <- made[[wanted$table[i]]][[wanted$column[i]]][as.integer(wanted$row[i]) + 1L]
    shown <- if (is.na(value)) "" else format(value, scientific = FALSE)
    expect_identical(trimws(shown), wanted$value[i], label = paste(wanted[i, ], collapse = " "))
  }
})

test_that("late is what is known not to be done", {
  late <- ',"statuses":[{"id":"a.s","status":"running"}]'
  expect_identical(as.character(wb_plan_status(follow_plan_text(), "2026-06-15")$state), "past")
  expect_identical(as.character(wb_plan_status(follow_plan_text(late), "2026-06-15")$state), "late")
  expect_equal(as.numeric(wb_plan_duty_counts(follow_plan_text(late), "2026-06-15")$late), 1)
  expect_identical(nrow(wb_plan_agenda(follow_plan_text(late), "2026-05-01", 10)), 0L)
  expect_equal(wb_plan_agenda(follow_plan_text(late), "2026-05-01", 30)$days, 30)
})

test_that("money is in cents, and sums say what they miss", {
  plan <- wb_plan(follow_plan_text(funding = ',{"id":"a.g","certainty":"to_be_determined"}'))
  expect_equal(as.numeric(wb_plan_budget(plan)$current), c(150050, NA))
  total <- wb_plan_budget_totals(plan)
  expect_true(is.na(total$current))
  expect_equal(as.numeric(total$current_known), 150050)
  expect_identical(as.character(total$current_status), "part")
  expect_identical(nrow(wb_plan_budget_totals(plan, c("certainty", "year"))), 2L)
  expect_identical(wb_plan_open(plan)$record, "a.g")
})

test_that("a calendar is text or a file", {
  now <- as.POSIXct("2026-06-15 12:34:56", tz = "UTC")
  text <- wb_plan_calendar(follow_plan_text(), now = now, language = "en")
  expect_match(text, "DTSTAMP:20260615T123456Z", fixed = TRUE)
  path <- tempfile(fileext = ".ics")
  on.exit(unlink(path))
  wb_plan_calendar(follow_plan_text(), path, now = now, language = "en")
  expect_identical(readChar(path, file.size(path), useBytes = TRUE), text)
})

test_that("a sheet goes out and comes back", {
  plan <- wb_plan(follow_plan_text())
  sheet <- wb_plan_sheet(plan, "hr")
  expect_identical(wb_changes_json(wb_plan_sheet_changes(plan, sheet, "2026-06-01")),
    wb_changes_json(wb_changes()))
  sheet$new[sheet$field == "status"] <- "done"
  sheet$new[sheet$field == "spent"] <- "12,50"
  expect_identical(nrow(wb_plan_sheet_check(plan, sheet)), 0L)
  changes <- wb_plan_sheet_changes(plan, sheet, as.Date("2026-06-01"), "hr")
  after <- wb_plan_apply(plan, changes)
  expect_identical(as.character(wb_plan_status(after, "2026-06-15")$status), "done")
  expect_equal(as.numeric(wb_plan_budget(after)$spent), 1250)
  expect_refused(wb_plan_sheet_changes(after, sheet, "2026-06-02"), "conflict", "it has 'done' now",
    "present")
  problems <- wb_plan_sheet_check(after, sheet, "en")
  expect_identical(as.character(problems$problem), rep("changed_since", 2))
  expect_equal(as.numeric(problems$row[1]), 1)
})

test_that("what is wrong is refused", {
  plan <- wb_plan(follow_plan_text())
  expect_refused(wb_plan_status(plan, "2026"), "argument", "today is '2026'", "today")
  expect_refused(wb_plan_status(plan, NULL), "argument", "today", "today")
  expect_refused(wb_plan_status(plan, 2026), "argument", "today", "today")
  expect_refused(wb_plan_agenda(plan, "2026-01-01", -1), "argument", "days", "days")
  expect_refused(wb_plan_duties(plan, "2026-01-01", "who"), "argument", "'who' is no actor", "who")
  expect_refused(wb_plan_budget_totals(plan, "colour"), "argument", "not summed by", "colour")
  expect_refused(wb_plan_sheet_check(plan, data.frame(record = "a")), "data", "field", "field")
  expect_identical(nrow(wb_plan_compare(list())), 0L)
})
