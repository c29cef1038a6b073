# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

file_of <- function(...) {
  path <- tempfile(fileext = ".csv")
  writeLines(enc2utf8(c(...)), path, useBytes = TRUE)
  path
}

test_that("what was written is read back", {
  data <- data.frame(number = c(0.1, NA, 1e300), whole = c(1L, NA, -3L), yes = c(TRUE, NA, FALSE),
    text = c("\u00e9\u00e9n; \"twee\"\n", NA, "NA"), day = as.Date(c("2020-02-29", NA,
      "1899-12-31")))
  path <- tempfile(fileext = ".csv")
  expect_identical(withVisible(wb_write_csv(data, path)), list(value = data, visible = FALSE))
  expect_identical(wb_read_csv(path), data)
})

test_that("delimiter, decimal, header, line ends and comment are as asked", {
  path <- tempfile()
  wb_write_csv(data.frame(a = 1.5, b = "x"), path, delimiter = ";", decimal = ",", crlf = TRUE,
    comment = "about the data")
  expect_identical(readBin(path, "raw", 99), charToRaw("# about the data\r\na;b\r\n1,5;x\r\n"))
  expect_identical(wb_read_csv(path), data.frame(a = 1.5, b = "x"))
  wb_write_csv(data.frame(a = 1.5, b = "x"), path, delimiter = "\t", header = FALSE)
  expect_identical(readLines(path), "1.5\tx")
})

test_that("types that are declared win over what the values look like", {
  path <- file_of("code,group,flag", "007,b,1", "011,a,0")
  expect_identical(wb_read_csv(path), data.frame(code = c("007", "011"), group = c("b", "a"),
    flag = c(1L, 0L)))
  types <- list(code = integer(), group = factor(levels = c("a", "b")), flag = logical())
  expect_identical(wb_read_csv(path, types = types), data.frame(code = c(7L, 11L),
    group = factor(c("b", "a")), flag = c(TRUE, FALSE)))
  expect_identical(wb_read_csv(path, types = data.frame(code = 1:3))$code, c(7L, 11L))
})

test_that("an ordered factor that is declared comes back ordered", {
  path <- file_of("level", "high", "low")
  level <- factor(c("high", "low"), levels = c("low", "high"), ordered = TRUE)
  expect_identical(wb_read_csv(path, types = list(level = level))$level, level)
})

test_that("what means missing can be said", {
  path <- file_of("a,b", "1,x", "-,-")
  expect_identical(wb_read_csv(path, missing = "-"), data.frame(a = c(1L, NA), b = c("x", NA)))
})

test_that("integers of 64 bits are double where exact, or bit64's", {
  path <- file_of("n", "1", "9007199254740993")
  expect_refused(wb_read_csv(path), "data", "column 'n'", "n", 2)
  skip_if_not_installed("bit64")
  expect_identical(wb_read_csv(path, int64 = "integer64")$n,
    bit64::as.integer64(c("1", "9007199254740993")))
})

test_that("faults are refused with file, line and column", {
  ragged <- file_of("a,b", "1,2", "3")
  e <- expect_refused(wb_read_csv(ragged), "data", "line 3", row = 2)
  expect_identical(c(e$where, e$line), c(ragged, 3L))
  wrong <- file_of("a,b", "1,2", "3,x")
  e <- expect_refused(wb_read_csv(wrong, types = list(b = 1L)), "data", "field 'x'", "b", 2)
  expect_identical(e$line, 3L)
  expect_refused(wb_read_csv(file_of("a,a", "1,2")), "data", "'a'")
  expect_refused(wb_read_csv(file_of(character())), "data", "empty")
  expect_refused(wb_read_csv(wrong, types = list(z = 1L)), "data", "z", "z")
  expect_refused(wb_read_csv("/no/such/file.csv"), "io", "/no/such/file.csv")
  expect_refused(wb_read_csv(tempdir()), "io", "folder")
})

test_that("wrong arguments are refused by name", {
  path <- file_of("a", "1")
  expect_refused(wb_read_csv(NULL), "argument", "path", "path")
  expect_refused(wb_read_csv(path, delimiter = "ab"), "argument", "one character", "delimiter")
  expect_refused(wb_read_csv(path, delimiter = "z"), "argument", "delimiter")
  expect_refused(wb_read_csv(path, types = "integer"), "argument", "types", "types")
  expect_refused(wb_read_csv(path, types = list(a = list())), "argument", "'a'", "a")
  expect_refused(wb_read_csv(path, int64 = "text"), "argument", "int64", "int64")
  expect_refused(wb_read_csv(path, progress = function(f) FALSE), "cancelled")
  expect_refused(wb_write_csv(data.frame(a = 1), path, header = NA), "argument", "header", "header")
})

test_that("a failed write leaves the file as it was", {
  path <- file_of("old")
  expect_refused(wb_write_csv(list(a = 1, b = list()), path), "argument", "is a list", "b")
  expect_refused(wb_write_csv(data.frame(a = 1), path, progress = function(f) FALSE), "cancelled")
  expect_error(wb_write_csv(data.frame(a = 1), path, progress = function(f) stop("mine")), "^mine$")
  expect_identical(readLines(path), "old")
  expect_identical(list.files(dirname(path), basename(path)), basename(path))
  expect_refused(wb_write_csv(data.frame(a = 1), "/no/such/file.csv"), "io", "/no/such/file.csv")
})

test_that("JSON has metadata, columns and rows", {
  path <- tempfile()
  data <- structure(data.frame(a = c(1.5, NA), b = factor(c("x", NA))), metadata = '{"k":1}')
  wb_write_json(data, path)
  text <- paste(readLines(path), collapse = "")
  expect_match(text, '"metadata": {"k":1}', fixed = TRUE)
  expect_match(text, '{"a": 1.5, "b": "x"}', fixed = TRUE)
  expect_match(text, '{"a": null, "b": null}', fixed = TRUE)
  expect_refused(wb_write_json(data, "/no/such/file"), "io", "/no/such/file")
})

test_that("a table has its columns in line and counts the rows it leaves out", {
  lines <- wb_format_table(data.frame(name = c("a", "\u00e9\u00e9"), value = c(1.5, 22.25)))
  expect_identical(lines[1], "name  value")
  expect_identical(lines[3:4], c("a      1.5", "\u00e9\u00e9    22.25"))
  expect_match(wb_format_table(iris, max_rows = 2)[5], "148 more rows")
  expect_refused(wb_format_table(iris, digits = 99), "argument", "digits", "digits")
})
