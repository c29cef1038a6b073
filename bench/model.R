# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript bench/model.R FOLDER
# The rows that model_program left in FOLDER through R's svyglm: its time, how many times
# ours that is, and the largest difference of the coefficients and their standard errors.
suppressPackageStartupMessages(library(survey))
source(file.path(dirname(sub("--file=", "", grep("^--file=", commandArgs(), value = TRUE))), "record.R"))
folder <- commandArgs(trailingOnly = TRUE)[1]
found <- read.csv(file.path(folder, "found.csv"))
n <- found$rows[1]
columns <- nrow(found) - 1
values <- readBin(file.path(folder, "rows.bin"), "double", n * (columns + 3))
d <- as.data.frame(matrix(values, n))
names(d) <- c("y", "w", "h", paste0("x", seq_len(columns)))
rm(values)
formula <- reformulate(paste0("x", seq_len(columns)), "y")
design <- svydesign(~1, strata = ~h, weights = ~w, data = d)
took <- system.time(fit <- svyglm(formula, design, family = quasibinomial))[["elapsed"]] * 1000
se <- sqrt(diag(vcov(fit)))
cat(sprintf("svyglm: %.0f ms, %.1f times ours (%.0f ms); largest difference %.1e of a standard error, %.1e of one's size\n",
            took, took / found$milliseconds[1], found$milliseconds[1],
            max(abs(found$estimate - coef(fit)) / se), max(abs(found$se / se - 1))))
keep_pair("models", sprintf("logistic regression, %s rows, %d columns", format(n, big.mark = ","), columns),
          paste("R survey", packageVersion("survey")), found$milliseconds[1], took,
          differs = max(abs(found$estimate / coef(fit) - 1)))
