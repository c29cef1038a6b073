# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Files of SPSS, Stata and SAS; the oracle is haven.

plain <- function(x) {
  x <- as.vector(unclass(x))
  if (is.character(x)) x[!is.na(x) & x == ""] <- NA
  attributes(x) <- NULL
  x
}

random_frame <- function(seed) {
  set.seed(seed)
  n <- sample(c(1, 3, 40), 1)
  data <- data.frame(id = seq_len(n), x = round(rnorm(n, 0, 1e4), 3))
  data$x[runif(n) < 0.2] <- NA
  data$q <- haven::labelled_spss(sample(c(1:5, 97:99, NA), n, TRUE),
    labels = c(nooit = 1, altijd = 5, weigert = 99), na_range = c(97, 99), na_values = 5,
    label = "Hoe vaak?"
  )
  data$t <- replicate(n, paste(sample(c(letters, "\u00e9"), sample(0:300, 1), TRUE),
    collapse = ""))
  data$day <- as.Date("1990-01-01") + sample(-40000:40000, n, TRUE)
  data$at <- as.POSIXct("2000-01-01", tz = "UTC") + sample(1e9, n) / 4
  data
}

expect_alike <- function(ours, theirs) {
  expect_named(ours, names(theirs))
  for (name in names(theirs)) {
    expect_equal(plain(ours[[name]]), plain(theirs[[name]]), tolerance = 1e-14, info = name)
  }
}

test_that("wb_read_statfile reads what haven writes, as haven reads it", {
  skip_if_not_installed("haven")
  for (seed in 1:15) {
    data <- random_frame(seed)
    for (compress in c("byte", "none", "zsav")) {
      path <- tempfile(fileext = ".sav")
      haven::write_sav(data, path, compress = compress)
      ours <- wb_read_statfile(path)
      expect_alike(ours, haven::read_sav(path, user_na = TRUE))
      expect_equal(attr(ours$q, "labels"), c(nooit = 1, altijd = 5, weigert = 99))
      expect_equal(attr(ours$q, "na_range"), c(97, 99))
    }
    path <- tempfile(fileext = ".dta")
    q <- as.double(plain(data$q))
    q[1] <- haven::tagged_na("a")
    data$q <- haven::labelled(q, c(nooit = 1))
    haven::write_dta(data, path)
    expect_alike(wb_read_statfile(path), haven::read_dta(path))
    path <- tempfile(fileext = ".xpt")
    data$t <- substr(data$t, 1, 60)
    data$q <- NULL
    haven::write_xpt(data, path)
    expect_alike(wb_read_statfile(path), haven::read_xpt(path))
  }
})

# Another process: in this one other tests may have loaded haven.
test_that("a part of a labelled column keeps what it declares missing, without haven too", {
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  writeLines(c(sprintf(".libPaths(c('%s', .libPaths()))", dirname(getNamespaceInfo("werkbaar", "path"))),
    "library(werkbaar)",
    "data <- data.frame(year = c(1, 1, 2, 2))",
    "data$q <- structure(c(1, 99, 2, 99), labels = c(none = 99), na_values = 99, label = 'Q',",
    "  class = c('haven_labelled_spss', 'haven_labelled', 'vctrs_vctr', 'double'))",
    "path <- tempfile(fileext = '.sav')",
    "wb_write_statfile(data, path)",
    "part <- wb_read_statfile(path)[c(4, 3), ]",
    "stopifnot(!'vctrs' %in% loadedNamespaces(), identical(attr(part$q, 'label'), 'Q'), inherits(part$q, 'haven_labelled_spss'))",
    "e <- wb_mean(~q, wb_design(part))",
    "cat(e$estimate, e$n)"), script)
  expect_identical(system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", script), stdout = TRUE), "2 1")
  skip_if_not_installed("haven")
  x <- haven::labelled_spss(c(1, 9), c(none = 9), na_values = 9, label = "Q")
  expect_identical(x[2:1], haven::labelled_spss(c(9, 1), c(none = 9), na_values = 9, label = "Q"))
  expect_identical(data.frame(a = 1:2, x = x)[2, "x"], x[2])
})

test_that("haven reads what wb_write_statfile writes", {
  skip_if_not_installed("haven")
  for (seed in 101:115) {
    data <- random_frame(seed)
    for (ending in c(".sav", ".zsav", ".dta")) {
      path <- tempfile(fileext = ending)
      wb_write_statfile(data, path)
      theirs <- if (ending == ".dta") haven::read_dta(path) else
        haven::read_sav(path, user_na = TRUE)
      expect_alike(theirs, data)
      expect_equal(attr(theirs$q, "labels"), c(nooit = 1, altijd = 5, weigert = 99))
      if (ending != ".dta") expect_equal(attr(theirs$q, "na_range"), c(97, 99))
    }
  }
})

test_that("wb_statfile_table tells of the variables", {
  path <- tempfile(fileext = ".sav")
  wb_write_statfile(data.frame(load = c(1.5, NA), sex = factor(c("m", "f"))), path,
    label = "SYNTHETIC")
  variables <- wb_statfile_table(path)
  expect_equal(variables$variable, c("load", "sex"))
  labels <- wb_statfile_table(path, "labels")
  expect_equal(labels$label, c("f", "m"))
  expect_equal(wb_statfile_table(path, "file")$value[1], "SAV")
})

test_that("columns, tags and mistakes are as documented", {
  path <- tempfile(fileext = ".dta")
  wb_write_statfile(data.frame(a = 1:2, b = c("x", "y")), path)
  expect_named(wb_read_statfile(path, columns = c("b", "a")), c("b", "a"))
  expect_equal(attr(wb_read_statfile(path, tags = TRUE)$a, "na_range"),
    c(2147483621, 2147483647))
  expect_error(wb_read_statfile(path, columns = "nobody"), class = "werkbaar_data_error")
  writeLines("id,a", path)
  expect_error(wb_read_statfile(path), "no file of SPSS", class = "werkbaar_data_error")
  expect_error(wb_write_statfile(data.frame(`a b` = 1, check.names = FALSE), path),
    class = "werkbaar_data_error")
  expect_error(wb_write_statfile(data.frame(a = 1), path, format = "xls"))
})

# A column of a SAV file of numbers, made one of days or moments.
reformat <- function(path, type, width) {
  bytes <- readBin(path, "raw", file.size(path))
  number <- as.raw(c(4, 12, 5, 0))
  at <- which(vapply(seq_len(length(bytes) - 3), function(i) identical(bytes[i + 0:3], number), TRUE))
  stopifnot(length(at) == 2)
  for (i in at) bytes[i + 0:3] <- as.raw(c(0, width, type, 0))
  writeBin(bytes, path)
}

test_that("days and moments that a file declares missing are missing", {
  path <- tempfile(fileext = ".sav")
  spss <- function(day) (as.numeric(as.Date(day)) + 141428) * 86400
  column <- structure(spss(c("2020-02-29", "9999-09-09", "2020-03-01", NA)), na_values = spss("9999-09-09"),
    class = c("haven_labelled_spss", "haven_labelled", "vctrs_vctr", "double"))
  days <- as.Date(c("2020-02-29", NA, "2020-03-01", NA))
  wb_write_statfile(data.frame(at = column), path)
  expect_identical(sum(is.na(unclass(wb_read_statfile(path)$at))), 1L)
  reformat(path, type = 20, width = 11)
  expect_equal(wb_read_statfile(path)$at, days)
  wb_write_statfile(data.frame(at = column), path)
  reformat(path, type = 22, width = 20)
  expect_equal(wb_read_statfile(path)$at, as.POSIXct(as.numeric(days) * 86400, tz = "UTC", origin = "1970-01-01"))
  skip_if_not_installed("haven")
  path <- tempfile(fileext = ".dta")
  tagged <- c(18321, haven::tagged_na("a"))
  haven::write_dta(data.frame(day = structure(tagged, class = "Date"),
    at = structure(tagged * 86400, class = c("POSIXct", "POSIXt"), tzone = "UTC")), path)
  for (tags in c(FALSE, TRUE)) {
    found <- wb_read_statfile(path, tags = tags)
    expect_equal(found$day, as.Date(c("2020-02-29", NA)))
    expect_identical(is.na(found$at), c(FALSE, TRUE))
  }
})

test_that("tallies take such files by their name, and CSV the labels", {
  people <- data.frame(load = c(1, 2, 4), sex = c("m", "f", "m"))
  sav <- tempfile(fileext = ".sav")
  wb_write_statfile(people, sav)
  tally <- wb_tally(mean = ~load, by = ~sex)
  expect_equal(wb_tally_estimate(wb_tally_update_csv(tally, sav))$estimate, c(2, 2.5))
  csv <- tempfile(fileext = ".csv")
  skip_if_not_installed("haven")
  wb_write_csv(data.frame(q = haven::labelled(c(1, 2), c(ja = 1))), csv, labels = TRUE)
  expect_equal(readLines(csv), c("q", "ja", "2"))
})
