# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

test_that("the library inside has the version of the package", {
  inside <- .Call(getNamespace("werkbaar")$R_swig_wb_version)
  expect_identical(inside, as.character(packageVersion("werkbaar")))
})

test_that("the package carries the notices of what it is made with", {
  notices <- readLines(system.file("THIRD_PARTY.md", package = "werkbaar", mustWork = TRUE))
  for (name in c("jansson", "utf8proc", "SQLite", "Boost", "SWIG")) {
    expect_true(any(grepl(paste("##", name), notices)), info = name)
  }
})
