# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

wb_read_csv <- function(path, delimiter = NULL, decimal = NULL, missing = "NA",
                        types = NULL, int64 = c("double", "integer64"), threads = 1,
                        progress = NULL, memory_limit = 0) {
  int64 <- wb_check_choice(int64, "int64", c("double", "integer64"))
  run <- wb_run_options(threads, progress, memory_limit)
  source <- csv_source(path, delimiter, decimal, missing, types)
  on.exit(close_handles(source))
  frame <- .Call(R_swig_wb_source_collect, source, run, FALSE)
  on.exit(close_handles(frame), add = TRUE)
  from_wb_frame(frame, int64 = int64)
}

# The blocks of a file, read as they are asked for.
csv_source <- function(path, delimiter, decimal, missing, types) {
  path <- wb_check_string(path, "path")
  options <- list(
    delimiter = one_character(delimiter, "delimiter"),
    decimal = one_character(decimal, "decimal"),
    missing = wb_check_string(missing, "missing"),
    types = if (!is.null(types)) prototype_of(types)
  )
  read_file(path, function(reader) .Call(R_swig_wb_csv_read, reader, options, FALSE))
}

wb_write_csv <- function(data, path, delimiter = ",", decimal = ".", header = TRUE,
                         crlf = FALSE, comment = NULL, labels = FALSE, progress = NULL) {
  run <- wb_run_options(progress = progress)
  options <- list(
    delimiter = one_character(delimiter, "delimiter"),
    decimal = one_character(decimal, "decimal"),
    no_header = !wb_check_flag(header, "header"),
    crlf = wb_check_flag(crlf, "crlf"),
    comment = wb_check_string(comment, "comment", optional = TRUE),
    labels = wb_check_flag(labels, "labels")
  )
  frame <- as_wb_frame(data)
  on.exit(close_handles(frame))
  source <- .Call(R_swig_wb_source_from_frame, frame, 0L, FALSE)
  on.exit(close_handles(source), add = TRUE)
  write_file(path, function(to) .Call(R_swig_wb_csv_write, to, source, options, run, FALSE))
  invisible(data)
}

one_character <- function(x, what) {
  x <- wb_check_string(x, what, optional = TRUE)
  if (is.null(x)) return(NULL)
  if (nchar(x) != 1) refuse_argument(x, what, "one character")
  utf8ToInt(x)
}

# A frame without rows of vectors whose type is all that counts.
prototype_of <- function(types) {
  if (!is.list(types)) {
    refuse_argument(types, "types", "a data frame or a named list of vectors")
  }
  as_wb_frame(lapply(types, function(x) x[0]))
}
