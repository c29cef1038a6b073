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

# A data frame of a frame that was just made, which is closed then.
made_table <- function(frame, like = NULL) {
  force(frame) # making it may fail: then there is nothing to close
  on.exit(close_handles(frame))
  from_wb_frame(frame, like = like)
}

# The columns behind the first `skip` ones, as a named list.
read_columns <- function(handle, int64 = "double", skip = 0L) {
  columns <- .Call(R_swig_wb_frame_vectors, handle, skip, int64 == "integer64", FALSE)
  for (position in .Call(R_swig_wb_frame_labelled, handle, FALSE)) {
    i <- position + 1L - skip
    # days and moments that are declared missing are NA already
    if (i > 0L && is.numeric(columns[[i]]) && !is.object(columns[[i]])) {
      columns[[i]] <- as_labelled(columns[[i]], read_labels(handle, position),
        read_missing(handle, position))
    }
  }
  columns
}

# A data frame of a list of columns, of the kind of `like`; without `row_names` the rows
# have numbers.
as_kind <- function(columns, n_rows, like = NULL, class = NULL, metadata = NULL,
                    row_names = NULL) {
  if (n_rows > .Machine$integer.max) {
    wb_stop("LIMIT", sprintf("%.0f rows are more than a data frame of R holds, which is %d",
      n_rows, .Machine$integer.max))
  }
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

read_labels <- function(handle, position) {
  at <- seq_len(.Call(R_swig_wb_frame_value_label_count, handle, position, FALSE)) - 1L
  codes <- vapply(at, function(i) {
    .Call(R_swig_wb_frame_value_label_code, handle, position, i, FALSE)
  }, 0)
  names(codes) <- vapply(at, function(i) {
    .Call(R_swig_wb_frame_value_label_text, handle, position, i)
  }, "")
  codes
}

read_missing <- function(handle, position) {
  at <- seq_len(.Call(R_swig_wb_frame_missing_range_count, handle, position, FALSE)) - 1L
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

# Of a part of a labelled column what it declares missing is still missing. The method of haven's
# classes is that of vctrs; where that is not loaded, R's own drops all that the column says.
`[.haven_labelled` <- function(x, ...) {
  part <- NextMethod()
  if (!inherits(part, "haven_labelled")) {
    for (said in c("label", "labels", "na_values", "na_range", "class")) {
      attr(part, said) <- attr(x, said, exact = TRUE)
    }
  }
  part
}

wb_metadata <- function(x) attr(x, "metadata", exact = TRUE)
