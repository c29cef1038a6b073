# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Risk profiles: for each bottleneck a logistic model of everybody in the wave, with the risks and
# background characteristics as terms. Of the group only the share that has a risk is shown, which
# is a cell of the results: what is hidden there is hidden here.

wb_report_profile <- function(report, bottleneck, design, controls = c("sex", "age")) {
  label <- report_label(report, problem_column(bottleneck))
  fit <- profile_fit(report, bottleneck, design, controls)
  if (is.null(fit)) return(fill_words(report$words$no_profile, list(label = label)))
  found <- profile_odds(report, fit)
  raised <- found$risk[!is.na(found$lower) & found$lower > 1]
  c("", profile_sentence(report, label, raised), "",
    report_table_lines(report, profile_table(report, found), fill_words(report$words$profile_table,
      list(label = label, wave = report$wave))))
}

problem_column <- function(measure) paste0(measure, "_problem")

# The answers of the wave, scored, with the sampling that the definition names.
wb_report_design <- function(report, answers, definition) {
  definition <- wb_monitor_definition(definition)
  wave <- json_part(definition$json, '"waves":\\{[^[{]*"column":"([^"]*)"')
  check_columns(wave, names(answers), "answers")
  scores <- wb_score(answers, definition$instrument)
  scores <- scores[in_wave(report, scores[[wave]]), , drop = FALSE]
  sampling <- json_part(definition$json, '"design":(\\{[^}]*\\})')
  columns <- function(key) {
    found <- json_texts(sampling, key)
    if (length(found) > 0) stats::reformulate(sprintf("`%s`", found))
  }
  wb_design(scores, weights = columns("weights"), strata = columns("strata"),
    clusters = columns("clusters"), fpc = columns("fpc"),
    nested = !is.na(json_part(sampling, '("nested":true)')))
}

# A column tells its wave by its id, or by a code with the id as its label.
in_wave <- function(report, x) {
  labels <- attr(x, "labels", exact = TRUE)
  if (is.null(labels)) return(as.character(x) %in% report$wave)
  as.character(unclass(x)) %in% c(report$wave, as.character(unclass(labels))[trimws(names(labels)) %in% report$wave])
}

# A column of codes is one of categories: those of a group, or that have labels.
control_term <- function(report, name, data) {
  x <- data[[name]]
  coded <- name %in% report$variables || !is.null(attr(x, "labels", exact = TRUE))
  sprintf(if (is.numeric(x) && coded) "factor(`%s`)" else "`%s`", name)
}

# No model where the answers do not carry one; what contradicts the data stops, as everywhere.
profile_fit <- function(report, bottleneck, design, controls) {
  controls <- intersect(wb_check_strings(controls, "controls"), names(design$data))
  terms <- c(problem_column(report$risks), vapply(controls, control_term, "", report = report, data = design$data))
  formula <- stats::reformulate(terms, problem_column(bottleneck))
  fit <- tryCatch(wb_model(formula, design), werkbaar_convergence_error = function(e) NULL,
    werkbaar_numeric_error = function(e) NULL)
  if (is.null(fit) || anyNA(vcov(fit))) NULL else fit
}

profile_odds <- function(report, fit) {
  estimates <- coef(fit)
  bounds <- confint(fit, level = report$level)
  at <- vapply(report$risks, function(risk) {
    which(startsWith(names(estimates), problem_column(risk)))[1]
  }, 0L)
  data.frame(risk = report$risks, odds = exp(estimates[at]), lower = exp(bounds[at, 1]),
    upper = exp(bounds[at, 2]), stringsAsFactors = FALSE, row.names = NULL)
}

profile_sentence <- function(report, label, raised) {
  if (length(raised) == 0) return(fill_words(report$words$profile_none, list(label = label)))
  names <- vapply(problem_column(raised), report_label, "", report = report)
  last <- length(names)
  risks <- if (last == 1) names else
    paste(paste(names[-last], collapse = ", "), report$words$and, names[last])
  fill_words(report$words[[if (last == 1) "profile_up" else "profile_ups"]],
    list(label = label, risks = risks))
}

profile_table <- function(report, found) {
  shown <- function(x) number_text(x, 2, report$language)
  table <- data.frame(
    vapply(problem_column(found$risk), report_label, "", report = report), shown(found$odds),
    ifelse(is.na(found$lower), "", paste(shown(found$lower), shown(found$upper), sep = "\u2013")),
    vapply(problem_column(found$risk), function(variable) {
      cell_texts(report, report_cell(report, variable, NULL), variable)[1]
    }, ""))
  names(table) <- c(report$words$risk, report$words$odds, report$words$ci, report$words$exposed)
  table
}

wb_report_profile_intro <- function(report) {
  fill_words(report$words$profile_what, list(who =
    if (length(report$group) == 0) report$words$total else report_who(report)))
}
