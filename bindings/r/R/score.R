# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The library sees the items only. Other columns go along as they are, whatever they hold:
# none is converted or copied.
wb_score <- function(data, instrument, select = NULL, keep = c("others", "all", "none"),
                     threads = 1, progress = NULL, memory_limit = 0) {
  instrument <- wb_instrument(instrument)
  options <- list(
    keep = wb_enums$keep[[toupper(wb_check_choice(keep, "keep", c("others", "all", "none")))]],
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
  columns <- c(carried(data, instrument, options$keep), read_columns(scored, skip = skip))
  check_names(columns, "a score column")
  as_kind(columns, count_rows(data),
    like = data, metadata = .Call(R_swig_wb_frame_metadata, scored),
    row_names = if (is.data.frame(data) && .row_names_info(data) > 0) attr(data, "row.names")
  )
}

# A frame of the columns of the data that are items.
answers_of <- function(data, instrument) {
  check_table(data)
  columns <- unclass(data)
  names <- column_names(columns)
  items <- columns[names %in% instrument$state$items]
  attr(items, "metadata") <- attr(data, "metadata", exact = TRUE)
  as_wb_frame(items, n_rows = count_rows(data))
}

carried <- function(data, instrument, keep) {
  if (keep == wb_enums$keep[["NONE"]]) return(list())
  columns <- as.list(own_columns(data))
  if (keep == wb_enums$keep[["OTHERS"]]) {
    columns <- columns[!names(columns) %in% instrument$state$items]
  }
  columns
}

check_names <- function(columns, what) {
  twice <- names(columns)[duplicated(names(columns))]
  if (length(twice) > 0) {
    wb_stop("DATA", sprintf(
      "the data already have a column '%s', which is the name of %s", twice[1], what
    ), item = twice[1])
  }
}
