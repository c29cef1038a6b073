# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Changes to plans. They keep themselves as text; a function that adds an operation gives new
# ones and leaves those it was given as they are.

wb_changes <- function(x = NULL) {
  if (inherits(x, "wb_changes")) return(x)
  if (is.null(x)) return(new_changes(.Call(R_swig_wb_changes_new, FALSE)))
  new_changes(definition_of(x, "changes", read_changes))
}

read_changes <- function(reader) .Call(R_swig_wb_changes_read, reader, FALSE)

new_changes <- function(handle) {
  force(handle)
  on.exit(close_handles(handle))
  structure(
    class = "wb_changes",
    list(
      n = .Call(R_swig_wb_changes_count, handle, FALSE),
      json = written_text(function(to) .Call(R_swig_wb_changes_write, handle, to, FALSE))
    )
  )
}

changes_handle <- function(changes) {
  read_text(wb_changes(changes)$json, "changes", read_changes)
}

wb_changes_json <- function(changes) wb_changes(changes)$json

# ---- operations ----

# What `add` appends to a handle of the changes, as new changes.
with_operation <- function(changes, add) {
  handle <- changes_handle(changes)
  withCallingHandlers(add(handle), error = function(e) close_handles(handle))
  new_changes(handle)
}

# Behind which record: not given is the last, NULL the first.
follows_text <- function(follows) {
  if (is.null(follows)) "" else wb_check_string(follows, "follows")
}

wb_changes_add <- function(changes, parent, list, value, follows) {
  parent <- wb_check_string(parent, "parent")
  list <- wb_check_string(list, "list")
  value <- json_of(value, "value")
  behind <- if (missing(follows)) NULL else follows_text(follows)
  with_operation(changes, function(handle) {
    .Call(R_swig_wb_changes_add, handle, parent, list, behind, value, FALSE)
  })
}

wb_changes_set <- function(changes, record, field, value, expected, version = 0) {
  record <- wb_check_string(record, "record")
  field <- wb_check_string(field, "field")
  value <- json_of(value, "value")
  proof <- if (missing(expected)) NULL else json_of(expected, "expected")
  version <- wb_check_whole(version, "version")
  with_operation(changes, function(handle) {
    .Call(R_swig_wb_changes_set, handle, record, field, value, proof, version, FALSE)
  })
}

wb_changes_move <- function(changes, record, parent, list, follows, expected, version = 0) {
  record <- wb_check_string(record, "record")
  parent <- wb_check_string(parent, "parent")
  list <- wb_check_string(list, "list")
  behind <- if (missing(follows)) NULL else follows_text(follows)
  proof <- if (missing(expected)) NULL else json_of(expected, "expected")
  version <- wb_check_whole(version, "version")
  with_operation(changes, function(handle) {
    .Call(R_swig_wb_changes_move, handle, record, parent, list, behind, proof, version, FALSE)
  })
}

wb_changes_remove <- function(changes, record, expected, version = 0) {
  record <- wb_check_string(record, "record")
  proof <- if (missing(expected)) NULL else json_of(expected, "expected")
  version <- wb_check_whole(version, "version")
  with_operation(changes, function(handle) {
    .Call(R_swig_wb_changes_remove, handle, record, proof, version, FALSE)
  })
}

wb_changes_table <- function(changes, plan, language = "nl") {
  language <- wb_check_string(language, "language")
  handle <- changes_handle(changes)
  on.exit(close_handles(handle))
  made_table(.Call(R_swig_wb_changes_frame, handle, plan_handle(wb_plan(plan)), language, FALSE))
}

format.wb_changes <- function(x, ...) sprintf("<wb_changes> %.0f operations", x$n)

print.wb_changes <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

# ---- plans ----

wb_plan_apply <- function(plan, changes) {
  handle <- changes_handle(changes)
  on.exit(close_handles(handle))
  new_plan(.Call(R_swig_wb_plan_apply, plan_handle(wb_plan(plan)), handle, FALSE))
}

wb_plan_diff <- function(before, after) {
  new_changes(.Call(
    R_swig_wb_plan_diff, plan_handle(wb_plan(before)), plan_handle(wb_plan(after)), FALSE
  ))
}

wb_plan_merge <- function(base, ours, theirs, language = "nl") {
  language <- wb_check_string(language, "language")
  pair <- .Call(
    R_swig_wb_plan_merge, plan_handle(wb_plan(base)), plan_handle(wb_plan(ours)),
    plan_handle(wb_plan(theirs)), language, FALSE
  )
  on.exit(close_handles(pair[[2]]))
  list(merged = new_plan(pair[[1]]), conflicts = from_wb_frame(pair[[2]]))
}

# ---- values as JSON ----

# One value of a vector of length one; a vector of another length, I(x) or a list without
# names a list; a list with names an object; NULL null.
json_of <- function(x, what) {
  if (is.null(x)) return("null")
  if (is.list(x) && !is.null(names(x))) {
    if (anyDuplicated(names(x)) || any(names(x) == "")) {
      refuse_argument(x, what, "a list in which every element has a name of its own")
    }
    members <- vapply(x, json_of, "", what)
    members <- sprintf("%s:%s", json_text(names(x)), members)
    return(paste0("{", paste(members, collapse = ","), "}"))
  }
  if (is.list(x) || inherits(x, "AsIs") || length(x) != 1) {
    elements <- vapply(if (is.list(x)) x else elements_of(x), json_of, "", what)
    return(paste0("[", paste(elements, collapse = ","), "]"))
  }
  json_scalar(x, what)
}

# The elements of a vector, each of the class it has: days stay days.
elements_of <- function(x) {
  oldClass(x) <- setdiff(oldClass(x), "AsIs")
  lapply(seq_along(x), function(i) x[i])
}

json_scalar <- function(x, what) {
  if (is.factor(x)) x <- as.character(x)
  if (is.na(x) || (is.numeric(x) && !is.finite(x))) {
    refuse_argument(x, what, "without NA, NaN and infinity")
  }
  if (inherits(x, "Date")) return(json_text(format(x, "%Y-%m-%d")))
  if (is.object(x)) refuse_argument(x, what, "text, numbers, TRUE or FALSE, or lists of them")
  if (is.character(x)) return(json_text(x))
  if (is.logical(x)) return(if (x) "true" else "false")
  if (is.numeric(x)) return(sprintf("%.17g", x))
  refuse_argument(x, what, "text, numbers, TRUE or FALSE, or lists of them")
}

json_text <- function(x) {
  x <- gsub("([\\\\\"])", "\\\\\\1", enc2utf8(x))
  for (code in 1:31) {
    x <- gsub(intToUtf8(code), sprintf("\\u%04x", code), x, fixed = TRUE)
  }
  paste0("\"", x, "\"")
}
