# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Support for companies: dated rules, which keep themselves as definition.R says, whether cases
# fit them, costs split in cents.

wb_support_list <- function(date = NULL, language = "nl") {
  language <- wb_check_string(language, "language")
  made_table(.Call(R_swig_wb_support_list, date_text(date), language, FALSE))
}

wb_support <- function(x) {
  if (inherits(x, "wb_support")) return(x)
  builtin <- function(id) .Call(R_swig_wb_support_builtin, id, FALSE)
  new_support(builtin_or_definition(x, builtin, read_support))
}

read_support <- function(reader) .Call(R_swig_wb_support_read, reader, FALSE)

new_support <- function(handle) {
  structure(
    class = "wb_support",
    list(
      id = .Call(R_swig_wb_support_id, handle),
      version = .Call(R_swig_wb_support_version, handle),
      hash = .Call(R_swig_wb_support_hash, handle),
      historical = .Call(R_swig_wb_support_historical, handle, FALSE) == 1,
      verified = .Call(R_swig_wb_support_verified, handle, FALSE) == 1,
      json = written_text(function(to) .Call(R_swig_wb_support_write, handle, to, FALSE)),
      state = definition_state(handle)
    )
  )
}

support_handle <- function(support) definition_handle(support, support$id, read_support)

wb_support_table <- function(support, part = c("facts", "conditions", "figures", "sources"),
                             language = "nl") {
  support <- wb_support(support)
  part <- wb_check_choice(part, "part", c("facts", "conditions", "figures", "sources"))
  language <- wb_check_string(language, "language")
  made_table(.Call(R_swig_wb_support_table, support_handle(support), part, language, FALSE))
}

wb_support_json <- function(support) wb_support(support)$json

wb_support_assess <- function(support, cases, date = NULL, language = "nl") {
  support <- wb_support(support)
  date <- date_text(date)
  language <- wb_check_string(language, "language")
  check_table(cases)
  cases <- without_nothing(cases)
  frame <- if (length(cases) == 0L) new_frame(cases, n_rows = 1L) else as_wb_frame(cases)
  on.exit(close_handles(frame))
  made <- .Call(R_swig_wb_support_assess, support_handle(support), frame, date, language, FALSE)
  on.exit(do.call(close_handles, made), add = TRUE)
  list(
    verdicts = from_wb_frame(made[[1L]], like = cases),
    conditions = from_wb_frame(made[[2L]], like = cases)
  )
}

# A list of facts may hold NULL for what is not known.
without_nothing <- function(cases) {
  if (is.data.frame(cases)) cases else Filter(Negate(is.null), cases)
}

# NULL when it is not known.
date_text <- function(date) if (is.null(date)) NULL else day_text(date, "date")

# ---- cents ----

wb_split_cost <- function(cost_cents, percent, available_cents = NULL) {
  costs <- list(cost_cents = cost_cents, percent = percent)
  if (!is.null(available_cents)) costs$available_cents <- available_cents
  n <- max(lengths(costs))
  costs <- Map(function(values, name) {
    if (!is.numeric(values) && !all(is.na(values))) refuse_argument(values, name, "numbers")
    if (!length(values) %in% c(1L, n)) {
      refuse_argument(values, name, sprintf("one number, or %d", n))
    }
    rep(as.double(values), length.out = n)
  }, costs, names(costs))
  frame <- as_wb_frame(costs)
  on.exit(close_handles(frame))
  made_table(.Call(R_swig_wb_support_split, frame, FALSE))
}

wb_cofinance <- function(cost_cents, shares) {
  cost_cents <- wb_check_whole(cost_cents, "cost_cents")
  if (is.numeric(shares) && !is.null(names(shares))) {
    shares <- list(line = names(shares), share = as.double(shares))
  }
  if (!is.list(shares)) {
    refuse_argument(shares, "shares",
      "shares by name, as c(Flanders = 60, applicant = 40), or a data frame of line and share")
  }
  frame <- as_wb_frame(shares)
  on.exit(close_handles(frame))
  made_table(.Call(R_swig_wb_support_cofinance, cost_cents, frame, FALSE), like = shares)
}

# ---- how it shows ----

support_notes <- function(x) {
  paste(c(if (x$historical) "historical", if (!x$verified) "partly unverified",
    "indicative, no legal advice"), collapse = ", ")
}

format.wb_support <- function(x, language = "nl", ...) {
  title <- .Call(R_swig_wb_support_title, support_handle(x), wb_check_string(language, "language"))
  sprintf("<wb_support> %s %s: %s (%s)", x$id, x$version, title, support_notes(x))
}

print.wb_support <- function(x, language = "nl", ...) {
  cat(format(x, language), "\n", sep = "")
  figures <- wb_support_table(x, "figures", language)
  print(figures[c("id", "date", "percent", "cents", "verified")], row.names = FALSE)
  cat(nrow(wb_support_table(x, "conditions", language)), "conditions\n")
  invisible(x)
}
