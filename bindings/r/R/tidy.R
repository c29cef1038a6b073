# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Results with the names that package broom gave to columns, for generics tidy() and glance().

broom_names <- c(statistic = "estimand", difference = "estimate", slope = "estimate", se = "std.error", lower = "conf.low",
  upper = "conf.high", p = "p.value", p_adjusted = "adj.p.value", t = "statistic", f = "statistic", term = "contrast",
  contrast = "term")

# A table of results under those names, with what each row is about as its term.
tidied <- function(x) {
  class(x) <- "data.frame"
  attr(x, "metadata") <- attr(x, "value_labels") <- NULL
  renamed <- names(x) %in% names(broom_names)
  names(x)[renamed] <- broom_names[names(x)[renamed]]
  if (!"term" %in% names(x)) {
    at <- match("variable", names(x))
    x[[at]] <- term_text(x$variable, x$category)
    names(x)[at] <- "term"
    x$category <- NULL
  }
  x
}

term_text <- function(variable, category) {
  paste0(variable, ifelse(is.na(category), "", paste0("=", category)))
}

tidy.wb_estimates <- function(x, conf.int = TRUE, conf.level = NULL, ...) {
  if (!is.null(conf.level)) {
    bounds <- confint.wb_estimates(x, level = conf.level)
    x$lower <- unname(bounds[, 1L])
    x$upper <- unname(bounds[, 2L])
  }
  with_interval(tidied(x), conf.int)
}

with_interval <- function(x, conf.int) {
  if (wb_check_flag(conf.int, "conf.int")) x else x[setdiff(names(x), c("conf.low", "conf.high"))]
}

tidy.wb_comparison <- function(x, conf.int = TRUE, ...) with_interval(tidied(x), conf.int)

# Tests of tables have columns of their own kind.
tidy.wb_test <- function(x, ...) {
  x <- as.data.frame(x)
  attr(x, "metadata") <- NULL
  names(x)[names(x) == "statistic"] <- "estimand"
  renamed <- names(x) %in% c("p", "f")
  names(x)[renamed] <- broom_names[names(x)[renamed]]
  x
}

tidy.wb_change <- function(x, conf.int = TRUE, ...) with_interval(tidied(x), conf.int)

tidy.wb_monitor_results <- function(x, part = c("cells", "changes", "groups", "trend"), language = NULL, ...) {
  part <- wb_check_choice(part, "part", c("cells", "changes", "groups", "trend"))
  tidied(wb_monitor_table(x, part, language))
}

tidy.wb_model_fit <- function(x, conf.int = FALSE, conf.level = 0.95, exponentiate = FALSE, ...) {
  rows <- estimated(x)
  found <- data.frame(term = coefficient_names(rows$category, rows$term, rows$level), estimate = rows$estimate,
    std.error = rows$se, statistic = rows$statistic, p.value = rows$p)
  if (wb_check_flag(conf.int, "conf.int")) {
    bounds <- unname(confint.wb_model_fit(x, level = conf.level))
    found$conf.low <- bounds[, 1L]
    found$conf.high <- bounds[, 2L]
  }
  if (wb_check_flag(exponentiate, "exponentiate")) {
    ratios <- intersect(names(found), c("estimate", "conf.low", "conf.high"))
    found[ratios] <- exp(found[ratios])
  }
  found$df <- rows$df
  found$status <- rows$status
  found
}

# ---- one row about all ----

glance.wb_model_fit <- function(x, ...) {
  summary <- x$summary
  names <- c(n = "nobs", df = "df.residual", null_deviance = "null.deviance", r_squared = "r.squared")
  renamed <- names(summary) %in% names(names)
  names(summary)[renamed] <- names[names(summary)[renamed]]
  summary
}

glance.wb_estimates <- function(x, ...) {
  data.frame(nobs = metadata_number(x, "rows"), estimates = nrow(x), level = metadata_number(x, "level"),
    interval = metadata_text(x, "interval"), design = metadata_text(x, "design"), synthetic = is_synthetic(x))
}

glance.wb_monitor_results <- function(x, ...) {
  cells <- wb_monitor_table(x, "cells")
  data.frame(nobs = sum(wb_monitor_table(x, "response")$rows), waves = nlevels(cells$wave), cells = nrow(cells),
    hidden = sum(cells$status == "hidden"), level = metadata_number(cells, "level"),
    definition = metadata_text(cells, "definition"), synthetic = is_synthetic(cells),
    verified = isTRUE(metadata_flag(cells, "verified")))
}

is_synthetic <- function(x) !is.null(synthetic_note(x))

# ---- of models ----

nobs.wb_model_fit <- function(object, ...) object$summary$n

deviance.wb_model_fit <- function(object, ...) object$summary$deviance

df.residual.wb_model_fit <- function(object, ...) object$summary$df
