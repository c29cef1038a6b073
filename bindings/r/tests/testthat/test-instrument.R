# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

test_that("the version is the library's", {
  expect_match(wb_version(), "^[0-9]+\\.[0-9]+\\.[0-9]+$")
})

test_that("the built-in instruments are listed, in two languages", {
  dutch <- wb_instruments()
  english <- wb_instruments("en")
  expect_identical(dutch$id, c("wbm-employees", "wbm-selfemployed"))
  expect_identical(names(dutch), c("id", "version", "title", "verified"))
  expect_match(dutch$title, "niet de officiële WBM-definitie", all = TRUE)
  expect_match(english$title, "preset, not the official WBM definition", all = TRUE)
  expect_identical(dutch$verified, c(FALSE, FALSE))
})

test_that("an id, a path, a text and an instrument make the same instrument", {
  builtin <- wb_instrument("wbm-employees")
  path <- tempfile(fileext = ".json")
  writeLines(wb_instrument_json(builtin), path, useBytes = TRUE)
  on.exit(unlink(path))
  for (same in list(wb_instrument(path), wb_instrument(wb_instrument_json(builtin)),
    wb_instrument(builtin))) {
    expect_identical(same[c("id", "version", "hash", "json")],
      builtin[c("id", "version", "hash", "json")])
  }
  expect_match(builtin$hash, "^[0-9a-f]{64}$")
})

test_that("a path without a dot or slash is a path where there is a file", {
  folder <- tempfile()
  dir.create(folder)
  before <- setwd(folder)
  on.exit(setwd(before))
  writeLines(wb_instrument_json(small_instrument()), "mine")
  expect_identical(wb_instrument("mine")$id, "small")
})

test_that("a wrong id names those there are; a wrong path, text or object is refused", {
  expect_refused(wb_instrument("wbm"), "argument", "wbm-employees, wbm-selfemployed", "wbm")
  expect_refused(wb_instrument("no/such.json"), "io", "no/such.json")
  expect_refused(wb_instrument(tempdir()), "io", "folder")
  expect_refused(wb_instrument("{}"), "data", "'format' is missing")
  expect_refused(wb_instrument("  {"), "data")
  expect_refused(wb_instrument('{"format": "werkbaar-instrument/9.0"}'), "version", "9")
  for (bad in list(NULL, NA_character_, 1, c("a", "b"), list(), mean)) {
    expect_refused(wb_instrument(bad), "argument", "x must be one text", "x")
  }
})

test_that("tables have the parts of the definition in the language that is asked", {
  small <- small_instrument()
  items <- wb_instrument_table(small)
  expect_identical(items$id, c("q1", "q2", "q3"))
  expect_identical(items$min, c(1L, 1L, 0L))
  expect_identical(items$reversed, c(FALSE, TRUE, FALSE))
  expect_identical(wb_instrument_table(small, "scales")$rule, c("percent", "sum"))
  expect_identical(wb_instrument_table(small, "indicators")$cutoff, "50")
  expect_identical(wb_instrument_table(small, "composites")$of, "heavy")
  expect_identical(wb_instrument_table("wbm-employees", "items", "en")$label[1],
    "need for recovery 1")
  expect_identical(wb_instrument_table("wbm-employees")$label[1], "herstelbehoefte 1")
  expect_refused(wb_instrument_table(small, "questions"), "argument", "'items', 'scales'", "part")
  expect_refused(wb_instrument_table(small, language = 1), "argument", "language")
})

test_that("an instrument shows what it is, and whether it is verified", {
  expect_identical(format(small_instrument()), "<wb_instrument> small 1.0: Small")
  out <- capture.output(shown <- withVisible(print(wb_instrument("wbm-employees"),
    language = "en")))
  expect_match(out[1], "wbm-employees 1.0: Workability of employees")
  expect_match(out[2], "77 items, 10 scales, 10 indicators, 2 composites")
  expect_match(out[3], "not verified: a preset, not an official definition")
  expect_false(shown$visible)
})

test_that("a summary holds the tables and prints scales and cut-offs", {
  summary <- summary(small_instrument())
  expect_identical(summary$scales, wb_instrument_table(small_instrument(), "scales"))
  out <- capture.output(print(summary))
  for (word in c("small 1.0: Small", "3 items", "percent", "at_least", "none_of")) {
    expect_true(any(grepl(word, out, fixed = TRUE)), info = word)
  }
})

test_that("an instrument that was saved and read back works on", {
  instrument <- wb_instrument("wbm-employees")
  read <- through_a_file(instrument)
  expect_false(werkbaar:::handle_is_open(read$state$handle))
  answers <- made_answers(instrument, 20)
  expect_identical(wb_score(answers, read), wb_score(answers, instrument))
  expect_true(werkbaar:::handle_is_open(read$state$handle))
  expect_identical(capture.output(print(through_a_file(instrument))),
    capture.output(print(instrument)))
})
