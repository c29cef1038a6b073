# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Run the tests of the installed package outside "R CMD check", in the tree of the project,
# where they also find the vectors that C, Python and R share.
#
# usage: Rscript run.R LIBRARY LOG_FOLDER [FILTER]
#
# LIBRARY has the package; LOG_FOLDER gets r.junit.xml, which scripts/count_tests.py reads;
# FILTER is a regular expression, of Perl, of the test files to run. The exit status is 1 when a test
# failed.

escaped <- function(text) {
  text <- gsub("&", "&amp;", text, fixed = TRUE)
  text <- gsub("<", "&lt;", text, fixed = TRUE)
  text <- gsub(">", "&gt;", text, fixed = TRUE)
  text <- gsub("\"", "&quot;", text, fixed = TRUE)
  gsub("[\001-\010\013\014\016-\037]", "?", text)
}

# One test is one case, whatever the number of its expectations. A test without any, which
# testthat calls skipped, cannot fail: that is a fault.
outcomes <- function(results) {
  ifelse(results$failed > 0 | results$error, "failure",
    ifelse(results$skipped & results$nb == 0, "failure",
      ifelse(results$skipped, "skipped", "passed")))
}

write_junit <- function(results, outcome, path) {
  child <- c(failure = "<failure/>", skipped = "<skipped/>", passed = "")
  cases <- sprintf("  <testcase classname=\"r.%s\" name=\"%s\" time=\"%.3f\">%s</testcase>",
    escaped(results$file), escaped(results$test), results$real, child[outcome])
  writeLines(c("<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
    sprintf("<testsuite name=\"r\" tests=\"%d\">", nrow(results)),
    cases, "</testsuite>"), path, useBytes = TRUE)
}

main <- function(words) {
  here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))))
  logs <- words[2]
  dir.create(logs, showWarnings = FALSE, recursive = TRUE)
  logs <- normalizePath(logs)
  unlink(file.path(logs, "r.junit.xml"))
  .libPaths(c(normalizePath(words[1]), .libPaths()))
  Sys.setenv(WERKBAAR_TOP = dirname(dirname(dirname(here))))

  results <- testthat::test_dir(file.path(here, "testthat"), package = "werkbaar",
    load_package = "installed", reporter = "check", stop_on_failure = FALSE,
    filter = if (length(words) > 2) words[3], perl = TRUE)
  results <- as.data.frame(results)
  outcome <- outcomes(results)
  write_junit(results, outcome, file.path(logs, "r.junit.xml"))
  cat(sprintf("R: %d passed, %d failed, %d skipped\n", sum(outcome == "passed"),
    sum(outcome == "failure"), sum(outcome == "skipped")))
  any(outcome == "failure")
}

quit(status = as.integer(main(commandArgs(trailingOnly = TRUE))))
