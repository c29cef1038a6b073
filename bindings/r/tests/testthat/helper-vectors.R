# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Reading the vectors that C, Python and R share (tests/vectors/README.md).

vector_data <- function(folder, name) {
  data <- read.csv(file.path(folder, paste0(name, ".csv")), na.strings = "", encoding = "UTF-8",
    check.names = FALSE, comment.char = "#")
  data[] <- lapply(data, function(x) {
    if (is.character(x) && all(x %in% c("true", "false", NA))) x == "true" else x
  })
  data
}

# Any value as the text it has in the file; "" when missing.
as_written <- function(x) {
  text <- if (is.logical(x)) tolower(as.character(x)) else if (is.numeric(x)) {
    format(x, digits = 15, trim = TRUE)
  } else {
    as.character(x)
  }
  ifelse(is.na(x), "", text)
}
