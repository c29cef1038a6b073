# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# What R's survey says about a case of any design, in the format of tests/vectors/README.md
# ("Designs"). Sourced by the scripts that make cases; it makes none itself.
#
# A case: list(name, data (a data frame), file (where its rows are; NULL: written beside the
# cases), spec (a list, written as werkbaar-spec JSON), options (a list of estimate options),
# tolerance, error). The design is made of the spec, or given as `design` when R makes it in
# another way (calibration, replicate weights of a design).

# A spec with its lists as lists: list("a") is an array in JSON, "a" is text.
spec_of <- function(...) {
    spec <- list(...)
    for (key in intersect(names(spec), c("strata", "clusters", "fpc")))
        spec[[key]] <- as.list(spec[[key]])
    if (is.null(spec$breakdowns)) spec$breakdowns <- list(character())
    spec
}

estimand <- function(statistic, variable = NULL, ...)
    c(list(statistic = statistic), if (!is.null(variable)) list(variable = variable), list(...))

to_json <- function(x) {
    quote_text <- function(s) paste0("\"", gsub("([\"\\\\])", "\\\\\\1", s), "\"")
    if (is.list(x) && !is.null(names(x))) {
        members <- paste0(quote_text(names(x)), ": ", vapply(x, to_json, ""))
        return(paste0("{", paste(members, collapse = ", "), "}"))
    }
    if (is.list(x)) return(paste0("[", paste(vapply(x, to_json, ""), collapse = ", "), "]"))
    if (is.logical(x)) return(if (x) "true" else "false")
    if (is.numeric(x)) return(show_number(x))
    quote_text(x)
}

spec_json <- function(spec) {
    spec$breakdowns <- lapply(spec$breakdowns, as.list)
    if (!is.null(spec$replicates$columns))
        spec$replicates$columns <- as.list(spec$replicates$columns)
    if (!is.null(spec$replicates$rscales))
        spec$replicates$rscales <- as.list(spec$replicates$rscales)
    if (!is.null(spec$calibration)) {
        spec$calibration$margins <- lapply(spec$calibration$margins, as.list)
        spec$calibration$auxiliaries <- as.list(spec$calibration$auxiliaries)
    }
    to_json(c(list(format = spec_format(spec)), spec))
}

spec_format <- function(spec) "werkbaar-spec/1.0"

# ---- the design ----

stratum_of <- function(data, columns) {
    if (length(columns) == 0) return(rep(1L, nrow(data)))
    as.integer(interaction(lapply(columns, function(column) data[[column]]), drop = TRUE))
}

weights_of <- function(case) {
    if (is.null(case$spec$weights)) rep(1, nrow(case$data)) else
        as.numeric(case$data[[case$spec$weights]])
}

# Sizes of populations per stage. R wants one for each stage: Inf is none.
population_sizes <- function(data, spec) {
    stages <- max(length(spec$clusters), 1)
    sizes <- matrix(Inf, nrow(data), stages)
    parent <- stratum_of(data, unlist(spec$strata))
    for (stage in seq_along(spec$fpc)) {
        size <- as.numeric(data[[spec$fpc[[stage]]]])
        unit <- if (length(spec$clusters)) as.integer(interaction(
            parent, data[[spec$clusters[[stage]]]], drop = TRUE)) else seq_len(nrow(data))
        if (all(size <= 1))
            size <- ave(unit, parent, FUN = function(u) length(unique(u))) / size
        sizes[, stage] <- size
        parent <- unit
    }
    sizes
}

tree_design <- function(data, spec, w) {
    data$.w <- w
    data$.s <- stratum_of(data, unlist(spec$strata))
    ids <- if (length(spec$clusters)) reformulate(unlist(spec$clusters)) else ~1
    fpc <- NULL
    if (length(spec$fpc)) {
        sizes <- as.data.frame(population_sizes(data, spec))
        names(sizes) <- paste0(".N", seq_along(sizes))
        data[names(sizes)] <- sizes
        fpc <- reformulate(names(sizes))
    }
    svydesign(ids = ids, strata = if (length(spec$strata)) ~.s, weights = ~.w, data = data,
              fpc = fpc, nest = length(spec$strata) > 0)
}

replicate_design <- function(data, spec, w) {
    replicates <- spec$replicates
    columns <- as.matrix(data[replicates$columns])
    scales <- replicate_scales(replicates)
    data$.w <- w
    # One type for all: what a type means is its scale and rscales, said here.
    suppressWarnings(svrepdesign(data = data, weights = ~.w, repweights = columns,
                                 type = "other", combined.weights = TRUE,
                                 scale = scales$scale, rscales = scales$rscales,
                                 mse = isTRUE(replicates$mse)))
}

replicate_scales <- function(replicates) {
    count <- length(replicates$columns)
    rho <- if (is.null(replicates$rho)) 0 else replicates$rho
    scale <- switch(replicates$type, jk1 = (count - 1) / count, jkn = 1, jk2 = 1,
                    brr = 1 / count, fay = 1 / (count * (1 - rho)^2),
                    bootstrap = 1 / (count - 1), sdr = 4 / count, other = 1)
    if (!is.null(replicates$scale)) scale <- replicates$scale
    list(scale = scale, rscales = if (is.null(replicates$rscales)) rep(1, count) else
        unlist(replicates$rscales))
}

design_of <- function(case) {
    if (!is.null(case$design)) return(case$design)
    w <- weights_of(case)
    if (!is.null(case$spec$replicates)) return(replicate_design(case$data, case$spec, w))
    design <- tree_design(case$data, case$spec, w)
    if (is.null(case$options[["replicates"]])) design else made_replicates(case, design)
}

# Replicates made of the design when estimating: those R makes.
made_replicates <- function(case, design) {
    type <- c(jk1 = "JK1", jkn = "JKn", brr = "BRR", fay = "Fay")[[case$options$replicates]]
    mse <- isTRUE(case$options$mse == 1)
    suppressWarnings(if (type == "Fay")
        as.svrepdesign(design, type = type, fay.rho = case$options$rho, mse = mse) else
        as.svrepdesign(design, type = type, mse = mse))
}

is_replicated <- function(design) inherits(design, "svyrep.design")

# Run with R's options as the case's say.
with_options <- function(case, code) {
    lonely <- if (is.null(case$options[["lonely"]])) "fail" else case$options[["lonely"]]
    old <- options(
        # svytotal() leaves self-representing rows out of replicates, but not of the estimate
        # that mse = TRUE compares them with.
        survey.drop.replicates = FALSE,
        survey.lonely.psu = switch(lonely, centre = "adjust", collapse = "certainty", lonely),
        survey.adjust.domain.lonely = isTRUE(case$options$lonely_in_domain == 1),
        survey.ultimate.cluster = isTRUE(case$options$ultimate_cluster == 1))
    on.exit(options(old))
    suppressWarnings(force(code))
}

# First-stage units less strata over rows that count; replicates less one.
df_of <- function(case, design, counts) {
    if (!is.null(case$options$df)) return(case$options$df)
    if (!is.null(case$spec$replicates)) return(ncol(weights(design, "analysis")) - 1)
    first <- tree_of(case)[[1]]
    length(unique(first$unit[counts])) - length(unique(first$parent[counts]))
}

# ---- estimates ----

# The subset design of the rows where `keep`, with columns .y (and .x) of the outcomes. A
# calibrated design keeps all rows, with weight 0, so what is missing must be a number.
domain_of <- function(design, keep, y, x = NULL) {
    y[!keep] <- 0
    design$variables$.y <- y
    if (!is.null(x)) {
        x[!keep] <- 1
        design$variables$.x <- x
    }
    design[keep, ]
}

variance_at <- function(x, at) as.matrix(vcov(x))[at, at]

# svyvar's covariances as a statistic that svycontrast takes: xx, xy, yy.
moments <- function(domain) {
    found <- svyvar(~.x + .y, domain)
    at <- c(1, 2, 4)
    structure(as.numeric(unclass(found))[at], names = c("xx", "xy", "yy"),
              var = as.matrix(attr(found, "var"))[at, at], statistic = "variance",
              class = "svystat")
}

# Of replicates: that of each replicate, NA where there is none.
correlation <- function(domain) {
    if (!is_replicated(domain))
        return(svycontrast(moments(domain), quote(xy / sqrt(xx * yy))))
    withReplicates(domain, function(w, data) {
        if (!can_correlate(data$.x, data$.y, w)) return(NA_real_)
        x <- data$.x - sum(w * data$.x) / sum(w)
        y <- data$.y - sum(w * data$.y) / sum(w)
        sum(w * x * y) / sqrt(sum(w * x^2) * sum(w * y^2))
    })
}

# Of one value there is no correlation; R's rounding would make one.
can_correlate <- function(x, y, w) {
    counts <- w > 0
    length(unique(x[counts])) > 1 && length(unique(y[counts])) > 1
}

# List of (estimate, se, deff) of one estimand in one domain; `deff` as in svymean().
by_r <- function(estimand, domain, deff, options, df) {
    take <- function(x, at = 1)
        list(estimate = as.numeric(coef(x))[at], se = sqrt(variance_at(x, at)),
             deff = if (is.null(attr(x, "deff"))) NA else as.matrix(attr(x, "deff"))[at, at])
    switch(estimand$statistic,
           mean = take(svymean(~.y, domain, deff = deff)),
           total = take(svytotal(~.y, domain, deff = deff)),
           ratio = {
               found <- svyratio(~.y, ~.x, domain)
               list(estimate = as.numeric(found$ratio), se = sqrt(as.numeric(found$var)),
                    deff = NA)
           },
           variance = {
               found <- svyvar(~.y, domain)
               list(estimate = as.numeric(found)[1], se = sqrt(as.numeric(attr(found, "var"))),
                    deff = NA)
           },
           covariance = take(moments(domain), 2),
           correlation = if (length(unique(domain$variables$.y)) < 2 ||
                             length(unique(domain$variables$.x)) < 2)
               list(estimate = NA, se = NA, deff = NA) else
               take(correlation(domain)),
           quantile = by_r_quantile(estimand, domain, options, df))
}

# A quantile, and bounds where R has the rule's: below the weight of the least value it
# takes the value after it, and where F(y) = p its rounding decides.
by_r_quantile <- function(estimand, domain, options, df) {
    rule <- if (is.null(options$quantile_rule)) "math" else options$quantile_rule
    found <- svyquantile(~.y, domain, estimand$probability, qrule = rule,
                         alpha = 1 - level_of(options), df = df)[[1]]
    y <- domain$variables$.y
    w <- as.vector(weights(domain, "sampling"))
    least <- sum(w[y == min(y[w > 0])]) / sum(w)
    at <- svymean(as.numeric(y <= found[1, 1]), domain)
    p <- as.numeric(coef(at)) + c(0, -1, 1) * qt((1 + level_of(options)) / 2, df) *
        sqrt(variance_at(at, 1))
    p[1] <- estimand$probability
    sums <- cumsum(w[order(y)]) / sum(w)
    doubtful <- p < least | vapply(p, function(p) isTRUE(any(abs(sums - p) < 1e-12)), TRUE)
    found <- c(found[1, 1:3], se = found[1, 4])
    doubtful <- doubtful | is.na(p) # without degrees of freedom there are no bounds
    found[1:3][doubtful] <- NA
    if (any(doubtful) || found[1] == max(y[w > 0])) found[2:4] <- NA
    list(estimate = found[[1]], se = found[[4]], deff = NA, bounds = as.numeric(found[2:3]))
}

level_of <- function(options) if (is.null(options$level)) 0.95 else options$level

# ---- intervals ----

# Bounds of a share from estimate, se, df and number of rows, by each method's formula, as
# svyciprop has them (wilson as in survey 4.5; agresti_coull and jeffreys: survey.h).
share_bounds <- function(method, p, se, df, n, level, domain) {
    tail <- (1 - level) / 2
    t <- qt(1 - tail, df)
    size <- p * (1 - p) / se^2
    effective <- size * (qt(tail, n - 1) / qt(tail, df))^2
    switch(method,
           wald = p + c(-1, 1) * t * se,
           logit = plogis(qlogis(p) + c(-1, 1) * t * se / (p * (1 - p))),
           wilson = (p + t^2 / (2 * size) + c(-1, 1) * t * sqrt(p * (1 - p) / size +
               t^2 / (4 * size^2))) / (1 + t^2 / size),
           agresti_coull = {
               middle <- (size * p + t^2 / 2) / (size + t^2)
               middle + c(-1, 1) * t * sqrt(middle * (1 - middle) / (size + t^2))
           },
           jeffreys = qbeta(c(tail, 1 - tail), effective * p + 0.5,
                            effective * (1 - p) + 0.5),
           asin = sin(pmin(pmax(asin(sqrt(p)) + c(-1, 1) * t * se / (2 * sqrt(p * (1 - p))), 0),
                           pi / 2))^2,
           beta = qbeta(c(tail, 1 - tail), effective * p + c(0, 1),
                        effective * (1 - p) + c(1, 0)),
           likelihood = as.numeric(attr(svyciprop(~.y, domain, method = "likelihood",
                                                  level = level, df = df), "ci")),
           c(NA, NA))
}

# ---- rows ----

# The size of the data a difference is measured against, over all rows of the file.
outcome_scale <- function(statistic, y, x, w, seen) {
    y <- as.numeric(y)[seen]
    x <- as.numeric(x)[seen]
    w <- w[seen]
    if (length(y) < 2) return(if (length(y)) abs(y) else 0)
    switch(statistic, total = sqrt(sum((w * y)^2)),
           ratio = sqrt(sum((w * y)^2)) / abs(sum(w * x)), variance = var(y),
           covariance = sd(y) * sd(x), correlation = 1, sd(y))
}

expected_row <- function(case, design, cell, estimand, category, y, x, inside) {
    w <- weights_of(case)
    seen <- !is.na(y)
    if (!is.null(x)) seen <- seen & !is.na(x)
    counts <- inside & seen & w > 0
    n <- sum(counts)
    df <- if (n > 0) df_of(case, design, counts) else 0
    statistic <- estimand$statistic
    share <- statistic == "proportion" || (statistic == "mean" && is.logical(y))
    scale <- if (share) 1 else outcome_scale(statistic, y, x, w, seen)
    row <- list(statistic = statistic, variable = variable_of(estimand), category = category,
                estimate = NA, se = NA, lower = NA, upper = NA, df = df, n = n, deff = NA,
                status = NA, scale = scale)
    if (n == 0) {
        row$status <- "empty"
        if (statistic == "total") row[c("estimate", "se")] <- 0
        return(row)
    }
    if (n == 1 && statistic %in% c("variance", "covariance", "correlation", "quantile"))
        return(row) # of one row there is none; R says Inf, or the row
    asked <- if (statistic == "proportion") list(statistic = "mean") else estimand
    deff <- if (is.null(case$spec$design_effect)) FALSE
        else if (case$spec$design_effect == "wr") "replace" else TRUE
    # R counts rows of weight 0 in variances of replicates, elsewhere it does not.
    kept <- if (is_replicated(design)) counts else inside & seen
    domain <- domain_of(design, kept, as.numeric(y),
                        as_number(x))
    found <- tryCatch(by_r(asked, domain, deff, case$options, df), error = function(e)
        stop(case$name, ": ", statistic, ": ", conditionMessage(e), call. = FALSE))
    row$estimate <- found$estimate
    row$se <- se_of(case, design, statistic, found$se, as.numeric(y), x, w, inside & seen, scale)
    # A design effect of no variance, against none, or of more rows than people says nothing.
    if (!is.null(case$spec$design_effect) && isTRUE(row$se > 1e-9 * scale) &&
        isTRUE(abs(found$deff) < 1e12) && (case$spec$design_effect == "wr" || sum(w[counts]) > n))
        row$deff <- found$deff * (row$se / found$se)^2
    add_bounds(case, row, found, share, domain)
}

# R's standard error, or the one by hand where R is no reference; elsewhere both must agree.
se_of <- function(case, design, statistic, se, y, x, w, inside, scale) {
    if (statistic == "correlation" && isTRUE(se < 1e-7)) return(NA) # -1 or 1: R's rounding
    if (is_replicated(design) || !is.null(case$design)) return(se)
    tree <- tree_of(case)
    if (statistic == "quantile") # bounds of a share whose se would be by hand
        return(if (r_is_reference(case, tree, inside, w, "mean")) se else NA)
    z <- influence_of(statistic, y, as_number(x), w, inside)
    counts <- inside & w > 0
    by_hand <- sqrt(tree_variance(case, tree, z, counts))
    if (!r_is_reference(case, tree, inside, w, statistic)) return(by_hand)
    if (isTRUE(abs(by_hand - se) > 1e-9 * max(se, scale)))
        stop(case$name, ": ", statistic, ": R has ", se, ", by hand ", by_hand, call. = FALSE)
    se
}

# R 4.1 has no collapsing, takes lonely units of a later stage and totals another way (see
# docs/differences-from-r.md), and units in a domain of which every row has weight 0.
r_is_reference <- function(case, tree, inside, w, statistic) {
    lonely <- if (is.null(case$options[["lonely"]])) "fail" else case$options[["lonely"]]
    if (lonely == "collapse") return(FALSE)
    if (!lonely %in% c("centre", "average")) return(TRUE)
    in_domain <- isTRUE(case$options$lonely_in_domain == 1)
    !(lonely_later(tree, inside & w > 0, in_domain) || any(inside & w == 0) ||
          (lonely == "centre" && statistic == "total"))
}

as_number <- function(x) if (is.null(x)) NULL else as.numeric(x)

# The interval and what can be said of the status without doubt.
add_bounds <- function(case, row, found, share, domain) {
    level <- level_of(case$options)
    method <- if (is.null(case$options$interval)) "logit" else case$options$interval
    if (!is.finite(row$se)) return(row) # and no bounds
    if (share && (abs(row$estimate - 0.5) >= 0.5 - 1e-12)) {
        row$estimate <- round(row$estimate)
        row$se <- 0
        row$deff <- NA
        row$status <- if (row$df > 0) "extreme" else "no_df"
        return(row)
    }
    if (row$df <= 0) {
        row$status <- "no_df"
        return(row)
    }
    if (row$se <= 1e-9 * row$scale) return(row) # constant, or nearly: rounding decides in R
    row$status <- "ok"
    bounds <- if (!is.null(found$bounds)) found$bounds
        else if (share) share_bounds(method, row$estimate, row$se, row$df, row$n, level,
                                      domain)
        else row$estimate + c(-1, 1) * qt((1 + level) / 2, row$df) * row$se
    row[c("lower", "upper")] <- bounds
    row
}

variable_of <- function(estimand) switch(estimand$statistic,
    ratio = paste0(estimand$numerator, "/", estimand$denominator),
    covariance = , correlation = paste0(estimand$x, ",", estimand$y),
    estimand$variable)

# The outcome columns of an estimand: y, and x when there are two.
outcomes_of <- function(data, estimand) switch(estimand$statistic,
    ratio = list(y = data[[estimand$numerator]], x = data[[estimand$denominator]]),
    covariance = , correlation = list(y = data[[estimand$y]], x = data[[estimand$x]]),
    list(y = data[[estimand$variable]], x = NULL))

expected_rows <- function(case, design, cell, estimand) {
    both <- outcomes_of(case$data, estimand)
    inside <- in_cell(case$data, cell)
    if (estimand$statistic != "proportion") {
        category <- if (estimand$statistic == "quantile") show_number(estimand$probability)
            else NA_character_
        return(list(expected_row(case, design, cell, estimand, category, both$y, both$x,
                                 inside)))
    }
    lapply(order_bytes(both$y), function(category)
        expected_row(case, design, cell, estimand, show_value(category),
                     both$y == category, NULL, inside))
}

# Columns in the order of their first mention in the breakdowns.
show_cell <- function(cell, columns = names(cell)) {
    cell <- cell[intersect(columns, names(cell))]
    if (length(cell) == 0) return("")
    paste(names(cell), vapply(cell, show_value, ""), sep = "=", collapse = ";")
}

# All expected estimates of a case; none when it is to be refused, by R as well.
expected_estimates <- function(case) {
    if (is.null(case$error)) return(estimates_by_r(case))
    stopifnot(inherits(try(estimates_by_r(case), silent = TRUE), "try-error"))
    NULL
}

estimates_by_r <- function(case) with_options(case, {
    design <- design_of(case)
    mentioned <- unique(unlist(case$spec$breakdowns))
    rows <- list()
    for (columns in case$spec$breakdowns) {
        for (cell in cells_of(case$data, columns)) {
            for (estimand in case$spec$estimands) {
                for (row in expected_rows(case, design, cell, estimand))
                    rows[[length(rows) + 1]] <- c(case = case$name,
                                                    cell = show_cell(cell, mentioned), row)
            }
        }
    }
    bind_rows(rows)
})

bind_rows <- function(rows) {
    columns <- names(rows[[1]])
    as.data.frame(setNames(lapply(columns, function(column)
        unlist(lapply(rows, `[[`, column))), columns), check.names = FALSE)
}

# ---- writing ----

show_options <- function(options) {
    if (length(options) == 0) return(NA_character_)
    paste(names(options), vapply(options, show_value, ""), sep = "=", collapse = ";")
}

or_missing_text <- function(x) if (is.null(x)) NA_character_ else x

# Write the list of cases and their expected rows; and the data that are no file elsewhere.
write_designs <- function(cases, folder, expected = lapply(cases, expected_estimates)) {
    for (case in cases[vapply(cases, function(case) is.null(case$file), TRUE)])
        write_csv(case$data, file.path(folder, paste0(case$name, ".csv")))
    force(expected)
    list <- bind_rows(lapply(cases, function(case) list(
        case = case$name, data = if (is.null(case$file)) case$name else case$file,
        spec = spec_json(case$spec), options = show_options(case$options),
        tolerance = if (is.null(case$tolerance)) NA_real_ else case$tolerance,
        error = or_missing_text(case$error))))
    write_csv(list, file.path(folder, "design_cases.csv"))
    write_csv(do.call(rbind, expected), file.path(folder, "design_expected.csv"))
}
