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
  expect_error(wb_monitor_table(1, "cells"), class = "werkbaar_argument_error")
  plain <- wb_monitor(monitor_file("strata.json"), monitor_file("instrument.json"),
    spec = "{\"format\":\"werkbaar-spec/1.0\",\"weights\":\"weight\",\"estimands\":[{\"statistic\":\"mean\",\"variable\":\"a1\"}]}")
  expect_output(print(plain), "0 rows")
})

test_that("the examples of the guide run", {
  known <- run_guide("monitor.md")
  expect_gt(nrow(known$changes), 0)
  expect_gt(nrow(known$notes), 0)
})
