# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript main_job.R PROGRAM FILE INSTRUMENT RUNS
# The same job in R, paired with PROGRAM (main_job) on the same bytes: each run takes the
# time of R, then of ours, and compares every estimate and standard error.
suppressPackageStartupMessages(library(survey))
source(file.path(dirname(sub("--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "record.R"))
arguments <- commandArgs(trailingOnly = TRUE)
program <- arguments[1]
file <- arguments[2]
instrument <- arguments[3]
runs <- as.integer(arguments[4])

# ---- the input, read and with missing answers as NA: not part of R's time ----
items <- c(sprintf("w1_%02d", 1:11), sprintf("w2_%02d", 1:9), sprintf("w3_%02d", 1:4),
           sprintf("w4_%02d", 1:4))
n <- file.size(file) / 38
input <- file(file, "rb")
columns <- lapply(seq_len(30), function(i) readBin(input, "integer", n, size = 1))
weight <- readBin(input, "double", n)
close(input)
names(columns) <- c(items, "stratum", "cell")
for (item in items) columns[[item]][columns[[item]] == 9L] <- NA
for (item in c("w1_04", "w2_02", "w2_05", "w2_08")) columns[[item]] <- 1L - columns[[item]]
people <- as.data.frame(columns)
people$weight <- weight
rm(columns)

# ---- R's job ----
scale_of <- function(data, prefix, least) {
    answers <- as.matrix(data[startsWith(names(data), prefix)])
    score <- rowMeans(answers, na.rm = TRUE)
    score[rowSums(!is.na(answers)) < least] <- NA
    score
}

indicators <- c("fatigue_problem", "wellbeing_problem", "growth_problem", "home_problem",
                "werkbaar")

lights_in_r <- function() {
    lights <- data.frame(fatigue_problem = scale_of(people, "w1_", 8) >= 6 / 11,
                         wellbeing_problem = scale_of(people, "w2_", 6) <= 4 / 9,
                         growth_problem = scale_of(people, "w3_", 3) <= 1,
                         home_problem = scale_of(people, "w4_", 3) >= 2)
    lights$werkbaar <- rowSums(as.matrix(lights)) == 0
    lights[] <- lapply(lights, as.numeric)
    lights$cell <- people$cell
    lights
}

design_in_r <- function(lights)
    svydesign(ids = ~1, strata = people$stratum, weights = people$weight, data = lights)

# One variable a call, as it must be: na.rm deletes listwise.
estimates_in_r <- function(design)
    lapply(setNames(nm = indicators), function(name)
        svyby(reformulate(name), ~cell, design, svymean, na.rm = TRUE))

# Of the processor, which the machine's other work moves little.
seconds <- function(expression) sum(system.time(expression)[c("user.self", "sys.self")])

# ---- both in turn ----
estimates <- tempfile(fileext = ".csv")
times <- data.frame()
difference <- 0
for (run in seq_len(runs)) {
    gc(FALSE)
    r <- c(seconds(lights <- lights_in_r()), seconds(design <- design_in_r(lights)),
           seconds(by_r <- estimates_in_r(design)))
    # The least that R could take: all five in one call, which gives other numbers.
    at_once <- seconds(svyby(reformulate(indicators), ~cell, design, svymean, na.rm = TRUE))
    rm(design)
    printed <- system2(program, c("run", file, instrument, estimates, "11", "1"), stdout = TRUE)
    ours <- read.table(text = printed, row.names = 1)
    times <- rbind(times, data.frame(r = 1000 * sum(r), least = 1000 * (r[1] + r[2] + at_once),
                                     ours = ours["job", 1], score = ours["score", 1],
                                     read = ours["read", 1],
                                     ours_best = ours["job_best", 1],
                                     read_best = ours["read_best", 1]))
    by_us <- read.csv(estimates)
    stopifnot(nrow(by_us) == 24 * 5)
    for (name in names(by_r)) {
        mine <- by_us[by_us$variable == name, ]
        theirs <- by_r[[name]]
        mine <- mine[match(theirs$cell, mine$cell), ]
        difference <- max(difference, abs(mine$estimate - coef(theirs)),
                          abs(mine$se - SE(theirs)))
    }
    cat(sprintf("run %d: R %.0f ms (rowMeans %.0f, svydesign %.0f, svyby %.0f), ours %.2f ms, reading %.2f ms\n",
                run, times$r[run], 1000 * r[1], 1000 * r[2], 1000 * r[3], times$ours[run],
                times$read[run]))
}
memory <- read.table(text = system2(program, c("memory", file, instrument), stdout = TRUE),
                     row.names = 1)
middle <- sapply(times, median)
cat(sprintf("\n%s people, 28 answers, 12 strata, 24 cells x 5 shares with standard errors\n",
            format(n, big.mark = ",", scientific = FALSE)))
cat(sprintf("median of %d paired runs, one thread:\n", runs))
cat(sprintf("  R %s, survey %s           %10.1f ms\n",
            getRversion(), packageVersion("survey"), middle["r"]))
cat(sprintf("  the same, all five at once    %10.1f ms  (listwise: other numbers)\n",
            middle["least"]))
cat(sprintf("  ours                          %10.2f ms  (scoring alone %.2f ms)\n",
            middle["ours"], middle["score"]))
cat(sprintf("  reading the bytes             %10.2f ms\n", middle["read"]))
cat(sprintf("  R / ours                      %10.0f     (goal: at least 500)\n",
            median(times$r / times$ours)))
cat(sprintf("  R at once / ours              %10.0f\n", median(times$least / times$ours)))
cat(sprintf("  ours / reading                %10.2f     (goal: at most 3)\n",
            median(times$ours / times$read)))
cat(sprintf("  the same, best of all         %10.2f     (%.2f ms / %.2f ms)\n",
            min(times$ours_best) / min(times$read_best), min(times$ours_best),
            min(times$read_best)))
cat(sprintf("  memory beside the input       %10.2f MB  (goal: under 2)\n",
            memory["peak_bytes", 1] / 1e6))
cat(sprintf("  largest |ours - R|            %10.1e     (allowed: 1e-10)\n", difference))
stopifnot(difference <= 1e-10)

of_r <- paste("R survey", packageVersion("survey"))
keep_pair("main job", sprintf("answers of %s people to 24 x 5 shares with errors",
                              format(n, big.mark = ",", scientific = FALSE)), of_r, times$ours, times$r,
          differs = difference, goal = 500)
keep_pair("main job", "the same, R all five at once (listwise)", of_r, times$ours, times$least)
