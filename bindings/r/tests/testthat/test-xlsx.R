# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

part_of <- function(path, part) {
  from <- unz(path, part)
  on.exit(close(from))
  paste(readLines(from, encoding = "UTF-8", warn = FALSE), collapse = "\n")
}

test_that("data frames are written as sheets", {
  path <- tempfile(fileext = ".xlsx")
  sheets <- list(people = data.frame(x = c(0.1 + 0.2, NA), t = c("a<b", "=1+1")),
    days = data.frame(d = as.Date("2020-02-29")))
  expect_identical(withVisible(wb_write_xlsx(sheets, path)), list(value = sheets, visible = FALSE))
  expect_match(part_of(path, "xl/workbook.xml"), 'name="people".*name="days"')
  first <- part_of(path, "xl/worksheets/sheet1.xml")
  expect_match(first, "<c r=\"A2\"><v>0.30000000000000004</v></c>", fixed = TRUE)
  expect_match(first, "<t>a&lt;b</t>", fixed = TRUE)
  expect_no_match(first, "r=\"A3\"", fixed = TRUE)
  expect_match(part_of(path, "xl/worksheets/sheet2.xml"), "<v>43890</v>", fixed = TRUE)
})

test_that("the same data are the same file, with a note when asked", {
  paths <- tempfile(c("one", "other"), fileext = ".xlsx")
  for (path in paths) wb_write_xlsx(data.frame(a = 1), path, note = "voorlopig")
  expect_identical(unname(tools::md5sum(paths[1])), unname(tools::md5sum(paths[2])))
  expect_match(part_of(paths[1], "xl/worksheets/sheet2.xml"), "voorlopig")
})

test_that("what cannot be a sheet is refused", {
  path <- tempfile(fileext = ".xlsx")
  expect_error(wb_write_xlsx(list(data.frame(a = 1)), path), "named list")
  expect_error(wb_write_xlsx(list("a/b" = data.frame(a = 1)), path), "a/b")
  expect_error(wb_write_xlsx(list(a = data.frame(a = 1), A = data.frame(a = 1)), path), "capitals")
  expect_refused(wb_write_xlsx(data.frame(a = 1), "/no/such/file"), "io", "/no/such/file")
  expect_false(file.exists(path))
})
