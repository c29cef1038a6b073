# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Differences between waves that were sampled independently.

wb_change <- function(estimates, column, reference = c("previous", "first"), level = 0.95) {
  if (!is.data.frame(estimates)) {
    refuse_argument(estimates, "estimates", "a data frame of estimates")
  }
  column <- one_column(column, "column")
  if (length(column) == 0L) {
    stop_argument("column", "column names no breakdown column, which is the wave")
  }
  options <- list(reference = enum_value(reference, "reference", "reference"),
    level = checked_level(level))
  frame <- as_wb_frame(whole_columns(estimates, by_columns_or_none(estimates)))
  from_wb_frame(.Call(R_swig_wb_estimates_change, frame, column, options, FALSE),
    class = "wb_change")
}

# Whole numbers of a breakdown came out of the library as doubles where they might not fit
# an integer; it takes them back as integers.
whole_columns <- function(data, columns) {
  for (column in columns) {
    values <- data[[column]]
    if (is.double(values) && !is.object(values) && fits_integer(values)) {
      data[[column]] <- as.integer(values)
    }
  }
  data
}

by_columns_or_none <- function(x) if ("statistic" %in% names(x)) by_columns(x) else character()

fits_integer <- function(x) {
  x <- x[!is.na(x)]
  all(x == round(x)) && all(abs(x) <= .Machine$integer.max)
}

`[.wb_change` <- function(x, ...) {
  part <- NextMethod()
  if (is.data.frame(part)) {
    attr(part, "metadata") <- attr(x, "metadata")
  }
  part
}

as.data.frame.wb_change <- function(x, ...) {
  attr(x, "metadata") <- NULL
  class(x) <- setdiff(class(x), "wb_change")
  x
}
