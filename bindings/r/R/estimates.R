# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Estimates: a data frame (docs/formats/estimates.md) with the attribute "metadata", the JSON
# that says how they were made.

estimate_columns_needed <- c("statistic", "variable", "category", "estimate", "se", "lower",
  "upper", "df", "n", "status")

# Statistics that can be shares, whose intervals are made in several ways.
with_shares <- c("mean", "proportion")

# ---- a data frame all the same ----

# What is left after taking columns away may no longer be estimates.
`[.wb_estimates` <- function(x, ...) {
  part <- NextMethod()
  if (!is.data.frame(part)) {
    return(part)
  }
  if (!all(estimate_columns_needed %in% names(part))) {
    return(as.data.frame.wb_estimates(part))
  }
  attr(part, "metadata") <- attr(x, "metadata")
  attr(part, "value_labels") <- attr(x, "value_labels")
  part
}

as.data.frame.wb_estimates <- function(x, ...) {
  attr(x, "metadata") <- NULL
  attr(x, "value_labels") <- NULL
  class(x) <- setdiff(class(x), "wb_estimates")
  x
}

# ---- names ----

by_columns <- function(x) {
  names(x)[seq_len(match("statistic", names(x)) - 1L)]
}

# A name for each row: its group, then what is estimated. A statistic is named where there
# are several of one variable.
row_labels <- function(x) {
  if (nrow(x) == 0L) {
    return(character())
  }
  kind <- paste(x$statistic, x$variable)
  several <- tapply(kind, as.character(x$variable), function(k) length(unique(k)) > 1L)
  what <- as.character(x$variable)
  what <- ifelse(several[what], paste0(x$statistic, ".", what), what)
  what <- paste0(what, ifelse(is.na(x$category), "", paste0("=", x$category)))
  for (column in rev(by_columns(x))) {
    value <- as.character(x[[column]])
    what <- ifelse(is.na(value), what, paste0(value, ":", what))
  }
  make.unique(what)
}

# ---- numbers ----

coef.wb_estimates <- function(object, ...) {
  setNames(object$estimate, row_labels(object))
}

SE <- function(object, ...) {
  UseMethod("SE")
}

SE.wb_estimates <- function(object, ...) {
  setNames(object$se, row_labels(object))
}

# What is not ours goes to the function of that name in survey, which may be masked by ours.
SE.default <- function(object, ...) {
  if (!requireNamespace("survey", quietly = TRUE)) {
    stop_argument("object", sprintf(
      "SE() knows the estimates of this package, and needs package survey for class %s",
      class(object)[1L]))
  }
  survey::SE(object, ...)
}

confint.wb_estimates <- function(object, parm, level = NULL, ...) {
  made_with <- metadata_number(object, "level")
  if (is.null(level)) {
    level <- if (is.na(made_with)) 0.95 else made_with
  }
  checked_level(level)
  bounds <- if (identical(level, made_with)) object[c("lower", "upper")] else
    recomputed_bounds(object, level, made_with)
  bounds <- bounds_matrix(bounds, row_labels(object), level)
  if (missing(parm)) bounds else bounds[chosen_rows(parm, rownames(bounds)), , drop = FALSE]
}

bounds_matrix <- function(bounds, labels, level) {
  ends <- c((1 - level) / 2, (1 + level) / 2)
  matrix(c(bounds[[1L]], bounds[[2L]]), ncol = 2L,
    dimnames = list(labels, paste(format(100 * ends, digits = 3, trim = TRUE), "%")))
}

chosen_rows <- function(parm, labels) {
  found <- if (is.character(parm)) match(parm, labels) else seq_along(labels)[parm]
  if (anyNA(found)) {
    stop_argument("parm", sprintf("parm names '%s', which is none of the estimates",
      as.character(parm)[is.na(found)][1L]))
  }
  found
}

# Bounds at another level, by the method that made those that are there.
recomputed_bounds <- function(x, level, made_with) {
  if (is.na(made_with)) {
    stop_argument("level", paste("the level these estimates were made at is not known, for they",
      "have no metadata, so neither is the method of each interval: estimate at the level you",
      "want"))
  }
  if (!metadata_text(x, "interval") %in% c("logit", "wald")) {
    stop_argument("level", sprintf(
      "these %s intervals are of level %s, and are not made again: estimate at the level you want",
      metadata_text(x, "interval"), format(made_with)))
  }
  if ("quantile" %in% x$statistic) {
    stop_argument("level", sprintf(paste("intervals of quantiles, here of level %s, are not made",
      "again: estimate at the level you want"), format(made_with)))
  }
  bounds <- wald_bounds(x, level)
  logit <- was_logit(x, made_with)
  bounds[logit, ] <- logit_bounds(x[logit, ], level)
  bounds[is.na(x$lower), ] <- NA
  list(bounds[, 1L], bounds[, 2L])
}

wald_bounds <- function(x, level) {
  # No interval without degrees of freedom, and qt() warns of them.
  half <- qt((1 + level) / 2, ifelse(x$df > 0, x$df, NA)) * x$se
  cbind(x$estimate - half, x$estimate + half)
}

logit_bounds <- function(x, level) {
  p <- x$estimate
  half <- qt((1 + level) / 2, x$df) * x$se / (p * (1 - p))
  cbind(plogis(qlogis(p) - half), plogis(qlogis(p) + half))
}

# Shares have logit intervals where these were asked for; a mean does not say whether its
# column was true and false, but its bounds do.
was_logit <- function(x, made_with) {
  may_be <- x$statistic %in% with_shares & x$status == "ok" & x$estimate > 0 & x$estimate < 1
  may_be <- !is.na(may_be) & may_be
  wald <- wald_bounds(x, made_with)
  may_be & abs(x$lower - wald[, 1L]) + abs(x$upper - wald[, 2L]) > 1e-9 * x$se
}

# ---- what the metadata say ----

# Canonical JSON: no spaces; a quote within a text has a backslash before it.
metadata_text <- function(x, key) {
  metadata_match(x, sprintf("\"%s\":\"(([^\"\\\\]|\\\\.)*)\"", key))
}

metadata_number <- function(x, key) {
  as.numeric(metadata_match(x, sprintf("\"%s\":([-+0-9.eE]+)", key)))
}

# TRUE or FALSE, NA where it is not said.
metadata_flag <- function(x, key) {
  metadata_match(x, sprintf("\"%s\":(true|false)", key)) == "true"
}

# What the first group of a pattern holds; NA without a match.
metadata_match <- function(x, pattern) {
  found <- regmatches(metadata_of(x), regexec(pattern, metadata_of(x)))[[1L]]
  if (length(found) == 0L) NA_character_ else found[2L]
}

metadata_of <- function(x) {
  found <- attr(x, "metadata")
  if (is.character(found) && length(found) == 1L && !is.na(found)) found else ""
}

# Results repeat what their scores were made with, and that answers were made up.
source_notes <- function(x) c(synthetic_note(x), preset_note(x))

synthetic_note <- function(x) {
  if (grepl("\"synthetic\":true", metadata_of(x), fixed = TRUE)) {
    "SYNTHETIC: nobody gave these answers"
  }
}

preset_note <- function(x) {
  if (!grepl("\"instrument\":{", metadata_of(x), fixed = TRUE) ||
      !grepl("\"verified\":false", metadata_of(x), fixed = TRUE)) {
    return(NULL)
  }
  sprintf("Scored with %s: preset, not the official WBM definition", metadata_text(x, "id"))
}

method_note <- function(x) {
  level <- metadata_number(x, "level")
  if (is.na(level)) {
    return(NULL)
  }
  way <- metadata_text(x, "interval")
  shares <- !is.na(way) && way != "wald" && any(x$statistic %in% with_shares)
  ways <- c(if (shares) paste(way, "for shares"),
    if ("quantile" %in% x$statistic) "Woodruff for quantiles")
  sprintf("%s%% intervals with t(df), %s", format(100 * level, digits = 6),
    if (length(ways) == 0L) "Wald"
    else paste(paste(ways, collapse = ", "), "and Wald for the others"))
}
