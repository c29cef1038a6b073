# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Setting cut-offs: the vectors that C and Python read too, and what R adds.

vectors <- function() project_folder("WERKBAAR_VECTORS", "tests", "vectors")

# The design that a case's specification describes: its columns have fixed names.
roc_design <- function(case, data) {
  has <- function(what) grepl(sprintf("\"%s\"", what), case$spec, fixed = TRUE)
  numbers <- function(key) {
    found <- sub(sprintf(".*\"%s\": \\[?([-0-9., e+]*).*", key), "\\1", case$spec)
    as.numeric(strsplit(found, ", *")[[1L]])
  }
  replicates <- if (has("replicates")) {
    wb_replicates(columns = grep("^r[0-9]+$", names(data), value = TRUE), type = "other",
      scale = numbers("scale")[1L], rscales = numbers("rscales"))
  }
  wb_design(data, weights = if (has("weights")) "w", strata = if (has("strata")) "h",
    clusters = if (has("clusters")) intersect(c("c1", "c2"), names(data)),
    fpc = if (has("fpc")) c("N1", "N2"), replicates = replicates,
    calibration = if (has("calibration")) {
      wb_calibration("w0", margins = "m", auxiliaries = "aux")
    }, units = if (has("ordered")) "ordered" else "auto")
}

roc_of_case <- function(case, data) {
  arguments <- strsplit(strsplit(case$arguments, ";", fixed = TRUE)[[1L]], "=", fixed = TRUE)
  arguments <- stats::setNames(lapply(arguments, function(pair) {
    number <- suppressWarnings(as.numeric(pair[2L]))
    if (is.na(number)) pair[2L] else number
  }), vapply(arguments, `[`, "", 1L))
  if (is.null(arguments$acute)) {
    arguments[c("cost_missed_acute", "cost_false_alarm_acute")] <- NULL
  }
  do.call(wb_roc, c(list("score", "crit", roc_design(case, data)), arguments,
    case_options(case$options)))
}

test_that("curves and areas are those of pROC and survey", {
  cases <- as.data.frame(wb_read_csv(file.path(vectors(), "roc_cases.csv")))
  expected <- as.data.frame(wb_read_csv(file.path(vectors(), "roc_expected.csv")))
  expect_gt(nrow(cases), 5)
  for (i in seq_len(nrow(cases))) {
    case <- lapply(cases[i, ], function(x) if (is.factor(x)) as.character(x) else x)
    ours <- roc_of_case(case, case_data(case$data, vectors()))
    theirs <- expected[as.character(expected$case) == case$case, ]
    for (j in seq_len(nrow(theirs))) {
      row <- theirs[j, ]
      table <- as.data.frame(ours[[as.character(row$table)]])
      at <- as.character(table$level) == as.character(row$level) & if (row$table == "curve") {
        abs(table$cut - as.numeric(as.character(row$key))) <= 1e-9
      } else {
        as.character(table$method) == as.character(row$key)
      }
      value <- as.numeric(table[[as.character(row$column)]][at])
      expect_equal(value, row$value, tolerance = 1e-10,
        info = paste(case$case, row$table, row$level, row$key, row$column))
    }
  }
})

test_that("shares and changes of moved cut-offs are those of survey", {
  people <- wb_read_csv(file.path(vectors(), "moves_people.csv"))
  expected <- as.data.frame(wb_read_csv(file.path(vectors(), "moves_expected.csv")))
  instrument <- wb_instrument(file.path(dirname(vectors()), "data", "moves.json"))
  key <- function(x) paste(as_written(x$sex), x$indicator, x$level, x$step, x$measure)
  for (name in c("strata", "schools")) {
    design <- wb_design(people, weights = "w", strata = "h",
      clusters = if (name == "schools") "school")
    ours <- as.data.frame(wb_cutoff_moves(instrument, design, by = list(~1, ~sex), steps = 2))
    theirs <- expected[as.character(expected$design) == name, ]
    expect_identical(nrow(ours), nrow(theirs))
    ours <- ours[match(key(theirs), key(ours)), ]
    for (column in c("cut", "estimate", "se", "change", "change_se", "n")) {
      expect_equal(as.numeric(ours[[column]]), as.numeric(theirs[[column]]), tolerance = 1e-10,
        info = paste(name, column))
    }
  }
})

test_that("what makes no curve is named", {
  design <- wb_design(data.frame(s = c(1, 2), c = c(TRUE, TRUE), k = c(1, 1), d = c(TRUE, FALSE)))
  expect_refused(wb_roc("s", "c", design), "data", "one value", "c")
  expect_refused(wb_roc("k", "d", design), "data", "one value", "k")
  expect_refused(wb_roc("s", "d", design, direction = "up"), "argument", "direction")
  expect_refused(wb_roc("s", "nobody", design), "data", "nobody")
  expect_refused(wb_roc(NULL, "d", design), "argument", "score")
  for (what in c("cost_missed", "cost_false_alarm", "prevalence")) {
    expect_refused(do.call(wb_roc, c(list("s", "d", design), setNames(list(0), what))), "argument", what)
  }
  expect_refused(wb_cutoff_moves("wbm-employees", design, select = "nobody"), "argument", "nobody")
  expect_refused(wb_cutoff_moves("wbm-employees", design, steps = 11), "argument", "steps")
})

test_that("formulas name columns too", {
  people <- data.frame(s = c(1, 2, 3, 1), c = c(FALSE, TRUE, TRUE, TRUE))
  design <- wb_design(people)
  expect_identical(wb_roc(~s, ~c, design), wb_roc("s", "c", design))
})

test_that("the examples of the guide run", {
  known <- run_guide("cut-offs.md")
  expect_identical(sum(known$found$curve$best_cost), 2L)
  expect_identical(sort(unique(known$.last$step)), -1:1)
})
