# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# PDF: a page of HTML as Chromium prints it.

wb_report_pdf <- function(html, pdf = sub("[.]html?$", ".pdf", html), browser = NULL) {
  html <- wb_check_string(html, "html")
  pdf <- wb_check_string(pdf, "pdf")
  if (!file.exists(html)) wb_stop("IO", sprintf("there is no file %s", html), item = "html")
  if (identical(normalizePath(html), normalizePath(pdf, mustWork = FALSE))) {
    stop_argument("pdf", "the PDF would take the place of the HTML")
  }
  print_page(find_browser(browser), normalizePath(html),
    file.path(normalizePath(dirname(pdf)), basename(pdf)))
  invisible(pdf)
}

# The environment variable CHROMIUM names one that is not on the path.
find_browser <- function(browser = NULL) {
  wanted <- if (is.null(browser)) Sys.getenv("CHROMIUM") else wb_check_string(browser, "browser")
  names <- if (nzchar(wanted)) wanted else
    c("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
  found <- Sys.which(names)
  found <- unname(found[nzchar(found)])
  if (length(found) == 0) {
    wb_stop("UNSUPPORTED", sprintf(paste("a PDF is printed by Chromium or Chrome, and there is none (looked for %s);",
      "install chromium, or name it in the environment variable CHROMIUM; the HTML can be",
      "printed from any browser too"), paste(names, collapse = ", ")), item = "browser")
  }
  found[1]
}

# A # or ? in the name of a file is no part of it to a browser, unless it is written in another way.
file_address <- function(path) {
  address <- utils::URLencode(path, repeated = TRUE)
  paste0("file://", gsub("?", "%3F", gsub("#", "%23", address, fixed = TRUE), fixed = TRUE))
}

print_page <- function(browser, html, pdf) {
  profile <- tempfile("chromium-")
  on.exit(unlink(profile, recursive = TRUE))
  fresh <- tempfile(tmpdir = dirname(pdf), fileext = ".pdf")
  root <- identical(Sys.info()[["effective_user"]], "root")
  said <- suppressWarnings(system2(browser, c("--headless=new", "--disable-gpu", if (root) "--no-sandbox",
    "--disable-dev-shm-usage", "--no-first-run", "--host-resolver-rules=\"MAP * ~NOTFOUND\"",
    shQuote(paste0("--user-data-dir=", profile)), "--no-pdf-header-footer",
    shQuote(paste0("--print-to-pdf=", fresh)), shQuote(file_address(html))),
    stdout = TRUE, stderr = TRUE, timeout = 120))
  if (!file.exists(fresh) || file.size(fresh) == 0) {
    unlink(fresh)
    wb_stop("IO", sprintf("%s printed no PDF: %s", browser, paste(utils::tail(said, 3), collapse = " ")),
      item = pdf)
  }
  if (!file.rename(fresh, pdf)) wb_stop("IO", sprintf("%s cannot be written", pdf), item = pdf)
}
