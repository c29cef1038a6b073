# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Company scans: what may be shown of the answers. They keep themselves as definition.R says.

wb_scan <- function(x) {
  if (inherits(x, "wb_scan")) return(x)
  new_scan(definition_of(x, "scan", read_scan))
}

wb_scan_run <- function(questionnaire, organisation, answers, level = 0.95, release = "1",
                        earlier = NULL, fpc = TRUE, protect = c("all", "rules"), threads = 1,
                        progress = NULL) {
  questions <- questionnaire_handle(wb_questionnaire(questionnaire))
  groups <- organisation_handle(wb_organisation(organisation))
  options <- list(
    level = checked_level(level),
    release = wb_check_string(release, "release"),
    no_fpc = !wb_check_flag(fpc, "fpc"),
    protect = enum_value(protect, "protect", "protect")
  )
  if (!is.null(earlier)) options$earlier <- ledger_handle(wb_ledger(earlier))
  run <- wb_run_options(threads, progress)
  frame <- as_wb_frame(answers)
  on.exit(close_handles(frame))
  new_scan(.Call(R_swig_wb_scan_run, questions, groups, frame, options, run, FALSE))
}

# Of a copy: the scan that is given stays as it is.
wb_scan_add_records <- function(scan, questionnaire, unit = c("workpost", "organisation"),
                                records) {
  made <- read_text(wb_scan(scan)$json, "scan", read_scan)
  questions <- questionnaire_handle(wb_questionnaire(questionnaire))
  unit <- wb_check_choice(unit, "unit", c("workpost", "organisation"))
  frame <- as_wb_frame(records)
  on.exit(close_handles(frame))
  .Call(R_swig_wb_scan_add_records, made, questions, unit, frame, FALSE)
  new_scan(made)
}

read_scan <- function(reader) .Call(R_swig_wb_scan_read, reader, FALSE)

new_scan <- function(handle) {
  structure(
    class = "wb_scan",
    list(
      id = .Call(R_swig_wb_scan_id, handle),
      status = .Call(R_swig_wb_scan_status, handle),
      hash = .Call(R_swig_wb_scan_hash, handle),
      json = written_text(function(to) .Call(R_swig_wb_scan_write, handle, to, FALSE)),
      state = definition_state(handle)
    )
  )
}

scan_handle <- function(scan) definition_handle(scan, scan$id, read_scan)

wb_scan_json <- function(scan) wb_scan(scan)$json

wb_scan_ledger <- function(scan) {
  new_ledger(.Call(R_swig_wb_scan_ledger, scan_handle(wb_scan(scan)), FALSE))
}

scan_parts <- c("results", "response", "groups", "themes", "records", "checklists", "guide",
  "method", "audit")

wb_scan_table <- function(scan,
                          part = c("results", "response", "groups", "themes", "records",
                            "checklists", "guide", "method", "audit"),
                          language = "nl") {
  handle <- scan_handle(wb_scan(scan))
  part <- wb_check_choice(part, "part", scan_parts)
  language <- wb_check_string(language, "language")
  made_table(.Call(R_swig_wb_scan_table, handle, part, language, FALSE))
}

# ---- what it says ----

wb_scan_reference <- function(scan) {
  made_table(.Call(R_swig_wb_scan_reference, scan_handle(wb_scan(scan)), FALSE))
}

wb_scan_compare <- function(scan, reference, level = 0.95, margin = 0.05) {
  handle <- scan_handle(wb_scan(scan))
  margin <- wb_check_number(margin, "margin", 0, 1)
  options <- list(level = checked_level(level), margin = if (margin == 0) -1 else margin)
  frame <- as_wb_frame(reference)
  on.exit(close_handles(frame))
  made_table(.Call(R_swig_wb_scan_compare, handle, frame, options, FALSE), like = reference)
}

wb_scan_findings <- function(scan, reference = NULL, weights = NULL, level = 0.95, fdr = 0.05) {
  handle <- scan_handle(wb_scan(scan))
  options <- list(level = checked_level(level), fdr = checked_share(fdr, "fdr"))
  if (is.numeric(weights) && !is.null(names(weights))) {
    weights <- list(theme = names(weights), weight = as.double(weights))
  }
  beside <- if (!is.null(reference)) as_wb_frame(reference)
  on.exit(close_handles(beside))
  by_theme <- if (!is.null(weights)) as_wb_frame(weights)
  on.exit(close_handles(by_theme), add = TRUE)
  made_table(.Call(R_swig_wb_scan_findings, handle, beside, by_theme, options, FALSE),
    like = reference)
}

wb_findings_check <- function(findings) {
  frame <- findings_frame(findings)
  on.exit(close_handles(frame))
  .Call(R_swig_wb_findings_check, frame, FALSE)
  invisible(findings)
}

# A scan is a list too, but not of columns.
findings_frame <- function(findings) {
  if (inherits(findings, "wb_scan")) {
    stop_argument("findings", "this is a scan; what was found in it is what wb_scan_findings() gives of it")
  }
  as_wb_frame(findings)
}

# ---- what may be done about it ----

wb_scan_suggest <- function(findings, catalogue = NULL, most = 3, language = "nl") {
  handle <- catalogue_handle(as_catalogue(catalogue))
  options <- list(most = wb_check_whole(most, "most", 1, 2^31 - 1))
  language <- wb_check_string(language, "language")
  frame <- findings_frame(findings)
  on.exit(close_handles(frame))
  made_table(.Call(R_swig_wb_scan_suggest, frame, handle, options, language, FALSE),
    like = findings)
}

wb_scan_draft_actions <- function(findings, suggestions, language = NULL) {
  language <- wb_check_string(language, "language", optional = TRUE)
  frame <- findings_frame(findings)
  on.exit(close_handles(frame))
  chosen <- as_wb_frame(suggestions)
  on.exit(close_handles(chosen), add = TRUE)
  made_table(.Call(R_swig_wb_scan_draft_actions, frame, chosen, language, FALSE),
    like = suggestions)
}

# ---- how it shows ----

format.wb_scan <- function(x, ...) sprintf("<wb_scan> %s: %s", x$id, x$status)

print.wb_scan <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  if (x$status == "ok") {
    results <- wb_scan_table(x)
    cat(sprintf("%d figures, %d of them hidden\n", nrow(results), sum(results$status == "hidden")))
  } else {
    cat("too few people answered: there are no figures\n")
  }
  cat("sha256 ", x$hash, "\n", sep = "")
  invisible(x)
}
