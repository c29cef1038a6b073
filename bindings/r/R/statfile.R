# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

wb_read_statfile <- function(path, columns = NULL, encoding = NULL, tags = FALSE,
                             int64 = c("double", "integer64"), threads = 1,
                             progress = NULL, memory_limit = 0) {
  int64 <- wb_check_choice(int64, "int64", c("double", "integer64"))
  run <- wb_run_options(threads, progress, memory_limit)
  source <- statfile_source(path, columns, encoding, tags)
  on.exit(close_handles(source))
  frame <- .Call(R_swig_wb_source_collect, source, run, FALSE)
  on.exit(close_handles(frame), add = TRUE)
  from_wb_frame(frame, int64 = int64)
}

# The blocks of a file, read as they are asked for.
statfile_source <- function(path, columns = NULL, encoding = NULL, tags = FALSE) {
  path <- wb_check_string(path, "path")
  options <- list(
    columns = if (!is.null(columns)) wb_check_strings(columns, "columns"),
    encoding = wb_check_string(encoding, "encoding", optional = TRUE),
    no_tags = !wb_check_flag(tags, "tags")
  )
  read_file(path, function(reader) .Call(R_swig_wb_statfile_read, reader, options, FALSE))
}

# Is it one by its name?
is_statfile <- function(path) {
  grepl("[.](sav|zsav|por|dta|xpt|sas7bdat)$", wb_check_string(path, "path"), ignore.case = TRUE)
}

wb_statfile_table <- function(path, part = c("variables", "labels", "file"),
                              encoding = NULL) {
  path <- wb_check_string(path, "path")
  part <- wb_check_choice(part, "part", c("variables", "labels", "file"))
  options <- list(encoding = wb_check_string(encoding, "encoding", optional = TRUE))
  made_table(read_file(path, function(reader) {
    .Call(R_swig_wb_statfile_describe, reader, options, part, FALSE)
  }))
}

wb_write_statfile <- function(data, path, format = NULL, label = NULL, progress = NULL) {
  run <- wb_run_options(progress = progress)
  path <- wb_check_string(path, "path")
  options <- list(
    format = statfile_format(path, format),
    label = wb_check_string(label, "label", optional = TRUE)
  )
  frame <- as_wb_frame(data)
  on.exit(close_handles(frame))
  source <- .Call(R_swig_wb_source_from_frame, frame, 0L, FALSE)
  on.exit(close_handles(source), add = TRUE)
  write_file(path, function(to) {
    .Call(R_swig_wb_statfile_write, to, source, options, run, FALSE)
  })
  invisible(data)
}

# The number of the format that is asked for, or that the name of the file ends in.
statfile_format <- function(path, format) {
  known <- wb_enums$statfile[c("SAV", "ZSAV", "DTA")]
  names(known) <- small_letters(names(known))
  if (is.null(format)) {
    format <- small_letters(sub(".*[.]", "", path))
    if (!format %in% names(known)) format <- "sav"
  }
  known[[wb_check_choice(format, "format", names(known))]]
}
