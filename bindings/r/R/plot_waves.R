# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# A measure over the waves with intervals, and what was published beside it. A line stops where a
# wave cannot be compared with the one before, or has no number.

chart_waves <- function(table_of, variable = "werkbaar", category = NULL, by = NULL, groups = NULL, published = TRUE,
                        zero = TRUE, source = NULL, language = "nl") {
  cells <- chart_cells(table_of, language)
  rows <- rows_by(cells, rows_about(cells, variable, category), by)
  if (!is.null(by) && !is.null(groups)) rows <- rows[rows[[by]] %in% groups, ]
  if (nrow(rows) == 0L) stop_argument("groups", "no rows of the table are in the chart")
  unit <- chart_unit(cells, variable)
  data <- wave_points(cells, rows, by, broken_waves(cells, variable, category, by))
  beside <- if (wb_check_flag(published, "published")) published_points(cells, variable, category, by, unique(data$series))
  words <- cells$words
  notes <- c(state_notes(cells, intersect(data$state, "hidden")), if (!is.null(beside)) words$published_note,
    if (any(data$broken)) words$broken_note, if (!wb_check_flag(zero, "zero")) words$axis_not_zero,
    table_notes(cells$table, words, source))
  plot <- draw_waves(cells, data, beside, unit, zero, !is.null(by))
  dressed(plot, measure_label(cells, rows[1L, ]), c(unit_word(cells, unit), n_text(data$n), cells_interval(cells)), notes, words,
    says_synthetic(cells$table, source), words$wave, unit_word(cells, unit))
}

# Group and wave of what cannot be compared with the wave before.
broken_waves <- function(cells, variable, category, by) {
  rows <- rows_by(cells, without_hidden(cells$other("changes")), by)
  fits <- rows$variable %in% variable & rows$status %in% "not_comparable" & rows$compared_with %in% "previous" &
    rows$category %in% c(category, NA)
  paste(if (is.null(by)) "" else rows[[by]][fits], rows$wave[fits])
}

series_of <- function(cells, rows, by) {
  if (is.null(by)) rep(cells$words$total, nrow(rows)) else group_labels(cells, by, rows[[by]])
}

wave_points <- function(cells, rows, by, breaks) {
  rows <- rows[order(match(rows$wave, waves_of(cells))), ]
  data <- data.frame(wave = wave_places(cells, rows$wave), series = series_of(cells, rows, by), state = row_state(rows),
    broken = paste(if (is.null(by)) "" else rows[[by]], rows$wave) %in% breaks, rows[c("estimate", "lower", "upper", "n")])
  stops <- data$broken | !is.na(data$state)
  data$piece <- paste(data$series, stats::ave(as.numeric(stops), data$series, FUN = cumsum))
  aside(data, unique(data$series))
}

# Waves that are years lie in time, others beside each other.
wave_places <- function(cells, waves) {
  known <- waves_of(cells)
  if (are_numbers(known)) as.numeric(waves) else match(waves, known)
}

# Series beside each other, not upon one another.
aside <- function(data, names) {
  data$x <- data$wave + 0.22 * (match(data$series, names) - (length(names) + 1) / 2)
  data
}

published_points <- function(cells, variable, category, by, names) {
  rows <- rows_by(cells, without_hidden(cells$other("published")), by)
  fits <- rows$variable %in% variable & !is.na(rows$published) & !rows$published_status %in% "conflict"
  rows <- rows[fits & (if (is.null(category)) is.na(rows$category) else rows$category %in% category), ]
  if (nrow(rows) == 0L) return(NULL)
  data <- data.frame(wave = wave_places(cells, rows$wave), series = series_of(cells, rows, by), published = rows$published)
  data <- aside(data[data$series %in% names, ], names)
  if (nrow(data) > 0L) data
}

draw_waves <- function(cells, data, beside, unit, zero, several) {
  names <- unique(data$series)
  shown <- data[is.na(data$state), ]
  hidden <- data[data$state %in% "hidden", ]
  top <- max(shown$upper, shown$estimate, beside$published, 0, na.rm = TRUE)
  bottom <- min(if (zero) 0, shown$lower, shown$estimate, beside$published, na.rm = TRUE)
  plot <- ggplot2::ggplot(shown, mapped(x = "x", y = "estimate", colour = "series")) +
    ggplot2::geom_line(mapped(group = "piece", linetype = "series"), linewidth = 0.7) +
    ggplot2::geom_segment(mapped(xend = "x", y = "lower", yend = "upper"), shown[!is.na(shown$lower), ], linewidth = 0.5)
  if (!is.null(beside)) plot <- plot + open_points(beside)
  plot + ggplot2::geom_point(mapped(shape = "series", fill = "series"), size = 2.4) +
    hatch_layer(hidden$x, rep(bottom + 0.04 * (top - bottom), nrow(hidden)), 0.5, 0.05 * (top - bottom)) +
    series_scales(names) + wave_axis(cells) + (if (!several) ggplot2::guides(colour = "none", fill = "none", shape = "none",
      linetype = "none")) +
    ggplot2::scale_y_continuous(limits = c(bottom, top), labels = percent_axis(cells$words, unit))
}

# What was published is an open ring around the place of its number.
open_points <- function(beside) {
  ggplot2::geom_point(mapped(x = "x", y = "published"), beside, shape = 21, fill = chart_look()$paper, size = 3.6, stroke = 0.8,
    show.legend = FALSE)
}

wave_axis <- function(cells) {
  waves <- waves_of(cells)
  ggplot2::scale_x_continuous(breaks = wave_places(cells, waves), labels = waves)
}
