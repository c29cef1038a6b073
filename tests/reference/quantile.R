# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript quantile.R FOLDER
# Regenerates tests/vectors/quantile_*.csv: quantiles by three rules and mean scores of ranks,
# in the format of the designs.
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
for (file in c("survey_reference.R", "design_reference.R", "design_by_hand.R"))
    source(file.path(dirname(script), file))

# Made-up people in towns of regions: y has no value twice, income is spread over orders of
# size, points are whole numbers. Replicate weights jk1 of towns, and of a bootstrap.
people <- function() {
    RNGkind("Mersenne-Twister", "Inversion", "Rejection")
    set.seed(1952)
    rows <- expand.grid(person = 1:9, town = 1:7, region = c("noord", "oost", "zuid"))
    rows <- rows[runif(nrow(rows)) < 0.9, c("region", "town", "person")]
    n <- nrow(rows)
    rows$region <- as.character(rows$region)
    rows$N1 <- c(noord = 20, oost = 31, zuid = 9)[rows$region]
    rows$N2 <- 15 + rows$town
    rows$w <- round(runif(n, 1, 9), 2)
    rows$w[sample(n, 6)] <- 0
    rows$g <- sample(c("a", "b"), n, TRUE)
    rows$h <- sample(c("jong", "midden", "oud"), n, TRUE)
    rows$h[sample(n, 8)] <- NA
    rows$y <- round(rnorm(n, 0.4 * (rows$g == "b")) + rows$town / 3, 6)
    rows$y[sample(n, 12)] <- NA
    rows$income <- round(exp(rnorm(n, 7, 2)), 3)
    rows$points <- sample(0:10, n, TRUE)
    design <- svydesign(ids = ~town, strata = ~region, weights = ~w, data = rows, nest = TRUE)
    jk <- as.svrepdesign(design, type = "JKn")
    boot <- as.svrepdesign(design, type = "bootstrap", replicates = 30)
    add <- function(rows, prefix, replicated) {
        columns <- as.matrix(weights(replicated, "analysis"))
        colnames(columns) <- paste0(prefix, seq_len(ncol(columns)))
        cbind(rows, columns)
    }
    rows <- add(add(rows, "jk", jk), "boot", boot)
    rownames(rows) <- NULL
    attr(rows, "rscales") <- jk$rscales
    rows
}

rows <- people()
quantiles <- function(variable, probabilities)
    lapply(probabilities, function(p) estimand("quantile", variable, probability = p))
asked <- c(quantiles("y", c(0.25, 0.5, 0.9)), quantiles("income", c(0.1, 0.5, 0.75)),
           quantiles("points", 0.5), list(estimand("mean", "y")))
untied <- asked[-7]

designs <- list(
    rows = list(), weighted = list(weights = "w", strata = "region"),
    towns = list(weights = "w", strata = "region", clusters = "town", fpc = "N1",
                 nested = TRUE),
    stages = list(weights = "w", strata = "region", clusters = c("town", "person"),
                  fpc = c("N1", "N2"), nested = TRUE),
    jkn = list(weights = "w", replicates = list(
        columns = grep("^jk", names(rows), value = TRUE), type = "jkn", scale = 1,
        rscales = attr(rows, "rscales"))),
    bootstrap = list(weights = "w", replicates = list(
        columns = grep("^boot", names(rows), value = TRUE), type = "bootstrap")))
by <- list(character(), c("h", "g"), "g")

# With ties of unequal weights R's `hf7` depends on the order of rows: not compared.
case_of <- function(name, rule) {
    estimands <- if (rule == "hf7" && name != "rows") untied else asked
    list(name = paste(name, rule, sep = "_"), file = "quantile_people", data = rows,
         spec = do.call(spec_of, c(designs[[name]], list(estimands = estimands,
                                                         breakdowns = by))),
         options = if (rule == "math") list() else list(quantile_rule = rule))
}
cases <- list()
for (name in names(designs))
    for (rule in c("math", "school", "hf7"))
        cases[[length(cases) + 1]] <- case_of(name, rule)
cases[[length(cases) + 1]] <- within(case_of("towns", "math"), {
    name <- "towns_level"
    options <- list(level = 0.8, df = 11)
})

# ---- ranks ----

score_of <- list(wilcoxon = function(r) r, van_der_waerden = qnorm,
                 median = function(r) as.numeric(r > 1 / 2))

# Mean scores per level of g among the rows of `inside`; R's own test must have the same
# difference and standard error.
rank_rows <- function(case, design, inside, cell, score) {
    y <- case$data$y
    w <- weights_of(case)
    keep <- inside & !is.na(y)
    order <- order(y[keep])
    ranks <- numeric(sum(keep))
    total <- cumsum(w[keep][order])
    ranks[order] <- (total - w[keep][order] / 2) / sum(w[keep])
    design$variables$.score <- 0
    design$variables$.score[keep] <- score_of[[score]](pmin(pmax(ranks, 1e-300), 1))
    design$variables$.score[!is.finite(design$variables$.score)] <- 0 # of weight 0
    rows <- lapply(c("a", "b"), function(level) {
        here <- keep & case$data$g == level
        found <- svymean(~.score, design[here, ])
        df <- df_of(case, design, here & w > 0)
        se <- sqrt(as.numeric(vcov(found)))
        list(case = case$name, cell = show_cell(c(cell, list(g = level))),
             statistic = "rank", variable = "y", category = score,
             estimate = as.numeric(coef(found)), se = se,
             lower = as.numeric(coef(found)) - qt(0.975, df) * se,
             upper = as.numeric(coef(found)) + qt(0.975, df) * se, df = df,
             n = sum(here & w > 0), deff = NA, status = "ok", scale = 1)
    })
    test <- svyranktest(y ~ g, design[keep, ], test = c(wilcoxon = "wilcoxon",
        van_der_waerden = "vanderWaerden", median = "median")[[score]])
    difference <- rows[[2]]$estimate - rows[[1]]$estimate
    stopifnot(is.na(test$estimate) || abs(difference - test$estimate) < 1e-12)
    rows
}

rank_case <- function(name) {
    ranks <- lapply(names(score_of), function(score)
        list(statistic = "rank", variable = "y", score = score))
    list(name = paste0(name, "_rank"), file = "quantile_people", data = rows,
         spec = do.call(spec_of, c(designs[[name]], list(estimands = ranks,
             breakdowns = list(c("h", "g"), "g")))), options = list())
}

rank_estimates <- function(case) with_options(case, {
    design <- design_of(case)
    cells <- c(list(list()), lapply(c("jong", "midden", "oud"), function(h) list(h = h)))
    found <- list()
    for (cell in cells)
        for (score in names(score_of))
            found <- c(found, rank_rows(case, design, in_cell(case$data, cell), cell, score))
    bind_rows(found)
})

# ---- writing ----

# At a p below the share of the least value R's `math` and `school` give the second one: a
# bound that is the second is not compared, nor what is made of it.
cell_of <- function(text) {
    values <- strsplit(strsplit(text, ";")[[1]], "=")
    setNames(lapply(values, `[`, 2), vapply(values, `[`, "", 1))
}
without_second <- function(case, rows) {
    if (identical(case$options$quantile_rule, "hf7")) return(rows)
    for (i in which(rows$statistic == "quantile" & !is.na(rows$lower))) {
        y <- case$data[[rows$variable[i]]]
        keep <- in_cell(case$data, cell_of(rows$cell[i])) & !is.na(y) & weights_of(case) > 0
        if (rows$lower[i] <= sort(unique(y[keep]))[2])
            rows[i, c("se", "lower", "upper", "status")] <- NA
    }
    rows
}
expected <- Map(without_second, cases, lapply(cases, expected_estimates))
ranked <- lapply(c("rows", "weighted", "towns"), rank_case)
expected <- c(expected, lapply(ranked, rank_estimates))
folder <- arguments[1]
write_csv(rows, file.path(folder, "quantile_people.csv"),
          "# SYNTHETIC: made-up people, by tests/reference/quantile.R")
list <- bind_rows(lapply(c(cases, ranked), function(case) list(
    case = case$name, data = case$file, spec = spec_json(case$spec),
    options = show_options(case$options), tolerance = NA_real_, error = NA_character_)))
write_csv(list, file.path(folder, "quantile_cases.csv"))
write_csv(do.call(rbind, expected), file.path(folder, "quantile_expected.csv"))
