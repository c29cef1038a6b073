# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The pictures of a report of a plan, its actions in time and its money, and what a reader who
# does not see them is told.

plan_figure <- function(report, chart) {
  chart <- plan_chart(chart)
  if (!has_plan_chart(report, chart)) return(NULL)
  draw <- if (chart == "timeline") {
    chart_timeline(report$plan, today = report$today, title = report$words$timeline, language = report$language)
  } else {
    chart_budget(report$plan, by = "year", title = report$words$years_table, language = report$language)
  }
  draw + ggplot2::theme(axis.text.y = ggplot2::element_text(size = 8), legend.text = ggplot2::element_text(size = 9))
}

plan_alt <- function(report, chart) {
  if (plan_chart(chart) == "timeline") say_plan_dates(report) else say_plan_money(report)
}

plan_chart <- function(chart) {
  if (is.null(chart)) return("timeline")
  wb_check_choice(chart, "variables", c("timeline", "budget"))
}

has_plan_chart <- function(report, chart) {
  if (chart == "budget") return(nrow(report$tables$years) > 0)
  actions <- wb_plan_actions(report$plan, report$language)
  any(!is.na(actions$from) | !is.na(actions$to))
}
