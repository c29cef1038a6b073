# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Which lines of the R package its tests run, counted by covr.
#
# usage: Rscript covr.R PACKAGE_FOLDER TESTS_FOLDER OUT
#
# PACKAGE_FOLDER is the unpacked source package; the tests run in the tree of the project, where
# they find the vectors that all languages share. OUT gets file, line and how often it ran.

main <- function(words) {
  tests <- normalizePath(words[2])
  Sys.setenv(WERKBAAR_TOP = dirname(dirname(dirname(dirname(tests)))))
  code <- sprintf(paste0("testthat::test_dir(%s, package = 'werkbaar', load_package = 'installed', ",
    "reporter = 'check', stop_on_failure = FALSE)"), deparse(tests))
  counted <- covr::package_coverage(words[1], type = "none", code = code, quiet = FALSE,
    line_exclusions = list("src"))
  lines <- covr::tally_coverage(counted, by = "line")
  lines <- lines[grepl("^R/", lines$filename) & !grepl("swig", lines$filename), ]
  write.table(lines[c("filename", "line", "value")], words[3], sep = "\t", quote = FALSE,
    row.names = FALSE, col.names = FALSE)
}

main(commandArgs(trailingOnly = TRUE))
