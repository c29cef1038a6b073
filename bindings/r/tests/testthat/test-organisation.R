# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

organisation_text <- function(min_n = 10, more = "") {
  paste0('{"format":"werkbaar-organisation/1.0","id":"bakery","synthetic":true,',
    '"title":{"nl":"Bakkerij","en":"Bakery"},"staff":240,"min_n":', min_n, more,
    ',"fieldwork":{"id":"2030","from":"2030-03-01","until":"2030-03-31","invited":232},',
    '"hierarchies":[{"id":"department","title":{"nl":"Afdeling"},"columns":["department","team"],',
    '"groups":[{"id":"production","title":{"nl":"Productie","en":"Production"},"staff":150,',
    '"groups":[{"id":"day","staff":90},{"id":"night","staff":60}]},{"id":"office","staff":30}]}]}')
}

test_that("an organisation says what its file says", {
  found <- wb_organisation(organisation_text())
  expect_identical(unclass(found)[c("id", "staff")], list(id = "bakery", staff = 240))
  expect_equal(found$min_n, 10)
  expect_match(found$hash, "^[0-9a-f]{64}$")
  groups <- wb_organisation_groups(found, "en")
  expect_identical(groups$group, paste0("department/", c("production", "production/day",
    "production/night", "office")))
  expect_equal(groups$staff, c(150, 90, 60, 30))
  expect_identical(groups$parent, c(NA, rep("department/production", 2), NA))
  expect_identical(groups$title[1L], "Production")
  out <- capture.output(print(found, "en"))
  expect_identical(out[1:2], c("<wb_organisation> bakery: Bakery, 240 staff",
    "4 groups; fewer than 10 answers are not shown"))
})

test_that("a path, a text and an organisation make the same one, also from saveRDS", {
  found <- wb_organisation(organisation_text())
  path <- tempfile(fileext = ".json")
  on.exit(unlink(path))
  writeLines(wb_organisation_json(found), path, useBytes = TRUE)
  for (same in list(wb_organisation(path), wb_organisation(found),
    unserialize(serialize(found, NULL)))) {
    expect_identical(same$hash, found$hash)
    expect_identical(wb_organisation_groups(same), wb_organisation_groups(found))
  }
})

test_that("what is wrong is refused, with its place", {
  expect_refused(wb_organisation(organisation_text(4)), "data", "min_n")
  expect_refused(wb_organisation(organisation_text(more = ",\"colour\":1")), "data", "colour")
  expect_refused(wb_organisation("{\"format\":\"werkbaar-organisation/2.0\"}"), "version")
  expect_refused(wb_organisation("no/such.json"), "io")
  expect_refused(wb_organisation(list()), "argument", item = "x")
  expect_refused(wb_organisation_groups(wb_organisation(organisation_text()), 3), "argument",
    item = "language")
})
