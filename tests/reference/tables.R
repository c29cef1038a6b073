# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript tables.R FOLDER
# Regenerates tests/vectors/tables*.csv: tests on tables. In tables.csv estimated totals of the cells, row by row,
# with their covariance (of the upper triangle the columns), and what svychisq and svygofchisq say of them. `lincom` (survey has
# it with CompQuadForm only) and `saddlepoint` (rough in survey) by tails.R with the
# eigenvalues by their definition, which are checked against svychisq: its saddlepoint cuts
# the degrees of freedom d0 nu down to a whole number, and near the mean gives the moments.
suppressPackageStartupMessages(library(survey))
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(script), "tails.R"))
folder <- commandArgs(trailingOnly = TRUE)[1]
options(warn = -1)

numbers <- function(x) paste(ifelse(is.na(x), "", formatC(as.numeric(x), digits = 17, format = "g",
                                                           width = 1)), collapse = ";")
rows <- list()
last <- list() # a table is written with the first of its tests
add <- function(kind, table, expected, test, value, df1, df2, p, pearson) {
    same <- identical(list(kind, table, expected), last)
    last <<- list(kind, table, expected)
    rows[[length(rows) + 1]] <<- data.frame(
        kind = kind, rows = table$r, columns = table$c, n = table$n, df = numbers(table$df),
        totals = if (same) "" else numbers(table$totals),
        covariance = if (same) "" else numbers(table$covariance[upper.tri(table$covariance, TRUE)]),
        expected = if (same) "" else numbers(expected), test = test, value = numbers(value),
        df1 = numbers(df1), df2 = numbers(df2), p = numbers(p), pearson = numbers(pearson))
}

# Totals of the cells, with those of levels that nobody has.
table_of <- function(design, row, column) {
    a <- factor(design$variables[[row]])
    b <- factor(design$variables[[column]])
    cells <- interaction(a, b, lex.order = TRUE)
    design$variables$.cells <- cells
    t <- svytotal(~.cells, design)
    list(r = nlevels(a), c = nlevels(b), n = nrow(design), totals = as.numeric(coef(t)),
         covariance = as.matrix(vcov(t)))
}

eigenvalues <- function(table) {
    share <- table$totals / sum(table$totals)
    J <- (diag(length(share)) - outer(share, rep(1, length(share)))) / sum(table$totals)
    V <- J %*% table$covariance %*% t(J)
    C <- kronecker(contr.helmert(table$r), contr.helmert(table$c))
    inverse <- diag(ifelse(share > 0, 1 / share, 0))
    delta <- solve(t(C) %*% inverse %*% C / table$n,
                   t(C) %*% inverse %*% V %*% inverse %*% C)
    sort(Re(eigen(delta, only.values = TRUE)$values), decreasing = TRUE)
}

independence <- function(design, row, column) {
    table <- table_of(design, row, column)
    f <- as.formula(paste("~", row, "+", column))
    ask <- function(statistic) svychisq(f, design, statistic = statistic)
    r <- list(rao_scott_f = ask("F"), rao_scott_chisq = ask("Chisq"), wald = ask("Wald"),
              adj_wald = ask("adjWald"))
    lambda <- eigenvalues(table)
    d0 <- sum(lambda)^2 / sum(lambda^2)
    table$df <- unname(r$rao_scott_f$parameter[2] / r$rao_scott_f$parameter[1])
    pearson <- unname(r$rao_scott_chisq$statistic)
    stopifnot(abs(pearson / sum(lambda) / r$rao_scott_f$statistic - 1) < 1e-9,
              abs(d0 / r$rao_scott_f$parameter[1] - 1) < 1e-9)
    for (test in c("rao_scott_f", "wald", "adj_wald"))
        add("independence", table, NA, test, r[[test]]$statistic, r[[test]]$parameter[1],
            r[[test]]$parameter[2], r[[test]]$p.value, pearson)
    add("independence", table, NA, "rao_scott_chisq", pearson / mean(lambda), length(lambda), NA,
        r$rao_scott_chisq$p.value, pearson)
    ddf <- d0 * table$df
    saddle <- saddlepoint(pearson, lambda, ddf)
    theirs <- ask("saddlepoint")$p.value
    whole <- saddlepoint(pearson, lambda, ddf, floor(ddf))
    moments <- pFsum(pearson, rep(1, length(lambda)), lambda, ddf = ddf, lower.tail = FALSE,
                     method = "satterthwaite")
    stopifnot(min(abs(theirs - c(whole, moments))) < 1e-4 * whole + 1e-9)
    add("independence", table, NA, "saddlepoint", pearson, d0, ddf, saddle, pearson)
    if (max(lambda) < 300 * min(lambda))
        add("independence", table, NA, "lincom", pearson, d0, ddf, exact(pearson, lambda, ddf), pearson)
}

fit <- function(design, column, p) {
    design$variables$.one <- 1
    table <- table_of(design, ".one", column)
    table$df <- degf(design)
    g <- svygofchisq(as.formula(paste("~", column)), p = p, design)
    scale <- unname(g$parameter["scale"]); df <- unname(g$parameter["df"])
    pearson <- unname(g$statistic) * table$n / sum(table$totals)
    add("fit", table, p / sum(p), "satterthwaite", unname(g$statistic) / scale, df, NA, g$p.value, pearson)
    f <- unname(g$statistic) / sum(g$lambda)
    add("fit", table, p / sum(p), "rao_scott_f", f, df, df * table$df,
        pf(f, df, df * table$df, lower.tail = FALSE), pearson)
}

data(api)
clus1 <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
clus2 <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = apiclus2)
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
for (d in list(clus1, clus2, strat)) {
    d <- update(subset(d, !is.na(enroll)), enrolled = cut(enroll, c(0, 300, 600, 1000, Inf)), high = api00 > 700,
                grade = cut(api00, c(0, 600, 700, 800, 1000)))
    independence(d, "sch.wide", "awards")
    independence(d, "sch.wide", "stype")
    independence(d, "enrolled", "high")
    independence(d, "grade", "enrolled")
    independence(subset(d, stype != "M"), "comp.imp", "enrolled")
    fit(d, "sch.wide", c(0.2, 0.8))
    fit(d, "grade", c(2, 3, 3, 1))
}
data(nhanes)
health <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes)
health <- update(subset(health, !is.na(HI_CHOL)), race = factor(race))
independence(health, "HI_CHOL", "agecat")
independence(health, "race", "HI_CHOL")
independence(health, "race", "agecat")
fit(health, "race", c(1, 2, 1, 1))
set.seed(11)
for (i in 1:25) {
    n <- sample(c(40, 120, 500), 1)
    s <- sample(1:3, n, TRUE)
    data <- data.frame(s = s, u = s * 100 + sample(1:7, n, TRUE), w = round(rexp(n, 0.2) + 1, 2))
    k <- sample(2:4, 1); l <- sample(2:5, 1)
    # some rare cells: with few rows some are empty
    data$a <- sample(1:k, n, TRUE, prob = runif(k, 0.05, 1))
    data$b <- ifelse(runif(n) < 0.2, data$a, sample(1:l, n, TRUE, prob = runif(l, 0.05, 1)))
    data$b <- factor(data$b)
    design <- svydesign(ids = if (i %% 2) ~u else ~1, strata = ~s, weights = ~w, data = data)
    if (length(unique(data$a)) < 2 || length(unique(data$b)) < 2) next
    r <- try(independence(design, "a", "b"), silent = TRUE)
    if (inherits(r, "try-error")) message(i, ": ", r)
    fit(design, "b", rep(1, length(unique(data$b))))
}
write_rows <- function(data, name)
    write.table(data, file.path(folder, name), quote = FALSE, sep = ",", row.names = FALSE,
                eol = "\n", na = "")
write_rows(do.call(rbind, rows), "tables.csv")

# The same in the frames of the library, on infer_schools.csv: awards by whether the school met
# its target, for all and by type (no award without it: an empty cell), and types likewise.
schools <- read.csv(file.path(folder, "infer_schools.csv"), stringsAsFactors = TRUE)
schools <- svydesign(ids = ~dnum, weights = ~w, fpc = ~districts, data = schools)
found <- list()
put <- function(design, stype, statistic, variable, test, pearson, value, df1, df2, p, n)
    found[[length(found) + 1]] <<- data.frame(
        design = design, stype = stype, statistic = statistic, variable = variable, test = test,
        pearson = numbers(pearson), value = numbers(value), df1 = numbers(df1),
        df2 = numbers(df2), p = numbers(p), n = n)
put_independence <- function(name, stype, variable, d) {
    ask <- function(statistic) svychisq(as.formula(paste("~wide +", variable)), d, statistic = statistic)
    first <- ask("Chisq")
    for (test in c("F", "Wald", "adjWald")) {
        r <- ask(test)
        put(name, stype, "independence", variable, c(F = "rao_scott_f", Wald = "wald", adjWald = "adj_wald")[[test]],
            first$statistic, r$statistic, r$parameter[1], r$parameter[2], r$p.value, nrow(d))
    }
}
put_fit <- function(name, stype, d) {
    g <- svygofchisq(~award, p = c(0.3, 0.7), d)
    pearson <- g$statistic * nrow(d) / sum(weights(d, "sampling"))
    f <- g$statistic / sum(g$lambda)
    df <- g$parameter["df"]
    put(name, stype, "fit", "award", "satterthwaite", pearson, g$statistic / g$parameter["scale"], df, NA,
        g$p.value, nrow(d))
    put(name, stype, "fit", "award", "rao_scott_f", pearson, f, df, df * degf(d),
        pf(f, df, df * degf(d), lower.tail = FALSE), nrow(d))
}
of_type <- function(type) if (type == "") schools else schools[which(schools$variables$stype == type), ]
put_independence("clusters", "", "stype", schools)
for (type in c("", "E", "H", "M")) put_independence("clusters", type, "award", of_type(type))
for (type in c("", "E", "H", "M")) put_fit("clusters", type, of_type(type))
jackknife <- as.svrepdesign(svydesign(ids = ~dnum, weights = ~w, data = schools$variables), type = "JK1")
put_independence("jk1", "", "stype", jackknife)
put_independence("jk1", "", "award", jackknife)
write_rows(do.call(rbind, found), "tables_schools.csv")
