# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript engine.R FILE
# The jobs of bench/engine in R: answers each line with a job's name by one line: the
# milliseconds that passed, those of processor time, and the numbers the job gave.
suppressPackageStartupMessages(library(survey))

file <- commandArgs(trailingOnly = TRUE)[1]
n <- file.size(file) / 93
input <- file(file, "rb")
columns <- c(lapply(1:4, function(i) readBin(input, "integer", n, size = 4)),
             lapply(1:9, function(i) readBin(input, "double", n)),
             lapply(1:5, function(i) readBin(input, "integer", n, size = 1)))
close(input)
names(columns) <- c("stratum", "psu", "grp", "code", "weight", paste0("y", 1:8),
                    paste0("b", 1:5))
people <- as.data.frame(columns)
rm(columns)
few <- people[1:12000, ]

clustered <- function()
    svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = people)

pairs_of <- function(estimate) as.vector(rbind(coef(estimate), SE(estimate)))

# Totals of n categories in the population: bench/engine_weights.c.
targets <- function(categories)
    1.75 * n / categories * (1 + 0.05 * (0:(categories - 1) %% 5 - 2))

jobs <- list(
    mean = function() pairs_of(svymean(~y1, clustered())),
    means = function()
        pairs_of(svymean(~y1 + y2 + y3 + y4 + y5 + y6 + y7 + y8, clustered())),
    groups = function() pairs_of(svyby(~y1, ~grp, clustered(), svymean)),
    rao_scott = function() {
        test <- svychisq(~b1 + grp, clustered(), statistic = "F")
        c(test$statistic, test$p.value)
    },
    median = function() {
        result <- svyquantile(~y1, clustered(), 0.5)
        c(coef(result), confint(result))
    },
    bootstrap = function() {
        design <- svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = few)
        replicates <- as.svrepdesign(design, type = "subbootstrap", replicates = 500)
        pairs_of(svymean(~b1 + b2 + b3 + b4 + b5, replicates))
    },
    rake = function() {
        margins <- list(data.frame(grp = 1:20, Freq = targets(20)),
                        data.frame(code = 1:50, Freq = targets(50)))
        made <- weights(rake(svydesign(ids = ~1, weights = ~weight, data = people),
                             list(~grp, ~code), margins,
                             control = list(maxit = 50, epsilon = 1e-10)))
        c(sum(made * people$y2), sum(made^2), made[1:10])
    },
    greg = function() {
        totals <- c(targets(20), 17 * 1.75 * n)
        names(totals) <- c(paste0("factor(grp)", 1:20), "y1")
        made <- weights(calibrate(svydesign(ids = ~1, weights = ~weight, data = people),
                                  ~ 0 + factor(grp) + y1, totals, epsilon = 1e-10))
        c(sum(made * people$y2), sum(made^2), made[1:10])
    }
)

lines <- file("stdin", "r")
while (length(line <- readLines(lines, 1)) > 0) {
    gc(FALSE)
    set.seed(4)
    time <- system.time(numbers <- jobs[[line]](), gcFirst = FALSE)
    cat(1000 * time[["elapsed"]], 1000 * (time[["user.self"]] + time[["sys.self"]]),
        sprintf("%.17g", numbers), "\n")
    flush(stdout())
}
