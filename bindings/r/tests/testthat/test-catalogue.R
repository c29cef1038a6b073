# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

test_that("the catalogue has what is built in, in two languages", {
  parts <- eval(formals(wb_catalogue_table)$part)
  for (part in parts) {
    dutch <- wb_catalogue_table(NULL, part)
    expect_gt(nrow(dutch), 0)
    expect_identical(dim(wb_catalogue_table(NULL, part, "en")), dim(dutch))
  }
  expect_true(all(wb_catalogue_table()$builtin))
  expect_match(wb_catalogue_json(NULL, "module", "work-pressure"), "werkbaar-module/1.0")
  expect_output(print(wb_catalogue()), "modules, .* measures; 0 files added")
})

test_that("the modules are those of the project", {
  folder <- project_folder("WERKBAAR_MODULES", "data", "modules")
  expect_setequal(wb_catalogue_table()$id, sub("\\.json$", "", list.files(folder)))
})

test_that("files of one's own stand beside them, and survive saveRDS", {
  mine <- sub("\"id\":\"food\"", "\"id\":\"bakeries\"", wb_catalogue_json(NULL, "sector", "food"))
  path <- tempfile(fileext = ".json")
  on.exit(unlink(path))
  writeLines(mine, path, useBytes = TRUE)
  for (catalogue in list(wb_catalogue(mine), wb_catalogue(path), wb_catalogue(mine, path),
    wb_catalogue(c(mine, path)))) {
    expect_true("bakeries" %in% wb_catalogue_table(catalogue, "sectors")$id)
    again <- unserialize(serialize(catalogue, NULL))
    expect_identical(wb_catalogue_table(again, "sectors"), wb_catalogue_table(catalogue, "sectors"))
    expect_identical(wb_catalogue(catalogue), catalogue)
  }
  expect_false("bakeries" %in% wb_catalogue_table(part = "sectors")$id)
})

test_that("what is wrong is refused, with its place", {
  sector <- wb_catalogue_json(NULL, "sector", "food")
  expect_refused(wb_catalogue(sub("\"source\":\"", "\"source\":\"x", sector)), "conflict", "food")
  expect_refused(wb_catalogue(sub("\"source\":", "\"sauce\":", sector)), "data", "sauce")
  expect_refused(wb_catalogue("{\"format\":\"werkbaar-plan/1.0\"}"), "data")
  expect_refused(wb_catalogue("no/such.json"), "io", "no/such.json")
  expect_refused(wb_catalogue(3), "argument")
  expect_refused(wb_catalogue_table(NULL, "questions"), "argument", item = "part")
  expect_refused(wb_catalogue_table("food"), "argument", item = "catalogue")
  expect_refused(wb_catalogue_json(NULL, "sector", "banking"), "argument", "food")
  expect_refused(wb_catalogue_json(NULL, "sector", "food", "99.0"), "argument")
})
