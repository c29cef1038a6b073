# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# A design: rows and how they were sampled. It keeps the data, which R shares and does not
# copy. A column becomes one of the library when an estimate first needs it: what nobody
# asks for may hold anything, and a design read back from a file begins again.

wb_design <- function(data, weights = NULL, strata = NULL) {
  check_table(data)
  weights <- one_column(weights, "weights")
  strata <- formula_columns(strata, "strata")
  check_columns(weights, names(data), "weights")
  check_columns(strata, names(data), "stratum")
  design <- structure(
    list(data = own_columns(data), weights = weights, strata = strata,
      made = new.env(parent = emptyenv())),
    class = "wb_design")
  check_design(design)
  design
}

# Refuse weights and strata that no estimate could be made with: now, not at the first one.
check_design <- function(design) {
  asked <- if (length(design$weights) > 0L) list(mean = design$weights)
  else if (length(design$strata) > 0L) list(proportion = design$strata[1L])
  if (!is.null(asked)) {
    close_handles(design_tally(design, asked, list(), list(), NULL))
  }
}

# A frame that has these columns of the data, and those of earlier calls. That of a design
# from another session is gone with that session.
design_frame <- function(design, columns) {
  data <- design$data
  frame <- design$made$frame
  if (!handle_is_open(frame)) {
    frame <- new_frame(data)
    design$made$frame <- frame
  }
  for (column in unique(columns)) {
    if (.Call(R_swig_wb_frame_find, frame, column, FALSE) < 0) {
      lend_column(frame, column, data[[column]], count_rows(data))
    }
  }
  frame
}

# By a frame of its own, so that a column whose labels are refused is not there without them.
lend_column <- function(frame, name, x, n_rows) {
  alone <- as_wb_frame(setNames(list(x), name), n_rows)
  on.exit(close_handles(alone))
  .Call(R_swig_wb_frame_share_column, frame, NULL, alone, 0L, FALSE)
}

# A tally of all rows.
design_tally <- function(design, asked, by, categories, run) {
  frame <- design_frame(design, c(design$weights, design$strata, unlist(asked), unlist(by)))
  spec <- new_spec(asked, by, design$weights, design$strata, categories)
  on.exit(close_handles(spec))
  tally <- .Call(R_swig_wb_tally_new, spec, FALSE)
  .Call(R_swig_wb_tally_update, tally, frame, run, FALSE)
  tally
}

checked_design <- function(design) {
  if (!inherits(design, "wb_design")) {
    refuse_argument(design, "design", "a design that wb_design() made")
  }
  design
}

dim.wb_design <- function(x) {
  c(count_rows(x$data), length(x$data))
}

format.wb_design <- function(x, ...) {
  rows <- format(dim(x)[1L], big.mark = ",")
  weights <- if (length(x$weights) > 0L) paste("weights", x$weights) else "no weights"
  strata <- if (length(x$strata) > 0L) {
    paste("strata", paste(x$strata, collapse = " x "))
  } else {
    "one stratum"
  }
  sprintf("<wb_design> %s rows, %s, %s", rows, weights, strata)
}

print.wb_design <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}
