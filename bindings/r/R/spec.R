# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Specifications (handles of wb_spec): design, estimands and breakdowns, fixed before the
# first row is read.

# `asked` is a list as asked.R makes, `by` one as breakdown_names() makes, `sampling` one of
# sampling.R.
new_spec <- function(asked, by, sampling, categories = list()) {
  spec <- .Call(R_swig_wb_spec_new, FALSE)
  declare_sampling(spec, sampling)
  for (estimand in asked) {
    declare_estimand(spec, estimand)
  }
  for (columns in by) {
    .Call(R_swig_wb_spec_add_breakdown, spec, columns, FALSE)
  }
  for (column in names(categories)) {
    for (category in categories[[column]]) {
      .Call(R_swig_wb_spec_add_category, spec, column, category, FALSE)
    }
  }
  spec
}

# Categories that the caller declares: a named list of character vectors.
checked_categories <- function(categories) {
  well <- is.list(categories) && (length(categories) == 0L || !is.null(names(categories))) &&
    all(nzchar(names(categories))) && all(vapply(categories, is.character, NA)) &&
    !anyNA(unlist(categories))
  if (!well) {
    refuse_argument(categories, "categories",
      "a list of texts by name of column, such as list(sex = c(\"f\", \"m\"))")
  }
  categories
}

# The levels of those columns that are factors: their order is that of the results.
levels_of <- function(data, columns) {
  factors <- Filter(function(column) is.factor(data[[column]]), unique(columns))
  lapply(setNames(nm = factors), function(column) {
    levels <- levels(data[[column]])
    levels[!is.na(levels)]
  })
}

spec_json <- function(spec) {
  written_text(function(to) .Call(R_swig_wb_spec_write, spec, to, FALSE))
}

read_spec <- function(json) {
  read_text(wb_check_string(json, "spec"), "spec", function(reader) {
    .Call(R_swig_wb_spec_read, reader, FALSE)
  })
}
