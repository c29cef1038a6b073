# SPDX-License-Identifier: MIT
# Real answers: Rscript bfi.R SOURCE_DIR WERKBAAR
# The 2,800 people of psychTools::bfi, with the answers they left out, through the program
# `werkbaar score` and through R. Exit 77 (skipped) where R lacks the packages.
arguments <- commandArgs(trailingOnly = TRUE)
for (package in c("psych", "psychTools")) {
    if (!requireNamespace(package, quietly = TRUE)) {
        message("skipped: needs the R package ", package)
        quit(status = 77)
    }
}
keys <- psychTools::bfi.keys
answers <- psychTools::bfi[, 1:25]
stopifnot(nrow(answers) == 2800, anyNA(answers))

folder <- tempfile("bfi")
dir.create(folder)
data <- file.path(folder, "bfi.csv")
scored <- file.path(folder, "scores.csv")
write.csv(answers, data, row.names = FALSE, na = "")
status <- system2(arguments[2], c(
    "score", "--instrument", shQuote(file.path(arguments[1], "tests/data/bfi.json")),
    "--keep", "none", "--quiet", "--output", shQuote(scored), shQuote(data)
))
stopifnot(status == 0)
ours <- read.csv(scored)
stopifnot(nrow(ours) == nrow(answers), names(keys) %in% names(ours))

# psych: the mean of the items answered, reversed as 7 - answer.
psych <- psych::scoreItems(keys, answers, totals = FALSE, missing = TRUE,
                           impute = "none", min = 1, max = 6)$scores
# The same in plain R.
plain <- sapply(keys, function(key) {
    reversed <- startsWith(key, "-")
    items <- as.matrix(answers[, sub("^-", "", key)])
    items[, reversed] <- 7 - items[, reversed]
    rowMeans(items, na.rm = TRUE)
})
plain[is.nan(plain)] <- NA

for (scale in names(keys)) {
    reference <- plain[, scale]
    difference <- abs(ours[[scale]] - reference)
    stopifnot(
        identical(is.na(ours[[scale]]), unname(is.na(reference))),
        identical(ours[[paste0(scale, "_reason")]] %in% "too_few_answers",
                  unname(is.na(reference))),
        max(difference, na.rm = TRUE) <= 1e-12,
        max(abs(ours[[scale]] - psych[, scale]), na.rm = TRUE) <= 1e-12
    )
    cat(scale, ": largest difference", max(difference, na.rm = TRUE), "to rowMeans,",
        max(abs(ours[[scale]] - psych[, scale]), na.rm = TRUE), "to psych\n")
}
unlink(folder, recursive = TRUE)
