# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Columns are named by one-sided formulas of plain names (~a + b), or by a character vector.
# Nothing is computed in a formula: what is estimated is a column, which can be looked at.

# The names in a formula or a character vector; none for NULL and ~1.
formula_columns <- function(x, argument) {
  check_evaluates(x, argument)
  if (is.null(x)) {
    return(character())
  }
  if (is.character(x)) {
    return(valid_names(x, argument))
  }
  terms <- formula_terms(x, argument)
  valid_names(vapply(terms, plain_name, "", argument = argument), argument)
}

# What is joined by + in a one-sided formula; nothing in ~1.
formula_terms <- function(x, argument) {
  if (!inherits(x, "formula")) {
    refuse_argument(x, argument, "a one-sided formula such as ~a + b, or names of columns")
  }
  if (length(x) != 2L) {
    stop_argument(argument, sprintf("%s must be one-sided, as ~a + b, and %s has a left side",
      argument, formula_text(x)))
  }
  term <- x[[2L]]
  if (identical(term, 1)) {
    return(list())
  }
  found <- list()
  # The first name of ~a + b + c is the deepest: `+` nests to the left.
  while (is.call(term) && identical(term[[1L]], quote(`+`)) && length(term) == 3L) {
    found <- c(list(term[[3L]]), found)
    term <- term[[2L]]
  }
  c(list(term), found)
}

# Who writes wb_mean(y, design) for wb_mean(~y, design) is told so, not just that R has no y.
check_evaluates <- function(x, argument) {
  tryCatch(force(x), error = function(e) {
    if (inherits(e, "werkbaar_error")) stop(e)
    stop_argument(argument, sprintf("%s cannot be evaluated (%s): write ~name for a column",
      argument, conditionMessage(e)))
  })
}

valid_names <- function(names, argument) {
  if (anyNA(names)) {
    stop_argument(argument,
      sprintf("%s has an NA where the name of a column was expected", argument))
  }
  names <- enc2utf8(as.vector(names))
  if (!all(validUTF8(names))) {
    stop_argument(argument, sprintf("name %d in %s is not valid text in its encoding",
      which(!validUTF8(names))[1L], argument))
  }
  names
}

plain_name <- function(term, argument) {
  if (is.name(term) && !identical(term, quote(.))) {
    return(as.character(term))
  }
  stop_argument(argument, sprintf(
    "%s takes plain names of columns, joined by +, and '%s' is something else%s",
    argument, formula_text(term), advice_on(term)))
}

advice_on <- function(term) {
  if (identical(term, quote(.))) {
    return(": name the columns")
  }
  operator <- if (is.call(term)) as.character(term[[1L]])[1L] else ""
  if (operator %in% c(":", "*", "/", "%in%")) ": groups of several columns are crossed by +"
  else if (is.call(term)) ": make it a column of the data first"
  else ""
}

formula_text <- function(x) paste(deparse(x, width.cutoff = 500L), collapse = " ")

one_column <- function(x, argument) {
  names <- formula_columns(x, argument)
  if (length(names) > 1L) {
    stop_argument(argument, sprintf("%s must name one column, not %d", argument, length(names)))
  }
  names
}

# A list with, for each breakdown, its columns: NULL is none, ~1 one without columns.
breakdown_names <- function(by, argument = "by") {
  check_evaluates(by, argument)
  if (is.null(by)) {
    return(list())
  }
  if (!is.list(by)) {
    by <- list(by)
  }
  lapply(unname(by), formula_columns, argument = argument)
}

# Refuse a name that the data do not have, and say which one may be meant.
check_columns <- function(names, present, purpose) {
  twice <- intersect(names, present[duplicated(present)])
  if (length(twice) > 0L) {
    wb_stop("DATA", sprintf("the data have several columns '%s', and one is needed as %s",
      twice[1L], purpose), item = twice[1L])
  }
  missing <- setdiff(names, present)
  if (length(missing) == 0L) {
    return(invisible(names))
  }
  name <- missing[1L]
  near <- nearest_name(name, present)
  hint <- if (is.null(near)) "" else sprintf("; is '%s' meant", near)
  wb_stop("DATA", sprintf("the data have no column '%s', which is needed as %s%s", name,
    purpose, hint), item = name)
}

# The name with the fewest changes; NULL when every name is quite another.
nearest_name <- function(name, present) {
  present <- enc2utf8(as.character(present))
  present <- present[!is.na(present) & validUTF8(present)]
  if (length(present) == 0L) {
    return(NULL)
  }
  changes <- adist(name, present, ignore.case = TRUE)[1L, ]
  best <- which.min(changes)
  if (changes[best] > max(1, nchar(name) / 2)) NULL else present[best]
}

stop_argument <- function(item, message) wb_stop("ARG", message, item = item)
