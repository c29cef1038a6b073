# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript scan.R FOLDER [CASES [SEED]]
# Random organisations, their answers, and the shares of every group by survey, each group a
# simple random sample of its staff; of the whole also post-stratified to its departments.
# Without CASES regenerates tests/vectors/scan_*.csv; with it one organisation for ten cases.
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
n_cases <- if (length(arguments) > 1) max(1, as.integer(arguments[2]) %/% 10) else 4
set.seed(if (length(arguments) > 2) as.integer(arguments[3]) else 20300301)

# ---- organisations ----

split_staff <- function(total, n) as.vector(rmultinom(1, total - 30 * n, runif(n, 1, 3))) + 30

make_organisation <- function() {
    departments <- letters[seq_len(sample(2:4, 1))]
    staff <- split_staff(sample(400:1200, 1), length(departments))
    teams <- lapply(staff, function(n) split_staff(n, if (n > 120) sample(2:3, 1) else 1))
    list(departments = departments, staff = staff, teams = teams, total = sum(staff),
         ages = split_staff(sum(staff), 3), calibrate = TRUE)
}

as_json <- function(case, o) {
    group <- function(id, staff, inner = "") sprintf('{"id":"%s","staff":%d%s}', id, staff, inner)
    teams <- function(d) paste(sprintf('{"id":"t%d","staff":%d}', seq_along(o$teams[[d]]), o$teams[[d]]), collapse = ",")
    departments <- sapply(seq_along(o$departments), function(d)
        group(o$departments[d], o$staff[d], sprintf(',"groups":[%s]', teams(d))))
    paste0('{"format":"werkbaar-organisation/1.0","id":"', case, '","title":{"nl":"x"},"staff":', o$total,
           ',"min_n":5,"min_n_sensitive":5,"fieldwork":{"id":"f"},"calibrate":"department","hierarchies":[',
           '{"id":"department","columns":["department","team"],"groups":[', paste(departments, collapse = ","), ']},',
           '{"id":"age","columns":["age"],"groups":[', paste(group(c("x", "y", "z"), o$ages), collapse = ","), ']}]}')
}

# ---- answers: of everybody who works there, a part ----

make_answers <- function(case, o) {
    everybody <- data.frame(
        department = rep(o$departments, o$staff),
        team = unlist(lapply(o$teams, function(n) rep(paste0("t", seq_along(n)), n))),
        age = sample(rep(c("x", "y", "z"), o$ages)))
    tilt <- match(everybody$department, o$departments) / 10
    answered <- everybody[runif(o$total) < runif(1, 0.55, 0.85) + tilt / 5, ]
    tilt <- match(answered$department, o$departments) / 10
    draw <- function() pmin(3, floor(4 * rbeta(nrow(answered), 1 + 2 * tilt, 1.2)))
    answered$q1 <- draw()
    answered$q2 <- draw()
    answered$q3 <- draw()
    answered$q2[runif(nrow(answered)) < 0.05] <- NA
    cbind(case = case, answered, row.names = NULL)
}

# ---- shares ----

srs <- function(problem, staff) {
    problem <- problem[!is.na(problem)]
    design <- svydesign(~1, data = data.frame(y = as.numeric(problem), staff = staff), fpc = ~staff)
    interval_of(design, length(problem), sum(problem), staff)
}

interval_of <- function(design, n, k, staff) {
    share <- svymean(~y, design)
    interval <- as.vector(attr(svyciprop(~y, design, method = "beta", level = 0.95), "ci"))
    c(share = as.vector(coef(share)), se = as.vector(SE(share)), df = degf(design),
      lower = max(interval[1], k / staff), upper = min(interval[2], (k + staff - n) / staff))
}

weighted <- function(problem, department, o) {
    there <- !is.na(problem)
    h <- match(department[there], o$departments)
    rows <- data.frame(y = as.numeric(problem[there]), h = h, staff = o$staff[h])
    rows$w <- rows$staff / as.vector(table(h))[h]
    design <- svydesign(~1, strata = ~h, weights = ~w, data = rows, fpc = ~staff)
    interval_of(design, nrow(rows), sum(rows$y), o$total)[c("share", "se", "lower", "upper")]
}

expected <- function(case, o, answers) {
    at <- function(group, rows, staff) do.call(rbind, lapply(1:3, function(i) {
        problem <- answers[rows, paste0("q", i)] >= 2
        figures <- srs(problem, staff)
        calibrated <- if (group == "all") weighted(problem, answers$department[rows], o) else rep(NA, 4)
        data.frame(case = case, group = group, indicator = c("load", "joy", "harm")[i],
                   n = sum(!is.na(problem)), problem = sum(problem, na.rm = TRUE), t(figures),
                   weighted = calibrated[1], weighted_se = calibrated[2],
                   weighted_lower = calibrated[3], weighted_upper = calibrated[4], row.names = NULL)
    }))
    everyone <- rep(TRUE, nrow(answers))
    parts <- list(at("all", everyone, o$total))
    for (d in seq_along(o$departments)) {
        mine <- answers$department == o$departments[d]
        path <- paste0("department/", o$departments[d])
        parts <- c(parts, list(at(path, mine, o$staff[d])))
        for (t in seq_along(o$teams[[d]]))
            parts <- c(parts, list(at(paste0(path, "/t", t), mine & answers$team == paste0("t", t), o$teams[[d]][t])))
    }
    for (a in 1:3)
        parts <- c(parts, list(at(paste0("age/", c("x", "y", "z")[a]), answers$age == c("x", "y", "z")[a], o$ages[a])))
    do.call(rbind, parts)
}

response <- function(case, o, answers) {
    count <- function(path, staff, rows) data.frame(case = case, group = path, staff = staff, answered = sum(rows))
    parts <- do.call(rbind, c(
        lapply(seq_along(o$departments), function(d)
            count(paste0("department/", o$departments[d]), o$staff[d], answers$department == o$departments[d])),
        lapply(1:3, function(a) count(paste0("age/", c("x", "y", "z")[a]), o$ages[a], answers$age == c("x", "y", "z")[a]))))
    parts$p <- phyper(parts$answered, nrow(answers), o$total - nrow(answers), parts$staff)
    parts
}

# ---- files ----

write <- function(rows, name) {
    numbers <- vapply(rows, is.double, NA)
    rows[numbers] <- lapply(rows[numbers], function(x) ifelse(is.na(x), "", sprintf("%.17g", x)))
    write.csv(rows, file.path(folder, paste0("scan_", name, ".csv")), row.names = FALSE, na = "", quote = TRUE)
}

names_of_cases <- paste0("c", seq_len(n_cases))
organisations <- lapply(names_of_cases, function(case) make_organisation())
answers <- Map(make_answers, names_of_cases, organisations)
write(data.frame(case = names_of_cases, organisation = mapply(as_json, names_of_cases, organisations)), "cases")
write(do.call(rbind, answers), "answers")
write(do.call(rbind, Map(expected, names_of_cases, organisations, answers)), "expected")
write(do.call(rbind, Map(response, names_of_cases, organisations, answers)), "response")
