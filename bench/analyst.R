# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript analyst.R werkbaar|survey FILE INSTRUMENT REPLICATES
# The analyst's script of bench/analyst in R. Prints lines: a name, then numbers. `step_*` are
# milliseconds, `before` and `peak` bytes resident with the rows in memory and at most.
arguments <- commandArgs(trailingOnly = TRUE)
ours <- arguments[1] == "werkbaar"
suppressPackageStartupMessages(if (ours) library(werkbaar) else library(survey))
replicates <- as.integer(arguments[4])

# ---- the rows, read and, for R, with missing answers as NA and items turned: not timed ----
items <- c(sprintf("w1_%02d", 1:11), sprintf("w2_%02d", 1:9), sprintf("w3_%02d", 1:4),
           sprintf("w4_%02d", 1:4))
others <- c(stratum = 12, cell = 24, sex = 2, age = 6, size = 5)
n <- file.size(arguments[2]) / (length(items) + length(others) + 8)
input <- file(arguments[2], "rb")
columns <- lapply(seq_len(length(items) + length(others)),
                  function(i) readBin(input, "integer", n, size = 1))
names(columns) <- c(items, names(others))
columns$weight <- readBin(input, "double", n)
close(input)
for (name in names(others)[-1])
    columns[[name]] <- factor(sprintf("%02d", columns[[name]])) # in one order for both
if (!ours) {
    for (item in items) columns[[item]][columns[[item]] == 9L] <- NA
    for (item in c("w1_04", "w2_02", "w2_05", "w2_08")) columns[[item]] <- 1L - columns[[item]]
}
people <- as.data.frame(columns)
rm(columns)

shares <- c("fatigue_problem", "wellbeing_problem", "growth_problem", "home_problem", "werkbaar")
shifts <- list(sex = c(1, -1), age = c(1, -1, 2, -2, 1, -1), size = c(2, 1, 0, -1, -2))
totals <- lapply(setNames(nm = names(shifts)), function(name)
    setNames(1.75 * n / others[[name]] * (1 + 0.05 * shifts[[name]]), levels(people[[name]])))

# ---- steps ----
resident <- function(which) {
    lines <- readLines("/proc/self/status")
    1024 * as.numeric(gsub("[^0-9]", "", grep(paste0("^", which, ":"), lines, value = TRUE)))
}
tell <- function(name, x) cat(name, sprintf("%.17g", x), "\n")
step <- function(name, expression) {
    start <- Sys.time()
    force(expression)
    tell(paste0("step_", name), 1000 * as.numeric(difftime(Sys.time(), start, units = "secs")))
    expression
}
pairs_of <- function(estimate, se) as.vector(rbind(estimate, se))
weights_of <- function(x) c(sum(x * people$weight), sum(x^2), x[1:10])
invisible(gc())
cat("5", file = "/proc/self/clear_refs")
tell("before", resident("VmRSS"))

if (ours) {
    scores <- step("score", wb_score(people, wb_instrument(arguments[3]), select = shares))
    design <- step("design", wb_design(scores, weights = ~weight, strata = ~stratum))
    groups <- step("groups", wb_mean(reformulate(shares), design, by = ~cell))
    raked <- step("rake", wb_weight(scores, wb_rake(wb_weighting(weights = ~weight, result = "raked"), totals)))
    fit <- step("logit", wb_model(werkbaar ~ sex + age + size + cell, design))
    boot <- step("bootstrap", wb_mean(reformulate(shares), wb_design(
        scores, weights = ~weight, strata = ~stratum,
        replicates = wb_replicates(type = "bootstrap", n = replicates, seed = 4))))
    peak <- resident("VmHWM")
    found <- as.data.frame(groups)
    found <- found[order(as.character(found$variable), as.character(found$cell)), ]
    tell("groups", pairs_of(found$estimate, found$se))
    tell("rake", weights_of(raked$raked))
    tell("logit", pairs_of(coef(fit), sqrt(diag(vcov(fit)))))
    boot <- as.data.frame(boot)
    boot <- boot[order(as.character(boot$variable)), ]
    tell("bootstrap", boot$estimate)
    tell("bootstrap_se", boot$se)
} else {
    # One variable a call, as it must be: na.rm deletes listwise.
    one_by_one <- function(of) lapply(setNames(nm = sort(shares)), of)
    scale_of <- function(prefix, least) {
        answers <- as.matrix(people[startsWith(names(people), prefix)])
        score <- rowMeans(answers, na.rm = TRUE)
        score[rowSums(!is.na(answers)) < least] <- NA
        score
    }
    score <- function() {
        lights <- data.frame(fatigue_problem = scale_of("w1_", 8) >= 6 / 11,
                             wellbeing_problem = scale_of("w2_", 6) <= 4 / 9,
                             growth_problem = scale_of("w3_", 3) <= 1,
                             home_problem = scale_of("w4_", 3) >= 2)
        lights$werkbaar <- rowSums(as.matrix(lights)) == 0
        lights[] <- lapply(lights, as.numeric)
        cbind(lights, people[c(names(others), "weight")])
    }
    scores <- step("score", score())
    design <- step("design", svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = scores))
    groups <- step("groups", one_by_one(function(name)
        svyby(reformulate(name), ~cell, design, svymean, na.rm = TRUE)))
    margins <- lapply(names(totals), function(name)
        setNames(data.frame(names(totals[[name]]), totals[[name]]), c(name, "Freq")))
    raked <- step("rake", weights(rake(design, lapply(names(totals), reformulate), margins,
                                       control = list(maxit = 100, epsilon = 1e-9))))
    fit <- step("logit", svyglm(werkbaar ~ sex + age + size + cell, design, family = quasibinomial(),
                                control = list(epsilon = 1e-12)))
    set.seed(4)
    boot <- step("bootstrap", {
        made <- as.svrepdesign(design, type = "subbootstrap", replicates = replicates)
        one_by_one(function(name) svymean(reformulate(name), made, na.rm = TRUE))
    })
    peak <- resident("VmHWM")
    tell("groups", unlist(lapply(groups, function(found) pairs_of(coef(found), SE(found)))))
    tell("rake", weights_of(raked))
    tell("logit", pairs_of(coef(fit), SE(fit)))
    tell("bootstrap", sapply(boot, coef))
    tell("bootstrap_se", sapply(boot, SE))
}
tell("peak", peak)
