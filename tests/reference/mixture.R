# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Upper tails of weighted sums of chi-squares: Rscript mixture.R > mixture.csv. Two moments
# by R's survey; `exact` by Ruben's series of chi-squares (what farebrother() of CompQuadForm,
# and with it survey's "integration", sums); `saddlepoint` by the equation that survey's solves
# to 1e-8 and with whole degrees of freedom only, and checked against it.
suppressPackageStartupMessages(library(survey))

exact <- function(x, w, ddf) {
    w <- w[w > 0]
    b <- min(w)
    terms <- ceiling(80 * max(w) / b) + 200
    powers <- sapply(w, function(v) (1 - b / v)^(1:terms))
    sums <- rowSums(matrix(powers, nrow = terms))
    a <- numeric(terms + 1)
    a[1] <- prod(sqrt(b / w))
    for (k in 1:terms) a[k + 1] <- sum(sums[k:1] * a[1:k]) / (2 * k)
    df <- length(w) + 2 * (0:terms)
    tails <- if (is.finite(ddf)) pf(x / b / df, df, ddf, lower.tail = FALSE) else
        pchisq(x / b, df, lower.tail = FALSE)
    stopifnot(abs(1 - sum(rev(a))) < 1e-12) # what is left out
    sum(rev(a * tails))
}

saddlepoint <- function(x, w, ddf) {
    h <- rep(1, length(w))
    if (is.finite(ddf)) {
        w <- c(w, -x / ddf)
        h <- c(h, ddf)
        x <- 0
    }
    K <- function(s) -sum(h * log1p(-2 * s * w)) / 2
    K1 <- function(s) sum(h * w / (1 - 2 * s * w))
    K2 <- function(s) 2 * sum(h * w^2 / (1 - 2 * s * w)^2)
    low <- if (any(w < 0)) 0.5 / min(w) * (1 - 1e-12) else -(length(w) + 1) / x
    s <- uniroot(function(s) K1(s) - x, c(low, 0.5 / max(w) * (1 - 1e-12)), tol = 1e-300,
                 maxiter = 10000)$root
    z <- sign(s) * sqrt(2 * (s * x - K(s)))
    pnorm(z + log(s * sqrt(K2(s)) / z) / z, lower.tail = FALSE)
}

rows <- list()
add <- function(w, ddf) {
    for (at in c(0.05, 0.3, 0.8, 1.3, 2, 3.5, 6, 12)) {
        x <- sum(w) * at
        saddle <- saddlepoint(x, w, ddf)
        if (is.finite(ddf)) {
            moments <- pFsum(x, rep(1, length(w)), w, ddf = ddf, lower.tail = FALSE,
                             method = "satterthwaite")
            theirs <- if (ddf == round(ddf)) pFsum(x, rep(1, length(w)), w, ddf = ddf,
                lower.tail = FALSE, method = "saddlepoint") else saddle
        } else {
            moments <- pchisqsum(x, rep(1, length(w)), w, lower.tail = FALSE,
                                 method = "satterthwaite")
            theirs <- pchisqsum(x, rep(1, length(w)), w, lower.tail = FALSE,
                                method = "saddlepoint")
        }
        # within its own cut-offs survey falls back on the moments, or stops near the end
        if (abs(theirs - moments) > 1e-12 && saddle > 1e-8)
            stopifnot(abs(theirs - saddle) < 1e-4 * saddle)
        rows[[length(rows) + 1]] <<- data.frame(
            weights = paste(format(w, digits = 17, trim = TRUE), collapse = ";"), x = x, ddf = ddf,
            exact = exact(x, w, ddf), saddlepoint = saddle, satterthwaite = moments)
    }
}
for (ddf in c(Inf, 2, 12, 34.75, 400)) {
    add(1, ddf)
    add(c(1, 1, 1), ddf)
    add(c(0.6, 0.3, 0.1), ddf)
    add(c(2.75, 1.5, 1.25, 0.5), ddf)
    add(c(20, 1, 1, 1, 0.5), ddf)
    add(seq(0.25, 5, 0.25), ddf)
}
table <- do.call(rbind, rows)
for (column in c("x", "ddf", "exact", "saddlepoint", "satterthwaite"))
    table[[column]] <- formatC(table[[column]], digits = 17, format = "g", width = 1)
write.table(table, quote = FALSE, sep = ",", row.names = FALSE, eol = "\n")
