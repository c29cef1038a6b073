# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# How rows were sampled: columns by their part in it, and what cannot be a column. Designs
# and tallies say it in the same words; here these become one list, and that part of a
# specification.

sampling_of <- function(weights, strata, clusters, fpc, nested, units, replicates, calibration,
                        design_effect) {
  list(
    weights = one_column(weights, "weights"),
    strata = formula_columns(strata, "strata"),
    clusters = formula_columns(clusters, "clusters"),
    fpc = formula_columns(fpc, "fpc"),
    nested = wb_check_flag(nested, "nested"),
    units = wb_check_choice(units, "units", enum_words("units")),
    replicates = checked_class(replicates, "replicates", "wb_replicates"),
    calibration = checked_class(calibration, "calibration", "wb_calibration"),
    design_effect = wb_check_choice(design_effect, "design_effect", enum_words("design_effect"))
  )
}

checked_class <- function(x, what, class) {
  check_evaluates(x, what)
  if (!is.null(x) && !inherits(x, class)) {
    refuse_argument(x, what, sprintf("what %s() makes", class))
  }
  x
}

# For each part of a sampling the columns it names.
sampling_columns <- function(sampling) {
  list(weights = sampling$weights, stratum = sampling$strata, cluster = sampling$clusters,
    fpc = sampling$fpc, "replicate weights" = sampling$replicates$columns,
    "initial weights" = sampling$calibration$initial,
    margin = unlist(sampling$calibration$margins),
    auxiliary = sampling$calibration$auxiliaries)
}

# Say it to a specification (a handle).
declare_sampling <- function(spec, sampling) {
  if (length(sampling$weights) > 0L) {
    .Call(R_swig_wb_spec_set_weights, spec, sampling$weights, FALSE)
  }
  for (column in sampling$strata) {
    .Call(R_swig_wb_spec_add_stratum, spec, column, FALSE)
  }
  for (column in sampling$clusters) {
    .Call(R_swig_wb_spec_add_cluster, spec, column, FALSE)
  }
  for (column in sampling$fpc) {
    .Call(R_swig_wb_spec_add_fpc, spec, column, FALSE)
  }
  .Call(R_swig_wb_spec_set_nested, spec, sampling$nested, FALSE)
  .Call(R_swig_wb_spec_set_units, spec, enum_value(sampling$units, "units", "units"), FALSE)
  .Call(R_swig_wb_spec_set_design_effect, spec,
    enum_value(sampling$design_effect, "design_effect", "design_effect"), FALSE)
  declare_replicates(spec, sampling$replicates)
  declare_calibration(spec, sampling$calibration)
}

# ---- replicates ----

wb_replicates <- function(columns = NULL, type, scale = NULL, rscales = NULL, rho = NULL,
                          mse = FALSE, n = NULL, seed = NULL) {
  if (missing(type)) {
    stop_argument("type", "type says what the replicates are, such as \"jk1\" or \"bootstrap\"")
  }
  columns <- formula_columns(columns, "columns")
  made <- length(columns) == 0L
  only <- if (made) c("scale", "rscales") else c("n", "seed")
  for (name in only) {
    if (!is.null(get(name))) {
      stop_argument(name, sprintf("%s is of replicate weights that %s, and columns names %s", name,
        if (made) "are given" else "are made", if (made) "none" else "some"))
    }
  }
  words <- setdiff(enum_words("replicate_type"), "none")
  if (is.character(type) && all(validEnc(type))) type <- small_letters(type)
  type <- wb_check_choice(type, "type", words)
  if (made && !type %in% c("jk1", "jkn", "brr", "fay", "bootstrap")) {
    stop_argument("type", sprintf("'%s' replicates are not made, and columns names none", type))
  }
  structure(
    list(columns = columns, type = type,
      scale = optional_number(scale, "scale"), rscales = checked_rscales(rscales, columns),
      rho = if (is.null(rho)) 0 else wb_check_number(rho, "rho"),
      mse = wb_check_flag(mse, "mse"),
      n = if (is.null(n)) 0 else wb_check_whole(n, "n", 2, 1e6),
      seed = if (is.null(seed)) 0 else wb_check_whole(seed, "seed")),
    class = "wb_replicates")
}

# 0 is how the library says that a number is not given.
optional_number <- function(x, what) {
  if (is.null(x)) {
    return(0)
  }
  if (!is.finite(wb_check_number(x, what)) || x <= 0) {
    refuse_argument(x, what, "a number above 0")
  }
  as.double(x)
}

# One for each column; a single one is that of all.
checked_rscales <- function(rscales, columns) {
  if (is.null(rscales)) {
    return(rep(0, length(columns)))
  }
  if (!is.numeric(rscales) || !length(rscales) %in% c(1L, length(columns)) ||
      !all(is.finite(rscales)) || any(rscales <= 0)) {
    refuse_argument(rscales, "rscales",
      sprintf("one number above 0, or one for each of the %d columns", length(columns)))
  }
  rep_len(as.double(rscales), length(columns))
}

are_made <- function(replicates) !is.null(replicates) && length(replicates$columns) == 0L

declare_replicates <- function(spec, replicates) {
  if (is.null(replicates) || are_made(replicates)) {
    return(invisible())
  }
  .Call(R_swig_wb_spec_set_replicates, spec, replicate_options(replicates), FALSE)
  for (i in seq_along(replicates$columns)) {
    .Call(R_swig_wb_spec_add_replicate, spec, replicates$columns[i], replicates$rscales[i], FALSE)
  }
}

replicate_options <- function(replicates) {
  list(type = value_of_word("replicate_type", replicates$type), mse = replicates$mse,
    scale = replicates$scale, rho = replicates$rho)
}

format.wb_replicates <- function(x, ...) {
  how_many <- if (!are_made(x)) sprintf("%d columns of ", length(x$columns))
  else if (x$n > 0) sprintf("%.0f ", x$n)
  else ""
  sprintf("%s%s replicates%s", how_many, x$type, if (are_made(x)) " made of the design" else "")
}

print.wb_replicates <- function(x, ...) {
  cat("<wb_replicates> ", format(x), "\n", sep = "")
  invisible(x)
}

# ---- calibrated weights ----

wb_calibration <- function(initial, margins = NULL, auxiliaries = NULL) {
  initial <- one_column(initial, "initial")
  if (length(initial) == 0L) {
    stop_argument("initial", "initial names no column, which holds the weights before calibration")
  }
  margins <- breakdown_names(margins, "margins")
  auxiliaries <- formula_columns(auxiliaries, "auxiliaries")
  if (length(margins) + length(auxiliaries) == 0L) {
    stop_argument("margins", paste("weights are calibrated to something: margins, auxiliaries",
      "or both"))
  }
  structure(list(initial = initial, margins = margins, auxiliaries = auxiliaries),
    class = "wb_calibration")
}

declare_calibration <- function(spec, calibration) {
  if (is.null(calibration)) {
    return(invisible())
  }
  .Call(R_swig_wb_spec_set_initial_weights, spec, calibration$initial, FALSE)
  for (columns in calibration$margins) {
    .Call(R_swig_wb_spec_add_margin, spec, columns, FALSE)
  }
  for (column in calibration$auxiliaries) {
    .Call(R_swig_wb_spec_add_auxiliary, spec, column, FALSE)
  }
}

format.wb_calibration <- function(x, ...) {
  margins <- vapply(x$margins, function(columns) {
    if (length(columns) == 0L) "the sum" else paste(columns, collapse = " x ")
  }, "")
  sprintf("calibrated from %s to %s", x$initial, paste(c(margins, x$auxiliaries), collapse = ", "))
}

print.wb_calibration <- function(x, ...) {
  cat("<wb_calibration> ", format(x), "\n", sep = "")
  invisible(x)
}
