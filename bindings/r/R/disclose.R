# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Disclosure control: which counts of groups may be shown. Ledgers keep themselves as
# definition.R says.

wb_ledger <- function(x) {
  if (inherits(x, "wb_ledger")) return(x)
  new_ledger(definition_of(x, "ledger", read_ledger))
}

read_ledger <- function(reader) .Call(R_swig_wb_ledger_read, reader, FALSE)

new_ledger <- function(handle) {
  structure(
    class = "wb_ledger",
    list(
      scope = .Call(R_swig_wb_ledger_scope, handle),
      json = written_text(function(to) .Call(R_swig_wb_ledger_write, handle, to, FALSE)),
      state = definition_state(handle)
    )
  )
}

ledger_handle <- function(ledger) definition_handle(ledger, "ledger", read_ledger)

wb_ledger_json <- function(ledger) wb_ledger(ledger)$json

wb_ledger_table <- function(ledger) {
  made_table(.Call(R_swig_wb_ledger_frame, ledger_handle(wb_ledger(ledger)), FALSE))
}

# ---- what may be shown ----

wb_disclose <- function(counts, relations = NULL, min_n, min_n_sensitive = NULL, extreme = 2,
                        round_to = 1, dominance = 0.5, scope = NULL, release = NULL,
                        earlier = NULL, protect = c("all", "rules"), threads = 1,
                        progress = NULL) {
  highest <- 2^31 - 1
  options <- list(
    min_n = wb_check_whole(min_n, "min_n", 1, highest),
    extreme = if (is.null(extreme)) -1 else wb_check_whole(extreme, "extreme", 1, highest),
    round_to = wb_check_whole(round_to, "round_to", 1, highest),
    dominance = checked_share(dominance, "dominance"),
    protect = enum_value(protect, "protect", "protect")
  )
  if (!is.null(min_n_sensitive)) {
    options$min_n_sensitive <- wb_check_whole(min_n_sensitive, "min_n_sensitive", 1, highest)
  }
  options$scope <- wb_check_string(scope, "scope", optional = TRUE)
  options$release <- wb_check_string(release, "release", optional = TRUE)
  if (!is.null(earlier)) options$earlier <- ledger_handle(wb_ledger(earlier))
  disclosed(counts, relations, options, wb_run_options(threads, progress))
}

disclosed <- function(counts, relations, options, run) {
  frame <- as_wb_frame(counts)
  on.exit(close_handles(frame))
  sums <- if (!is.null(relations)) as_wb_frame(relations)
  on.exit(close_handles(sums), add = TRUE)
  made <- .Call(R_swig_wb_disclose, frame, sums, options, run, FALSE)
  on.exit(do.call(close_handles, made[1:2]), add = TRUE)
  list(
    released = from_wb_frame(made[[1L]], like = counts),
    audit = from_wb_frame(made[[2L]], like = counts),
    ledger = if (!is.null(made[[3L]])) new_ledger(made[[3L]])
  )
}

# Above 0 and at most 1.
checked_share <- function(x, what) {
  x <- wb_check_number(x, what)
  if (x <= 0 || x > 1) refuse_argument(x, what, "a number above 0 and up to 1")
  x
}

wb_disclose_mask <- function(data, released, cell = "cell", measure = NULL) {
  cell <- wb_check_string(cell, "cell")
  measure <- wb_check_string(measure, "measure", optional = TRUE)
  frame <- as_wb_frame(data)
  on.exit(close_handles(frame))
  shown <- as_wb_frame(released)
  on.exit(close_handles(shown), add = TRUE)
  made_table(.Call(R_swig_wb_disclose_mask, frame, cell, measure, shown, FALSE), like = data)
}

# ---- how it shows ----

format.wb_ledger <- function(x, ...) {
  rows <- wb_ledger_table(x)
  sprintf("<wb_ledger> %s: %d rows, %d of them hidden, after report %s", x$scope, nrow(rows),
    sum(rows$status == "hidden"), paste(sort(unique(as.character(rows$release))), collapse = ", "))
}

print.wb_ledger <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}
