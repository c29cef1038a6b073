# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Following a plan up: how it stands on a day that is given, and what actors report.

# The arguments that most have.
follow_plan <- function(plan) plan_handle(wb_plan(plan))
follow_day <- function(today) day_text(today, "today")
follow_language <- function(language) wb_check_string(language, "language")

# ---- how it stands ----

wb_plan_status <- function(plan, today, language = "nl") {
  made_table(.Call(
    R_swig_wb_plan_status, follow_plan(plan), follow_day(today), follow_language(language), FALSE
  ))
}

wb_plan_progress <- function(plan, today, language = "nl") {
  made_table(.Call(
    R_swig_wb_plan_progress, follow_plan(plan), follow_day(today), follow_language(language), FALSE
  ))
}

wb_plan_agenda <- function(plan, today, days = 90, language = "nl") {
  days <- wb_check_whole(days, "days", 0, 2^31 - 1)
  made_table(.Call(
    R_swig_wb_plan_agenda, follow_plan(plan), follow_day(today), days, follow_language(language),
    FALSE
  ))
}

wb_plan_calendar <- function(plan, path = NULL, now = Sys.time(), language = "nl") {
  handle <- follow_plan(plan)
  now <- micros_of(now, "now")
  language <- follow_language(language)
  write <- function(to) .Call(R_swig_wb_plan_calendar, handle, now, language, to, FALSE)
  if (is.null(path)) return(written_text(write))
  write_file(path, write)
  invisible(plan)
}

wb_plan_duties <- function(plan, today, actor = NULL, language = "nl") {
  actor <- wb_check_string(actor, "actor", optional = TRUE)
  made_table(.Call(
    R_swig_wb_plan_duties, follow_plan(plan), follow_day(today), actor, follow_language(language),
    FALSE
  ))
}

wb_plan_duty_counts <- function(plan, today, language = "nl") {
  made_table(.Call(
    R_swig_wb_plan_duty_counts, follow_plan(plan), follow_day(today), follow_language(language),
    FALSE
  ))
}

wb_plan_budget <- function(plan, language = "nl") {
  made_table(.Call(R_swig_wb_plan_budget, follow_plan(plan), follow_language(language), FALSE))
}

wb_plan_budget_totals <- function(plan, by = character()) {
  by <- if (length(by) == 0) character() else wb_check_strings(by, "by")
  made_table(.Call(R_swig_wb_plan_budget_totals, follow_plan(plan), by, FALSE))
}

wb_plan_open <- function(plan, language = "nl") {
  made_table(.Call(R_swig_wb_plan_open, follow_plan(plan), follow_language(language), FALSE))
}

wb_plan_since <- function(plan, since, language = "nl") {
  made_table(.Call(
    R_swig_wb_plan_since, follow_plan(plan), day_text(since, "since"),
    follow_language(language), FALSE
  ))
}

wb_plan_answers <- function(plan, language = "nl") {
  made_table(.Call(R_swig_wb_plan_answers, follow_plan(plan), follow_language(language), FALSE))
}

wb_plan_compare <- function(plans, language = "nl") {
  if (inherits(plans, "wb_plan")) plans <- list(plans)
  plans <- lapply(plans, wb_plan)
  made_table(.Call(
    R_swig_wb_plan_compare, lapply(plans, plan_handle), follow_language(language), FALSE
  ))
}

# ---- update sheets ----

wb_plan_sheet <- function(plan, actor = NULL, language = "nl") {
  actor <- wb_check_string(actor, "actor", optional = TRUE)
  made_table(.Call(
    R_swig_wb_plan_sheet, follow_plan(plan), actor, follow_language(language), FALSE
  ))
}

wb_plan_sheet_check <- function(plan, sheet, language = "nl") {
  frame <- as_wb_frame(sheet)
  on.exit(close_handles(frame))
  made_table(.Call(
    R_swig_wb_plan_sheet_check, follow_plan(plan), frame, follow_language(language), FALSE
  ))
}

wb_plan_sheet_changes <- function(plan, sheet, today, actor = NULL, language = "nl") {
  actor <- wb_check_string(actor, "actor", optional = TRUE)
  frame <- as_wb_frame(sheet)
  on.exit(close_handles(frame))
  new_changes(.Call(
    R_swig_wb_plan_sheet_changes, follow_plan(plan), frame, follow_day(today), actor,
    follow_language(language), FALSE
  ))
}
