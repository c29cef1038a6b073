# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

scan_vectors <- function(name, ...) {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  utils::read.csv(file.path(folder, paste0(name, ".csv")), encoding = "UTF-8", ...)
}

scan_vector_file <- function(name) {
  file.path(project_folder("WERKBAAR_VECTORS", "tests", "vectors"), name)
}

three_questions <- function() {
  wb_compose(list(format = "werkbaar-recipe/1.0", id = "vectors", version = "1.0",
    languages = I("nl"), title = list(nl = "Vragen"), modules = list(list(id = "three-questions"))),
    wb_catalogue(scan_vector_file("scan_module.json")))
}

example_scan <- function(...) {
  do.call(wb_scan_run, c(unname(wb_scan_example()), list(...)))
}

# ---- the vectors ----

test_that("figures are those of survey", {
  questionnaire <- three_questions()
  cases <- scan_vectors("scan_cases")
  all_answers <- scan_vectors("scan_answers", na.strings = "")
  all_expected <- scan_vectors("scan_expected")
  all_response <- scan_vectors("scan_response")
  for (case in cases$case) {
    answers <- all_answers[all_answers$case == case, -1]
    scan <- wb_scan_run(questionnaire, cases$organisation[cases$case == case], answers)
    expected <- all_expected[all_expected$case == case, ]
    results <- wb_scan_table(scan)
    expect_identical(nrow(results), nrow(expected))
    found <- results[match(paste(expected$group, expected$indicator),
      paste(results$group, results$indicator)), ]
    shown <- found$status != "hidden"
    for (name in c("n", "problem", "share", "se", "df", "lower", "upper", "weighted",
      "weighted_se", "weighted_lower", "weighted_upper")) {
      expect_true(all(is.na(found[[name]][!shown])))
      compared <- shown & !is.na(expected[[name]])
      expect_equal(as.numeric(found[[name]][compared]), as.numeric(expected[[name]][compared]),
        tolerance = 1e-10, info = paste(case, name))
    }
    response <- wb_scan_table(scan, "response")
    expected <- all_response[all_response$case == case, ]
    found <- response[match(expected$group, response$group), ]
    shown <- found$status != "hidden"
    expect_equal(found$answered[shown], as.numeric(expected$answered[shown]))
    expect_equal(found$p[shown], expected$p[shown], tolerance = 1e-10)
  }
})

test_that("findings are those of R", {
  scan <- wb_scan(scan_vector_file("scan_file.json"))
  references <- scan_vectors("scan_references", na.strings = "")
  weights <- scan_vectors("scan_weights")
  weights <- stats::setNames(weights$weight, weights$theme)
  all_expected <- scan_vectors("scan_findings", na.strings = "")
  for (case in unique(all_expected$case)) {
    reference <- if (case != "rest") references[references$case == case, -1]
    findings <- wb_scan_findings(scan, reference, if (case %in% c("rest", "pool")) weights)
    expected <- all_expected[all_expected$case == case, ]
    found <- findings[match(paste(expected$group, expected$indicator),
      paste(findings$group, findings$indicator)), ]
    expect_identical(as.character(found$status), expected$status)
    expect_identical(as.character(found$direction), expected$direction)
    for (name in c("n", "people", "share", "reference", "difference", "difference_lower",
      "difference_upper", "p", "p_adjusted", "weight", "score", "rank")) {
      ours <- as.numeric(found[[name]])
      theirs <- as.numeric(expected[[name]])
      theirs[expected$status == "hidden"] <- NA
      expect_identical(is.na(ours), is.na(theirs), info = paste(case, name))
      allowed <- if (name %in% c("p", "p_adjusted")) 1e-9 else 1e-11
      expect_lte(max(abs(ours - theirs) / pmax(1, abs(theirs)), na.rm = TRUE), allowed,
        label = paste(case, name))
    }
  }
})

# ---- the same in C and Python ----

test_that("the example is that of the vectors, as in Python", {
  expected <- scan_vectors("scan_example", na.strings = "")
  answers <- wb_scan_example()$answers
  expect_identical(names(answers), names(expected))
  expect_equal(answers, expected, ignore_attr = TRUE)
})

test_that("the command makes the same scan, to the byte", {
  cli <- project_folder("WERKBAAR_CLI", "build", "tools", "werkbaar", "werkbaar")
  made_up <- wb_scan_example()
  folder <- tempfile()
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  paths <- file.path(folder, c("questionnaire.json", "organisation.json", "answers.csv"))
  writeLines(wb_questionnaire_json(made_up$questionnaire), paths[1L], useBytes = TRUE)
  writeLines(wb_organisation_json(made_up$organisation), paths[2L], useBytes = TRUE)
  wb_write_csv(made_up$answers, paths[3L])
  report <- file.path(folder, "report")
  system2(cli, c("scan", "run", shQuote(paths), "--output", shQuote(report)),
    stdout = FALSE, stderr = FALSE)
  scan <- example_scan()
  theirs <- wb_scan(file.path(report, "scan.json"))
  expect_identical(wb_scan_json(theirs), wb_scan_json(scan))
  expect_identical(wb_ledger(file.path(report, "ledger.json"))$json, wb_scan_ledger(scan)$json)
  findings <- file.path(folder, "findings.csv")
  system2(cli, c("scan", "findings", shQuote(file.path(report, "scan.json")), "--format", "csv",
    "--lang", "en", "--output", shQuote(findings)))
  theirs <- wb_read_csv(findings)
  ours <- wb_scan_findings(scan)
  expect_identical(theirs$id, ours$id)
  for (name in c("share", "reference", "difference", "p", "p_adjusted", "score")) {
    expect_identical(theirs[[name]], ours[[name]], info = name)
  }
})

# ---- scans ----

test_that("every part is a data frame in both languages", {
  scan <- example_scan()
  for (part in eval(formals(wb_scan_table)$part)) {
    expect_identical(dim(wb_scan_table(scan, part, "en")), dim(wb_scan_table(scan, part)))
  }
  expect_output(print(scan), "bakery:2030: ok")
  expect_identical(wb_metadata(wb_scan_table(scan)), wb_metadata(wb_scan_table(scan)))
  expect_match(wb_metadata(wb_scan_table(scan)), "\"synthetic\":true")
})

test_that("results are true or hidden", {
  made_up <- wb_scan_example()
  scores <- wb_score(made_up$answers, wb_questionnaire_instrument(made_up$questionnaire))
  results <- wb_scan_table(example_scan())
  night <- results[results$group == "department/production/night", ]
  among <- scores[scores$team %in% "night", ]
  expect_true(all(night$status != "hidden"))
  for (i in seq_len(nrow(night))) {
    expect_equal(night$problem[i], sum(among[[paste0(night$indicator[i], "_problem")]]))
    expect_equal(night$n[i], nrow(among))
  }
  hidden <- results[results$status == "hidden", ]
  expect_true("department/office" %in% hidden$group)
  expect_true(all(is.na(hidden[c("n", "problem", "share", "lower", "upper")])))
})

test_that("a path, a text and a scan make the same one, also from saveRDS, without the audit", {
  scan <- example_scan()
  path <- tempfile(fileext = ".json")
  on.exit(unlink(path))
  writeLines(wb_scan_json(scan), path, useBytes = TRUE)
  for (same in list(wb_scan(path), wb_scan(scan$json), unserialize(serialize(scan, NULL)))) {
    expect_identical(same$hash, scan$hash)
    expect_identical(wb_scan_table(same), wb_scan_table(scan))
    expect_refused(wb_scan_table(same, "audit"), "unsupported")
  }
  expect_gt(nrow(wb_scan_table(wb_scan(scan), "audit")), 0)
})

test_that("a second report keeps to the first", {
  first <- example_scan()
  ledger <- wb_scan_ledger(first)
  expect_identical(ledger$scope, "bakery:2030")
  second <- example_scan(release = "2", earlier = ledger)
  for (name in c("n", "problem")) {
    expect_identical(wb_scan_table(second)[[name]], wb_scan_table(first)[[name]])
  }
  expect_refused(example_scan(earlier = ledger), "conflict")
})

test_that("options change what they say", {
  one <- function(...) wb_scan_table(example_scan(...))[1L, ]
  expect_gt(one(level = 0.99)$upper, one()$upper)
  expect_gt(one(fpc = FALSE)$se, one()$se)
  made_up <- wb_scan_example()
  few <- wb_scan_run(made_up$questionnaire, made_up$organisation, made_up$answers[1:7, ])
  expect_identical(few$status, "too_small")
  expect_output(print(few), "there are no figures")
})

test_that("records of an expert stand beside a copy", {
  questionnaire <- wb_scan_example()$questionnaire
  scan <- example_scan()
  questions <- wb_questionnaire_table(questionnaire, "questions")
  ids <- questions$id[questions$unit == "workpost"]
  posts <- data.frame(record = c("oven", "packing"),
    stats::setNames(rep(list(0:1), length(ids)), ids))
  richer <- wb_scan_add_records(scan, questionnaire, "workpost", posts)
  expect_setequal(wb_scan_table(richer, "records")$record, c("oven", "packing"))
  expect_setequal(as.character(wb_scan_table(richer, "checklists")$answer), c("yes", "no"))
  expect_identical(nrow(wb_scan_table(scan, "records")), 0L)
  expect_refused(wb_scan_add_records(scan, questionnaire, "workpost", cbind(posts, boss = "x")),
    "data", item = "boss")
  expect_refused(wb_scan_add_records(scan, questionnaire, "team", posts), "argument", item = "unit")
})

test_that("wrong answers and arguments are refused with their place", {
  made_up <- wb_scan_example()
  run <- function(answers, ...) {
    wb_scan_run(made_up$questionnaire, made_up$organisation, answers, ...)
  }
  answers <- made_up$answers
  expect_refused(run(cbind(answers, email = "x")), "data", item = "email")
  expect_refused(run(transform(answers, work_amount_1 = 7L)), "data", item = "work_amount_1")
  expect_refused(run(transform(answers, department = "west")), "data", item = "department")
  expect_refused(run(answers[names(answers) != "work_amount_2"]), "data", item = "work_amount_2")
  expect_refused(run(rbind(answers, answers)), "data")
  expect_refused(run(answers, level = 0), "argument", item = "level")
  expect_refused(run(answers, fpc = "no"), "argument", item = "fpc")
  expect_refused(run(answers, protect = "some"), "argument", item = "protect")
  expect_refused(run("answers.csv"), "argument")
  expect_refused(wb_scan(sub("\"status\":\"hidden\"", "\"n\":5,\"status\":\"hidden\"",
    example_scan()$json)), "data")
  expect_refused(wb_scan("{\"format\":\"werkbaar-scan/2.0\"}"), "version")
  expect_refused(wb_scan_table(example_scan(), "figures"), "argument", item = "part")
  expect_identical(run(cbind(answers, x_note = "n"))$hash, example_scan()$hash)
})

test_that("progress is told, and may stop the call", {
  told <- NULL
  example_scan(progress = function(fraction) told <<- c(told, fraction))
  expect_gt(length(told), 0)
  expect_error(example_scan(progress = function(fraction) stop("mine")), "mine")
  expect_refused(example_scan(progress = function(fraction) FALSE), "cancelled")
})

# ---- answers out and in, one person ----

test_that("questions leave and answers come back", {
  made_up <- wb_scan_example()
  folder <- tempfile()
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  page <- wb_questionnaire_export(made_up$questionnaire, file.path(folder, "page.html"))
  expect_match(readLines(page, 1L), "<!DOCTYPE html>")
  wb_questionnaire_export(made_up$questionnaire, file.path(folder, "form.xlsx"), "xlsform",
    "workpost")
  expect_identical(readBin(file.path(folder, "form.xlsx"), "raw", 2L), charToRaw("PK"))
  path <- file.path(folder, "answers.csv")
  wb_write_csv(cbind(made_up$answers, submitdate = "2030-03-04"), path)
  back <- wb_questionnaire_import(made_up$questionnaire, path, "limesurvey",
    keep = c("department", "team"))
  expect_false("submitdate" %in% names(back))
  expect_identical(wb_scan_run(made_up$questionnaire, made_up$organisation, back)$hash,
    example_scan()$hash)
  expect_refused(wb_questionnaire_import(made_up$questionnaire, path, "limesurvey"), "data")
  expect_refused(wb_questionnaire_export(made_up$questionnaire, page, "pdf"), "argument",
    item = "format")
})

test_that("groups go out with the questions and come in as ids", {
  made_up <- wb_scan_example()
  path <- tempfile()
  on.exit(unlink(path))
  wb_scan_export(made_up$questionnaire, made_up$organisation, path, "limesurvey", language = "nl")
  expect_true(any(grepl("\tG1Department\t", readLines(path, encoding = "UTF-8"), fixed = TRUE)))
  wb_write_csv(made_up$answers, path)
  back <- wb_scan_import(made_up$questionnaire, made_up$organisation, path)
  expect_identical(names(back)[1:2], c("department", "team"))
  expect_identical(wb_scan_run(made_up$questionnaire, made_up$organisation, back)$hash,
    example_scan()$hash)
  wrong <- made_up$answers
  wrong$team[!is.na(wrong$team)][1] <- "nowhere"
  wb_write_csv(wrong, path)
  expect_refused(wb_scan_import(made_up$questionnaire, made_up$organisation, path), "data",
    item = "team")
})

test_that("one person sees own lights", {
  questionnaire <- wb_scan_example()$questionnaire
  calm <- c(work_amount_1 = 0, work_amount_2 = 0, work_amount_3 = 3, work_amount_4 = 0,
    work_amount_5 = 0)
  lights <- wb_selftest(questionnaire, calm)
  expect_identical(as.character(lights$light[lights$indicator == "work_amount"]), "green")
  expect_identical(as.character(lights$status[lights$indicator == "interruptions"]),
    "not_answered")
  expect_refused(wb_selftest(questionnaire, c(work_amount_1 = 4)), "data", item = "work_amount_1")
})

# ---- what a scan says ----

test_that("a scan is compared with itself, and another definition is not", {
  scan <- wb_scan(scan_vector_file("scan_file.json"))
  reference <- wb_scan_reference(scan)
  moved <- wb_scan_compare(scan, reference)
  expect_true(all(moved$difference[moved$status == "ok"] == 0))
  pool <- scan_vectors("scan_references", na.strings = "")
  pool <- pool[pool$case == "pool", -1]
  compared <- wb_scan_compare(scan, pool, margin = 0)
  expect_false("orange" %in% compared$colour)
  expect_refused(wb_scan_compare(scan, transform(pool, fingerprint = "other")), "conflict")
  expect_refused(wb_scan_compare(scan, data.frame(a = 1)), "data")
  expect_refused(wb_scan_compare(scan, NULL), "argument")
  expect_refused(wb_scan_findings(scan, fdr = 0), "argument", item = "fdr")
  expect_refused(wb_scan_findings(scan, weights = c(load = -1)), "data")
})

test_that("findings become actions of a plan", {
  findings <- wb_scan_findings(example_scan())
  expect_identical(as.character(findings$group[1L]), "department/production/night")
  proposed <- wb_scan_suggest(findings, most = 2, language = "en")
  expect_lte(max(proposed$number), 2)
  drafts <- wb_scan_draft_actions(findings, proposed[1L, ])
  made <- wb_plan_draft("actieplan-werkbaar-werk", drafts, parent = "action-15")
  expect_identical(as.character(made$report$outcome), "added")
  expect_invisible(wb_findings_check(findings))
  theirs <- data.frame(id = "f1", scan = "s1", theme = "noise", direction = "problem",
    status = "ok", share = 0.4)
  wb_findings_check(theirs)
  expect_refused(wb_findings_check(transform(theirs, share = 1.4)), "data", item = "share")
  expect_refused(wb_scan_draft_actions(theirs, proposed), "conflict")
  expect_refused(wb_scan_suggest(findings, most = 0), "argument", item = "most")
  expect_refused(wb_scan_suggest(example_scan()), "argument", item = "findings")
  expect_refused(wb_findings_check(example_scan()), "argument", item = "findings")
})

# ---- pools ----

test_that("a pool adds companies up", {
  scan <- example_scan()
  left <- vapply(paste0("c", 1:6), function(company) wb_scan_tally(scan, company), "")
  expect_false(any(grepl("bakery", left)))
  pool <- wb_pool(left)
  expect_length(pool, 6L)
  expect_output(print(pool), "6 companies")
  benchmark <- wb_pool_benchmark(pool, company = "c2", source = "bakeries")
  whole <- benchmark[is.na(benchmark$group) | benchmark$group == "all", ]
  own <- wb_scan_table(scan)
  own <- own[own$group == "all", ]
  own <- own[match(whole$indicator, own$indicator), ]
  expect_equal(whole$n, 6 * own$n)
  expect_equal(whole$estimate, own$share)
  expect_equal(whole$overlap, own$n)
  again <- unserialize(serialize(pool, NULL))
  expect_equal(wb_pool_benchmark(again), wb_pool_benchmark(pool))
  expect_length(wb_pool_add(pool, wb_scan_tally(scan, "c7")), 7L)
  expect_length(pool, 6L)
  expect_refused(wb_pool_add(pool, left[[1L]]), "conflict")
  expect_refused(wb_pool_benchmark(wb_pool(left[1:4])), "data")
  expect_refused(wb_pool_benchmark(pool, min_companies = 3), "argument")
  expect_refused(wb_pool_benchmark(pool, company = "c99"), "argument")
  expect_refused(wb_pool_benchmark(left), "argument", item = "pool")
  expect_refused(wb_scan_tally(scan, "De Korst"), "data")
})

test_that("measures are counted, and files come in by path", {
  scan <- example_scan()
  chosen <- data.frame(measure = c("quiet-hour", "new-roster"), status = c("done", "planned"))
  folder <- tempfile()
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  paths <- vapply(paste0("c", 1:5), function(company) {
    wb_scan_tally(scan, company, file.path(folder, company), chosen)
  }, "")
  found <- wb_pool_measures(wb_pool(paths))
  expect_setequal(found$measure, chosen$measure)
  expect_equal(found$companies, c(5, 5))
})
