# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# From data frames to frames of the library. Doubles, integers, logicals and factors lend
# their memory; texts, dates and times are copied.

# A frame of a data frame, tibble, data.table or named list: an external pointer.
as_wb_frame <- function(data, n_rows = count_rows(data)) {
  check_table(data)
  columns <- unclass(data)
  names <- column_names(columns)
  frame <- new_frame(data, n_rows)
  for (i in seq_along(names)) add_column(frame, i - 1L, names[i], columns[[i]])
  frame
}

# A frame of the columns of the data that have one of these names.
frame_of_columns <- function(data, names) {
  columns <- unclass(data)[names(data) %in% names]
  attr(columns, "metadata") <- attr(data, "metadata", exact = TRUE)
  as_wb_frame(columns, n_rows = count_rows(data))
}

check_table <- function(data) {
  if (!is.list(data) || inherits(data, "POSIXlt")) {
    refuse_argument(data, "data", "a data frame or a named list of columns")
  }
}

# A frame without columns, with the metadata of the data.
new_frame <- function(data, n_rows = count_rows(data)) {
  frame <- .Call(R_swig_wb_frame_new, n_rows, FALSE)
  add_metadata(frame, attr(data, "metadata", exact = TRUE))
  frame
}

# data.table changes columns in place, which neither a frame that borrows them for long nor
# another table that shares them may see.
own_columns <- function(data) {
  if (!inherits(data, "data.table") || !requireNamespace("data.table", quietly = TRUE)) {
    return(data)
  }
  data.table::copy(data)
}

column_names <- function(columns) {
  names <- names(columns)
  if (is.null(names)) names <- rep("", length(columns))
  nameless <- is.na(names) | !nzchar(names)
  if (any(nameless)) {
    wb_stop("ARG", sprintf("column %d of data has no name", which(nameless)[1]), item = "data")
  }
  names
}

count_rows <- function(data) {
  if (is.data.frame(data)) return(.row_names_info(data, 2L))
  if (length(data) == 0) return(0L)
  length(data[[1]])
}

add_column <- function(frame, position, name, x) {
  if (is.null(attributes(x))) {
    if (is.list(x)) refuse_column(x, name)
    if (is.character(x)) check_texts(x, name)
    .Call(R_swig_wb_frame_add_column, frame, name, x, FALSE)
    return()
  }
  if (is.list(x) || length(dim(x)) > 1 || inherits(x, "difftime")) refuse_column(x, name)
  if (is.character(x)) {
    x <- without_missing_texts(x)
    check_texts(x, name)
  }
  if (is.factor(x) && is.character(levels(x))) check_texts(levels(x), name, what = "level")
  .Call(R_swig_wb_frame_add_column, frame, name, x, FALSE)
  label <- attr(x, "label", exact = TRUE)
  if (is.character(label) && length(label) == 1 && !is.na(label)) {
    .Call(R_swig_wb_frame_set_label, frame, position, label, FALSE)
  }
  if (is.numeric(x) && !is.factor(x)) {
    add_value_labels(frame, position, attr(x, "labels", exact = TRUE))
    add_missing(frame, position, x)
  }
}

refuse_column <- function(x, name) {
  advice <- if (inherits(x, "POSIXlt")) {
    "a POSIXlt, which a frame cannot hold: give as.POSIXct() of it"
  } else if (is.data.frame(x) || length(dim(x)) > 1) {
    sprintf("a %s of %d columns: give each of them a name of its own",
      if (is.data.frame(x)) "data frame" else "matrix", ncol(x))
  } else if (is.list(x)) {
    "a list, which a frame cannot hold: give numbers, logicals, factors, texts or dates"
  } else {
    "a difftime, whose unit would be lost: give as.numeric(x, units = ...) of it"
  }
  wb_stop("ARG", sprintf("column '%s' is %s", name, advice), item = name)
}

# R would put something else for bytes that are no text in their encoding. Texts that are
# taken as they are, which in a session of UTF-8 are all but latin1, the library checks.
check_texts <- function(x, name, what = "row") {
  if (what == "row" && l10n_info()[["UTF-8"]]) return()
  valid <- validEnc(x)
  # In the C locale R calls all bytes valid, and knows no character of them.
  native <- !is.na(x) & Encoding(x) == "unknown"
  valid[native] <- valid[native] & !is.na(iconv(x[native], "", "UTF-8"))
  if (all(valid)) return()
  at <- which(!valid)[1]
  wb_stop("DATA",
    sprintf("the text of column '%s' in %s %.0f is not valid UTF-8", name, what, at),
    item = name, row = if (what == "row") as.double(at) else NA_real_
  )
}

# Texts that a labelled column declares missing are missing: a frame has no codes for them.
without_missing_texts <- function(x) {
  codes <- attr(x, "na_values", exact = TRUE)
  range <- attr(x, "na_range", exact = TRUE)
  if (is.null(codes) && is.null(range)) return(x)
  texts <- as.vector(x)
  missing <- texts %in% codes
  if (length(range) == 2) missing <- missing | (texts >= range[1] & texts <= range[2])
  texts[missing] <- NA
  attr(texts, "label") <- attr(x, "label", exact = TRUE)
  texts
}

# A tagged NA has a label but no code: it is missing as any NA.
add_value_labels <- function(frame, position, labels) {
  texts <- names(labels)
  if (!is.numeric(labels) || is.null(texts)) return()
  codes <- as.double(labels)
  for (i in which(!is.na(codes) & !is.na(texts))) {
    .Call(R_swig_wb_frame_set_value_label, frame, position, codes[i], texts[i], FALSE)
  }
}

add_missing <- function(frame, position, x) {
  codes <- attr(x, "na_values", exact = TRUE)
  if (is.numeric(codes)) {
    for (code in as.double(codes[!is.na(codes)])) {
      .Call(R_swig_wb_frame_add_missing_range, frame, position, code, code, FALSE)
    }
  }
  range <- attr(x, "na_range", exact = TRUE)
  if (is.numeric(range) && length(range) == 2 && !anyNA(range)) {
    range <- as.double(range)
    .Call(R_swig_wb_frame_add_missing_range, frame, position, range[1], range[2], FALSE)
  }
}

# What an earlier result says of itself goes along; any other attribute of that name stays.
add_metadata <- function(frame, metadata) {
  if (!is.character(metadata) || length(metadata) != 1 || is.na(metadata)) return()
  tryCatch(
    .Call(R_swig_wb_frame_set_metadata, frame, metadata, FALSE),
    werkbaar_argument_error = function(e) NULL
  )
}
