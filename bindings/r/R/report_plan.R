# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# How a plan stands on a day: actions, dates, money, targets, and what is open. What the plan does
# not say is said to be unknown: never zero, done or late.

wb_plan_report <- function(plan, today, language = c("nl", "en"), days = 365, since = NULL,
                           estimates = NULL, wave = NULL, ...) {
  plan <- wb_plan(plan)
  language <- wb_check_choice(language[1], "language", names(report_words))
  words <- utils::modifyList(report_words[[language]], plan_words[[language]])
  tables <- plan_tables(plan, today, language, days, since)
  if (!is.null(estimates)) {
    tables$targets <- wb_plan_evaluate(plan, estimates, wave, today, language = language, ...)
  }
  metadata <- if (!is.null(estimates)) wb_metadata(estimates)
  words$title <- fill_words(words$title, list(plan = plan_title(plan, language),
    today = report_date(follow_day(today), language)), identity)
  report <- list(language = language, words = words, tables = tables, plan = plan, today = follow_day(today),
    days = days, since = since, evaluated = !is.null(estimates), title = words$title, scores = character(),
    synthetic = any(grepl("\"synthetic\":true", metadata, fixed = TRUE)), verified = TRUE, parts = plan_sayers)
  structure(report, class = c("wb_plan_report", "wb_report"))
}

plan_tables <- function(plan, today, language, days, since) {
  list(status = wb_plan_status(plan, today, language), progress = wb_plan_progress(plan, today, language),
    agenda = wb_plan_agenda(plan, today, days, language), budget = wb_plan_budget(plan, language),
    totals = wb_plan_budget_totals(plan), years = wb_plan_budget_totals(plan, "year"),
    open = wb_plan_open(plan, language), answers = wb_plan_answers(plan, language),
    since = if (!is.null(since)) wb_plan_since(plan, since, language),
    targets = wb_plan_table(plan, "target", language))
}

format.wb_plan_report <- function(x, ...) sprintf("<wb_plan_report> %s, %s", x$title, x$language)

# ---- words and numbers ----

plan_word <- function(report, x) {
  words <- report$words$of_plan
  x <- as.character(x)
  ifelse(is.na(x), "", ifelse(x %in% names(words), words[x], x))
}

whole <- function(report, x) number_text(x, 0, report$language)

# Of cents, which are written where there are some.
money_text <- function(report, cents) {
  digits <- ifelse(is.na(cents) | cents %% 100 == 0, 0, 2)
  shown <- mapply(number_text, cents / 100, digits, MoreArgs = list(language = report$language))
  space <- if (report$language == "nl") "\u00a0" else ""
  ifelse(is.na(cents), "", paste0("\u20ac", space, shown))
}

or_dash <- function(x) ifelse(is.na(x) | x == "", "\u2013", as.character(x))

numbered <- function(number, title) {
  ifelse(is.na(number), or_dash(title), paste0(number, ". ", or_dash(title)))
}

plan_table_lines <- function(report, columns, caption, values = list()) {
  table <- data.frame(columns[lengths(columns) > 0], check.names = FALSE)
  names(table) <- unlist(report$words[names(table)])
  report_table_lines(report, table, fill_words(report$words[[caption]], values))
}

# ---- what the parts say ----

say_plan_summary <- function(report) {
  said <- c(say_plan_counts(report), say_plan_dates(report), say_plan_next(report), say_plan_money(report),
    say_plan_targets(report))
  paste("-", said)
}

say_plan_counts <- function(report) {
  all <- utils::tail(report$tables$progress, 1)
  keys <- c("actions", "done", "running", "planned", "stopped", "unknown")
  values <- lapply(setNames(nm = keys), function(key) whole(report, all[[key]]))
  values$objectives <- nrow(report$tables$progress) - 1
  least <- if (!is.na(all$share_done)) {
    fill_words(report$words$share_done, list(share = value_text(report, all$share_done, "")))
  }
  paste(c(fill_words(report$words$counts, values), least), collapse = " ")
}

say_plan_dates <- function(report) {
  all <- utils::tail(report$tables$progress, 1)
  fill_words(report$words$late_past, list(late = whole(report, all$late), past = whole(report, all$past)))
}

say_plan_next <- function(report) {
  agenda <- report$tables$agenda
  coming <- which(!is.na(agenda$days) & agenda$days >= 0)
  if (length(coming) == 0) return(fill_words(report$words$no_next, list(days = whole(report, report$days))))
  row <- agenda[coming[which.min(agenda$days[coming])], ]
  fill_words(report$words$next_date, list(date = report_date(row$due, report$language),
    what = agenda_what(report, row), action = if (is.na(row$title)) "" else
      sprintf(" (%s)", numbered(row$number, row$title))))
}

say_plan_money <- function(report) {
  total <- report$tables$totals
  if (nrow(total) == 0 || total$lines == 0) return(report$words$money_none)
  values <- list(known = money_text(report, total$current_known), lines = whole(report, total$lines),
    unknown = whole(report, total$current_unknown))
  status <- as.character(total$current_status)
  said <- fill_words(report$words[[paste0("money_", status)]], values)
  if (total$left_out > 0) {
    said <- paste(said, fill_words(report$words$money_left_out, list(left_out = whole(report, total$left_out))))
  }
  said
}

say_plan_targets <- function(report) {
  targets <- report$tables$targets
  if (nrow(targets) == 0) return(report$words$no_targets)
  if (!report$evaluated) {
    return(fill_words(report$words$targets_plain, list(targets = whole(report, nrow(targets)))))
  }
  fill_words(report$words$targets_evaluated, list(targets = whole(report, nrow(targets)),
    estimated = whole(report, sum(!is.na(targets$estimate)))))
}

say_plan_progress <- function(report) {
  progress <- report$tables$progress
  counts <- lapply(progress[c("actions", "done", "running", "planned", "stopped", "unknown", "late", "past")], whole,
    report = report)
  name <- ifelse(is.na(progress$objective), report$words$all, numbered(progress$number, progress$title))
  names(counts)[1] <- "n_actions"
  c(say_plan_counts(report), "", plan_table_lines(report, c(list(objective = name), counts), "progress_table"))
}

# A table per objective, with sub-actions set in.
say_plan_actions <- function(report) {
  status <- report$tables$status
  progress <- report$tables$progress
  unlist(lapply(unique(status$objective), function(objective) {
    of <- status[status$objective %in% objective, ]
    at <- match(objective, progress$objective)
    label <- numbered(progress$number[at], progress$title[at])
    inset <- ifelse(is.na(of$part_of), "", "\u00a0\u00a0\u00a0")
    c("", paste("##", in_markdown(label)), "", plan_table_lines(report, list(number = paste0(inset, or_dash(of$number)),
      action = or_dash(of$title), force = plan_word(report, of$force), who = or_dash(of$who),
      status = plan_word(report, of$status), state = plan_word(report, of$state),
      by = report_date(of$due, report$language)), "actions_table", list(label = label)))
  }))
}

say_plan_deadlines <- function(report) {
  agenda <- report$tables$agenda
  dated <- !is.na(agenda$due)
  c(say_plan_dates(report), "", report$words$past_is, "",
    plan_agenda(report, agenda[dated & agenda$days < 0, ], "past_table", "none_past"),
    plan_agenda(report, agenda[dated & agenda$days >= 0, ], "coming_table", "none_coming"),
    fill_words(report$words$undated, list(undated = whole(report, sum(!dated)))))
}

# What is to happen: in the words of the plan, else what kind of date it is.
agenda_what <- function(report, rows) ifelse(is.na(rows$what), plan_word(report, rows$basis), rows$what)

plan_agenda <- function(report, rows, caption, none) {
  values <- list(days = whole(report, report$days))
  if (nrow(rows) == 0) return(c(fill_words(report$words[[none]], values), ""))
  plan_table_lines(report, list(by = report_date(rows$due, report$language),
    action = numbered(rows$number, rows$title), what = agenda_what(report, rows), status = plan_word(report, rows$status),
    state = plan_word(report, rows$state), who = or_dash(rows$who)), caption, values)
}

say_plan_budget <- function(report) {
  years <- report$tables$years
  lines <- report$tables$budget
  lines <- lines[!is.na(lines$current) | lines$certainty %in% "to_be_determined", ]
  year <- function(x) ifelse(is.na(x), report$words$no_year, as.character(x))
  c(say_plan_money(report), "", if (nrow(years) > 0) {
    plan_table_lines(report, list(year = year(years$year), lines = whole(report, years$lines),
      known = money_text(report, years$current_known), without = whole(report, years$current_unknown),
      left_out = whole(report, years$left_out)), "years_table")
  }, if (nrow(lines) > 0) {
    plan_table_lines(report, list(line = ifelse(is.na(lines$title), or_dash(lines$text), lines$title),
      action = or_dash(lines$number), year = year(lines$year), source = or_dash(lines$source_name),
      amount = ifelse(is.na(lines$current), report$words$open_amount, money_text(report, lines$current)),
      certainty = plan_word(report, lines$certainty), counted = plan_word(report, lines$counted)), "lines_table")
  })
}

say_plan_indicators <- function(report) {
  targets <- report$tables$targets
  if (nrow(targets) == 0) return(report$words$no_targets)
  if (report$evaluated) {
    said <- sprintf("- **%s**. %s.", in_markdown(or_dash(targets$title)), in_markdown(capital(targets$text)))
    return(c(said, "", report$words$indicators_care))
  }
  value <- function(x) {
    unit <- ifelse(targets$unit %in% "percent", "%", paste0(" ", plan_word(report, targets$unit)))
    ifelse(is.na(x), "\u2013", paste0(vapply(x, shortest_text, "", report$language), unit))
  }
  c(say_plan_targets(report), "", plan_table_lines(report, list(target = or_dash(targets$title),
    from = value(targets$from), to = value(targets$to), by = or_dash(report_date(targets$date, report$language)),
    indicator = targets$indicator), "targets_table"))
}

say_plan_open <- function(report) {
  open <- report$tables$open
  if (nrow(open) == 0) return(report$words$nothing_open)
  plan_table_lines(report, list(about = numbered(open$number, open$title), what = plan_word(report, open$field),
    state = plan_word(report, open$state), awaited = or_dash(open$awaited), text = or_dash(open$text)), "open_table")
}

say_plan_answers <- function(report) {
  answers <- report$tables$answers
  if (nrow(answers) == 0) return(report$words$no_answers)
  about <- ifelse(is.na(answers$about), answers$question_text, answers$about)
  plan_table_lines(report, list(about = numbered(answers$number, about), status = plan_word(report, answers$status),
    text = or_dash(answers$text), awaited = or_dash(answers$awaited)), "answers_table")
}

say_plan_since <- function(report) {
  if (is.null(report$since)) return(report$words$since_not_asked)
  since <- report$tables$since
  values <- list(since = report_date(day_text(report$since, "since"), report$language))
  if (nrow(since) == 0) return(fill_words(report$words$since_none, values))
  plan_table_lines(report, list(date = report_date(since$date, report$language), action = numbered(since$number, since$title),
    status = plan_word(report, since$status), text = or_dash(since$text), who = or_dash(since$by)), "since_table", values)
}

say_plan_method <- function(report) {
  values <- list(today = report_date(report$today, report$language), id = report$plan$id,
    version = report$plan$version, hash = substr(report$plan$hash, 1, 12), library = wb_version())
  c(rbind(vapply(report$words$plan_method, fill_words, "", values = values), ""))
}

plan_sayers <- list(
  summary = say_plan_summary, progress = say_plan_progress, actions = say_plan_actions,
  deadlines = say_plan_deadlines, budget = say_plan_budget, indicators = say_plan_indicators,
  open = say_plan_open, answers = say_plan_answers, since = say_plan_since, method = say_plan_method
)
