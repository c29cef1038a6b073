# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

recipe <- function(...) {
  made <- list(
    format = "werkbaar-recipe/1.0", id = "our-scan", version = "1.0", languages = c("nl", "en"),
    title = list(nl = "Onze scan", en = "Our scan"),
    modules = list(list(id = "work-pressure"), list(id = "ergonomics"))
  )
  changes <- list(...)
  made[names(changes)] <- changes
  made
}

test_that("a recipe comes as a list, a text and a path", {
  text <- werkbaar:::json_of(recipe(), "recipe")
  path <- tempfile(fileext = ".json")
  on.exit(unlink(path))
  writeLines(text, path, useBytes = TRUE)
  expected <- wb_compose(recipe())
  expect_match(expected$hash, "^[0-9a-f]{64}$")
  for (same in list(wb_compose(text), wb_compose(path), wb_questionnaire(expected),
    wb_questionnaire(wb_questionnaire_json(expected)), unserialize(serialize(expected, NULL)))) {
    expect_identical(same$hash, expected$hash)
    expect_identical(wb_questionnaire_table(same, "questions"),
      wb_questionnaire_table(expected, "questions"))
  }
})

test_that("every part is a data frame in both languages", {
  found <- wb_compose(recipe())
  for (part in eval(formals(wb_questionnaire_table)$part)) {
    expect_identical(dim(wb_questionnaire_table(found, part, "en")),
      dim(wb_questionnaire_table(found, part)))
  }
  expect_identical(wb_questionnaire_table(found)$id, c("work-pressure", "ergonomics"))
  expect_gt(wb_questionnaire_minutes(found), 0)
  out <- capture.output(print(found, "en"))
  expect_identical(out[1L], "<wb_questionnaire> our-scan 1.0: Our scan")
  expect_match(out[2L], "^2 modules, .* minutes for a person$")
})

test_that("answers are scored with its instruments", {
  found <- wb_compose(recipe())
  person <- wb_questionnaire_instrument(found)
  expect_identical(person$id, "our-scan.person")
  expect_identical(wb_questionnaire_instrument(found, "workpost")$id, "our-scan.workpost")
  scores <- wb_score(made_answers(person, 20), person)
  expect_true(any(grepl("_problem$", names(scores))))
  expect_refused(wb_questionnaire_instrument(found, "organisation"), "argument", "person, workpost")
})

test_that("modules of one's own go along", {
  mine <- wb_catalogue_json(NULL, "module", "autonomy")
  mine <- sub("\"version\":\"1.0\"", "\"version\":\"1.1\"", mine)
  catalogue <- wb_catalogue(mine)
  found <- wb_compose(recipe(modules = list(list(id = "autonomy"))), catalogue)
  expect_identical(wb_questionnaire_table(found)$version, "1.1")
  expect_identical(wb_questionnaire_table(wb_compose(recipe(
    modules = list(list(id = "autonomy")))))$version, "1.0")
})

test_that("what is wrong is refused, with its place", {
  expect_refused(wb_compose(recipe(modules = list(list(id = "autonomie")))), "data", "autonomie")
  expect_refused(wb_compose(recipe(colour = 1)), "data", "colour")
  expect_refused(wb_compose(recipe(format = "werkbaar-recipe/2.0")), "version")
  expect_refused(wb_compose("no/such.json"), "io")
  expect_refused(wb_compose(3), "argument", item = "recipe")
  expect_refused(wb_compose(recipe(), "catalogue"), "argument", item = "catalogue")
  expect_refused(wb_questionnaire("{\"format\":\"werkbaar-questionnaire/2.0\"}"), "version")
  expect_refused(wb_questionnaire(NULL), "argument", item = "x")
  found <- wb_compose(recipe())
  expect_refused(wb_questionnaire_table(found, "items"), "argument", item = "part")
  spoilt <- sub("\"fingerprint\":\"....", "\"fingerprint\":\"0000", found$json)
  expect_refused(wb_questionnaire(spoilt), "data", "fingerprint")
})
