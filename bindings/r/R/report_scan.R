# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The report of a company scan: who took part, how often each problem is met, what stands out, and
# what may be talked about. Hidden figures have no number in the tables it is made of.

wb_scan_report <- function(scan, reference = NULL, catalogue = NULL, language = c("nl", "en")) {
  scan <- wb_scan(scan)
  language <- wb_check_choice(language[1], "language", names(report_words))
  parts <- c("results", "response", "groups", "themes", "guide", "method")
  tables <- lapply(setNames(nm = parts), function(part) wb_scan_table(scan, part, language))
  if (scan$status == "ok") {
    tables$findings <- wb_scan_findings(scan, reference, level = metadata_number(tables$results, "level"))
    tables$measures <- wb_scan_suggest(tables$findings, catalogue, language = language)
  }
  doubts <- tables$method$text[tables$method$id %in% c("not_validated", "not_verified")]
  verified <- length(doubts) == 0
  words <- utils::modifyList(report_words[[language]], scan_words[[language]])
  if (!verified) words$preset <- paste(doubts, collapse = " ")
  report <- list(language = language, words = words, tables = tables, status = scan$status,
    level = metadata_number(tables$results, "level"), scores = character(),
    synthetic = isTRUE(metadata_flag(tables$results, "synthetic")), verified = verified,
    title = as.character(tables$groups$title[tables$groups$kind == "whole"]), parts = scan_sayers)
  structure(report, class = c("wb_scan_report", "wb_report"))
}

format.wb_scan_report <- function(x, ...) {
  sprintf("<wb_scan_report> %s, %s%s", x$title, x$language, if (x$synthetic) ", SYNTHETIC" else "")
}

method_text <- function(tables, id) tables$method$text[match(id, tables$method$id)]

# A part of a report of a scan or a plan, as lines of markdown.
wb_report_part <- function(report, part) {
  if (is.null(report$parts)) refuse_argument(report, "report", "a report of a scan or a plan")
  part <- wb_check_choice(part, "part", names(report$parts))
  c("", report$parts[[part]](report), "")
}

# ---- numbers of a scan ----

scan_row <- function(table, ...) {
  wanted <- list(...)
  fits <- rep(TRUE, nrow(table))
  for (name in names(wanted)) fits <- fits & as.character(table[[name]]) %in% as.character(wanted[[name]])
  table[fits, , drop = FALSE]
}

scan_result <- function(report, group, indicator) {
  one_row(scan_row(report$tables$results, group = group, indicator = indicator))
}

is_shown <- function(row) !is.null(row) && row$status != "hidden"

# Of a composite the problem is that of any of its parts: who has workable work has none.
scan_label <- function(report, indicator) {
  themes <- report$tables$themes
  label <- themes$label[match(as.character(indicator), themes$indicator)]
  ifelse(is_composite(report, indicator), sprintf(report$words$any_problem, label), label)
}

is_composite <- function(report, indicator) {
  themes <- report$tables$themes
  !is.na(themes$parts[match(as.character(indicator), themes$indicator)])
}

# Where two groups have one title, that of the group above tells which.
scan_group <- function(report, group) {
  groups <- report$tables$groups
  at <- match(as.character(group), groups$group)
  title <- groups$title[at]
  above <- groups$title[match(groups$parent[at], groups$group)]
  ifelse(title %in% groups$title[duplicated(groups$title)] & !is.na(above), paste(above, title, sep = " \u203a "), title)
}

# Names of groups, those below others set in. A crossing has no level.
scan_group_names <- function(groups) {
  inset <- strrep("\u00a0\u00a0\u00a0", pmax(groups$level - 1, 0, na.rm = TRUE))
  paste0(inset, groups$title)
}

share_range <- function(report, lower, upper) {
  paste(number_text(100 * c(lower, upper), 1, report$language), collapse = "\u2013")
}

scan_values <- function(report, row) {
  list(label = scan_label(report, row$indicator), theme = scan_label(report, row$indicator),
    problem = number_text(row$problem, 0, report$language), n = number_text(row$n, 0, report$language),
    share = value_text(report, row$share, ""), interval = interval_text(report, row$lower, row$upper, ""),
    bounds = interval_bounds(report, row))
}

interval_bounds <- function(report, row) {
  fill_words(report$words$bounds_are, list(
    lower = number_text(100 * row$bound_lower, 1, report$language),
    upper = number_text(100 * row$bound_upper, 1, report$language)))
}

# ---- what the parts say ----

# Nothing but who took part and how it was done, where too few did.
unless_small <- function(say) {
  function(report) if (report$status == "ok") say(report) else report$words$too_small
}

say_scan_summary <- function(report) {
  c(paste("-", say_scan_response(report)), paste("-", say_scan_highest(report)),
    paste("-", say_scan_counts(report)),
    vapply(say_scan_findings(report), function(text) paste("-", text), "", USE.NAMES = FALSE))
}

say_scan_response <- function(report) {
  row <- scan_row(report$tables$response, group = "all")
  if (nrow(row) == 0 || row$status == "hidden") return(report$words$response_hidden)
  fill_words(report$words$response_level, list(answered = number_text(row$answered, 0, report$language),
    staff = number_text(row$staff, 0, report$language), rate = value_text(report, row$rate, "")))
}

# Of themes alone: what people have of several is the highest always.
say_scan_highest <- function(report) {
  rows <- scan_row(report$tables$results, group = "all")
  rows <- rows[rows$status != "hidden" & !is_composite(report, rows$indicator), ]
  if (nrow(rows) == 0) return(report$words$whole_hidden)
  highest <- rows[which.max(rows$share), ]
  word <- if (nrow(rows) == 1) "theme_level" else "theme_highest"
  fill_words(report$words[[word]], c(scan_values(report, highest), themes = nrow(rows)))
}

scan_against <- function(report) {
  kinds <- as.character(report$tables$findings$reference_kind)
  if (all(kinds %in% c("rest", NA))) report$words$against_rest else report$words$against_reference
}

say_scan_counts <- function(report) {
  findings <- report$tables$findings
  count <- function(chosen) number_text(sum(chosen, na.rm = TRUE), 0, report$language)
  ok <- findings$status == "ok"
  fill_words(report$words$finding_counts, list(against = scan_against(report),
    worse = count(ok & findings$direction == "problem"), better = count(ok & findings$direction == "strength"),
    undecided = count(findings$status == "undecided"), hidden = count(findings$status == "hidden")))
}

# Those with a rank, in its order: the test has decided on them.
scan_ranked <- function(report) {
  findings <- report$tables$findings
  found <- findings[findings$status == "ok" & !is.na(findings$rank), ]
  found[order(found$direction != "problem", found$rank), ]
}

say_scan_findings <- function(report) {
  found <- scan_ranked(report)
  if (nrow(found) == 0) return(report$words$no_findings)
  vapply(seq_len(nrow(found)), function(i) say_scan_finding(report, found[i, ]), "")
}

say_scan_finding <- function(report, row) {
  result <- scan_result(report, row$group, row$indicator)
  if (!is_shown(result)) return(report$words$finding_hidden)
  values <- scan_values(report, result)
  values$label <- scan_group(report, row$group)
  values$reference <- value_text(report, row$reference, "")
  values$against <- scan_against(report)
  values$difference <- difference_text(report, row$difference, "")
  values$interval <- interval_text(report, row$difference_lower, row$difference_upper, "")
  values$p <- report_p_text(report, row$p_adjusted)
  fill_words(report$words[[paste0("finding_", row$direction)]], values)
}

say_scan_themes <- function(report) {
  themes <- report$tables$themes
  table <- data.frame(ifelse(is.na(themes$title), capital(scan_label(report, themes$indicator)), themes$title), themes$module,
    ifelse(themes$acute %in% TRUE, report$words$yes, report$words$no))
  names(table) <- c(report$words$theme, report$words$module, report$words$has_acute)
  report_table_lines(report, table, report$words$themes_table)
}

say_scan_took_part <- function(report) {
  response <- report$tables$response
  groups <- report$tables$groups[match(response$group, report$tables$groups$group), ]
  shown <- response$status != "hidden"
  number <- function(x) ifelse(shown, number_text(x, 0, report$language), "")
  table <- data.frame(scan_group_names(groups), number_text(response$staff, 0, report$language),
    ifelse(shown, number(response$answered), report$words$hidden),
    ifelse(shown, paste0(number_text(100 * response$rate, 1, report$language), "%"), ""),
    ifelse(response$under_represented %in% TRUE, report$words$under, ""))
  names(table) <- report$words[c("group", "staff", "answered", "rate", "remark")]
  if (all(table[[5]] == "")) table <- table[-5]
  c(say_scan_response(report), say_scan_under(report), "",
    report_table_lines(report, table, report$words$response_table))
}

say_scan_under <- function(report) {
  response <- report$tables$response
  under <- response$group[response$under_represented %in% TRUE]
  if (length(under) == 0) return(report$words$none_under)
  fill_words(report$words$some_under, list(groups = paste(scan_group(report, under), collapse = ", ")))
}

# ---- results, a section per theme ----

say_scan_results <- function(report) {
  unlist(lapply(report$tables$themes$indicator, function(indicator) {
    label <- scan_label(report, indicator)
    c("", paste("##", in_markdown(capital(label))), "", say_scan_level(report, indicator), "",
      report_table_lines(report, scan_table(report, indicator),
        fill_words(report$words$theme_table, list(label = label))))
  }))
}

say_scan_level <- function(report, indicator) {
  row <- scan_result(report, "all", indicator)
  if (!is_shown(row)) return(fill_words(report$words$theme_hidden, list(label = scan_label(report, indicator))))
  fill_words(report$words$theme_level, scan_values(report, row))
}

scan_table <- function(report, indicator) {
  groups <- report$tables$groups
  rows <- lapply(groups$group, function(group) {
    row <- scan_result(report, group, indicator)
    if (is.null(row)) return(c("\u2013", "", "", "", ""))
    if (!is_shown(row)) return(c(report$words$hidden, "", "", "", ""))
    c(value_text(report, row$share, ""), share_range(report, row$lower, row$upper),
      share_range(report, row$bound_lower, row$bound_upper), number_text(row$problem, 0, report$language),
      number_text(row$n, 0, report$language))
  })
  table <- data.frame(scan_group_names(groups), do.call(rbind, rows))
  names(table) <- report$words[c("group", "share_is", "ci", "outer", "with_problem", "n")]
  table
}

# ---- what stands out, and then ----

say_scan_found <- function(report) {
  found <- scan_ranked(report)
  said <- c(rbind(say_scan_findings(report), ""))
  if (nrow(found) == 0) return(c(say_scan_counts(report), "", said))
  text <- function(x) vapply(x, function(one) difference_text(report, one, ""), "")
  table <- data.frame(scan_group(report, found$group), scan_label(report, found$indicator),
    unlist(report$words[as.character(found$direction)], use.names = FALSE),
    paste0(number_text(100 * found$share, 1, report$language), "%"),
    paste0(number_text(100 * found$reference, 1, report$language), "%"), text(found$difference),
    vapply(found$p_adjusted, function(p) report_p_text(report, p), ""))
  names(table) <- report$words[c("group", "theme", "verdict", "share_is", "reference", "difference_is", "p_is")]
  c(say_scan_counts(report), "", said, report_table_lines(report, table, report$words$findings_table))
}

say_scan_measures <- function(report) {
  measures <- report$tables$measures
  if (nrow(measures) == 0) return(report$words$no_measures)
  same <- paste(measures$theme, measures$measure)
  groups <- tapply(scan_group(report, measures$group), same, function(x) paste(unique(x), collapse = ", "))
  measures <- measures[!duplicated(same), ]
  table <- data.frame(as.character(groups[unique(same)]), scan_label_of_theme(report, measures$theme), measures$title,
    measures$text)
  names(table) <- report$words[c("group", "theme", "measure_is", "what")]
  c(report$words$measures_care, "", report_table_lines(report, table, report$words$measures_table))
}

scan_label_of_theme <- function(report, theme) {
  themes <- report$tables$themes
  themes$title[match(as.character(theme), themes$theme)]
}

# Questions on what stands out first; on all where nothing does.
say_scan_guide <- function(report) {
  guide <- report$tables$guide
  if (report$status == "ok") {
    found <- unique(as.character(scan_ranked(report)$theme))
    if (length(found) > 0) guide <- guide[guide$theme %in% found, ]
  }
  unlist(lapply(unique(guide$theme), function(theme) {
    of <- guide[guide$theme == theme, ]
    c("", sprintf("**%s**", in_markdown(capital(of$title[1]))), "", paste("-", in_markdown(of$question)), "")
  }))
}

say_scan_hidden <- function(report) {
  results <- report$tables$results
  said <- in_markdown(method_text(report$tables, "hidden"))
  if (report$status != "ok") return(said)
  c(fill_words(report$words$hidden_count, list(hidden = number_text(sum(results$status == "hidden"), 0, report$language),
    figures = number_text(nrow(results), 0, report$language))), "", said, "", report$words$hidden_why)
}

say_scan_method <- function(report) {
  method <- report$tables$method
  c(rbind(in_markdown(method$text[method$id != "hidden"]), ""), say_scan_test(report), "", fill_words(report$words$scan_made,
    list(library = metadata_text(report$tables$results, "library"),
      hash = substr(metadata_text(report$tables$results, "hash"), 1, 12))))
}

say_scan_test <- function(report) {
  if (report$status != "ok") return(NULL)
  fill_words(report$words$test_is, list(fdr = number_text(metadata_number(report$tables$findings, "fdr"), 2,
    report$language)))
}

scan_sayers <- list(
  summary = unless_small(say_scan_summary), response = unless_small(say_scan_took_part),
  themes = say_scan_themes, results = unless_small(say_scan_results), findings = unless_small(say_scan_found),
  measures = unless_small(say_scan_measures), guide = say_scan_guide, hidden = say_scan_hidden,
  method = say_scan_method
)

# ---- a picture ----

# Of the whole: the share with its interval, and in a thin line what holds whatever the others would have said.
scan_figure <- function(report) {
  rows <- scan_row(report$tables$results, group = "all")
  rows <- rows[rows$status != "hidden", ]
  if (nrow(rows) == 0) return(NULL)
  rows$label <- capital(scan_label(report, rows$indicator))
  rows <- rows[order(rows$share), ]
  at <- seq_len(nrow(rows))
  aes <- ggplot2::aes
  percent <- function(name) 100 * rows[[name]]
  ggplot2::ggplot(rows, aes(y = at)) +
    ggplot2::geom_segment(aes(x = percent("bound_lower"), xend = percent("bound_upper"), yend = at),
      colour = chart_look()$quiet, linewidth = 0.4) +
    ggplot2::geom_segment(aes(x = percent("lower"), xend = percent("upper"), yend = at),
      colour = report_colour("blue"), linewidth = 1.2) +
    ggplot2::geom_point(aes(x = percent("share")), colour = report_colour("blue"), size = 2.5) +
    ggplot2::scale_y_continuous(breaks = at, labels = rows$label) +
    ggplot2::scale_x_continuous(limits = c(0, 100), labels = function(x) paste0(x, "%")) +
    ggplot2::labs(x = NULL, y = NULL, title = if (report$synthetic) report$words$synthetic_short,
      subtitle = report$title, caption = figure_caption(report)) +
    report_theme() + ggplot2::theme(panel.grid.major.y = ggplot2::element_blank())
}
