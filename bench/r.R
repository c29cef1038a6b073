# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript bench/r.R (the package werkbaar in R's libraries; bench/run does so)
# What the R package costs over the C library: calls on ready handles, and columns that come
# in and go out.
library(werkbaar)
low <- getNamespace("werkbaar")
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
here <- dirname(normalizePath(script))
build <- Sys.getenv("WB_BENCH_BUILD", file.path(dirname(here), "build-bench"))
rows <- 1e6

seconds <- function(call, times) {
  start <- proc.time()[["elapsed"]]
  for (i in seq_len(times)) call()
  (proc.time()[["elapsed"]] - start) / times
}

# Median microseconds of a call, over runs of as many calls as take a while.
microseconds <- function(call, runs = 7) {
  once <- seconds(call, 20)
  times <- max(20, min(20000, ceiling(0.1 / max(once, 1e-7))))
  1e6 * median(vapply(seq_len(runs), function(run) seconds(call, times), 0))
}

# ---- calls on ready handles ----

small_tally <- function() {
  n <- 1000
  tally <- wb_tally(mean = ~y, by = ~sex, weights = ~w, strata = ~h)
  wb_tally_update(tally, data.frame(y = rnorm(n), sex = sample(0:1, n, TRUE), w = runif(n, 1, 2),
    h = sample(0:11, n, TRUE)))
}

# C estimates of the same bytes.
in_c <- function(tally) {
  path <- tempfile(fileext = ".tally")
  on.exit(unlink(path))
  wb_tally_write(tally, path)
  said <- vapply(1:7, function(run)
    system2(file.path(build, "bench", "estimate_calls"), c(path, "20000"), stdout = TRUE), "")
  median(as.numeric(said)) / 1000
}

time_calls <- function() {
  tally <- wb_tally_read(wb_tally_bytes(small_tally()))
  handle <- tally$handle
  options <- low$estimate_options(0.95, "logit", FALSE)
  estimate <- function() .Call(low$R_swig_wb_tally_estimate, handle, options, NULL, FALSE)
  frame <- estimate()
  c <- in_c(tally)
  getter <- microseconds(function() wb_tally_rows(tally))
  call <- microseconds(estimate)
  whole <- microseconds(function() wb_tally_estimate(tally))
  columns <- microseconds(function() low$from_wb_frame(frame))
  cat("a call on ready handles, microseconds (goal: under 15 over C)\n")
  cat(sprintf("  wb_tally_rows          %8.2f\n", getter))
  cat(sprintf("  estimate, a handle     %8.2f   in C %.2f, over C %.2f\n", call, c, call - c))
  cat(sprintf("  its frame to R         %8.2f   %d columns, %.2f each\n", columns, 12,
    columns / 12))
  cat(sprintf("  wb_tally_estimate      %8.2f   over C and its columns %.2f\n", whole,
    whole - c - columns))
}

# ---- columns ----

kinds_of_column <- function() {
  number <- runif(rows)
  whole <- sample(0:3, rows, TRUE)
  words <- sample(c("care", "trade", "industry"), rows, TRUE)
  labelled <- structure(as.double(whole), labels = c(no = 0, yes = 1), na_values = 9,
    class = c("haven_labelled_spss", "haven_labelled", "vctrs_vctr", "double"))
  list(double = number, integer = whole, logical = whole > 1, factor = factor(words),
    labelled = labelled, Date = as.Date("2023-01-01") + whole, character = words)
}

time_columns <- function() {
  cat(sprintf("a column of %s rows, microseconds\n", format(rows, big.mark = ",")))
  cat(sprintf("  %-12s %12s %12s\n", "", "into a frame", "out of it"))
  kinds <- kinds_of_column()
  for (kind in names(kinds)) {
    data <- structure(rep(list(kinds[[kind]]), 4), names = letters[1:4])
    frame <- low$as_wb_frame(data)
    inward <- microseconds(function() low$close_handles(low$as_wb_frame(data)), 3) / 4
    outward <- microseconds(function() low$from_wb_frame(frame), 3) / 4
    cat(sprintf("  %-12s %12.1f %12.1f\n", kind, inward, outward))
  }
}

set.seed(2024)
cat(sprintf("R %s, werkbaar %s\n", getRversion(), wb_version()))
time_calls()
time_columns()
