# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The library sees the items only. Other columns go along as they are, whatever they hold:
# none is converted or copied.
wb_score <- function(data, instrument, select = NULL, keep = c("others", "all", "none"),
                     threads = 1, progress = NULL, memory_limit = 0) {
  instrument <- wb_instrument(instrument)
  options <- list(
    keep = enum_value(keep, "keep", "keep"),
    select = wb_check_strings(select, "select", optional = TRUE)
  )
  run <- wb_run_options(threads, progress, memory_limit)
  answers <- answers_of(data, instrument)
  on.exit(close_handles(answers))
  scored <- .Call(
    R_swig_wb_score, instrument_handle(instrument), answers, options, run, FALSE
  )
  on.exit(close_handles(scored), add = TRUE)
  skip <- if (options$keep == wb_enums$keep[["ALL"]]) {
    .Call(R_swig_wb_frame_column_count, answers, FALSE)
  } else {
    0
  }
  put_beside(carried(data, instrument, options$keep), read_columns(scored, skip = skip), data,
    .Call(R_swig_wb_frame_metadata, scored), "a score column")
}

# A frame of the columns of the data that are items.
answers_of <- function(data, instrument) {
  check_table(data)
  frame_of_columns(data, intersect(column_names(data), instrument$state$items))
}

carried <- function(data, instrument, keep) {
  if (keep == wb_enums$keep[["NONE"]]) return(list())
  columns <- as.list(own_columns(data))
  if (keep == wb_enums$keep[["OTHERS"]]) {
    columns <- columns[!names(columns) %in% instrument$state$items]
  }
  columns
}

# The rows of the data with new columns behind those that are kept, as the data are; `what` is
# each of the new ones.
put_beside <- function(kept, new, data, metadata, what) {
  columns <- c(kept, new)
  twice <- names(columns)[duplicated(names(columns))]
  if (length(twice) > 0) {
    wb_stop("DATA", sprintf(
      "the data already have a column '%s', which is the name of %s", twice[1], what
    ), item = twice[1])
  }
  as_kind(columns, count_rows(data), like = data, metadata = metadata,
    row_names = if (is.data.frame(data) && .row_names_info(data) > 0) attr(data, "row.names"))
}
