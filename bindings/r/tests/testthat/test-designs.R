# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Cases of any design (tests/vectors/README.md, "Designs"), as C and Python read them. Their data
# are in the project, or come out of the installed package survey.

estimates_of_case <- function(case, data) {
  do.call(wb_tally_estimate, c(list(tally_of_case(case, data)), case_options(case$options)))
}

# The cell of each row as expected files write it, its columns in alphabetical order.
cells_of <- function(estimates) {
  by <- sort(names(estimates)[seq_len(match("statistic", names(estimates)) - 1L)])
  sorted_cells(vapply(seq_len(nrow(estimates)), function(row) {
    values <- vapply(by, function(column) as_written(estimates[[column]][row]), "")
    paste0(by, "=", values, collapse = ";")
  }, ""))
}

sorted_cells <- function(cells) {
  vapply(strsplit(cells, ";", fixed = TRUE), function(words) {
    paste(sort(grep("=$", words, value = TRUE, invert = TRUE)), collapse = ";")
  }, "")
}

expect_design_case <- function(case, expected, ours) {
  key <- function(x, cells) paste(cells, as_written(x$statistic), as_written(x$variable),
    as_written(x$category), sep = "\r")
  at <- match(key(expected, sorted_cells(as_written(expected$cell))), key(ours, cells_of(ours)))
  expect_false(anyNA(at), info = case$case)
  ours <- as.data.frame(ours)[at, ]
  tolerance <- if (is.na(case$tolerance)) 1e-9 else as.numeric(case$tolerance)
  for (number in c("estimate", "se", "lower", "upper", "df", "n", "deff")) {
    theirs <- as.numeric(expected[[number]])
    scale <- if (number %in% c("df", "n", "deff")) 1 else expected$scale
    allowed <- tolerance * pmax(abs(theirs), scale)
    difference <- abs(as.numeric(ours[[number]]) - theirs)
    bad <- !is.na(theirs) & (is.na(difference) | difference > allowed)
    expect_false(any(bad), info = paste(case$case, number, which(bad)[1L]))
  }
  stated <- !is.na(expected$status)
  expect_identical(as.character(ours$status)[stated], as.character(expected$status)[stated],
    info = case$case)
}

test_that("every design agrees with survey within its tolerance, or is refused as there", {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  folders <- c(folder, survey_data(dirname(dirname(folder))))
  cases <- as.data.frame(wb_read_csv(file.path(folder, "design_cases.csv")))
  expected <- as.data.frame(wb_read_csv(file.path(folder, "design_expected.csv")))
  run <- 0
  for (i in seq_len(nrow(cases))) {
    case <- lapply(cases[i, ], function(x) if (is.factor(x)) as.character(x) else x)
    data <- case_data(case$data, folders)
    if (is.null(data)) next
    run <- run + 1
    if (!is.na(case$error)) {
      e <- tryCatch(estimates_of_case(case, data), error = identity)
      expect_identical(e$status, case$error, info = case$case)
      next
    }
    expect_design_case(case, expected[expected$case == case$case, ],
      estimates_of_case(case, data))
  }
  expect_gt(run, if (length(folders) > 1L) 60 else 10)
})
