# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

monitor_file <- function(name) {
  file.path(project_folder("WERKBAAR_VECTORS", "tests", "vectors"), paste0("monitor_", name))
}

monitor_of <- function(definition) {
  wb_monitor(monitor_file(paste0(definition, ".json")), monitor_file("instrument.json"))
}

monitor_keys <- function(table) {
  columns <- lapply(c("wave", "reference", "sex", "against", "variable"), function(name) {
    values <- if (name %in% names(table)) as.character(table[[name]]) else NA_character_
    ifelse(is.na(values), "", values)
  })
  do.call(paste, c(columns, sep = "|"))
}

test_that("a monitor is what survey makes of it", {
  values <- c(cells = "estimate", changes = "difference", groups = "difference", trend = "slope",
    targets = "difference")
  cases <- read.csv(monitor_file("cases.csv"))
  for (i in seq_len(nrow(cases))) {
    monitor <- monitor_of(cases$definition[i])
    wb_monitor_add(monitor, read.csv(monitor_file(paste0(cases$name[i], ".csv"))))
    results <- wb_monitor_results(monitor)
    expected <- read.csv(monitor_file(paste0(cases$name[i], "_expected.csv")))
    for (part in names(values)) {
      table <- wb_monitor_table(results, part)
      wanted <- expected[expected$part == part, ]
      found <- table[match(monitor_keys(wanted), monitor_keys(table)), ]
      expect_equal(found[[values[[part]]]], wanted$value, tolerance = 1e-10)
      for (name in c("se", "lower", "upper", "df")) {
        expect_equal(found[[name]], wanted[[name]], tolerance = 1e-10)
      }
      if (part != "cells") expect_equal(found$p, wanted$p, tolerance = 1e-10)
    }
  }
})

test_that("estimates stand beside what was published", {
  items <- wb_instrument_table("wbm-employees", "items")$id
  people <- data.frame(weight = 1, stratum = rep(1, 60))
  people[items] <- rep(0:1, 30)
  monitor <- wb_monitor("wbm-employees")
  wb_monitor_add(monitor, people, wave = 2023)
  table <- wb_monitor_table(wb_monitor_results(monitor), "published")
  rates <- table[table$variable == "werkbaar" & is.na(table$sector) & is.na(table$occupation) &
    table$published_status %in% "anchored", ]
  # data/reference/wbm-employees.json
  expect_identical(as.character(rates$wave), as.character(c(2004, 2007, 2010, 2013, 2016, 2019,
    2023)))
  expect_equal(rates$published, c(52.3, 54.1, 54.3, 54.6, 51, 49.6, 51.8) / 100)
  expect_identical(as.character(rates$status), c(rep("missing", 6), "ok"))
})

test_that("what contradicts the definition is named", {
  monitor <- monitor_of("strata")
  people <- data.frame(weight = 1, stratum = 1, sex = 3, a1 = 0)
  expect_error(wb_monitor_add(monitor, people, wave = 2010, name = "first.sav"),
    "first.sav, wave 2010", class = "werkbaar_data_error")
  expect_identical(length(monitor), 0L)
})

test_that("definitions keep themselves, and other things are refused", {
  expect_identical(wb_monitor_definitions(), c("wbm-employees", "wbm-selfemployed"))
  definition <- wb_monitor_definition("wbm-employees")
  expect_identical(wb_monitor_definition(definition$json)$hash, definition$hash)
  expect_output(print(definition), "wbm-employees")
  expect_error(wb_monitor_add(1, data.frame()), class = "werkbaar_argument_error")
  for (bad in list(NA, NA_integer_, NA_real_, NA_character_)) {
    expect_refused(wb_monitor_add(wb_monitor(definition), data.frame(), wave = bad), "argument", "wave must be one text", "wave")
  }
  expect_error(wb_monitor_table(1, "cells"), class = "werkbaar_argument_error")
  plain <- wb_monitor(monitor_file("strata.json"), monitor_file("instrument.json"),
    spec = "{\"format\":\"werkbaar-spec/1.0\",\"weights\":\"weight\",\"estimands\":[{\"statistic\":\"mean\",\"variable\":\"a1\"}]}")
  expect_output(print(plain), "0 rows")
})

# The definition of the vectors, with what it shows protected.
protected_monitor <- function(min_n, protect = "all") {
  text <- paste(readLines(monitor_file("strata.json")), collapse = "\n")
  parts <- sprintf(paste0("\"publication\": {\"min_n\": %d, \"mode\": \"hide\", ",
    "\"protect\": \"%s\"}, \"design\""), min_n, protect)
  text <- sub("\"design\"", parts, text, fixed = TRUE)
  text <- sub("\"breakdowns\": [\n  \"sex\"",
    "\"breakdowns\": [\"stratum\", \"sex*stratum\", \"sex\"", text, fixed = TRUE)
  text <- sub("\"variables\": [", "\"variables\": [{\"id\": \"stratum\"},", text, fixed = TRUE)
  monitor <- wb_monitor(text, monitor_file("instrument.json"))
  wb_monitor_add(monitor, read.csv(monitor_file("strata_1.csv")))
}

test_that("what is released are counts of the answers", {
  released <- wb_monitor_table(wb_monitor_results(protected_monitor(10)), "released")
  answers <- read.csv(monitor_file("strata_1.csv"))
  answers <- answers[!is.na(answers$a1) & !is.na(answers$a2), ]
  answers$problem <- answers$a1 + answers$a2 >= 1
  for (year in c(2010, 2013, 2016)) {
    rows <- answers[answers$year == year, ]
    for (stratum in c(NA, 1:3)) {
      name <- if (is.na(stratum)) year else sprintf("%d/stratum=%d", year, stratum)
      group <- if (is.na(stratum)) rows else rows[rows$stratum == stratum, ]
      found <- released[released$cell == name & released$measure == "ia", ]
      expect_equal(nrow(found), 1)
      if (found$status == "ok") {
        expect_equal(c(found$n, found$problem), c(nrow(group), sum(group$problem)))
      } else {
        expect_true(is.na(found$n) && is.na(found$problem))
      }
    }
  }
})

test_that("a rule hides more than what is few", {
  results <- wb_monitor_results(protected_monitor(20))
  cells <- wb_monitor_table(results, "cells")
  audit <- wb_monitor_table(results, "audit")
  hidden <- as.character(cells$status) == "hidden"
  expect_true(all(audit$rule %in% c("too_few", "dominance", "protects", "left_over")))
  expect_true(any(audit$rule == "too_few") && any(audit$rule != "too_few"))
  expect_true(all(is.na(cells$estimate[hidden])) && any(hidden) && !all(hidden))
  expect_identical(hidden, as.character(cells$flag) %in% "withheld")
  alone <- wb_monitor_table(wb_monitor_results(protected_monitor(20, "none")), "cells")
  expect_lt(sum(as.character(alone$status) == "hidden"), sum(hidden))
})

test_that("a second report keeps to the first", {
  first <- wb_monitor_results(protected_monitor(20), release = "first")
  ledger <- wb_ledger(wb_ledger_json(wb_monitor_ledger(first)))
  second <- wb_monitor_results(protected_monitor(10), release = "second", earlier = ledger)
  then <- wb_monitor_table(first, "released")
  expect_equal(wb_monitor_table(second, "released"), then, ignore_attr = TRUE)
  expect_false(identical(then$status,
    wb_monitor_table(wb_monitor_results(protected_monitor(10)), "released")$status))
  expect_error(wb_monitor_results(protected_monitor(20), release = "first", earlier = ledger),
    class = "werkbaar_conflict_error")
  expect_error(wb_monitor_results(protected_monitor(20), earlier = ledger), "release",
    class = "werkbaar_argument_error")
  expect_error(wb_monitor_ledger(wb_monitor_results(protected_monitor(20))),
    class = "werkbaar_argument_error")
  expect_error(wb_monitor_ledger(1), class = "werkbaar_argument_error")
})

test_that("an explorer page holds what the table shows", {
  monitor <- monitor_of("strata")
  wb_monitor_add(monitor, read.csv(monitor_file("strata_1.csv")))
  results <- wb_monitor_results(monitor)
  path <- tempfile(fileext = ".html")
  on.exit(unlink(path))
  expect_error(wb_explore(list(), path), class = "werkbaar_argument_error")
  expect_error(wb_explore(list(3), path), class = "werkbaar_argument_error")
  expect_error(wb_explore(results, path, language = "fr"), class = "werkbaar_argument_error")
  made <- tryCatch(wb_explore(results, path, language = "en", note = "a note"),
    werkbaar_unsupported_error = function(e) skip("built without Vega"))
  expect_identical(made, path)
  page <- paste(readLines(path, encoding = "UTF-8"), collapse = "\n")
  expect_match(page, "\"note\":\"a note\"", fixed = TRUE)
  expect_match(page, "\"id\":\"vectors\"", fixed = TRUE)
})

test_that("the examples of the guide run", {
  known <- run_guide("monitor.md")
  expect_gt(nrow(known$changes), 0)
  expect_gt(nrow(known$notes), 0)
})
