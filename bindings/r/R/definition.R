# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# What instruments, weightings, plans and rules for support have alike: a file of JSON says all
# they are. Each keeps that as text, and beside it, in an environment, the handle made of it. Of
# an object from another session only the text is left: it makes the handle again.

is_json <- function(x) grepl("^\\s*\\{", x)

# The handle of a text, or of the file at a path.
definition_of <- function(x, name, read) {
  x <- wb_check_string(x, "x")
  if (is_json(x)) read_text(x, name, read) else read_file(x, read)
}

# The handle of a text, of what comes with the library under an id, or of the file at a path.
builtin_or_definition <- function(x, builtin, read) {
  x <- wb_check_string(x, "x")
  if (is_json(x)) return(read_text(x, "text", read))
  found <- tryCatch(builtin(x), werkbaar_argument_error = identity)
  if (!inherits(found, "condition")) return(found)
  if (!file.exists(x) && !grepl("[/.]", x)) stop(found)
  read_file(x, read)
}

definition_state <- function(handle) {
  state <- new.env(parent = emptyenv())
  state$handle <- handle
  state
}

definition_handle <- function(x, name, read) {
  state <- x$state
  if (!handle_is_open(state$handle)) state$handle <- read_text(x$json, name, read)
  state$handle
}
