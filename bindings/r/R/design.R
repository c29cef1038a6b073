# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# A design: rows and how they were sampled. It keeps the data, which R shares and does not
# copy, so that a design read back from a file makes its frame anew.

wb_design <- function(data, weights = NULL, strata = NULL) {
  data <- own_columns(data)
  weights <- one_column(weights, "weights")
  strata <- formula_columns(strata, "strata")
  data <- own_columns(data)
  design <- structure(
    list(data = data, weights = weights, strata = strata, made = new.env(parent = emptyenv())),
    class = "wb_design")
  design$made$frame <- as_wb_frame(data)
  check_columns(weights, names(data), "weights")
  check_columns(strata, names(data), "stratum")
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

# The frame of the data. That of a design from another session is gone with that session.
design_frame <- function(design) {
  if (!handle_is_open(design$made$frame)) {
    design$made$frame <- as_wb_frame(design$data)
  }
  design$made$frame
}

# A tally of all rows.
design_tally <- function(design, asked, by, categories, run) {
  spec <- new_spec(asked, by, design$weights, design$strata, categories)
  tally <- .Call(R_swig_wb_tally_new, spec, FALSE)
  .Call(R_swig_wb_tally_update, tally, design_frame(design), run, FALSE)
  close_handles(spec)
  tally
}

checked_design <- function(design) {
  if (!inherits(design, "wb_design")) {
    refuse_argument(design, "design", "a design that wb_design() made")
  }
  design
}

dim.wb_design <- function(x) {
  c(.Call(R_swig_wb_frame_row_count, design_frame(x), FALSE), length(x$data))
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
