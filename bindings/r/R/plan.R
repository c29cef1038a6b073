# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# A plan keeps itself as text, as an instrument does, and beside it the handle made of that.

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
  x <- wb_check_string(x, "x")
  if (grepl("^\\s*\\{", x)) return(new_plan(read_text(x, "text", read_plan)))
  builtin <- tryCatch(
    .Call(R_swig_wb_plan_builtin, x, FALSE),
    werkbaar_argument_error = identity
  )
  if (!inherits(builtin, "condition")) return(new_plan(builtin))
  if (!file.exists(x) && !grepl("[/.]", x)) stop(builtin)
  new_plan(read_file(x, read_plan))
}

read_plan <- function(reader) .Call(R_swig_wb_plan_read, reader, FALSE)

new_plan <- function(handle) {
  json <- written(function(to) .Call(R_swig_wb_plan_write, handle, to, FALSE))
  state <- new.env(parent = emptyenv())
  state$handle <- handle
  structure(
    class = "wb_plan",
    list(
      id = .Call(R_swig_wb_plan_id, handle),
      version = .Call(R_swig_wb_plan_version, handle),
      scope = .Call(R_swig_wb_plan_scope, handle),
      hash = .Call(R_swig_wb_plan_hash, handle),
      json = text_of_bytes(json),
      state = state
    )
  )
}

plan_handle <- function(plan) {
  state <- plan$state
  if (!handle_is_open(state$handle)) {
    state$handle <- read_text(plan$json, plan$id, read_plan)
  }
  state$handle
}

plan_title <- function(plan, language) {
  .Call(R_swig_wb_plan_title, plan_handle(plan), language)
}

wb_plan_json <- function(plan) wb_plan(plan)$json

wb_plan_actions <- function(plan, language = "nl") {
  plan <- wb_plan(plan)
  language <- wb_check_string(language, "language")
  frame <- .Call(R_swig_wb_plan_actions, plan_handle(plan), language, FALSE)
  on.exit(close_handles(frame))
  from_wb_frame(frame)
}

wb_plan_table <- function(plan, kind, language = "nl") {
  plan <- wb_plan(plan)
  kind <- wb_check_string(kind, "kind")
  language <- wb_check_string(language, "language")
  frame <- .Call(R_swig_wb_plan_table, plan_handle(plan), kind, language, FALSE)
  on.exit(close_handles(frame))
  from_wb_frame(frame)
}

wb_plan_check <- function(plan, language = "en") {
  plan <- wb_plan(plan)
  options <- list(language = wb_check_string(language, "language"))
  frame <- .Call(R_swig_wb_plan_check, plan_handle(plan), options, FALSE)
  on.exit(close_handles(frame))
  from_wb_frame(frame)
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
