# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

support_vectors <- function(name, ...) {
  folder <- project_folder("WERKBAAR_VECTORS", "tests", "vectors")
  utils::read.csv(file.path(folder, paste0(name, ".csv")), encoding = "UTF-8", ...)
}

# "a=1;b=true" as a list of facts.
facts_of <- function(text) {
  if (!nzchar(text)) return(list())
  parts <- do.call(rbind, strsplit(strsplit(text, ";", fixed = TRUE)[[1L]], "=", fixed = TRUE))
  values <- lapply(parts[, 2L], utils::type.convert, as.is = TRUE)
  values[parts[, 2L] == "true"] <- TRUE
  values[parts[, 2L] == "false"] <- FALSE
  stats::setNames(values, parts[, 1L])
}

test_that("cases are judged as by hand", {
  cases <- support_vectors("support_cases", colClasses = "character", na.strings = character())
  expect_gt(nrow(cases), 30)
  for (i in seq_len(nrow(cases))) {
    case <- cases[i, ]
    made <- wb_support_assess(case$rule, facts_of(case$facts), if (nzchar(case$date)) case$date)
    with_status <- function(status) {
      paste(made$conditions$condition[made$conditions$status == status], collapse = " ")
    }
    found <- c(verdict = as.character(made$verdicts$verdict), not_met = with_status("not_met"),
      unknown = with_status("unknown"))
    for (name in c("met", "percent", "support_cents", "own_cents", "remaining_cents")) {
      value <- made$verdicts[[name]]
      found[name] <- if (is.na(value)) "" else format(value, scientific = FALSE)
    }
    expect_identical(found, unlist(case[names(found)]), info = case$case)
    expect_match(as.character(made$verdicts$remark), "geen juridisch advies; historische regel")
  }
})

test_that("splits are those made by hand", {
  rows <- support_vectors("support_split")
  exact <- rows$cost_cents <= 2^53 & rows$available_cents <= 2^53
  expect_gt(sum(exact), 15)
  rows <- rows[exact, ]
  made <- wb_split_cost(rows$cost_cents, rows$percent, rows$available_cents)
  expect_identical(made$support_cents, as.double(rows$support_cents))
  expect_identical(made$own_cents, as.double(rows$own_cents))
})

test_that("budget lines are those made by hand", {
  rows <- support_vectors("support_cofinance")
  rows <- rows[rows$cost_cents <= 2^53, ]
  for (lines in split(rows, factor(rows$case, unique(rows$case)))) {
    made <- wb_cofinance(lines$cost_cents[1L], stats::setNames(lines$share, lines$line))
    expect_identical(made$cents, as.double(lines$cents), info = lines$case[1L])
    expect_identical(made$line, lines$line)
  }
})

test_that("cases come as lists and data frames, and texts in both languages", {
  cases <- data.frame(employees = c(3L, NA, 0L), region = factor(c("flemish", "brussels", NA)))
  made <- wb_support_assess("werkbaarheidscheque-2022", cases, as.Date("2022-03-01"), "en")
  expect_identical(as.character(made$verdicts$verdict),
    c("undecided", "not_eligible", "not_eligible"))
  expect_identical(made$verdicts$case, c(1, 2, 3))
  expect_identical(made$verdicts$date, rep(as.Date("2022-03-01"), 3L))
  expect_match(as.character(made$verdicts$remark[1L]), "^indicative, no legal advice; historical rule")
  expect_identical(levels(made$conditions$status), c("met", "not_met", "unknown"))
  expect_match(made$conditions$sentence[2L], "^Met: at least 1 employee")
  one <- wb_support_assess("werkbaarheidscheque-2022", list(employees = 3, region = NULL))
  expect_identical(as.character(one$verdicts$verdict), "undecided")
  expect_match(one$conditions$given[1L], "niet opgegeven")
  nothing <- wb_support_assess("werkbaarheidscheque-2022", list())
  expect_identical(nrow(nothing$verdicts), 1L)
  expect_identical(nrow(wb_support_assess("werkbaarheidscheque-2022",
    data.frame(employees = integer()))$verdicts), 0L)
})

test_that("rules are listed and shown", {
  expect_identical(.Call(getNamespace("werkbaar")$R_swig_wb_support_builtin_count, FALSE), 9)
  first <- .Call(getNamespace("werkbaar")$R_swig_wb_support_builtin_id, 0)
  rules <- wb_support_list("2024-07-31", "en")
  expect_identical(rules$id[1L], first)
  expect_identical(rules$id[rules$in_period],
    c("werkbaarheidscheque-2024", "kmo-portefeuille-verhoging-2024"))
  expect_true(all(rules$historical) && !any(rules$verified))
  expect_true(all(is.na(wb_support_list()$in_period)))
  figures <- wb_support_table("kmo-portefeuille-verhoging-2022", "figures")
  expect_identical(figures$percent, c(NA, NA, 30, 20, NA))
  expect_identical(figures$cents[5L], 500000)
  rule <- wb_support("werkbaarheidscheque-2020")
  expect_output(print(rule, "en"), "workability cheque.*historical, partly unverified, indicative")
  expect_identical(wb_support(wb_support_json(rule))$hash, rule$hash)
  path <- tempfile(fileext = ".json")
  writeLines(wb_support_json(rule), path, useBytes = TRUE)
  expect_identical(wb_support(path)$hash, rule$hash)
  again <- unserialize(serialize(rule, NULL))
  expect_identical(wb_support_table(again, "sources"), wb_support_table(rule, "sources"))
})

test_that("what is wrong is refused, with its place", {
  refused <- function(expr, class) {
    tryCatch({
      expr
      NULL
    }, werkbaar_error = function(e) {
      expect_s3_class(e, class)
      e
    })
  }
  json <- sub("\"profit\",\"social_profit\"]", "\"profit\",\"charity\"]",
    wb_support_json("werkbaarheidscheque-2020"), fixed = TRUE)
  error <- refused(wb_support(json), "werkbaar_data_error")
  expect_match(conditionMessage(error), "sector")
  error <- refused(wb_support_assess("werkbaarheidscheque-2020", list(region = "vlaams")),
    "werkbaar_data_error")
  expect_match(conditionMessage(error), "flemish, brussels, walloon or abroad")
  expect_s3_class(refused(wb_support_assess("werkbaarheidscheque-2020", list(employees = -1)),
    "werkbaar_data_error"), "werkbaar_error")
  expect_s3_class(refused(wb_support_assess("werkbaarheidscheque-2020", list(), "2020-02-30"),
    "werkbaar_argument_error"), "werkbaar_error")
  expect_error(wb_support_assess("werkbaarheidscheque-2020", list(), 2020), "date")
  expect_error(wb_support("werkbaarheidsfonds"), "werkbaarheidscheque-2019")
  expect_error(wb_support("{\"format\": \"werkbaar-support/2.0\"}"), "newer")
  expect_error(wb_support(strrep("[", 5000)))
  for (cost in list(-1, 0.5, 2^60)) expect_error(wb_split_cost(cost, 60))
  expect_error(wb_split_cost(1, 101), "101")
  expect_error(wb_split_cost("1", 60), "numbers")
  expect_error(wb_split_cost(1:3, c(60, 50)), "one number, or 3")
  expect_identical(wb_split_cost(c(100, NA), 60)$support_cents, c(60, NA))
  expect_error(wb_cofinance(-1, c(a = 1)))
  expect_error(wb_cofinance(1, c(a = 0)), "sum to 0")
  expect_error(wb_cofinance(1, c(a = 0.5)), "whole number")
  expect_error(wb_cofinance(1, 1:3), "by name")
})
