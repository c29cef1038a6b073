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

test_that("groups of one title are told apart", {
  groups <- data.frame(kind = c("whole", rep("group", 4)), group = c("all", "d/a", "d/a/n", "d/b", "d/b/n"),
    parent = factor(c(NA, "all", "d/a", "all", "d/b")), title = c("Bakery", "Production", "Night", "Shops", "Night"))
  told <- function(...) low$scan_group(list(tables = list(groups = groups)), c(...))
  expect_identical(told("d/b/n", "all", "d/a", "d/a/n"), c("Shops \u203a Night", "Bakery", "Production", "Production \u203a Night"))
  groups$title[5] <- "Late"
  expect_identical(told("d/b/n", "d/a/n"), c("Late", "Night"))
})

test_that("groups that cross are called by their names", {
  group <- function(id, nl, en) list(id = id, staff = 104, title = list(nl = nl, en = en))
  organisation <- low$example_organisation
  organisation$hierarchies <- c(organisation$hierarchies, list(list(id = "sex", title = list(nl = "Geslacht", en = "Sex"),
    columns = I("sex"), groups = list(group("f", "vrouw", "woman"), group("m", "man", "man")))))
  organisation$cross <- list(c("department", "sex"))
  made_up <- wb_scan_example()
  answers <- cbind(made_up$answers, sex = rep_len(c("f", "m"), nrow(made_up$answers)))
  report <- wb_scan_report(wb_scan_run(made_up$questionnaire, wb_organisation(low$json_of(organisation, "organisation")), answers),
    language = "en")
  groups <- report$tables$groups
  crosses <- groups$kind == "cross"
  expect_true(any(crosses))
  expect_identical(low$scan_group_names(groups)[crosses], groups$title[crosses])
  expect_identical(low$scan_group_names(groups)[groups$title == "Night shift"], "\u00a0\u00a0\u00a0Night shift")
  lines <- unlist(lapply(names(report$parts), wb_report_part, report = report))
  expect_false(any(grepl("\\bNA", lines)))
})

test_that("a problem of any theme is told as that, and is no theme among others", {
  questionnaire <- wb_compose(list(format = "werkbaar-recipe/1.0", id = "base", version = "1.0", languages = c("nl", "en"),
    title = list(nl = "Basis", en = "Base"), modules = list(list(id = "base-employees"))))
  made_up <- wb_scan_example()
  answers <- cbind(made_up$answers[c("department", "team")],
    made_answers(wb_questionnaire_instrument(questionnaire), nrow(made_up$answers)))
  scan <- wb_scan_run(questionnaire, made_up$organisation, answers)
  for (language in c("nl", "en")) {
    report <- wb_scan_report(scan, language = language)
    themes <- report$tables$themes
    together <- themes[!is.na(themes$parts), ]
    expect_identical(nrow(together), 1L)
    results <- report$tables$results
    whole <- results[results$group == "all" & results$status != "hidden", ]
    expect_identical(whole$share[whole$indicator == together$indicator], max(whole$share))
    said <- grep(c(nl = "het hoogste percentage", en = "the highest percentage")[[language]], wb_report_part(report, "summary"),
      value = TRUE)
    single <- whole[whole$indicator != together$indicator, ]
    expect_says(said, sprintf(c(nl = "Van de %d thema", en = "Of the %d themes")[[language]], nrow(single)),
      themes$label[match(single$indicator[which.max(single$share)], themes$indicator)])
    problem <- sprintf(c(nl = "instens \u00e9\u00e9n probleem (%s)", en = "t least one problem (%s)")[[language]], together$label)
    expect_says(part_text(report, "results"), paste0(c(nl = "## M", en = "## A")[[language]], problem))
    expect_says(part_text(report, "themes"), problem)
    if (requireNamespace("ggplot2", quietly = TRUE)) expect_true(any(grepl(problem, wb_report_figure(report)$data$label, fixed = TRUE)))
  }
})

test_that("a scan of modules that are not validated is marked as a preset, verified or not", {
  made_up <- wb_scan_example()
  scan <- wb_scan_run(made_up$questionnaire, made_up$organisation, made_up$answers)
  without <- function(...) {
    text <- scan$json
    for (id in c(...)) text <- sub(sprintf("\"id\":\"%s\"", id), "\"id\":\"left_out\"", text, fixed = TRUE)
    wb_scan_report(wb_scan(text), language = "en")
  }
  expect_match(wb_report_notice(without())[2], "^Not validated: .*not the official definition")
  expect_match(wb_report_notice(without("not_verified"))[2], "^Not validated: [^.]*[.]$")
  expect_match(wb_report_notice(without("not_validated"))[2], "^Cut-offs or scales")
  expect_length(wb_report_notice(without("not_validated", "not_verified")), 1)
})

test_that("a report of a scan says what its answers are, and refuses what it has not", {
  report <- example_scan_report("nl")
  expect_match(wb_report_notice(report)[1], "SYNTHETIC")
  expect_match(wb_report_notice(report)[2], "niet de offici")
  expect_output(print(report), "Bakkerij De Korst .*SYNTHETIC")
  expect_error(wb_report_part(report, "weather"), class = "werkbaar_argument_error")
  expect_error(wb_report_part(wb_report(report_results()), "summary"), class = "werkbaar_argument_error")
})
