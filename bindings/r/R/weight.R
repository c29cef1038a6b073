# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Weights. A weighting keeps its steps as definition.R says. Every step gives a new weighting, so
# that they can be piped.

wb_weighting <- function(x = NULL, weights = NULL, result = "weight") {
  if (is.null(x)) {
    handle <- .Call(R_swig_wb_weighting_new, FALSE)
    weights <- one_column(weights, "weights")
    .Call(R_swig_wb_weighting_set_weights, handle, if (length(weights) > 0L) weights, FALSE)
    .Call(R_swig_wb_weighting_set_result, handle, wb_check_string(result, "result"), FALSE)
    return(new_weighting(handle))
  }
  if (!is.null(weights) || !missing(result)) {
    stop_argument("weights", "weights and result are said by x, which is given too")
  }
  if (inherits(x, "wb_weighting")) return(x)
  new_weighting(definition_of(x, "weighting", read_weighting))
}

read_weighting <- function(reader) .Call(R_swig_wb_weighting_read, reader, FALSE)

new_weighting <- function(handle) {
  json <- written_text(function(to) .Call(R_swig_wb_weighting_write, handle, to, FALSE))
  structure(class = "wb_weighting", list(json = json, state = definition_state(handle)))
}

weighting_handle <- function(weighting) {
  definition_handle(weighting, "weighting", read_weighting)
}

checked_weighting <- function(weighting) {
  if (!inherits(weighting, "wb_weighting")) {
    refuse_argument(weighting, "weighting", "a weighting that wb_weighting() made")
  }
  weighting
}

# The weighting with the step that `add` adds to the handle it is given.
with_step <- function(weighting, add) {
  handle <- read_text(checked_weighting(weighting)$json, "weighting", read_weighting)
  add(handle)
  new_weighting(handle)
}

# ---- steps ----

wb_nonresponse <- function(weighting, respondent, cells = NULL) {
  respondent <- one_column(respondent, "respondent")
  cells <- formula_columns(cells, "cells")
  with_step(weighting, function(handle) {
    .Call(R_swig_wb_weighting_add_nonresponse, handle, respondent, cells, FALSE)
  })
}

wb_poststratify <- function(weighting, margin) {
  add_calibration(weighting, "POSTSTRATIFY", margin, NULL, list())
}

wb_rake <- function(weighting, margins, auxiliaries = NULL, max_iterations = NULL) {
  add_calibration(weighting, "RAKE", margins, auxiliaries,
    list(max_iterations = max_iterations))
}

wb_linear <- function(weighting, margins = list(), auxiliaries = NULL, bounds = NULL,
                      positive = FALSE, max_iterations = NULL) {
  add_calibration(weighting, "LINEAR", margins, auxiliaries,
    c(checked_bounds(bounds), list(max_iterations = max_iterations,
      positive = as.integer(wb_check_flag(positive, "positive")))))
}

wb_logit <- function(weighting, margins = list(), bounds, auxiliaries = NULL,
                     max_iterations = NULL) {
  add_calibration(weighting, "LOGIT", margins, auxiliaries,
    c(checked_bounds(bounds), list(max_iterations = max_iterations)))
}

wb_trim <- function(weighting, upper = NULL, lower = NULL, unit = c("value", "mean", "median"),
                    share = c("proportional", "equal"), once = FALSE) {
  share <- wb_check_choice(share, "share", c("proportional", "equal"))
  options <- list(
    unit = enum_value(unit, "unit", "trim_unit"),
    equally = as.integer(share == "equal"),
    once = as.integer(wb_check_flag(once, "once"))
  )
  if (!is.null(upper)) options$upper <- wb_check_number(upper, "upper")
  if (!is.null(lower)) options$lower <- wb_check_number(lower, "lower")
  with_step(weighting, function(handle) {
    .Call(R_swig_wb_weighting_add_trim, handle, options, FALSE)
  })
}

add_calibration <- function(weighting, step, margins, auxiliaries, options) {
  options <- Filter(Negate(is.null), options)
  if (!is.null(options$max_iterations)) {
    options$max_iterations <- wb_check_whole(options$max_iterations, "max_iterations", 1, 1e6)
  }
  tables <- margin_tables(margins)
  auxiliaries <- checked_auxiliaries(auxiliaries)
  if (length(tables) == 0L && length(auxiliaries) == 0L) {
    stop_argument("margins", sprintf("a %s step needs a margin to fit", small_letters(step)))
  }
  with_step(weighting, function(handle) {
    .Call(R_swig_wb_weighting_add_calibration, handle, wb_enums$weight_step[[step]], options, FALSE)
    for (table in tables) {
      targets <- as_wb_frame(table)
      .Call(R_swig_wb_weighting_add_margin, handle, targets, total_column(table), FALSE)
      close_handles(targets)
    }
    for (column in names(auxiliaries)) {
      .Call(R_swig_wb_weighting_add_auxiliary, handle, column, auxiliaries[[column]], FALSE)
    }
  })
}

checked_bounds <- function(bounds) {
  if (is.null(bounds)) return(list())
  if (!is.numeric(bounds) || length(bounds) != 2 || anyNA(bounds)) {
    refuse_argument(bounds, "bounds", "two numbers, such as c(0.5, 2)")
  }
  list(lower = as.double(bounds[1]), upper = as.double(bounds[2]))
}

checked_auxiliaries <- function(auxiliaries) {
  if (is.null(auxiliaries)) return(numeric())
  named <- !is.null(names(auxiliaries)) && all(nzchar(names(auxiliaries)))
  if (!is.numeric(auxiliaries) || !named) {
    refuse_argument(auxiliaries, "auxiliaries", "totals by name, such as c(age = 4000)")
  }
  auxiliaries
}

# ---- margins ----

# A list with a data frame of totals for each margin.
margin_tables <- function(margins) {
  alone <- is.data.frame(margins) || !is.list(margins)
  margins <- if (alone) list(margins) else margins
  Map(margin_table, margins, if (is.null(names(margins))) "" else names(margins))
}

# Totals of categories by name, a table, or a data frame as it is.
margin_table <- function(margin, name) {
  if (is.data.frame(margin)) return(margin)
  if (is.table(margin)) {
    if (length(dim(margin)) == 1L && !any(nzchar(names(dimnames(margin))))) names(dimnames(margin)) <- name
    return(as.data.frame(margin, responseName = "total", stringsAsFactors = FALSE))
  }
  if (is.numeric(margin) && length(margin) == 1L && is.null(names(margin))) {
    return(data.frame(total = as.double(margin)))
  }
  if (!is.numeric(margin) || is.null(names(margin)) || !nzchar(name)) {
    refuse_argument(margin, "a margin", paste("a data frame or table of totals, the population's",
      "size, or totals by name under the name of their column, as list(sex = c(f = 5, m = 7))"))
  }
  total <- if (name == "total") "total_" else "total"
  setNames(list(names(margin), as.double(margin)), c(name, total))
}

# survey calls them Freq, as as.data.frame() of a table does.
total_column <- function(table) {
  if (!"total" %in% names(table) && "Freq" %in% names(table)) return("Freq")
  if ("total_" %in% names(table)) "total_" else "total"
}

# ---- what it says ----

wb_weighting_json <- function(weighting) wb_weighting(weighting)$json

wb_weighting_columns <- function(weighting) {
  made_table(.Call(R_swig_wb_weighting_columns, weighting_handle(wb_weighting(weighting)), FALSE))
}

weighting_steps <- function(weighting) {
  handle <- weighting_handle(weighting)
  count <- .Call(R_swig_wb_weighting_step_count, handle, FALSE)
  vapply(seq_len(count) - 1, function(index) {
    .Call(R_swig_wb_weight_step_name, .Call(R_swig_wb_weighting_step, handle, index, FALSE))
  }, "")
}

# The columns of each margin of the last calibration, and its auxiliaries.
wb_weighting_calibration <- function(weighting) {
  handle <- weighting_handle(wb_weighting(weighting))
  counted <- function(count, get) {
    vapply(seq_len(count) - 1, function(index) get(index), "")
  }
  margins <- .Call(R_swig_wb_weighting_margin_count, handle, FALSE)
  auxiliaries <- .Call(R_swig_wb_weighting_auxiliary_count, handle, FALSE)
  list(
    margins = lapply(seq_len(margins) - 1, function(margin) {
      counted(.Call(R_swig_wb_weighting_margin_column_count, handle, margin, FALSE),
        function(index) .Call(R_swig_wb_weighting_margin_column, handle, margin, index))
    }),
    auxiliaries = counted(auxiliaries, function(index) {
      .Call(R_swig_wb_weighting_auxiliary, handle, index)
    })
  )
}

format.wb_weighting <- function(x, ...) {
  handle <- weighting_handle(x)
  weights <- .Call(R_swig_wb_weighting_weights, handle)
  steps <- weighting_steps(x)
  sprintf("<wb_weighting> %s to %s: %s", if (is.null(weights)) "no weights" else weights,
    .Call(R_swig_wb_weighting_result, handle),
    if (length(steps) == 0L) "no steps" else paste(steps, collapse = ", "))
}

print.wb_weighting <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

# ---- weights ----

# As in wb_score() the library sees the columns it needs, and the others go along.
wb_weight <- function(data, weighting, threads = 1, progress = NULL) {
  handle <- weighting_handle(checked_weighting(weighting))
  run <- wb_run_options(threads, progress)
  check_table(data)
  needed <- unique(wb_weighting_columns(weighting)$column)
  check_columns(needed, column_names(data), "a column of the weighting")
  frame <- frame_of_columns(data, needed)
  on.exit(close_handles(frame))
  made <- .Call(R_swig_wb_weighting_apply, handle, frame, run, FALSE)
  on.exit(do.call(close_handles, made), add = TRUE)
  skip <- .Call(R_swig_wb_frame_column_count, frame, FALSE)
  weighted <- put_beside(as.list(own_columns(data)), read_columns(made[[1L]], skip = skip), data,
    .Call(R_swig_wb_frame_metadata, made[[1L]]), "a column of weights")
  attr(weighted, "report") <- from_wb_frame(made[[2L]])
  weighted
}

wb_weight_report <- function(weighted) {
  report <- attr(weighted, "report", exact = TRUE)
  if (is.null(report)) {
    refuse_argument(weighted, "weighted", "a data frame that wb_weight() made")
  }
  report
}
