# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# A report whose row of a part is made to say something else.
with_row <- function(report, part, variable, values) {
  at <- report$index[[part]][[werkbaar:::index_key(report, variable, report$group)]]
  for (name in names(values)) {
    column <- report$tables[[part]][[name]]
    if (is.factor(column)) levels(column) <- union(levels(column), values[[name]])
    column[at] <- values[[name]]
    report$tables[[part]][[name]] <- column
  }
  report
}

test_that("sentences carry the numbers of the tables, in Dutch and English", {
  for (language in c("nl", "en")) {
    report <- wb_report(report_results(), language = language)
    cells <- wb_monitor_table(report_results(), "cells")
    everybody <- rowSums(!is.na(cells[c("sex", "age", "sector", "occupation", "size", "part_time")])) == 0
    cell <- cells[everybody & cells$wave == "2023" & cells$variable == "werkbaar", ]
    number <- sprintf("%.1f", 100 * unlist(cell[c("estimate", "lower", "upper")]))
    if (language == "nl") number <- sub(".", ",", number, fixed = TRUE)
    said <- wb_report_sentences(report, "werkbaar", about = "level")
    for (text in number) expect_match(said, text, fixed = TRUE)
    expect_match(said, sprintf("n = %d", cell$n), fixed = TRUE)
  }
})

test_that("a sentence claims what the test carries, and no more", {
  report <- wb_report(report_results(), language = "nl")
  change <- function(...) {
    wb_report_sentences(with_row(report, "changes", "balans_problem", list(...)), "balans_problem", about = "change")
  }
  expect_match(change(p_adjusted = 0.01, difference = 0.07), "stijgt dit aandeel significant van .* tot ")
  expect_match(change(p_adjusted = 0.01, difference = -0.07), "daalt dit aandeel significant van .* tot ")
  expect_match(change(p_adjusted = 0.05), "niet significant veranderd")
  expect_match(change(p_adjusted = 0.0496), "significant van .*p = 0,0496[)]")
  expect_match(change(p_adjusted = 0.05002), "niet significant .*p = 0,05002[)]")
  expect_match(change(p = 0.01, p_adjusted = 0.2), "niet significant veranderd")
  expect_match(change(status = "not_comparable"), "niet vergelijkbaar")
  expect_match(change(status = "missing"), "niet te bepalen")
  expect_match(change(status = "constant"), "niet worden getoetst")
  hidden <- change(status = "hidden", difference = NA_real_, p_adjusted = NA_real_)
  expect_match(hidden, "niet getoond")
  expect_false(grepl("%|significant", hidden))
})

test_that("a target that cannot be tested is not said to be hidden", {
  report <- wb_report(report_results(), language = "en")
  said <- function(...) {
    wb_report_sentences(with_row(report, "targets", "werkbaar", list(...)), "werkbaar", about = "target")
  }
  expect_match(said(status = "hidden"), "is not shown", all = TRUE)
  expect_match(said(status = "missing"), "cannot be determined", all = TRUE)
  expect_match(said(status = "constant"), "whether the estimate for 2023 differs from it cannot be tested", all = TRUE)
})

test_that("what is hidden has no number, and says why", {
  report <- wb_report(report_results(), list(sector = "handel"), language = "en")
  said <- wb_report_sentences(report, "werkbaar", about = c("level", "change", "group", "target"))
  expect_match(said[1], "too imprecise")
  said <- sub("target of 60.0%", "", gsub("20[0-9][0-9]", "", said))
  expect_false(any(grepl("[0-9]", said)))
  few <- with_row(report, "cells", "werkbaar", list(flag = "too_few"))
  expect_match(wb_report_sentences(few, "werkbaar", about = "level"), "too few answers")
  groups <- wb_report_groups(report, "sector", "werkbaar")
  expect_identical(groups$interval[groups$group == "retail and wholesale"], "")
})

test_that("what the answers are is said aloud, and wrong questions are refused", {
  report <- wb_report(report_results(), language = "en")
  expect_match(wb_report_notice(report)[1], "SYNTHETIC")
  expect_match(wb_report_notice(report)[2], "not the official")
  expect_error(wb_report(report_results(), list(sector = "mars")), "mars", class = "werkbaar_argument_error")
  expect_error(wb_report(report_results(), wave = 1900), "1900", class = "werkbaar_argument_error")
  for (bad in list("handel", list("handel"), list(sector = c("handel", "zorg_welzijn")))) {
    expect_error(wb_report(report_results(), bad), "group must be a list of categories by variable",
      class = "werkbaar_argument_error")
  }
  expect_error(wb_report_sentences(report, "no"), class = "werkbaar_argument_error")
  expect_output(print(report), "SYNTHETIC")
})

test_that("a line of a figure ends where waves are not comparable", {
  report <- wb_report(report_results(), language = "nl")
  series <- function(report) werkbaar:::figure_series(report, "balans_problem")
  expect_length(unique(series(report)), 1)
  at <- report$index$changes[[werkbaar:::index_key(report, "balans_problem", list())]]
  changes <- report$tables$changes
  at <- at[changes$wave[at] == "2016" & changes$compared_with[at] == "previous"]
  levels(changes$status) <- union(levels(changes$status), "not_comparable")
  changes$status[at] <- "not_comparable"
  report$tables$changes <- changes
  expect_identical(rle(series(report))$lengths, c(4L, 3L))
  skip_if_not_installed("ggplot2")
  built <- ggplot2::ggplot_build(wb_report_figure(report, "balans_problem"))$data[[1]]
  expect_length(unique(built$group), 2)
})

test_that("an axis of a figure tells its ticks as they are, and begins where an interval does", {
  skip_if_not_installed("ggplot2")
  report <- wb_report(report_results(), language = "nl")
  axis <- function(report) wb_report_figure(report, "werkbaar")$scales$get_scales("y")
  expect_identical(axis(report)$labels(c(0, 2.5, 5)), c("0,0%", "2,5%", "5,0%"))
  expect_identical(axis(report)$labels(c(0, 20, 40)), c("0%", "20%", "40%"))
  low <- with_row(report, "cells", "werkbaar", list(lower = -0.02))
  bars <- ggplot2::ggplot_build(wb_report_figure(low, "werkbaar"))$data[[2]]
  expect_identical(unique(bars$ymin), -2)
})

test_that("headings hold for any definition: of the self-employed there are four risks", {
  expect_identical(sum(as.character(wb_instrument_table("wbm-selfemployed", "indicators")$level) == "problem" &
    wb_instrument_table("wbm-selfemployed", "indicators")$kind == "risk"), 4L)
  for (language in c("nl", "en")) {
    report <- wb_report(report_results(), language = language)
    for (key in c("risks", "bottlenecks")) expect_no_match(wb_report_words(report, key), "vier|zes|four|six")
  }
})

test_that("a trend is by year where waves are years", {
  for (language in c("nl", "en")) {
    report <- wb_report(report_results(), language = language)
    trend <- function(waves) {
      report$waves <- waves
      wb_report_sentences(report, "werkbaar", about = "trend")
    }
    words <- list(nl = c(" per jaar, ", " per eenheid van tijd, "), en = c(" a year, ", " per unit of time, "))[[language]]
    expect_match(trend(report$waves), words[1], fixed = TRUE)
    expect_match(trend(c("spring", "autumn", "winter")), words[2], fixed = TRUE)
    expect_match(trend(c("1", "2", "3")), words[2], fixed = TRUE)
  }
})

test_that("the method says at which level tests are, and how many are significant by chance", {
  definition <- wb_monitor_definition("wbm-employees")$json
  adjusted <- sub("\"comparisons\":\\{[^}]*\\}", "\"comparisons\":{\"adjust\":\"holm\"}", definition)
  expect_match(adjusted, "holm")
  report <- wb_report(report_results(), language = "nl")
  for (case in list(c(0.95, "0,05", "5"), c(0.9, "0,1", "10"), c(0.975, "0,025", "2,5"))) {
    report$level <- as.numeric(case[1])
    said <- paste(wb_report_method(report, adjusted), collapse = " ")
    expect_match(said, sprintf("p kleiner dan %s.", case[2]), fixed = TRUE)
    expect_match(said, sprintf("van honderd toetsen waar niets aan de hand is, zijn er gemiddeld %s toch", case[3]), fixed = TRUE)
  }
})

test_that("a level is told with the decimals it has", {
  report <- wb_report(report_results(), language = "nl")
  expect_match(wb_report_sentences(report, "werkbaar", about = "level"), "95%-betrouwbaarheidsinterval", fixed = TRUE)
  report$level <- 0.995
  old <- options(digits = 2, OutDec = ",")
  on.exit(options(old))
  expect_match(wb_report_sentences(report, "werkbaar", about = "level"), "99,5%-betrouwbaarheidsinterval", fixed = TRUE)
})

test_that("a figure has the colours of the one look", {
  skip_if_not_installed("ggplot2")
  figure <- wb_report_figure(wb_report(report_results(), language = "nl"), "werkbaar")
  layers <- ggplot2::ggplot_build(figure)$data
  expect_identical(unique(unlist(lapply(layers, `[[`, "colour"))), werkbaar:::chart_look()$series[[1]]$colour)
  expect_identical(figure$theme$plot.caption$colour, werkbaar:::chart_look()$quiet)
})

test_that("a day is written in words, and what is no day stays", {
  expect_identical(werkbaar:::report_date(as.Date("2020-12-31"), "nl"), "31\u00a0december\u00a02020")
  expect_identical(werkbaar:::report_date(c("2018", NA, "2030-03-01"), "en"), c("2018", "", "1\u00a0March\u00a02030"))
})

test_that("the method says what is hidden as the results say it", {
  hidden <- function(report) {
    said <- wb_report_method(report, "wbm-employees")
    grep("^[*][*](What is not shown|What is marked)", said, value = TRUE)
  }
  report <- wb_report(report_results(), language = "en")
  made_with <- function(...) {
    rules <- c(mode = "\"hide\"", min_n = "30", max_width = "0.3", extreme = "0", protect = "\"rules\"",
      earlier = "\"not protected against earlier reports\"")
    given <- c(...)
    for (name in names(given)) rules[[name]] <- given[[name]]
    rules <- sprintf("\"publication\":{%s}", paste(sprintf("\"%s\":%s", names(rules), rules), collapse = ","))
    attr(report$tables$cells, "metadata") <- sub("\"publication\":\\{[^}]*\\}", rules,
      attr(report$tables$cells, "metadata"))
    hidden(report)
  }
  usual <- paste("**What is not shown.** Figures that rest on fewer than 30 answers, and shares with an interval wider",
    "than 30 percentage points; also what is needed so that these cannot be worked out (protection: counts that a rule",
    "hides). There is no protection against comparison with earlier reports.")
  expect_identical(hidden(report), usual)
  expect_identical(made_with(), usual)
  expect_match(made_with(earlier = "[\"spring\",\"summer\"]"),
    "hides). There is protection against comparison with earlier reports too (spring, summer).", fixed = TRUE)
  expect_match(made_with(extreme = "2"), "and shares that fewer than 2 people have or do not have; also", fixed = TRUE)
  expect_match(made_with(protect = "\"none\"", max_width = "0"),
    "Figures that rest on fewer than 30 answers. What is shown can together tell what is hidden", fixed = TRUE)
  expect_match(made_with(mode = "\"flag\"", protect = "\"none\""), "^[*][*]What is marked[.][*][*] Nothing is hidden: figures")
  expect_identical(made_with(min_n = "0", max_width = "0", protect = "\"none\""),
    "**What is not shown.** Nothing is hidden.")
})

test_that("a second report says that it is protected against the first", {
  monitor <- wb_monitor("wbm-employees")
  wb_monitor_add(monitor, wb_report_answers())
  first <- wb_monitor_results(monitor, release = "spring")
  second <- wb_monitor_results(monitor, release = "summer", earlier = wb_monitor_ledger(first))
  said <- function(results) {
    paste(wb_report_method(wb_report(results, language = "nl"), "wbm-employees"), collapse = " ")
  }
  expect_match(said(first), "Tegen vergelijking met vroegere rapporten is niet beschermd.", fixed = TRUE)
  expect_match(said(second), "Ook tegen vergelijking met vroegere rapporten is beschermd (spring).", fixed = TRUE)
})

test_that("the design of a model is that of the definition", {
  report <- wb_report(report_results(), wave = "2016", language = "en")
  answers <- wb_report_answers()
  design <- wb_report_design(report, answers, "wbm-employees")
  expect_identical(dim(design)[1], sum(answers$year == 2016))
  expect_match(format(design), "weights weight, strata stratum")
  clustered <- wb_monitor_definition("wbm-employees")$json
  answers$unit <- as.integer(stats::ave(seq_len(nrow(answers)), answers$year, answers$stratum, FUN = seq_along))
  clustered <- sub("\"design\":\\{[^}]*\\}",
    "\"design\":{\"clusters\":[\"unit\"],\"nested\":true,\"strata\":[\"stratum\"],\"weights\":\"weight\"}", clustered)
  expect_match(format(wb_report_design(report, answers, clustered)), "clusters unit")
  names(answers)[names(answers) == "year"] <- "edition"
  expect_error(wb_report_design(report, answers, "wbm-employees"), "year", class = "werkbaar_data_error")
})

test_that("a risk profile of codes with labels is that of texts", {
  report <- wb_report(report_results(), language = "en")
  answers <- wb_report_answers()
  profile <- function(answers) {
    unlist(lapply(c("balans", "vermoeidheid"), wb_report_profile, report = report,
      design = wb_report_design(report, answers, "wbm-employees")))
  }
  of_texts <- profile(answers)
  expect_true(any(grepl("[0-9][.][0-9]{2}", of_texts)))
  for (name in c("sex", "age", "year")) {
    texts <- unique(as.character(answers[[name]]))
    codes <- as.double(seq_along(texts))
    answers[[name]] <- structure(codes[match(answers[[name]], texts)], labels = stats::setNames(codes, paste0(" ", texts)),
      class = c("haven_labelled", "vctrs_vctr", "double"))
  }
  expect_identical(profile(answers), of_texts)
})

test_that("a Word document to take styles from is a ZIP file, with what is said aloud in its header", {
  report <- wb_report(report_results(), language = "nl")
  path <- tempfile(fileext = ".docx")
  wb_report_reference(report, path)
  parts <- utils::unzip(path, list = TRUE)
  expect_setequal(parts$Name, unname(werkbaar:::word_parts))
  folder <- tempfile("parts-")
  utils::unzip(path, exdir = folder)
  header <- paste(readLines(file.path(folder, "word", "header1.xml"), encoding = "UTF-8", warn = FALSE), collapse = "")
  expect_match(header, "SYNTHETIC: verzonnen antwoorden; preset", fixed = TRUE)
  expect_lt(file.size(path), 100000)
})

test_that("tables keep bars and breaks in their cells, and are in a box that tells what may be done with them", {
  report <- wb_report(report_results(), language = "en")
  lines <- werkbaar:::report_table_lines(report, data.frame(a = "x|y\nz", b = "1.0%"), "a \"caption\"")
  expect_true(any(grepl("x&#124;y z", lines, fixed = TRUE)))
  expect_true(any(grepl("::: {.table-box .short role", lines, fixed = TRUE)))
  wide <- werkbaar:::report_table_lines(report, data.frame(a = 1:21, b = strrep("long ", 9)), "b")
  expect_true(any(grepl("::: {.table-box .long role", wide, fixed = TRUE)))
  wide <- werkbaar:::report_table_lines(report, data.frame(a = 1:2, b = strrep("long ", 9)), "b")
  expect_true(any(grepl("::: {.table-box role", wide, fixed = TRUE)))
  expect_true(any(grepl("aria-label=\"a caption (SYNTHETIC; preset)\"", lines, fixed = TRUE)))
})

test_that("a profile lays its group beside everybody, wave by wave", {
  report <- wb_report(report_results(), list(sector = "zorg_welzijn"), language = "en")
  table <- wb_report_beside(report, "werkbaar")
  expect_identical(dim(table), c(7L, 7L))
  of <- function(part, wave, sector, ...) {
    frame <- wb_monitor_table(report_results(), part)
    keys <- setdiff(c("sex", "age", "sector", "occupation", "size", "part_time"), "sector")
    fits <- rowSums(!is.na(frame[keys])) == 0 & frame$wave == wave & frame$variable == "werkbaar"
    fits <- fits & if (is.na(sector)) is.na(frame$sector) else frame$sector %in% sector
    if (part == "groups") fits <- fits & frame$against == "rest"
    frame[fits, ]
  }
  for (wave in c("2004", "2019", "2023")) {
    row <- table[table$wave == wave, ]
    own <- of("cells", wave, "zorg_welzijn")
    expect_identical(row$estimate, paste0(written(100 * own$estimate, 1, "en"), "%"))
    expect_identical(row[["whole labour market"]], paste0(written(100 * of("cells", wave, NA)$estimate, 1, "en"), "%"))
    against <- of("groups", wave, "zorg_welzijn")
    expect_identical(row$verdict, if (against$p_adjusted >= 0.05) "not significant" else
      if (against$difference > 0) "significantly higher" else "significantly lower")
  }
  hidden <- table[table$estimate == "too imprecise", ]
  expect_gt(nrow(hidden), 0)
  expect_true(all(hidden$interval == "" & hidden$n == "" & !grepl("[0-9]", hidden[["difference from the rest"]])))
  counts <- as.integer(regmatches(werkbaar:::verdict_counts(report, "werkbaar"),
    gregexpr("[0-9]+", werkbaar:::verdict_counts(report, "werkbaar")))[[1]])
  expect_identical(counts[1], sum(counts[-1]))
  expect_identical(counts[2], sum(table$verdict == "significantly higher"))
  expect_match(wb_report_within(report, "werkbaar"), "no breakdown within the group")
  men <- wb_report(report_results(), list(sex = "man"), language = "en")
  expect_true(any(grepl("by age", wb_report_within(men, "werkbaar"))))
})
