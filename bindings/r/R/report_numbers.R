# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# How a report writes numbers: a decimal comma in Dutch, shares as percentages, differences of
# shares in percentage points, and never a digit of what is hidden.

number_text <- function(x, digits, language) {
  words <- chart_words(language)
  x <- round(x, digits)
  x[x == 0] <- 0
  shown <- formatC(x, format = "f", digits = digits, big.mark = words$thousand, decimal.mark = words$decimal)
  ifelse(is.na(x), "", shown)
}

# With the decimals that it has.
shortest_text <- function(x, language) number_text(x, decimals_in(x), language)

# Of a variable: is it a share? The metadata of the tables say which are not.
report_is_share <- function(report, variable) !variable %in% report$scores

value_text <- function(report, x, variable) {
  if (report_is_share(report, variable)) {
    paste0(number_text(100 * x, 1, report$language), "%")
  } else {
    number_text(x, 1, report$language)
  }
}

difference_text <- function(report, x, variable, digits = 1) {
  share <- report_is_share(report, variable)
  shown <- number_text(if (share) 100 * x else x, digits, report$language)
  if (x > 0) shown <- paste0("+", shown)
  shown <- sub("-", "\u2212", shown, fixed = TRUE)
  if (share) paste(shown, report$words$points) else shown
}

interval_text <- function(report, lower, upper, variable, digits = 1) {
  if (is.na(lower) || is.na(upper)) return(report$words$no_interval)
  factor <- if (report_is_share(report, variable)) 100 else 1
  bounds <- sub("-", "\u2212", number_text(factor * c(lower, upper), digits, report$language), fixed = TRUE)
  fill_words(report$words$interval,
    list(level = level_text(report), lower = bounds[1], upper = bounds[2]))
}

level_text <- function(report) {
  paste0(shortest_text(100 * report$level, report$language), "%")
}

# A p that three digits put on the boundary is written with more, so that its side is seen.
report_p_text <- function(report, p) {
  if (p < 0.001) return(paste("p <", number_text(0.001, 3, report$language)))
  alpha <- report_alpha(report$level)
  digits <- 3
  while (round(p, digits) == alpha && p != alpha && digits < 7) digits <- digits + 1
  paste("p =", number_text(p, digits, report$language))
}

report_months <- list(
  nl = c("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december"),
  en = c("January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December")
)

# A day in words; years, months and other texts (as a source may have them) stay as they are.
report_date <- function(x, language) {
  x <- as.character(x)
  vapply(x, function(text) {
    if (is.na(text)) return("")
    if (!grepl("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", text)) return(text)
    parts <- as.integer(strsplit(text, "-", fixed = TRUE)[[1]])
    paste(parts[3], report_months[[language]][parts[2]], parts[1], sep = "\u00a0")
  }, "", USE.NAMES = FALSE)
}
