# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The monitor: definitions, which keep themselves as definition.R says; monitors, which are
# handles that grow; and results.

wb_monitor_definitions <- function() {
  count <- .Call(R_swig_wb_monitor_builtin_count, FALSE)
  vapply(seq_len(count) - 1, function(i) .Call(R_swig_wb_monitor_builtin_id, i), "")
}

wb_monitor_definition <- function(x) {
  if (inherits(x, "wb_monitor_definition")) return(x)
  builtin <- function(id) .Call(R_swig_wb_monitor_builtin, id, FALSE)
  new_monitor_definition(builtin_or_definition(x, builtin, read_monitor_definition))
}

read_monitor_definition <- function(reader) {
  .Call(R_swig_wb_monitor_definition_read, reader, FALSE)
}

new_monitor_definition <- function(handle) {
  structure(
    class = "wb_monitor_definition",
    list(
      id = .Call(R_swig_wb_monitor_definition_id, handle),
      hash = .Call(R_swig_wb_monitor_definition_hash, handle),
      instrument = .Call(R_swig_wb_monitor_definition_instrument, handle),
      json = written_text(function(to) {
        .Call(R_swig_wb_monitor_definition_write, handle, to, FALSE)
      }),
      state = definition_state(handle)
    )
  )
}

monitor_definition_handle <- function(definition) {
  definition_handle(definition, definition$id, read_monitor_definition)
}

format.wb_monitor_definition <- function(x, language = "nl", ...) {
  language <- wb_check_string(language, "language")
  title <- .Call(R_swig_wb_monitor_definition_title, monitor_definition_handle(x), language)
  sprintf("<wb_monitor_definition> %s: %s", x$id, title)
}

print.wb_monitor_definition <- function(x, language = "nl", ...) {
  cat(format(x, language), "\n", sep = "")
  cat("instrument ", x$instrument, "\nsha256 ", x$hash, "\n", sep = "")
  invisible(x)
}

# A monitor: a handle on memory of the library, that wb_monitor_add() changes for all who hold it.
wb_monitor <- function(definition, instrument = NULL, spec = NULL) {
  definition <- monitor_definition_handle(wb_monitor_definition(definition))
  if (!is.null(instrument)) instrument <- instrument_handle(wb_instrument(instrument))
  handle <- .Call(R_swig_wb_monitor_new, definition, instrument, FALSE)
  if (!is.null(spec)) {
    design <- read_spec(spec)
    on.exit(close_handles(design))
    .Call(R_swig_wb_monitor_set_design, handle, design, FALSE)
  }
  structure(list(handle = handle), class = "wb_monitor")
}

monitor_handle <- function(monitor) {
  if (!inherits(monitor, "wb_monitor")) {
    refuse_argument(monitor, "monitor", "a monitor that wb_monitor() made")
  }
  handle <- .subset2(monitor, "handle")
  if (!handle_is_open(handle)) {
    stop_argument("monitor", paste("this monitor is of another R session, and its handle leads",
      "nowhere: give a new one the answers again"))
  }
  handle
}

wb_monitor_add <- function(monitor, data, wave = NULL, name = NULL, threads = 1,
                           progress = NULL) {
  handle <- monitor_handle(monitor)
  if (is.numeric(wave)) wave <- value_texts(wave)
  wave <- wb_check_string(wave, "wave", optional = TRUE)
  name <- wb_check_string(name, "name", optional = TRUE)
  run <- wb_run_options(threads, progress)
  frame <- as_wb_frame(data)
  source <- .Call(R_swig_wb_source_from_frame, frame, 0L, FALSE)
  on.exit(close_handles(source, frame))
  .Call(R_swig_wb_monitor_add, handle, wave, name, source, run, FALSE)
  invisible(monitor)
}

length.wb_monitor <- function(x) {
  as.integer(.Call(R_swig_wb_monitor_row_count, monitor_handle(x), FALSE))
}

wb_monitor_results <- function(monitor, level = NULL, lonely = c("fail", "certainty", "centre",
                                                                 "average", "collapse"),
                               release = NULL, earlier = NULL, scope = NULL, threads = 1,
                               progress = NULL) {
  options <- list(lonely = enum_value(lonely, "lonely", "lonely"))
  if (!is.null(level)) options$level <- checked_level(level)
  options$release <- wb_check_string(release, "release", optional = TRUE)
  options$scope <- wb_check_string(scope, "scope", optional = TRUE)
  if (!is.null(earlier)) options$earlier <- ledger_handle(wb_ledger(earlier))
  run <- wb_run_options(threads, progress)
  handle <- .Call(R_swig_wb_monitor_results_make, monitor_handle(monitor), options, run, FALSE)
  structure(list(handle = handle), class = "wb_monitor_results")
}

monitor_results_handle <- function(results) {
  if (!inherits(results, "wb_monitor_results")) {
    refuse_argument(results, "results", "results that wb_monitor_results() made")
  }
  .subset2(results, "handle")
}

monitor_part <- function(results, part, language) {
  handle <- monitor_results_handle(results)
  .Call(R_swig_wb_monitor_results_table, handle, part, language, FALSE)
}

wb_monitor_table <- function(results, part, language = NULL) {
  part <- wb_check_string(part, "part")
  language <- wb_check_string(language, "language", optional = TRUE)
  made_table(monitor_part(results, part, language))
}

wb_monitor_parts <- function() {
  count <- .Call(R_swig_wb_monitor_part_count, FALSE)
  vapply(seq_len(count) - 1, function(i) .Call(R_swig_wb_monitor_part_name, i), "")
}

wb_monitor_ledger <- function(results) {
  new_ledger(.Call(R_swig_wb_monitor_results_ledger, monitor_results_handle(results), FALSE))
}

# A page, of one monitor or of several, in which a reader explores what is released.
wb_explore <- function(results, path, language = "nl", title = NULL, note = NULL) {
  if (inherits(results, "wb_monitor_results")) results <- list(results)
  handles <- lapply(results, function(one) {
    if (!inherits(one, "wb_monitor_results")) {
      refuse_argument(one, "results", "results that wb_monitor_results() made, or a list of them")
    }
    .subset2(one, "handle")
  })
  options <- list(language = wb_check_string(language, "language"))
  options$title <- wb_check_string(title, "title", optional = TRUE)
  options$note <- wb_check_string(note, "note", optional = TRUE)
  write_file(path, function(to) {
    .Call(R_swig_wb_monitor_explore, handles, options, to, FALSE)
  })
  invisible(path)
}

format.wb_monitor <- function(x, ...) sprintf("<wb_monitor> %d rows", length(x))

print.wb_monitor <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

names.wb_monitor_results <- function(x) wb_monitor_parts()

format.wb_monitor_results <- function(x, ...) {
  parts <- setdiff(names(x), "audit")
  rows <- vapply(parts, function(part) {
    frame <- monitor_part(x, part, NULL)
    on.exit(close_handles(frame))
    .Call(R_swig_wb_frame_row_count, frame, FALSE)
  }, 0)
  sprintf("<wb_monitor_results> rows of %s", paste(parts, rows, collapse = ", "))
}

print.wb_monitor_results <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}
