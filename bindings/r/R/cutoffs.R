# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Setting cut-offs: a score against a criterion, and how results answer to a cut-off moved.

wb_roc <- function(score, criterion, design, acute = NULL, direction = c("high", "low"),
                   domain = NULL, cost_missed = 1, cost_false_alarm = 1, prevalence = NULL,
                   cost_missed_acute = NULL, cost_false_alarm_acute = NULL,
                   prevalence_acute = NULL, level = 0.95,
                   interval = c("logit", "wald", "wilson", "beta", "likelihood", "asin",
                                "agresti_coull", "jeffreys"),
                   threads = 1, progress = NULL, ...) {
  score <- needed_column(score, "score")
  criterion <- needed_column(criterion, "criterion")
  others <- list(acute = optional_column(acute, "acute"),
    domain = optional_column(domain, "domain"))
  options <- c(Filter(Negate(is.null), others),
    list(direction = enum_value(direction, "direction", "roc_direction")))
  for (what in c("cost_missed", "cost_false_alarm", "prevalence", "cost_missed_acute",
    "cost_false_alarm_acute", "prevalence_acute")) {
    options[[what]] <- optional_number(get(what), what)
  }
  pair <- with_rows(design, c(score, criterion, unlist(others)), list(), threads, progress,
    estimate_options(level, interval, ...), function(source, spec, estimating, run) {
      .Call(R_swig_wb_roc, source, score, criterion, spec, options, estimating, run, FALSE)
    })
  on.exit(do.call(close_handles, pair))
  structure(list(curve = from_wb_frame(pair[[1L]]), auc = from_wb_frame(pair[[2L]])), class = "wb_roc")
}

print.wb_roc <- function(x, ...) {
  print(unclass(x), ...)
  invisible(x)
}

wb_cutoff_moves <- function(instrument, design, by = NULL, select = NULL, steps = 1, level = 0.95,
                            interval = c("logit", "wald", "wilson", "beta", "likelihood",
                                         "asin", "agresti_coull", "jeffreys"),
                            drop_empty = FALSE, threads = 1, progress = NULL, ...) {
  instrument <- wb_instrument(instrument)
  by <- breakdown_names(by)
  options <- list(steps = wb_check_whole(steps, "steps", 1, 10))
  options$select <- wb_check_strings(select, "select", optional = TRUE)
  items <- intersect(names(checked_design(design)$data), instrument$state$items)
  made_table(with_rows(design, items, by, threads, progress,
    estimate_options(level, interval, drop_empty, ...),
    function(source, spec, estimating, run) {
      .Call(R_swig_wb_cutoff_moves, instrument_handle(instrument), source, spec, options,
        estimating, run, FALSE)
    }))
}

# What `verb` makes of the rows of a design and a specification of it without estimands.
with_rows <- function(design, columns, by, threads, progress, estimating, verb) {
  checked_design(design)
  check_columns(columns, names(design$data), "a column that is asked for")
  check_columns(unlist(by), names(design$data), "breakdown")
  run <- wb_run_options(threads, progress)
  sampling <- design$sampling
  frame <- design_frame(design, c(columns, unlist(sampling_columns(sampling)), unlist(by)))
  spec <- new_spec(list(), by, sampling, levels_of(design$data, unlist(by)))
  source <- .Call(R_swig_wb_source_from_frame, frame, 0L, FALSE)
  on.exit(close_handles(spec, source))
  verb(source, spec, with_made(estimating, sampling$replicates), run)
}

needed_column <- function(x, argument) {
  name <- one_column(x, argument)
  if (length(name) == 0L) {
    stop_argument(argument, sprintf("%s names no column", argument))
  }
  name
}

optional_column <- function(x, argument) {
  name <- one_column(x, argument)
  if (length(name) > 0L) name
}
