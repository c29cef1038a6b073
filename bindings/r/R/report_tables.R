# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Tables of a report: data frames of texts, with words where a number is hidden or is not there.

cell_word <- function(report, cell) {
  if (is.null(cell)) return("\u2013")
  if (cell$status == "empty") return(report$words$empty)
  if (cell$status != "hidden") return("\u2013")
  if (cell$flag %in% c("too_few", "too_wide")) report$words[[as.character(cell$flag)]] else report$words$hidden
}

cell_texts <- function(report, cell, variable) {
  if (!has_figure(cell)) return(c(cell_word(report, cell), "", ""))
  factor <- if (report_is_share(report, variable)) 100 else 1
  bounds <- number_text(factor * c(cell$lower, cell$upper), 1, report$language)
  c(value_text(report, cell$estimate, variable),
    if (anyNA(c(cell$lower, cell$upper))) "" else paste(bounds, collapse = "\u2013"),
    number_text(cell$n, 0, report$language))
}

# A row per wave, with what was published beside it.
wb_report_series <- function(report, variable, category = NULL) {
  rows <- lapply(report$waves, function(wave) {
    c(wave, cell_texts(report, report_cell(report, variable, category, wave), variable))
  })
  words <- report$words
  table <- as.data.frame(do.call(rbind, rows), stringsAsFactors = FALSE)
  names(table) <- c(words$wave, words$estimate, words$ci, words$n)
  published <- report_published(report, variable, category)
  if (nrow(published) == 0) return(table)
  at <- match(report$waves, published$wave)
  table[[words$published]] <- ifelse(is.na(at), "", value_text(report, published$published[at], variable))
  table[[words$source]] <- vapply(at, function(i) {
    if (is.na(i)) "" else source_number(report, published$published_source[i])
  }, "")
  table
}

# The groups of a variable beside the rest of their wave, in the group of the report or everybody.
wb_report_groups <- function(report, by, variable, category = NULL) {
  by <- wb_check_choice(by, "by", report$variables)
  rows <- lapply(levels(report$tables$cells[[by]]), function(id) {
    group <- report$group
    group[[by]] <- id
    cell <- one_row(report_rows(report, "cells", variable, category, wave = report$wave, group = group))
    against <- one_row(report_rows(report, "groups", variable, category, wave = report$wave,
      against = "rest", group = group))
    c(report_category(report, by, id), cell_texts(report, cell, variable),
      compared_texts(report, against, variable))
  })
  words <- report$words
  table <- as.data.frame(do.call(rbind, rows), stringsAsFactors = FALSE)
  names(table) <- c(words$group, words$estimate, words$ci, words$n, words$difference, words$verdict)
  table
}

compared_texts <- function(report, row, variable) {
  verdict <- test_verdict(row, report$level)
  word <- switch(verdict, up = "v_higher", down = "v_lower", none = "v_same", hidden = "hidden", "v_none")
  c(if (verdict %in% c("up", "down", "none")) difference_text(report, row$difference, variable) else "",
    report$words[[word]])
}

# ---- what the template writes ----

# Paragraphs, a caption that says the mark, a table: markdown.
wb_report_section <- function(report, variable, category = NULL, heading = NULL, ...) {
  label <- report_label(report, variable, category)
  c(if (!is.null(heading)) c("", paste(heading, in_markdown(capital(label))), ""),
    paste(wb_report_sentences(report, variable, category, ...), collapse = " "), "",
    report_table_lines(report, wb_report_series(report, variable, category),
      fill_words(report$words[[series_word(report, variable)]], list(label = label))))
}

series_word <- function(report, variable) {
  cells <- report$tables$cells
  if (any(cells$kind[cells$variable == variable] %in% "acute")) "acute_table" else "series_table"
}

# A table scrolls in its box where a page is narrow. On paper it stays on one page, unless it is long.
report_table_lines <- function(report, table, caption) {
  mark <- report_mark(report, "word")
  if (nzchar(mark)) caption <- sprintf("%s (%s)", caption, mark)
  align <- ifelse(vapply(table, is_numeric_text, NA), "r", "l")
  align[1] <- "l"
  named <- gsub("[\"\\\\]", "", caption)
  classes <- c(".table-box", if (nrow(table) > 20) ".long",
    if (all(nchar(unlist(table[-1])) < 25, na.rm = TRUE)) ".short")
  lines <- as.character(knitr::kable(cell_markdown(table), format = "pipe", caption = caption, align = align, row.names = FALSE))
  if (isTRUE(knitr::pandoc_to("docx"))) lines <- paper_widths(lines, table, align)
  c("", sprintf("::: {%s role=\"region\" tabindex=\"0\" aria-label=\"%s\"}", paste(classes, collapse = " "), named), "", lines, "", ":::", "")
}

# What opens a document need not find the widths of columns by itself: the line below the header says them, in dashes.
paper_widths <- function(lines, table, align) {
  dashes <- strrep("-", column_widths(table))
  rule <- grep("^[|]:?-+", lines)[1]
  lines[rule] <- paste0("|", paste0(ifelse(align == "l", ":", ""), dashes, ifelse(align == "r", ":", ""), collapse = "|"), "|")
  lines
}

# In letters: room for the longest word of each column (of running text for most words), and what is left of the page to those
# that have most to say.
column_widths <- function(table, page = 92) {
  texts <- Map(function(name, column) c(name, as.character(column)), names(table), table)
  longest <- function(pieces) max(0, nchar(pieces), na.rm = TRUE)
  whole <- vapply(texts, longest, 0)
  words <- vapply(texts, function(column) {
    pieces <- strsplit(column, "[ -]")
    min(longest(unlist(pieces)), if (max(lengths(pieces)) > 4) 18)
  }, 0)
  room <- page - sum(words + 2)
  more <- whole - words
  share <- if (sum(more) > 0) min(1, max(0, room) / sum(more)) else 0
  unname(round(words + 2 + share * more))
}

# Numbers with their signs and units, but without other words, stand to the right; words for what is hidden may
# be among them.
is_numeric_text <- function(column) {
  column <- as.character(column)
  number <- grepl("^(p [=<] )?[^[:alpha:][]*[0-9][^[:alpha:]]*( procentpunt| percentage points)?$", column)
  any(number) || all(column %in% c("", "\u2013"))
}

# A break would end the row. (A bar, which would end the cell, knitr takes care of.)
cell_markdown <- function(table) {
  table[] <- lapply(table, function(column) {
    column <- as.character(column)
    in_markdown(ifelse(is.na(column), "", column))
  })
  table
}

report_has_figures <- function(report, variable, category = NULL) {
  rows <- report_rows(report, "cells", variable, category)
  any(!rows$status %in% c("empty"))
}

# Topics: a section each, and one sentence for all that nothing is known of.
wb_report_topics <- function(report, measures = NULL, except = NULL, heading = "##") {
  cells <- report$tables$cells
  topics <- unique(cells[cells$kind == "topic", c("measure", "variable", "category")])
  topics <- topics[!topics$measure %in% except, ]
  if (!is.null(measures)) topics <- topics[topics$measure %in% measures, ]
  category <- function(i) if (is.na(topics$category[i])) NULL else as.character(topics$category[i])
  there <- vapply(seq_len(nrow(topics)), function(i) {
    report_has_figures(report, as.character(topics$variable[i]), category(i))
  }, NA)
  written <- lapply(which(there), function(i) {
    wb_report_section(report, as.character(topics$variable[i]), category(i), heading)
  })
  absent <- unique(vapply(as.character(topics$variable[!there]), report_label, "", report = report))
  c(unlist(written), if (length(absent) > 0) {
    fill_words(report$words$no_topics, list(labels = paste(absent, collapse = ", ")))
  })
}

# Every breakdown that the results have of the group, or of the variable it is a category of.
wb_report_comparisons <- function(report, variable, category = NULL, by = report$variables) {
  label <- report_label(report, variable, category)
  unlist(lapply(intersect(report$variables, by), function(by) {
    if (!has_breakdown(report, by, variable)) return(NULL)
    caption <- fill_words(report$words$groups_table, list(label = label,
      variable = report_variable(report, by), wave = report$wave))
    report_table_lines(report, wb_report_groups(report, by, variable, category), caption)
  }))
}

has_breakdown <- function(report, by, variable) {
  group <- report$group
  any(vapply(levels(report$tables$cells[[by]]), function(id) {
    group[[by]] <- id
    nrow(report_rows(report, "cells", variable, wave = report$wave, group = group)) > 0
  }, NA))
}
