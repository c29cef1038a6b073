# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Organisations: who works where. They keep themselves as definition.R says.

wb_organisation <- function(x) {
  if (inherits(x, "wb_organisation")) return(x)
  new_organisation(definition_of(x, "organisation", read_organisation))
}

read_organisation <- function(reader) .Call(R_swig_wb_organisation_read, reader, FALSE)

new_organisation <- function(handle) {
  structure(
    class = "wb_organisation",
    list(
      id = .Call(R_swig_wb_organisation_id, handle),
      hash = .Call(R_swig_wb_organisation_hash, handle),
      staff = .Call(R_swig_wb_organisation_staff, handle, FALSE),
      min_n = .Call(R_swig_wb_organisation_min_n, handle, FALSE),
      json = written_text(function(to) .Call(R_swig_wb_organisation_write, handle, to, FALSE)),
      state = definition_state(handle)
    )
  )
}

organisation_handle <- function(organisation) {
  definition_handle(organisation, organisation$id, read_organisation)
}

wb_organisation_json <- function(organisation) wb_organisation(organisation)$json

wb_organisation_groups <- function(organisation, language = "nl") {
  handle <- organisation_handle(wb_organisation(organisation))
  language <- wb_check_string(language, "language")
  made_table(.Call(R_swig_wb_organisation_groups, handle, language, FALSE))
}

format.wb_organisation <- function(x, language = "nl", ...) {
  language <- wb_check_string(language, "language")
  title <- .Call(R_swig_wb_organisation_title, organisation_handle(x), language)
  sprintf("<wb_organisation> %s: %s, %.0f staff", x$id, title, x$staff)
}

print.wb_organisation <- function(x, language = "nl", ...) {
  groups <- wb_organisation_groups(x)
  cat(format(x, language), "\n", sep = "")
  cat(sprintf("%d groups; fewer than %.0f answers are not shown\n", nrow(groups), x$min_n))
  cat("sha256 ", x$hash, "\n", sep = "")
  invisible(x)
}
