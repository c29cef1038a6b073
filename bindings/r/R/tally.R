# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Tallies: what one pass over rows leaves behind. The object is a handle on memory of the
# library: a copy of it is the same tally, and what changes it changes it for all who hold it.

wb_tally <- function(mean = NULL, total = NULL, proportion = NULL, by = NULL, weights = NULL,
                     strata = NULL, clusters = NULL, fpc = NULL, nested = FALSE,
                     units = c("auto", "open", "ordered"), replicates = NULL, calibration = NULL,
                     design_effect = c("none", "wor", "wr"), ratio = NULL, variance = NULL,
                     covariance = NULL, correlation = NULL, quantile = NULL,
                     quantiles = c(0.25, 0.5, 0.75), rank = NULL,
                     score = c("wilcoxon", "van_der_waerden", "median"), categories = list(),
                     design = NULL, spec = NULL) {
  given <- Filter(function(name) {
    check_evaluates(get(name), name)
    !is.null(get(name))
  }, names(match.call())[-1L])
  asked <- c(single_estimands("mean", mean), single_estimands("total", total),
    single_estimands("proportion", proportion), ratio_estimands(ratio),
    single_estimands("variance", variance), pair_estimands("covariance", covariance),
    pair_estimands("correlation", correlation), quantile_estimands(quantile, quantiles),
    rank_estimands(rank, score))
  if (!is.null(spec)) {
    refuse_said("spec", setdiff(given, "spec"))
    return(new_tally(.Call(R_swig_wb_tally_new, read_spec(spec), FALSE)))
  }
  if (length(asked) == 0L) {
    stop_argument("mean", "a tally needs something to estimate, such as mean, total or proportion")
  }
  by <- breakdown_names(by)
  categories <- checked_categories(categories)
  if (!is.null(design)) {
    refuse_said("design", setdiff(intersect(given, names(formals(sampling_of))), "units"))
    return(tally_of_design(design, asked, by, categories, if ("units" %in% given) units))
  }
  sampling <- sampling_of(weights, strata, clusters, fpc, nested, units, replicates, calibration,
    design_effect)
  if (are_made(sampling$replicates)) {
    stop_argument("replicates", paste("replicates are made when a tally estimates: give them to",
      "wb_tally_estimate(), and units = \"open\" here"))
  }
  made <- new_spec(asked, by, sampling, categories)
  new_tally(.Call(R_swig_wb_tally_new, made, FALSE))
}

# `names` are arguments that say what `by` says already.
refuse_said <- function(by, names) {
  if (length(names) > 0L) {
    stop_argument(names[1L], sprintf("%s is said by %s, which is given too", names[1L], by))
  }
}

# Of all rows of a design, with the replicates it says to make; `units` if they are to be others
# than it says.
tally_of_design <- function(design, asked, by, categories, units) {
  checked_design(design)
  if (!is.null(units)) {
    design$sampling$units <- wb_check_choice(units, "units", enum_words("units"))
  }
  check_asked(asked, by, design)
  of_factors <- design_categories(asked, by, design)
  categories <- c(categories, of_factors[setdiff(names(of_factors), names(categories))])
  new_tally(design_tally(design, asked, by, categories, NULL), design$sampling$replicates)
}

# `made` are replicates to be made, if any.
new_tally <- function(handle, made = NULL) {
  structure(list(handle = handle, made = if (are_made(made)) made), class = "wb_tally")
}

# The handle, or a clear condition: that of another session has nothing behind it.
tally_handle <- function(tally, argument = "tally") {
  if (!inherits(tally, "wb_tally")) {
    refuse_argument(tally, argument, "a tally that wb_tally() made")
  }
  handle <- .subset2(tally, "handle")
  if (!handle_is_open(handle)) {
    stop_argument(argument, paste("this tally is of another R session or went through saveRDS(),",
      "and its handle leads nowhere: keep the bytes that wb_tally_bytes() gives, and read them",
      "with wb_tally_read()"))
  }
  handle
}

wb_tally_update <- function(tally, data, threads = 1, progress = NULL, memory_limit = 0) {
  handle <- tally_handle(tally)
  run <- wb_run_options(threads, progress, memory_limit)
  check_table(data)
  frame <- frame_of_columns(data, tally_columns(tally))
  on.exit(close_handles(frame))
  .Call(R_swig_wb_tally_update, handle, frame, run, FALSE)
  invisible(tally)
}

# The columns that the specification names.
tally_columns <- function(tally) {
  spec <- .Call(R_swig_wb_tally_spec, tally_handle(tally), FALSE)
  read_columns(.Call(R_swig_wb_spec_columns, spec, FALSE))$name
}

wb_tally_update_csv <- function(tally, path, instrument = NULL, delimiter = NULL,
                                decimal = NULL, missing = "NA", types = NULL, threads = 1,
                                progress = NULL, memory_limit = 0) {
  handle <- tally_handle(tally)
  run <- wb_run_options(threads, progress, memory_limit)
  source <- answers_source(path, instrument, delimiter, decimal, missing, types)
  on.exit(close_handles(source))
  .Call(R_swig_wb_tally_update_source, handle, source, run, FALSE)
  invisible(tally)
}

wb_tally_merge <- function(tally, other) {
  handle <- tally_handle(tally)
  from <- tally_handle(other, "other")
  if (identical(handle, from)) {
    stop_argument("other", "a tally cannot be merged with itself: its rows would count twice")
  }
  .Call(R_swig_wb_tally_merge, handle, from, FALSE)
  invisible(tally)
}

wb_tally_estimate <- function(tally, level = 0.95,
                              interval = c("logit", "wald", "wilson", "beta", "likelihood",
                                           "asin", "agresti_coull", "jeffreys"),
                              drop_empty = FALSE, progress = NULL, ...) {
  handle <- tally_handle(tally)
  options <- estimate_options(level, interval, drop_empty, ...)
  estimates_of(handle, with_made(options, tally$made), wb_run_options(progress = progress))
}

# What quantiles and ranks need after the first pass: an empty tally that takes the same rows.
wb_tally_second_pass <- function(tally) {
  new_tally(.Call(R_swig_wb_tally_second_pass, tally_handle(tally), FALSE), tally$made)
}

# Of a tally only the specification; the file is read as often as that takes.
wb_estimate_csv <- function(tally, path, instrument = NULL, delimiter = NULL, decimal = NULL,
                            missing = "NA", types = NULL, level = 0.95,
                            interval = c("logit", "wald", "wilson", "beta", "likelihood", "asin",
                                         "agresti_coull", "jeffreys"),
                            drop_empty = FALSE, threads = 1, progress = NULL, memory_limit = 0,
                            ...) {
  if (wb_tally_rows(tally) > 0) {
    stop_argument("tally", "tally has rows already, and only its specification would be used")
  }
  options <- with_made(estimate_options(level, interval, drop_empty, ...), tally$made)
  run <- wb_run_options(threads, progress, memory_limit)
  source <- answers_source(path, instrument, delimiter, decimal, missing, types)
  on.exit(close_handles(source))
  spec <- .Call(R_swig_wb_tally_spec, tally_handle(tally), FALSE)
  frame <- .Call(R_swig_wb_estimate_source, spec, source, options, run, FALSE)
  on.exit(close_handles(frame, spec), add = TRUE)
  from_wb_frame(frame, class = "wb_estimates")
}

# The rows of a file, CSV or of a statistics package, scored as they are read when there is an
# instrument.
answers_source <- function(path, instrument, delimiter, decimal, missing, types) {
  if (!is.null(instrument)) {
    instrument <- instrument_handle(wb_instrument(instrument))
  }
  source <- if (is_statfile(path)) statfile_source(path, tags = TRUE)
            else csv_source(path, delimiter, decimal, missing, types)
  if (is.null(instrument)) source
  else .Call(R_swig_wb_score_source, instrument, source, NULL, FALSE)
}

wb_tally_bytes <- function(tally) {
  handle <- tally_handle(tally)
  written(function(writer) .Call(R_swig_wb_tally_write, handle, writer, FALSE))
}

wb_tally_write <- function(tally, path) {
  handle <- tally_handle(tally)
  write_file(path, function(to) .Call(R_swig_wb_tally_write, handle, to, FALSE))
  invisible(tally)
}

wb_tally_read <- function(from) {
  read <- function(reader) .Call(R_swig_wb_tally_read, reader, FALSE)
  handle <- if (is.raw(from)) {
    read_bytes(from, "bytes of a tally", read)
  } else {
    read_file(wb_check_string(from, "from"), read)
  }
  new_tally(handle)
}

wb_tally_spec <- function(tally) {
  spec_json(.Call(R_swig_wb_tally_spec, tally_handle(tally), FALSE))
}

wb_tally_rows <- function(tally) {
  .Call(R_swig_wb_tally_row_count, tally_handle(tally), FALSE)
}

format.wb_tally <- function(x, ...) {
  handle <- .subset2(x, "handle")
  if (!handle_is_open(handle)) {
    return("<wb_tally> of another R session: nothing is behind it (see ?wb_tally_bytes)")
  }
  sprintf("<wb_tally> %s rows, spec %s\nAs confidential as the answers it was made of.",
    rows_text(.Call(R_swig_wb_tally_row_count, handle, FALSE)),
    substr(.Call(R_swig_wb_tally_spec_hash, handle), 1L, 12L))
}

print.wb_tally <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}
