# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Three departments, of which one is small, in two measures; by hand.
cells <- c("all", "north", "south", "night")
counts <- data.frame(cell = cells, measure = rep(c("load", "chief"), each = 4),
  n = c(96, 50, 40, 6, 95, 50, 40, 5), problem = c(32, 18, 12, 2, 20, 11, 7, 2),
  acute = c(9, 5, 4, 0, 6, 3, 3, 0), staff = c(130, 70, 52, 8))
parts <- data.frame(kind = "sum", partition = "department", total = "all", part = cells[-1])
kept <- function(release, earlier = NULL, data = counts) {
  wb_disclose(data, parts, 10, scope = "acme:2030", release = release, earlier = earlier)
}

test_that("what is shown is true, and a hidden row has no number", {
  made <- wb_disclose(counts, parts, min_n = 10)
  expect_null(made$ledger)
  released <- merge(made$released, counts, by = c("cell", "measure"), suffixes = c("", ".true"))
  hidden <- released$status == "hidden"
  expect_true(all(hidden[released$cell == "night"]))
  for (name in c("n", "problem", "acute")) {
    expect_true(all(is.na(released[[name]][hidden])))
    shown <- !is.na(released[[name]])
    expect_equal(released[[name]][shown], released[[paste0(name, ".true")]][shown])
  }
  for (measure in c("load", "chief")) expect_lt(sum(!hidden[released$measure == measure]), 3)
  expect_setequal(made$audit$rule[made$audit$cell == "night" & made$audit$count == "n"], "too_few")
})

test_that("rules have options", {
  alone <- function(n, problem, ..., min_n = 10) {
    wb_disclose(data.frame(cell = "a", measure = "m", n = n, problem = problem), NULL, min_n,
      ...)$released
  }
  expect_identical(as.character(alone(20, 0)$status), "hidden")
  expect_equal(alone(20, 0, extreme = NULL)$problem, 0)
  for (problem in c(1, 19)) {
    expect_identical(as.character(alone(20, problem)$status), "hidden")
    expect_equal(alone(20, problem, extreme = 1)$problem, problem)
  }
  expect_equal(alone(20, 18)$problem, 18)
  expect_identical(as.character(alone(20, 9, extreme = 10)$status), "hidden")
  expect_equal(alone(43, 17, round_to = 5)$n, 45)
  big <- data.frame(cell = "a", measure = "m", n = 40, problem = 17, largest = 30)
  expect_identical(as.character(wb_disclose(big, min_n = 10)$audit$rule), rep("dominance", 2))
  expect_identical(as.character(wb_disclose(big, min_n = 10, dominance = 0.8)$released$status),
    "ok")
  expect_identical(as.character(wb_disclose(transform(big, sensitive = TRUE), min_n = 10,
    dominance = 1, min_n_sensitive = 50)$released$status), "hidden")
  expect_identical(wb_disclose(counts, parts, 10, protect = "rules")$released$cell,
    wb_disclose(counts, parts, 10)$released$cell)
})

test_that("the order of rows says nothing, and the kind of data frame stays", {
  expected <- wb_disclose(counts, parts, 10)
  again <- wb_disclose(counts[8:1, ], parts[3:1, ], 10)
  expect_equal(again$released, expected$released)
  expect_equal(again$audit, expected$audit)
  skip_if_not_installed("tibble")
  expect_s3_class(wb_disclose(tibble::as_tibble(counts), parts, 10)$released, "tbl_df")
})

test_that("a ledger has what was shown and holds on to it", {
  first <- kept("1")
  expect_s3_class(first$ledger, "wb_ledger")
  expect_identical(first$ledger$scope, "acme:2030")
  expect_equal(wb_ledger_table(first$ledger)$n, first$released$n)
  expect_setequal(as.character(wb_ledger_table(first$ledger)$release), "1")
  second <- kept("2", first$ledger)
  expect_equal(second$released$n, first$released$n)
  path <- tempfile(fileext = ".json")
  on.exit(unlink(path))
  writeLines(wb_ledger_json(first$ledger), path, useBytes = TRUE)
  for (same in list(wb_ledger(path), wb_ledger(first$ledger$json), first$ledger,
    unserialize(serialize(first$ledger, NULL)))) {
    expect_identical(wb_ledger_json(kept("2", same)$ledger), wb_ledger_json(second$ledger))
  }
  expect_output(print(first$ledger), "acme:2030: 8 rows")
  expect_refused(kept("1", first$ledger), "conflict")
  expect_refused(kept("2", first$ledger, counts[-1, ]), "conflict")
  expect_refused(wb_disclose(counts, parts, 10, scope = "other", release = "2",
    earlier = first$ledger), "conflict")
})

test_that("a mask takes numbers out and leaves texts", {
  released <- data.frame(cell = c("day", "night"), measure = "load", status = c("ok", "hidden"))
  data <- data.frame(team = c("day", "night", "west"), mean = c(3.1, 2.2, 1), big = TRUE)
  masked <- wb_disclose_mask(data, released, cell = "team")
  expect_identical(masked$mean, c(3.1, NA, NA))
  expect_identical(masked$big, c(TRUE, NA, NA))
  expect_identical(masked$team, data$team)
  expect_identical(as.character(masked$status), c("ok", "hidden", "hidden"))
  data$theme <- c("load", "load", "load")
  expect_identical(wb_disclose_mask(data, released, "team", "theme")$mean, c(3.1, NA, NA))
  expect_refused(wb_disclose_mask(data, released, "group"), "data", item = "group")
})

test_that("wrong options, counts and ledgers are refused by name", {
  refused <- function(..., item) {
    expect_refused(wb_disclose(counts, parts, ...), "argument", item = item)
  }
  expect_error(wb_disclose(counts, parts), "min_n")
  refused(min_n = 4, item = "min_n")
  refused(min_n = "10", item = "min_n")
  refused(min_n = 10, min_n_sensitive = 6, item = "min_n_sensitive")
  refused(min_n = 10, extreme = 0, item = "extreme")
  refused(min_n = 10, round_to = 0.5, item = "round_to")
  refused(min_n = 10, dominance = 1.5, item = "dominance")
  refused(min_n = 10, protect = "some", item = "protect")
  refused(min_n = 10, scope = "acme", item = "release")
  refused(min_n = 10, progress = "bar", item = "progress")
  expect_refused(wb_disclose(counts, parts, 10, earlier = "{}"), "data")
  expect_refused(wb_disclose(transform(counts, problem = n + 1), parts, 10), "data",
    item = "problem")
  expect_refused(wb_disclose(counts[-3], parts, 10), "data", item = "n")
  expect_refused(wb_disclose(counts, transform(parts, part = "west"), 10), "data", "west")
  expect_refused(wb_disclose(counts, 3, 10), "argument", "data frame")
  spoilt <- sub("\"status\":\"hidden\"", "\"n\":6,\"status\":\"hidden\"", kept("1")$ledger$json)
  expect_refused(wb_ledger(spoilt), "data")
  expect_refused(wb_ledger("{\"format\":\"werkbaar-ledger/2.0\"}"), "version")
  expect_refused(wb_ledger(3), "argument", item = "x")
})
