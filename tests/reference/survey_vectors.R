# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript survey_vectors.R FOLDER
# Regenerates tests/vectors/survey_*.csv.
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(script), "survey_reference.R"))

# California school performance, a stratified sample of 200 schools (data(api) of survey).
data(api)
schools <- apistrat[c("stype", "pw", "awards", "comp.imp", "api99", "api00", "enroll", "mobility")]
schools[] <- lapply(schools, function(x) if (is.factor(x)) as.character(x) else x)
names(schools)[4] <- "comp_imp"
schools$eligible <- schools$awards == "Yes"
estimands <- list(c("mean", "api00"), c("mean", "eligible"), c("total", "enroll"),
                  c("proportion", "awards"), c("total", "eligible"))
apistrat_case <- list(
    name = "survey_apistrat", data = schools, weights = "pw", strata = "stype",
    breakdowns = list(character(), "stype", c("stype", "comp_imp")),
    estimands = estimands, level = 0.95)

# Eight rows in two strata: small enough to follow with a pencil.
pencil_case <- list(
    name = "survey_pencil",
    data = data.frame(stratum = rep(c("a", "b"), each = 4), w = c(1, 2, 1, 2, 3, 3, 1, 1),
                      sex = c("f", "m", "f", NA, "m", "m", "f", "f"),
                      score = c(2, 4, 6, 8, 1, NA, 5, 7),
                      problem = c(TRUE, FALSE, TRUE, TRUE, NA, FALSE, FALSE, TRUE)),
    weights = "w", strata = "stratum", breakdowns = list(character(), "sex"),
    estimands = list(c("mean", "score"), c("total", "score"), c("mean", "problem"),
                     c("proportion", "problem")), level = 0.95)

# The edges of the status table: a cell no row is in, one whose rows have weight 0, a share
# of 0 and of 1, a constant, a domain of one row, a domain within one stratum.
edges_case <- list(
    name = "survey_edges",
    data = data.frame(stratum = rep(c(10L, 20L, 30L), c(6, 5, 4)),
                      w = c(1.5, 2, 0, 0, 2.5, 1, 1, 1, 3, 3, 2, 4, 4, 4, 4),
                      team = c("one", "all", "weightless", "weightless", "all", "all",
                               "none", "none", "none", "all", "all",
                               "within", "within", "within", "all"),
                      shift = c(1L, 1L, 2L, 2L, 1L, 1L, 1L, 1L, 1L, 2L, 2L, 1L, 1L, 1L, 2L),
                      light = c(TRUE, TRUE, TRUE, FALSE, TRUE, TRUE, FALSE, FALSE, FALSE,
                                TRUE, TRUE, FALSE, TRUE, TRUE, TRUE),
                      same = c(rep(7, 11), 3, 4, NA, 7),
                      code = c(1L, 2L, 2L, 1L, 3L, 3L, 2L, 2L, 2L, 1L, 3L, 1L, 1L, NA, 3L)),
    weights = "w", strata = "stratum",
    breakdowns = list(character(), "team", c("team", "shift")),
    estimands = list(c("mean", "light"), c("proportion", "code"), c("mean", "same"),
                     c("total", "same"), c("total", "light")), level = 0.9)

# A large offset with a small spread: raw sums of squares lose every digit of the error.
set.seed(7)
offset_case <- list(
    name = "survey_offset",
    data = data.frame(year = rep(c(2019L, 2023L), c(30, 40)), y = 1e6 + round(rnorm(70), 6)),
    weights = NULL, strata = "year", breakdowns = list("year"),
    estimands = list(c("mean", "y"), c("total", "y")), level = 0.95)

# What R refuses, and so do we: a stratum with a single sampled row.
lonely_case <- list(
    name = "survey_lonely", data = data.frame(stratum = c("a", "a", "b"), y = c(1, 2, 3)),
    weights = NULL, strata = "stratum", breakdowns = list(character()),
    estimands = list(c("mean", "y")), level = 0.95)

write_cases(list(pencil_case, edges_case, offset_case, apistrat_case, lonely_case), arguments[1])
