# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# What is estimated: a list of estimands, each a list of its statistic, its columns and,
# of quantiles and ranks, its probability or score.

# One of each column.
single_estimands <- function(statistic, x, argument = statistic) {
  lapply(formula_columns(x, argument), function(column) {
    list(statistic = statistic, columns = column)
  })
}

# One of each pair of columns, in each of the formulas when there is a list of them.
pair_estimands <- function(statistic, x, argument = statistic) {
  check_evaluates(x, argument)
  sets <- if (is.list(x)) unname(x) else list(x)
  found <- lapply(sets, function(set) {
    columns <- formula_columns(set, argument)
    if (length(columns) == 1L) {
      stop_argument(argument, sprintf("a %s is of two columns, and %s names one: '%s'", statistic,
        argument, columns))
    }
    pairs <- if (length(columns) > 1L) combn(columns, 2L, simplify = FALSE)
    lapply(pairs, function(pair) list(statistic = statistic, columns = pair))
  })
  do.call(c, c(list(list()), found))
}

# Of ~a/b + c/d, of c("a", "b"), or of a list of these.
ratio_estimands <- function(x, argument = "ratio") {
  check_evaluates(x, argument)
  sets <- if (is.list(x)) unname(x) else list(x)
  found <- lapply(sets, function(set) {
    if (is.null(set)) {
      return(list())
    }
    if (!is.character(set)) {
      return(lapply(formula_terms(set, argument), ratio_of_term, argument = argument))
    }
    if (length(set) != 2L) {
      stop_argument(argument, sprintf("%s has the names of %d columns, and a ratio is of two",
        argument, length(set)))
    }
    list(ratio_of(valid_names(set, argument)))
  })
  do.call(c, c(list(list()), found))
}

ratio_of <- function(columns) list(statistic = "ratio", columns = columns)

ratio_of_term <- function(term, argument) {
  if (!is.call(term) || !identical(term[[1L]], quote(`/`))) {
    stop_argument(argument, sprintf("%s takes terms such as a/b, joined by +, and '%s' is another",
      argument, formula_text(term)))
  }
  ratio_of(valid_names(vapply(as.list(term)[-1L], plain_name, "", argument = argument), argument))
}

# Of each column one for each probability.
quantile_estimands <- function(x, quantiles, argument = "quantile") {
  columns <- formula_columns(x, argument)
  if (length(columns) == 0L) {
    return(list())
  }
  if (!is.numeric(quantiles) || length(quantiles) == 0L || anyNA(quantiles) ||
      any(quantiles <= 0 | quantiles >= 1)) {
    refuse_argument(quantiles, "quantiles", "probabilities above 0 and below 1")
  }
  Map(function(column, probability) {
    list(statistic = "quantile", columns = column, probability = as.double(probability))
  }, rep(columns, each = length(quantiles)), rep(quantiles, length(columns)), USE.NAMES = FALSE)
}

rank_estimands <- function(x, score) {
  score <- wb_check_choice(score, "score", enum_words("rank_score"))
  lapply(formula_columns(x, "rank"), function(column) {
    list(statistic = "rank", columns = column, score = score)
  })
}

# Quantiles and ranks need all rows once more: what lies below a value is known at the end.
takes_two_passes <- function(asked) {
  any(vapply(asked, function(estimand) estimand$statistic %in% c("quantile", "rank"), NA))
}

asked_columns <- function(asked) {
  as.character(unlist(lapply(asked, `[[`, "columns")))
}

# The columns of which every category is estimated.
category_columns <- function(asked) {
  asked_columns(Filter(function(estimand) estimand$statistic == "proportion", asked))
}

declare_estimand <- function(spec, estimand) {
  columns <- estimand$columns
  statistic <- value_of_word("statistic", estimand$statistic)
  if (estimand$statistic == "ratio") {
    .Call(R_swig_wb_spec_add_ratio, spec, columns[1L], columns[2L], FALSE)
  } else if (estimand$statistic == "quantile") {
    .Call(R_swig_wb_spec_add_quantile, spec, columns, estimand$probability, FALSE)
  } else if (estimand$statistic == "rank") {
    .Call(R_swig_wb_spec_add_rank, spec, columns, value_of_word("rank_score", estimand$score), FALSE)
  } else if (length(columns) == 2L) {
    .Call(R_swig_wb_spec_add_pair, spec, statistic, columns[1L], columns[2L], FALSE)
  } else {
    .Call(R_swig_wb_spec_add_estimand, spec, statistic, columns, FALSE)
  }
}
