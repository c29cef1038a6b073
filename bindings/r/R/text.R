# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Data frames as text other than CSV.

wb_write_json <- function(data, path) {
  frame <- as_wb_frame(data)
  on.exit(close_handles(frame))
  write_file(path, function(to) .Call(R_swig_wb_json_write, to, frame, FALSE))
  invisible(data)
}

wb_format_table <- function(data, max_rows = 1000, digits = 5, max_width = 40) {
  options <- list(
    max_rows = wb_check_whole(max_rows, "max_rows", 1),
    digits = wb_check_whole(digits, "digits", 1, 17),
    max_width = wb_check_whole(max_width, "max_width", 1, 2^31 - 1)
  )
  frame <- as_wb_frame(data)
  on.exit(close_handles(frame))
  table <- written_text(function(to) .Call(R_swig_wb_table_print, to, frame, options, FALSE))
  strsplit(table, "\n", fixed = TRUE)[[1]]
}
