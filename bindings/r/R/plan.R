# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Action plans, which keep themselves as definition.R says.

wb_plans <- function(language = "nl") {
  count <- .Call(R_swig_wb_plan_builtin_count, FALSE)
  ids <- vapply(seq_len(count) - 1, function(i) .Call(R_swig_wb_plan_builtin_id, i), "")
  all <- lapply(ids, wb_plan)
  data.frame(
    id = ids,
    version = vapply(all, function(x) x$version, ""),
    scope = vapply(all, function(x) x$scope, ""),
    title = vapply(all, plan_title, "", language)
  )
}

wb_plan <- function(x) {
  if (inherits(x, "wb_plan")) return(x)
  builtin <- function(id) .Call(R_swig_wb_plan_builtin, id, FALSE)
  new_plan(builtin_or_definition(x, builtin, read_plan))
}

read_plan <- function(reader) .Call(R_swig_wb_plan_read, reader, FALSE)

new_plan <- function(handle) {
  structure(
    class = "wb_plan",
    list(
      id = .Call(R_swig_wb_plan_id, handle),
      version = .Call(R_swig_wb_plan_version, handle),
      scope = .Call(R_swig_wb_plan_scope, handle),
      hash = .Call(R_swig_wb_plan_hash, handle),
      json = written_text(function(to) .Call(R_swig_wb_plan_write, handle, to, FALSE)),
      state = definition_state(handle)
    )
  )
}

plan_handle <- function(plan) definition_handle(plan, plan$id, read_plan)

plan_title <- function(plan, language) {
  .Call(R_swig_wb_plan_title, plan_handle(plan), language)
}

wb_plan_json <- function(plan) wb_plan(plan)$json

wb_plan_actions <- function(plan, language = "nl") {
  plan <- wb_plan(plan)
  language <- wb_check_string(language, "language")
  made_table(.Call(R_swig_wb_plan_actions, plan_handle(plan), language, FALSE))
}

wb_plan_table <- function(plan, kind, language = "nl") {
  plan <- wb_plan(plan)
  kind <- wb_check_string(kind, "kind")
  language <- wb_check_string(language, "language")
  made_table(.Call(R_swig_wb_plan_table, plan_handle(plan), kind, language, FALSE))
}

wb_plan_check <- function(plan, language = "en") {
  plan <- wb_plan(plan)
  options <- list(language = wb_check_string(language, "language"))
  made_table(.Call(R_swig_wb_plan_check, plan_handle(plan), options, FALSE))
}

# ---- what moved, and what a scan proposes ----

wb_plan_evaluate <- function(plan, estimates, wave, today, level = 0.95, power = 0.8,
                             language = "en", variable = NULL, statistic = NULL,
                             category = NULL, unit = NULL, where = NULL) {
  plan <- wb_plan(plan)
  if (!is.data.frame(estimates)) {
    refuse_argument(estimates, "estimates", "a data frame of estimates")
  }
  options <- list(
    level = checked_level(level),
    power = checked_level(power, "power"),
    language = wb_check_string(language, "language"),
    variable = wb_check_string(variable, "variable", optional = TRUE),
    statistic = wb_check_string(statistic, "statistic", optional = TRUE),
    category = wb_check_string(category, "category", optional = TRUE),
    unit = wb_check_string(unit, "unit", optional = TRUE),
    where = checked_where(where)
  )
  frame <- as_wb_frame(estimates)
  on.exit(close_handles(frame))
  made_table(.Call(R_swig_wb_plan_evaluate, plan_handle(plan), frame,
    wb_check_string(wave, "wave"), day_text(today, "today"), options, FALSE))
}

# Values by the name of their column, as the library takes them.
checked_where <- function(where) {
  if (is.null(where)) return(NULL)
  if (!length(where) || is.null(names(where)) || any(lengths(where) != 1L) || anyNA(where)) {
    refuse_argument(where, "where", "values by column, such as c(sector = \"food\")")
  }
  paste0(names(where), "=", vapply(where, value_texts, ""))
}

wb_plan_draft <- function(plan, drafts, parent = NULL, language = "en") {
  plan <- wb_plan(plan)
  if (!is.data.frame(drafts)) {
    refuse_argument(drafts, "drafts", "a data frame of draft actions")
  }
  options <- list(language = wb_check_string(language, "language"))
  options$parent <- wb_check_string(parent, "parent", optional = TRUE)
  frame <- as_wb_frame(drafts)
  on.exit(close_handles(frame))
  made <- .Call(R_swig_wb_plan_draft, plan_handle(plan), frame, options, FALSE)
  on.exit(close_handles(made[[2L]]), add = TRUE)
  list(changes = new_changes(made[[1L]]), report = from_wb_frame(made[[2L]]))
}

# ---- how it shows ----

format.wb_plan <- function(x, language = "nl", ...) {
  title <- plan_title(x, wb_check_string(language, "language"))
  sprintf("<wb_plan> %s %s: %s", x$id, x$version, title)
}

print.wb_plan <- function(x, language = "nl", ...) {
  actions <- wb_plan_actions(x)
  cat(format(x, language), "\n", sep = "")
  cat(sprintf(
    "%d actions, %d of them parts of another; scope: %s\n",
    nrow(actions), sum(!is.na(actions$part_of)), x$scope
  ))
  cat("sha256 ", x$hash, "\n", sep = "")
  invisible(x)
}
