# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript design_random.R FOLDER [CASES [SEED [CORES]]]
# Random designs (strata, stages, fpc, lonely units, replicate weights, calibration) and what
# R's survey says about them, for check_designs; of what they estimate together also the
# covariances, for check_infer. The same seed gives the same designs; case
# i does not depend on how many are asked for.
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
for (file in c("survey_reference.R", "design_reference.R", "design_by_hand.R",
               "infer_reference.R"))
    source(file.path(dirname(script), file))
RNGkind("Mersenne-Twister", "Inversion", "Rejection")

pick <- function(x, size = 1, ...) x[sample.int(length(x), size, ...)]
chance <- function(p) runif(1) < p

# ---- the sample ----

# Units of one stage within each of `parents`: how many, of how many.
draw_units <- function(parents, at_least, at_most, census) {
    sampled <- pick(at_least:at_most, parents, TRUE)
    population <- sampled + ifelse(runif(parents) < census, 0, pick(1:30, parents, TRUE))
    list(sampled = sampled, population = population)
}

# Rows with a stratum, ids and populations per stage. `lonely`: units may be alone.
draw_tree <- function(n_strata, n_stages, lonely, pairs) {
    census <- pick(c(0, 0, 0.2))
    rows <- data.frame(h = seq_len(n_strata))
    for (stage in seq_len(max(n_stages, 1))) {
        least <- if (lonely && (stage == 1 || chance(0.5))) 1 else 2
        most <- if (stage > 1) 3 else if (n_stages == 0) 12 else if (n_strata > 20) 3 else 6
        if (stage == 1 && pairs) least <- most <- 2
        units <- draw_units(nrow(rows), least, max(most, least), census)
        if (stage == 1 && n_strata == 1 && units$sampled < 2)
            units <- list(sampled = 4, population = 9)
        rows <- rows[rep(seq_len(nrow(rows)), units$sampled), , drop = FALSE]
        rows[[paste0("u", stage)]] <- sequence(units$sampled)
        rows[[paste0("N", stage)]] <- rep(units$population, units$sampled)
        rows[[paste0("f", stage)]] <- rep(units$sampled / units$population, units$sampled)
    }
    if (n_stages > 0)
        rows <- rows[rep(seq_len(nrow(rows)), pick(1:4, nrow(rows), TRUE)), , drop = FALSE]
    rownames(rows) <- NULL
    rows
}

# Columns and spec members of a tree: names, texts or numbers, nested ids or not.
dress_tree <- function(rows, n_stages, n_fpc, fractions) {
    data <- data.frame(h = if (chance(0.5)) sprintf("s%02d", rows$h) else rows$h * 3L - 50L)
    spec <- list()
    if (length(unique(rows$h)) > 1 || chance(0.5)) spec$strata <- "h"
    nested <- n_stages > 0 && !is.null(spec$strata) && chance(0.5)
    for (stage in seq_len(n_stages)) {
        id <- rows[[paste0("u", stage)]]
        if (stage == 1 && !nested) id <- rows$h * 100L + id
        data[[paste0("c", stage)]] <- if (chance(0.3)) paste0("psu ", id) else id
    }
    if (n_stages > 0) spec$clusters <- paste0("c", seq_len(n_stages))
    if (nested) spec$nested <- TRUE
    for (stage in seq_len(n_fpc))
        data[[paste0("fpc", stage)]] <- rows[[paste0(if (fractions) "f" else "N", stage)]]
    if (n_fpc > 0) spec$fpc <- paste0("fpc", seq_len(n_fpc))
    list(data = data, spec = spec)
}

draw_weights <- function(n) {
    kind <- pick(c("none", "uniform", "integer", "unequal", "zeros", "huge"))
    w <- switch(kind, none = NULL, uniform = runif(n, 0.5, 3), integer = pick(1:40, n, TRUE),
                unequal = exp(rnorm(n, 0, 1.5)), huge = 1e9 * runif(n, 0.1, 9),
                zeros = runif(n) * (runif(n) > 0.2))
    if (!is.null(w) && all(w == 0)) w[1] <- 1
    w
}

draw_outcome <- function(n, kind) {
    y <- switch(kind, normal = rnorm(n, 3), skew = exp(rnorm(n, 0, 1.5)),
                score = pick(0:100, n, TRUE) / 10, flag = runif(n) < runif(1, 0.05, 0.9),
                text = pick(c("rood", "oranje", "groen", "ë"), n, TRUE,
                            prob = c(0.5, 0.3, 0.15, 0.05)))
    y[runif(n) < pick(c(0, 0, 0.05, 0.3))] <- NA
    if (all(is.na(y))) y[1] <- if (kind == "text") "rood" else 1
    y
}

draw_group <- function(n, h) {
    g <- switch(pick(1:4), pick(c("bouw", "zorg", "ict"), n, TRUE, prob = c(0.6, 0.37, 0.03)),
                pick(c(0L, 5L, 12L), n, TRUE), runif(n) < 0.3,
                ifelse(h == h[1], "only here", "elsewhere"))
    g[runif(n) < pick(c(0, 0, 0.1))] <- NA
    if (all(is.na(g))) g[1] <- if (is.character(g)) "bouw" else 0L
    g
}

# ---- what is asked ----

draw_estimands <- function(data) {
    asked <- list(estimand("mean", "y1"), estimand("total", "y1"), estimand("mean", "flag"),
                  estimand("total", "flag"), estimand("proportion", "text"),
                  estimand("proportion", "flag"),
                  estimand("ratio", numerator = "y1", denominator = "y2"),
                  estimand("variance", "y1"), estimand("covariance", x = "y2", y = "y1"),
                  estimand("correlation", x = "y2", y = "y1"),
                  estimand("quantile", "y1", probability = pick(c(0.137, 0.5, 0.811))))
    pick(asked, pick(2:4))
}

draw_options <- function(lonely, n_stages) {
    options <- list(level = pick(c(0.95, 0.9, 0.99)))
    if (chance(0.5)) options$interval <- "wald"
    if (lonely) options$lonely <- pick(c("certainty", "centre", "average",
                                         if (n_stages < 2) "collapse"))
    if (lonely && options$lonely %in% c("centre", "average") && chance(0.4))
        options$lonely_in_domain <- 1L
    if (chance(0.1)) options$ultimate_cluster <- 1L
    if (chance(0.1)) options$df <- pick(c(3, 17.5, 200))
    options
}

# Replicate weights of a design as columns, and what their spec says.
replicate_columns <- function(data, spec, w) {
    design <- tree_design(data, spec, w)
    stratified <- length(spec$strata) > 0
    pairs <- stratified && all(tapply(design$cluster[, 1], design$strata[, 1],
                                      function(u) length(unique(u))) == 2)
    type <- pick(c(if (stratified) c("JKn", if (pairs) c("BRR", "Fay")) else "JK1", "bootstrap",
                   "other"))
    made <- if (type == "other") NULL else suppressWarnings(switch(type,
        Fay = as.svrepdesign(design, type = "Fay", fay.rho = 0.3),
        bootstrap = as.svrepdesign(design, type = "bootstrap", replicates = 20),
        as.svrepdesign(design, type = type)))
    factors <- if (is.null(made)) matrix(rexp(nrow(data) * 12), nrow(data)) * w
        else weights(made, "analysis")
    colnames(factors) <- paste0("r", seq_len(ncol(factors)))
    members <- list(type = tolower(type), columns = colnames(factors))
    if (type == "other") members[c("scale", "rscales")] <- list(0.1, runif(12))
    if (type == "JKn") members$rscales <- made$rscales
    if (type == "bootstrap") members[c("scale", "rscales")] <- list(made$scale,
                                                                    rep_len(made$rscales, 20))
    if (type == "JK1") members$scale <- made$scale
    if (type == "Fay") members$rho <- 0.3
    if (chance(0.5)) members$mse <- TRUE
    list(columns = factors, members = members)
}

# Three levels, of which a replicate lacks one where it can: that of the rows without weight
# in the first such replicate.
levels_lacking <- function(columns, w) {
    levels <- rep_len(c("even", "odd"), nrow(columns))
    zero <- columns == 0 & w > 0
    lacking <- which(colSums(zero) > 0)
    if (length(lacking) > 0) levels[zero[, lacking[1]]] <- "lone"
    levels
}

# How replicates are made when estimating.
made_options <- function(rows, spec) {
    pairs <- length(spec$strata) > 0 && is.null(spec$fpc) &&
        all(tapply(rows$u1, rows$h, function(u) length(unique(u))) == 2)
    type <- if (length(spec$strata) == 0) "jk1" else pick(c("jkn", if (pairs) c("brr", "fay")))
    c(list(replicates = type), if (type == "fay") list(rho = 0.4),
      if (chance(0.5)) list(mse = 1L))
}

# Weights calibrated to known totals, and the design that knows.
calibrated <- function(data, spec, w) {
    data$w0 <- w
    data$m <- pick(c("a", "b", "c"), nrow(data), TRUE)
    data$m[1:3] <- c("a", "b", "c")
    data$aux <- runif(nrow(data), 1, 5)
    design <- tree_design(data, spec, w)
    sizes <- tapply(w, data$m, sum) * runif(3, 0.9, 1.2)
    if (chance(0.4)) {
        design <- postStratify(design, ~m, data.frame(m = names(sizes), Freq = sizes))
        calibration <- list(margins = list("m"), auxiliaries = character())
    } else {
        # The fixed totals are reached by taking them off weights that exist, so that
        # bounded calibration has a solution as well.
        g <- runif(nrow(data), 0.9, 1.1)
        x <- model.matrix(~m + aux, data)
        calfun <- pick(c("linear", "raking", "logit"))
        design <- if (calfun == "logit")
            calibrate(design, ~m + aux, colSums(x * w * g), calfun = calfun,
                      bounds = c(0.5, 2), epsilon = 1e-13, maxit = 200)
        else calibrate(design, ~m + aux, colSums(x * w * g), calfun = calfun,
                       epsilon = 1e-13, maxit = 200)
        if (any(!is.finite(weights(design)))) # R does not always get there
            design <- calibrate(tree_design(data, spec, w), ~m + aux, colSums(x * w * g))
        calibration <- list(margins = list("m"), auxiliaries = "aux")
    }
    data$w <- weights(design)
    spec$weights <- "w"
    spec$calibration <- c(list(initial = "w0"), calibration)
    list(data = data, spec = spec, design = design)
}

# ---- a case ----

random_design <- function(i, seed) {
    set.seed(seed + i)
    n_strata <- pick(c(1, pick(2:6), pick(7:20), pick(21:50)), prob = c(0.2, 0.4, 0.25, 0.15))
    n_stages <- pick(0:3, prob = c(0.2, 0.35, 0.3, 0.15))
    kind <- pick(c("plain", "lonely", "replicates", "made", "calibrated"),
                 prob = c(0.35, 0.25, 0.15, 0.1, 0.15))
    lonely <- kind == "lonely"
    rows <- draw_tree(n_strata, n_stages, lonely, kind %in% c("replicates", "made") && chance(0.4))
    if (kind == "calibrated" && nrow(rows) < 20) kind <- "plain"
    # In order of clusters, for units that close when the next begins; else in any order.
    units <- if (kind == "replicates") NULL
        else if (n_stages == 1 && !kind %in% c("calibrated", "made") && chance(0.3))
            "ordered"
        else if (n_stages == 0 && (kind == "made" || chance(0.4))) "open"
    if (!identical(units, "ordered")) rows <- rows[sample.int(nrow(rows)), , drop = FALSE]
    n_fpc <- if (kind == "replicates") 0 else pick(0:(if (kind == "made") 1 else max(n_stages, 1)))
    dressed <- dress_tree(rows, n_stages, n_fpc, chance(0.3))
    data <- dressed$data
    spec <- dressed$spec
    if (!is.null(units)) spec$units <- units
    w <- draw_weights(nrow(data))
    if (kind == "calibrated" && (is.null(w) || any(w == 0))) w <- runif(nrow(data), 1, 4)
    if (!is.null(w)) {
        data$w <- w
        spec$weights <- "w"
    } else {
        w <- rep(1, nrow(data))
    }
    data$y1 <- draw_outcome(nrow(data), pick(c("normal", "skew", "score")))
    data$y2 <- draw_outcome(nrow(data), pick(c("normal", "skew", "score"))) + 1
    data$flag <- draw_outcome(nrow(data), "flag") == 1
    data$text <- draw_outcome(nrow(data), "text")
    breakdowns <- list(character())
    if (chance(0.6)) {
        data$g <- draw_group(nrow(data), rows$h)
        breakdowns <- list(character(), "g")[pick(list(1:2, 2))[[1]]]
    }
    if (chance(0.2)) {
        data$g2 <- draw_group(nrow(data), rows$h)
        breakdowns <- c(breakdowns, list(if (is.null(data[["g"]])) "g2" else c("g", "g2")))
    }
    spec$estimands <- draw_estimands(data)
    untied <- !anyDuplicated(data$y1[!is.na(data$y1)])
    if (chance(0.4)) spec$design_effect <- pick(c("wor", "wr"))
    design <- NULL
    if (kind == "replicates") {
        made <- replicate_columns(data, spec, w)
        data <- cbind(data, made$columns)
        data$level <- levels_lacking(made$columns, w)
        spec <- spec[c("weights", "estimands", "design_effect")]
        spec <- spec[!vapply(spec, is.null, TRUE)]
        spec$replicates <- made$members
        if (is.null(spec$weights)) data$w <- 1
        spec$weights <- "w"
    } else if (kind == "calibrated") {
        made <- calibrated(data, spec, w)
        data <- made$data
        spec <- made$spec
        design <- made$design
    }
    spec$breakdowns <- breakdowns
    options <- draw_options(lonely, n_stages)
    asked <- vapply(spec$estimands, `[[`, "", "statistic")
    if ("quantile" %in% asked) # of tied values R's hf7 depends on the order of the rows
        options$quantile_rule <- pick(c("math", "school", if (untied) "hf7"))
    if (kind == "made") {
        options <- c(options[names(options) != "ultimate_cluster"], made_options(rows, spec))
        if (options$replicates %in% c("brr", "fay")) # of others each Hadamard matrix has its own
            spec$estimands <- list(estimand("total", "y1"), estimand("total", "flag"))
        spec$design_effect <- NULL
    }
    if (kind == "replicates") options$ultimate_cluster <- NULL
    case <- list(name = sprintf("%s_%04d", kind, i), data = data,
                 spec = do.call(spec_of, spec), options = options, design = design)
    if (identical(options[["lonely"]], "average") && all_lonely(tree_of(case)))
        case$options$lonely <- "centre"
    case
}

# The covariances of the same estimates, where they are known (units are open, and no policy
# for lonely units that R takes in another way); at most 60 of them, or NULL. What is of an empty cell is missing in ours. Their size is
# that of the two standard errors; of what has none but rounding, that of the estimates.
random_covariances <- function(case) {
    spec <- case$spec
    linear <- vapply(spec$estimands, `[[`, "", "statistic") != "quantile"
    open <- length(spec$clusters) > 0 || !is.null(spec$replicates) ||
        !is.null(spec$calibration) || identical(spec$units, "open")
    known <- is.null(case$options$replicates) && is.null(case$options$ultimate_cluster) &&
        (is.null(case$options[["lonely"]]) || case$options[["lonely"]] == "certainty")
    if (!any(linear) || !open || identical(spec$units, "ordered") || !known) return(NULL)
    case$spec$estimands <- spec$estimands[linear]
    case$file <- case$name
    case$verb <- "covariances"
    joint <- joint_of(case)
    pairs <- expand.grid(i = seq_along(joint$rows), j = seq_along(joint$rows))
    breakdown <- vapply(joint$rows, function(row) paste(names(row$cell), collapse = "+"), "")
    filled <- vapply(joint$rows, function(row) any(row$counts), TRUE)
    pairs <- pairs[pairs$i <= pairs$j & breakdown[pairs$i] == breakdown[pairs$j] &
                       filled[pairs$i] & filled[pairs$j] &
                       is.finite(joint$covariance[cbind(pairs$i, pairs$j)]) &
                       is.finite(joint$estimate[pairs$i] * joint$estimate[pairs$j]), ]
    pairs <- pairs[sort(sample.int(nrow(pairs), min(60, nrow(pairs)))), ]
    if (nrow(pairs) == 0) return(NULL)
    list(case = case, expected = do.call(rbind, lapply(seq_len(nrow(pairs)), function(k) {
        i <- pairs$i[k]
        j <- pairs$j[k]
        expected_numbers(case, list(row_i = i - 1, row_j = j - 1),
                         c(covariance = joint$covariance[i, j]),
                         max(sqrt(joint$covariance[i, i] * joint$covariance[j, j]),
                             1e-4 * abs(joint$estimate[i] * joint$estimate[j])))
    })))
}

# All pairs of levels of which a replicate lacks one, or NULL.
random_pairs <- function(case) {
    linear <- !vapply(case$spec$estimands, `[[`, "", "statistic") %in%
        c("quantile", "proportion")
    if (is.null(case$spec$replicates) || !any(linear)) return(NULL)
    case$spec$estimands <- case$spec$estimands[linear]
    case$spec$breakdowns <- list("level")
    case$file <- case$name
    case$name <- paste0(case$name, "_pairs")
    case$verb <- "pairs"
    case$arguments <- "column=level;adjust=none"
    joint <- joint_of(case)
    expected <- lapply(case$spec$estimands, function(estimand) {
        at <- level_rows(joint, "level", estimand$statistic, variable_of(estimand))
        if (length(at) < 2) return(NULL)
        do.call(rbind, apply(combn(length(at), 2), 2, function(pair)
            random_pair(case, joint, estimand, at[pair]), simplify = FALSE))
    })
    expected <- do.call(rbind, expected)
    if (is.null(expected)) NULL else list(case = case, expected = expected)
}

# One pair, unless one of the two has no estimate or no se; without what rounding decides.
random_pair <- function(case, joint, estimand, at) {
    counts <- vapply(joint$rows[at], function(row) sum(row$counts), 0)
    if (any(counts == 0) || any(!is.finite(joint$estimate[at])) ||
        any(!is.finite(covariance_at(joint, at)))) return(NULL)
    found <- contrast_of(joint, at, c(-1, 1))
    names(found)[1] <- "difference"
    scale <- max(abs(joint$estimate[at]), sqrt(diag(covariance_at(joint, at))))
    said <- c("difference", "se", "df",
              if (found[["se"]] > 1e-6 * scale) c("lower", "upper", "p"))
    levels <- lapply(joint$rows[at], function(row) row$cell[["level"]])
    expected_numbers(case, list(level = levels[[2]], reference = levels[[1]],
                                statistic = estimand$statistic,
                                variable = variable_of(estimand)), found[said], scale)
}

folder <- arguments[1]
count <- if (length(arguments) > 1) as.integer(arguments[2]) else 200L
seed <- if (length(arguments) > 2) as.integer(arguments[3]) else 40000L
cores <- if (length(arguments) > 3) as.integer(arguments[4]) else 2L
made <- parallel::mclapply(seq_len(count), function(i) tryCatch({
    case <- random_design(i, seed)
    list(case = case, expected = expected_estimates(case),
         together = list(random_covariances(case), random_pairs(case)))
}, error = function(e) paste0("case ", i, ": ", conditionMessage(e))), mc.cores = cores)
failed <- vapply(made, is.character, TRUE)
if (any(failed)) stop("no results for ", paste(made[failed], collapse = "; "))
write_designs(lapply(made, `[[`, "case"), folder, lapply(made, `[[`, "expected"))
together <- Filter(Negate(is.null), unlist(lapply(made, `[[`, "together"), recursive = FALSE))
write_infer(lapply(together, `[[`, "case"), lapply(together, `[[`, "expected"), folder)
