# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# How estimates are made, as the low layer takes it. What functions do not name themselves
# comes through their `...`.

estimate_options <- function(level = 0.95, interval = "logit", drop_empty = FALSE, ...,
                             lonely = c("fail", "certainty", "centre", "average", "collapse"),
                             lonely_in_domain = FALSE, ultimate_cluster = FALSE, df = NULL,
                             precision = FALSE, replicates = NULL,
                             quantile_rule = c("math", "school", "hf7")) {
  refuse_others(..., known = setdiff(names(formals(estimate_options)), "..."))
  c(list(
    level = checked_level(level),
    interval = enum_value(interval, "interval", "interval"),
    drop_empty = wb_check_flag(drop_empty, "drop_empty"),
    lonely = enum_value(lonely, "lonely", "lonely"),
    lonely_in_domain = wb_check_flag(lonely_in_domain, "lonely_in_domain"),
    ultimate_cluster = wb_check_flag(ultimate_cluster, "ultimate_cluster"),
    df = optional_number(df, "df"),
    precision = wb_check_flag(precision, "precision"),
    quantile_rule = enum_value(quantile_rule, "quantile_rule", "quantile_rule")
  ), made_replicates(replicates))
}

refuse_others <- function(..., known) {
  if (...length() == 0L) {
    return(invisible())
  }
  name <- ...names()[1L]
  if (is.null(name) || is.na(name) || !nzchar(name)) {
    stop_argument("...", "options of estimates are given by name")
  }
  near <- nearest_name(name, known)
  stop_argument(name, sprintf("there is no option '%s' of estimates%s", name,
    if (is.null(near)) "" else sprintf("; is '%s' meant", near)))
}

made_replicates <- function(replicates) {
  checked_class(replicates, "replicates", "wb_replicates")
  if (is.null(replicates)) {
    return(list())
  }
  if (!are_made(replicates)) {
    stop_argument("replicates", paste("columns of replicate weights are part of the design: give",
      "them to wb_design() or wb_tally()"))
  }
  list(replicates = value_of_word("replicate_type", replicates$type),
    n_replicates = replicates$n, seed = replicates$seed, rho = replicates$rho,
    mse = replicates$mse)
}

# Replicates that the design says to make, unless the options have their own.
with_made <- function(options, replicates) {
  if (is.null(options$replicates) && are_made(replicates)) {
    options <- c(options, made_replicates(replicates))
  }
  options
}

checked_level <- function(level, what = "level") {
  level <- wb_check_number(level, what)
  if (level <= 0 || level >= 1) refuse_argument(level, what, "a number above 0 and below 1")
  level
}
