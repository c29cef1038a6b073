# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript survey_random.R FOLDER [CASES [SEED]]
# Random stratified designs and what R's survey says about them, for check_survey. The same
# seed gives the same designs; case i does not depend on how many are asked for.
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(script), "survey_reference.R"))
RNGkind("Mersenne-Twister", "Inversion", "Rejection")

pick <- function(x, size = 1, ...) x[sample.int(length(x), size, ...)]

random_weights <- function(n) {
    kind <- pick(c("none", "uniform", "integer", "unequal", "zeros", "huge", "tiny"))
    w <- switch(kind, none = NULL, uniform = runif(n, 0.5, 3), integer = pick(1:40, n, TRUE),
                unequal = exp(rnorm(n, 0, 3)), zeros = runif(n) * (runif(n) > 0.3),
                huge = 1e12 * runif(n, 0.1, 9), tiny = 1e-9 * rexp(n))
    if (!is.null(w) && all(w == 0)) w[1] <- 1
    w
}

random_strata <- function(sizes) {
    s <- rep(seq_along(sizes), sizes)
    switch(pick(1:4),
           data.frame(stratum = sprintf("s%02d", s)),
           data.frame(stratum = s * 7L - 20L),
           data.frame(layer = ifelse(s %% 2 == 0, "even, b", "odd"), half = s %/% 2),
           data.frame(first = s <= length(sizes) / 2, stratum = sprintf("S%d", s)))
}

random_outcome <- function(n) {
    kind <- pick(c("offset", "small", "normal", "skew", "score", "flag", "zero_one",
                   "text", "code", "rare"))
    y <- switch(kind, offset = 1e6 + rnorm(n), small = 1e-4 * rnorm(n),
                normal = rnorm(n, 3), skew = exp(rnorm(n, 0, 2)),
                score = pick(0:100, n, TRUE) / 10, flag = runif(n) < runif(1),
                zero_one = as.integer(runif(n) < runif(1)),
                text = pick(c("rood", "oranje", "groen", "g,eel", "ë"), n, TRUE,
                            prob = c(0.5, 0.3, 0.15, 0.04, 0.01)),
                code = pick(c(-3L, 1L, 2L, 10L), n, TRUE), rare = runif(n) < 0.02)
    y[runif(n) < pick(c(0, 0, 0.02, 0.4))] <- NA
    statistics <- switch(kind, text = "proportion", code = pick(c("mean", "proportion")),
                         flag = , rare = c("mean", "proportion", "total"),
                         c("mean", "total"))
    list(y = y, statistics = pick(statistics, pick(seq_along(statistics))))
}

random_group <- function(n, stratum) {
    g <- switch(pick(1:5),
                pick(c("bouw", "zorg", "onderwijs", "ict"), n, TRUE,
                     prob = c(0.6, 0.3, 0.09, 0.01)),
                pick(c(0L, 5L, 12L), n, TRUE),
                runif(n) < 0.3,
                ifelse(stratum == stratum[1], "only here", "elsewhere"),
                replace(rep("many", n), pick(n, 1), "single"))
    g[runif(n) < pick(c(0, 0, 0.1))] <- NA
    if (all(is.na(g))) g[1] <- if (is.character(g)) "many" else g[1]
    g
}

random_case <- function(i, seed) {
    set.seed(seed + i)
    most <- pick(c(2, 4, 10, 40, 200), prob = c(0.05, 0.15, 0.3, 0.3, 0.2))
    sizes <- pick(2:max(most, 3), pick(1:30, prob = 30:1), TRUE)
    one_row <- i %% 20 == 0
    if (one_row) sizes[1] <- 1
    n <- sum(sizes)
    stratum <- rep(seq_along(sizes), sizes)
    data <- random_strata(sizes)
    strata <- if (length(sizes) == 1 && runif(1) < 0.5 && !one_row) character() else names(data)
    w <- random_weights(n)
    if (!is.null(w)) data$w <- w
    groups <- character()
    for (name in c("g", "h")[seq_len(pick(0:2))]) {
        g <- random_group(n, stratum)
        if (all(is.na(g))) next
        data[[name]] <- g
        groups <- c(groups, name)
    }
    if (length(groups) == 2 && runif(1) < 0.5) { # a combination no row has
        empty <- !is.na(data$g) & !is.na(data$h) & data$g == data$g[which(!is.na(data$g))[1]] &
            data$h == data$h[which(!is.na(data$h))[1]]
        other <- data$h[which(!is.na(data$h) & data$h != data$h[which(!is.na(data$h))[1]])]
        if (length(other)) data$h[empty] <- other[1]
    }
    breakdowns <- if (length(groups) == 0) list(character())
        else pick(list(list(groups), list(character(), groups), list(groups, groups[1])))[[1]]
    breakdowns <- breakdowns[!duplicated(breakdowns)]
    estimands <- list()
    for (k in seq_len(pick(1:3))) {
        name <- paste0("y", k)
        outcome <- random_outcome(n)
        y <- outcome$y
        if (length(groups) && runif(1) < 0.3) # a domain whose outcome is all missing
            y[!is.na(data$g) & data$g == pick(data$g[!is.na(data$g)])] <- NA
        if (all(is.na(y))) next
        data[[name]] <- y
        for (statistic in outcome$statistics)
            estimands[[length(estimands) + 1]] <- c(statistic, name)
    }
    if (length(estimands) == 0) {
        data$y <- rnorm(n)
        estimands <- list(c("mean", "y"))
    }
    list(name = sprintf("case_%04d", i), data = data[sample.int(n), , drop = FALSE],
         weights = if (is.null(w)) NULL else "w", strata = strata, breakdowns = breakdowns,
         estimands = estimands, level = pick(c(0.95, 0.95, 0.9, 0.99)))
}

folder <- arguments[1]
count <- if (length(arguments) > 1) as.integer(arguments[2]) else 200L
seed <- if (length(arguments) > 2) as.integer(arguments[3]) else 20040L
write_cases(lapply(seq_len(count), random_case, seed = seed), folder)
