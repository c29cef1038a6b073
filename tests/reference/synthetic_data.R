# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Small made-up samples: three stages, lonely units, pairs of units with replicate weights.
# Nothing in them is about anyone.

synthetic_people <- function(rows) {
    n <- nrow(rows)
    pull <- function(values, missing = 0) {
        x <- sample(values, n, TRUE)
        x[runif(n) < missing] <- NA
        x
    }
    rows$sector <- pull(c("bouw", "onderwijs", "zorg"), 0.03)
    rows$sex <- pull(c("m", "v"))
    rows$region <- ifelse(rows$h == rows$h[1], "noord", pull(c("west", "oost")))
    rows$x <- round(runif(n, 1, 9), 3)
    rows$y <- round(2 * rows$x + rnorm(n), 3)
    rows$y[runif(n) < 0.06] <- NA
    rows$ill <- runif(n) < 0.3
    rows$ill[runif(n) < 0.04] <- NA
    rows
}

# Rows repeated, with the number within each.
expand <- function(rows, counts, id) {
    out <- rows[rep(seq_len(nrow(rows)), counts), , drop = FALSE]
    out[[id]] <- sequence(counts)
    rownames(out) <- NULL
    out
}

# Towns, houses, persons: sizes of the population and sampled fractions of every stage.
synthetic_stages <- function() {
    rows <- data.frame(h = c("heuvel", "kust", "stad"), N1 = c(7, 12, 3))
    towns <- c(3, 4, 3) # all towns of one stratum
    rows <- expand(transform(rows, f1 = towns / N1), towns, "town")
    houses <- sample(2:4, nrow(rows), TRUE)
    rows$N2 <- houses + sample(0:6, nrow(rows), TRUE)
    rows <- expand(transform(rows, f2 = houses / N2), houses, "house")
    persons <- sample(2:3, nrow(rows), TRUE)
    rows$N3 <- persons + sample(0:2, nrow(rows), TRUE)
    rows <- expand(transform(rows, f3 = persons / N3), persons, "person")
    rows$w <- 1 / (rows$f1 * rows$f2 * rows$f3)
    rows$w[sample(nrow(rows), 3)] <- 0
    synthetic_people(rows)
}

# Strata of which one unit was sampled: one of eight, one with everything, one of three.
synthetic_lonely <- function() {
    rows <- data.frame(h = c(10L, 20L, 30L, 40L, 50L), N = c(6, 8, 1, 9, 3))
    rows <- expand(rows, c(3, 1, 1, 4, 1), "psu")
    rows <- expand(rows, sample(3:6, nrow(rows), TRUE), "person")
    rows$w <- round(runif(nrow(rows), 1, 5), 2)
    rows <- synthetic_people(rows)
    rows$y[rows$h == 10L & rows$psu > 1] <- NA # of the outcome one unit is left
    rows
}

# The same without clusters.
synthetic_rows <- function() {
    rows <- expand(data.frame(h = c("a", "b", "c", "d", "e"), N = c(20, 9, 1, 25, 14)),
                   c(5, 1, 1, 6, 4), "person")
    rows$w <- round(runif(nrow(rows), 1, 5), 2)
    rows <- synthetic_people(rows)
    rows$y[rows$h == "d" & rows$person > 1] <- NA
    rows
}

# Six strata of two units, with weights of Fay's replicates and of the second jackknife.
synthetic_pairs <- function() {
    rows <- expand(data.frame(h = 1:6), rep(2, 6), "psu")
    rows <- expand(rows, sample(3:5, nrow(rows), TRUE), "person")
    rows$w <- round(runif(nrow(rows), 1, 5), 2)
    rows <- synthetic_people(rows)
    design <- svydesign(ids = ~psu, strata = ~h, weights = ~w, data = rows, nest = TRUE)
    fay <- as.matrix(weights(as.svrepdesign(design, type = "Fay", fay.rho = 0.3), "analysis"))
    for (i in seq_len(ncol(fay))) rows[[paste0("fay", i)]] <- fay[, i]
    for (i in 1:6) # one unit of the pair counts twice, the other not
        rows[[paste0("jk2_", i)]] <- rows$w * ifelse(rows$h == i, 2 * (rows$psu == 1), 1)
    rows$far <- rows$y + 1e8
    rows$flat <- ifelse(rows$h == 1 & rows$psu == 1, rows$x, 0.7) # without that unit constant
    rows
}

synthetic_data <- function() {
    RNGkind("Mersenne-Twister", "Inversion", "Rejection")
    set.seed(2004)
    list(design_stages = synthetic_stages(), design_lonely = synthetic_lonely(),
         design_pairs = synthetic_pairs(), design_rows = synthetic_rows())
}
