# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

new_year <- as.POSIXct("2027-01-01 00:00:00", tz = "UTC")

plan_with <- function(actions) {
  wb_plan(paste0(
    '{"format":"werkbaar-plan/1.0","id":"p","version":"1","languages":["nl"],"scope":"sector",',
    '"title":{"nl":"P"},"objectives":[{"id":"o","title":{"nl":"O"},"sections":[{"id":"s",',
    '"title":{"nl":"S"},"actions":[', actions, "]}]}]}"
  ))
}
action_text <- function(id, rest = "") {
  sprintf('{"id":"%s","title":{"nl":"%s"}%s}', id, toupper(id), rest)
}
abc <- plan_with(paste(action_text("a"), action_text("b"), action_text("c"), sep = ","))

new_store <- function(path = tempfile(fileext = ".plan")) {
  store <- wb_store(path)
  wb_store_import(store, abc, "e1", why = "first", now = new_year)
  store
}
kind_of_a <- function(value, ...) wb_changes_set(wb_changes(), "a", "kind", value, ...)

# ---- changes ----

test_that("changes follow each other and are carried out, and none changes what it is given", {
  none <- wb_changes()
  changes <- wb_changes_add(none, "s", "actions", list(id = "n", title = list(nl = "N")),
    follows = "a")
  changes <- wb_changes_add(changes, "s", "actions", list(id = "m", title = list(nl = "M")),
    follows = NULL)
  changes <- wb_changes_set(changes, "a", "title/en", "\"A\"\n", expected = NULL)
  changes <- wb_changes_set(changes, "a", "levels", I("team"), expected = NULL)
  changes <- wb_changes_set(changes, "a", "cost", 250000, expected = NULL)
  changes <- wb_changes_move(changes, "c", "a", "actions", expected = list(parent = "s"))
  changes <- wb_changes_remove(changes, "b", expected = list(id = "b", title = list(nl = "B")))
  expect_identical(changes$n, 7)
  expect_identical(none$n, 0)
  expect_identical(format(changes), "<wb_changes> 7 operations")
  after <- wb_plan_apply(abc, changes)
  expect_identical(wb_plan_actions(after)$id, c("m", "a", "c", "n"))
  expect_identical(wb_plan_table(after, "action", "en")$title[2], "\"A\"\n")
  expect_identical(wb_plan_table(after, "action")$cost[2], 250000)
  expect_identical(wb_plan_table(after, "action")$levels[2], "team")
})

test_that("each element of a longer vector is written as it is alone", {
  json <- function(x) low$json_of(x, "value")
  days <- as.Date(c("2026-01-31", "2026-02-28"))
  expect_identical(json(days), "[\"2026-01-31\",\"2026-02-28\"]")
  expect_identical(json(I(days[1L])), "[\"2026-01-31\"]")
  expect_identical(json(list(days = days)), "{\"days\":[\"2026-01-31\",\"2026-02-28\"]}")
  expect_identical(json(I(factor("a"))), "[\"a\"]")
  expect_identical(json(factor(c("b", "a"))), "[\"b\",\"a\"]")
  expect_identical(json(c(a = 1, b = 2.5)), "[1,2.5]")
  expect_identical(json(I(1:2)), "[1,2]")
  for (bad in list(Sys.time(), rep(Sys.time(), 2), as.difftime(1:2, units = "hours"), as.Date(c(NA, "2026-01-31")))) {
    expect_refused(json(bad), "argument", "value must be")
  }
})

test_that("changes come back from their text, a file and saveRDS", {
  changes <- wb_changes_remove(kind_of_a("measure", version = 2), "b", version = 3)
  expect_identical(wb_changes(wb_changes_json(changes)), changes)
  path <- tempfile(fileext = ".json")
  on.exit(unlink(path))
  writeLines(wb_changes_json(changes), path)
  expect_identical(wb_changes(path), changes)
  saveRDS(changes, path)
  expect_identical(readRDS(path), changes)
})

test_that("a refused change shows both values and its place", {
  refused <- expect_error(
    wb_plan_apply(abc, wb_changes_set(wb_changes(), "a", "title/nl", "X", expected = "Y")),
    "is \"A\", where \"Y\" is expected", class = "werkbaar_conflict_error"
  )
  expect_identical(refused$where, "changes#/operations/0/expected")
})

test_that("what is no change is refused", {
  expect_error(kind_of_a(NA), "value must be without NA", class = "werkbaar_argument_error")
  expect_error(kind_of_a(Inf), "value must be without NA", class = "werkbaar_argument_error")
  expect_error(kind_of_a(list(a = 1, 2)), "a name of its own", class = "werkbaar_argument_error")
  expect_error(wb_changes_add(wb_changes(), "s", "actions", list()), class = "werkbaar_data_error")
  expect_error(wb_changes_move(wb_changes(), "a", "s", "actions", version = 0.5), "whole number")
  expect_error(wb_changes("nowhere.json"), class = "werkbaar_io_error")
  refused <- expect_error(
    wb_changes('{"format": "werkbaar-changes/1.0", "operations": [{"op": "swap"}]}'),
    class = "werkbaar_data_error"
  )
  expect_identical(refused$where, "changes#/operations/0/op")
})

test_that("a difference makes the one of the other and is told", {
  other <- plan_with(paste(action_text("c"), action_text("a", ',"kind":"measure"'), sep = ","))
  changes <- wb_plan_diff(abc, other)
  expect_identical(wb_plan_json(wb_plan_apply(abc, changes)), wb_plan_json(other))
  expect_identical(wb_changes_table(changes, abc)$text, c(
    "actie 'c' (C) is verplaatst binnen 'actions' van 's'",
    "'kind' van actie 'a' (A): van leeg naar \"measure\"",
    "actie 'b' (B) is verwijderd uit 'actions' van 's'"
  ))
})

test_that("a merge takes both and names conflicts", {
  ours <- wb_plan_apply(abc, kind_of_a("measure", expected = NULL))
  theirs <- wb_plan_apply(abc, wb_changes_set(kind_of_a("research", expected = NULL), "b", "cost",
    1, expected = NULL))
  both <- wb_plan_merge(abc, ours, theirs)
  expect_identical(as.character(both$conflicts$conflict), "both_changed")
  expect_identical(both$conflicts$ours, "\"measure\"")
  expect_identical(wb_plan_table(both$merged, "action")$cost, c(NA, 1, NA))
  expect_identical(nrow(wb_plan_merge(abc, ours, abc)$conflicts), 0L)
})

# ---- the store ----

test_that("what is imported is what is there", {
  store <- new_store()
  on.exit(close(store))
  expect_identical(wb_plan_json(wb_store_plan(store)), wb_plan_json(abc))
  expect_identical(wb_store_seq(store), 1)
  other <- wb_store(store$path, "read")
  expect_identical(wb_store_plan(other)$hash, abc$hash)
  expect_error(wb_store_undo(other, "e"), "was opened to read", class = "werkbaar_argument_error")
  close(other)
  expect_error(wb_store_import(store, abc, "e1"), class = "werkbaar_conflict_error")
})

test_that("an edit is kept with who, when and why; a name goes when it must", {
  store <- new_store()
  on.exit(close(store))
  seq <- wb_store_apply(store, kind_of_a("measure", expected = NULL), "e2", why = "agreed",
    now = new_year + 86400)
  expect_identical(seq, 2)
  wb_store_set_name(store, "e2", "An")
  history <- wb_store_history(store)
  expect_identical(history$seq, c(1, 2))
  expect_identical(as.character(history$operation), c("import", "change"))
  expect_identical(as.character(history$editor), c("e1", "e2"))
  expect_identical(history$name, c(NA, "An"))
  expect_identical(history$why, c("first", "agreed"))
  expect_equal(history$at[2], new_year + 86400, ignore_attr = TRUE)
  expect_identical(history$text[2], "'kind' van actie 'a' (A): van leeg naar \"measure\"")
  wb_store_erase_name(store, "e2")
  expect_identical(wb_store_history(store, language = "en")$name, c(NA_character_, NA))
  expect_true(wb_store_verify(store))
})

test_that("a stale edit is refused", {
  store <- new_store()
  on.exit(close(store))
  other <- wb_store(store$path, "existing")
  wb_store_apply(other, kind_of_a("measure", version = 1), "e2")
  close(other)
  expect_error(wb_store_apply(store, kind_of_a("research", version = 1), "e1"),
    "changed by entry 2, after entry 1", class = "werkbaar_conflict_error")
  expect_error(wb_store_apply(store, kind_of_a("research", expected = NULL), "e1"),
    "is \"measure\", where empty is expected", class = "werkbaar_conflict_error")
  expect_error(wb_store_apply(store, kind_of_a("research"), "e1"), class = "werkbaar_data_error")
  expect_identical(wb_store_apply(store, kind_of_a("research", version = 2), "e1"), 3)
})

test_that("the plan is as it was, and undoing is a new entry", {
  store <- new_store()
  on.exit(close(store))
  wb_store_apply(store, kind_of_a("measure", expected = NULL), "e1", now = new_year + 31 * 86400)
  expect_identical(wb_store_plan(store, 1)$hash, abc$hash)
  expect_identical(wb_store_plan(store, seq = NULL, at = NULL)$hash, wb_store_plan(store)$hash)
  expect_identical(wb_store_plan(store, at = as.Date("2027-01-31"))$hash, abc$hash)
  expect_false(wb_store_plan(store, at = as.Date("2027-02-01"))$hash == abc$hash)
  expect_identical(wb_store_seq(store, as.Date("2026-12-31")), 0)
  expect_identical(nrow(wb_store_history(store, since = as.Date("2027-01-02"))), 1L)
  expect_identical(nrow(wb_store_history(store, record = "b")), 0L)
  expect_error(wb_store_plan(store, at = as.Date("2026-12-31")), "no entry up to then")
  expect_error(wb_store_plan(store, 9), "no entry 9", class = "werkbaar_argument_error")
  expect_error(wb_store_plan(store, 1, new_year), "not both")
  expect_error(wb_store_seq(store, "2027-01-01"), "one POSIXct or one Date")
  expect_identical(wb_store_undo(store, "e2", why = "wrong"), 3)
  expect_identical(wb_store_plan(store)$hash, abc$hash)
  expect_identical(wb_store_undo(store, "e2", 3), 4)
  expect_error(wb_store_undo(store, "e2", 1), "import", class = "werkbaar_argument_error")
  expect_true(wb_store_verify(store))
})

test_that("a closed store, another file and a missing one say so", {
  store <- new_store()
  path <- store$path
  expect_match(format(store), "open")
  close(store)
  close(store)
  expect_match(format(store), "closed")
  expect_error(wb_store_plan(store), "is closed", class = "werkbaar_argument_error")
  expect_error(wb_store_plan(3), "a store of wb_store", class = "werkbaar_argument_error")
  expect_error(wb_store(tempfile(), "existing"), class = "werkbaar_io_error")
  writeLines(rep("no database, but a text that is long enough", 50), path)
  expect_error(wb_store(path), "not a database", class = "werkbaar_data_error")
})

test_that("the built-in plan survives a store", {
  store <- wb_store(tempfile(fileext = ".plan"))
  on.exit(close(store))
  plan <- wb_plan("actieplan-werkbaar-werk")
  wb_store_import(store, plan, "e1")
  expect_identical(wb_store_plan(store)$json, plan$json)
})
