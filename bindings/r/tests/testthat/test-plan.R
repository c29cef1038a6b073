# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

builtin <- "actieplan-werkbaar-werk"

# A plan of one action; `more` goes into it.
plan_text <- function(more = "") {
  paste0(
    '{"format":"werkbaar-plan/1.0","id":"small","version":"2","languages":["nl","en"],',
    '"scope":"organisation","title":{"nl":"Klein","en":"Small"},"actors":[{"id":"hr","name":',
    '{"nl":"Personeel","en":"HR"},"type":"role"}],"objectives":[{"id":"o","title":{"nl":"O"},',
    '"sections":[{"id":"s","title":{"nl":"S"},"actions":[{"id":"a","number":"1","title":',
    '{"nl":"Een","en":"One"},"timing":{"from":"2026-03","to":"2026-05"},"assignments":',
    '[{"id":"a.hr","actor":"hr","role":"responsible"}],"funding":[{"id":"a.f","source":"hr",',
    '"amount":150050}]', more, "}]}]}]}"
  )
}

plan_vectors <- function(name) {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  read.csv(file.path(folder, name), colClasses = "character", encoding = "UTF-8")
}

test_that("the built-in plans are listed, in two languages", {
  dutch <- wb_plans()
  expect_identical(dutch$id, builtin)
  expect_identical(names(dutch), c("id", "version", "scope", "title"))
  expect_identical(dutch$scope, "flemish")
  expect_match(dutch$title, "sociale partners")
  expect_match(wb_plans("en")$title, "social partners")
})

test_that("an id, a path, a text and a plan make the same plan", {
  plan <- wb_plan(builtin)
  path <- tempfile(fileext = ".json")
  writeLines(wb_plan_json(plan), path, useBytes = TRUE)
  on.exit(unlink(path))
  for (same in list(wb_plan(path), wb_plan(wb_plan_json(plan)), wb_plan(plan))) {
    expect_identical(same[c("id", "version", "scope", "hash", "json")],
      plan[c("id", "version", "scope", "hash", "json")])
  }
  expect_match(plan$hash, "^[0-9a-f]{64}$")
  expect_identical(wb_plan_json(plan_text()), wb_plan_json(wb_plan(wb_plan_json(plan_text()))))
})

test_that("a plan comes back from saveRDS", {
  path <- tempfile(fileext = ".rds")
  on.exit(unlink(path))
  saveRDS(wb_plan(plan_text()), path)
  again <- readRDS(path)
  expect_identical(wb_plan_actions(again)$title, "Een")
  expect_identical(format(again), "<wb_plan> small 2: Klein")
})

test_that("the built-in plan has every action of its source", {
  wanted <- plan_vectors("plan_actions.csv")
  actions <- wb_plan_actions(builtin)
  expect_identical(nrow(wanted), 42L)
  expect_identical(actions$number, wanted$number)
  expect_identical(as.character(actions$number_certainty), wanted$printed)
  expect_identical(actions$heading, wanted$heading)
  expect_identical(ifelse(is.na(actions$timing), "", actions$timing), wanted$timing)
  expect_identical(sum(!is.na(actions$part_of)), 10L)
})

test_that("the built-in plan has the amounts of its sources", {
  wanted <- plan_vectors("plan_values.csv")
  wanted <- wanted[wanted$field == "amount", ]
  both <- rbind(
    wb_plan_table(builtin, "funding")[c("id", "amount")],
    wb_plan_table(builtin, "budget")[c("id", "amount")]
  )
  found <- both$amount[match(wanted$id, both$id)]
  expect_equal(as.numeric(found), as.numeric(wanted$value))
  expect_identical(sum(!is.na(both$amount)), sum(wanted$value != ""))
})

test_that("actions are a data frame with types", {
  actions <- wb_plan_actions(plan_text(), "en")
  expect_identical(length(actions), 31L)
  expect_identical(actions$title, "One")
  expect_identical(actions$from, as.Date("2026-03-01"))
  expect_identical(actions$to, as.Date("2026-05-31"))
  expect_identical(as.character(actions$status), "unknown")
  expect_identical(actions$open_end, NA)
})

test_that("records of any kind are a table", {
  plan <- wb_plan(plan_text())
  expect_identical(wb_plan_table(plan, "actor")$name, "Personeel")
  expect_identical(wb_plan_table(plan, "actor", "en")$name, "HR")
  expect_identical(wb_plan_table(plan, "action")$timing_from, "2026-03")
  expect_identical(nrow(wb_plan_table(plan, "milestone")), 0L)
  expect_refused(wb_plan_table(plan, "promise"), "argument", "these are: plan, source", "promise")
  expect_refused(wb_plan_table(plan, 1), "argument", "kind")
})

test_that("the built-in plan has notices only", {
  findings <- wb_plan_check(builtin)
  expect_identical(unique(as.character(findings$severity)), "notice")
  wanted <- plan_vectors("plan_actions.csv")
  whole <- wanted[!grepl(".", wanted$number, fixed = TRUE), c("who", "timing", "funding")]
  expect_identical(sum(findings$rule == "empty"), sum(whole == ""))
  expect_identical(nrow(findings), 29L)
})

test_that("what is wrong is found, and told in two languages", {
  found <- list(
    broken_reference = ',"addressed_to":["who"]',
    amounts_differ = ',"cost":1',
    target_without_indicator = ',"targets":[{"id":"t","title":{"nl":"T"}}]',
    runs_undiscussed = ',"origin":{"from":"scan"},"statuses":[{"id":"st","status":"running"}]',
    cycle = paste0(',"references":[{"id":"r","to":"a","relation":"depends_on",',
      '"certainty":"inferred"}]')
  )
  for (rule in names(found)) {
    english <- wb_plan_check(plan_text(found[[rule]]))
    dutch <- wb_plan_check(plan_text(found[[rule]]), "nl")
    expect_identical(as.character(english$rule), rule)
    expect_false(identical(english$text, dutch$text))
  }
  expect_identical(nrow(wb_plan_check(plan_text())), 0L)
  expect_refused(wb_plan_check(plan_text(), "fr"), "argument", "nl or en")
})

test_that("a wrong id names those there are; a wrong path, text or object is refused", {
  expect_refused(wb_plan("werkbaar"), "argument", builtin, "werkbaar")
  expect_refused(wb_plan("no/such.json"), "io", "no/such.json")
  expect_refused(wb_plan("{}"), "data", "'format' is missing")
  expect_refused(wb_plan(plan_text(',"colour":1')), "data", "'colour' is unknown")
  expect_refused(wb_plan(plan_text(',"force":"law"')), "data", "'law' is not one of")
  expect_refused(wb_plan('{"format": "werkbaar-plan/2.0"}'), "version", "newer")
  expect_refused(wb_plan('{"id": "a", "id": "b"}'), "data", "duplicate")
  for (bad in list(NULL, NA_character_, 1, c("a", "b"), list(), mean)) {
    expect_refused(wb_plan(bad), "argument", "x must be one text", "x")
  }
})

test_that("a plan shows what it is", {
  out <- capture.output(shown <- withVisible(print(wb_plan(builtin), language = "en")))
  expect_match(out[1], "actieplan-werkbaar-werk 1.0: Action plan Workable work")
  expect_match(out[2], "42 actions, 10 of them parts of another; scope: flemish")
  expect_match(out[3], "^sha256 [0-9a-f]{64}$")
  expect_false(shown$visible)
})
