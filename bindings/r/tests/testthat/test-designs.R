# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Cases of any design (tests/vectors/README.md, "Designs") within their tolerance of R's survey:
# those whose data are kept with them. vector_data() and as_written() are in helper-vectors.R.

# name=value;name=value as a list: words, and numbers.
case_options <- function(text) {
  if (is.na(text)) {
    return(list())
  }
  words <- strsplit(strsplit(text, ";", fixed = TRUE)[[1L]], "=", fixed = TRUE)
  values <- lapply(words, function(word) type.convert(word[2L], as.is = TRUE))
  setNames(values, vapply(words, `[`, "", 1L))
}

# What a row of estimates is about, as the files write it.
design_keys <- function(ours) {
  by <- names(ours)[seq_len(match("statistic", names(ours)) - 1L)]
  cell <- rep("", nrow(ours))
  for (column in by) {
    value <- as_written(ours[[column]])
    part <- ifelse(value == "", "", paste0(column, "=", value))
    cell <- paste0(cell, ifelse(cell == "" | part == "", "", ";"), part)
  }
  paste(cell, as_written(ours$statistic), as_written(ours$variable), as_written(ours$category),
    sep = "\r")
}

expect_design <- function(case, data, expected) {
  tally <- wb_tally_update(wb_tally(spec = case$spec), data)
  ask <- function() do.call(wb_tally_estimate, c(list(tally), case_options(case$options)))
  if (!is.na(case$error)) {
    return(expect_error(ask(), class = "werkbaar_design_error"))
  }
  ours <- as.data.frame(ask())
  theirs <- expected[expected$case == case$case, ]
  theirs$cell[is.na(theirs$cell)] <- ""
  keys <- paste(theirs$cell, theirs$statistic, as_written(theirs$variable),
    as_written(theirs$category), sep = "\r")
  at <- match(keys, design_keys(ours))
  expect_false(anyNA(at), info = case$case)
  said <- !is.na(theirs$status)
  expect_identical(as.character(ours$status)[at][said], theirs$status[said], info = case$case)
  tolerance <- if (is.na(case$tolerance)) 1e-9 else case$tolerance
  for (number in c("estimate", "se", "lower", "upper", "df", "n", "deff")) {
    given <- as.numeric(theirs[[number]])
    scale <- if (number %in% c("df", "n", "deff")) 1 else theirs$scale
    off <- abs(as.numeric(ours[[number]])[at] - given) / pmax(abs(given), scale)
    expect_lte(max(0, ifelse(is.na(given), 0, off)), tolerance, label = paste(case$case, number))
  }
}

test_that("designs agree with R's survey within their tolerance", {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  cases <- vector_data(folder, "design_cases")
  expected <- vector_data(folder, "design_expected")
  cases <- cases[file.exists(file.path(folder, paste0(cases$data, ".csv"))), ]
  expect_gte(nrow(cases), 20)
  for (i in seq_len(nrow(cases))) {
    case <- cases[i, ]
    if (all(names(case_options(case$options)) %in% names(formals(wb_tally_estimate)))) {
      expect_design(case, vector_data(folder, case$data), expected)
    }
  }
})
