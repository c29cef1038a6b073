# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# How estimates and changes are shown. Numbers stay the numbers they are, shares between 0
# and 1; only their digits are cut.

print.wb_estimates <- function(x, digits = 2, n = 30, ...) {
  if (!all(estimate_columns_needed %in% names(x))) {
    return(print(as.data.frame(x), ...))
  }
  cat(sprintf("<wb_estimates> %s of %s\n", spelled(x$statistic), spelled(x$variable)))
  show_rows(x, c("estimate", "se", "lower", "upper"), digits, n)
  cat_notes(c(method_note(x), design_note(x), lonely_note(x), source_notes(x)))
  invisible(x)
}

print.wb_change <- function(x, digits = 2, n = 30, ...) {
  if (!all(c("statistic", "variable", "difference", "se", "status") %in% names(x))) {
    return(print(as.data.frame(x), ...))
  }
  cat(sprintf("<wb_change> differences in the %s of %s\n", spelled(x$statistic),
    spelled(x$variable)))
  show_rows(x, c("difference", "se", "lower", "upper"), digits, n)
  level <- metadata_number(x, "level")
  intervals <- if (!is.na(level)) sprintf("%s%% intervals and two-sided p with t(df)",
    format(100 * level, digits = 6))
  cat_notes(c(intervals, source_notes(x),
    "Waves taken as sampled independently; a change says nothing of its cause"))
  invisible(x)
}

spelled <- function(x) {
  x <- unique(as.character(x))
  if (length(x) == 0L) "nothing" else paste(x, collapse = ", ")
}

design_note <- function(x) {
  design <- metadata_text(x, "design")
  if (is.na(design)) NULL else paste("Design:", gsub("\\\\(.)", "\\1", design))
}

lonely_note <- function(x) {
  policy <- metadata_text(x, "lonely")
  if (is.na(policy) || policy == "fail") NULL else paste("Lonely units:", policy)
}

cat_notes <- function(notes) {
  cat(notes, sep = "\n")
}

# The first n rows as a table of texts, without columns that say nothing.
show_rows <- function(x, measured, digits, n) {
  total <- nrow(x)
  if (total == 0L) {
    cat("(no rows)\n")
    return(invisible())
  }
  labels <- attr(x, "value_labels", exact = TRUE)
  x <- as.data.frame(x)
  decimals <- decimals_of(x, measured[1L], digits)
  rows <- seq_len(min(total, n))
  names <- setdiff(names(x), empty_columns(x))
  groups <- by_columns_or_none(x)
  shown <- lapply(setNames(nm = names), function(name) {
    values <- x[[name]][rows]
    if (name %in% measured) fixed_text(values, decimals[rows])
    else if (name %in% c("cv", "deff", "t", "f", "pearson", "value")) fixed_text(values, 2)
    else if (name %in% c("df", "df1", "df2")) plain_text(round(values, 2), "")
    else if (name %in% c("p", "p_adjusted")) p_text(values, digits)
    else labelled_text(plain_text(values, if (name %in% groups) "(all)" else ""),
      if (name == "category") as.character(x$variable[rows]) else name, labels)
  })
  print(as.data.frame(shown, optional = TRUE, stringsAsFactors = FALSE), row.names = FALSE)
  if (total > length(rows)) {
    cat(sprintf("... %d more; print(x, n = Inf) shows all\n", total - length(rows)))
  }
}

# Columns where every row is missing, or that repeat what stands above the table.
empty_columns <- function(x) {
  names(x)[vapply(names(x), function(name) {
    all(is.na(x[[name]])) ||
      name %in% c("statistic", "variable") && length(unique(x[[name]])) == 1L ||
      name == "status" && all(x[[name]] == "ok")
  }, NA)]
}

# For each row the decimals that give the largest standard error of its estimand `digits`
# digits; without one, that give the largest estimate one more.
decimals_of <- function(x, measure, digits) {
  if (!"se" %in% names(x)) {
    return(numeric(nrow(x)))
  }
  group <- if ("variable" %in% names(x)) paste(x$statistic, x$variable)
  else format(seq_len(nrow(x)))
  wanted <- function(values, digits) {
    values <- abs(values[is.finite(values) & values != 0])
    if (length(values) == 0L) NA else min(15, max(0, digits - 1 - floor(log10(max(values)))))
  }
  by_se <- tapply(x$se, group, wanted, digits = digits)
  by_size <- tapply(x[[measure]], group, wanted, digits = digits + 1)
  found <- ifelse(is.na(by_se), by_size, by_se)
  found[is.na(found)] <- 0
  as.vector(found[group])
}

fixed_text <- function(values, decimals) {
  shown <- mapply(formatC, values, digits = decimals,
    MoreArgs = list(format = "f", big.mark = if (getOption("OutDec") == ",") "." else ","))
  ifelse(is.na(values), "", shown)
}

# A count of rows.
rows_text <- function(n) formatC(n, format = "f", digits = 0, big.mark = ",", decimal.mark = ".")

p_text <- function(values, digits) {
  ifelse(is.na(values), "", format.pval(values, digits = digits))
}

plain_text <- function(values, missing) {
  text <- as.character(values)
  if (is.numeric(values)) {
    whole <- all(values == round(values), na.rm = TRUE)
    text <- format(values, trim = TRUE, digits = 15, scientific = if (whole) FALSE else NA)
  }
  ifelse(is.na(values), missing, text)
}

# Codes with their labels behind them, as "1 [yes]"; `columns` says whose labels those are.
labelled_text <- function(text, columns, labels) {
  columns <- rep_len(columns, length(text))
  for (column in intersect(columns, names(labels))) {
    at <- match(text, as.character(labels[[column]]))
    shown <- !is.na(at) & columns == column
    text[shown] <- sprintf("%s [%s]", text, names(labels[[column]])[at])[shown]
  }
  text
}

# ---- summary ----

summary.wb_estimates <- function(object, ...) {
  group <- interaction(object$statistic, object$variable, drop = TRUE, lex.order = TRUE)
  rows <- lapply(split(as.data.frame(object), group), function(part) {
    size <- function(f, x) if (all(is.na(x))) NA_real_ else f(x, na.rm = TRUE)
    data.frame(statistic = part$statistic[1L], variable = part$variable[1L],
      estimates = nrow(part), smallest = size(min, part$estimate),
      largest = size(max, part$estimate), largest_se = size(max, part$se),
      smallest_n = size(min, part$n), without_interval = sum(is.na(part$lower)))
  })
  table <- if (length(rows) > 0L) do.call(rbind, c(unname(rows), stringsAsFactors = FALSE))
  structure(list(table = table, notes = c(method_note(object), design_note(object),
    lonely_note(object), source_notes(object))), class = "summary.wb_estimates")
}

print.summary.wb_estimates <- function(x, digits = 3, ...) {
  if (is.null(x$table)) {
    cat("(no estimates)\n")
  } else {
    print(x$table, row.names = FALSE, digits = digits)
  }
  cat_notes(x$notes)
  invisible(x)
}
