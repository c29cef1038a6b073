# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

part_of <- function(report, part) gsub("\u00a0", " ", paste(wb_report_part(report, part), collapse = " "))

reported_plan <- function(statuses = "", funding = "") {
  paste0('{"format":"werkbaar-plan/1.0","id":"small","version":"2","languages":["nl","en"],"scope":"organisation",',
    '"title":{"nl":"Klein"},"actors":[{"id":"hr","name":{"nl":"Personeel"},"type":"role"}],"objectives":[{"id":"o",',
    '"title":{"nl":"Doel"},"sections":[{"id":"s","title":{"nl":"S"},"actions":[{"id":"a","number":"1","title":',
    '{"nl":"Een | twee"},"timing":{"from":"2026-03","to":"2026-05"}', statuses, funding, "}]}]}]}")
}

test_that("a report of a plan has the numbers of its tables, in Dutch and English", {
  plan <- wb_plan("actieplan-werkbaar-werk")
  for (language in c("nl", "en")) {
    report <- wb_plan_report(plan, "2020-03-01", language, since = "2018-12-01")
    all <- utils::tail(wb_plan_progress(plan, "2020-03-01", language), 1)
    expect_says(part_of(report, "summary"), paste(all$actions, c(nl = "acties", en = "actions")[[language]]),
      paste0(c(nl = "status onbekend: ", en = "status unknown: ")[[language]], all$unknown),
      paste0(c(nl = "of het gebeurde: ", en = "whether it was done: ")[[language]], all$past))
    status <- wb_plan_status(plan, "2020-03-01", language)
    expect_says(part_of(report, "actions"), status$title)
    expect_identical(lengths(regmatches(part_of(report, "actions"), gregexpr(c(nl = "datum voorbij", en =
      "date passed")[[language]], part_of(report, "actions")))), sum(status$state %in% "past"))
    expect_says(part_of(report, "budget"), c(nl = "\u20ac 10.800.000", en = "\u20ac10,800,000")[[language]],
      c(nl = "van 23 van de 26 lijnen", en = "of 23 of the 26 lines")[[language]])
    expect_says(part_of(report, "deadlines"), c(nl = "31 december 2017", en = "31 December 2017")[[language]])
    expect_says(part_of(report, "since"), c(nl = "14 december 2018", en = "14 December 2018")[[language]])
    said <- gsub("::: [{][^}]*[}]", "", paste(lapply(names(report$parts), part_of, report = report), collapse = " "))
    expect_false(grepl("[{}]|NA[ |]", said))
  }
})

test_that("late is what is known not to be done, and unknown money is not added up", {
  unknown <- wb_plan_report(reported_plan(), "2026-06-15", "en")
  expect_says(part_of(unknown, "summary"), "Late: 0. Date passed without word whether it was done: 1.",
    "The plan names no money.", "There is no date within 365 days.")
  late <- wb_plan_report(reported_plan(',"statuses":[{"id":"a.s","status":"running"}]'), "2026-06-15", "en")
  expect_says(part_of(late, "summary"), "Late: 1. Date passed", "running: 1;", "At least 0.0% is done.")
  money <- ',"funding":[{"id":"a.f","source":"hr","amount":150050}%s]'
  complete <- wb_plan_report(reported_plan(funding = sprintf(money, "")), "2026-06-15", "nl")
  expect_says(part_of(complete, "budget"), "Samen is er \u20ac 1.500,50, over 1 lijnen.")
  open <- sprintf(money, ',{"id":"a.g","certainty":"to_be_determined"}')
  part <- wb_plan_report(reported_plan(funding = open), "2026-06-15", "nl")
  expect_says(part_of(part, "budget"), "Bekend is \u20ac 1.500,50; van 1 van de 2 lijnen", "nog te bepalen")
  expect_says(part_of(part, "actions"), "Een &#124; twee")
  expect_says(part_of(part, "open"), "nog te bepalen")
})

test_that("targets have the words of the evaluation beside them, with care", {
  waves <- data.frame(year = c(2017, 2024), variable = "training-participation", estimate = c(7.1, 10.4),
    se = c(0.4, 0.5), unit = "percent")
  report <- wb_plan_report("actieplan-werkbaar-werk", "2026-01-31", "en", estimates = waves, wave = "year")
  found <- wb_plan_evaluate("actieplan-werkbaar-werk", waves, "year", "2026-01-31")
  expect_says(part_of(report, "indicators"), substring(found$text[1], 2), "not that this comes from the plan")
  expect_says(part_of(report, "summary"), "Targets in the plan: 3; with an estimate beside it: 1.")
  expect_length(wb_report_notice(report), 0)
  attr(waves, "metadata") <- "{\"synthetic\":true}"
  report <- wb_plan_report("actieplan-werkbaar-werk", "2026-01-31", "en", estimates = waves, wave = "year")
  expect_match(wb_report_notice(report), "SYNTHETIC")
  plain <- wb_plan_report("actieplan-werkbaar-werk", "2026-01-31", "en")
  expect_says(part_of(plain, "indicators"), "No estimates were given", "15%")
  plain$tables$targets$to <- 100000
  expect_says(part_of(plain, "indicators"), "100,000%")
})

test_that("a report of a plan has pictures of its dates and its money, and none of what the plan does not name", {
  skip_if_not_installed("ggplot2")
  report <- wb_plan_report("actieplan-werkbaar-werk", "2020-03-01", "en")
  actions <- wb_plan_actions(report$plan)
  timeline <- wb_report_figure(report, "timeline")
  expect_identical(nrow(timeline$data), sum(!is.na(actions$from) | !is.na(actions$to)))
  expect_identical(timeline$labels$title, "Actions in time")
  budget <- wb_report_figure(report, "budget")
  expect_equal(100 * sum(budget$data$euro), report$tables$totals$current_known)
  expect_match(wb_report_alt(report, "budget"), "\u20ac10,800,000", fixed = TRUE)
  expect_match(wb_report_alt(report, "timeline"), "Date passed without word whether it was done: 7")
  expect_null(wb_report_figure(wb_plan_report(reported_plan(), "2026-06-15", "en"), "budget"))
  undated <- sub(',"timing":{"from":"2026-03","to":"2026-05"}', '', reported_plan(), fixed = TRUE)
  expect_null(wb_report_figure(wb_plan_report(undated, "2026-06-15", "en"), "timeline"))
  expect_error(wb_report_figure(report, "money"), class = "werkbaar_argument_error")
})

test_that("a report of a plan refuses what is no day or plan", {
  expect_error(wb_plan_report("actieplan-werkbaar-werk", "yesterday"), class = "werkbaar_argument_error")
  expect_error(wb_plan_report("no-such-plan", "2020-01-01"), class = "werkbaar_argument_error")
  expect_output(print(wb_plan_report(reported_plan(), "2026-06-15")), "Klein: stand op 15.juni.2026, nl")
})

# What a title or a name could hold to get into the page.
hostile <- c("<script>alert(1)</script>", "![x](/etc/hostname)", "[x](javascript:alert(1))", "`<b>`{=html}",
  "x{onclick=alert(1)}", "a\\b", "&lt;i&gt;", "2*3*4", "$x$ H~2~ 10^6^", "a\n\n<img src=x>")

test_that("titles of a plan stay texts in its report, whatever they are in markdown or HTML", {
  skip_without_pandoc()
  title <- paste(hostile, collapse = " and ")
  in_json <- gsub("\n", "\\n", gsub("\\", "\\\\", title, fixed = TRUE), fixed = TRUE)
  path <- tempfile(fileext = ".json")
  parts <- strsplit(reported_plan(), "Klein|Personeel|Doel|Een [|] twee")[[1]]
  writeLines(paste(parts, collapse = in_json), path)
  expect_match(wb_report_title(wb_plan_report(path, "2026-06-15")), title, fixed = TRUE)
  page <- rendered("plan", "nl", plan = path, today = "2026-06-15")
  html <- paste(readLines(page, encoding = "UTF-8", warn = FALSE), collapse = "\n")
  for (live in c("<script>alert", "<a href=\"javascript", "<b>", "<i>", "<em>3", "<sub>", "<sup>", "class=\"math",
    "src=\"x\"", "hostname\"", "onclick=\"", "<figure")) {
    expect_false(grepl(live, html, fixed = TRUE), label = paste("there is", live))
  }
  seen <- gregexpr(gsub("\\s+", " ", title), page_text(page), fixed = TRUE)[[1]]
  expect_gte(length(seen), 4)
})
