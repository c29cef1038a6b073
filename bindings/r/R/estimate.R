# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Estimates of the rows of a design, in one pass.

wb_mean <- function(x, design, by = NULL, level = 0.95,
                    interval = c("logit", "wald", "wilson", "beta", "likelihood",
                                 "asin", "agresti_coull", "jeffreys"),
                    drop_empty = FALSE, threads = 1, progress = NULL) {
  estimate_columns("mean", x, design, by, estimate_options(level,
    checked_interval(interval), drop_empty), threads, progress)
}

wb_total <- function(x, design, by = NULL, level = 0.95, drop_empty = FALSE, threads = 1,
                     progress = NULL) {
  estimate_columns("total", x, design, by, estimate_options(level, "wald", drop_empty),
    threads, progress)
}

wb_prop <- function(x, design, by = NULL, level = 0.95,
                    interval = c("logit", "wald", "wilson", "beta", "likelihood",
                                 "asin", "agresti_coull", "jeffreys"),
                    drop_empty = FALSE, threads = 1, progress = NULL) {
  estimate_columns("proportion", x, design, by, estimate_options(level,
    checked_interval(interval), drop_empty), threads, progress)
}

estimate_columns <- function(statistic, x, design, by, options, threads, progress) {
  checked_design(design)
  outcomes <- formula_columns(x, "x")
  if (length(outcomes) == 0L) {
    stop_argument("x", sprintf("x names no column to estimate the %s of", statistic))
  }
  by <- breakdown_names(by)
  check_columns(outcomes, names(design$data), "outcome")
  check_columns(unlist(by), names(design$data), "breakdown")
  categories <- levels_of(design$data, c(unlist(by), if (statistic == "proportion") outcomes))
  tally <- design_tally(design, setNames(list(outcomes), statistic), by, categories,
    wb_run_options(threads, progress))
  on.exit(close_handles(tally))
  found <- estimates_of(tally, options)
  attr(found, "value_labels") <- value_labels_of(design$data, c(unlist(by), outcomes))
  found
}

# The value labels of labelled columns, by column: print() shows them beside the codes.
value_labels_of <- function(data, columns) {
  labels <- lapply(setNames(nm = unique(columns)), function(column) {
    labels <- attr(data[[column]], "labels", exact = TRUE)
    if (is.atomic(labels) && !is.null(names(labels))) labels
  })
  labels <- labels[!vapply(labels, is.null, NA)]
  if (length(labels) > 0L) labels
}

# The estimates of a handle, as users see them.
estimates_of <- function(handle, options) {
  frame <- .Call(R_swig_wb_tally_estimate, handle, options, NULL, FALSE)
  found <- from_wb_frame(frame, class = "wb_estimates")
  close_handles(frame)
  found
}
