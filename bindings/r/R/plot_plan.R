# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# An action plan: its actions in time, and its money.

autoplot.wb_plan <- function(object, chart = c("timeline", "budget"), ..., language = "nl") {
  needs_ggplot2()
  chart <- wb_check_choice(chart, "chart", c("timeline", "budget"))
  draw <- if (chart == "timeline") chart_timeline else chart_budget
  check_chart_options(draw, chart, ...)
  draw(object, ..., language = language)
}

# Options of one chart that were given to another are said to be unknown.
check_chart_options <- function(draw, chart, ...) {
  names <- ...names()
  wrong <- setdiff(names, names(formals(draw)))
  if (...length() > 0L && (is.null(names) || length(wrong) > 0L)) {
    stop_argument("...", sprintf("the chart '%s' takes %s by name%s", chart, paste(names(formals(draw))[-1L], collapse = ", "),
      if (length(wrong) > 0L) sprintf(", and not '%s'", wrong[1L]) else ""))
  }
}

chart_timeline <- function(plan, today = NULL, title = NULL, source = NULL, language = "nl") {
  words <- chart_words(language)
  actions <- wb_plan_actions(plan, language)
  synthetic <- says_synthetic(actions, c(source, title, plan_title(plan, language)))
  rows <- as.data.frame(unclass(actions), stringsAsFactors = FALSE)
  dated <- rows[!is.na(rows$from) | !is.na(rows$to), ]
  if (nrow(dated) == 0L) stop_argument("object", "no action of the plan has a date")
  today <- if (is.null(today)) NULL else as.Date(today)
  data <- action_bars(dated, words, max(dated$from, dated$to, today, na.rm = TRUE) + 365)
  undated <- nrow(rows) - nrow(dated)
  shown <- c(sprintf("%d %s", nrow(rows), words$actions), if (undated > 0L) sprintf("%s: %d", words$undated_note, undated))
  notes <- c(if (any(data$open)) words$open_end, if (!all(is.na(data$alone))) words$one_date,
    source_note(words, c(source, paste(plan$id, plan$version))), if (synthetic) words$synthetic_plan)
  dressed(draw_timeline(data, words, today), c(title, plan_title(plan, language))[1L], shown, notes, words, synthetic)
}

# One date known is a mark, two a bar; an open end is drawn up to a year behind the last date.
action_bars <- function(rows, words, until) {
  open <- !is.na(rows$from) & is.na(rows$to) & rows$open_end %in% TRUE
  both <- !is.na(rows$from) & !is.na(rows$to)
  status <- ifelse(is.na(rows$status), "unknown", as.character(rows$status))
  number <- ifelse(is.na(rows$number), "", paste0(rows$number, ". "))
  data <- data.frame(action = shortened(paste0(number, ifelse(is.na(rows$title), "", rows$title)), 58),
    status = vapply(status, word_of, "", words = words), open,
    from = rows$from, to = rows$to, alone = as.Date(ifelse(open | both, NA, ifelse(is.na(rows$from), rows$to, rows$from)), "1970-01-01"))
  data$to[open] <- until
  data$y <- rev(seq_len(nrow(data)))
  data
}

shortened <- function(text, width) {
  ifelse(nchar(text) <= width, text, paste0(sub("\\s+\\S*$", "", substr(text, 1, width - 1)), " \u2026"))
}

# Years; of a plan that is within a few of them months, or days.
date_scale <- function(dates) {
  days <- as.numeric(diff(range(dates, na.rm = TRUE)))
  if (days > 3 * 365) return(ggplot2::scale_x_date(date_labels = "%Y", date_breaks = "1 year"))
  ggplot2::scale_x_date(date_labels = if (days > 120) "%m/%Y" else "%d/%m/%Y")
}

draw_timeline <- function(data, words, today) {
  known <- vapply(c("unknown", "planned", "running", "done", "stopped"), word_of, "", words = words)
  names <- c(known[known %in% data$status], sort(setdiff(data$status, known)))
  bars <- data[is.na(data$alone), ]
  plot <- ggplot2::ggplot(data, mapped(y = "y", colour = "status")) +
    ggplot2::geom_segment(mapped(x = "from", xend = "to", yend = "y", linetype = "status"), bars, linewidth = 1.6) +
    ggplot2::geom_point(mapped(x = "to"), bars[bars$open, ], shape = "\u25b6", size = 4, show.legend = FALSE) +
    ggplot2::geom_point(mapped(x = "alone"), data[!is.na(data$alone), ], shape = 18, size = 3.6, show.legend = FALSE) +
    series_scales(unname(names), words$status) + date_scale(c(data$from, data$to, today)) +
    ggplot2::scale_y_continuous(breaks = data$y, labels = data$action, limits = c(0.4, nrow(data) + 1), expand = ggplot2::expansion(0))
  if (is.null(today)) return(plot)
  plot + ggplot2::geom_vline(xintercept = today, linetype = "43", colour = chart_look()$ink) +
    ggplot2::annotate("text", x = today, y = nrow(data) + 0.8, label = words$today, hjust = -0.1, size = 3.2, colour = chart_look()$ink)
}

# ---- money ----

chart_budget <- function(plan, by = "source", amount = "current", labels = NULL, title = NULL, source = NULL, language = "nl") {
  words <- chart_words(language)
  amount <- wb_check_choice(amount, "amount", c("original", "current", "spent"))
  rows <- wb_plan_budget_totals(plan, wb_check_choice(by, "by", c("source", "year", "action", "certainty", "status")))
  lines <- wb_plan_budget(plan, language)
  synthetic <- says_synthetic(lines, c(source, title, plan_title(plan, language)))
  named <- c(unlist(labels), if (by == "source") setNames(lines$source_name, lines$source))
  data <- budget_rows(rows, amount, named, words)
  left_out <- sum(rows$left_out, na.rm = TRUE)
  shown <- c(words[[amount]], words$euro, sprintf("%.0f %s", sum(rows$lines), words$lines),
    if (left_out > 0) sprintf("%.0f %s", left_out, words$left_out_note))
  notes <- c(if (any(data$missing > 0)) words$budget_note, source_note(words, c(source, paste(plan$id, plan$version))),
    if (synthetic) words$synthetic_plan)
  dressed(draw_budget(data, words), c(title, plan_title(plan, language))[1L], shown, notes, words, synthetic, words$euro)
}

# Amounts are in cents.
budget_rows <- function(rows, amount, named, words) {
  ids <- as.character(rows[[1L]])
  names <- ifelse(is.na(ids), words$none, ifelse(ids %in% names(named), named[ids], vapply(ids, function(id) word_of(words, id), "")))
  known <- rows[[paste0(amount, "_known")]] / 100
  missing <- rows[[paste0(amount, "_unknown")]]
  sum <- ifelse(is.na(known), "", paste("\u20ac", chart_number(known, words)))
  none <- ifelse(missing > 0, paste0(ifelse(is.na(known), "", " + "), missing, " ", words$unknown_lines), "")
  data.frame(row = shortened(unname(names), 48), euro = known, missing, text = paste0(sum, none), y = rev(seq_along(ids)))
}

draw_budget <- function(data, words) {
  look <- chart_look()
  some <- data[!is.na(data$euro), ]
  highest <- max(some$euro, 1)
  texts <- data.frame(x = ifelse(is.na(data$euro), 0, data$euro) + 0.015 * highest, data[c("y", "text")],
    face = ifelse(is.na(data$euro), "italic", "plain"))
  some$low <- some$y - 0.3
  some$high <- some$y + 0.3
  some$from <- 0
  ggplot2::ggplot(some) +
    ggplot2::geom_rect(mapped(xmin = "from", xmax = "euro", ymin = "low", ymax = "high"), fill = look$stack[[3L]], colour = look$ink,
      linewidth = 0.3) +
    ggplot2::geom_text(mapped(x = "x", y = "y", label = "text", fontface = "face"), texts, hjust = 0, size = 3.2, colour = look$ink) +
    ggplot2::scale_y_continuous(breaks = data$y, labels = data$row, limits = c(0.4, nrow(data) + 0.6), expand = ggplot2::expansion(0)) +
    ggplot2::scale_x_continuous(limits = c(0, 2 * highest), labels = function(x) chart_number(x, words))
}
