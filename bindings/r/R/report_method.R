# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The appendices of a report: how its numbers were made, what the answers lack, where what is
# cited comes from.

method_words <- list(
  nl = list(
    design = "**Steekproef.** Gewichten: {weights}. Strata: {strata}. Clusters: {clusters}. Elke meting is een eigen steekproef, tenzij de definitie zegt dat dezelfde mensen terugkomen. Wie op iets niet antwoordde, telt daarvoor niet mee.",
    interval = "**Betrouwbaarheidsintervallen.** Van {level}, met standaardfouten die rekening houden met gewichten, strata en clusters (linearisatie). Soort voor aandelen: {interval}.",
    test = "**Toetsen.** Tweezijdige t-toetsen van verschillen tussen metingen, tussen een groep en de rest, van de helling over de metingen, en (met het interval) van de afstand tot een streefcijfer. \"Significant\" betekent: p kleiner dan {alpha}. \"Niet significant\" betekent niet dat er niets veranderde: de steekproef laat er geen besluit over toe.",
    adjust = "**Veel toetsen.** De p-waarden zijn gecorrigeerd voor het aantal groepen van een uitsplitsing (methode: {adjust}). Over kenmerken en metingen heen is niet gecorrigeerd: van honderd toetsen waar niets aan de hand is, zijn er gemiddeld {by_chance} toch significant.",
    hidden = "**Wat niet wordt getoond.** {Rules}{kept}", all_shown = "**Wat niet wordt getoond.** Er is niets verborgen.",
    marked = "**Wat gemarkeerd is.** Er is niets verborgen: {rules} worden getoond, en de tabellen van de resultaten merken ze.",
    few = "cijfers die op minder dan {min_n} antwoorden steunen", wide = "aandelen met een interval breder dan {max_width}",
    extreme = "aandelen die minder dan {extreme} mensen hebben of niet hebben", also = ", en ",
    protected = "; ook wat nodig is om die niet te laten terugrekenen (bescherming: {protect}). {earlier}",
    not_protected = ". Wat getoond wordt kan samen zeggen wat verborgen is: daartegen is niet beschermd.",
    earlier = "Ook tegen vergelijking met vroegere rapporten is beschermd ({earlier}).",
    not_earlier = "Tegen vergelijking met vroegere rapporten is niet beschermd.",
    cause = "**Wat dit rapport niet zegt.** De metingen zijn dwarsdoorsneden. Ze zeggen wat er is, wat veranderde en wat samengaat, nooit waardoor.",
    published = "**Gepubliceerde cijfers** staan ernaast om te lezen, niet als toets: ze kunnen met andere grenswaarden zijn gemaakt.",
    made = "**Gemaakt met** libwerkbaar {library}, definitie {definition} ({hash}), instrument {instrument} {version}.",
    response = "Steekproef en respons per meting", sent = "verstuurd", answered = "gepubliceerde respons",
    adjust_bh = "Benjamini en Hochberg", adjust_holm = "Holm",
    protect_rules = "aantallen die een regel verbergt", protect_all = "alle verborgen aantallen",
    rows = "rijen in dit rapport", none = "geen", missing = "**Wat in de antwoorden ontbreekt.** {labels}."
  ),
  en = list(
    design = "**Sample.** Weights: {weights}. Strata: {strata}. Clusters: {clusters}. Each wave is a sample of its own, unless the definition says that the same people come back. Who did not answer something is left out there.",
    interval = "**Confidence intervals.** Of {level}, with standard errors that respect weights, strata and clusters (linearisation). Kind for shares: {interval}.",
    test = "**Tests.** Two-sided t tests of differences between waves, between a group and the rest, of the slope over the waves, and (by the interval) of the distance from a target. \"Significant\" means: p below {alpha}. \"Not significant\" does not mean that nothing changed: the sample does not allow a conclusion.",
    adjust = "**Many tests.** The p values are corrected for the number of groups of a breakdown (method: {adjust}). There is no correction over measures and waves: of a hundred tests where nothing is the matter, {by_chance} are significant all the same on average.",
    hidden = "**What is not shown.** {Rules}{kept}", all_shown = "**What is not shown.** Nothing is hidden.",
    marked = "**What is marked.** Nothing is hidden: {rules} are shown, and the tables of the results mark them.",
    few = "figures that rest on fewer than {min_n} answers", wide = "shares with an interval wider than {max_width}",
    extreme = "shares that fewer than {extreme} people have or do not have", also = ", and ",
    protected = "; also what is needed so that these cannot be worked out (protection: {protect}). {earlier}",
    not_protected = ". What is shown can together tell what is hidden: there is no protection against that.",
    earlier = "There is protection against comparison with earlier reports too ({earlier}).",
    not_earlier = "There is no protection against comparison with earlier reports.",
    cause = "**What this report does not say.** The waves are cross-sections. They say what there is, what changed and what goes together, never why.",
    published = "**Published figures** stand beside the estimates to be read, not as a test: other cut-offs may have made them.",
    made = "**Made with** libwerkbaar {library}, definition {definition} ({hash}), instrument {instrument} {version}.",
    response = "Sample and response by wave", sent = "sent", answered = "published response",
    adjust_bh = "Benjamini and Hochberg", adjust_holm = "Holm",
    protect_rules = "counts that a rule hides", protect_all = "all hidden counts",
    rows = "rows in this report", none = "none", missing = "**What the answers lack.** {labels}."
  )
)

# Paragraphs of markdown, and the table of the response. `definition` is what the results were made with.
wb_report_method <- function(report, definition) {
  words <- method_words[[report$language]]
  json <- wb_monitor_definition(definition)$json
  values <- method_values(report, json, words)
  paragraphs <- c(words[c("design", "interval", "test", if (values$adjust != "none") "adjust")],
    method_publication(report, words), words[c("cause", "published", "made")])
  said <- vapply(paragraphs, fill_words, "", values = values)
  c(rbind(said, ""), method_missing(report, words),
    report_table_lines(report, method_response(report, words), words$response))
}

method_values <- function(report, json, words) {
  cells <- report$tables$cells
  text <- function(key) {
    found <- metadata_text(cells, key)
    if (is.na(found)) words$none else found
  }
  list(weights = json_names(json, "weights", words), strata = json_names(json, "strata", words),
    clusters = json_names(json, "clusters", words), level = level_text(report),
    interval = json_names(json, "interval", words, "logit"),
    alpha = shortest_text(report_alpha(report$level), report$language),
    by_chance = shortest_text(100 * report_alpha(report$level), report$language),
    adjust = method_word(words, "adjust", json_names(json, "adjust", words, "none")),
    library = text("library"), definition = text("definition"), hash = substr(text("definition_hash"), 1, 12),
    instrument = text("instrument"), version = text("instrument_version"))
}

# A word of a definition as a reader knows it; others stay as they are.
method_word <- function(words, key, value) {
  known <- words[[paste(key, value, sep = "_")]]
  if (is.null(known)) value else known
}

# What the results hide, by the rules that they say they were made with; NULL where they say none.
method_publication <- function(report, words) {
  rules <- json_part(metadata_of(report$tables$cells), "\"publication\":(\\{[^}]*\\})")
  if (is.na(rules)) return(NULL)
  judged <- method_judged(report, rules, words)
  if (judged == "") return(words$all_shown)
  if (json_texts(rules, "mode") == "flag") return(fill_words(words$marked, list(rules = judged), identity))
  fill_words(words$hidden, list(Rules = capital(judged), kept = method_protected(rules, words)), identity)
}

method_judged <- function(report, rules, words) {
  number <- function(key) as.numeric(json_part(rules, sprintf("\"%s\":([-+0-9.eE]+)", key)))
  values <- list(min_n = number_text(number("min_n"), 0, report$language), extreme = number("extreme"),
    max_width = paste(number_text(100 * number("max_width"), 0, report$language), report$words$points))
  keys <- c(few = "min_n", wide = "max_width", extreme = "extreme")
  asked <- vapply(keys, function(key) isTRUE(number(key) > 0), TRUE)
  paste(vapply(words[names(keys)[asked]], fill_words, "", values = values), collapse = words$also)
}

method_protected <- function(rules, words) {
  protect <- json_texts(rules, "protect")
  if (protect == "none") return(words$not_protected)
  earlier <- if (grepl("\"earlier\":[", rules, fixed = TRUE)) {
    fill_words(words$earlier, list(earlier = json_names(rules, "earlier", words)))
  } else words$not_earlier
  fill_words(words$protected, list(protect = method_word(words, "protect", protect), earlier = earlier), identity)
}

# What the first group of a pattern matches in the canonical JSON of a definition.
json_part <- function(json, pattern) regmatches(json, regexec(pattern, json))[[1]][2]

# The text or the texts of a list of a key, in the first place that has it.
json_texts <- function(json, key) {
  found <- json_part(json, sprintf("\"%s\":(\"[^\"]*\"|\\[[^]]*\\])", key))
  texts <- regmatches(found, gregexpr("\"[^\"]*\"", found))[[1]]
  if (is.na(found)) character() else gsub("\"", "", texts, fixed = TRUE)
}

json_names <- function(json, key, words, default = words$none) {
  texts <- json_texts(json, key)
  if (length(texts) > 0) paste(texts, collapse = ", ") else default
}

method_missing <- function(report, words) {
  notes <- report$tables$notes
  lacking <- unique(as.character(notes$variable[grepl("missing$", notes$kind)]))
  if (length(lacking) == 0) return(NULL)
  labels <- vapply(lacking, report_label, "", report = report)
  c(fill_words(words$missing, list(labels = paste(labels, collapse = ", "))), "")
}

method_response <- function(report, words) {
  response <- report$tables$response
  table <- data.frame(as.character(response$wave), number_text(response$rows, 0, report$language),
    number_text(response$sent, 0, report$language), number_text(response$answered, 0, report$language))
  names(table) <- c(report$words$wave, words$rows, words$sent, words$answered)
  table
}

# Sources are those that the text above cited, in its order.
wb_report_sources <- function(report) {
  texts <- report$sources$texts
  if (length(texts) == 0) return(report$words$no_reference)
  c(rbind(sprintf("[%d] %s", seq_along(texts), in_markdown(texts)), ""))
}
