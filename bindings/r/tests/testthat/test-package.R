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

# To toupper() the letter i is another in Turkish.
test_that("options are known in a session whose letters are Turkish", {
  skip_if(Sys.which("localedef") == "", "there is no localedef")
  locales <- tempfile("locales-")
  dir.create(locales)
  made <- suppressWarnings(system2("localedef", c("-i", "tr_TR", "-f", "UTF-8", file.path(locales, "tr_TR.UTF-8")), stdout = FALSE,
    stderr = FALSE))
  skip_if(made != 0 || !dir.exists(file.path(locales, "tr_TR.UTF-8")), "there is no Turkish to make a locale of")
  script <- tempfile(fileext = ".R")
  writeLines(c(sprintf(".libPaths(c('%s', .libPaths()))", dirname(getNamespaceInfo("werkbaar", "path"))),
    "library(werkbaar)", "cat(toupper('i') == 'I', '')",
    "design <- wb_design(data.frame(y = c(TRUE, FALSE, TRUE, TRUE), x = 1:4))",
    "e <- wb_mean(~y, design, interval = 'wilson', lonely = 'fail')", "f <- wb_model(x ~ y, design, family = 'linear')",
    "cat(e$n, nrow(f$coefficients), format(wb_replicates(type = 'FAY', rho = 0.3)))"), script)
  out <- system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", script), stdout = TRUE,
    env = c(paste0("LOCPATH=", locales), "LC_ALL=tr_TR.UTF-8"))
  expect_identical(out, "FALSE 4 3 fay replicates made of the design")
})
