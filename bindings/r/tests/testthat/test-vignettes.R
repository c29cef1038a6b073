# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The articles of bindings/r/vignettes, knitted: all code of each runs, and says what is told here.

knitted <- function(name) {
  skip_if_not_installed("knitr")
  folder <- project_folder("WERKBAAR_VIGNETTES", "bindings", "r", "vignettes")
  place <- tempfile("vignette")
  dir.create(place)
  old <- setwd(place)
  on.exit({
    setwd(old)
    unlink(place, recursive = TRUE)
  })
  knitr::knit(file.path(folder, name), "out.md", quiet = TRUE, envir = new.env(parent = globalenv()))
  readLines("out.md", encoding = "UTF-8")
}

test_that("coming from survey: both give the numbers that survey gives, and only a subset is refused", {
  skip_if_not_installed("survey")
  text <- knitted("from-survey.Rmd")
  expect_true(any(grepl("^#> api00 662.29 9.4089$", text)))
  expect_length(grep("^#> ell +-0[.]062613 +0[.]0278", text), 2)
  expect_length(grep("^#> Error", text), 1)
  expect_true(any(grepl("Error.*this is a subset", text)))
})

test_that("following a plan: no code fails", {
  text <- knitted("plan.Rmd")
  expect_false(any(grepl("^#> Error", text)))
  expect_true(any(grepl("current_unknown", text)))
})

test_that("a wave of the monitor: no code fails, and it says that the answers are made up", {
  text <- knitted("wave.Rmd")
  expect_false(any(grepl("^#> Error", text)))
  expect_true(any(grepl("SYNTHETIC", text)))
  workable <- grep("^#> +(2004|2007|2010|2013|2016|2019|2023) .* ok$", text)
  expect_length(workable, 7)
  expect_length(grep("^#> +(previous|first) +(2019|2004) ", text), 2)
})

test_that("a company scan: what is hidden stays so, and what stands out is what ?wb_scan_findings finds", {
  text <- knitted("scan.Rmd")
  expect_false(any(grepl("^#> Error", text)))
  expect_true(any(grepl("SYNTHETIC", text)))
  expect_true(any(grepl("^#> 28 figures, 8 of them hidden$", text)))
  hidden <- grep("^#> +(Shops|Office) .*hidden", text, value = TRUE)
  expect_length(hidden, 2)
  expect_true(all(grepl("hidden +NA +NA +NA +NA +NA$", hidden)))
  expect_length(grep("^#> +[12] +department/production.* work_amount ", text), 2)
})
