# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Charts of what a monitor found, and of estimates: autoplot() of ggplot2.

autoplot.wb_monitor_results <- function(object, chart = c("waves", "groups", "heat", "bottlenecks"), ..., language = "nl") {
  needs_ggplot2()
  chart <- wb_check_choice(chart, "chart", c("waves", "groups", "heat", "bottlenecks"))
  draw <- switch(chart, waves = chart_waves, groups = chart_groups, heat = chart_heat, bottlenecks = chart_bottlenecks)
  check_chart_options(draw, chart, ...)
  draw(function(part) wb_monitor_table(object, part, language), ..., language = language)
}

# Dots with intervals, a row for each estimate, a panel for each variable, and of several statistics for each of them.
autoplot.wb_estimates <- function(object, title = NULL, source = NULL, language = "nl", ...) {
  needs_ggplot2()
  words <- chart_words(language)
  rows <- as.data.frame(object)
  groups <- do.call(paste, c(lapply(rows[by_columns(object)], function(x) ifelse(is.na(x), words$total, as.character(x))), sep = ", "))
  several <- tapply(rows$statistic, rows$variable, function(statistic) length(unique(statistic)) > 1L)
  rows$panel <- paste0(rows$variable, ifelse(several[as.character(rows$variable)], paste0(", ", rows$statistic), ""))
  rows$row <- paste0(if (length(groups) > 0L) groups else "", ifelse(is.na(rows$category), "", paste0(" ", rows$category)))
  shown <- rows[!is.na(rows$estimate), ]
  first <- chart_look()$series[[1L]]
  shown$row <- factor(shown$row, levels = rev(unique(rows$row)))
  plot <- ggplot2::ggplot(shown, mapped(x = "estimate", y = "row")) +
    ggplot2::geom_segment(mapped(x = "lower", xend = "upper", yend = "row"), shown[!is.na(shown$lower), ], colour = first$colour,
      linewidth = 0.7) + ggplot2::geom_point(colour = first$colour, size = 2.6) + ggplot2::facet_wrap(~panel, scales = "free_x")
  dressed(plot, c(title, paste(unique(object$variable), collapse = ", "))[1L],
    c(paste(unique(object$statistic), collapse = ", "), n_text(shown$n), interval_words(metadata_number(object, "level"), words)),
    table_notes(object, words, source), words, says_synthetic(object, source))
}
