# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Tallies: what one pass over rows leaves behind. The object is a handle on memory of the
# library: a copy of it is the same tally, and what changes it changes it for all who hold it.

wb_tally <- function(mean = NULL, total = NULL, proportion = NULL, by = NULL, weights = NULL,
                     strata = NULL, categories = list(), spec = NULL) {
  asked <- list(mean = formula_columns(mean, "mean"), total = formula_columns(total, "total"),
    proportion = formula_columns(proportion, "proportion"))
  if (!is.null(spec)) {
    given <- c(lengths(asked) > 0L, by = !is.null(by), weights = !is.null(weights),
      strata = !is.null(strata), categories = length(categories) > 0L)
    if (any(given)) {
      stop_argument(names(which(given))[1L], sprintf("%s is said by spec, which is given too",
        names(which(given))[1L]))
    }
    return(new_tally(.Call(R_swig_wb_tally_new, read_spec(spec), FALSE)))
  }
  if (all(lengths(asked) == 0L)) {
    stop_argument("mean", "a tally needs something to estimate: mean, total or proportion")
  }
  made <- new_spec(asked, breakdown_names(by), one_column(weights, "weights"),
    formula_columns(strata, "strata"), checked_categories(categories))
  new_tally(.Call(R_swig_wb_tally_new, made, FALSE))
}

new_tally <- function(handle) {
  structure(list(handle = handle), class = "wb_tally")
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
  frame <- frame_for(tally, data)
  on.exit(close_handles(frame))
  .Call(R_swig_wb_tally_update, handle, frame, run, FALSE)
  invisible(tally)
}

# A frame of the columns of the data that the specification names.
frame_for <- function(tally, data) {
  check_table(data)
  columns <- unclass(data)[names(data) %in% tally_columns(tally)]
  attr(columns, "metadata") <- attr(data, "metadata", exact = TRUE)
  as_wb_frame(columns, count_rows(data))
}

tally_columns <- function(tally) {
  spec <- .Call(R_swig_wb_tally_spec, tally_handle(tally), FALSE)
  read_columns(.Call(R_swig_wb_spec_columns, spec, FALSE))$name
}

wb_tally_update_csv <- function(tally, path, instrument = NULL, delimiter = NULL,
                                decimal = NULL, missing = "NA", types = NULL, threads = 1,
                                progress = NULL, memory_limit = 0) {
  handle <- tally_handle(tally)
  run <- wb_run_options(threads, progress, memory_limit)
  if (!is.null(instrument)) {
    instrument <- instrument_handle(wb_instrument(instrument))
  }
  source <- csv_source(path, delimiter, decimal, missing, types)
  on.exit(close_handles(source))
  if (!is.null(instrument)) {
    source <- .Call(R_swig_wb_score_source, instrument, source, NULL, FALSE)
  }
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
                              drop_empty = FALSE) {
  estimates_of(tally_handle(tally), estimate_options(level,
    checked_interval(interval), drop_empty))
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
  reader <- if (is.raw(from)) {
    .Call(R_swig_wb_reader_of, from, "bytes of a tally", FALSE)
  } else {
    .Call(R_swig_wb_reader_open, path.expand(wb_check_string(from, "from")), FALSE)
  }
  new_tally(.Call(R_swig_wb_tally_read, reader, FALSE))
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
    format(.Call(R_swig_wb_tally_row_count, handle, FALSE), big.mark = ","),
    substr(.Call(R_swig_wb_tally_spec_hash, handle), 1L, 12L))
}

print.wb_tally <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}
