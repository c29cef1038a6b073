# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript reliability.R FOLDER [SEED]
# Made-up answers to scales under several designs, and their reliability: every figure from
# its definition (another way round than the library where there is one), influence by
# numeric derivatives by the weight of each row, standard errors by R's survey. Without a
# seed the vectors of the repository; with one, others of the same kind. psych must agree.
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
for (file in c("survey_reference.R", "design_reference.R", "design_by_hand.R"))
    source(file.path(dirname(script), file))
suppressMessages(library(psych))
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(if (length(arguments) > 1) as.integer(arguments[2]) else 20260)

# ---- made-up people ----

n <- 120
scales <- list(
    sleep = list(items = paste0("q", 1:5), reversed = c("q2", "q5"), low = 1, high = 5),
    calm = list(items = paste0("r", 1:4), reversed = character(), low = 0, high = 3),
    plain = list(items = paste0("p", 1:3), reversed = character(), low = 0, high = 0),
    duo = list(items = c("q1", "q3"), reversed = character(), low = 1, high = 5),
    lone = list(items = "r1", reversed = character(), low = 0, high = 3),
    flat = list(items = c("r1", "same", "r2"), reversed = character(), low = 0, high = 3))
answer <- function(trait, loading, cuts)
    findInterval(loading * trait + rnorm(n, sd = sqrt(1 - loading^2)), cuts)
town <- rep(1:12, length.out = n)
trait <- rnorm(n) + rnorm(12, sd = 0.5)[town]
people <- data.frame(
    region = c("noord", "oost", "zuid")[(town - 1) %/% 4 + 1], town = town,
    group = sample(c("a", "b", NA), n, TRUE, c(0.5, 0.45, 0.05)),
    w = round(runif(n, 0.4, 3), 3))
for (i in 1:5) {
    given <- 1 + answer(trait, 0.4 + 0.1 * i, sort(rnorm(4)))
    people[[paste0("q", i)]] <- if (i %in% c(2, 5)) 6 - given else given
}
for (i in 1:4) people[[paste0("r", i)]] <- answer(-trait, 0.9 - 0.1 * i, c(-1, 0.2, 1) + i / 9)
for (i in 1:3) people[[paste0("p", i)]] <- answer(trait, 0.6, seq(-2, 2, length.out = 7)) - i
people$same <- 2
people$N1 <- c(9, 20, 40)[match(people$region, c("noord", "oost", "zuid"))]
for (column in c("q1", "q4", "r2", "r3", "p2")) people[[column]][sample(n, 5)] <- NA
people$w[sample(n, 3)] <- 0
for (i in 1:15) { # towns drawn with replacement
    drawn <- table(factor(sample(12, 12, TRUE), 1:12))
    people[[paste0("boot", i)]] <- people$w * as.numeric(drawn[people$town])
}

# ---- figures by their definitions ----

scored <- function(scale) {
    x <- as.matrix(people[scale$items])
    for (item in scale$reversed) x[, item] <- scale$low + scale$high - x[, item]
    x
}

# Weighted covariances with n/(n-1); n is fixed while weights move.
covariance <- function(x, w, n) {
    x <- sweep(x, 2, colSums(w * x) / sum(w))
    n / (n - 1) * crossprod(x, w * x) / sum(w)
}

# The most that a covariance can be: both sorted, weight against weight.
most_covariance <- function(x, y, w) {
    by_x <- order(x); by_y <- order(y)
    at_x <- cumsum(w[by_x]); at_y <- cumsum(w[by_y])
    ends <- sort(unique(c(at_x, at_y)))
    middle <- (ends + c(0, ends[-length(ends)])) / 2
    width <- diff(c(0, ends))
    last <- length(x)
    sx <- x[by_x][pmin(findInterval(middle, at_x) + 1, last)]
    sy <- y[by_y][pmin(findInterval(middle, at_y) + 1, last)]
    total <- sum(w)
    sum(width * sx * sy) / total - sum(w * x) * sum(w * y) / total^2
}

alpha_of <- function(C) {
    k <- ncol(C)
    k / (k - 1) * (1 - sum(diag(C)) / sum(C))
}

# Minres: the loadings where every derivative is 0, by Newton from near there.
one_factor <- function(R, start) {
    k <- ncol(R)
    l <- start
    off <- 1 - diag(k)
    for (i in 1:60) {
        gradient <- rowSums((outer(l, l) - R) * off * rep(l, each = k))
        step <- solve(curvature(R, l), gradient)
        l <- l - step
        if (max(abs(step)) < 1e-15) break
    }
    l
}
curvature <- function(R, l) {
    hessian <- 2 * outer(l, l) - R
    diag(hessian) <- sum(l^2) - l^2
    hessian
}
psychs_own <- function(R) suppressWarnings(suppressMessages(as.numeric(fa(R, 1, fm = "minres")$loadings)))

# Newton goes where it is near to: other weights may leave it where nothing is least. Where psych's own leads
# nowhere either, no loadings leave every item some variance of its own.
least_factor <- function(R, start) {
    for (from in list(function() start, function() psychs_own(R))) {
        l <- tryCatch(one_factor(R, from()), error = function(e) NULL)
        if (!is.null(l) && all(is.finite(l)) && min(eigen(curvature(R, l), TRUE, TRUE)$values) > 1e-6) return(l)
    }
}
start_of <- list()

correlations <- function(C) C / sqrt(outer(diag(C), diag(C)))
safely <- function(value) if (length(value) == 1 && is.finite(value)) value else NA

figures <- function(x, w, n, scale, all) {
    k <- ncol(x)
    inside <- w > 0
    complete <- rowSums(is.na(x)) == 0
    known <- scale$low < scale$high
    share <- function(what, of) sum(w[of & what %in% TRUE]) / sum(w[of])
    bounds <- function(end) if (known) share(rowSums(x != end) == 0, complete) else NA
    given <- x
    for (item in scale$reversed) given[, item] <- scale$low + scale$high - x[, item]
    y <- x[complete, , drop = FALSE]
    v <- w[complete]
    C <- covariance(y, v, n$complete)
    # Items that do not vary: R's rounding aside, 0.
    still <- apply(y[v > 0, , drop = FALSE], 2, function(column) length(unique(column)) == 1)
    C[still, ] <- 0; C[, still] <- 0
    R <- if (k > 1 && !any(still)) correlations(C)
    most <- matrix(0, k, k)
    for (i in seq_len(k)) for (j in seq_len(k))
        if (i != j) most[i, j] <- most_covariance(y[, i], y[, j], v)
    cov1 <- C * (n$complete - 1) / n$complete
    diag(cov1) <- 0
    most[abs(most) < 1e-14] <- 0
    smc <- if (!is.null(R)) 1 - 1 / diag(solve(R))
    if (!is.null(R) && k > 2 && is.null(start_of[[all]]))
        start_of[[all]] <<- psychs_own(R)
    l <- if (!is.null(R) && k > 2) least_factor(R, start_of[[all]])
    if (!is.null(l) && any(l^2 >= 1)) l <- NULL # improper: a uniqueness below 0
    of_scale <- c(
        mean = sum(v * rowMeans(y)) / sum(v), sd = sqrt(sum(C)) / k,
        missing = share(!complete, TRUE), floor = bounds(scale$low),
        ceiling = bounds(scale$high),
        straight = if (k > 1) share(rowSums(given != given[, 1]) == 0, complete) else NA,
        alpha = if (k > 1) alpha_of(C) else NA,
        alpha_standardised = if (!is.null(R)) alpha_of(R) else NA,
        average_r = if (!is.null(R)) mean(R[lower.tri(R)]) else NA,
        lambda6 = if (!is.null(R)) 1 - sum(1 - smc) / sum(R) else NA,
        omega = if (!is.null(l)) 1 - sum(1 - l^2) / sum(R) else NA,
        h = if (k > 1) sum(cov1) / sum(most) else NA)
    of_items <- lapply(seq_len(k), function(i) {
        answered <- !is.na(x[, i])
        mean <- sum((w * x[, i])[answered]) / sum(w[answered])
        square <- sum((w * (x[, i] - mean)^2)[answered]) / sum(w[answered])
        rest <- C[i, i] + sum(C) - 2 * sum(C[i, ])
        star <- if (!is.null(R)) R - diag(k) + diag(smc)
        c(mean = mean, sd = sqrt(n$items[i] / (n$items[i] - 1) * square),
          missing = share(!answered, TRUE),
          floor = if (known) share(x[, i] == scale$low, answered) else NA,
          ceiling = if (known) share(x[, i] == scale$high, answered) else NA,
          item_rest = if (k > 1) (sum(C[i, ]) - C[i, i]) / sqrt(C[i, i] * rest) else NA,
          item_corrected = if (!is.null(R)) sum(star[i, ]) / sqrt(sum(star)) else NA,
          alpha_dropped = if (k > 2) alpha_of(C[-i, -i]) else NA,
          h = if (k > 1) sum(cov1[i, ]) / sum(most[i, ]) else NA)
    })
    pairs <- if (k > 1) combn(k, 2) else matrix(0, 2, 0)
    of_pairs <- apply(pairs, 2, function(p) cov1[p[1], p[2]] / most[p[1], p[2]])
    found <- c(of_scale, unlist(of_items), if (ncol(pairs)) of_pairs)
    unname(vapply(found, safely, 0))
}

subjects <- function(scale) {
    k <- length(scale$items)
    of_scale <- c("mean", "sd", "missing", "floor", "ceiling", "straight", "alpha",
                  "alpha_standardised", "average_r", "lambda6", "omega", "h")
    of_item <- c("mean", "sd", "missing", "floor", "ceiling", "item_rest", "item_corrected",
                 "alpha_dropped", "h")
    pairs <- if (k > 1) combn(scale$items, 2) else matrix("", 2, 0)
    data.frame(item = c(rep(NA, 12), rep(scale$items, each = 9), pairs[1, ]),
               other = c(rep(NA, 12 + 9 * k), pairs[2, ]),
               statistic = c(of_scale, rep(of_item, k), rep("h", ncol(pairs))))
}

# ---- influence: the derivative by the weight of each row ----

influence <- function(x, w, n, scale, all) {
    base <- figures(x, w, n, scale, all)
    z <- matrix(0, length(w), length(base))
    for (i in which(w > 0)) {
        central <- function(h) {
            up <- down <- w
            up[i] <- w[i] + h; down[i] <- w[i] - h
            (figures(x, up, n, scale, all) - figures(x, down, n, scale, all)) / (2 * h)
        }
        # Richardson's extrapolation, of odd powers too: where two items have equal shares
        # the most that they can covary bends, and its two sides do not cancel them.
        steps <- lapply(w[i] * 0.002 / 2^(0:2), central)
        for (level in 1:2)
            steps <- lapply(seq_len(length(steps) - 1), function(s)
                (2^level * steps[[s + 1]] - steps[[s]]) / (2^level - 1))
        z[i, ] <- steps[[1]]
    }
    list(base = base, z = z)
}

# Rows that a figure is over, besides those of the cell.
over <- function(x, subject) {
    if (subject$statistic == "missing") return(rep(TRUE, nrow(x)))
    alone <- subject$statistic %in% c("mean", "sd", "floor", "ceiling")
    if (!is.na(subject$item) && alone) !is.na(x[, subject$item]) else rowSums(is.na(x)) == 0
}

status_of <- function(value, subject, k, se) {
    share <- subject$statistic %in% c("missing", "floor", "ceiling", "straight")
    if (is.na(value)) return(NA)
    if (share && value %in% 0:1) return("extreme")
    if (value < 0 && (subject$statistic %in% c("alpha", "item_rest") ||
                      !is.na(subject$other))) return("negative")
    if (se < 1e-14) return("constant")
    "ok"
}

feldt <- function(alpha, n, k, p) 1 - (1 - alpha) * qf(p, n - 1, (n - 1) * (k - 1))

expect_scale <- function(case, design, cell, name) {
    scale <- scales[[name]]
    x <- scored(scale)
    w <- weights_of(case) * in_cell(case$data, cell)
    complete <- rowSums(is.na(x)) == 0
    n <- list(complete = sum(w > 0 & complete),
              items = colSums(!is.na(x) & w > 0))
    all <- paste(case$name, name, show_cell(cell))
    moved <- influence(x, w, n, scale, all)
    about <- subjects(scale)
    replicated <- !is.null(case$spec$replicates)
    if (replicated) {
        columns <- unlist(case$spec$replicates$columns)
        made <- sapply(columns, function(column)
            figures(x, case$data[[column]] * in_cell(case$data, cell), n, scale, all))
    }
    rows <- lapply(seq_len(nrow(about)), function(f) {
        value <- moved$base[f]
        inside <- w > 0 & over(x, about[f, ])
        z <- moved$z[, f]
        design$variables$.z <- z
        se <- if (is.na(value)) NA else if (replicated)
            sqrt(as.numeric(svrVar(made[f, ], design$scale, design$rscales,
                                   mse = design$mse, coef = value)))
            else sqrt(as.numeric(vcov(svytotal(~.z, design))))
        if (!is.na(se) && se < 1e-13) se <- 0
        df <- if (is.na(value)) NA else df_of(case, design, inside)
        simple <- if (is.na(value)) NA else
            sqrt(sum(w[inside]) * sum(w[inside] * z[inside]^2) / sum(inside))
        share <- about$statistic[f] %in% c("missing", "floor", "ceiling", "straight")
        half <- qt(0.975, df) * se
        interval <- if (is.na(value)) c(NA, NA) else if (!share) value + c(-half, half) else
            if (value %in% 0:1) c(NA, NA) else
            plogis(qlogis(value) + c(-1, 1) * half / (value * (1 - value)))
        simples <- if (about$statistic[f] == "alpha")
            c(feldt(value, sum(inside), ncol(x), 0.975),
              feldt(value, sum(inside), ncol(x), 0.025)) else
            value + c(-1, 1) * qnorm(0.975) * simple
        list(case = case$name, group = if (length(cell)) cell$group else NA_character_,
             scale = name, item = about$item[f], other = about$other[f],
             statistic = about$statistic[f], estimate = value, se = se,
             lower = interval[1], upper = interval[2], df = df, n = sum(inside),
             se_simple = simple, lower_simple = simples[1], upper_simple = simples[2],
             status = status_of(value, about[f, ], ncol(x), se))
    })
    bind_rows(rows)
}

# ---- psych, of everyone without weights ----

check_psych <- function(name) {
    scale <- scales[[name]]
    x <- scored(scale)
    x <- as.data.frame(x[rowSums(is.na(x)) == 0, ])
    k <- ncol(x)
    n <- list(complete = nrow(x), items = rep(nrow(x), k))
    ours <- figures(as.matrix(x), rep(1, nrow(x)), n, scale, paste("psych", name))
    about <- subjects(scale)
    one <- function(statistic, item = NULL) ours[about$statistic == statistic &
        is.na(about$other) & (if (is.null(item)) is.na(about$item) else about$item %in% item)]
    theirs <- suppressWarnings(alpha(x, warnings = FALSE))
    differences <- c(
        one("alpha") - theirs$total$raw_alpha,
        one("alpha_standardised") - theirs$total$std.alpha,
        one("average_r") - theirs$total$average_r,
        one("lambda6") - theirs$total$`G6(smc)`,
        one("item_rest", names(x)) - theirs$item.stats$r.drop,
        one("item_corrected", names(x)) - theirs$item.stats$r.cor,
        one("alpha_dropped", names(x)) - theirs$alpha.drop$raw_alpha,
        feldt(one("alpha"), nrow(x), k, 0.975) - theirs$feldt$lower.ci[[1]],
        feldt(one("alpha"), nrow(x), k, 0.025) - theirs$feldt$upper.ci[[1]])
    stopifnot(max(abs(differences)) < 1e-12)
    # What omega(x, 1, flip = FALSE) makes of fa(), which stops its minres early.
    total <- 1 - sum(fa(x, 1, fm = "minres")$uniquenesses) / sum(cor(x))
    # psych gives a number where an item has no variance of its own left, too
    stopifnot(is.na(one("omega")) || abs(one("omega") - total) < 1e-5)
    cat(name, "differs from psych by", max(abs(differences)), ", omega by",
        abs(one("omega") - total), "\n")
}

# ---- cases ----

designs <- list(
    rows = list(),
    weighted = list(weights = "w", strata = "region"),
    towns = list(weights = "w", strata = "region", clusters = "town", fpc = "N1"),
    boot = list(weights = "w", replicates = list(type = "bootstrap",
        columns = paste0("boot", 1:15))))
breakdowns <- list(rows = list(character()), weighted = list(character(), "group"),
                   towns = list("group"), boot = list(character()))
if (all(c("sleep", "calm") %in% names(scales))) for (name in c("sleep", "calm", "plain"))
    check_psych(name)
cases <- lapply(names(designs), function(name) list(
    name = name, data = people, file = "reliability_people", options = list(),
    spec = do.call(spec_of, c(designs[[name]], list(estimands = list(),
                                                    breakdowns = breakdowns[[name]])))))
expected <- do.call(rbind, lapply(cases, function(case) {
    design <- design_of(case)
    cells <- unlist(lapply(case$spec$breakdowns, function(by) if (length(by))
        list(list(group = "a"), list(group = "b")) else list(list())), recursive = FALSE)
    do.call(rbind, unlist(lapply(cells, function(cell)
        lapply(names(scales), function(name) expect_scale(case, design, cell, name))),
        recursive = FALSE))
}))

folder <- arguments[1]
write_csv(people, file.path(folder, "reliability_people.csv"),
          "# SYNTHETIC: made-up people, by tests/reference/reliability.R")
write_csv(bind_rows(lapply(cases, function(case) list(case = case$name,
    spec = spec_json(case$spec)))), file.path(folder, "reliability_cases.csv"))
write_csv(bind_rows(unlist(lapply(names(scales), function(name)
    lapply(scales[[name]]$items, function(item) list(scale = name, item = item,
        reversed = as.numeric(item %in% scales[[name]]$reversed),
        lowest = scales[[name]]$low, highest = scales[[name]]$high))), recursive = FALSE)),
    file.path(folder, "reliability_scales.csv"))
write_csv(expected, file.path(folder, "reliability_expected.csv"))
