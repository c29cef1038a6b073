# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Moments and days: the library has no clock of its own.

# Microseconds since 1970; of a day the first, or the last.
micros_of <- function(x, what, end = FALSE) {
  if (inherits(x, "Date") && length(x) == 1 && !is.na(x)) {
    return((as.numeric(x) + end) * 86400e6 - end)
  }
  if (!inherits(x, "POSIXct") || length(x) != 1 || is.na(x)) {
    refuse_argument(x, what, "one POSIXct or one Date")
  }
  round(as.numeric(x) * 1e6)
}

# A day as the library reads it.
day_text <- function(x, what) {
  if (inherits(x, "Date") && length(x) == 1L && !is.na(x)) return(format(x, "%Y-%m-%d"))
  if (!is.character(x)) refuse_argument(x, what, "a Date, or a text such as \"2020-12-31\"")
  wb_check_string(x, what)
}
