# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# The tables of a monitor as charts take them: which rows, with which labels, and what is hidden.

# `table_of` gives a table of the results by name.
chart_cells <- function(table_of, language, part = "cells") {
  words <- chart_words(language)
  table <- table_of(part)
  before <- names(table)[seq_len(match("statistic", names(table)) - 1L)]
  list(words = words, table = table, rows = without_hidden(table), other = table_of, labels = table_of("labels"),
    dimensions = setdiff(before, c("wave", "reference")), scores = report_scores(table_of("cells")))
}

# Rows without their metadata; what is hidden has no number, whatever the table holds.
without_hidden <- function(table) {
  rows <- as.data.frame(unclass(table), stringsAsFactors = FALSE, check.names = FALSE)
  texts <- vapply(rows, is.factor, NA)
  rows[texts] <- lapply(rows[texts], as.character)
  numbers <- vapply(rows, is.numeric, NA)
  rows[rows$status %in% "hidden", numbers] <- NA
  rows
}

# Rows of the groups of one variable, or, of none, those of all together.
rows_by <- function(cells, rows, by) {
  if (!is.null(by) && !wb_check_string(by, "by") %in% cells$dimensions) {
    stop_argument("by", sprintf("there are no groups by '%s': there is %s", by, paste(cells$dimensions, collapse = ", ")))
  }
  fits <- rep(TRUE, nrow(rows))
  for (name in intersect(cells$dimensions, names(rows))) fits <- fits & is.na(rows[[name]]) != (name %in% by)
  rows[fits, , drop = FALSE]
}

# Rows of one measure, and one category of it.
rows_about <- function(cells, variable, category) {
  rows <- cells$rows[cells$rows$variable %in% wb_check_string(variable, "variable"), ]
  if (nrow(rows) == 0L) stop_argument("variable", sprintf("there is no '%s' in the table", variable))
  there <- unique(rows$category)
  if (is.null(category) && !anyNA(there)) {
    stop_argument("category", sprintf("'%s' has categories: choose one of %s", variable, paste(there, collapse = ", ")))
  }
  if (is.null(category)) return(rows[is.na(rows$category), ])
  if (!category %in% there) stop_argument("category", sprintf("'%s' has no category '%s'", variable, category))
  rows[rows$category %in% category, ]
}

# The waves in their order: that of their numbers when all are, else of the table.
waves_of <- function(cells) {
  known <- unique(cells$rows$wave)
  if (are_numbers(known)) known[order(as.numeric(known))] else known
}

are_numbers <- function(waves) all(grepl("^[0-9]+$", waves))

# A wave, or the last of which there is an estimate.
chart_wave <- function(cells, wave) {
  known <- waves_of(cells)
  there <- known[known %in% cells$rows$wave[cells$rows$status %in% c("ok", "extreme")]]
  if (is.null(wave) && length(there) == 0L) stop_argument("wave", "no wave of the table has an estimate")
  if (is.null(wave)) return(there[length(there)])
  if (!as.character(wave) %in% known) {
    stop_argument("wave", sprintf("there is no wave '%s'; there are %s", wave, paste(known, collapse = ", ")))
  }
  as.character(wave)
}

chart_label <- function(cells, what, id, variable = NULL) {
  labels <- cells$labels
  fits <- labels$what == what & labels$id %in% id & (is.na(labels$variable) | labels$variable %in% c(variable, NA))
  c(labels$label[fits], id)[1L]
}

group_labels <- function(cells, by, ids) {
  vapply(as.character(ids), function(id) chart_label(cells, "category", id, by), "", USE.NAMES = FALSE)
}

# The label of what a row is about, with its kind where several have one label.
measure_label <- function(cells, row, kind_too = TRUE) {
  labels <- cells$labels
  label <- c(labels$label[labels$what == "measure" & labels$variable %in% row$variable], row$variable)[1L]
  if (kind_too && row$kind %in% c("problem", "acute")) label <- paste0(label, ", ", cells$words[[row$kind]])
  if (!is.na(row$category)) {
    label <- paste0(label, ": ", chart_label(cells, "measure_category", row$category, row$variable))
  }
  capital(label)
}

chart_unit <- function(cells, variable) if (variable %in% cells$scores) "score" else "percent"

unit_word <- function(cells, unit) cells$words[[if (unit == "score") "score" else "share"]]

# "hidden", "empty", or NA where there is a number.
row_state <- function(rows, column = "estimate") {
  ifelse(rows$status %in% "hidden", "hidden", ifelse(is.na(rows[[column]]), "empty", NA))
}

state_notes <- function(cells, state) {
  unlist(lapply(c("hidden", "empty"), function(one) if (one %in% state) cells$words[[paste0(one, "_note")]]))
}

cells_interval <- function(cells) interval_words(metadata_number(cells$table, "level"), cells$words)

# Rows of a chart from above: a place for each, and its label beside it.
places <- function(names) match(names, rev(unique(names)))

place_scale <- function(names, ...) {
  shown <- rev(unique(names))
  ggplot2::scale_y_continuous(breaks = seq_along(shown), labels = shown, limits = c(0.4, length(shown) + 0.6),
    expand = ggplot2::expansion(0), ...)
}

percent_axis <- function(words, unit, differ = FALSE) {
  function(x) {
    ticks <- if (unit == "score") x else 100 * x
    text <- chart_number(ticks, words, decimals_in(ticks))
    paste0(ifelse(differ & !is.na(x) & x > 0, "+", ""), text, if (unit == "percent" && !differ) words$percent)
  }
}
