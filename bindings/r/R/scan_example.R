# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# A made-up company, to try scans with: the same questions, people and answers as in Python.

example_recipe <- list(
  format = "werkbaar-recipe/1.0", id = "bakery-scan", version = "1.0", languages = c("nl", "en"),
  title = list(nl = "Scan van een bakkerij", en = "Scan of a bakery"),
  modules = list(list(id = "work-pressure"), list(id = "leader-support"), list(id = "ergonomics"))
)

example_group <- function(id, staff, nl, en, ...) {
  c(list(id = id, staff = staff, title = list(nl = nl, en = en)), ...)
}

example_organisation <- list(
  format = "werkbaar-organisation/1.0", id = "bakery", synthetic = TRUE,
  title = list(nl = "Bakkerij De Korst (verzonnen)", en = "De Korst bakery (made up)"),
  staff = 208, min_n = 10,
  fieldwork = list(id = "2030", from = "2030-03-01", until = "2030-03-31", invited = 208),
  hierarchies = list(list(
    id = "department", title = list(nl = "Afdeling", en = "Department"),
    columns = c("department", "team"),
    groups = list(
      example_group("production", 98, "Productie", "Production", list(groups = list(
        example_group("day", 52, "Dagploeg", "Day shift"),
        example_group("night", 46, "Nachtploeg", "Night shift")))),
      example_group("shops", 64, "Winkels", "Shops"),
      example_group("delivery", 24, "Bezorging", "Delivery"),
      example_group("office", 22, "Kantoor", "Office"))
  )),
  pool = list(breakdowns = I("department"))
)

# How many answered, and of 100 how many have it hard in each theme.
example_people <- data.frame(
  department = c("production", "production", "shops", "delivery", "office"),
  team = c("day", "night", NA, NA, NA), n = c(41, 36, 47, 15, 8),
  work_amount = c(30, 75, 15, 40, 40), interruptions = c(40, 45, 35, 40, 50),
  leader_presence = c(20, 35, 25, 30, 20), coaching_leadership = c(25, 30, 20, 30, 25)
)

wb_scan_example <- function() {
  questionnaire <- wb_compose(example_recipe)
  list(
    questionnaire = questionnaire,
    organisation = wb_organisation(json_of(example_organisation, "organisation")),
    answers = example_answers(questionnaire)
  )
}

example_answers <- function(questionnaire) {
  questions <- wb_questionnaire_table(questionnaire, "questions")
  questions <- questions[questions$unit == "person", ]
  indicators <- wb_questionnaire_table(questionnaire, "indicators")
  low <- indicators$theme[indicators$direction == "low"]
  themes <- unique(questions$theme)
  group <- rep(seq_len(nrow(example_people)), example_people$n)
  answers <- lapply(seq_len(nrow(questions)), function(k) {
    theme <- questions$theme[k]
    code <- example_codes(k - 1, match(theme, themes) - 1, example_people[[theme]][group])
    as.integer(if (questions$reversed[k] != (theme %in% low)) 3 - code else code)
  })
  data.frame(example_people[group, c("department", "team")],
    stats::setNames(answers, questions$id), row.names = NULL)
}

# 0 or 1 of who has it well, 2 of who has it hard, 3 of a third of those.
example_codes <- function(position, theme, hard) {
  person <- seq_along(hard) - 1
  spread <- (37 * person + 61 * theme) %% 100
  ifelse(spread >= hard, (person + position) %% 2, ifelse(3 * spread < hard, 3, 2))
}
