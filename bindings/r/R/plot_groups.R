# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# The groups of a wave: dots with intervals, a table of colours, how many bottlenecks people have.

chart_groups <- function(table_of, by, variable = "werkbaar", category = NULL, wave = NULL, against = NULL, source = NULL,
                         language = "nl") {
  differ <- !is.null(against)
  cells <- chart_cells(table_of, language, if (differ) "groups" else "cells")
  rows <- rows_about(cells, variable, category)
  chosen <- chart_wave(cells, wave)
  rows <- rows[rows$wave == chosen, ]
  if (differ) rows <- rows[rows$against == wb_check_choice(against, "against", c("rest", "total")), ]
  own <- rows_by(cells, rows, by)
  if (nrow(own) == 0L) stop_argument("by", sprintf("there are no groups by '%s' in wave %s", by, chosen))
  unit <- chart_unit(cells, variable)
  data <- group_points(cells, own, by, if (differ) "difference" else "estimate")
  total <- if (!differ) rows_by(cells, rows, NULL)$estimate
  kind <- if (differ) cells$words[[if (unit == "score") "score_points" else "points"]] else unit_word(cells, unit)
  plot <- draw_groups(cells, data, if (differ) 0 else total[!is.na(total)], unit, differ)
  shown <- c(paste(cells$words$wave, chosen), kind, if (differ) cells$words[[paste0("against_", against)]] else if (!anyNA(total))
    cells$words$line_total, n_text(data$n), cells_interval(cells))
  dressed(plot, measure_label(cells, own[1L, ]), shown, c(state_notes(cells, data$state), table_notes(cells$table, cells$words, source)),
    cells$words, says_synthetic(cells$table, source), kind)
}

group_points <- function(cells, rows, by, column) {
  data <- data.frame(group = group_labels(cells, by, rows[[by]]), estimate = rows[[column]], lower = rows$lower, upper = rows$upper,
    n = if (is.null(rows[["n"]])) NA else rows[["n"]], state = row_state(rows, column))
  data$y <- places(data$group)
  data
}

draw_groups <- function(cells, data, line_at, unit, differ) {
  first <- chart_look()$series[[1L]]
  shown <- data[is.na(data$state), ]
  reach <- range(0, shown$lower, shown$upper, shown$estimate, line_at, na.rm = TRUE)
  ggplot2::ggplot(shown, mapped(x = "estimate", y = "y")) +
    ggplot2::geom_vline(xintercept = line_at, colour = chart_look()$quiet, linetype = if (differ) "solid" else "53", linewidth = 0.4) +
    ggplot2::geom_segment(mapped(x = "lower", xend = "upper", yend = "y"), shown[!is.na(shown$lower), ], colour = first$colour,
      linewidth = 0.7) +
    ggplot2::geom_point(colour = first$colour, size = 2.6) + without_number(cells, data, reach) + place_scale(data$group) +
    ggplot2::scale_x_continuous(limits = reach, labels = percent_axis(cells$words, unit, differ))
}

# The word, and for what is hidden the hatch, at the left of a row.
without_number <- function(cells, data, reach) {
  gone <- unique(data[!is.na(data$state), c("y", "state")])
  if (nrow(gone) == 0L) return(NULL)
  size <- 0.03 * diff(reach)
  gone$x <- reach[1L] + 2.2 * size
  gone$word <- vapply(gone$state, function(state) cells$words[[state]], "")
  hidden <- gone[gone$state == "hidden", ]
  list(hatch_layer(rep(reach[1L] + size, nrow(hidden)), hidden$y, size, 0.6),
    ggplot2::geom_text(mapped(x = "x", y = "y", label = "word"), gone, hjust = 0, size = 3.2, fontface = "italic",
      colour = chart_look()$quiet, inherit.aes = FALSE))
}

# ---- a table of colours ----

chart_heat <- function(table_of, by, variables = NULL, wave = NULL, source = NULL, language = "nl") {
  cells <- chart_cells(table_of, language)
  chosen <- chart_wave(cells, wave)
  rows <- rows_by(cells, cells$rows, by)
  rows <- rows[rows$wave == chosen & is.na(rows$category), ]
  if (is.null(variables)) variables <- unique(rows$variable[rows$kind %in% "problem"])
  missing <- setdiff(wb_check_strings(variables, "variables"), rows$variable)
  if (length(missing) > 0L) stop_argument("variables", sprintf("there is no '%s' in the table", missing[1L]))
  rows <- rows[rows$variable %in% variables, ]
  if (any(variables %in% cells$scores) || nrow(rows) == 0L) {
    stop_argument("variables", "the cells of the table are shares, of one variable or more")
  }
  kind <- unique(rows$kind)
  data <- heat_cells(cells, rows, by, variables, length(kind) > 1L)
  shown <- c(paste(cells$words$wave, chosen), cells$words$share, if (length(kind) == 1L) word_of(cells$words, kind), n_text(data$n))
  dressed(draw_heat(data), capital(chart_label(cells, "variable", by)), shown,
    c(state_notes(cells, data$state), table_notes(cells$table, cells$words, source)), cells$words, says_synthetic(cells$table, source)) +
    heat_axes(data)
}

heat_cells <- function(cells, rows, by, variables, kind_too) {
  named <- vapply(variables, function(name) measure_label(cells, rows[match(name, rows$variable), ], kind_too), "")
  data <- data.frame(group = group_labels(cells, by, rows[[by]]), measure = named[rows$variable], estimate = rows$estimate,
    n = rows$n, state = row_state(rows), x = match(rows$variable, variables))
  data$y <- places(data$group)
  data$text <- ifelse(is.na(data$state), chart_value(data$estimate, cells$words, "percent", 0), NA)
  highest <- max(data$estimate, 0, na.rm = TRUE)
  dark <- data$estimate >= highest * chart_look()$dark_from / (length(chart_look()$sequential) - 1)
  data$ink <- ifelse(dark %in% TRUE, chart_look()$paper, chart_look()$ink)
  data
}

draw_heat <- function(data) {
  look <- chart_look()
  shown <- data[is.na(data$state), ]
  gone <- data[!is.na(data$state), ]
  hidden <- gone[gone$state == "hidden", ]
  ggplot2::ggplot(shown, mapped(x = "x", y = "y")) +
    ggplot2::geom_tile(mapped(fill = "estimate"), colour = look$grid) +
    ggplot2::geom_tile(data = gone, fill = NA, colour = look$grid) +
    hatch_layer(hidden$x, hidden$y, 0.92, 0.7, across = 4L) +
    ggplot2::geom_text(mapped(label = "text", colour = "ink"), size = 3.3) + ggplot2::scale_colour_identity() +
    ggplot2::scale_fill_gradientn(colours = unlist(look$sequential), limits = c(0, max(shown$estimate, 0, na.rm = TRUE)), guide = "none")
}

heat_axes <- function(data) {
  columns <- vapply(data$measure[match(seq_len(max(data$x)), data$x)], function(text) {
    paste(strwrap(text, 24), collapse = "\n")
  }, "")
  list(place_scale(data$group), ggplot2::scale_x_continuous(breaks = seq_along(columns), labels = columns, position = "top",
    expand = ggplot2::expansion(0)), ggplot2::theme(panel.grid.major = ggplot2::element_blank(),
    plot.margin = ggplot2::margin(6, 84, 6, 6), axis.text.x.top = ggplot2::element_text(angle = 40, hjust = 0)), ggplot2::coord_cartesian(clip = "off"))
}

# ---- bottlenecks ----

chart_bottlenecks <- function(table_of, by = NULL, variable = "knelpunten", wave = NULL, how = "stacked", source = NULL,
                              language = "nl") {
  cells <- chart_cells(table_of, language)
  stacked <- wb_check_choice(how, "how", c("stacked", "dots")) == "stacked"
  rows <- rows_by(cells, cells$rows, by)
  rows <- rows[rows$variable %in% variable & !is.na(rows$category), ]
  chosen <- if (!is.null(by) || !is.null(wave)) chart_wave(cells, wave)
  if (!is.null(chosen)) rows <- rows[rows$wave == chosen, ]
  if (nrow(rows) == 0L) stop_argument("variable", sprintf("there is no '%s' in the table", variable))
  data <- bottleneck_counts(cells, rows, by)
  plot <- if (stacked) draw_stacked(cells, data) else draw_counts(cells, data)
  words <- cells$words
  shown <- c(if (!is.null(chosen)) paste(words$wave, chosen), words$people, n_text(data$n), if (!stacked) cells_interval(cells))
  dressed(plot + place_scale(data$group), capital(words$bottlenecks), shown, c(state_notes(cells, data$state),
    table_notes(cells$table, words, source)), words, says_synthetic(cells$table, source), words$people)
}

# Where one count of a group is hidden, so is the group: the others add up with it.
bottleneck_counts <- function(cells, rows, by) {
  group <- if (is.null(by)) rows$wave else group_labels(cells, by, rows[[by]])
  state <- ifelse(group %in% group[rows$status %in% "hidden"], "hidden", row_state(rows))
  data <- data.frame(group, count = rows$category, state, rows[c("estimate", "lower", "upper", "n")], y = places(group))
  data[!is.na(state), c("estimate", "lower", "upper", "n")] <- NA
  data[order(-data$y, data$count), ]
}

draw_stacked <- function(cells, data) {
  look <- chart_look()
  counts <- sort(unique(data$count))
  if (length(counts) > length(look$stack)) {
    stop_argument("how", sprintf("at most %d counts are stacked: choose how = \"dots\"", length(look$stack)))
  }
  shown <- data[is.na(data$state), ]
  shown$to <- stats::ave(shown$estimate, shown$y, FUN = cumsum)
  shown$from <- shown$to - shown$estimate
  shown$middle <- (shown$from + shown$to) / 2
  shown$text <- ifelse(shown$estimate >= 0.045, chart_value(shown$estimate, cells$words, "percent", 0), "")
  shown$ink <- ifelse(match(shown$count, counts) > look$dark_from, look$paper, look$ink)
  shown$low <- shown$y - 0.36
  shown$high <- shown$y + 0.36
  ggplot2::ggplot(shown) +
    ggplot2::geom_rect(mapped(xmin = "from", xmax = "to", ymin = "low", ymax = "high", fill = "count"), colour = look$ink, linewidth = 0.3) +
    ggplot2::geom_text(mapped(x = "middle", y = "y", label = "text", colour = "ink"), size = 3.2) + ggplot2::scale_colour_identity() +
    ggplot2::scale_fill_manual(name = cells$words$bottlenecks, values = setNames(unlist(look$stack)[seq_along(counts)], counts)) +
    without_number(cells, data, c(0, 1)) +
    ggplot2::scale_x_continuous(limits = c(0, 1 + 1e-9), labels = percent_axis(cells$words, "percent"), expand = ggplot2::expansion(0.01))
}

draw_counts <- function(cells, data) {
  counts <- sort(unique(data$count))
  shown <- data[is.na(data$state), ]
  shown$at <- shown$y - 0.14 * (match(shown$count, counts) - (length(counts) + 1) / 2)
  reach <- range(0, shown$upper, shown$estimate, na.rm = TRUE)
  ggplot2::ggplot(shown, mapped(x = "estimate", y = "at", colour = "count")) +
    ggplot2::geom_segment(mapped(x = "lower", xend = "upper", yend = "at"), shown[!is.na(shown$lower), ], linewidth = 0.5) +
    ggplot2::geom_point(mapped(shape = "count", fill = "count"), size = 2.2) + series_scales(counts, cells$words$bottlenecks) +
    without_number(cells, data, reach) +
    ggplot2::scale_x_continuous(limits = reach, labels = percent_axis(cells$words, "percent"))
}
