# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Reports, rendered: each way once, whatever the number of tests that look at it.

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

skip_without_pandoc <- function() {
  skip_if_not_installed("rmarkdown")
  skip_if_not(rmarkdown::pandoc_available("2.0"), "there is no pandoc")
}

# The path of what a template becomes as it is, but for these parameters.
rendered <- local({
  made <- list()
  function(template, language, format = "html", ...) {
    key <- paste(template, language, format, paste(names(list(...)), list(...), collapse = " "))
    if (is.null(made[[key]])) {
      folder <- tempfile("report-")
      dir.create(folder)
      drafted <- rmarkdown::draft(file.path(folder, "rapport"), template = template, package = "werkbaar",
        edit = FALSE)
      made[[key]] <<- rmarkdown::render(drafted, c(html = "html_document", docx = "word_document")[[format]],
        params = list(language = language, ...), quiet = TRUE)
    }
    made[[key]]
  }
})

# What a reader of the page reads, without tags.
page_text <- function(path) {
  to <- tempfile(fileext = ".txt")
  rmarkdown::pandoc_convert(path, to = "plain", output = to, options = c("--columns=10000", "--standalone"))
  lines <- readLines(to, encoding = "UTF-8", warn = FALSE)
  gsub("\\s+", " ", paste(lines, collapse = " "))
}

# Numbers as people write them in a language, by R alone.
written <- function(x, digits, language) {
  formatC(x, format = "f", digits = digits, big.mark = if (language == "nl") "." else ",",
    decimal.mark = if (language == "nl") "," else ".")
}

expect_says <- function(text, ...) {
  for (said in c(...)) expect_true(grepl(said, text, fixed = TRUE), label = paste("it says:", said))
}
