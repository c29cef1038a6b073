# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The figure of a report: estimates with intervals over the waves, a panel per measure. The mark
# is part of the picture, so that it goes where the picture goes.

wb_report_figure <- function(report, variables = NULL, beside = FALSE) {
  if (!requireNamespace("ggplot2", quietly = TRUE)) return(NULL)
  if (inherits(report, "wb_scan_report")) return(if (report$status == "ok") scan_figure(report))
  if (inherits(report, "wb_plan_report")) return(plan_figure(report, variables))
  data <- figure_data(report, variables)
  if (all(is.na(data$estimate))) return(NULL)
  share <- all(vapply(variables, report_is_share, NA, report = report))
  aes <- ggplot2::aes
  column <- function(name) data[[name]]
  plot <- ggplot2::ggplot(data, aes(x = column("x"), y = column("estimate"))) +
    ggplot2::geom_line(aes(group = column("series")), colour = report_colour("blue"), linewidth = 0.5, na.rm = TRUE) +
    ggplot2::geom_errorbar(aes(ymin = column("lower"), ymax = column("upper")),
      width = 0.15, colour = report_colour("blue"), na.rm = TRUE) +
    ggplot2::geom_point(colour = report_colour("blue"), size = 2, na.rm = TRUE)
  if (beside) plot <- add_everybody(plot, figure_data(report_everybody(report), variables))
  plot + ggplot2::facet_wrap(~panel, ncol = 2) +
    ggplot2::scale_x_continuous(breaks = seq_along(report$waves), labels = report$waves) +
    ggplot2::scale_y_continuous(limits = c(min(0, data$lower, na.rm = TRUE), NA), labels = function(x) {
      paste0(shortest_text(x, report$language), if (share) "%")
    }) +
    ggplot2::labs(x = NULL, y = NULL, title = if (report$synthetic) report$words$synthetic_short,
      subtitle = report_who(report), caption = figure_caption(report, beside)) +
    report_theme()
}

# The look of all charts; the title is but the mark, and stands out.
report_theme <- function() {
  chart_theme() +
    ggplot2::theme(plot.title = ggplot2::element_text(colour = report_colour("vermillion"), face = "bold", size = 11),
      axis.text.x = ggplot2::element_text(size = 9),
      strip.text = ggplot2::element_text(colour = chart_look()$ink, face = "bold", hjust = 0))
}

# A colour of the look by its name.
report_colour <- function(name) look_part("colour")[[match(name, look_part("name"))]]

figure_data <- function(report, variables) {
  parts <- lapply(variables, function(variable) {
    cells <- lapply(report$waves, report_cell, report = report, variable = variable, category = NULL)
    factor <- if (report_is_share(report, variable)) 100 else 1
    take <- function(name) {
      factor * vapply(cells, function(cell) if (is.null(cell)) NA_real_ else cell[[name]], 0)
    }
    data.frame(x = seq_along(report$waves), panel = capital(report_label(report, variable)),
      series = figure_series(report, variable),
      estimate = take("estimate"), lower = take("lower"), upper = take("upper"))
  })
  data <- do.call(rbind, parts)
  data$panel <- factor(data$panel, levels = unique(data$panel))
  data
}

# A line joins waves that can be compared: where one cannot with the one before, another begins.
figure_series <- function(report, variable) {
  rows <- report_rows(report, "changes", variable, compared_with = "previous")
  broken <- rows$wave[as.character(rows$status) == "not_comparable"]
  paste(variable, cumsum(report$waves %in% as.character(broken)))
}

# Everybody in grey, dashed, with open points: to be told apart in black and white too.
add_everybody <- function(plot, data) {
  aes <- ggplot2::aes
  column <- function(name) data[[name]]
  plot +
    ggplot2::geom_line(aes(x = column("x"), y = column("estimate"), group = column("series")), data = data,
      colour = chart_look()$quiet, linetype = "dashed", linewidth = 0.4, na.rm = TRUE) +
    ggplot2::geom_point(aes(x = column("x"), y = column("estimate")), data = data, colour = chart_look()$quiet, shape = 1,
      size = 1.8, na.rm = TRUE)
}

figure_caption <- function(report, beside = FALSE) {
  said <- fill_words(report$words$figure, list(level = level_text(report)))
  if (beside) said <- paste(said, report$words$figure_beside, sep = "; ")
  mark <- report_mark(report)
  text <- paste0(said, ".", if (nzchar(mark)) paste0(" ", capital(mark), "."))
  paste(strwrap(text, 80), collapse = "\n")
}

# What a reader who does not see the figure is told.
wb_report_alt <- function(report, variables = NULL) {
  said <- if (inherits(report, "wb_scan_report")) {
    sub("^- ", "", wb_report_part(report, "summary")[2:3])
  } else if (inherits(report, "wb_plan_report")) {
    plan_alt(report, variables)
  } else {
    unlist(lapply(variables, wb_report_sentences, report = report, category = NULL, about = c("level", "change")))
  }
  out_of_markdown(paste(said, collapse = " "))
}
