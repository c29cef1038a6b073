# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# The variance of a total over a tree of units, written out after the definition in
# lib/design/design.h, for what R's survey 4.1 does not have or has wrong: totals with lonely
# strata around the mean of all units (right since 4.5), lonely units of later stages,
# collapsed strata, strata that are lonely in a domain alone. Everywhere else it must give what R
# gives (se_of in design_reference.R).

# The rows' units: per stage an id of the parent and of the unit, and the sampled fraction.
tree_of <- function(case) {
    data <- case$data
    spec <- case$spec
    sizes <- population_sizes(data, spec)
    parent <- stratum_of(data, unlist(spec$strata))
    stages <- lapply(seq_len(ncol(sizes)), function(stage) {
        unit <- if (length(spec$clusters)) as.integer(interaction(
            parent, data[[spec$clusters[[stage]]]], drop = TRUE)) else seq_len(nrow(data))
        n <- ave(unit, parent, FUN = function(u) length(unique(u)))
        found <- list(parent = parent, unit = unit, n = n, f = n / sizes[, stage])
        parent <<- unit
        found
    })
    if (isTRUE(case$options$ultimate_cluster == 1)) stages <- stages[1]
    if (identical(case$options[["lonely"]], "collapse"))
        stages[[1]] <- collapse(stages[[1]], stratum_keys(data, unlist(spec$strata)))
    stages
}

# Order of strata: by their values, texts by their bytes.
stratum_keys <- function(data, columns) {
    if (length(columns) == 0) return(rep(1L, nrow(data)))
    ranks <- lapply(columns, function(column) match(data[[column]], order_bytes(data[[column]])))
    do.call(order_rank, ranks)
}

order_rank <- function(...) {
    keys <- data.frame(...)
    all <- unique(keys)
    all <- all[do.call(order, all), , drop = FALSE]
    match(do.call(paste, keys), do.call(paste, all))
}

# Strata with one unit joined by the next in order, a last one joining the one before; those
# that are wholly in the sample stay out of it.
collapse <- function(stage, keys) {
    strata <- unique(data.frame(key = keys, n = stage$n, f = stage$f))
    strata <- strata[order(strata$key), ]
    group <- strata$key
    open <- which(strata$f < 1 - 1e-7)
    start <- before <- NA
    count <- 0
    for (i in open) {
        if (is.na(start)) start <- i
        group[i] <- strata$key[start]
        count <- count + strata$n[i]
        if (count >= 2) {
            before <- start
            start <- NA
            count <- 0
        }
    }
    if (!is.na(start)) group[group == strata$key[start]] <- strata$key[before]
    size <- strata$n / strata$f
    at <- match(keys, strata$key)
    stage$parent <- group[at]
    stage$n <- tapply(strata$n, group, sum)[as.character(stage$parent)]
    stage$f <- stage$n / tapply(size, group, sum)[as.character(stage$parent)]
    stage
}

# What the rows of a domain add at one stage, given the fractions above multiplied.
stage_variance <- function(z, stage, family, share, lonely, in_domain, top) {
    first <- !duplicated(stage$unit)
    units <- data.frame(z = as.vector(rowsum(z, stage$unit, reorder = FALSE)),
                        parent = stage$parent[first])
    pools <- data.frame(
        parent = unique(units$parent),
        total = as.vector(rowsum(units$z, units$parent, reorder = FALSE)),
        touched = as.vector(rowsum(rep(1, nrow(units)), units$parent, reorder = FALSE)))
    at <- match(pools$parent, stage$parent)
    pools$n <- stage$n[at]
    f <- stage$f[at]
    pools$family <- family[at]
    open <- share[at] > 0 & f < 1 - 1e-7
    alone <- open & (pools$n == 1 | (in_domain & pools$touched == 1))
    factor <- ifelse(open, share[at] * (1 - f) * ifelse(pools$n > 1, pools$n / (pools$n - 1), 1),
                     0)
    centre <- pools$total / pools$n
    if (lonely == "centre")
        centre <- ifelse(alone, ave(pools$total, pools$family, FUN = sum) /
                             ave(pools$n, pools$family, FUN = sum), centre)
    if (lonely == "average") {
        all <- ave(rep(1, nrow(pools)), pools$family, FUN = sum)
        counted <- ave(as.numeric(!alone), pools$family, FUN = sum)
        if (top && any(counted == 0)) return(NaN)
        factor <- ifelse(alone, 0, factor * all / pmax(counted, 1))
    }
    pool <- match(units$parent, pools$parent)
    sum(factor[pool] * (units$z - centre[pool])^2) +
        sum(factor * (pools$n - pools$touched) * centre^2)
}

# Variance of the total of z over the rows `inside`.
tree_variance <- function(case, tree, z, inside) {
    lonely <- if (is.null(case$options[["lonely"]])) "fail" else case$options[["lonely"]]
    in_domain <- isTRUE(case$options$lonely_in_domain == 1)
    share <- rep(1, length(z))
    family <- rep(1L, length(z))
    variance <- 0
    for (i in seq_along(tree)) {
        stage <- lapply(tree[[i]], `[`, inside)
        variance <- variance + stage_variance(z[inside], stage, family[inside], share[inside],
                                              lonely, in_domain, i == 1)
        share <- share * tree[[i]]$f
        family <- tree[[i]]$parent
    }
    variance
}

# Is a unit of a later stage alone where it counts? Then R is no reference for policies. So
# it is where units are lonely in a domain: `inside` are its rows.
lonely_later <- function(tree, inside = TRUE, in_domain = FALSE) {
    share <- 1
    for (i in seq_along(tree)) {
        stage <- tree[[i]]
        n <- stage$n
        if (in_domain) n[inside] <- ave(stage$unit[inside], stage$parent[inside],
                                        FUN = function(u) length(unique(u)))
        if (i > 1 && any(n == 1 & stage$f < 1 - 1e-7 & share > 0)) return(TRUE)
        share <- share * stage$f
    }
    FALSE
}

# Families of a later stage in which every parent is lonely: `average` has nothing to go by.
all_lonely <- function(tree) {
    share <- 1
    for (i in seq_along(tree)) {
        stage <- tree[[i]]
        open <- stage$f < 1 - 1e-7 & share > 0
        family <- if (i > 1) tree[[i - 1]]$parent else rep(1, length(stage$n))
        if (any(open) && any(tapply((stage$n == 1)[open], family[open], all))) return(TRUE)
        share <- share * stage$f
    }
    FALSE
}

# The linearised variable of an estimand over the rows `inside`.
influence_of <- function(statistic, y, x, w, inside) {
    y[!inside] <- 0
    w[!inside] <- 0
    if (!is.null(x)) x[!inside] <- 0
    n <- sum(w > 0)
    mean_of <- function(v) sum(w * v) / sum(w)
    about <- function(v) w * (v - mean_of(v)) / sum(w)
    product <- function(a, b) (a - mean_of(a)) * (b - mean_of(b)) * n / (n - 1)
    switch(statistic, mean = , proportion = about(y), total = w * y,
           ratio = w * (y - sum(w * y) / sum(w * x) * x) / sum(w * x),
           variance = about(product(y, y)), covariance = about(product(x, y)),
           correlation = {
               v <- c(mean_of(product(x, x)), mean_of(product(y, y)))
               r <- mean_of(product(x, y)) / sqrt(v[1] * v[2])
               about(product(x, y)) / sqrt(v[1] * v[2]) -
                   r / 2 * (about(product(x, x)) / v[1] + about(product(y, y)) / v[2])
           })
}
