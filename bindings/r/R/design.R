# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# A design: rows and how they were sampled. It keeps the data, which R shares and does not
# copy. A column becomes one of the library when an estimate first needs it: what nobody
# asks for may hold anything, and a design read back from a file begins again.

wb_design <- function(data, weights = NULL, strata = NULL, clusters = NULL, fpc = NULL,
                      nested = FALSE, units = c("auto", "open", "ordered"), replicates = NULL,
                      calibration = NULL, design_effect = c("none", "wor", "wr")) {
  check_table(data)
  sampling <- sampling_of(weights, strata, clusters, fpc, nested, units, replicates, calibration,
    design_effect)
  parts <- sampling_columns(sampling)
  for (part in names(parts)) {
    check_columns(parts[[part]], names(data), part)
  }
  design <- structure(
    list(data = own_columns(data), sampling = sampling, made = new.env(parent = emptyenv())),
    class = "wb_design")
  check_design(design)
  design
}

# Refuse a design that no estimate could be made with: now, not at the first one. What
# only shows when all rows were seen, such as a cluster in two strata, shows in an estimate.
check_design <- function(design) {
  asked <- asked_to_check(design$sampling)
  if (length(asked) == 0L) {
    return(invisible())
  }
  tally <- design_tally(design, asked, list(), list(), NULL)
  on.exit(close_handles(tally))
  by_stages <- length(design$sampling$clusters) + length(design$sampling$fpc) > 0L
  if (by_stages && count_rows(design$data) > 0L) {
    close_handles(estimate_frame(tally, estimate_options(lonely = "certainty")))
  }
}

# Any column of numbers will do; without one, a column that tells units apart.
asked_to_check <- function(sampling) {
  numbers <- c(sampling$weights, sampling$fpc, sampling$replicates$columns,
    sampling$calibration$initial)
  if (length(numbers) > 0L) {
    return(single_estimands("mean", numbers[1L]))
  }
  single_estimands("proportion", head(c(sampling$strata, sampling$clusters), 1L))
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

# A tally of all rows, after as many passes as it takes. Rows stay open units where
# replicates are made of them.
design_tally <- function(design, asked, by, categories, run, made = FALSE) {
  sampling <- design$sampling
  if (sampling$units == "auto" && (made || are_made(sampling$replicates))) {
    sampling$units <- "open"
  }
  frame <- design_frame(design,
    c(unlist(sampling_columns(sampling)), asked_columns(asked), unlist(by)))
  spec <- new_spec(asked, by, sampling, categories)
  on.exit(close_handles(spec))
  tally <- .Call(R_swig_wb_tally_new, spec, FALSE)
  .Call(R_swig_wb_tally_update, tally, frame, run, FALSE)
  if (takes_two_passes(asked)) {
    first <- tally
    on.exit(close_handles(first), add = TRUE)
    tally <- .Call(R_swig_wb_tally_second_pass, first, FALSE)
    .Call(R_swig_wb_tally_update, tally, frame, run, FALSE)
  }
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
  rows <- rows_text(dim(x)[1L])
  sampling <- x$sampling
  named <- function(word, columns, between) {
    if (length(columns) > 0L) paste(word, paste(columns, collapse = between))
  }
  parts <- c(paste(rows, "rows"),
    if (length(sampling$weights) > 0L) paste("weights", sampling$weights) else "no weights",
    if (length(sampling$strata) > 0L) named("strata", sampling$strata, " x ") else "one stratum",
    named("clusters", sampling$clusters, " > "), named("fpc", sampling$fpc, " > "),
    if (!is.null(sampling$replicates)) format(sampling$replicates),
    if (!is.null(sampling$calibration)) format(sampling$calibration))
  paste("<wb_design>", paste(parts, collapse = ", "))
}

print.wb_design <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}
