# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

wb_write_xlsx <- function(sheets, path, note = NULL) {
  if (is.data.frame(sheets)) sheets <- list(Sheet1 = sheets)
  if (!is.list(sheets) || is.null(names(sheets))) {
    refuse_argument(sheets, "sheets", "a data frame or a named list of data frames")
  }
  note <- wb_check_string(note, "note", optional = TRUE)
  frames <- lapply(sheets, as_wb_frame)
  on.exit(do.call(close_handles, unname(frames)))
  write_file(path, function(to) {
    .Call(R_swig_wb_xlsx_write, to, unname(frames), names(sheets), note, FALSE)
  })
  invisible(sheets)
}
