# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The words of a report, in Dutch and English. {names} are filled in.

report_words <- list(
  nl = list(
    title = "Werkbaar werk: rapport", title_group = "Werkbaarheidsprofiel",
    everybody = "hele arbeidsmarkt", wave = "meting", share = "dit aandeel", mean = "dit gemiddelde",
    rate = "Werkbaarheidsgraad", bottlenecks = "Knelpunten", acute = "acuut problematisch",
    problem = "problematisch", risks = "Werkbaarheidsrisico's",
    profiles = "Risicoprofielen: wat met elk knelpunt samenhangt",
    comparison = "Vergelijking tussen groepen", topics = "Aanvullende informatie",
    employability = "Duurzame inzetbaarheid", method = "Methode", sources = "Bronnen",
    summary = "In het kort", contents = "Inhoud",
    workable_level = "In {wave} heeft {estimate} werkbaar werk, dus geen enkel knelpunt ({interval}; n = {n}).",
    problem_level = "{Label}: in {wave} problematisch voor {estimate} ({interval}; n = {n}).",
    acute_level = "{Label}: in {wave} acuut problematisch voor {estimate} ({interval}; n = {n}).",
    share_level = "{Label}: {estimate} in {wave} ({interval}; n = {n}).",
    mean_level = "{Label}: gemiddeld {estimate} in {wave} ({interval}; n = {n}).",
    interval = "{level}-betrouwbaarheidsinterval {lower} tot {upper}",
    no_interval = "zonder betrouwbaarheidsinterval",
    rises = "Van {from_wave} tot {wave} stijgt {what} significant van {from} tot {to} ({difference}, {interval}; {p}).",
    falls = "Van {from_wave} tot {wave} daalt {what} significant van {from} tot {to} ({difference}, {interval}; {p}).",
    unmoved = "Tussen {from_wave} en {wave} is {what} niet significant veranderd (van {from} naar {to}: {difference}, {interval}; {p}).",
    change_not_comparable = "De metingen van {from_wave} en {wave} zijn hiervoor niet vergelijkbaar: de vraag is niet dezelfde gebleven. Over een verandering zegt dit rapport niets.",
    change_hidden = "Een verandering tussen {from_wave} en {wave} wordt niet getoond: minstens een van beide cijfers mag niet worden getoond.",
    change_missing = "Een verandering tussen {from_wave} en {wave} is niet te bepalen: een van beide metingen heeft hiervoor geen cijfer.",
    change_untested = "Een verandering tussen {from_wave} en {wave} kan niet worden getoetst.",
    higher = "Dat is significant hoger dan bij {against} ({difference}, {interval}; {p}).",
    lower = "Dat is significant lager dan bij {against} ({difference}, {interval}; {p}).",
    same = "Dat verschilt niet significant van {against} ({difference}, {interval}; {p}).",
    group_hidden = "De vergelijking met {against} wordt niet getoond.",
    group_missing = "Een vergelijking met {against} is niet te maken.",
    group_untested = "Het verschil met {against} kan niet worden getoetst.",
    rest = "de rest van de arbeidsmarkt", total = "de hele arbeidsmarkt",
    level_hidden_too_few = "{Label}: voor {wave} niet getoond, want te weinig antwoorden.",
    level_hidden_too_wide = "{Label}: voor {wave} niet getoond, want de schatting is te onnauwkeurig.",
    level_hidden = "{Label}: voor {wave} niet getoond, om antwoorden en groepen te beschermen.",
    level_empty = "{Label}: in {wave} zijn hierop geen antwoorden.",
    level_none = "{Label}: voor {wave} is er geen cijfer.",
    trend_up = "Over {waves} metingen samen is er een significante stijgende trend ({slope} {per}, {interval}; {p}).",
    trend_down = "Over {waves} metingen samen is er een significante dalende trend ({slope} {per}, {interval}; {p}).",
    trend_none = "Over {waves} metingen samen is er geen significante trend ({slope} {per}, {interval}; {p}).",
    trend_not_comparable = "Niet alle metingen zijn vergelijkbaar: een trend over alle metingen wordt niet gegeven.",
    trend_hidden = "Een trend wordt niet getoond, want niet elk cijfer ervan mag worden getoond.",
    trend_missing = "Voor een trend zijn er te weinig cijfers.", trend_year = "per jaar", trend_unit = "per eenheid van tijd",
    target_above = "Het streefcijfer is {value} (tegen {date}); de schatting voor {wave} ligt daar significant boven ({difference}, {interval}).",
    target_below = "Het streefcijfer is {value} (tegen {date}); de schatting voor {wave} ligt daar significant onder ({difference}, {interval}).",
    target_near = "Het streefcijfer is {value} (tegen {date}); de schatting voor {wave} is daar niet significant van te onderscheiden ({difference}, {interval}).",
    target_hidden = "De afstand tot een streefcijfer van {value} wordt niet getoond.",
    target_missing = "De afstand tot een streefcijfer van {value} is niet te bepalen.",
    target_untested = "Het streefcijfer is {value} (tegen {date}); of de schatting voor {wave} daarvan verschilt kan niet worden getoetst.",
    published_same = "Gepubliceerd voor {wave}: {published} (bron {source}). Dat ligt binnen het interval van de schatting.",
    published_off = "Gepubliceerd voor {wave}: {published} (bron {source}). Dat ligt buiten het interval van de schatting.",
    published_plain = "Gepubliceerd voor {wave}: {published} (bron {source}).",
    points = "procentpunt", n = "n", estimate = "schatting", ci = "interval", published = "gepubliceerd",
    source = "bron", measure = "kenmerk", difference = "verschil met de rest", verdict = "oordeel",
    v_higher = "significant hoger", v_lower = "significant lager", v_same = "niet significant", v_none = "geen toets",
    risk = "risico", odds = "kansverhouding", exposed = "heeft dit risico", group = "groep",
    too_few = "te weinig", too_wide = "te onnauwkeurig", hidden = "niet getoond", empty = "geen antwoorden",
    synthetic = "SYNTHETISCH (SYNTHETIC): niemand gaf deze antwoorden. De cijfers in dit rapport zijn verzonnen en mogen nergens als uitkomst worden aangehaald.",
    synthetic_short = "SYNTHETIC: verzonnen antwoorden",
    preset = "Preset, niet de offici\u00eble definitie van de Vlaamse werkbaarheidsmonitor: de grenswaarden zijn niet alle nagegaan, en niveaus kunnen daardoor van gepubliceerde cijfers verschillen.",
    preset_short = "preset, niet de offici\u00eble definitie", synthetic_word = "SYNTHETIC", preset_word = "preset",
    acute_table = "{Label}, acuut problematisch, per meting",
    no_profile = "Een model voor {label} is niet te schatten op deze antwoorden.",
    profile_up = "{Label}: {risks} hangt significant samen met een hogere kans op dit knelpunt, bij gelijke andere risico's en achtergrondkenmerken in het model.",
    profile_ups = "{Label}: {risks} hangen significant samen met een hogere kans op dit knelpunt, bij gelijke andere risico's en achtergrondkenmerken in het model.",
    profile_none = "{Label}: geen van de risico's hangt in dit model significant samen met een hogere kans op dit knelpunt.",
    profile_table = "Kansverhoudingen van het model voor {label}, {wave} (hele arbeidsmarkt)",
    profile_what = "Een kansverhouding zegt wat samengaat, niet wat waardoor komt. Het model is van de hele arbeidsmarkt; de kolom \"heeft dit risico\" is van {who}.",
    series_table = "{Label} per meting", groups_table = "{Label} naar {variable}, {wave}", and = "en",
    figure = "Schatting en {level}-betrouwbaarheidsinterval per meting; metingen zonder punt worden niet getoond of zijn er niet",
    no_topics = "In deze antwoorden is er geen enkel cijfer over: {labels}.",
    beside_table = "{Label}: {who}, en de hele arbeidsmarkt", beside = "Naast de hele arbeidsmarkt",
    verdict_counts = "Van de {waves} metingen ligt dit er in {up} significant hoger dan bij de rest, in {down} significant lager en in {same} niet significant anders; in {untested} is er geen toets te tonen. Elke meting is apart getoetst.",
    within = "Binnen de groep", siblings = "Naast andere groepen", none_within = "Deze resultaten hebben geen uitsplitsing binnen de groep: de definitie van de monitor vraagt er geen.",
    figure_beside = "gestippeld en open: de hele arbeidsmarkt",
    no_reference = "Bij dit rapport horen geen gepubliceerde cijfers."
  ),
  en = list(
    title = "Workable work: report", title_group = "Workability profile",
    everybody = "whole labour market", wave = "wave", share = "this share", mean = "this mean",
    rate = "Share with workable work", bottlenecks = "Bottlenecks", acute = "acutely problematic",
    problem = "problematic", risks = "Risks",
    profiles = "Risk profiles: what goes with each bottleneck",
    comparison = "Groups compared", topics = "Further information",
    employability = "Sustainable employability", method = "Method", sources = "Sources",
    summary = "In short", contents = "Contents",
    workable_level = "In {wave}, {estimate} have workable work, so no bottleneck at all ({interval}; n = {n}).",
    problem_level = "{Label}: problematic for {estimate} in {wave} ({interval}; n = {n}).",
    acute_level = "{Label}: acutely problematic for {estimate} in {wave} ({interval}; n = {n}).",
    share_level = "{Label}: {estimate} in {wave} ({interval}; n = {n}).",
    mean_level = "{Label}: {estimate} on average in {wave} ({interval}; n = {n}).",
    interval = "{level} confidence interval {lower} to {upper}",
    no_interval = "without a confidence interval",
    rises = "From {from_wave} to {wave} {what} rises significantly from {from} to {to} ({difference}, {interval}; {p}).",
    falls = "From {from_wave} to {wave} {what} falls significantly from {from} to {to} ({difference}, {interval}; {p}).",
    unmoved = "Between {from_wave} and {wave} {what} has not changed significantly (from {from} to {to}: {difference}, {interval}; {p}).",
    change_not_comparable = "The waves {from_wave} and {wave} are not comparable here: the question did not stay the same. This report says nothing of a change.",
    change_hidden = "A change between {from_wave} and {wave} is not shown: at least one of the two figures may not be shown.",
    change_missing = "A change between {from_wave} and {wave} cannot be determined: one of the two waves has no figure here.",
    change_untested = "A change between {from_wave} and {wave} cannot be tested.",
    higher = "That is significantly higher than {against} ({difference}, {interval}; {p}).",
    lower = "That is significantly lower than {against} ({difference}, {interval}; {p}).",
    same = "That does not differ significantly from {against} ({difference}, {interval}; {p}).",
    group_hidden = "The comparison with {against} is not shown.",
    group_missing = "A comparison with {against} cannot be made.",
    group_untested = "The difference from {against} cannot be tested.",
    rest = "the rest of the labour market", total = "the whole labour market",
    level_hidden_too_few = "{Label}: not shown for {wave}, as there are too few answers.",
    level_hidden_too_wide = "{Label}: not shown for {wave}, as the estimate is too imprecise.",
    level_hidden = "{Label}: not shown for {wave}, to protect answers and groups.",
    level_empty = "{Label}: there are no answers in {wave}.",
    level_none = "{Label}: there is no figure for {wave}.",
    trend_up = "Over {waves} waves together there is a significant upward trend ({slope} {per}, {interval}; {p}).",
    trend_down = "Over {waves} waves together there is a significant downward trend ({slope} {per}, {interval}; {p}).",
    trend_none = "Over {waves} waves together there is no significant trend ({slope} {per}, {interval}; {p}).",
    trend_not_comparable = "Not all waves are comparable: a trend over all of them is not given.",
    trend_hidden = "A trend is not shown, as not each of its figures may be shown.",
    trend_missing = "There are too few figures for a trend.", trend_year = "a year", trend_unit = "per unit of time",
    target_above = "The target is {value} (by {date}); the estimate for {wave} is significantly above it ({difference}, {interval}).",
    target_below = "The target is {value} (by {date}); the estimate for {wave} is significantly below it ({difference}, {interval}).",
    target_near = "The target is {value} (by {date}); the estimate for {wave} cannot be told from it with significance ({difference}, {interval}).",
    target_hidden = "The distance to a target of {value} is not shown.",
    target_missing = "The distance to a target of {value} cannot be determined.",
    target_untested = "The target is {value} (by {date}); whether the estimate for {wave} differs from it cannot be tested.",
    published_same = "Published for {wave}: {published} (source {source}). That lies within the interval of the estimate.",
    published_off = "Published for {wave}: {published} (source {source}). That lies outside the interval of the estimate.",
    published_plain = "Published for {wave}: {published} (source {source}).",
    points = "percentage points", n = "n", estimate = "estimate", ci = "interval", published = "published",
    source = "source", measure = "measure", difference = "difference from the rest", verdict = "verdict",
    v_higher = "significantly higher", v_lower = "significantly lower", v_same = "not significant", v_none = "no test",
    risk = "risk", odds = "odds ratio", exposed = "has this risk", group = "group",
    too_few = "too few", too_wide = "too imprecise", hidden = "not shown", empty = "no answers",
    synthetic = "SYNTHETIC: nobody gave these answers. The figures in this report are invented, and may not be quoted as findings anywhere.",
    synthetic_short = "SYNTHETIC: invented answers",
    preset = "Preset, not the official definition of the Flemish workability monitor: not all cut-offs were verified, and levels may differ from published figures for that reason.",
    preset_short = "preset, not the official definition", synthetic_word = "SYNTHETIC", preset_word = "preset",
    acute_table = "{Label}, acutely problematic, by wave",
    no_profile = "A model of {label} cannot be estimated on these answers.",
    profile_up = "{Label}: {risks} is significantly associated with a higher chance of this bottleneck, the other risks and background characteristics in the model being equal.",
    profile_ups = "{Label}: {risks} are significantly associated with a higher chance of this bottleneck, the other risks and background characteristics in the model being equal.",
    profile_none = "{Label}: none of the risks is significantly associated with a higher chance of this bottleneck in this model.",
    profile_table = "Odds ratios of the model of {label}, {wave} (whole labour market)",
    profile_what = "An odds ratio says what goes together, not what comes from what. The model is of the whole labour market; the column \"has this risk\" is of {who}.",
    series_table = "{Label} by wave", groups_table = "{Label} by {variable}, {wave}", and = "and",
    figure = "Estimate and {level} confidence interval by wave; waves without a point are not shown or not there",
    no_topics = "These answers have no figure at all about: {labels}.",
    beside_table = "{Label}: {who}, and the whole labour market", beside = "Beside the whole labour market",
    verdict_counts = "Of the {waves} waves this is significantly higher than of the rest in {up}, significantly lower in {down} and not significantly different in {same}; in {untested} there is no test to show. Each wave was tested by itself.",
    within = "Within the group", siblings = "Beside other groups", none_within = "These results have no breakdown within the group: the definition of the monitor asks for none.",
    figure_beside = "dashed and open: the whole labour market",
    no_reference = "No published figures go with this report."
  )
)

# A sentence with its {names} filled in, as markdown that shows the values as they are; {Label} is the label
# that begins a sentence. `written` is how values are written where it is no markdown, or they are already.
fill_words <- function(text, values, written = in_markdown) {
  if (!is.null(values$label)) values$Label <- capital(values$label)
  for (name in names(values)) {
    text <- gsub(sprintf("{%s}", name), written(values[[name]]), text, fixed = TRUE)
  }
  text
}

# A text of others (a label, a title, a name) on one line of markdown, without what would make it a tag, a link (but
# for addresses of the web), a picture, an attribute, code or a formula there.
in_markdown <- function(text) {
  text <- gsub("[[:space:]]*[\r\n][[:space:]]*", " ", as.character(text))
  text <- gsub("([\\\\`*${^~]|<(?=[[:alpha:]/!?]))", "\\\\\\1", text, perl = TRUE)
  text <- gsub("](", "]\\(", gsub("![", "!\\[", text, fixed = TRUE), fixed = TRUE)
  text <- gsub("(?<!http)(?<!https)(?<=[[:alnum:]]):(?=\\S)", "\\\\:", text, perl = TRUE)
  gsub("&(?=#?[[:alnum:]]+;)", "\\\\&", text, perl = TRUE)
}

# What a reader sees of it.
out_of_markdown <- function(text) gsub("\\\\([[:punct:]])", "\\1", text)

capital <- function(text) paste0(toupper(substr(text, 1, 1)), substring(text, 2))
