# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# A group beside all people of its waves, as a profile lays it.

# A row per wave: the group, everybody, and how the group differs from the rest.
wb_report_beside <- function(report, variable, category = NULL) {
  everybody <- report_everybody(report)
  rows <- lapply(report$waves, function(wave) {
    own <- cell_texts(report, report_cell(report, variable, category, wave), variable)
    all <- cell_texts(everybody, report_cell(everybody, variable, category, wave), variable)
    against <- one_row(report_rows(report, "groups", variable, category, wave = wave, against = "rest"))
    c(wave, own, all[1], compared_texts(report, against, variable))
  })
  words <- report$words
  table <- as.data.frame(do.call(rbind, rows), stringsAsFactors = FALSE)
  names(table) <- c(words$wave, words$estimate, words$ci, words$n, words$everybody, words$difference, words$verdict)
  table
}

# The same results, of all.
report_everybody <- function(report) {
  report$group <- list()
  report
}

# Paragraphs for a measure: what the last wave says, and the table over the waves.
wb_report_beside_section <- function(report, variable, heading = "##") {
  label <- report_label(report, variable)
  counts <- verdict_counts(report, variable)
  c("", paste(heading, in_markdown(capital(label))), "",
    paste(wb_report_sentences(report, variable, about = c("level", "group")), collapse = " "), counts, "",
    report_table_lines(report, wb_report_beside(report, variable),
      fill_words(report$words$beside_table, list(label = label, who = report_who(report)))))
}

# In how many waves the test told the group from the rest. Each wave is a test of its own.
verdict_counts <- function(report, variable) {
  verdicts <- vapply(report$waves, function(wave) {
    row <- one_row(report_rows(report, "groups", variable, wave = wave, against = "rest"))
    test_verdict(row, report$level)
  }, "")
  count <- function(verdict) number_text(sum(verdicts %in% verdict), 0, report$language)
  fill_words(report$words$verdict_counts, list(waves = length(verdicts), up = count("up"), down = count("down"),
    same = count("none"), untested = count(c("hidden", "missing", "untested", "not_comparable"))))
}

# Breakdowns inside the group; that there are none is said.
wb_report_within <- function(report, variables) {
  by <- setdiff(report$variables, names(report$group))
  inside <- unlist(lapply(variables, wb_report_comparisons, report = report, by = by))
  if (length(inside) > 0) inside else report$words$none_within
}
