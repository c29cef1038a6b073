# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# What is wrong, as a word in the class of the condition: werkbaar_<word>_error.
error_words <- c(
  NOMEM = "memory", ARG = "argument", DATA = "data", DESIGN = "design",
  NUMERIC = "numeric", CONVERGENCE = "convergence", VERSION = "version", IO = "io",
  UNSUPPORTED = "unsupported", CANCELLED = "cancelled", CONFLICT = "conflict",
  LIMIT = "limit"
)

# The call of the user to this package that is running: what an error is shown to be in.
user_call <- function() {
  exports <- getNamespaceExports("werkbaar")
  for (call in rev(sys.calls())) {
    name <- call[[1]]
    if (is.call(name) && length(name) == 3) name <- name[[3]]
    if (is.symbol(name) && as.character(name) %in% exports) return(call)
  }
  NULL
}

# The library counts rows from 0 and says so in its sentences; R counts from 1.
count_from_one <- function(message, row) {
  if (is.na(row)) return(message)
  sub(sprintf("(.*\\brow )%.0f\\b", row - 1), sprintf("\\1%.0f", row), message, perl = TRUE)
}

# Where in the data, a file or text it is, as far as the sentence does not say it already.
place_in_words <- function(message, row, where, line, column) {
  place <- if (!is.na(where) && !grepl(where, message, fixed = TRUE)) where
  if (!is.na(row) && is.na(line) && !grepl(sprintf("\\brow %.0f\\b", row), message)) {
    place <- c(place, sprintf("row %.0f", row))
  }
  if (!is.na(line) && !grepl(sprintf("line %d", line), message, fixed = TRUE)) {
    place <- c(place, sprintf("line %d", line))
    if (!is.na(column)) place <- c(place, sprintf("column %d", column))
  }
  if (length(place) == 0) return(message)
  sprintf("%s (%s)", message, paste(place, collapse = ", "))
}

wb_condition <- function(status, message, call = NULL, item = NA_character_,
                         row = NA_real_, where = NA_character_, line = NA_integer_,
                         column = NA_integer_, offset = NA_real_) {
  name <- names(wb_enums$status)[match(status, wb_enums$status)]
  class <- c(
    if (name %in% names(error_words)) sprintf("werkbaar_%s_error", error_words[[name]]),
    "werkbaar_error", "error", "condition"
  )
  structure(
    class = class,
    list(
      message = place_in_words(count_from_one(message, row), row, where, line, column),
      call = call, status = paste0("WB_E_", name), row = row, item = item, where = where,
      line = line, column = column, offset = offset
    )
  )
}

# Signals a failure of the C library; .onLoad() hands it to the low layer.
signal_error <- function(status, message, item, row, where, line, column, offset) {
  stop(wb_condition(
    status, message,
    call = user_call(),
    item = if (nzchar(item)) item else NA_character_,
    row = if (row >= 0) row + 1 else NA_real_,
    where = if (nzchar(where)) where else NA_character_,
    line = if (line > 0L) line else NA_integer_,
    column = if (column > 0L) column else NA_integer_,
    offset = if (offset >= 0) offset else NA_real_
  ))
}

# Signals a failure that this package found: `status` is a name such as "ARG", `row` counts
# from 1.
wb_stop <- function(status, message, item = NA_character_, row = NA_real_) {
  stop(wb_condition(
    wb_enums$status[[status]], message, call = user_call(), item = item, row = row
  ))
}
