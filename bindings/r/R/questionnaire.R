# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Questionnaires, composed of scan modules. They keep themselves as definition.R says.

wb_compose <- function(recipe, catalogue = NULL) {
  handle <- catalogue_handle(as_catalogue(catalogue))
  compose <- function(reader) .Call(R_swig_wb_compose, handle, reader, FALSE)
  if (is.list(recipe)) recipe <- json_of(recipe, "recipe")
  recipe <- wb_check_string(recipe, "recipe")
  new_questionnaire(if (is_json(recipe)) read_text(recipe, "recipe", compose)
  else read_file(recipe, compose))
}

wb_questionnaire <- function(x) {
  if (inherits(x, "wb_questionnaire")) return(x)
  new_questionnaire(definition_of(x, "questionnaire", read_questionnaire))
}

read_questionnaire <- function(reader) .Call(R_swig_wb_questionnaire_read, reader, FALSE)

new_questionnaire <- function(handle) {
  structure(
    class = "wb_questionnaire",
    list(
      id = .Call(R_swig_wb_questionnaire_id, handle),
      version = .Call(R_swig_wb_questionnaire_version, handle),
      hash = .Call(R_swig_wb_questionnaire_hash, handle),
      json = written_text(function(to) .Call(R_swig_wb_questionnaire_write, handle, to, FALSE)),
      state = definition_state(handle)
    )
  )
}

questionnaire_handle <- function(questionnaire) {
  definition_handle(questionnaire, questionnaire$id, read_questionnaire)
}

wb_questionnaire_json <- function(questionnaire) wb_questionnaire(questionnaire)$json

questionnaire_parts <- c("modules", "questions", "answers", "scales", "indicators", "themes",
  "notices", "discussion", "terms")

wb_questionnaire_table <- function(questionnaire,
                                   part = c("modules", "questions", "answers", "scales",
                                     "indicators", "themes", "notices", "discussion", "terms"),
                                   language = "nl") {
  handle <- questionnaire_handle(wb_questionnaire(questionnaire))
  part <- wb_check_choice(part, "part", questionnaire_parts)
  language <- wb_check_string(language, "language")
  made_table(.Call(R_swig_wb_questionnaire_table, handle, part, language, FALSE))
}

wb_questionnaire_minutes <- function(questionnaire, language = "nl") {
  handle <- questionnaire_handle(wb_questionnaire(questionnaire))
  language <- wb_check_string(language, "language")
  .Call(R_swig_wb_questionnaire_minutes, handle, language, FALSE)
}

wb_questionnaire_instrument <- function(questionnaire,
                                        unit = c("person", "workpost", "organisation")) {
  handle <- questionnaire_handle(wb_questionnaire(questionnaire))
  unit <- checked_unit(unit)
  new_instrument(.Call(R_swig_wb_questionnaire_instrument, handle, unit, FALSE))
}

# ---- questions out, answers in ----

checked_unit <- function(unit) {
  wb_check_choice(unit, "unit", c("person", "workpost", "organisation"))
}

# What `export(format, unit, language, to)` writes goes into a file.
exported <- function(path, format, unit, language, export) {
  format <- wb_check_choice(format, "format", c("html", "limesurvey", "xlsform"))
  unit <- checked_unit(unit)
  language <- wb_check_string(language, "language", optional = TRUE)
  write_file(path, function(to) export(format, unit, language, to))
  invisible(path)
}

# What `import(format, unit, reader)` makes of a file.
imported <- function(path, format, unit, import) {
  path <- wb_check_string(path, "path")
  format <- wb_check_choice(format, "format", c("csv", "limesurvey", "xlsform"))
  unit <- checked_unit(unit)
  made_table(read_file(path, function(reader) import(format, unit, reader)))
}

wb_questionnaire_export <- function(questionnaire, path,
                                    format = c("html", "limesurvey", "xlsform"),
                                    unit = c("person", "workpost", "organisation"),
                                    language = NULL) {
  handle <- questionnaire_handle(wb_questionnaire(questionnaire))
  exported(path, format, unit, language, function(format, unit, language, to) {
    .Call(R_swig_wb_questionnaire_export, handle, format, unit, language, to, FALSE)
  })
}

wb_questionnaire_import <- function(questionnaire, path,
                                    format = c("csv", "limesurvey", "xlsform"),
                                    unit = c("person", "workpost", "organisation"),
                                    keep = character()) {
  handle <- questionnaire_handle(wb_questionnaire(questionnaire))
  keep <- wb_check_strings(keep, "keep")
  imported(path, format, unit, function(format, unit, reader) {
    .Call(R_swig_wb_questionnaire_import, handle, format, unit, reader, keep, FALSE)
  })
}

# The same with what a scan has to know besides: groups, or the name of a post.

wb_scan_export <- function(questionnaire, organisation, path,
                           format = c("html", "limesurvey", "xlsform"),
                           unit = c("person", "workpost", "organisation"), language = NULL) {
  handle <- questionnaire_handle(wb_questionnaire(questionnaire))
  groups <- organisation_handle(wb_organisation(organisation))
  exported(path, format, unit, language, function(format, unit, language, to) {
    .Call(R_swig_wb_scan_export, handle, groups, format, unit, language, to, FALSE)
  })
}

wb_scan_import <- function(questionnaire, organisation, path,
                           format = c("csv", "limesurvey", "xlsform"),
                           unit = c("person", "workpost", "organisation")) {
  handle <- questionnaire_handle(wb_questionnaire(questionnaire))
  groups <- organisation_handle(wb_organisation(organisation))
  imported(path, format, unit, function(format, unit, reader) {
    .Call(R_swig_wb_scan_import, handle, groups, format, unit, reader, FALSE)
  })
}

# ---- one person ----

wb_selftest <- function(questionnaire, answers, language = "nl") {
  handle <- questionnaire_handle(wb_questionnaire(questionnaire))
  language <- wb_check_string(language, "language")
  if (is.numeric(answers) && !is.null(names(answers))) answers <- as.list(answers)
  frame <- as_wb_frame(answers)
  on.exit(close_handles(frame))
  made_table(.Call(R_swig_wb_selftest, handle, frame, language, FALSE))
}

# ---- how it shows ----

format.wb_questionnaire <- function(x, language = "nl", ...) {
  language <- wb_check_string(language, "language")
  title <- .Call(R_swig_wb_questionnaire_title, questionnaire_handle(x), language)
  sprintf("<wb_questionnaire> %s %s: %s", x$id, x$version, title)
}

print.wb_questionnaire <- function(x, language = "nl", ...) {
  count <- function(part) nrow(wb_questionnaire_table(x, part))
  cat(format(x, language), "\n", sep = "")
  cat(sprintf("%d modules, %d questions, %d indicators; about %d minutes for a person\n",
    count("modules"), count("questions"), count("indicators"),
    wb_questionnaire_minutes(x, language)))
  cat("sha256 ", x$hash, "\n", sep = "")
  invisible(x)
}
