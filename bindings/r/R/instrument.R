# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Instruments, which keep themselves as definition.R says.

wb_instruments <- function(language = "nl") {
  count <- .Call(R_swig_wb_instrument_builtin_count, FALSE)
  ids <- vapply(seq_len(count) - 1, function(i) .Call(R_swig_wb_instrument_builtin_id, i), "")
  all <- lapply(ids, wb_instrument)
  data.frame(
    id = ids,
    version = vapply(all, function(x) x$version, ""),
    title = vapply(all, instrument_title, "", language),
    verified = vapply(all, instrument_verified, NA)
  )
}

wb_instrument <- function(x) {
  if (inherits(x, "wb_instrument")) return(x)
  builtin <- function(id) .Call(R_swig_wb_instrument_builtin, id, FALSE)
  new_instrument(builtin_or_definition(x, builtin, read_instrument))
}

read_instrument <- function(reader) .Call(R_swig_wb_instrument_read, reader, FALSE)

new_instrument <- function(handle) {
  structure(
    class = "wb_instrument",
    list(
      id = .Call(R_swig_wb_instrument_id, handle),
      version = .Call(R_swig_wb_instrument_version, handle),
      hash = .Call(R_swig_wb_instrument_hash, handle),
      json = written_text(function(to) .Call(R_swig_wb_instrument_write, handle, to, FALSE)),
      state = new_state(handle)
    )
  )
}

new_state <- function(handle) {
  items <- .Call(R_swig_wb_instrument_table, handle, "items", "nl", FALSE)
  on.exit(close_handles(items))
  state <- definition_state(handle)
  state$items <- read_columns(items)[[1L]]
  state
}

instrument_handle <- function(instrument) {
  definition_handle(instrument, instrument$id, read_instrument)
}

instrument_title <- function(instrument, language) {
  .Call(R_swig_wb_instrument_title, instrument_handle(instrument), language)
}

instrument_verified <- function(instrument) {
  .Call(R_swig_wb_instrument_verified, instrument_handle(instrument), FALSE) == 1
}

wb_instrument_table <- function(instrument,
                                part = c("items", "scales", "indicators", "composites"),
                                language = "nl") {
  instrument <- wb_instrument(instrument)
  part <- wb_check_choice(part, "part", unname(instrument_parts))
  language <- wb_check_string(language, "language")
  made_table(.Call(
    R_swig_wb_instrument_table, instrument_handle(instrument), part, language, FALSE
  ))
}

wb_instrument_json <- function(instrument) wb_instrument(instrument)$json

# ---- how it shows ----

format.wb_instrument <- function(x, language = "nl", ...) {
  title <- instrument_title(x, wb_check_string(language, "language"))
  sprintf("<wb_instrument> %s %s: %s", x$id, x$version, title)
}

print.wb_instrument <- function(x, language = "nl", ...) {
  sizes <- vapply(instrument_parts, function(part) {
    length(unique(wb_instrument_table(x, part)$id))
  }, 0L)
  cat(format(x, language), "\n", sep = "")
  cat(paste(sizes, names(sizes), collapse = ", "), "\n", sep = "")
  if (!instrument_verified(x)) cat("not verified: a preset, not an official definition\n")
  cat("sha256 ", x$hash, "\n", sep = "")
  invisible(x)
}

summary.wb_instrument <- function(object, language = "nl", ...) {
  tables <- lapply(instrument_parts, function(part) {
    wb_instrument_table(object, part, language)
  })
  structure(
    class = "summary.wb_instrument",
    c(list(
      id = object$id, version = object$version, hash = object$hash,
      title = instrument_title(object, language), verified = instrument_verified(object)
    ), tables)
  )
}

print.summary.wb_instrument <- function(x, ...) {
  cat(sprintf("%s %s: %s\n", x$id, x$version, x$title))
  scales <- x$scales[c("id", "label", "rule", "items", "min_answered", "structure_verified")]
  cutoffs <- x$indicators[c("id", "scale", "level", "comparison", "cutoff", "verified")]
  cat(sprintf("\n%d items; scales:\n", nrow(x$items)))
  print(scales, row.names = FALSE)
  cat("\ncut-offs of indicators:\n")
  print(cutoffs, row.names = FALSE)
  if (nrow(x$composites) > 0) {
    cat("\ncomposites:\n")
    print(x$composites[c("id", "label", "rule", "of", "level")], row.names = FALSE)
  }
  invisible(x)
}

instrument_parts <- c(
  items = "items", scales = "scales", indicators = "indicators", composites = "composites"
)
