# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Intervals of proportions: Rscript intervals.R > intervals.csv. Where R's survey has the
# method the bounds are svyciprop's, on real and on random designs; `likelihood` solves
# what svyciprop interpolates, and is checked against it here; the others are their
# formulas (lib/survey/interval.h) on the same shares.
suppressPackageStartupMessages(library(survey))

methods <- c(mean = "wald", xlogit = "logit", beta = "beta", asin = "asin")
rows <- list()
add <- function(method, share, level, lower, upper, oracle)
    rows[[length(rows) + 1]] <<- data.frame(
        method = method, p = share$p, se = share$se, df = share$df, n = share$n,
        n_ones = share$n_ones, level = level, lower = lower, upper = upper, oracle = oracle)

deviance_of <- function(p, q)
    2 * ((if (p > 0) p * (log(p) - log(q)) else 0) +
         (if (p < 1) (1 - p) * (log1p(-p) - log1p(-q)) else 0))

solve_likelihood <- function(p, target) {
    f <- function(x) deviance_of(p, plogis(x)) - target
    x <- qlogis(p)
    root <- function(side) {
        far <- side
        while (f(x + far) < 0) far <- 2 * far
        plogis(uniroot(f, sort(c(x, x + far)), tol = 1e-14, maxiter = 10000)$root)
    }
    c(root(-1), root(1))
}

formulas <- function(share, level) {
    p <- share$p; n <- share$n
    a <- (1 - level) / 2
    t <- qt(1 - a, share$df)
    extreme <- share$n_ones %in% c(0, n)
    size <- if (extreme) n else p * (1 - p) / share$se^2
    adjusted <- if (extreme) n else size * (qt(1 - a, n - 1) / t)^2
    m <- (size * p + t^2 / 2) / (size + t^2)
    half <- sqrt(p * (1 - p) / size + t^2 / (4 * size^2))
    bounds <- list(
        wilson = (p + t^2 / (2 * size) + c(-1, 1) * t * half) / (1 + t^2 / size),
        agresti_coull = m + c(-1, 1) * t * sqrt(m * (1 - m) / (size + t^2)),
        jeffreys = qbeta(c(a, 1 - a), adjusted * p + 0.5, adjusted * (1 - p) + 0.5))
    if (extreme) {
        bounds$likelihood <- if (p == 0) c(0, 1 - exp(-t^2 / (2 * n))) else c(exp(-t^2 / (2 * n)), 1)
        bounds$beta <- if (p == 0) c(0, 1 - a^(1 / n)) else c(a^(1 / n), 1)
        bounds$asin <- {
            angle <- min(t / (2 * sqrt(n)), pi / 2)
            if (p == 0) c(0, sin(angle)^2) else c(cos(angle)^2, 1)
        }
        bounds <- lapply(bounds, function(b) if (p == 0) c(0, b[2]) else c(b[1], 1))
        bounds$wald <- c(p, p)
        bounds$logit <- c(NA, NA)
    } else {
        bounds$likelihood <- solve_likelihood(p, t^2 / size * n / (n - 1))
    }
    lapply(bounds, function(b) if (anyNA(b)) b else if (extreme) b else pmin(pmax(b, 0), 1))
}

# No method of svyciprop but `mean` may leave [0, 1]; where `asin` folds back at 0 or 1, the
# angle is cut there.
asin_folds <- function(share, level) {
    half <- qt((1 + level) / 2, share$df) * share$se / (2 * sqrt(share$p * (1 - share$p)))
    asin(sqrt(share$p)) + c(-1, 1) * half
}

design_rows <- function(design, outcome, level, likelihood = TRUE) {
    design$variables$.y <- as.numeric(outcome)
    m <- svymean(~.y, design)
    share <- list(p = as.numeric(coef(m)), se = as.numeric(SE(m)), df = degf(design),
                  n = nrow(design), n_ones = sum(outcome))
    for (r in names(methods)) {
        ci <- as.numeric(attr(svyciprop(~.y, design, method = r, level = level), "ci"))
        if (r == "asin") {
            angle <- asin_folds(share, level)
            if (angle[1] < 0) ci[1] <- 0
            if (angle[2] > pi / 2) ci[2] <- 1
        }
        add(methods[[r]], share, level, ci[1], ci[2], "svyciprop")
    }
    f <- formulas(share, level)
    if (likelihood) {
        ci <- as.numeric(attr(suppressWarnings(
            svyciprop(~.y, design, method = "likelihood", level = level)), "ci"))
        stopifnot(abs(ci - f$likelihood) < 2e-3 * pmax(0.05, share$p))
    }
    for (name in names(f)) add(name, share, level, f[[name]][1], f[[name]][2], "formula")
}

data(api)
clus1 <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
clus2 <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2)
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
for (level in c(0.95, 0.8, 0.99)) {
    design_rows(clus1, apiclus1$stype == "M", level)
    design_rows(clus1, apiclus1$sch.wide == "Yes", level)
    design_rows(clus2, apiclus2$stype == "H", level)
    design_rows(strat, apistrat$api00 > 800, level)
    design_rows(strat, apistrat$api00 > 700 & apistrat$stype == "H", level)
}
set.seed(4)
for (i in 1:40) {
    n <- sample(c(12, 40, 150, 1200), 1)
    data <- data.frame(s = sample(1:3, n, TRUE), w = round(rexp(n, 1 / 30) + 1, 2))
    data$u <- data$s * 1000 + sample(1:6, n, TRUE)
    y <- runif(n) < sample(c(0.003, 0.03, 0.2, 0.5, 0.9, 0.99), 1)
    data$u[1:6] <- c(1, 2, 1001, 1002, 2001, 2002) + 1000
    data$s[1:6] <- c(1, 1, 2, 2, 3, 3)
    if (sum(y) == 0 || sum(y) == n) next
    design <- svydesign(ids = if (i %% 2) ~u else ~1, strata = ~s, weights = ~w, data = data)
    design_rows(design, y, 0.95, likelihood = FALSE)
}
for (n in c(1, 7, 30, 400)) for (df in c(1, 6, Inf)) for (ones in unique(c(0, n))) {
    share <- list(p = ones / n, se = 0, df = df, n = n, n_ones = ones)
    f <- formulas(share, 0.95)
    for (name in names(f)) add(name, share, 0.95, f[[name]][1], f[[name]][2], "formula")
}
table <- do.call(rbind, rows)
number <- function(x) ifelse(is.na(x), "", formatC(x, digits = 17, format = "g", width = 1))
for (column in c("p", "se", "df", "level", "lower", "upper")) table[[column]] <- number(table[[column]])
write.table(table, quote = FALSE, sep = ",", row.names = FALSE, eol = "\n")
