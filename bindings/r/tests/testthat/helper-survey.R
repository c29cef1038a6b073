# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# What the tests of designs, estimates and tallies share.

# A small sample: two strata, unequal weights, answers that are missing.
people <- function() {
  data.frame(
    region = rep(c("east", "west"), each = 6),
    w = c(1, 2, 1, 2, 1.5, 1, 3, 3, 2, 2, 4, 1),
    sex = rep(c("m", "f"), 6),
    age = c(1L, 1L, 2L, 2L, 1L, NA, 2L, 2L, 1L, 1L, 2L, 1L),
    load = c(2, 4, 6, NA, 3, 5, 1, 7, 8, 2, 2, 9),
    stressed = c(TRUE, FALSE, TRUE, TRUE, NA, FALSE, FALSE, TRUE, TRUE, FALSE, TRUE, TRUE),
    contract = c("fixed", "open", "open", NA, "fixed", "open", "agency", "open", "open", "fixed",
      "open", "open"),
    stringsAsFactors = FALSE)
}

people_design <- function(data = people()) {
  wb_design(data, weights = ~w, strata = ~region)
}

people_tally <- function(...) {
  wb_tally(mean = ~load + stressed, proportion = ~contract, by = list(~sex, ~1), weights = ~w,
    strata = ~region, ...)
}

# A folder of the project, where the runner says where the project is; else the test is skipped:
# a package that was sent out has no other tests than these.
project_folder <- function(variable, ...) {
  folder <- Sys.getenv(variable)
  if (!nzchar(folder)) {
    top <- Sys.getenv("WERKBAAR_TOP")
    folder <- if (nzchar(top)) file.path(top, ...) else ""
  }
  if (!nzchar(folder) || !file.exists(folder)) {
    skip(paste("the project is not here:", file.path(...)))
  }
  folder
}

# What the R examples of a page of docs/ leave, run in their order from the top; .last is the value of the last.
run_guide <- function(name) {
  file <- project_folder("WERKBAAR_GUIDE", "docs", name)
  page <- readLines(file, encoding = "UTF-8")
  begins <- which(page == "```r")
  expect_gt(length(begins), 0)
  old <- setwd(dirname(dirname(file)))
  on.exit(setwd(old))
  known <- new.env()
  for (begin in begins) {
    end <- begin + which(page[-seq_len(begin)] == "```")[1L]
    known$.last <- eval(parse(text = page[(begin + 1L):(end - 1L)]), known)
  }
  known
}

expect_refused <- function(object, kind, message = NULL, item = NULL, row = NULL) {
  e <- expect_error(object, message, class = paste0("werkbaar_", kind, "_error"))
  if (!is.null(item)) {
    expect_identical(e$item, item)
  }
  if (!is.null(row)) {
    expect_equal(e$row, row)
  }
  invisible(e)
}

# One handle, sent through a file as saveRDS() does.
through_a_file <- function(x) {
  path <- tempfile(fileext = ".rds")
  on.exit(unlink(path))
  saveRDS(x, path)
  readRDS(path)
}
