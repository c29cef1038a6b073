# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript quality_moves.R FOLDER
# How results answer when a cut-off of tests/data/moves.json moves, for tests/vectors
# (README.md, "Cut-offs that move"): answers, and the shares and changes that survey's svymean()
# gives of lights worked out here, in whole numbers.
folder <- commandArgs(trailingOnly = TRUE)[1]
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(script), "survey_reference.R"))
suppressMessages(library(survey))
set.seed(20250301, "Mersenne-Twister", "Inversion", "Rejection")

n <- 150
data <- data.frame(h = rep(c("a", "b", "c"), c(60, 50, 40)), sex = sample(c("f", "m"), n, TRUE),
                   w = round(runif(n, 0.5, 4), 2))
data$school <- paste0(data$h, sample(1:6, n, TRUE))
latent <- rnorm(n)
for (i in 1:5) data[[paste0("y", i)]] <- as.integer(latent + rnorm(n) > 0)
data$y2 <- 1L - data$y2
for (i in 1:3) data[[paste0("m", i)]] <- pmin(4L, pmax(1L, as.integer(round(2.4 - latent / 2 + rnorm(n)))))
for (item in c(paste0("y", 1:5), paste0("m", 1:3))) data[[item]][runif(n) < 0.08] <- NA

# Scores as fractions, top over bottom; NA where too few items are answered.
score_of <- function(items, low, high, reversed, least, percent) {
    x <- as.matrix(data[items]) - low
    x[, reversed] <- (high - low) - x[, reversed]
    k <- rowSums(!is.na(x))
    sum <- rowSums(x, na.rm = TRUE)
    top <- if (percent) 100 * sum else low * k + sum
    bottom <- if (percent) k * (high - low) else k
    top[k < least] <- NA
    list(top = top, bottom = bottom)
}
scores <- list(tired = score_of(paste0("y", 1:5), 0, 1, 2, 4, TRUE),
               bored = score_of(paste0("m", 1:3), 1, 4, integer(), 2, FALSE))

# Whether a score is on the problem's side of a cut-off c(top, bottom).
light <- function(indicator, comparison, cut) {
    s <- scores[[indicator]]
    left <- s$top * cut[2]
    right <- cut[1] * s$bottom
    switch(comparison, at_least = left >= right, above = left > right, at_most = left <= right,
           below = left < right)
}

# The cut-offs at steps -2 to 2, by hand; NULL: off the lattice.
lattice_yes <- list(c(0, 5), c(100, 5), c(200, 5), c(300, 5), c(400, 5), c(500, 5))
lattice_four <- lapply(3:12, function(top) c(top, 3))
cutoffs <- list(
    list("tired", "problem", "at_least", c(60, 1), lattice_yes, 4),
    list("tired", "acute", "above", c(75, 1), lattice_yes, 4),
    list("bored", "problem", "at_most", c(2, 1), lattice_four, 4),
    list("bored", "acute", "below", c(3, 2), lattice_four, 3))

at_step <- function(cutoff, step) {
    place <- cutoff[[6]] + step
    if (step == 0) cutoff[[4]] else if (place < 1 || place > length(cutoff[[5]])) NULL else
        cutoff[[5]][[place]]
}

# All measures that hang on one light, with that light in place of its own.
measures <- function(moved = NULL, value = NULL) {
    lights <- lapply(setNames(cutoffs, vapply(cutoffs, function(cutoff)
        paste0(cutoff[[1]], "_", cutoff[[2]]), "")), function(cutoff)
        light(cutoff[[1]], cutoff[[3]], cutoff[[4]]))
    if (!is.null(moved)) lights[[moved]] <- value
    with(lights, c(lights, list(fine = !(tired_problem | bored_problem),
                                counted = tired_problem + bored_problem,
                                calm = !(tired_acute | bored_acute),
                                unwell = tired_problem | bored_problem)))
}
# A composite needs all its parts: FALSE | NA is NA, TRUE | NA is not.
complete <- function(found) {
    unknown <- is.na(found$tired_problem) | is.na(found$bored_problem)
    for (name in c("fine", "counted", "calm", "unwell")) found[[name]][unknown] <- NA
    found
}
hangs_on <- list(problem = c("fine", "counted", "unwell"), acute = "calm")

designs <- list(strata = svydesign(~1, strata = ~h, weights = ~w, data = data),
                schools = svydesign(~school, strata = ~h, weights = ~w, data = data))
groups <- list(c(NA), c("f"), c("m"))

mean_in <- function(design, group, x) {
    keep <- !is.na(x) & (is.na(group) | data$sex == group)
    design$variables$.x <- as.numeric(ifelse(keep, x, 0))
    found <- svymean(~.x, design[keep, ])
    c(as.numeric(coef(found)), as.numeric(SE(found)), sum(keep))
}

rows <- list()
for (name in names(designs)) for (group in groups) for (cutoff in cutoffs) for (step in -2:2) {
    cut <- at_step(cutoff, step)
    own <- paste0(cutoff[[1]], "_", cutoff[[2]])
    base <- complete(measures())
    for (measure in c(own, if (!is.null(cut)) hangs_on[[cutoff[[2]]]])) {
        row <- data.frame(design = name, sex = group, indicator = cutoff[[1]], level = cutoff[[2]],
                          step = step, measure = measure, cut = NA, estimate = NA, se = NA,
                          change = NA, change_se = NA, n = NA)
        if (!is.null(cut)) {
            moved <- complete(measures(own, light(cutoff[[1]], cutoff[[3]], cut)))
            found <- mean_in(designs[[name]], group, moved[[measure]])
            row[c("cut", "estimate", "se", "n")] <- c(cut[1] / cut[2], found)
            if (step != 0) row[c("change", "change_se")] <- mean_in(
                designs[[name]], group, moved[[measure]] - base[[measure]])[1:2]
        }
        rows[[length(rows) + 1]] <- row
    }
}
write_csv(data, file.path(folder, "moves_people.csv"))
write_csv(do.call(rbind, rows), file.path(folder, "moves_expected.csv"))
