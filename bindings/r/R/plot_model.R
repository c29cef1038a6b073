# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Odds ratios with intervals, and the curve of a score against a criterion.

autoplot.wb_model_fit <- function(object, category = NULL, labels = NULL, source = NULL, language = "nl", ...) {
  needs_ggplot2()
  words <- chart_words(language)
  rows <- forest_rows(object, category)
  said <- function(x) ifelse(x %in% names(labels), unlist(labels)[x], x)
  data <- data.frame(term = forest_terms(rows, said), rows[c("odds_ratio", "odds_lower", "odds_upper")],
    reference = rows$status == "reference", text = forest_text(rows, words))
  data$y <- places(data$term)
  outcome <- if (!is.null(object$formula)) said(formula_text(object$formula[[2L]]))
  level <- interval_words(metadata_number(object$coefficients, "level"), words)
  dressed(draw_forest(data, words), words$forest, c(outcome, words$odds_ratio, n_text(object$summary$n), level),
    c(words$associated, table_notes(source_of(object), words, source)), words,
    says_synthetic(source_of(object), source), words$odds_ratio)
}

forest_rows <- function(fit, category) {
  rows <- fit$coefficients
  if (is.null(rows$odds_ratio)) stop_argument("object", "odds ratios are of a logit, and this model is another")
  rows <- rows[rows$term != "(intercept)" & (is.null(category) | rows$category %in% category), ]
  if (nrow(rows) == 0L || length(unique(rows$category)) > 1L) {
    stop_argument("category", sprintf("choose the category of the outcome of which the odds ratios are: %s",
      paste(unique(fit$coefficients$category), collapse = ", ")))
  }
  rows[rows$odds_ratio > 0 | is.na(rows$odds_ratio), ]
}

forest_terms <- function(rows, said) {
  term <- said(as.character(rows$term))
  ifelse(is.na(rows$level), term, paste0(term, ": ", said(as.character(rows$level))))
}

forest_text <- function(rows, words) {
  two <- function(x) chart_number(x, words, 2)
  text <- paste0(two(rows$odds_ratio), ifelse(is.na(rows$odds_lower), "",
    sprintf(" (%s\u2013%s)", two(rows$odds_lower), two(rows$odds_upper))))
  ifelse(rows$status == "reference", words$reference, ifelse(is.na(rows$odds_ratio), words$not_estimated, text))
}

draw_forest <- function(data, words) {
  first <- chart_look()$series[[1L]]
  shown <- data[!is.na(data$odds_ratio), ]
  data$one <- 1
  texts <- data$text[match(seq_len(nrow(data)), data$y)]
  ggplot2::ggplot(shown, mapped(x = "odds_ratio", y = "y")) + ggplot2::geom_vline(xintercept = 1, colour = chart_look()$quiet) +
    ggplot2::geom_segment(mapped(x = "odds_lower", xend = "odds_upper", yend = "y"), shown[!is.na(shown$odds_lower), ],
      colour = first$colour, linewidth = 0.7) +
    ggplot2::geom_point(colour = first$colour, size = 2.6) +
    ggplot2::geom_point(mapped(x = "one"), data[data$reference, ], shape = 21, fill = chart_look()$paper, size = 2.4) +
    place_scale(data$term, sec.axis = ggplot2::dup_axis(labels = texts, name = NULL)) +
    ggplot2::scale_x_log10(breaks = c(0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 20, 50, 100),
      labels = function(x) sub(".", words$decimal, format(x, trim = TRUE, drop0trailing = TRUE, decimal.mark = "."), fixed = TRUE))
}

# ---- a score against a criterion ----

autoplot.wb_roc <- function(object, level = c("problem", "acute"), title = NULL, source = NULL, language = "nl", ...) {
  needs_ggplot2()
  words <- chart_words(language)
  level <- wb_check_choice(level, "level", c("problem", "acute"))
  of_level <- function(table) if (is.null(table$level)) table else table[table$level %in% level, ]
  data <- of_level(object$curve)
  data <- data[!is.na(data$sensitivity) & !is.na(data$specificity), ]
  if (nrow(data) == 0L) stop_argument("level", sprintf("the curve has no rows of the level '%s'", level))
  area <- of_level(object$auc)
  if (!is.null(area$method)) area <- area[area$method == "design", ]
  shown <- c(paste(unlist(lapply(data[1L, intersect(c("score", "criterion"), names(data))], as.character)), collapse = ", "),
    area_text(area, words), n_text(area$n_positive + area$n_negative), interval_words(metadata_number(object$curve, "level"), words))
  dressed(draw_roc(data, words), c(title, words$roc)[1L], shown, c(words$not_official, words$chance,
    table_notes(object$curve, words, source)), words, says_synthetic(object$curve, source), words$false_alarm,
    words$sensitivity)
}

area_text <- function(area, words) {
  two <- function(x) chart_number(x, words, 2)
  paste0(words$auc, " ", two(area$auc), ifelse(is.na(area$lower), "", sprintf(" (%s\u2013%s)", two(area$lower), two(area$upper))))
}

draw_roc <- function(data, words) {
  first <- chart_look()$series[[1L]]
  points <- data.frame(x = 1 - data$specificity, y = data$sensitivity, best = best_text(data, words))
  path <- rbind(points[c("x", "y")], data.frame(x = 0:1, y = 0:1))
  path <- path[order(path$x, path$y), ]
  best <- points[!is.na(points$best), ]
  axis <- percent_axis(words, "percent")
  ggplot2::ggplot(points, mapped(x = "x", y = "y")) +
    ggplot2::annotate("segment", x = 0, y = 0, xend = 1, yend = 1, linetype = "54", colour = chart_look()$quiet) +
    ggplot2::geom_path(data = path, colour = first$colour, linewidth = 0.7) + ggplot2::geom_point(colour = first$colour, size = 1.2) +
    ggplot2::geom_point(data = best, shape = 18, size = 4.5, colour = chart_look()$ink) +
    ggplot2::geom_text(mapped(label = "best"), best, hjust = 0, vjust = 1.6, nudge_x = 0.02, size = 3.2, colour = chart_look()$ink) +
    ggplot2::coord_equal(xlim = 0:1, ylim = 0:1) + ggplot2::scale_x_continuous(labels = axis) +
    ggplot2::scale_y_continuous(labels = axis)
}

best_text <- function(data, words) {
  reasons <- ifelse(data$best_youden & data$best_cost, paste0(words$best_youden, ", ", words$best_cost),
    ifelse(data$best_youden, words$best_youden, ifelse(data$best_cost, words$best_cost, NA)))
  cut <- sub(".", words$decimal, trimws(formatC(data$cut, digits = 4, format = "fg", decimal.mark = ".")), fixed = TRUE)
  ifelse(is.na(reasons), NA, sprintf("%s %s: %s", words$cut, cut, reasons))
}
