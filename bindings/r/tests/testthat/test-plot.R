# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Charts: numbers are those of the tables, what is hidden has none, every chart says what it must.

drawn <- function(...) {
  skip_if_not_installed("ggplot2")
  ggplot2::autoplot(...)
}

sample_kept <- new.env()

sample_results <- function() {
  if (is.null(sample_kept$results)) {
    monitor <- wb_monitor("wbm-employees")
    wb_monitor_add(monitor, wb_report_answers(), name = "sample")
    sample_kept$results <- wb_monitor_results(monitor)
  }
  sample_kept$results
}

# The data of each layer as it is drawn.
layers_of <- function(plot) ggplot2::ggplot_build(plot)$data

# Every value that a chart holds, in its own data and that of its layers.
values_in <- function(plot) {
  held <- c(list(plot$data), lapply(plot$layers, function(layer) layer$data), layers_of(plot))
  as.character(unlist(lapply(held, function(data) if (is.data.frame(data)) lapply(data, as.character))))
}

said_by <- function(plot) paste(plot$labels$title, plot$labels$subtitle, plot$labels$caption, sep = "\n")

# Two waves of two groups; one of them is hidden, and its numbers were left in.
chart_tables <- function(...) {
  cells <- data.frame(wave = rep(c("2019", "2023"), each = 3), sex = rep(c(NA, "m", "v"), 2), statistic = "mean",
    variable = "stress", category = NA_character_, kind = "problem", estimate = c(0.31, 0.32, 0.33, 0.41, 0.42, 0.987654),
    lower = c(0.21, 0.22, 0.23, 0.31, 0.32, 0.876543), upper = c(0.41, 0.42, 0.43, 0.51, 0.52, 0.998877),
    n = c(200, 100, 101, 220, 119, 987), status = c(rep("ok", 5), "hidden"), ...)
  changes <- data.frame(wave = character(), sex = character(), statistic = character(), variable = character(),
    category = character(), status = character(), compared_with = character())
  labels <- data.frame(what = "measure", variable = "stress", id = "stress", label = "work stress")
  tables <- list(cells = cells, changes = changes, labels = labels, published = cbind(changes, published = numeric(),
    published_status = character()))
  function(part) tables[[part]]
}

every_chart <- function(language) {
  results <- sample_results()
  fit <- wb_model(stressed ~ sex + load, people_design())
  roc <- wb_roc(~load, ~stressed, people_design())
  plan <- wb_plan("actieplan-werkbaar-werk")
  list(drawn(results, language = language), drawn(results, "waves", by = "sex", language = language),
    drawn(results, "groups", by = "sector", language = language),
    drawn(results, "groups", by = "sex", against = "rest", language = language),
    drawn(results, "heat", by = "sector", language = language), drawn(results, "bottlenecks", language = language),
    drawn(results, "bottlenecks", by = "sex", how = "dots", language = language), drawn(fit, language = language),
    drawn(roc, language = language), drawn(plan, today = "2020-03-01", language = language),
    drawn(plan, "budget", by = "year", language = language), drawn(wb_mean(~load, people_design(), by = ~sex), language = language))
}

test_that("autoplot: every chart is drawn, in both languages", {
  skip_if_not_installed("ggplot2")
  file <- tempfile(fileext = ".png")
  on.exit(unlink(file))
  for (language in c("nl", "en")) {
    for (plot in every_chart(language)) {
      expect_warning(ggplot2::ggsave(file, plot, width = 7, height = 5, dpi = 60), NA)
      expect_gt(file.size(file), 3000)
    }
  }
})

test_that("autoplot: the numbers of waves and groups are those of the table", {
  skip_if_not_installed("ggplot2")
  cells <- wb_monitor_table(sample_results(), "cells")
  total <- cells[cells$variable == "werkbaar" & rowSums(!is.na(cells[c("sex", "age", "sector", "occupation", "size", "part_time")])) == 0, ]
  plot <- drawn(sample_results())
  expect_identical(plot$data[c("estimate", "lower", "upper", "n")], as.data.frame(total)[c("estimate", "lower", "upper", "n")],
    ignore_attr = TRUE)
  expect_true(all(c(0.543, 0.518) %in% round(layers_of(plot)[[3L]]$y, 3)))
  sex <- cells[cells$variable == "werkbaar" & !is.na(cells$sex) & cells$wave == "2023", ]
  groups <- drawn(sample_results(), "groups", by = "sex")$data
  expect_identical(groups$estimate[match(c("man", "vrouw"), groups$group)], sex$estimate[match(c("man", "vrouw"), sex$sex)])
})

test_that("autoplot: each row has the label of its own numbers", {
  skip_if_not_installed("ggplot2")
  plot <- drawn(sample_results(), "bottlenecks")
  axis <- ggplot2::ggplot_build(plot)$layout$panel_params[[1L]]$y
  labels <- axis$get_labels()[match(plot$data$y, axis$get_breaks())]
  expect_identical(labels, plot$data$group)
  cells <- as.data.frame(wb_monitor_table(sample_results(), "cells"))
  none <- cells[cells$variable == "knelpunten" & cells$category == "0" &
    rowSums(!is.na(cells[c("sex", "age", "sector", "occupation", "size", "part_time")])) == 0, ]
  bars <- plot$data[plot$data$count == "0", ]
  expect_identical(bars$estimate[match(none$wave, bars$group)], none$estimate)
  expect_equal(as.vector(tapply(plot$data$estimate, plot$data$group, sum)), rep(1, 7))
})

test_that("autoplot: what is hidden has no number anywhere in a chart", {
  skip_if_not_installed("ggplot2")
  tables <- chart_tables()
  for (plot in list(chart_waves(tables, "stress", by = "sex"), chart_groups(tables, "sex", "stress", wave = 2023),
    chart_heat(tables, "sex", wave = 2023))) {
    expect_false(any(grepl("98765|87654|99887|^987|99%", values_in(plot))))
    expect_true(any(grepl("0.42", values_in(plot), fixed = TRUE)))
    expect_match(said_by(plot), "verborgen")
    expect_true(any(vapply(plot$layers, function(layer) inherits(layer$geom, "GeomSegment") &&
      identical(layer$aes_params$colour, chart_look()$hatch$colour), NA)))
  }
})

test_that("autoplot: a group with one count hidden shows none of its counts", {
  skip_if_not_installed("ggplot2")
  cells <- data.frame(wave = "2023", sex = c("m", "m", "v", "v"), statistic = "proportion", variable = "knelpunten",
    category = c("0", "1", "0", "1"), kind = "bottlenecks", estimate = c(0.6, 0.4, 0.77, NA), lower = NA_real_, upper = NA_real_,
    n = c(50, 50, 13, NA), status = c("ok", "ok", "ok", "hidden"))
  other <- chart_tables()
  plot <- chart_bottlenecks(function(part) if (part == "cells") cells else other(part), "sex")
  expect_false(any(grepl("0.77", values_in(plot), fixed = TRUE)))
  expect_true(any(grepl("0.6", values_in(plot), fixed = TRUE)))
})

test_that("autoplot: a line stops where waves are not comparable", {
  skip_if_not_installed("ggplot2")
  tables <- chart_tables()
  broken <- function(part) {
    if (part != "changes") return(tables(part))
    data.frame(wave = "2023", sex = "m", statistic = "mean", variable = "stress", category = NA_character_,
      status = "not_comparable", compared_with = "previous")
  }
  pieces <- function(from) length(unique(chart_waves(from, "stress", by = "sex", groups = "m")$data$piece))
  expect_identical(c(pieces(tables), pieces(broken)), c(1L, 2L))
  expect_match(said_by(chart_waves(broken, "stress", by = "sex", groups = "m", language = "en")), "line broken")
})

test_that("autoplot: waves are in the order of their numbers, or of the table", {
  skip_if_not_installed("ggplot2")
  named <- function(...) {
    tables <- chart_tables()
    function(part) {
      table <- tables(part)
      if (part == "cells") table$wave <- rep(c(...), each = 3)
      table
    }
  }
  expect_identical(chart_waves(named("9", "10"), "stress")$data[c("wave", "estimate")],
    data.frame(wave = c(9, 10), estimate = c(0.31, 0.41)), ignore_attr = TRUE)
  expect_identical(chart_waves(named("spring", "autumn"), "stress")$data[c("wave", "estimate")],
    data.frame(wave = 1:2, estimate = c(0.31, 0.41)), ignore_attr = TRUE)
  expect_identical(chart_wave(chart_cells(named("9", "10"), "en"), NULL), "10")
  expect_identical(chart_wave(chart_cells(named("spring", "autumn"), "en"), NULL), "autumn")
})

test_that("autoplot: a chart says what it must", {
  skip_if_not_installed("ggplot2")
  said <- said_by(drawn(sample_results(), language = "en"))
  for (part in c("share", "n = ", "95% interval", "Source: wbm-employees", "Preset", "SYNTHETIC")) expect_match(said, part)
  expect_match(said_by(drawn(sample_results(), zero = FALSE, language = "en")), "does not start at 0")
  expect_match(said_by(drawn(wb_model(stressed ~ sex, people_design()), language = "en")), "says nothing of causes")
  expect_match(said_by(drawn(wb_roc(~load, ~stressed, people_design()), language = "en")), "not an official one")
  expect_match(said_by(drawn(sample_results(), source = "SERV")), "Bron: SERV")
})

test_that("autoplot: odds ratios and curves say a preset and SYNTHETIC, a fit in passes that it is made up", {
  skip_if_not_installed("ggplot2")
  scored <- wb_score(wb_report_answers(), "wbm-employees")
  design <- wb_design(scored, weights = ~weight, strata = ~stratum)
  pass <- wb_model_pass(vermoeidheid_problem ~ sex, weights = ~weight, strata = ~stratum)
  fit <- NULL
  while (is.null(fit)) fit <- wb_model_pass_step(wb_model_pass_update(pass, scored))
  whole <- wb_model(vermoeidheid_problem ~ sex, design)
  for (object in list(whole, fit, wb_roc(~herstelbehoefte, ~balans_problem, design))) {
    plot <- drawn(object, language = "en")
    for (part in c("SYNTHETIC", "95% interval")) expect_match(said_by(plot), part)
    if (!identical(object, fit)) expect_match(said_by(plot), "Preset")
    expect_true(any(vapply(plot$layers, function(layer) inherits(layer$geom, "GeomCustomAnn"), NA)))
  }
  expect_output(print(whole), "Scored with wbm-employees: preset, not the official WBM definition")
})

test_that("autoplot: ticks and levels are told as they are", {
  axis <- percent_axis(chart_words("nl"), "percent")
  expect_identical(axis(c(0, 0.025, 0.05, 0.075)), c("0,0%", "2,5%", "5,0%", "7,5%"))
  expect_identical(axis(c(0, 0.1, 0.3, 0.7)), c("0%", "10%", "30%", "70%"))
  expect_identical(percent_axis(chart_words("en"), "percent", TRUE)(c(-0.025, 0, 0.025)), c("\u22122.5", "0.0", "+2.5"))
  expect_identical(percent_axis(chart_words("en"), "score")(c(0, 0.25, 0.5)), c("0.00", "0.25", "0.50"))
  expect_identical(interval_words(0.95, chart_words("en")), "95% interval")
  expect_identical(interval_words(0.995, chart_words("nl")), "99,5%-interval")
  expect_identical(n_text(c(200000, NA, 100000)), "n = 100000\u2013200000")
})

test_that("autoplot: numbers are those of the language, whatever the decimals of the session are", {
  skip_if_not_installed("ggplot2")
  data <- data.frame(cut = 54.5454, best_youden = TRUE, best_cost = FALSE)
  said <- function() {
    words <- lapply(c(nl = "nl", en = "en"), chart_words)
    forest <- draw_forest(data.frame(odds_ratio = 2, odds_lower = 1, odds_upper = 3, y = 1, text = "", term = "a", reference = FALSE),
      words$en)
    c(chart_number(c(1234.5, -2), words$nl, 1), chart_number(1234.5, words$en, 1), best_text(data, words$nl), best_text(data, words$en),
      forest$scales$get_scales("x")$labels(c(0.5, 10)))
  }
  usual <- said()
  expect_identical(usual[1:3], c("1.234,5", "\u22122,0", "1,234.5"))
  old <- options(OutDec = ",")
  on.exit(options(old))
  expect_warning(found <- said(), NA)
  expect_identical(found, usual)
})

test_that("autoplot: an interval that goes below 0 is drawn", {
  skip_if_not_installed("ggplot2")
  tables <- chart_tables()
  low <- function(part) {
    table <- tables(part)
    if (part == "cells") table$lower[1L] <- -0.02
    table
  }
  expect_identical(layers_of(chart_waves(low, "stress"))[[2L]]$y, c(-0.02, 0.31))
})

test_that("autoplot: estimates of several statistics have a panel each", {
  skip_if_not_installed("ggplot2")
  tally <- wb_tally_update(wb_tally(mean = ~load + stressed, total = ~load, by = ~sex), people())
  plot <- drawn(wb_tally_estimate(tally))
  expect_setequal(unique(plot$data$panel), c("load, mean", "load, total", "stressed"))
  expect_identical(nlevels(factor(layers_of(plot)[[2L]]$PANEL)), 3L)
})

test_that("autoplot: odds ratios, curves, plans have the numbers of their tables", {
  skip_if_not_installed("ggplot2")
  fit <- wb_model(stressed ~ region + age, people_design(), level = 0.9)
  plot <- drawn(fit)
  table <- fit$coefficients[fit$coefficients$term != "(intercept)" & fit$coefficients$status == "ok", ]
  expect_identical(plot$data$odds_ratio, table$odds_ratio)
  expect_identical(plot$data$odds_upper, table$odds_upper)
  expect_match(said_by(plot), "90%-interval")
  roc <- wb_roc(~load, ~stressed, people_design())
  expect_identical(drawn(roc)$data$y, roc$curve$sensitivity)
  plan <- wb_plan("actieplan-werkbaar-werk")
  actions <- wb_plan_actions(plan)
  expect_identical(nrow(drawn(plan)$data), sum(!is.na(actions$from) | !is.na(actions$to)))
  totals <- wb_plan_budget_totals(plan, "year")
  budget <- drawn(plan, "budget", by = "year")$data
  expect_identical(budget$euro, (totals$current_known / 100)[!is.na(totals$current_known)])
})

test_that("autoplot: a plan whose source says that it is made up says SYNTHETIC, in words and across", {
  skip_if_not_installed("ggplot2")
  plan <- wb_plan("actieplan-werkbaar-werk")
  for (chart in c("timeline", "budget")) {
    plain <- drawn(plan, chart, language = "en")
    made_up <- drawn(plan, chart, source = "SYNTHETIC example", language = "en")
    expect_no_match(said_by(plain), "SYNTHETIC")
    expect_match(said_by(made_up), "SYNTHETIC: a plan made up")
    expect_identical(length(made_up$layers), length(plain$layers) + 1L)
  }
  text <- sub(plan_title(plan, "en"), "A plan (SYNTHETIC: made up)", wb_plan_json(plan), fixed = TRUE)
  for (chart in c("timeline", "budget")) {
    made_up <- drawn(wb_plan(text), chart, title = "Our plan", source = "SERV", language = "en")
    expect_match(said_by(made_up), "SYNTHETIC: a plan made up")
  }
})

test_that("autoplot: differences of groups have no n, whatever the groups are called", {
  skip_if_not_installed("ggplot2")
  groups <- data.frame(wave = "2023", nace = c("a", "b"), statistic = "mean", variable = "stress", category = NA_character_,
    kind = "problem", against = "rest", difference = c(0.1, -0.1), lower = c(0, -0.2), upper = c(0.2, 0), status = "ok")
  tables <- chart_tables()
  plot <- chart_groups(function(part) if (part == "groups") groups else tables(part), "nace", "stress", against = "rest")
  expect_no_match(said_by(plot), "n = ", fixed = TRUE)
})

test_that("autoplot: an action without a number is called by its title, and a plan within a year has dates on its axis", {
  skip_if_not_installed("ggplot2")
  plan <- wb_plan(paste0('{"format":"werkbaar-plan/1.0","id":"p","version":"1","languages":["nl"],"scope":"sector","title":{"nl":"P"},',
    '"objectives":[{"id":"o","title":{"nl":"O"},"sections":[{"id":"s","title":{"nl":"S"},"actions":[{"id":"a","title":{"nl":"Rust"},',
    '"timing":{"from":"2026-03","to":"2026-05"}},{"id":"b","number":"2","title":{"nl":"Licht"},"timing":{"to":"2026-05"}}]}]}]}'))
  expect_identical(drawn(plan)$data$action, c("Rust", "2. Licht"))
  told <- function(...) ggplot2::ggplot_build(drawn(plan, ...))$layout$panel_params[[1L]]$x$get_labels()
  expect_gt(sum(grepl("^[0-9]{2}/[0-9]{2}/2026$", told())), 1)
  expect_gt(sum(grepl("^[0-9]{2}/202[67]$", told(today = "2027-03-01"))), 1)
  expect_gt(sum(grepl("^20[23][0-9]$", told(today = "2032-03-01"))), 3)
})

test_that("autoplot: series differ in colour, shape and dash, and are eight at most", {
  skip_if_not_installed("ggplot2")
  built <- layers_of(drawn(sample_results(), "waves", by = "age"))
  line <- built[[1L]]
  expect_identical(length(unique(line$linetype)), length(unique(line$colour)))
  expect_gt(length(unique(line$colour)), 1L)
  for (part in c("colour", "r_linetype")) expect_false(anyDuplicated(look_part(part)) > 0)
  expect_refused(drawn(sample_results(), "waves", by = "sector"), "argument", "at most 8 series")
})

test_that("autoplot: what is wrong is said", {
  skip_if_not_installed("ggplot2")
  results <- sample_results()
  expect_refused(drawn(results, "heat", by = "shoe"), "argument", "no groups by 'shoe'")
  expect_refused(drawn(results, "groups", by = "sex", variable = "nothing"), "argument", "there is no 'nothing'")
  expect_refused(drawn(results, "groups", by = "sex", wave = 2001), "argument", "no wave '2001'")
  expect_refused(drawn(results, "heat", sector = "sex"), "argument", "and not 'sector'")
  total <- chart_tables()
  only <- function(part) if (part == "cells") total(part)[total(part)$wave == "2023" | is.na(total(part)$sex), ] else total(part)
  expect_refused(chart_groups(only, "sex", "stress", wave = 2019), "argument", "no groups by 'sex' in wave 2019")
  expect_refused(chart_heat(only, "sex", wave = 2019), "argument", "are shares, of one variable or more")
  expect_refused(drawn(results, language = "fr"), "argument")
  expect_refused(drawn(wb_model(load ~ sex, people_design(), family = "linear")), "argument", "another")
})

test_that("the look: both languages have all words, and numbers are written in each", {
  expect_identical(sort(names(chart_words("nl"))), sort(names(chart_words("en"))))
  expect_identical(chart_number(c(1234.5, -2), chart_words("nl"), 1), c("1.234,5", "\u22122,0"))
  expect_identical(chart_value(0.125, chart_words("en"), "percent"), "12.5%")
  expect_identical(json_values("{\"a\": [1, -2.5e1, true], \"b\": {\"c\": \"x: {\\\"y\\\"}\"}}"),
    list(a = list(1, -25, TRUE), b = list(c = "x: {\"y\"}")))
})

test_that("the R examples of docs/plots.md run", {
  skip_if_not_installed("ggplot2")
  expect_s3_class(run_guide("plots.md")$chart, "ggplot")
})
