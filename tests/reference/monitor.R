# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# A monitor by R's survey: cells, changes, groups against the rest and the total, trend, targets.
#
#   Rscript monitor.R FOLDER CASES [SEED]
#
# Two kinds of cases in turn. "strata": waves of their own, stratified, weighted; "people": people
# who come back in the next wave, as clusters of one sample.
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(sub("^--file=", "", grep("^--file=", arguments, value = TRUE)))
source(file.path(here, "vectors.R"))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
cases <- as.integer(arguments[2])
set.seed(if (length(arguments) > 2) as.integer(arguments[3]) else 7)
years <- c(2010, 2013, 2016)

make_rows <- function(kind) {
    n <- sample(80:160, 1)
    rows <- do.call(rbind, lapply(seq_along(years), function(w) data.frame(
        year = years[w], weight = round(runif(n, 1, 3), 3), stratum = sample(1:3, n, TRUE),
        sex = sample(c(1, 2, NA), n, TRUE, c(0.4, 0.55, 0.05)),
        person = (w - 1) * n %/% 2 + seq_len(n))))
    m <- nrow(rows)
    tired <- rnorm(m)
    for (item in c("a1", "a2", "b1", "b2")) {
        value <- as.integer(tired + rnorm(m) > runif(1, 0, 1))
        rows[[item]] <- ifelse(runif(m) < 0.03, NA, value)
    }
    rows
}

score <- function(rows) {
    ia <- rows$a1 + rows$a2 >= 1
    ib <- rows$b1 + rows$b2 >= 2
    cbind(rows, ia_problem = as.numeric(ia), ib_problem = as.numeric(ib),
          werkbaar = as.numeric(ifelse(is.na(ia) | is.na(ib), NA, !ia & !ib)), sa = 50 * (rows$a1 + rows$a2))
}

variables <- c("ia_problem", "ib_problem", "werkbaar", "sa")

design_of <- function(kind, rows) {
    if (kind == "strata")
        svydesign(~1, strata = ~interaction(year, stratum), weights = ~weight, data = rows)
    else
        svydesign(~person, weights = ~weight, data = rows)
}

units_of <- function(kind, rows) {
    if (kind == "strata") nrow(rows) - length(unique(paste(rows$year, rows$stratum)))
    else length(unique(rows$person)) - 1
}

# Totals of the terms of cells, with their covariance: what every difference is a function of.
totals <- function(kind, rows, masks, y) {
    observed <- !is.na(y)
    terms <- do.call(cbind, lapply(masks, function(mask) {
        inside <- as.numeric(mask & observed)
        cbind(inside * ifelse(observed, y, 0), inside)
    }))
    colnames(terms) <- as.vector(rbind(paste0("y", seq_along(masks)), paste0("n", seq_along(masks))))
    rows <- cbind(rows, terms)
    svytotal(reformulate(colnames(terms)), design_of(kind, rows))
}

row_of <- function(part, wave, reference, sex, against, variable, value, se, df, p = NA,
                   lower = NA, upper = NA) {
    data.frame(part, wave, reference, sex, against, variable, value, se, lower, upper, df, p)
}

# A function of cells, as an expression of their terms.
effect <- function(kind, rows, masks, variable, expression, ...) {
    y <- rows[[variable]]
    found <- svycontrast(totals(kind, rows, masks, y), expression)
    value <- as.numeric(coef(found))
    se <- as.numeric(SE(found))
    inside <- Reduce(`|`, masks) & !is.na(y)
    df <- units_of(kind, rows[inside, ])
    half <- qt(0.975, df) * se
    row_of(..., variable, value, se, df, 2 * pt(-abs(value) / se, df), value - half, value + half)
}

# The interval of a share: logit.
cell <- function(kind, rows, mask, variable, wave, sex) {
    found <- effect(kind, rows, list(mask), variable, quote(y1 / n1), "cells", wave, NA, sex, NA)
    t <- qt(0.975, found$df)
    if (variable != "sa") {
        share <- found$value
        half <- t * found$se / (share * (1 - share))
        found$lower <- plogis(qlogis(share) - half)
        found$upper <- plogis(qlogis(share) + half)
    }
    found$p <- NA
    found
}

slope <- function() {
    weights <- (years - mean(years)) / sum((years - mean(years))^2)
    str2lang(paste(sprintf("(%.17g) * y%d / n%d", weights, 1:3, 1:3), collapse = " + "))
}

expect <- function(kind, rows) {
    made <- list()
    keep <- function(row) made[[length(made) + 1]] <<- row
    sexes <- list(man = rows$sex %in% 1, woman = rows$sex %in% 2, all = rep(TRUE, nrow(rows)))
    for (variable in variables) for (name in names(sexes)) {
        label <- if (name == "all") NA else name
        waves <- lapply(years, function(year) rows$year == year & sexes[[name]])
        for (w in seq_along(years)) {
            keep(cell(kind, rows, waves[[w]], variable, years[w], label))
            for (r in seq_len(w - 1))
                keep(effect(kind, rows, list(waves[[w]], waves[[r]]), variable,
                            quote(y1 / n1 - y2 / n2), "changes", years[w], years[r], label, NA))
            if (name == "all") next
            wave <- rows$year == years[w]
            keep(effect(kind, rows, list(waves[[w]], wave & !sexes[[name]]), variable,
                        quote(y1 / n1 - y2 / n2), "groups", years[w], NA, label, "rest"))
            keep(effect(kind, rows, list(waves[[w]], wave), variable, quote(y1 / n1 - y2 / n2),
                        "groups", years[w], NA, label, "total"))
        }
        keep(effect(kind, rows, waves, variable, slope(), "trend", NA, NA, label, NA))
        if (variable != "werkbaar") next
        for (w in seq_along(years)) {
            found <- effect(kind, rows, waves[w], variable, quote(y1 / n1 - 0.6), "targets",
                            years[w], NA, label, NA)
            found$p <- pt(found$value / found$se, found$df, lower.tail = FALSE)
            keep(found)
        }
    }
    do.call(rbind, made)
}

kinds <- rep_len(c("strata", "people"), cases)
names <- sprintf("%s_%d", kinds, ceiling(seq_len(cases) / 2))
for (i in seq_len(cases)) {
    rows <- make_rows(kinds[i])
    write_vectors(rows, folder, paste0("monitor_", names[i]))
    write_vectors(expect(kinds[i], score(rows)), folder, paste0("monitor_", names[i], "_expected"))
}
write_vectors(data.frame(name = names, definition = kinds), folder, "monitor_cases")
