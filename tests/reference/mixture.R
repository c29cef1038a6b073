# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Upper tails of weighted sums of chi-squares: Rscript mixture.R > mixture.csv. Two moments
# by R's survey; `exact` and `saddlepoint` by tails.R, the latter, which survey solves to 1e-8
# and for whole degrees of freedom only, checked against it.
suppressPackageStartupMessages(library(survey))
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(script), "tails.R"))

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
