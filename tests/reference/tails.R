# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Upper tails of Σ w χ²(1), over χ²(ddf)/ddf where ddf is finite. Sourced; makes nothing.

# Ruben's series of chi-squares (what farebrother() of CompQuadForm, and with it survey's
# "integration", sums).
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

# Kuonen's, of any degrees of freedom.
# copies: survey repeats the term of ddf, so that it has whole degrees of freedom.
saddlepoint <- function(x, w, ddf, copies = ddf) {
    h <- rep(1, length(w))
    if (is.finite(ddf)) {
        w <- c(w, -x / ddf)
        h <- c(h, copies)
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
