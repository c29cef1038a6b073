# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript weight.R FOLDER [CASES [SEED]]
# Without CASES regenerates tests/vectors/weight_*.csv; with it makes so many random cases.
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(script), "weight_reference.R"))
folder <- arguments[1]

margin <- function(population, columns, w = rep(1, nrow(population))) {
    totals <- aggregate(list(total = w), population[columns], sum)
    list(columns = columns, targets = totals)
}

# ---- schools of California (data(api) of survey): the sample and all 6194 ----
school_cases <- function() {
    data(api, envir = environment())
    columns <- c("stype", "pw", "sch.wide", "comp.imp", "api99", "enroll")
    tidy <- function(x) {
        x$stype <- as.character(x$stype)
        x$sch_wide <- x$sch.wide == "Yes"
        x$comp_imp <- as.character(x$comp.imp)
        x[c("stype", intersect("pw", names(x)), "sch_wide", "comp_imp", "api99", "enroll")]
    }
    schools <- tidy(apiclus1)
    schools$answered <- seq_len(nrow(schools)) %% 4 != 0
    population <- tidy(apipop[!is.na(apipop$enroll), ])
    by <- function(...) margin(population, c(...))
    auxiliaries <- c(api99 = sum(population$api99), enroll = sum(population$enroll))
    one <- function(name, ...) list(name = name, weights = "pw", steps = list(list(...)))
    reply <- list(step = "nonresponse", respondent = "answered", cells = "stype")
    list(data = schools, cases = list(
        one("poststratify", step = "poststratify", margins = list(by("stype"))),
        one("poststratify_cross", step = "poststratify", margins = list(by("stype", "comp_imp"))),
        one("rake", step = "rake", margins = list(by("stype"), by("sch_wide"), by("comp_imp"))),
        one("rake_cross", step = "rake", margins = list(by("sch_wide"), by("stype", "comp_imp"))),
        one("rake_auxiliary", step = "rake", margins = list(by("stype")),
            auxiliaries = auxiliaries["api99"]),
        one("linear", step = "linear", margins = list(by("stype")), auxiliaries = auxiliaries),
        one("linear_categories", step = "linear", margins = list(by("stype"), by("comp_imp"))),
        one("linear_constant", step = "linear",
            margins = list(list(columns = character(), targets = data.frame(total = nrow(population)))),
            auxiliaries = auxiliaries["api99"]),
        one("linear_ratio", step = "linear", auxiliaries = auxiliaries["enroll"]),
        one("linear_bounded", step = "linear", margins = list(by("stype")),
            auxiliaries = auxiliaries, lower = 0.6, upper = 1.6),
        one("logit", step = "logit", margins = list(by("stype")), auxiliaries = auxiliaries,
            lower = 0.5, upper = 1.6),
        one("logit_categories", step = "logit", margins = list(by("stype"), by("comp_imp")),
            lower = 0.4, upper = 2.5),
        list(name = "unweighted_rake", weights = NULL,
             steps = list(list(step = "rake", margins = list(by("stype"), by("sch_wide"))))),
        list(name = "nonresponse", weights = "pw", steps = list(reply)),
        list(name = "nonresponse_rake_trim", weights = "pw", steps = list(
            reply, list(step = "rake", margins = list(by("stype"), by("comp_imp"))),
            list(step = "trim", unit = "median", upper = 1.25))),
        list(name = "trim_equal", weights = "pw", steps = list(
            list(step = "poststratify", margins = list(by("stype", "comp_imp"))),
            list(step = "trim", upper = 40, share = "equal"))),
        list(name = "trim_equal_once", weights = "pw", steps = list(
            list(step = "poststratify", margins = list(by("stype", "comp_imp"))),
            list(step = "trim", upper = 38, lower = 25, share = "equal", once = TRUE))),
        list(name = "trim_mean", weights = "pw", steps = list(
            list(step = "poststratify", margins = list(by("stype", "comp_imp"))),
            list(step = "trim", unit = "mean", upper = 1.2, lower = 0.8)))))
}

# ---- random people: totals from other weights on the same rows, so they can be met ----
random_data <- function() {
    n <- sample(40:400, 1)
    some <- function(k, prefix) {
        levels <- paste0(prefix, seq_len(k))
        c(levels, sample(levels, n - k, replace = TRUE, prob = runif(k, 0.2, 1)))
    }
    data <- data.frame(
        region = sample(some(sample(2:6, 1), "r")), size = sample(some(sample(2:4, 1), "s")),
        wave = sample(c(2019L, 2023L), n, replace = TRUE),
        night = sample(c(TRUE, FALSE), n, replace = TRUE),
        age = round(runif(n, 18, 66), 1), pay = round(rlnorm(n, 7.5, 0.4), 2),
        answered = runif(n) < 0.8, w = round(rlnorm(n, 3, 0.5), 3))
    first <- !duplicated(data$region)
    data$answered[first] <- TRUE
    data
}

random_step <- function(data, w) {
    w <- w * runif(nrow(data), 0.75, 1.35)
    columns <- sample(c("region", "size", "wave", "night"), sample(1:3, 1))
    margins <- lapply(columns, function(column) margin(data, column, w))
    numbers <- sample(c("age", "pay"), sample(0:2, 1))
    auxiliaries <- vapply(numbers, function(column) sum(w * data[[column]]), 0)
    kind <- sample(c("poststratify", "rake", "linear", "logit", "bounded"), 1)
    if (kind == "poststratify")
        return(list(step = kind, margins = margins[1]))
    if (kind == "rake")
        return(list(step = kind, margins = margins, auxiliaries = auxiliaries))
    if (kind == "linear")
        return(list(step = kind, margins = margins, auxiliaries = auxiliaries))
    list(step = if (kind == "bounded") "linear" else kind, margins = margins,
         auxiliaries = auxiliaries, lower = 0.2, upper = 3)
}

random_case <- function(name, data) {
    steps <- list()
    w <- data$w
    if (runif(1) < 0.3) {
        reply <- list(step = "nonresponse", respondent = "answered", cells = "region")
        w <- responding(data, w, reply)
        steps <- list(reply)
    }
    used <- data[w > 0, ]
    steps <- c(steps, list(random_step(used, w[w > 0])))
    if (runif(1) < 0.3)
        steps <- c(steps, list(list(step = "trim", unit = "median", upper = 2.5,
                                    share = sample(c("equal", "proportional"), 1))))
    list(name = name, weights = "w", steps = steps)
}

random_rows <- function(i) {
    # R gives up on some of its own: those are left out, and counted by weight_cases.csv.
    tryCatch({
        data <- random_data()
        name <- sprintf("weight_random%04d", i)
        write_cases(folder, name, data, list(random_case("random", data)))
    }, error = function(e) NULL, warning = function(w) NULL)
}

if (is.na(arguments[2])) {
    schools <- school_cases()
    write_case_list(folder, list(write_cases(folder, "weight_schools", schools$data, schools$cases)))
} else {
    set.seed(if (is.na(arguments[3])) 20261122 else as.integer(arguments[3]))
    rows <- lapply(seq_len(as.integer(arguments[2])), random_rows)
    cat(sum(vapply(rows, is.null, TRUE)), "cases left out, which R could not solve\n")
    write_case_list(folder, Filter(Negate(is.null), rows))
}
