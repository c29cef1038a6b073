# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# A report: the tables of results of a monitor, a language, a wave and a group. What is written
# of it comes from these tables alone, in which hidden cells have no number.

wb_report <- function(results, group = NULL, wave = NULL, language = c("nl", "en")) {
  language <- wb_check_choice(language[1], "language", names(report_words))
  parts <- c("cells", "changes", "groups", "trend", "targets", "published", "response", "notes", "labels")
  tables <- lapply(setNames(nm = parts), function(part) wb_monitor_table(results, part, language))
  new_report(tables, group, wave, language)
}

new_report <- function(tables, group, wave, language) {
  cells <- tables$cells
  report <- list(language = language, words = report_words[[language]], tables = tables,
    variables = as.character(tables$labels$id[tables$labels$what == "variable"]),
    waves = levels(cells$wave), level = metadata_number(cells, "level"),
    synthetic = isTRUE(metadata_flag(cells, "synthetic")),
    verified = isTRUE(metadata_flag(cells, "verified")), scores = report_scores(cells))
  report$index <- lapply(tables[intersect(names(tables), report_indexed)], index_of, report = report)
  report$wave <- report_wave(report, wave)
  report$group <- report_group(report, group)
  report$bottlenecks <- report_bottlenecks(report)
  problems <- unique(as.character(cells$measure[cells$kind == "problem"]))
  report$risks <- setdiff(problems, report$bottlenecks)
  report$sources <- new.env(parent = emptyenv())
  report$sources$texts <- character()
  structure(report, class = "wb_report")
}

format.wb_report <- function(x, ...) {
  sprintf("<wb_report> %s, %s, %s%s", report_who(x), x$wave, x$language,
    if (x$synthetic) ", SYNTHETIC" else "")
}

print.wb_report <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

# Variables that are no shares: the metadata tell for each how it is shown.
report_scores <- function(cells) {
  found <- metadata_match(cells,
    "\"estimate\":\\{\"by\":\"variable\",\"else\":\"percent\",\"of\":\\{([^}]*)\\}")
  if (is.na(found)) return(character())
  gsub("\"", "", regmatches(found, gregexpr("\"[^\"]+\"(?=:)", found, perl = TRUE))[[1]])
}

report_wave <- function(report, wave) {
  if (is.null(wave)) return(report$waves[length(report$waves)])
  wave <- as.character(wave)
  if (!wave %in% report$waves) {
    stop_argument("wave", sprintf("there is no wave '%s'; there are %s", wave,
      paste(report$waves, collapse = ", ")))
  }
  wave
}

# Everybody is a list without entries.
report_group <- function(report, group) {
  group <- as.list(group)
  if (length(group) > 0 && (is.null(names(group)) || any(lengths(group) != 1))) {
    refuse_argument(group, "group", "a list of categories by variable, such as list(sector = \"zorg_welzijn\")")
  }
  for (name in names(group)) {
    if (!name %in% report$variables) {
      stop_argument("group", sprintf("there is no variable '%s'; there are %s", name,
        paste(report$variables, collapse = ", ")))
    }
    known <- levels(report$tables$cells[[name]])
    group[[name]] <- as.character(group[[name]])
    if (!group[[name]] %in% known) {
      stop_argument("group", sprintf("%s has no category '%s'; it has %s", name, group[[name]],
        paste(known, collapse = ", ")))
    }
  }
  if (!any(in_group(report, report$tables$cells, group))) {
    stop_argument("group", "the results have no such breakdown")
  }
  group
}

# The bottlenecks are what the combinations of the composite are made of.
report_bottlenecks <- function(report) {
  combined <- report$tables$cells$variable[report$tables$cells$kind == "combination"]
  labels <- report$tables$labels
  ids <- as.character(labels$id[labels$what == "measure_category" & labels$variable %in% combined])
  measures <- unique(as.character(report$tables$cells$measure[report$tables$cells$kind == "problem"]))
  measures[measures %in% ids]
}

in_group <- function(report, table, group = report$group) {
  fits <- rep(TRUE, nrow(table))
  for (name in intersect(report$variables, names(table))) {
    values <- as.character(table[[name]])
    fits <- fits & if (is.null(group[[name]])) is.na(values) else values %in% group[[name]]
  }
  fits
}

# The tables have tens of thousands of rows, of which a sentence needs one: where the rows of a
# variable and a group are is looked up once.
report_indexed <- c("cells", "changes", "groups", "trend", "targets", "published")

index_of <- function(table, report) {
  keys <- lapply(report$variables, function(name) {
    values <- as.character(table[[name]])
    ifelse(is.na(values), "", values)
  })
  split(seq_len(nrow(table)), do.call(paste, c(list(as.character(table$variable)), keys, sep = "\r")))
}

index_key <- function(report, variable, group) {
  chosen <- vapply(report$variables, function(name) {
    if (is.null(group[[name]])) "" else group[[name]]
  }, "")
  paste(c(variable, chosen), collapse = "\r")
}

# Rows of a part for the group, a variable and more columns that have to be what is given.
report_rows <- function(report, part, variable, category = NULL, ..., group = report$group) {
  at <- report$index[[part]][[index_key(report, variable, group)]]
  table <- report$tables[[part]]
  wanted <- c(if (!is.null(category)) list(category = category), list(...))
  for (name in names(wanted)) at <- at[as.character(table[[name]][at]) %in% wanted[[name]]]
  rows <- lapply(table, function(column) column[at])
  structure(rows, row.names = seq_along(at), class = "data.frame")
}

# ---- labels ----

report_label <- function(report, variable, category = NULL) {
  labels <- report$tables$labels
  label <- labels$label[labels$what == "measure" & labels$variable %in% variable][1]
  if (is.na(label)) label <- variable
  if (is.null(category)) return(label)
  paste0(label, ": ", report_category(report, variable, category))
}

report_category <- function(report, variable, category) {
  labels <- report$tables$labels
  found <- labels$label[labels$what %in% c("category", "measure_category") &
    labels$variable %in% variable & labels$id %in% category][1]
  ifelse(is.na(found), category, found)
}

report_variable <- function(report, variable) {
  labels <- report$tables$labels
  labels$label[labels$what == "variable" & labels$id %in% variable][1]
}

report_who <- function(report) {
  if (length(report$group) == 0) return(report$words$everybody)
  parts <- vapply(names(report$group), function(name) {
    sprintf("%s: %s", report_variable(report, name), report_category(report, name, report$group[[name]]))
  }, "")
  paste(parts, collapse = ", ")
}

# ---- what is said aloud ----

wb_report_title <- function(report) {
  words <- report$words
  if (!is.null(report$title)) return(report$title)
  if (length(report$group) == 0) return(sprintf("%s %s", words$title, report$wave))
  sprintf("%s %s, %s", words$title_group, report_who(report), report$wave)
}

wb_report_notice <- function(report) {
  c(if (report$synthetic) report$words$synthetic, if (!report$verified) report$words$preset)
}

# In a few words, for beside a figure and the margin of a page; for a table in one or two.
report_mark <- function(report, suffix = "short") {
  paste(c(if (report$synthetic) report$words[[paste0("synthetic_", suffix)]],
    if (!report$verified) report$words[[paste0("preset_", suffix)]]), collapse = "; ")
}

# What stands above the contents is metadata of the document: the subtitle and the notices. On a page
# of HTML the mark stays in sight, and is printed on each.
wb_report_front <- function(report) {
  mark <- report_mark(report)
  notices <- unlist(lapply(wb_report_notice(report), function(text) {
    c("::: {.notice}", paste0("**", in_markdown(text), "**"), ":::", "")
  }))
  c("", "---", sprintf("subtitle: '%s'", gsub("'", "''", in_markdown(wb_report_title(report)), fixed = TRUE)),
    sprintf("toc-title: '%s'", report$words$contents),
    if (length(notices) > 0) c("abstract: |", paste0("  ", notices)), "---", "",
    if (nzchar(mark)) mark_lines(mark))
}

mark_lines <- function(mark) {
  shown <- gsub("<", "&lt;", gsub("&", "&amp;", mark, fixed = TRUE), fixed = TRUE)
  on_paper <- gsub("[\"\\\\<]", "", mark)
  c("```{=html}", sprintf("<div class=\"mark\">%s</div>", shown),
    sprintf(paste0("<style>@page { @top-left { content: \"%s\"; font: bold 8pt sans-serif; ",
      "color: #9c3f00; } }</style>"), on_paper), "```", "")
}

wb_report_words <- function(report, key) {
  report$words[[wb_check_choice(key, "key", names(report$words))]]
}

# Answers from a file of any kind that is read; without one the sample of the package, SYNTHETIC.
wb_report_answers <- function(path = NULL) {
  if (is.null(path)) path <- system.file("extdata", "wbm-employees.csv", package = "werkbaar", mustWork = TRUE)
  path <- wb_check_string(path, "path")
  if (grepl("[.]csv$", path, ignore.case = TRUE)) wb_read_csv(path) else wb_read_statfile(path)
}
