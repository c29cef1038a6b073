# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# What estimates of one tally say together (docs/formats/tests.md): every covariance between
# them is in it. Results are data frames of class wb_comparison with the attribute "metadata".

wb_covariances <- function(tally, progress = NULL, ...) {
  found <- compared(tally, "wb_covariances", progress, list(...), function(handle, options, run) {
    .Call(R_swig_wb_tally_covariances, handle, options, run, FALSE)
  })
  # Rows count from 1 here.
  found$row_i <- found$row_i + 1
  found$row_j <- found$row_j + 1
  as.data.frame(found)
}

# Between breakdowns the library gives no covariances.
vcov.wb_tally <- function(object, ...) {
  pairs <- wb_covariances(object, ...)
  labels <- row_labels(wb_tally_estimate(object, ...))
  found <- matrix(NA_real_, length(labels), length(labels), dimnames = list(labels, labels))
  found[cbind(pairs$row_i, pairs$row_j)] <- pairs$covariance
  found[cbind(pairs$row_j, pairs$row_i)] <- pairs$covariance
  found
}

wb_contrasts <- function(tally, expressions, level = 0.95, progress = NULL, ...) {
  expressions <- named_expressions(expressions)
  compared(tally, "wb_contrasts", progress, list(level = level, ...),
    function(handle, options, run) {
      .Call(R_swig_wb_tally_contrasts, handle, expressions, options, run, FALSE)
    })
}

# The name of an element is that of its row: "name := expression".
named_expressions <- function(expressions) {
  texts <- wb_check_strings(expressions, "expressions")
  if (length(texts) == 0L) {
    stop_argument("expressions", "expressions holds nothing to compute")
  }
  names <- names(expressions)
  if (is.null(names)) texts else ifelse(nzchar(names), paste(names, ":=", texts), texts)
}

wb_pairs <- function(tally, column, adjust = c("none", "holm", "bh"), level = 0.95,
                     progress = NULL, ...) {
  column <- compared_column(column)
  how <- list(adjust = enum_value(adjust, "adjust", "adjust"))
  compared(tally, "wb_pairs", progress, list(level = level, ...), function(handle, options, run) {
    .Call(R_swig_wb_tally_pairs, handle, column, how, options, run, FALSE)
  })
}

wb_trend <- function(tally, column, degree = 1, level = 0.95, progress = NULL, ...) {
  column <- compared_column(column)
  how <- list(degree = wb_check_whole(degree, "degree", 1, 5))
  compared(tally, "wb_trend", progress, list(level = level, ...), function(handle, options, run) {
    .Call(R_swig_wb_tally_trend, handle, column, how, options, run, FALSE)
  })
}

wb_equal <- function(tally, column, progress = NULL, ...) {
  column <- compared_column(column)
  compared(tally, "wb_equal", progress, list(...), function(handle, options, run) {
    .Call(R_swig_wb_tally_equal, handle, column, options, run, FALSE)
  })
}

wb_standardise <- function(tally, column, standard, level = 0.95, progress = NULL, ...) {
  column <- compared_column(column)
  standard <- as_wb_frame(levels_and_weights(standard, "standard", column))
  on.exit(close_handles(standard))
  compared(tally, "wb_estimates", progress, list(level = level, ...),
    function(handle, options, run) {
      .Call(R_swig_wb_tally_standardise, handle, column, standard, options, run, FALSE)
    })
}

# A list of levels and their weights; c(young = 0.3, old = 0.7) is one of texts.
levels_and_weights <- function(x, what, column) {
  if (is.numeric(x) && !is.null(names(x))) {
    x <- setNames(list(names(x), as.double(x)), c(column, "weight"))
  }
  if (!is.list(x) || !all(c(column, "weight") %in% names(x))) {
    refuse_argument(x, what, sprintf(
      "a data frame with the columns '%s' and 'weight', or numbers named by the levels", column))
  }
  whole_columns(unclass(x)[c(column, "weight")], column)
}

compared_column <- function(column) {
  found <- one_column(column, "column")
  if (length(found) == 0L) {
    stop_argument("column", "column names no breakdown column, whose levels are compared")
  }
  found
}

# ---- tests on tables ----

wb_independence <- function(tally, test = c("rao_scott_f", "rao_scott_chisq", "wald", "adj_wald",
                                            "lincom", "saddlepoint", "satterthwaite"),
                            all_tests = FALSE, progress = NULL, ...) {
  how <- test_options(test, all_tests)
  compared(tally, "wb_test", progress, list(...), function(handle, options, run) {
    .Call(R_swig_wb_tally_independence, handle, how, options, run, FALSE)
  })
}

wb_fit <- function(tally, variable, expected,
                   test = c("rao_scott_f", "rao_scott_chisq", "wald", "adj_wald", "lincom",
                            "saddlepoint", "satterthwaite"),
                   all_tests = FALSE, progress = NULL, ...) {
  variable <- one_column(variable, "variable")
  if (length(variable) == 0L) {
    stop_argument("variable", "variable names no column, whose categories have expected shares")
  }
  how <- test_options(test, all_tests)
  expected <- as_wb_frame(levels_and_weights(expected, "expected", "category"))
  on.exit(close_handles(expected))
  compared(tally, "wb_test", progress, list(...), function(handle, options, run) {
    .Call(R_swig_wb_tally_fit, handle, variable, expected, how, options, run, FALSE)
  })
}

test_options <- function(test, all_tests) {
  list(test = enum_value(test, "test", "table_test"),
    all_tests = wb_check_flag(all_tests, "all_tests"))
}

# What `compare` makes of the handle, as a data frame of that class.
compared <- function(tally, class, progress, options, compare) {
  handle <- tally_handle(tally)
  options <- with_made(do.call(estimate_options, options, quote = TRUE), tally$made)
  frame <- compare(handle, options, wb_run_options(progress = progress))
  on.exit(close_handles(frame))
  from_wb_frame(frame, class = if (class == "wb_estimates") class else c(class, "wb_comparison"))
}

# ---- methods ----

`[.wb_comparison` <- function(x, ...) {
  part <- NextMethod()
  if (is.data.frame(part)) {
    attr(part, "metadata") <- attr(x, "metadata")
  }
  part
}

as.data.frame.wb_comparison <- function(x, ...) {
  attr(x, "metadata") <- NULL
  class(x) <- class(x)[-seq_len(match("wb_comparison", class(x)))]
  x
}

coef.wb_contrasts <- function(object, ...) {
  setNames(object$estimate, object$contrast)
}

SE.wb_contrasts <- function(object, ...) {
  setNames(object$se, object$contrast)
}

confint.wb_contrasts <- function(object, parm, level = NULL, ...) {
  made_with <- metadata_number(object, "level")
  if (!is.null(level) && !identical(checked_level(level), made_with)) {
    stop_argument("level", sprintf(
      "these intervals are of level %s: make the contrasts at the level you want",
      format(made_with)))
  }
  bounds <- bounds_matrix(object[c("lower", "upper")], as.character(object$contrast), made_with)
  if (missing(parm)) bounds else bounds[chosen_rows(parm, rownames(bounds)), , drop = FALSE]
}

# What is measured in each kind of result: the first is what digits are reckoned by.
measured_columns <- c("estimate", "difference", "se", "lower", "upper")

print.wb_comparison <- function(x, digits = 2, n = 30, ...) {
  what <- switch(class(x)[1L], wb_contrasts = "contrasts", wb_pairs = "differences between pairs",
    wb_trend = "trends", wb_equal = "tests of equality", wb_test = "tests of tables")
  of <- if ("variable" %in% names(x)) paste(" of", spelled(x$variable)) else ""
  cat(sprintf("<%s> %s%s\n", class(x)[1L], what, of))
  show_rows(x, intersect(measured_columns, names(x)), digits, n)
  level <- metadata_number(x, "level")
  intervals <- if (!is.na(level) && "lower" %in% names(x)) {
    sprintf("%s%% intervals with t(df)", format(100 * level, digits = 6))
  }
  cat_notes(c(intervals, design_note(x), source_notes(x),
    "What goes together: nothing here says what causes what"))
  invisible(x)
}
