# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The vectors that C, Python and R share (tests/vectors/README.md).

parts <- function(text, separator) {
  if (is.na(text)) character() else strsplit(text, separator, fixed = TRUE)[[1L]]
}

vector_tally <- function(case) {
  estimands <- do.call(rbind, strsplit(parts(case$estimands, ";"), ":", fixed = TRUE))
  of <- function(statistic) estimands[estimands[, 1L] == statistic, 2L]
  wb_tally(mean = of("mean"), total = of("total"), proportion = of("proportion"),
    by = lapply(parts(case$breakdowns, ";"), function(b) if (b == "1") ~1 else parts(b, "+")),
    weights = if (!is.na(case$weights)) case$weights, strata = parts(case$strata, "+"))
}

# The largest |ours - expected| relative to what is allowed.
worst_difference <- function(ours, expected, scale) {
  if (!identical(is.na(ours), is.na(expected))) {
    return(Inf)
  }
  there <- !is.na(ours) & ours != expected
  max(0, abs(ours - expected)[there] / (1e-10 * pmax(abs(expected), scale)[there]))
}

# wb_tally takes means, totals and proportions apart, so estimands may come in another order
# than the file has: rows are matched by what they are about.
row_keys <- function(x) {
  about <- c(names(x)[seq_len(match("statistic", names(x)) - 1L)], "statistic", "variable",
    "category")
  do.call(paste, c(unname(lapply(x[about], as_written)), sep = "\r"))
}

expect_case <- function(case, folder, interval) {
  info <- paste(case$case, interval)
  expected <- vector_data(folder, paste0(case$case, "_expected"))
  tally <- wb_tally_update(vector_tally(case), vector_data(folder, case$case))
  ours <- as.data.frame(wb_tally_estimate(tally, level = case$level, interval = interval))
  expect_identical(sort(row_keys(ours)), sort(row_keys(expected)), info = info)
  ours <- ours[match(row_keys(expected), row_keys(ours)), ]
  expect_identical(as.character(ours$status), expected$status, info = info)
  for (number in c("estimate", "se", "df", "n", "lower", "upper")) {
    in_file <- if (number %in% c("lower", "upper")) paste0(number, "_", interval) else number
    expect_lte(worst_difference(as.numeric(ours[[number]]), as.numeric(expected[[in_file]]),
      expected$scale), 1, label = paste(info, number))
  }
}

test_that("every vector of estimates agrees within its tolerance", {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  cases <- vector_data(folder, "survey_cases")
  expect_gt(nrow(cases), 4)
  for (i in which(is.na(cases$error))) {
    expect_case(cases[i, ], folder, "logit")
    expect_case(cases[i, ], folder, "wald")
  }
})

test_that("a vector whose design is refused is refused", {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  cases <- vector_data(folder, "survey_cases")
  refused <- which(!is.na(cases$error))
  expect_gt(length(refused), 0)
  for (i in refused) {
    tally <- wb_tally_update(vector_tally(cases[i, ]), vector_data(folder, cases$case[i]))
    expect_refused(wb_tally_estimate(tally), cases$error[i])
  }
})

# ---- the command line ----

cli_estimates <- function(cli, file, words) {
  said <- system2(cli, c("estimate", shQuote(file), words, "--format", "csv", "--quiet"),
    stdout = TRUE)
  wb_read_csv(textfile(said))
}

textfile <- function(lines) {
  path <- tempfile(fileext = ".csv")
  writeLines(lines, path)
  path
}

test_that("estimates of the sample are those of the command line, bit for bit", {
  cli <- project_folder("WERKBAAR_CLI", "build", "tools", "werkbaar", "werkbaar")
  sample <- file.path(project_folder("WERKBAAR_SAMPLE", "data", "sample"), "wbm-employees.csv")
  scores_file <- tempfile(fileext = ".csv")
  on.exit(unlink(scores_file))
  system2(cli, c("score", "--instrument", "wbm-employees", shQuote(sample), "--output",
    shQuote(scores_file), "--quiet"))
  scores <- wb_score(wb_read_csv(sample), wb_instrument("wbm-employees"))
  design <- wb_design(scores, ~weight, ~stratum)
  jobs <- list(
    list(wb_mean(~ werkbaar + werkdruk, design, by = ~ year + sector),
      "--mean werkbaar,werkdruk --by year,sector"),
    list(wb_mean(~werkbaar, design, by = ~sex, level = 0.9, interval = "wald"),
      "--mean werkbaar --by sex --level 0.9 --ci wald"),
    list(wb_total(~ werkbaar + knelpunten, design), "--total werkbaar,knelpunten"),
    list(wb_prop(~ size + knelpunten, design, by = ~sex),
      "--proportion size,knelpunten --by sex"))
  for (job in jobs) {
    theirs <- cli_estimates(cli, scores_file, c(job[[2L]], "--weights weight --strata stratum"))
    expect_gt(nrow(theirs), 0)
    for (column in c("estimate", "se", "lower", "upper", "df", "n")) {
      expect_identical(as.numeric(job[[1L]][[column]]), as.numeric(theirs[[column]]),
        info = paste(job[[2L]], column))
    }
  }
})
