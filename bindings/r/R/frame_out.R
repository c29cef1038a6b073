# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# From frames of the library to data frames.

# A data frame of a frame. It takes the kind (tibble, data.table) of `like`, a data frame,
# and `class` before that; `int64` says what 64-bit integers become, "double" (an error where
# no double is exact) or bit64's "integer64".
from_wb_frame <- function(handle, like = NULL, class = NULL, int64 = "double") {
  columns <- read_columns(handle, int64)
  as_kind(columns, .Call(R_swig_wb_frame_row_count, handle, FALSE), like, class,
    metadata = .Call(R_swig_wb_frame_metadata, handle)
  )
}

# The columns behind the first `skip` ones, as a named list.
read_columns <- function(handle, int64 = "double", skip = 0L) {
  n <- .Call(R_swig_wb_frame_column_count, handle, FALSE)
  positions <- seq_len(n - skip) + skip - 1L
  columns <- lapply(positions, read_column, handle = handle, wide = int64 == "integer64")
  names(columns) <- vapply(
    positions, function(i) .Call(R_swig_wb_frame_column_name, handle, i), ""
  )
  columns
}

# A data frame of a list of columns, of the kind of `like`; without `row_names` the rows
# have numbers.
as_kind <- function(columns, n_rows, like = NULL, class = NULL, metadata = NULL,
                    row_names = NULL) {
  if (is.null(row_names)) row_names <- .set_row_names(as.integer(n_rows))
  kind <- if (inherits(like, "tbl_df")) c("tbl_df", "tbl")
  attr(columns, "row.names") <- row_names
  attr(columns, "class") <- c(class, kind, "data.frame")
  attr(columns, "metadata") <- metadata
  if (inherits(like, "data.table") && requireNamespace("data.table", quietly = TRUE)) {
    data.table::setDT(columns)
    data.table::setattr(columns, "class", c(class, class(columns)))
  }
  columns
}

read_column <- function(handle, position, wide) {
  x <- .Call(R_swig_wb_frame_vector, handle, position, as.integer(wide), FALSE)
  label <- .Call(R_swig_wb_frame_label, handle, position)
  if (!is.null(label)) attr(x, "label") <- label
  n_labels <- .Call(R_swig_wb_frame_value_label_count, handle, position, FALSE)
  n_missing <- .Call(R_swig_wb_frame_missing_range_count, handle, position, FALSE)
  if (n_labels + n_missing == 0 || !is.numeric(x) || is.object(x)) return(x)
  as_labelled(x, read_labels(handle, position, n_labels),
    read_missing(handle, position, n_missing))
}

read_labels <- function(handle, position, n) {
  at <- seq_len(n) - 1L
  codes <- vapply(at, function(i) {
    .Call(R_swig_wb_frame_value_label_code, handle, position, i, FALSE)
  }, 0)
  names(codes) <- vapply(at, function(i) {
    .Call(R_swig_wb_frame_value_label_text, handle, position, i)
  }, "")
  codes
}

read_missing <- function(handle, position, n) {
  at <- seq_len(n) - 1L
  list(
    low = vapply(at, function(i) {
      .Call(R_swig_wb_frame_missing_range_low, handle, position, i, FALSE)
    }, 0),
    high = vapply(at, function(i) {
      .Call(R_swig_wb_frame_missing_range_high, handle, position, i, FALSE)
    }, 0)
  )
}

# haven's classes know single missing values and one range: of further ranges the values that
# occur stay missing.
as_labelled <- function(x, labels, missing) {
  as_type <- function(codes) {
    if (is.integer(x) && all(codes == floor(codes))) storage.mode(codes) <- "integer"
    codes
  }
  single <- missing$low == missing$high
  codes <- missing$low[single]
  ranges <- which(!single)
  for (i in ranges[-1]) {
    codes <- c(codes, unique(x[!is.na(x) & x >= missing$low[i] & x <= missing$high[i]]))
  }
  if (length(labels)) attr(x, "labels") <- as_type(labels)
  if (length(codes)) attr(x, "na_values") <- as_type(codes)
  if (length(ranges)) attr(x, "na_range") <- c(missing$low[ranges[1]], missing$high[ranges[1]])
  class(x) <- c(
    if (length(missing$low)) "haven_labelled_spss", "haven_labelled", "vctrs_vctr", typeof(x)
  )
  x
}

wb_metadata <- function(x) attr(x, "metadata", exact = TRUE)
