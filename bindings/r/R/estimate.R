# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Estimates of the rows of a design, in one pass.

wb_mean <- function(x, design, by = NULL, level = 0.95,
                    interval = c("logit", "wald", "wilson", "beta", "likelihood",
                                 "asin", "agresti_coull", "jeffreys"),
                    drop_empty = FALSE, threads = 1, progress = NULL, ...) {
  estimate_columns(one_or_more("mean", x), design, by,
    estimate_options(level, interval, drop_empty, ...), threads, progress)
}

wb_total <- function(x, design, by = NULL, level = 0.95, drop_empty = FALSE, threads = 1,
                     progress = NULL, ...) {
  estimate_columns(one_or_more("total", x), design, by, wald_options(level, drop_empty, ...),
    threads, progress)
}

wb_prop <- function(x, design, by = NULL, level = 0.95,
                    interval = c("logit", "wald", "wilson", "beta", "likelihood",
                                 "asin", "agresti_coull", "jeffreys"),
                    drop_empty = FALSE, threads = 1, progress = NULL, ...) {
  estimate_columns(one_or_more("proportion", x), design, by,
    estimate_options(level, interval, drop_empty, ...), threads, progress)
}

wb_ratio <- function(numerator, denominator, design, by = NULL, level = 0.95, drop_empty = FALSE,
                     threads = 1, progress = NULL, ...) {
  above <- asked_columns(one_or_more("ratio", numerator, "numerator"))
  below <- asked_columns(one_or_more("ratio", denominator, "denominator"))
  asked <- Map(function(a, b) ratio_of(c(a, b)), rep(above, length(below)),
    rep(below, each = length(above)))
  estimate_columns(unname(asked), design, by, wald_options(level, drop_empty, ...), threads,
    progress)
}

wb_variance <- function(x, design, by = NULL, level = 0.95, drop_empty = FALSE, threads = 1,
                        progress = NULL, ...) {
  estimate_columns(one_or_more("variance", x), design, by, wald_options(level, drop_empty, ...),
    threads, progress)
}

wb_covariance <- function(x, design, by = NULL, level = 0.95, drop_empty = FALSE, threads = 1,
                          progress = NULL, ...) {
  estimate_columns(one_or_more("covariance", x), design, by, wald_options(level, drop_empty, ...),
    threads, progress)
}

wb_correlation <- function(x, design, by = NULL, level = 0.95, drop_empty = FALSE, threads = 1,
                           progress = NULL, ...) {
  estimate_columns(one_or_more("correlation", x), design, by,
    wald_options(level, drop_empty, ...), threads, progress)
}

wb_quantile <- function(x, design, quantiles = c(0.25, 0.5, 0.75), by = NULL, level = 0.95,
                        quantile_rule = c("math", "school", "hf7"), drop_empty = FALSE,
                        threads = 1, progress = NULL, ...) {
  one_or_more("quantile", x)
  estimate_columns(quantile_estimands(x, quantiles, "x"), design, by,
    wald_options(level, drop_empty, quantile_rule = quantile_rule, ...), threads, progress)
}

# The estimands of an argument that must have some.
one_or_more <- function(statistic, x, argument = "x") {
  found <- if (statistic %in% c("covariance", "correlation")) {
    pair_estimands(statistic, x, argument)
  } else {
    single_estimands(statistic, x, argument)
  }
  if (length(found) == 0L) {
    stop_argument(argument, sprintf("%s names no column to estimate the %s of", argument,
      statistic))
  }
  found
}

# Of what has no other intervals.
wald_options <- function(level, drop_empty, ...) {
  if ("interval" %in% ...names()) {
    stop_argument("interval",
      "interval is for means and shares: other estimates have Wald intervals")
  }
  estimate_options(level, "wald", drop_empty, ...)
}

estimate_columns <- function(asked, design, by, options, threads, progress) {
  checked_design(design)
  by <- breakdown_names(by)
  check_asked(asked, by, design)
  outcomes <- asked_columns(asked)
  run <- wb_run_options(threads, progress)
  tally <- design_tally(design, asked, by, design_categories(asked, by, design), run,
    made = !is.null(options$replicates))
  on.exit(close_handles(tally))
  found <- estimates_of(tally, with_made(options, design$sampling$replicates), run)
  attr(found, "value_labels") <- value_labels_of(design$data, c(unlist(by), outcomes))
  found
}

check_asked <- function(asked, by, design) {
  check_columns(asked_columns(asked), names(design$data), "outcome")
  check_columns(unlist(by), names(design$data), "breakdown")
}

# The levels of factors, in their order, of whatever has categories in the results.
design_categories <- function(asked, by, design) {
  levels_of(design$data, c(unlist(by), category_columns(asked)))
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
estimates_of <- function(handle, options, run = NULL) {
  frame <- estimate_frame(handle, options, run)
  on.exit(close_handles(frame))
  from_wb_frame(frame, class = "wb_estimates")
}

estimate_frame <- function(handle, options, run = NULL) {
  .Call(R_swig_wb_tally_estimate, handle, options, run, FALSE)
}
