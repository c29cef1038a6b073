# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# A fresh SAV of each group becomes all tables: the numbers of C, the command and Python
# (tests/vectors/wave_expected.csv).

sample_file <- function(group) {
  file.path(project_folder("WERKBAAR_SAMPLE", "data", "sample"), paste0(group, ".csv"))
}

# The sample's answers of 2019 and 2023; groups are factors, which a file has as codes with labels.
wave_answers <- function(group) {
  answers <- read.csv(sample_file(group), comment.char = "#", na.strings = "")
  answers <- answers[answers$year %in% c(2019, 2023), ]
  for (name in intersect(c("sex", "age", "sector", "occupation", "size"), names(answers))) {
    answers[[name]] <- factor(answers[[name]])
    levels(answers[[name]]) <- paste0(" ", toupper(levels(answers[[name]])))
  }
  answers
}

test_that("a fresh file becomes all tables", {
  expected <- vector_data(project_folder("WERKBAAR_VECTORS", "tests", "vectors"), "wave_expected")
  for (group in unique(expected$group)) {
    path <- tempfile(fileext = ".sav")
    wb_write_statfile(wave_answers(group), path)
    monitor <- wb_monitor(group)
    wb_monitor_add(monitor, wb_read_statfile(path), name = "fresh.sav")
    results <- wb_monitor_results(monitor)
    for (part in unique(expected$part)) {
      table <- wb_monitor_table(results, part)
      wanted <- expected[expected$group == group & expected$part == part, ]
      expect_equal(rep(nrow(table), nrow(wanted)), wanted$rows, info = part)
      numbers <- as.list(as.data.frame(table)[wanted$column])
      expect_equal(vapply(numbers, function(x) sum(!is.na(x)), 0L, USE.NAMES = FALSE),
        wanted$numbers, info = part)
      expect_equal(vapply(numbers, function(x) sum(as.numeric(x), na.rm = TRUE), 0, USE.NAMES = FALSE),
        wanted$sum, tolerance = 1e-9, info = part)
    }
  }
})

test_that("all tables are written with one call", {
  monitor <- wb_monitor("wbm-selfemployed")
  wb_monitor_add(monitor, wave_answers("wbm-selfemployed"), name = "fresh.sav")
  results <- wb_monitor_results(monitor)
  expect_identical(names(results), wb_monitor_parts())
  targets <- wb_monitor_table(results, "targets")
  expect_match(format(results), sprintf("targets %d,", nrow(targets)))
  folder <- tempfile()
  paths <- wb_monitor_write(results, folder, note = "of 2023")
  expect_setequal(list.files(folder), basename(paths))
  expect_false("wbm-selfemployed-audit.csv" %in% basename(paths))
  path <- file.path(folder, "wbm-selfemployed-targets.csv")
  expect_identical(readLines(path, 1), "# of 2023")
  expect_equal(wb_read_csv(path)$estimate, targets$estimate)
  expect_error(wb_monitor_write(results, folder, "html"), "json", class = "werkbaar_argument_error")
})

test_that("a file of another wave is refused, with file, wave and variable", {
  answers <- wave_answers("wbm-selfemployed")
  expect_error(wb_monitor_add(wb_monitor("wbm-selfemployed"), answers, wave = 2016,
    name = "new.sav"), "new.sav, wave 2016: column 'year' has the wave '20",
    class = "werkbaar_data_error")
  levels(answers$sex)[1] <- "onbekend"
  expect_error(wb_monitor_add(wb_monitor("wbm-selfemployed"), answers, name = "new.sav"),
    "new.sav, wave 20.*'sex'.*onbekend", class = "werkbaar_data_error")
})
