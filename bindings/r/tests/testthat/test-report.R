# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

report_results <- local({
  made <- NULL
  function() {
    if (is.null(made)) {
      monitor <- wb_monitor("wbm-employees")
      wb_monitor_add(monitor, wb_report_answers())
      made <<- wb_monitor_results(monitor)
    }
    made
  }
})

# A report whose row of a part is made to say something else.
with_row <- function(report, part, variable, values) {
  at <- report$index[[part]][[werkbaar:::index_key(report, variable, report$group)]]
  for (name in names(values)) {
    column <- report$tables[[part]][[name]]
    if (is.factor(column)) levels(column) <- union(levels(column), values[[name]])
    column[at] <- values[[name]]
    report$tables[[part]][[name]] <- column
  }
  report
}

test_that("sentences carry the numbers of the tables, in Dutch and English", {
  for (language in c("nl", "en")) {
    report <- wb_report(report_results(), language = language)
    cells <- wb_monitor_table(report_results(), "cells")
    everybody <- rowSums(!is.na(cells[c("sex", "age", "sector", "occupation", "size", "part_time")])) == 0
    cell <- cells[everybody & cells$wave == "2023" & cells$variable == "werkbaar", ]
    number <- sprintf("%.1f", 100 * unlist(cell[c("estimate", "lower", "upper")]))
    if (language == "nl") number <- sub(".", ",", number, fixed = TRUE)
    said <- wb_report_sentences(report, "werkbaar", about = "level")
    for (text in number) expect_match(said, text, fixed = TRUE)
    expect_match(said, sprintf("n = %d", cell$n), fixed = TRUE)
  }
})

test_that("a sentence claims what the test carries, and no more", {
  report <- wb_report(report_results(), language = "nl")
  change <- function(...) {
    wb_report_sentences(with_row(report, "changes", "balans_problem", list(...)), "balans_problem", about = "change")
  }
  expect_match(change(p_adjusted = 0.01, difference = 0.07), "stijgt dit aandeel significant van .* tot ")
  expect_match(change(p_adjusted = 0.01, difference = -0.07), "daalt dit aandeel significant van .* tot ")
  expect_match(change(p_adjusted = 0.05), "niet significant veranderd")
  expect_match(change(p_adjusted = 0.0496), "significant van .*p = 0,0496[)]")
  expect_match(change(p_adjusted = 0.05002), "niet significant .*p = 0,05002[)]")
  expect_match(change(p = 0.01, p_adjusted = 0.2), "niet significant veranderd")
  expect_match(change(status = "not_comparable"), "niet vergelijkbaar")
  expect_match(change(status = "missing"), "niet te bepalen")
  expect_match(change(status = "constant"), "niet worden getoetst")
  hidden <- change(status = "hidden", difference = NA_real_, p_adjusted = NA_real_)
  expect_match(hidden, "niet getoond")
  expect_false(grepl("%|significant", hidden))
})

test_that("what is hidden has no number, and says why", {
  report <- wb_report(report_results(), list(sector = "handel"), language = "en")
  said <- wb_report_sentences(report, "werkbaar", about = c("level", "change", "group", "target"))
  expect_match(said[1], "too imprecise")
  said <- sub("target of 60.0%", "", gsub("20[0-9][0-9]", "", said))
  expect_false(any(grepl("[0-9]", said)))
  few <- with_row(report, "cells", "werkbaar", list(flag = "too_few"))
  expect_match(wb_report_sentences(few, "werkbaar", about = "level"), "too few answers")
  groups <- wb_report_groups(report, "sector", "werkbaar")
  expect_identical(groups$interval[groups$group == "retail and wholesale"], "")
})

test_that("what the answers are is said aloud, and wrong questions are refused", {
  report <- wb_report(report_results(), language = "en")
  expect_match(wb_report_notice(report)[1], "SYNTHETIC")
  expect_match(wb_report_notice(report)[2], "not the official")
  expect_error(wb_report(report_results(), list(sector = "mars")), "mars", class = "werkbaar_argument_error")
  expect_error(wb_report(report_results(), wave = 1900), "1900", class = "werkbaar_argument_error")
  expect_error(wb_report_sentences(report, "no"), class = "werkbaar_argument_error")
  expect_output(print(report), "SYNTHETIC")
})

test_that("without a browser a PDF is refused in words", {
  page <- tempfile(fileext = ".html")
  writeLines("<p>one</p>", page)
  expect_error(wb_report_pdf(page, browser = "no-such-browser"), "install chromium",
    class = "werkbaar_unsupported_error")
  expect_error(wb_report_pdf(tempfile(), "x.pdf"), class = "werkbaar_io_error")
})

test_that("the template becomes a page as it is, in both languages", {
  skip_if_not_installed("rmarkdown")
  skip_if_not(rmarkdown::pandoc_available("2.0"), "there is no pandoc")
  folder <- tempfile("report-")
  dir.create(folder)
  drafted <- rmarkdown::draft(file.path(folder, "rapport"), template = "monitor", package = "werkbaar", edit = FALSE)
  for (language in c("nl", "en")) {
    page <- rmarkdown::render(drafted, "html_document", params = list(language = language), quiet = TRUE)
    text <- gsub("\\s+", " ", paste(readLines(page, warn = FALSE), collapse = " "))
    report <- wb_report(report_results(), language = language)
    expect_match(text, wb_report_notice(report)[1], fixed = TRUE)
    expect_match(text, werkbaar:::value_text(report,
      werkbaar:::report_cell(report, "werkbaar", NULL)$estimate, "werkbaar"), fixed = TRUE)
    expect_false(grepl("(src|href)=\"https?:", text))
  }
})
