# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

example_scan_report <- function(language = "nl", rows = NULL) {
  made_up <- wb_scan_example()
  answers <- if (is.null(rows)) made_up$answers else made_up$answers[rows, ]
  wb_scan_report(wb_scan_run(made_up$questionnaire, made_up$organisation, answers), language = language)
}

part_text <- function(report, part) paste(wb_report_part(report, part), collapse = " ")

test_that("a report of a scan has the numbers of its tables, in Dutch and English", {
  for (language in c("nl", "en")) {
    report <- example_scan_report(language)
    results <- report$tables$results
    said <- part_text(report, "results")
    for (i in which(results$status != "hidden")) {
      expect_says(said, paste0(written(100 * results$share[i], 1, language), "%"),
        paste(written(100 * results$lower[i], 1, language), written(100 * results$upper[i], 1, language), sep = "\u2013"),
        written(results$problem[i], 0, language))
    }
    response <- report$tables$response
    expect_says(part_text(report, "response"), written(100 * response$rate[response$status == "ok"], 1, language))
    expect_false(grepl("[{}]", gsub("::: [{][^}]*[}]", "", paste(unlist(lapply(names(report$parts), part_text,
      report = report)), collapse = " "))))
  }
})

test_that("it says significant of findings, and of nothing else", {
  report <- example_scan_report("en")
  findings <- report$tables$findings
  found <- findings[findings$status == "ok", ]
  expect_identical(nrow(found), 2L)
  said <- werkbaar:::say_scan_findings(report)
  expect_length(said, 2)
  expect_match(said[1], "^Nachtploeg|^Night shift")
  expect_match(said, "significantly less favourable than the rest of the organisation")
  expect_says(said[1], "27 of the 36", "75.0%", written(100 * found$reference[1], 1, "en"), "p < 0.001")
  expect_says(part_text(report, "summary"), "2 figures of groups are significantly less favourable and 0 more",
    sprintf("on %d the test cannot decide, and %d are not shown", sum(findings$status == "undecided"),
      sum(findings$status == "hidden")))
  report$tables$findings$status[findings$status == "ok"] <- "undecided"
  expect_match(werkbaar:::say_scan_findings(report), "No group is significantly different")
  report$tables$findings <- findings
  report$tables$findings$direction <- factor(rep("strength", nrow(findings)))
  expect_match(werkbaar:::say_scan_findings(report), "significantly more favourable")
})

test_that("what a scan hides has no number in its report", {
  report <- example_scan_report("en")
  lines <- grep("Winkels|Kantoor|Shops|Office", unlist(lapply(names(report$parts), wb_report_part, report = report)),
    value = TRUE)
  lines <- gsub("|  64| |64|", "", lines, fixed = TRUE)
  cells <- lines[grepl("not shown", lines)]
  expect_gt(length(cells), 8)
  numbers <- gsub("\\b(64|22)\\b", "", cells) # how many work there, which is no answer
  expect_false(any(grepl("[0-9]", numbers)))
  expect_says(part_text(report, "measures"), "Night shift, Production")
  expect_says(part_text(report, "hidden"), "Of the 28 figures of this report 8 are not shown", "fewer than 10 answers")
})

test_that("of too few answers there is no figure at all", {
  report <- example_scan_report("en", 1:7)
  for (part in c("summary", "response", "results", "findings", "measures")) {
    expect_identical(trimws(part_text(report, part)), "Too few people answered to show figures. Therefore this report has none.")
  }
  expect_null(wb_report_figure(report))
  expect_match(part_text(report, "themes"), "work-pressure")
})

test_that("a report of a scan says what its answers are, and refuses what it has not", {
  report <- example_scan_report("nl")
  expect_match(wb_report_notice(report)[1], "SYNTHETIC")
  expect_match(wb_report_notice(report)[2], "niet de offici")
  expect_output(print(report), "Bakkerij De Korst .*SYNTHETIC")
  expect_error(wb_report_part(report, "weather"), class = "werkbaar_argument_error")
  expect_error(wb_report_part(wb_report(report_results()), "summary"), class = "werkbaar_argument_error")
})
