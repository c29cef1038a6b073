# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# A store is a file that is open: an environment, since it changes for all who hold it.

wb_store <- function(path, mode = c("create", "existing", "read"), wait = 5) {
  path <- path.expand(wb_check_string(path, "path"))
  milliseconds <- round(wb_check_number(wait, "wait", 0, 1e6) * 1000)
  options <- list(
    mode = enum_value(mode, "mode", "store"),
    wait_ms = if (milliseconds == 0) -1 else milliseconds
  )
  store <- new.env(parent = emptyenv())
  store$path <- path
  store$process <- Sys.getpid()
  store$handle <- .Call(R_swig_wb_store_open, path, options, FALSE)
  class(store) <- "wb_store"
  store
}

store_handle <- function(store) {
  if (!inherits(store, "wb_store")) refuse_argument(store, "store", "a store of wb_store()")
  if (is.null(store$handle) || !handle_is_open(store$handle)) {
    wb_stop("ARG", sprintf("the store '%s' is closed", store$path), item = "store")
  }
  if (!identical(store$process, Sys.getpid())) {
    wb_stop("CONFLICT", "the store was opened before this process was forked: open it anew",
      item = "store")
  }
  store$handle
}

close.wb_store <- function(con, ...) {
  if (!is.null(con$handle)) close_handles(con$handle)
  con$handle <- NULL
  invisible()
}

# ---- reading ----

wb_store_seq <- function(store, at = NULL) {
  when <- if (is.null(at)) 2^53 else micros_of(at, "at", end = TRUE)
  .Call(R_swig_wb_store_seq, store_handle(store), when, FALSE)
}

wb_store_plan <- function(store, seq = NULL, at = NULL) {
  if (!is.null(at)) {
    if (!is.null(seq)) wb_stop("ARG", "seq or at is given, not both", item = "at")
    seq <- wb_store_seq(store, at)
  }
  is_asked <- !is.null(seq)
  seq <- if (is_asked) wb_check_whole(seq, "seq") else 0
  if (seq == 0 && is_asked) {
    wb_stop("ARG", "the store has no entry up to then", item = "seq")
  }
  new_plan(.Call(R_swig_wb_store_plan, store_handle(store), seq, FALSE))
}

wb_store_history <- function(store, after = 0, since = NULL, record = NULL, language = "nl") {
  if (!is.null(since)) {
    when <- micros_of(since, "since") - 1
    after <- .Call(R_swig_wb_store_seq, store_handle(store), when, FALSE)
  }
  after <- wb_check_whole(after, "after")
  record <- wb_check_string(record, "record", optional = TRUE)
  language <- wb_check_string(language, "language")
  made_table(.Call(R_swig_wb_store_history, store_handle(store), after, record, language, FALSE))
}

wb_store_verify <- function(store) {
  .Call(R_swig_wb_store_verify, store_handle(store), FALSE)
  invisible(TRUE)
}

# ---- writing ----

wb_store_import <- function(store, plan, editor, why = NULL, now = Sys.time()) {
  editor <- wb_check_string(editor, "editor")
  why <- wb_check_string(why, "why", optional = TRUE)
  .Call(R_swig_wb_store_import, store_handle(store), plan_handle(wb_plan(plan)),
    micros_of(now, "now"), editor, why, FALSE)
  invisible(store)
}

wb_store_apply <- function(store, changes, editor, why = NULL, now = Sys.time()) {
  editor <- wb_check_string(editor, "editor")
  why <- wb_check_string(why, "why", optional = TRUE)
  handle <- changes_handle(changes)
  on.exit(close_handles(handle))
  invisible(.Call(R_swig_wb_store_apply, store_handle(store), handle, micros_of(now, "now"),
    editor, why, FALSE))
}

wb_store_undo <- function(store, editor, edit = NULL, why = NULL, now = Sys.time()) {
  editor <- wb_check_string(editor, "editor")
  why <- wb_check_string(why, "why", optional = TRUE)
  edit <- if (is.null(edit)) 0 else wb_check_whole(edit, "edit", 1)
  invisible(.Call(R_swig_wb_store_undo, store_handle(store), edit, micros_of(now, "now"),
    editor, why, FALSE))
}

wb_store_set_name <- function(store, editor, name) {
  editor <- wb_check_string(editor, "editor")
  name <- wb_check_string(name, "name")
  .Call(R_swig_wb_store_set_name, store_handle(store), editor, name, FALSE)
  invisible(store)
}

wb_store_erase_name <- function(store, editor) {
  editor <- wb_check_string(editor, "editor")
  .Call(R_swig_wb_store_erase_name, store_handle(store), editor, FALSE)
  invisible(store)
}

format.wb_store <- function(x, ...) {
  sprintf("<wb_store> %s (%s)", x$path, if (is.null(x$handle)) "closed" else "open")
}

print.wb_store <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}
