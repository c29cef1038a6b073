# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript quality_roc.R FOLDER [CASES [SEED [CORES]]]
# Curves of scores against criteria: pROC's data and random ones, with ties, under designs of
# every kind, and what pROC and survey say about them, for check_quality_roc. With CASES 0:
# the committed vectors, roc_*.csv (tests/vectors/README.md, "Curves").
#
# Without weights the area, DeLong's variance and interval, and the curve are pROC's. Under a
# design the shares are svyratio() or svymean() within subsets, and the area is written out as
# a sum over pairs of rows, its influence too, with svyrecvar() for the variance; by replicates
# withReplicates() makes all of them again. Nothing here adds up over scores as the library does.
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
for (file in c("survey_reference.R", "design_reference.R", "design_by_hand.R",
               "infer_reference.R"))
    source(file.path(dirname(script), file))
suppressMessages(library(pROC))
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
pick <- function(x, size = 1, ...) x[sample.int(length(x), size, ...)]
chance <- function(p) runif(1) < p

# ---- the formulas ----

# Of rows with weights w, serious scores s (larger: more serious) and criterion y (0, 1).
area <- function(w, s, y) {
    yes <- y == 1 & w != 0
    no <- y == 0 & w != 0
    wins <- outer(s[yes], s[no], function(a, b) (a > b) + (a == b) / 2)
    as.numeric(w[yes] %*% wins %*% w[no]) / (sum(w[yes]) * sum(w[no]))
}

# Weighted influence of each row on the area.
area_influence <- function(w, s, y) {
    auc <- area(w, s, y)
    vapply(seq_along(w), function(i) {
        others <- y != y[i]
        beats <- if (y[i] == 1) (s[i] > s) + (s[i] == s) / 2 else (s > s[i]) + (s[i] == s) / 2
        w[i] * (sum((w * beats)[others]) / sum(w[others]) - auc) / sum(w[y == y[i]])
    }, 0)
}

# The seven statistics of a cut-off: on = found. Without a given prevalence ppv, npv, positive and cost
# are shares of people: they are there too where, as in some replicates, nobody meets the criterion.
at_cut <- function(w, on, y, costs, prevalence) {
    sums <- c(hit = sum(w * on * y), yes = sum(w * y), alarm = sum(w * on * (1 - y)), no = sum(w * (1 - y)))
    hit <- sums[["hit"]] / sums[["yes"]]
    clear <- 1 - sums[["alarm"]] / sums[["no"]]
    rest <- if (is.na(prevalence)) of_sample(sums, costs) else of_prevalence(hit, clear, costs, prevalence)
    c(sensitivity = hit, specificity = clear, rest[c("ppv", "npv", "positive")], youden = hit + clear - 1, rest["cost"])
}

of_sample <- function(sums, costs) {
    found <- sums[["hit"]] + sums[["alarm"]]
    missed <- sums[["yes"]] - sums[["hit"]]
    clear <- sums[["no"]] - sums[["alarm"]]
    all <- sums[["yes"]] + sums[["no"]]
    c(ppv = sums[["hit"]] / found, npv = clear / (clear + missed), positive = found / all,
      cost = (costs[[1]] * missed + costs[[2]] * sums[["alarm"]]) / all)
}

of_prevalence <- function(hit, clear, costs, pi) {
    found <- pi * hit + (1 - pi) * (1 - clear)
    c(ppv = pi * hit / found, npv = (1 - pi) * clear / (1 - found), positive = found,
      cost = costs[[1]] * pi * (1 - hit) + costs[[2]] * (1 - pi) * (1 - clear))
}

# Their influence, by the chain rule from those of hit, clear and prevalence.
cut_influence <- function(w, on, y, costs, prevalence) {
    v <- at_cut(w, on, y, costs, prevalence)
    pi <- if (is.na(prevalence)) sum(w * y) / sum(w) else prevalence
    hit <- v[["sensitivity"]]
    clear <- v[["specificity"]]
    zh <- w * y * (on - hit) / sum(w * y)
    zc <- w * (1 - y) * ((!on) - clear) / sum(w * (1 - y))
    zp <- if (is.na(prevalence)) w * (y - pi) / sum(w) else 0 * w
    found <- v[["positive"]]
    zf <- pi * zh - (1 - pi) * zc + zp * (hit - 1 + clear)
    zt <- pi * zh + hit * zp # of π hit
    zn <- (1 - pi) * zc - clear * zp # of (1 - π) clear
    cbind(sensitivity = zh, specificity = zc, ppv = (zt - v[["ppv"]] * zf) / found,
          npv = (zn + v[["npv"]] * zf) / (1 - found), positive = zf, youden = zh + zc,
          cost = costs[[1]] * (zp * (1 - hit) - pi * zh) -
              costs[[2]] * (zp * (1 - clear) + (1 - pi) * zc))
}

# ---- a case ----

# Expected numbers: a row each.
numbers <- function(case, table, level, key, values, scale = 1) data.frame(
    case = case$name, table = table, level = level, key = key, column = names(values),
    value = as.numeric(values), scale = scale)

# The standard error of something with influence z; by replicates, of f(w).
error_of <- function(case, design, z, f) {
    if (is_replicated(design)) return(sqrt(as.numeric(attr(withReplicates(
        design, function(w, data) f(w)), "var"))))
    sqrt(max(0, as.numeric(svyrecvar(as.matrix(z), design$cluster, design$strata, design$fpc,
                                     postStrata = design$postStrata))))
}

# svyratio's own answer to sensitivity and ppv, which the formulas must give.
check_by_survey <- function(case, design, inside, on, y, v, se) {
    if (is_replicated(design) || !is.null(case$options[["lonely"]])) return()
    design$variables$.a <- on * y
    design$variables$.p <- y
    design$variables$.on <- as.numeric(on)
    found <- svyratio(~.a, ~.p, design[inside, ])
    ppv <- svyratio(~.a, ~.on, design[inside, ])
    stopifnot(all.equal(as.numeric(coef(found)), v[["sensitivity"]], tolerance = 1e-11),
              abs(as.numeric(SE(found)) - se[["sensitivity"]]) < 1e-11,
              !is.na(case$arguments$prevalence) ||
                  abs(as.numeric(SE(ppv)) - se[["ppv"]]) < 1e-11)
}

expected_level <- function(case, design, level, criterion, costs, prevalence) {
    data <- case$data
    low <- case$arguments$direction == "low"
    inside <- !is.na(data$score) & !is.na(data[[criterion]])
    if (!is.null(case$arguments$domain))
        inside <- inside & !is.na(data[[case$arguments$domain]]) & data[[case$arguments$domain]]
    s <- ifelse(inside, if (low) -data$score else data$score, 0)
    y <- ifelse(inside, as.numeric(data[[criterion]]), 0)
    w <- weights_of(case)
    full <- function(z) replace(numeric(nrow(data)), which(inside), z)
    auc <- area(w[inside], s[inside], y[inside])
    se <- error_of(case, design, full(area_influence(w[inside], s[inside], y[inside])),
                   function(w) area(w[inside], s[inside], y[inside]))
    df <- df_of(case, design, inside & w > 0)
    t <- qt((1 + level_of(case$options)) / 2, df)
    constant <- se < 1e-9
    out <- numbers(case, "auc", level, "design",
                   c(auc = auc, se = if (constant) 0 else se, df = df,
                     if (df > 0 && !constant) c(lower = max(0, auc - t * se),
                                                upper = min(1, auc + t * se)),
                     n_positive = sum(inside & y == 1 & w > 0),
                     n_negative = sum(inside & y == 0 & w > 0)))
    plain <- roc(y[inside], s[inside], levels = c(0, 1), direction = "<", quiet = TRUE)
    se <- suppressWarnings(sqrt(var(plain)))
    ends <- suppressWarnings(ci(plain, conf.level = level_of(case$options)))
    out <- rbind(out, numbers(case, "auc", level, "delong", c(
        auc = as.numeric(auc(plain)), if (isTRUE(se > 1e-9)) c(
            se = se, lower = ends[[1]], upper = ends[[3]]))))
    rbind(out, expected_curve(case, design, level, costs, prevalence, inside, s, y, w, low, plain))
}

expected_curve <- function(case, design, level, costs, prevalence, inside, s, y, w, low, plain) {
    cuts <- sort(unique(s[inside & w > 0]))
    unweighted <- length(unique(w[inside])) == 1
    rows <- lapply(cuts, function(cut) {
        on <- inside & s >= cut
        v <- at_cut(w * inside, on, y, costs, prevalence)
        if (unweighted) { # pROC's cut-offs lie between the scores
            at <- max(which(plain$thresholds < cut))
            stopifnot(all.equal(c(plain$sensitivities[at], plain$specificities[at]),
                                unname(v[1:2]), tolerance = 1e-12))
        }
        z <- cut_influence(w * inside, on, y, costs, prevalence)
        se <- vapply(names(v), function(name) if (!is.finite(v[[name]])) NA_real_ else
            error_of(case, design, z[, name], function(w)
                at_cut(w * inside, on, y, costs, prevalence)[[name]]), 0)
        check_by_survey(case, design, inside, on, y, v, se)
        se[se < 1e-9] <- 0
        bounds <- c()
        for (class in 1:2) if (isTRUE(se[[class]] > 1e-7)) {
            members <- inside & w > 0 & y == 2 - class
            df <- df_of(case, design, members)
            if (df > 0) bounds[paste0(names(v)[class], c("_lower", "_upper"))] <- share_bounds(
                if (is.null(case$options$interval)) "logit" else case$options$interval,
                v[[class]], se[[class]], df, sum(members), level_of(case$options), NULL)
        }
        names(se) <- paste0(names(v), "_se")
        values <- c(v, se, bounds)
        list(v = v, rows = numbers(case, "curve", level, show_number(if (low) -cut else cut),
                                   values[is.finite(values)]))
    })
    youden <- vapply(rows, function(row) row$v[["youden"]], 0)
    cost <- vapply(rows, function(row) row$v[["cost"]], 0)
    best <- function(at) as.numeric(seq_along(cuts) == at)
    flags <- cbind(best_youden = best(which(youden > max(youden) - 1e-12)[1]),
                   best_cost = best(which(cost < min(cost) * (1 + 1e-12) + 1e-300)[1]))
    do.call(rbind, lapply(seq_along(cuts), function(k) rbind(rows[[k]]$rows, numbers(
        case, "curve", level, show_number(if (low) -cuts[k] else cuts[k]), flags[k, ]))))
}

expected_roc <- function(case) with_options(case, {
    design <- design_of(case)
    a <- case$arguments
    out <- expected_level(case, design, "problem", "crit", list(a$cost_missed, a$cost_false_alarm),
                          a$prevalence)
    if (!is.null(a$acute)) out <- rbind(out, expected_level(
        case, design, "acute", a$acute, list(a$cost_missed_acute, a$cost_false_alarm_acute),
        a$prevalence_acute))
    out
})

# ---- cases ----

arguments_of <- function(...) {
    given <- list(...)
    all <- list(direction = "high", cost_missed = 1, cost_false_alarm = 1, prevalence = NA,
                cost_missed_acute = 1, cost_false_alarm_acute = 1, prevalence_acute = NA)
    all[names(given)] <- given
    all
}

data_of_proc <- function() {
    data(aSAH, package = "pROC", envir = environment())
    data.frame(crit = aSAH$outcome == "Poor", s100b = aSAH$s100b, wfns = as.numeric(aSAH$wfns),
               ndka = aSAH$ndka, age = aSAH$age, female = aSAH$gender == "Female")
}

proc_cases <- function() {
    data <- data_of_proc()
    lapply(c("s100b", "wfns", "ndka"), function(score) {
        data$score <- data[[score]]
        list(name = paste0("asah_", score), data = data[c("score", "crit", "female")],
             spec = spec_of(), options = list(), arguments = arguments_of())
    })
}

# Scores on a lattice that go with a latent number, and two criteria that do.
draw_people <- function(n) {
    latent <- rnorm(n)
    items <- pick(c(1, 4, 7, 11, 30))
    score <- 100 * rbinom(n, items, plogis(latent * pick(c(0, 0.7, 2)))) / items
    score[runif(n) < pick(c(0, 0, 0.1))] <- NA
    noise <- latent + rnorm(n, 0, 2)
    crit <- noise > quantile(noise, pick(c(0.3, 0.6, 0.85)))
    severe <- noise > quantile(noise, 0.8)
    crit[runif(n) < pick(c(0, 0, 0.1))] <- NA
    known <- which(!is.na(score))
    while (length(unique(score[known])) < 2) score[sample(known, 2)] <- c(0, 100)
    spread <- range(which(!is.na(score)))
    crit[spread[1]] <- severe[spread[1]] <- TRUE
    crit[spread[2]] <- severe[spread[2]] <- FALSE
    data.frame(score = score, crit = crit, severe = severe, inside = runif(n) < 0.8)
}

draw_design <- function(data) {
    n <- nrow(data)
    kind <- pick(c("srs", "weights", "strata", "clusters", "stages", "replicates", "made",
                   "calibrated", "lonely"))
    spec <- list()
    options <- list(level = pick(c(0.95, 0.9)), interval = pick(c("logit", "wald", "wilson")))
    data$w <- round(runif(n, 0.5, 4), pick(c(1, 8)))
    if (kind != "srs") spec$weights <- "w"
    if (kind %in% c("weights", "strata") && chance(0.4))
        data$w[sample.int(n, n %/% 10)] <- 0
    if (kind %in% c("strata", "clusters", "stages", "replicates", "made", "calibrated", "lonely")) {
        data$h <- 1L + (seq_len(n) - 1L) %/% (n %/% pick(2:5) + 1L)
        spec$strata <- "h"
    }
    if (kind %in% c("clusters", "stages", "replicates", "made", "lonely")) {
        data$c1 <- data$h * 1000L + pick(1:8, n, TRUE)
        spec$clusters <- "c1"
    }
    if (kind == "stages") {
        data$c2 <- data$c1 * 10L + pick(1:3, n, TRUE)
        options$lonely <- "certainty"
        spec$clusters <- c("c1", "c2")
        data$N1 <- 20
        data$N2 <- 9
        spec$fpc <- c("N1", "N2")
    }
    if (kind == "clusters" && chance(0.5)) {
        data <- data[order(data$h, data$c1), ]
        spec$units <- "ordered"
    }
    if (kind %in% c("srs", "weights", "strata") && chance(0.3)) spec$units <- "open"
    if (kind == "made") options$replicates <- "jkn"
    if (kind == "lonely") {
        data$h[data$c1 == data$c1[1]] <- 99L
        options$lonely <- "certainty"
    }
    design <- NULL
    if (kind == "replicates") {
        plain <- tree_design(data, spec, data$w)
        made <- as.svrepdesign(plain, type = pick(c("JKn", "bootstrap")), replicates = 25)
        factors <- weights(made, "analysis")
        colnames(factors) <- paste0("r", seq_len(ncol(factors)))
        data <- cbind(data, factors)
        spec <- list(weights = "w", replicates = list(
            type = "other", columns = colnames(factors), scale = made$scale,
            rscales = rep_len(made$rscales, ncol(factors))))
    }
    if (kind == "calibrated") {
        data$w0 <- data$w
        data$m <- pick(c("a", "b", "c"), n, TRUE)
        data$aux <- runif(n, 1, 5)
        x <- model.matrix(~m + aux, data)
        design <- calibrate(tree_design(data, spec, data$w), ~m + aux,
                            colSums(x * data$w * runif(n, 0.9, 1.1)), calfun = "raking",
                            epsilon = 1e-13, maxit = 200)
        data$w <- weights(design)
        spec$calibration <- list(initial = "w0", margins = list("m"), auxiliaries = "aux")
    }
    list(kind = kind, data = data, spec = do.call(spec_of, spec), options = options,
         design = design)
}

random_roc <- function(i, seed) {
    set.seed(seed + i)
    drawn <- draw_design(draw_people(pick(c(40, 90, 200))))
    a <- arguments_of(direction = pick(c("high", "low")))
    if (chance(0.4)) a$cost_missed <- pick(c(0.5, 3, 10))
    if (chance(0.3)) a$cost_false_alarm <- pick(c(2, 7.5))
    if (chance(0.3)) a$prevalence <- pick(c(0.05, 0.3, 0.77))
    if (chance(0.3)) a$domain <- "inside"
    if (chance(0.4)) {
        a$acute <- pick(c("severe", "crit"))
        a$cost_missed_acute <- 1
        a$cost_false_alarm_acute <- 4
    }
    list(name = sprintf("roc_%s_%04d", drawn$kind, i), data = drawn$data, spec = drawn$spec,
         options = drawn$options, design = drawn$design, arguments = a)
}

# A curve needs both values of the criterion, and two scores, in what counts.
is_fair <- function(case) {
    w <- weights_of(case)
    inside <- !is.na(case$data$score) & w > 0
    if (!is.null(case$arguments$domain)) inside <- inside & case$data[[case$arguments$domain]]
    all(vapply(unique(c("crit", case$arguments$acute)), function(name) {
        keep <- inside & !is.na(case$data[[name]])
        length(unique(case$data$score[keep])) > 1 && all(table(factor(
            case$data[[name]][keep], c(FALSE, TRUE))) > 1)
    }, TRUE))
}

show_arguments <- function(a) {
    a <- a[!vapply(a, function(x) is.na(x), TRUE)]
    paste(names(a), vapply(a, as.character, ""), sep = "=", collapse = ";")
}

write_roc <- function(cases, expected, folder) {
    for (case in cases) write_csv(case$data, file.path(folder, paste0(case$name, ".csv")))
    list <- bind_rows(lapply(cases, function(case) list(
        case = case$name, data = case$name,
        spec = spec_json(c(case$spec, list(estimands = list(estimand("mean", "score"))))),
        options = show_options(case$options), arguments = show_arguments(case$arguments),
        tolerance = NA_real_)))
    write_csv(list, file.path(folder, "roc_cases.csv"))
    write_csv(do.call(rbind, expected), file.path(folder, "roc_expected.csv"))
}

# A small case of every kind, with pROC's data left to whoever has it.
vectors_of <- function(cases) {
    kinds <- vapply(cases, function(case) sub("_[0-9]*$", "", case$name), "")
    small <- vapply(cases, function(case) nrow(case$data) < 50 &&
        length(unique(case$data$score)) < 9, TRUE)
    cases[small][!duplicated(kinds[small])]
}

folder <- arguments[1]
for_vectors <- isTRUE(arguments[2] == "0")
count <- if (for_vectors || length(arguments) < 2) 100L else as.integer(arguments[2])
seed <- if (length(arguments) > 2) as.integer(arguments[3]) else 70000L
cores <- if (length(arguments) > 3) as.integer(arguments[4]) else 2L
cases <- Filter(is_fair, lapply(seq_len(count), random_roc, seed = seed))
cases <- if (for_vectors) vectors_of(cases) else c(proc_cases(), cases)
expected <- parallel::mclapply(cases, function(case) tryCatch(
    expected_roc(case), error = function(e) paste0(case$name, ": ", conditionMessage(e))),
    mc.cores = cores)
failed <- vapply(expected, is.character, TRUE)
if (any(failed)) stop("no results for ", paste(expected[failed], collapse = "; "))
write_roc(cases, expected, folder)
