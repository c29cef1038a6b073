# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Rscript scan_pool.R tests/vectors
# writes scan_pool_{counts,expected}.csv: what 24 made-up companies leave a pool, and what the pool
# says, by svyratio() of package survey with companies as clusters and the rules of
# docs/formats/pool.md.
suppressMessages(library(survey))
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(script), "vectors.R"))
into <- commandArgs(trailingOnly = TRUE)[1]
set.seed(20261123)
companies <- sprintf("c%02d", 1:24)
groups <- c("", "age/old", "age/young", "function/cook", "function/driver", "function/sales",
            "place/here")
counts <- do.call(rbind, lapply(companies, function(company) {
    size <- round(exp(rnorm(1, 4.2, 0.7)))
    shift <- rnorm(1, 0, 0.5)
    do.call(rbind, lapply(c("body_i", "load_i"), function(indicator) {
        n <- c(size, round(size * c(0.4, 0.5, 0.3, 0.3, 0.35, 0.9)))
        n <- n + (company == "c07") * (groups == "place/here") * 400
        keep <- n >= 10 & !(groups == "function/cook" & !company %in% companies[1:4]) &
            !(groups == "place/here" & company %in% companies[9:24]) &
            !(groups == "age/old" & indicator == "body_i" & company %in% companies[5:9])
        n[1] <- max(n)
        keep[1] <- n[1] >= 10
        p <- plogis(qlogis(if (indicator == "load_i") 0.35 else 0.2) + shift +
                    c(0, 0.3, -0.2, 0, 0.4, -0.3, 0))
        data.frame(company, indicator, group = groups, n, problem = rbinom(7, n, p))[keep, ]
    }))
}))
pool <- function(rows) {
    size <- sort(rows$n, decreasing = TRUE)
    if (nrow(rows) < 5) "too_few"
    else if (size[1] > 0.5 * (sum(size) - size[2])) "dominance"
    else "ok"
}
design <- svydesign(~company, data = counts, weights = ~1)
expected <- do.call(rbind, lapply(c("body_i", "load_i"), function(i)
    do.call(rbind, lapply(groups, function(g) {
        here <- counts$indicator == i & counts$group == g
        rows <- counts[here, ]
        r <- svyratio(~problem, ~n, subset(design, here))
        p <- as.numeric(coef(r))
        se <- as.numeric(SE(r))
        df <- nrow(rows) - 1
        at <- qlogis(p) + c(-1, 1) * qt(0.975, df) * se / (p * (1 - p))
        data.frame(indicator = i, group = g, estimate = p, se = se, lower = plogis(at[1]),
                   upper = plogis(at[2]), df = df, n = sum(rows$n), companies = nrow(rows),
                   overlap = sum(rows$n[rows$company == "c03"]), status = pool(rows))
    }))))
# What shown groups leave of everyone, company by company, is a group too: while it may not be shown,
# the smallest of them is hidden.
for (i in c("body_i", "load_i")) for (h in c("age/", "function/", "place/")) repeat {
    shown <- which(expected$indicator == i & startsWith(expected$group, h) & expected$status == "ok")
    all <- counts[counts$indicator == i & counts$group == "", ]
    told <- counts[counts$indicator == i & counts$group %in% expected$group[shown], ]
    all$n <- all$n - sapply(all$company, function(company) sum(told$n[told$company == company]))
    left <- all[all$n > 0, ]
    if (length(shown) == 0 || nrow(left) == 0 || pool(left) == "ok") break
    first <- shown[order(expected$companies[shown], expected$n[shown])][1]
    expected$status[first] <- "left_over"
}
expected[expected$status != "ok", c("estimate", "se", "lower", "upper", "df", "n", "companies",
                                    "overlap")] <- NA
print(expected)
write_vectors(counts, into, "scan_pool_counts")
write_vectors(expected, into, "scan_pool_expected")
