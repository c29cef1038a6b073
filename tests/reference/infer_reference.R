# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# What R's survey says about estimates together: covariances, contrasts, comparisons, tests.
# Sourced after design_reference.R and design_by_hand.R. A case is one of those with `verb`
# and `arguments`; what is expected is a long table, a row per number.

# All estimates of a case in the order of the estimates frame, with their covariance: of
# linearised variables by svyrecvar(), or of replicates by svrVar().
joint_of <- function(case) with_options(case, {
    design <- design_of(case)
    rows <- list()
    for (columns in case$spec$breakdowns) for (cell in cells_of(case$data, columns)) {
        for (estimand in case$spec$estimands) {
            both <- outcomes_of(case$data, estimand)
            categories <- if (estimand$statistic == "proportion") order_bytes(both$y) else NA
            for (category in categories) {
                y <- if (is.na(category)) as.numeric(both$y) else
                    as.numeric(both$y == category)
                rows[[length(rows) + 1]] <- joint_row(case, cell, estimand, category, y,
                                                      as_number(both$x))
            }
        }
    }
    z <- vapply(rows, `[[`, numeric(nrow(case$data)), "z")
    estimate <- vapply(rows, `[[`, 0, "estimate")
    thetas <- if (is_replicated(design)) replicate_estimates(design, rows)
    covariance <- if (is_replicated(design)) replicate_covariance(design, thetas, estimate)
        else among_known(z, function(z) svyrecvar(z, design$cluster, design$strata, design$fpc,
                                                  postStrata = design$postStrata))
    list(case = case, design = design, rows = rows, estimate = estimate, thetas = thetas,
         covariance = covariance)
})

# Covariances of the columns that have only numbers; NA for those of others, such as the
# mean of a cell without weight.
among_known <- function(columns, covariance_of) {
    known <- colSums(!is.finite(columns)) == 0
    covariance <- matrix(NA_real_, ncol(columns), ncol(columns))
    if (any(known))
        covariance[known, known] <- covariance_of(columns[, known, drop = FALSE])
    covariance
}

joint_row <- function(case, cell, estimand, category, y, x) {
    w <- weights_of(case)
    inside <- in_cell(case$data, cell) & !is.na(y)
    if (!is.null(x)) inside <- inside & !is.na(x)
    list(cell = cell, estimand = estimand, category = category, y = y, x = x,
         counts = inside & w > 0, inside = inside,
         estimate = plain_estimate(estimand$statistic, y, x, w, inside),
         z = influence_of(estimand$statistic, y, x, w, inside))
}

# `n`: what n/(n-1) of a variance has; a replicate without weight for a row keeps it.
plain_estimate <- function(statistic, y, x, w, inside, n = sum(w[inside] > 0)) {
    force(n)
    y <- y[inside]
    x <- x[inside]
    w <- w[inside]
    mean_of <- function(v) sum(w * v) / sum(w)
    covariance <- function(a, b) mean_of((a - mean_of(a)) * (b - mean_of(b))) * n / (n - 1)
    switch(statistic, mean = , proportion = mean_of(y), total = sum(w * y),
           ratio = sum(w * y) / sum(w * x), variance = covariance(y, y),
           covariance = covariance(x, y),
           correlation = if (can_correlate(x, y, w))
               covariance(x, y) / sqrt(covariance(x, x) * covariance(y, y)) else NA_real_)
}

# A row per replicate, a column per estimate.
replicate_estimates <- function(design, rows) {
    columns <- as.matrix(weights(design, "analysis"))
    vapply(rows, function(row) apply(columns, 2, function(w)
        plain_estimate(row$estimand$statistic, row$y, row$x, w, row$inside, sum(row$counts))),
        numeric(ncol(columns)))
}

replicate_covariance <- function(design, thetas, estimate)
    among_known(rbind(estimate, thetas), function(known)
        svrVar(known[-1, , drop = FALSE], design$scale, design$rscales,
               mse = isTRUE(design$mse), coef = known[1, ]))

# Of rows `at` alone: of replicates those that have all of these.
covariance_at <- function(joint, at) {
    if (is.null(joint$thetas)) return(joint$covariance[at, at, drop = FALSE])
    thetas <- joint$thetas[, at, drop = FALSE]
    known <- rowSums(!is.finite(thetas)) == 0
    if (!any(known)) return(matrix(NA_real_, length(at), length(at)))
    svrVar(thetas[known, , drop = FALSE], joint$design$scale,
           rep_len(joint$design$rscales, length(known))[known],
           mse = isTRUE(joint$design$mse), coef = joint$estimate[at])
}

# Degrees of freedom of the union of the domains of rows `at`.
joint_df <- function(joint, at) {
    counts <- Reduce(`|`, lapply(joint$rows[at], `[[`, "counts"))
    df_of(joint$case, joint$design, counts)
}

# The row of a statistic, variable, category and cell.
row_at <- function(joint, statistic, variable, cell = list(), category = NA) {
    for (i in seq_along(joint$rows)) {
        row <- joint$rows[[i]]
        if (row$estimand$statistic == statistic && variable_of(row$estimand) == variable &&
            identical(show_value(row$category), show_value(category)) &&
            show_cell(row$cell) == show_cell(cell)) return(i)
    }
    stop("no such row")
}

# The rows of one estimand in the levels of the group.
level_rows <- function(joint, group, statistic, variable, category = NA) {
    levels <- order_bytes(joint$case$data[[group]])
    vapply(levels, function(level) row_at(joint, statistic, variable,
                                          setNames(list(level), group), category), 0L)
}

# ---- tests and comparisons ----

# A value with its test, of rows `at` by an R expression in a, b, c, ... or by coefficients.
contrast_of <- function(joint, at, how) {
    v <- covariance_at(joint, at)
    estimate <- joint$estimate[at]
    names(estimate) <- letters[seq_along(at)]
    dimnames(v) <- list(names(estimate), names(estimate))
    stat <- structure(estimate, var = v, statistic = "mean", class = "svystat")
    found <- svycontrast(stat, if (is.language(how)) how else
        setNames(list(setNames(how, names(estimate))), "value"))
    test_of(as.numeric(coef(found)), as.numeric(SE(found)), joint_df(joint, at),
            level_of(joint$case$options))
}

test_of <- function(estimate, se, df, level) {
    bounds <- estimate + c(-1, 1) * qt((1 + level) / 2, df) * se
    c(estimate = estimate, se = se, lower = bounds[1], upper = bounds[2], df = df,
      t = estimate / se, p = 2 * pt(-abs(estimate / se), df))
}

# exp(g): interval and test are those of g.
exponential_of <- function(joint, at, how) {
    g <- contrast_of(joint, at, how)
    value <- exp(g[["estimate"]])
    c(estimate = value, se = value * g[["se"]], exp(g["lower"]), exp(g["upper"]), g["df"],
      g["t"], g["p"])
}

# Adjusted Wald F that linear combinations (rows of `how`) of rows `at` are 0.
wald_of <- function(joint, at, how) {
    d <- how %*% joint$estimate[at]
    v <- how %*% covariance_at(joint, at) %*% t(how)
    q <- nrow(how)
    df <- joint_df(joint, at)
    f <- (df - q + 1) / (q * df) * as.numeric(t(d) %*% solve(v, d))
    c(f = f, df1 = q, df2 = df - q + 1, p = pf(f, q, df - q + 1, lower.tail = FALSE))
}

# ---- the long table ----

# Rows of one result: what identifies it, and its numbers. The size of the data is that of
# the estimates for what has their unit, 1 for the rest.
expected_numbers <- function(case, key, numbers, scale = 1) {
    has_unit <- names(numbers) %in% c("estimate", "difference", "se", "lower", "upper",
                                      "covariance")
    data.frame(case = case$name, key = paste(names(key), vapply(key, show_value, ""),
                                             sep = "=", collapse = ";"),
               quantity = names(numbers), value = as.numeric(numbers),
               scale = ifelse(has_unit, scale, 1), row.names = NULL)
}

write_infer <- function(cases, expected, folder) {
    list <- bind_rows(lapply(cases, function(case) list(
        case = case$name, data = if (is.null(case$file)) case$name else case$file,
        spec = spec_json(case$spec), options = show_options(case$options), verb = case$verb,
        arguments = or_missing_text(case$arguments),
        tolerance = if (is.null(case$tolerance)) NA_real_ else case$tolerance)))
    write_csv(list, file.path(folder, "infer_cases.csv"))
    write_csv(do.call(rbind, expected), file.path(folder, "infer_expected.csv"))
}
