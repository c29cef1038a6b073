# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Reading the vectors that C, Python and R share (tests/vectors/README.md).

vector_data <- function(folder, name) {
  data <- read.csv(file.path(folder, paste0(name, ".csv")), na.strings = "", encoding = "UTF-8",
    check.names = FALSE, comment.char = "#")
  data[] <- lapply(data, function(x) {
    if (is.character(x) && all(x %in% c("true", "false", NA))) x == "true" else x
  })
  data
}

# Any value as the text it has in the file; "" when missing.
as_written <- function(x) {
  text <- if (is.logical(x)) tolower(as.character(x)) else if (is.numeric(x)) {
    format(x, digits = 15, trim = TRUE)
  } else {
    as.character(x)
  }
  ifelse(is.na(x), "", text)
}

# The folder of the data of survey: WERKBAAR_R_DATA, or one they are written to once a session;
# NULL without survey.
survey_data <- local({
  folder <- NULL
  function(top) {
    given <- Sys.getenv("WERKBAAR_R_DATA")
    if (nzchar(given)) return(given)
    if (is.null(folder) && requireNamespace("survey", quietly = TRUE)) {
      script <- file.path(top, "tests", "reference", "export_data.R")
      made <- tempfile("data-of-survey")
      said <- system2(file.path(R.home("bin"), "Rscript"), c(shQuote(script), shQuote(made)),
        stdout = TRUE, stderr = TRUE)
      if (is.null(attr(said, "status"))) folder <<- made
    }
    folder
  }
})

case_data <- function(name, folders) {
  paths <- file.path(folders, paste0(name, ".csv"))
  if (any(file.exists(paths))) wb_read_csv(paths[file.exists(paths)][1L])
}

# "interval=beta;df=7" as the arguments of wb_tally_estimate().
case_options <- function(text) {
  flags <- c("lonely_in_domain", "ultimate_cluster", "mse")
  if (is.na(text)) return(list())
  words <- strsplit(strsplit(text, ";", fixed = TRUE)[[1L]], "=", fixed = TRUE)
  words <- do.call(rbind, words)
  options <- lapply(seq_len(NROW(words)), function(i) {
    if (words[i, 1L] %in% flags) return(words[i, 2L] == "1")
    number <- suppressWarnings(as.numeric(words[i, 2L]))
    if (is.na(number)) words[i, 2L] else number
  })
  options <- stats::setNames(options, words[, 1L])
  if ("replicates" %in% names(options)) {
    made <- c(type = options$replicates, options[intersect(names(options), c("rho", "mse"))])
    options[c("rho", "mse")] <- NULL
    options$replicates <- do.call(wb_replicates, made)
  }
  options
}

# The tally of a case's specification, of as many passes as it takes.
tally_of_case <- function(case, data) {
  tally <- wb_tally_update(wb_tally(spec = case$spec), data)
  if (!grepl("\"(quantile|rank)\"", case$spec)) {
    return(tally)
  }
  wb_tally_update(wb_tally_second_pass(tally), data)
}
