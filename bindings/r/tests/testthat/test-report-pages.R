# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Templates become pages, and the numbers on them are those of the tables. All of them in each
# language and format when WERKBAAR_LONG is set.

# Estimate, bounds and number of answers of everybody or a group, as a page has them.
cell_says <- function(cells, variable, wave, language, group = list()) {
  keys <- c("sex", "age", "sector", "occupation", "size", "part_time")
  chosen <- cells$wave == wave & cells$variable == variable
  for (key in keys) {
    values <- as.character(cells[[key]])
    chosen <- chosen & if (is.null(group[[key]])) is.na(values) else values %in% group[[key]]
  }
  cell <- cells[chosen, ]
  stopifnot(nrow(cell) == 1)
  if (cell$status != "ok") return(NULL)
  c(paste0(written(100 * cell$estimate, 1, language), "%"),
    paste(written(100 * cell$lower, 1, language), c(nl = "tot", en = "to")[[language]],
      written(100 * cell$upper, 1, language)),
    paste("n =", written(cell$n, 0, language)))
}

expect_monitor <- function(text, language, group = list()) {
  cells <- wb_monitor_table(report_results(), "cells")
  bottlenecks <- wb_report(report_results())$bottlenecks
  expect_length(bottlenecks, 4)
  shown <- lapply(c("werkbaar", paste0(bottlenecks, "_problem"), paste0(bottlenecks, "_acute")), function(variable) {
    cell_says(cells, variable, "2023", language, group)
  })
  expect_gt(length(unlist(shown)), 8)
  expect_says(text, unlist(shown))
}

expect_self_contained <- function(page) {
  html <- paste(readLines(page, warn = FALSE), collapse = " ")
  expect_false(grepl(":::", html, fixed = TRUE))
  expect_false(grepl("(src|href)=\"https?:", html))
  expect_false(grepl("<img(?![^>]*alt=\"[^\"]{20})", html, perl = TRUE))
}

test_that("the monitor is a page with the numbers of its tables", {
  skip_without_pandoc()
  page <- rendered("monitor", "nl")
  expect_monitor(page_text(page), "nl")
  expect_says(page_text(page), "niemand gaf deze antwoorden", "niet de officiële definitie")
  expect_self_contained(page)
})

test_that("the monitor is a Word document, with a header on each page", {
  skip_without_pandoc()
  document <- rendered("monitor", "en", "docx")
  expect_monitor(page_text(document), "en")
  folder <- tempfile("parts-")
  utils::unzip(document, exdir = folder)
  part <- function(name) {
    paste(readLines(file.path(folder, "word", name), encoding = "UTF-8", warn = FALSE), collapse = "")
  }
  expect_match(part("header1.xml"), "SYNTHETIC: invented answers", fixed = TRUE)
  expect_says(part("document.xml"), "headerReference")
  expect_says(gsub("<[^>]*>", "", part("document.xml")), "nobody gave these answers")
  expect_match(part("footer1.xml"), "NUMPAGES")
})

test_that("tables in Word are as wide as the page, and columns as what is in them asks", {
  skip_without_pandoc()
  folder <- tempfile("parts-")
  utils::unzip(rendered("monitor", "en", "docx"), exdir = folder)
  text <- paste(readLines(file.path(folder, "word", "document.xml"), encoding = "UTF-8", warn = FALSE), collapse = "")
  expect_identical(unique(regmatches(text, gregexpr("<w:tblW [^>]*>", text))[[1]]), "<w:tblW w:type=\"pct\" w:w=\"5000\" />")
  grid <- regmatches(text, gregexpr("<w:tblGrid>.*?</w:tblGrid>", text, perl = TRUE))[[1]]
  widths <- lapply(regmatches(grid, gregexpr("[0-9]+", grid)), as.numeric)
  expect_true(all(vapply(widths, function(one) length(unique(one)) > 1, NA)))
  long <- data.frame(nr = "1", what = strrep("words ", 20), status = "unknown")
  expect_identical(werkbaar:::column_widths(long), c(4, 79, 9))
})

test_that("without a browser a PDF is refused in words", {
  page <- tempfile(fileext = ".html")
  writeLines("<p>one</p>", page)
  expect_error(wb_report_pdf(page, browser = "no-such-browser"), "install chromium",
    class = "werkbaar_unsupported_error")
  expect_error(wb_report_pdf(tempfile(), "x.pdf"), class = "werkbaar_io_error")
  expect_error(wb_report_pdf(page, page), class = "werkbaar_argument_error")
})

test_that("the address of a page is that of its file, whatever is in the name", {
  expect_identical(werkbaar:::file_address("/tmp/a b#1?%20.html"), "file:///tmp/a%20b%231%3F%2520.html")
})

has_browser <- function() any(nzchar(Sys.which(c("chromium", "chromium-browser", "google-chrome"))))

# The texts of the pages, where poppler is.
expect_pdf <- function(page, mark) {
  pdf <- wb_report_pdf(page, tempfile(fileext = ".pdf"))
  expect_identical(readBin(pdf, "raw", 5), charToRaw("%PDF-"))
  if (!nzchar(Sys.which("pdftotext"))) return(invisible())
  text <- system2("pdftotext", c("-layout", shQuote(pdf), "-"), stdout = TRUE)
  pages <- strsplit(paste(text, collapse = "\n"), "\f", fixed = TRUE)[[1]]
  pages <- pages[grepl("[^[:space:]]", pages)]
  expect_true(all(grepl(mark, pages, fixed = TRUE)))
  numbers <- sprintf("(^|[^0-9])%d ?/ ?%d([^0-9]|$)", seq_along(pages), length(pages))
  expect_true(all(mapply(grepl, numbers, pages)), label = "each page has its number")
  # Fonts of a machine decide where pages end: of the last, one line may be left.
  said <- vapply(strsplit(pages, "\n"), function(lines) sum(grepl("[[:alnum:]]", lines)), 0L)
  expect_true(all(said[-length(said)] > 4) && all(said > 2), label = "every page has text between its margins")
}

test_that("printed, each page says SYNTHETIC and has its number", {
  skip_without_pandoc()
  skip_if_not(has_browser(), "there is no Chromium")
  expect_pdf(rendered("monitor", "nl"), "SYNTHETIC")
})

test_that("a scan is a page with the numbers of its tables", {
  skip_without_pandoc()
  page <- rendered("scan", "nl")
  text <- page_text(page)
  made_up <- wb_scan_example()
  scan <- wb_scan_run(made_up$questionnaire, made_up$organisation, made_up$answers)
  results <- wb_scan_table(scan, "results", "nl")
  shown <- results[results$status != "hidden", ]
  expect_says(text, paste0(written(100 * shown$share, 1, "nl"), "%"), "niemand gaf deze antwoorden", "niet getoond",
    "27 van de 36 mensen die antwoordden")
  expect_self_contained(page)
})

test_that("how a plan stands is a page with the numbers of its tables", {
  skip_without_pandoc()
  page <- rendered("plan", "en", today = "2020-03-01")
  text <- gsub("\u00a0", " ", page_text(page))
  expect_says(text, "32 actions in 3 objectives", "\u20ac10,800,000", "on 1 March 2020",
    wb_plan_status("actieplan-werkbaar-werk", "2020-03-01", "en")$title)
  expect_false(grepl("SYNTHETIC", text))
  expect_self_contained(page)
})

test_that("a profile is a page with the numbers of its tables", {
  skip_without_pandoc()
  page <- rendered("profile", "en")
  text <- page_text(page)
  report <- wb_report(report_results(), list(sector = "zorg_welzijn"), language = "en")
  cells <- wb_monitor_table(report_results(), "cells")
  expect_says(text, unlist(lapply(c("werkbaar", paste0(report$bottlenecks, "_problem")), cell_says, cells = cells,
    wave = "2023", language = "en", group = list(sector = "zorg_welzijn"))))
  expect_says(text, "Beside other groups", "sector: health and welfare", "too imprecise", "nobody gave these answers")
  expect_self_contained(page)
})

test_that("every template is a page, a document and a PDF in both languages", {
  skip_if_not(is_long(), "WERKBAAR_LONG is not set: four templates in two languages and three formats")
  skip_without_pandoc()
  for (template in c("monitor", "profile", "scan", "plan")) {
    for (language in c("nl", "en")) {
      page <- rendered(template, language)
      expect_self_contained(page)
      expect_false(grepl("[{][a-zA-Z_]+[}]|#> |Error", page_text(page)), label = paste(template, language))
      expect_gt(file.size(rendered(template, language, "docx")), 10000)
      if (has_browser()) expect_pdf(page, if (template == "plan") "" else "SYNTHETIC")
    }
  }
})
