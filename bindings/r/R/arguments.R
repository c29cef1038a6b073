# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# What an object is, in words for a message.
in_words <- function(x) {
  if (is.null(x)) return("NULL")
  if (is.atomic(x) && length(x) == 1 && is.null(attributes(x))) {
    return(if (is.character(x) && !is.na(x)) sprintf("'%s'", x) else format(x))
  }
  kind <- if (is.object(x)) class(x)[1] else typeof(x)
  sprintf("%s of length %.0f", kind, length(x))
}

refuse_argument <- function(x, what, expected) {
  wb_stop("ARG", sprintf("%s must be %s, not %s", what, expected, in_words(x)), item = what)
}

# Each gives its argument back, as the type it names, or signals that it is something else.

wb_check_string <- function(x, what, optional = FALSE) {
  if (is.null(x) && optional) return(NULL)
  if (!is.character(x) || length(x) != 1 || is.na(x)) refuse_argument(x, what, "one text")
  as.vector(x)
}

wb_check_strings <- function(x, what, optional = FALSE) {
  if (is.null(x) && optional) return(NULL)
  if (!is.character(x) || anyNA(x)) {
    refuse_argument(x, what, "a character vector without NA")
  }
  as.vector(x)
}

wb_check_flag <- function(x, what) {
  if (!is.logical(x) || length(x) != 1 || is.na(x)) refuse_argument(x, what, "TRUE or FALSE")
  as.vector(x)
}

wb_check_number <- function(x, what, lowest = -Inf, highest = Inf) {
  if (!is.numeric(x) || length(x) != 1 || is.na(x)) refuse_argument(x, what, "one number")
  if (x < lowest || x > highest) {
    refuse_argument(x, what, sprintf("a number in %g..%g", lowest, highest))
  }
  as.double(x)
}

wb_check_whole <- function(x, what, lowest = 0, highest = 2^53) {
  x <- wb_check_number(x, what, lowest, highest)
  if (x != floor(x)) refuse_argument(x, what, "a whole number")
  x
}

wb_check_choice <- function(x, what, choices) {
  # The default of a formal argument is all there is to choose from: the first is meant.
  if (identical(x, choices)) return(choices[1])
  if (!is.character(x) || length(x) != 1 || !x %in% choices) {
    words <- paste0("'", choices, "'", collapse = ", ")
    refuse_argument(x, what, paste("one of", words))
  }
  as.vector(x)
}

wb_check_function <- function(x, what, optional = TRUE) {
  if (is.null(x) && optional) return(NULL)
  if (!is.function(x)) refuse_argument(x, what, "a function")
  x
}

# How a long call runs, as the low layer takes it. `threads` -1 means all cores.
wb_run_options <- function(threads = 1, progress = NULL, memory_limit = 0) {
  list(
    threads = wb_check_whole(threads, "threads", -1, 1024),
    progress = wb_check_function(progress, "progress"),
    memory_limit = wb_check_whole(memory_limit, "memory_limit")
  )
}

# A number as the library reads it: no exponent (100000, not 1e+05), a point before its decimals whatever
# options() say, and all that is sure of its digits.
all_digits <- function(x) format(x, digits = 15, scientific = FALSE, trim = TRUE, decimal.mark = ".")

# Values as the texts that the library has of them; NA stays NA.
value_texts <- function(x) {
  if (is.logical(x)) return(c("false", "true")[x + 1L])
  if (!is.numeric(x)) return(as.character(x))
  texts <- vapply(seq_along(x), function(i) all_digits(x[i]), "")
  texts[is.na(x)] <- NA
  texts
}
