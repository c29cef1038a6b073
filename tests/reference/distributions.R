# SPDX-License-Identifier: MIT
# Expected values of the distributions, by R: Rscript distributions.R > distributions.csv
# Probabilities stay within [1e-6, 1 - 1e-6] and degrees of freedom at 1 or more: beyond
# that R and Boost.Math differ, and R is not always the one that is right.
x <- c(-4.7, -3, -1.96, -1, -0.3, -1e-3, 0, 1e-3, 0.25, 1, 1.6448536269514722, 2.5, 4.5)
p <- c(1e-6, 1e-4, 0.005, 0.025, 0.1, 0.3, 0.5, 0.8, 0.95, 0.975, 0.999, 1 - 1e-6)
df <- c(1, 1.5, 2, 5, 10.25, 30, 119, 1000, 25000, Inf)
shape <- c(0.5, 1, 2.25, 10, 300, 4999.5)

rows <- list()
add <- function(name, value, first = NA, second = NA, expected) {
    rows[[length(rows) + 1]] <<- data.frame(
        fn = name, x = value, a = first, b = second, expected = expected
    )
}
add("normal_cdf", x, expected = pnorm(x))
add("normal_sf", x, expected = pnorm(x, lower.tail = FALSE))
add("normal_quantile", p, expected = qnorm(p))
for (d in df) {
    add("t_cdf", x, d, expected = pt(x, d))
    add("t_sf", x, d, expected = pt(x, d, lower.tail = FALSE))
    add("t_quantile", p, d, expected = qt(p, d))
}
for (d in df[is.finite(df)]) {
    q <- qchisq(p, d)
    add("chisq_sf", q, d, expected = pchisq(q, d, lower.tail = FALSE))
    add("chisq_quantile", p, d, expected = q)
    for (d2 in df) {
        q <- qf(p[c(2, 4, 6, 9, 11)], d, d2)
        add("f_sf", q, d, d2, expected = pf(q, d, d2, lower.tail = FALSE))
    }
}
for (a in shape) {
    for (b in shape) {
        q <- qbeta(p[c(2, 4, 6, 9, 11)], a, b)
        q <- q[q < 1]
        add("beta_cdf", q, a, b, expected = pbeta(q, a, b))
        add("beta_quantile", p[3:10], a, b, expected = qbeta(p[3:10], a, b))
    }
}

number <- function(v) ifelse(is.na(v), "", sprintf("%.17g", v))
table <- do.call(rbind, rows)
cat("fn,x,a,b,expected\n")
cat(sprintf("%s,%s,%s,%s,%s\n", table$fn, number(table$x), number(table$a),
            number(table$b), number(table$expected)), sep = "")
