# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Sentences that follow the numbers. A sentence says "significant" when the test does, at the level
# of the results and after the correction for the groups of a breakdown; when there is no test it
# says so, and when a number may not be shown it says that. None says why something moved.

wb_report_sentences <- function(report, variable, category = NULL,
                                about = c("level", "change", "first", "group", "trend", "target", "published")) {
  about <- match.arg(about, several.ok = TRUE)
  variable <- wb_check_string(variable, "variable")
  if (!any(report$tables$cells$variable == variable)) {
    stop_argument("variable", sprintf("the results have no variable '%s'", variable))
  }
  said <- lapply(about, function(what) report_sayers[[what]](report, variable, category))
  as.character(unlist(said))
}

# One row or none: of a variable with categories the one that is asked for.
one_row <- function(rows) if (nrow(rows) == 0) NULL else rows[1, , drop = FALSE]

report_cell <- function(report, variable, category, wave = report$wave) {
  one_row(report_rows(report, "cells", variable, category, wave = wave))
}

has_figure <- function(cell) !is.null(cell) && !is.na(cell$estimate)

say_level <- function(report, variable, category) {
  cell <- report_cell(report, variable, category)
  values <- list(label = report_label(report, variable, category), wave = report$wave)
  if (!has_figure(cell)) return(fill_words(report$words[[no_level_word(cell)]], values))
  values$estimate <- value_text(report, cell$estimate, variable)
  values$interval <- interval_text(report, cell$lower, cell$upper, variable)
  values$n <- number_text(cell$n, 0, report$language)
  kind <- as.character(cell$kind)
  word <- if (kind %in% c("workable", "problem", "acute")) kind else
    if (report_is_share(report, variable)) "share" else "mean"
  fill_words(report$words[[paste0(word, "_level")]], values)
}

no_level_word <- function(cell) {
  if (is.null(cell)) return("level_none")
  if (cell$status == "hidden") {
    word <- paste0("level_hidden_", cell$flag)
    return(if (word %in% names(report_words$nl)) word else "level_hidden")
  }
  if (cell$status == "empty") "level_empty" else "level_none"
}

# What the test of a row carries: "up", "down", "none", or why there is none.
test_verdict <- function(row, level) {
  if (is.null(row)) return("missing")
  status <- as.character(row$status)
  if (status %in% c("not_comparable", "hidden", "missing")) return(status)
  if (status != "ok" || is.na(row$p_adjusted)) return("untested")
  value <- if (is.null(row$slope)) row$difference else row$slope
  if (row$p_adjusted >= report_alpha(level)) "none" else if (value > 0) "up" else "down"
}

# 1 - 0.95 is a little more than 0.05, and a p of 0.05 is not below that.
report_alpha <- function(level) round(1 - level, 12)

# ---- over the waves ----

say_change <- function(report, variable, category, compared_with = "previous") {
  row <- one_row(report_rows(report, "changes", variable, category, wave = report$wave,
    compared_with = compared_with))
  if (is.null(row)) return(NULL)
  verdict <- test_verdict(row, report$level)
  values <- list(from_wave = as.character(row$reference), wave = report$wave)
  word <- switch(verdict, up = "rises", down = "falls", none = "unmoved", paste0("change_", verdict))
  if (verdict %in% c("up", "down", "none")) {
    values <- c(values, moved_values(report, row, variable, category))
  }
  fill_words(report$words[[word]], values)
}

moved_values <- function(report, row, variable, category) {
  from <- report_cell(report, variable, category, as.character(row$reference))
  to <- report_cell(report, variable, category)
  c(list(from = value_text(report, from$estimate, variable), to = value_text(report, to$estimate, variable),
    what = report$words[[if (report_is_share(report, variable)) "share" else "mean"]]),
    tested_values(report, row, row$difference, variable))
}

tested_values <- function(report, row, value, variable, digits = 1) {
  list(difference = difference_text(report, value, variable, digits),
    interval = interval_text(report, row$lower, row$upper, variable, digits),
    p = report_p_text(report, row$p_adjusted))
}

# The first wave only where it is not the one before.
say_first <- function(report, variable, category) {
  rows <- report_rows(report, "changes", variable, category, wave = report$wave)
  before <- rows$reference[rows$compared_with == "previous"][1]
  if (identical(as.character(rows$reference[rows$compared_with == "first"][1]), as.character(before))) {
    return(NULL)
  }
  say_change(report, variable, category, "first")
}

# Waves that are years are some years apart; of others the report does not know in what time is counted.
say_trend <- function(report, variable, category) {
  row <- one_row(report_rows(report, "trend", variable, category))
  if (is.null(row)) return(NULL)
  verdict <- test_verdict(row, report$level)
  if (!verdict %in% c("up", "down", "none")) {
    word <- paste0("trend_", if (verdict == "untested") "missing" else verdict)
    return(report$words[[word]])
  }
  values <- tested_values(report, row, row$slope, variable, 2)
  names(values)[1] <- "slope"
  per <- if (all(grepl("^[0-9]{4}$", report$waves))) "trend_year" else "trend_unit"
  fill_words(report$words[[paste0("trend_", verdict)]], c(values, waves = row$waves, per = report$words[[per]]))
}

# ---- beside others, a target, what was published ----

say_group <- function(report, variable, category, against = "rest") {
  if (length(report$group) == 0) return(NULL)
  row <- one_row(report_rows(report, "groups", variable, category, wave = report$wave, against = against))
  verdict <- test_verdict(row, report$level)
  values <- list(against = report$words[[against]])
  word <- switch(verdict, up = "higher", down = "lower", none = "same", hidden = "group_hidden",
    untested = "group_untested", "group_missing")
  if (verdict %in% c("up", "down", "none")) {
    values <- c(values, tested_values(report, row, row$difference, variable))
  }
  fill_words(report$words[[word]], values)
}

say_target <- function(report, variable, category) {
  rows <- report_rows(report, "targets", variable, category, wave = report$wave, goal = "target")
  vapply(seq_len(nrow(rows)), function(i) say_one_target(report, rows[i, ], variable), "")
}

# Bounds of a difference from a target are two-sided.
say_one_target <- function(report, row, variable) {
  values <- list(value = value_text(report, row$target, variable), date = report_date(row$date, report$language),
    wave = report$wave)
  if (row$status != "ok" || is.na(row$lower)) {
    word <- if (row$status %in% c("hidden", "missing")) row$status else "untested"
    return(fill_words(report$words[[paste0("target_", word)]], values))
  }
  values$difference <- difference_text(report, row$difference, variable)
  values$interval <- interval_text(report, row$lower, row$upper, variable)
  word <- if (row$lower > 0) "target_above" else if (row$upper < 0) "target_below" else "target_near"
  fill_words(report$words[[word]], values)
}

say_published <- function(report, variable, category) {
  rows <- report_published(report, variable, category)
  rows <- rows[rows$wave == report$wave, , drop = FALSE]
  vapply(seq_len(nrow(rows)), function(i) {
    row <- rows[i, ]
    values <- list(wave = report$wave, published = value_text(report, row$published, variable),
      source = source_number(report, row$published_source))
    is <- as.character(row$published_is)
    word <- if (is %in% "inside") "same" else if (is %in% c("below", "above")) "off" else "plain"
    fill_words(report$words[[paste0("published_", word)]], values)
  }, "")
}

# Figures that were published as such: no bounds, and not those that a later source contradicts.
report_published <- function(report, variable, category = NULL) {
  rows <- report_rows(report, "published", variable, category)
  rows[!is.na(rows$published) & rows$published_status %in% c("anchored", "rounded", "derived"), , drop = FALSE]
}

# Sources are numbered as they come.
source_number <- function(report, text) {
  known <- report$sources$texts
  if (!text %in% known) report$sources$texts <- known <- c(known, text)
  sprintf("[%d]", match(text, known))
}

report_sayers <- list(
  level = say_level, change = say_change,
  first = say_first, group = say_group,
  trend = say_trend, target = say_target, published = say_published
)
