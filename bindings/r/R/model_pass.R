# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Passes of a model over parts of the rows. The object is a handle on memory of the library: a
# copy of it is the same pass.

wb_model_pass <- function(formula, family = c("logit", "linear", "multinomial", "ordered"), event = NULL,
                          categories = NULL, domain = NULL, reference = list(), weights = NULL, strata = NULL,
                          clusters = NULL, fpc = NULL, nested = FALSE, units = c("auto", "open", "ordered"),
                          replicates = NULL, calibration = NULL, level = 0.95, ..., max_iterations = 0,
                          tolerance = 0) {
  family <- wb_check_choice(family, "family", enum_words("family"))
  parts <- model_parts(formula)
  domain <- if (is.null(domain)) NULL else one_column(domain, "domain")
  reference <- checked_reference(parts, reference)
  model <- new_model(parts, family, event, categories, domain, reference)
  on.exit(close_handles(model))
  sampling <- sampling_of(weights, strata, clusters, fpc, nested, units, replicates, calibration, "none")
  spec <- new_spec(list(), list(), sampling)
  on.exit(close_handles(spec), add = TRUE)
  .Call(R_swig_wb_model_set_design, model, spec, FALSE)
  handle <- .Call(R_swig_wb_model_pass_new, model, list(max_iterations = max_iterations, tolerance = tolerance),
    with_made(estimate_options(level = level, ...), sampling$replicates), FALSE)
  new_model_pass(handle, formula, family,
    unique(c(parts$outcome, parts$terms, domain, unlist(sampling_columns(sampling)))))
}

# One that was read does not know its formula, nor which columns it needs.
new_model_pass <- function(handle, formula = NULL, family = NULL, columns = NULL) {
  structure(list(handle = handle, formula = formula, family = family, columns = columns), class = "wb_model_pass")
}

pass_handle <- function(pass, argument = "pass") {
  if (!inherits(pass, "wb_model_pass")) {
    refuse_argument(pass, argument, "a pass that wb_model_pass() made")
  }
  if (!handle_is_open(pass$handle)) {
    stop_argument(argument, paste("this pass is of another R session: keep the bytes that",
      "wb_model_pass_bytes() gives, and read them with wb_model_pass_read()"))
  }
  pass$handle
}

wb_model_pass_update <- function(pass, data, threads = 1, progress = NULL) {
  handle <- pass_handle(pass)
  run <- wb_run_options(threads, progress, 0)
  check_table(data)
  frame <- frame_of_columns(data, if (is.null(pass$columns)) names(data) else pass$columns)
  on.exit(close_handles(frame))
  .Call(R_swig_wb_model_pass_update, handle, frame, run, FALSE)
  invisible(pass)
}

wb_model_pass_update_csv <- function(pass, path, instrument = NULL, delimiter = NULL, decimal = NULL, missing = "NA",
                                     types = NULL, threads = 1, progress = NULL) {
  handle <- pass_handle(pass)
  run <- wb_run_options(threads, progress, 0)
  source <- answers_source(path, instrument, delimiter, decimal, missing, types)
  on.exit(close_handles(source))
  .Call(R_swig_wb_model_pass_update_source, handle, source, run, FALSE)
  invisible(pass)
}

wb_model_pass_merge <- function(pass, other) {
  handle <- pass_handle(pass)
  from <- pass_handle(other, "other")
  if (identical(handle, from)) {
    stop_argument("other", "a pass cannot be merged with itself: its rows would count twice")
  }
  .Call(R_swig_wb_model_pass_merge, handle, from, FALSE)
  invisible(pass)
}

wb_model_pass_step <- function(pass) {
  handle <- pass_handle(pass)
  model <- .Call(R_swig_wb_model_pass_model, handle, FALSE)
  on.exit(close_handles(model))
  fit <- .Call(R_swig_wb_model_pass_step, handle, FALSE)
  if (is.null(fit)) NULL else fit_of(fit, model, pass$formula, pass$family, list(columns = pass$columns))
}

wb_model_pass_bytes <- function(pass) {
  handle <- pass_handle(pass)
  written(function(to) .Call(R_swig_wb_model_pass_write, handle, to, FALSE))
}

wb_model_pass_read <- function(from) {
  read <- function(reader) .Call(R_swig_wb_model_pass_read, reader, FALSE)
  handle <- if (is.raw(from)) {
    read_bytes(from, "bytes of a pass", read)
  } else {
    read_file(wb_check_string(from, "from"), read)
  }
  new_model_pass(handle)
}

wb_model_pass_json <- function(pass) {
  model <- .Call(R_swig_wb_model_pass_model, pass_handle(pass), FALSE)
  on.exit(close_handles(model))
  written_text(function(to) .Call(R_swig_wb_model_write, model, to, FALSE))
}

print.wb_model_pass <- function(x, ...) {
  handle <- pass_handle(x, "x")
  cat(sprintf("<wb_model_pass> %d, of %s rows\nAs confidential as the answers it was made of.\n",
    .Call(R_swig_wb_model_pass_number, handle, FALSE),
    format(.Call(R_swig_wb_model_pass_row_count, handle, FALSE))))
  invisible(x)
}
