# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Targets, estimates and what is to be said of them: Rscript plan_evaluate.R tests/vectors
# writes plan_evaluate_{targets,estimates,expected}.csv. Written from the rules in plan.h, not
# from the C code: dates are R's, quantiles and probabilities qt() and pt(), verdicts nested
# questions instead of a table. Changes are checked against t.test() on raw data (Welch), the
# smallest detectable change against power.t.test().
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(script), "vectors.R"))
into <- commandArgs(trailingOnly = TRUE)[1]
today <- as.Date("2026-03-15")
level <- 0.95
power <- 0.8

# ---- dates ----

first_day <- function(date) as.Date(paste0(date, substr("0000-01-01", nchar(date) + 1, 10)))
last_day <- function(date) {
    step <- c("4" = "year", "7" = "month", "10" = "day")[[as.character(nchar(date))]]
    seq(first_day(date), by = step, length.out = 2)[2] - 1
}
as_year <- function(day) {
    year <- as.integer(format(day, "%Y"))
    start <- as.Date(sprintf("%d-01-01", year))
    days <- as.integer(as.Date(sprintf("%d-01-01", year + 1)) - start)
    year + as.integer(day - start + 1) / days
}
wave_end <- function(wave) min(last_day(wave), today)
given <- function(x) !is.na(x) && nzchar(x)

# ---- rows ----

pick <- function(rows) {
    if (nrow(rows) == 1) return(rows)
    true <- rows[rows$category %in% c("true", "1"), ]
    if (nrow(true) == 1) true else NULL
}

of_wave <- function(rows, last) {
    if (nrow(rows) == 0) return(rows)
    ends <- do.call(c, lapply(rows$wave, wave_end))
    rows <- rows[ends <= last, ]
    ends <- ends[ends <= last]
    if (nrow(rows) == 0) return(rows)
    starts <- do.call(c, lapply(rows$wave, first_day))
    best <- order(ends, starts, decreasing = TRUE)[1]
    rows[ends == ends[best] & starts == starts[best], ]
}

# ---- numbers ----

interval <- function(row) {
    if (is.finite(row$lower) && is.finite(row$upper)) return(c(row$lower, row$upper))
    df <- if (is.na(row$df)) Inf else row$df
    if (is.na(row$se) || row$se <= 0 || df <= 0) return(c(NA, NA))
    row$estimate + c(-1, 1) * qt(1 - (1 - level) / 2, df) * row$se
}

moved <- function(now, then) {
    out <- list(change = now$estimate - then$estimate, se = NA, df = NA, lower = NA, upper = NA,
                p = NA)
    df1 <- if (is.na(now$df)) Inf else now$df
    df0 <- if (is.na(then$df)) Inf else then$df
    if (is.na(out$change) || is.na(now$se) || is.na(then$se) || df1 <= 0 || df0 <= 0) return(out)
    out$se <- sqrt(now$se^2 + then$se^2)
    if (out$se == 0) return(out)
    out$df <- out$se^4 / (now$se^4 / df1 + then$se^4 / df0)
    half <- qt(1 - (1 - level) / 2, out$df) * out$se
    out$lower <- out$change - half
    out$upper <- out$change + half
    out$p <- 2 * pt(-abs(out$change) / out$se, out$df)
    out
}

detectable <- function(now, then) {
    df1 <- if (is.na(now$df)) Inf else now$df
    if (is.na(now$se) || now$se <= 0 || df1 <= 0) return(NA)
    df0 <- if (is.null(then) || is.na(then$df)) Inf else then$df
    if (is.null(then) || is.na(then$se) || then$se <= 0 || df0 <= 0) {
        then <- now
        df0 <- df1
    }
    se <- sqrt(now$se^2 + then$se^2)
    df <- se^4 / (now$se^4 / df1 + then$se^4 / df0)
    (qt(1 - (1 - level) / 2, df) + qt(power, df)) * se
}

# ---- a target ----

position <- function(low, high, value, up) {
    if (!up) {
        turned <- -low
        low <- -high
        high <- turned
        value <- -value
    }
    if (low >= value) "beyond" else if (high < value) "short" else "around"
}

evaluate <- function(target, estimates) {
    out <- list(case = target$case, wave = NA, estimate = NA, lower = NA, upper = NA, path = NA,
                against_target = NA, against_path = NA, p_better = NA, baseline_wave = NA,
                baseline = NA, change = NA, change_se = NA, change_df = NA, change_lower = NA,
                change_upper = NA, change_p = NA, detectable = NA, certainty = NA)
    verdict <- function(word) c(out, verdict = word)
    if (!given(target$indicator)) return(verdict("no_indicator"))
    if (is.na(target$to)) return(verdict("no_value"))
    rows <- estimates[estimates$variable == target$indicator, ]
    if (nrow(rows) == 0)
        rows <- estimates[estimates$variable == paste0(target$indicator, "_problem"), ]
    begun <- vapply(rows$wave, function(wave) first_day(wave) <= today, NA)
    rows <- rows[begun, ]
    if (nrow(rows) == 0) return(verdict("no_estimate"))
    now <- pick(of_wave(rows, as.Date("9999-12-31")))
    if (is.null(now)) return(verdict("several_rows"))
    out$wave <- now$wave
    if (is.na(now$estimate)) return(verdict("no_number"))

    unit <- if (given(now$unit)) now$unit else if (now$statistic == "proportion") "share" else ""
    shares <- c("share", "percent")
    if (unit %in% shares || target$unit %in% shares) {
        if (unit == "" || target$unit == "") return(verdict("unit_unknown"))
        if (!(unit %in% shares && target$unit %in% shares)) return(verdict("unit_differs"))
    } else if (unit != "" && target$unit != "" && unit != target$unit) {
        return(verdict("unit_differs"))
    }
    # 0.29 is 29 / 100 to the last bit and 0.29 * 100 is not 29: compared as shares
    if (target$unit == "share" && unit == "percent")
        for (column in c("estimate", "se", "lower", "upper"))
            rows[[column]] <- rows[[column]] / 100
    now <- rows[rownames(now), ]
    times <- if (target$unit == "percent" && unit == "share") 100 else 1

    start <- if (given(target$from_date)) last_day(target$from_date) else NA
    due <- if (given(target$date)) last_day(target$date) else NA
    then <- if (!is.na(start)) of_wave(rows, start) else
        rows[rows$wave == rows$wave[order(vapply(rows$wave, function(w) as.numeric(wave_end(w)),
                                                 0))[1]], ]
    then <- if (nrow(then) > 0) pick(then)
    if (!is.null(then) && rownames(then) == rownames(now)) then <- NULL
    bounds <- interval(now)
    certain <- all(is.finite(bounds))
    out$estimate <- now$estimate * times
    out$lower <- bounds[1] * times
    out$upper <- bounds[2] * times
    out$certainty <- if (certain) "interval" else "none"
    if (!is.null(then)) {
        m <- moved(now, then)
        out$baseline_wave <- then$wave
        out$baseline <- then$estimate * times
        out$change <- m$change * times
        out$change_se <- m$se * times
        out$change_df <- if (is.infinite(m$df)) NA else m$df
        out$change_lower <- m$lower * times
        out$change_upper <- m$upper * times
        out$change_p <- m$p
    }
    out$detectable <- detectable(now, then) * times

    end <- wave_end(now$wave)
    if (!is.na(target$from) && !is.na(start) && !is.na(due) && end > start && end < due)
        out$path <- target$from + (target$to - target$from) *
            (as_year(end) - as_year(start)) / (as_year(due) - as_year(start))
    from <- if (!is.na(target$from)) target$from else if (!is.null(then)) then$estimate * times else NA
    if (is.na(from) || from == target$to) return(verdict("no_direction"))
    up <- target$to > from
    low <- if (certain) bounds[1] else now$estimate
    high <- if (certain) bounds[2] else now$estimate
    at_target <- position(low, high, target$to / times, up)
    out$against_target <- at_target
    if (!is.na(out$path))
        out$against_path <- c(beyond = "ahead", around = "around", short = "behind")[[
            position(low, high, out$path / times, up)]]
    df <- if (is.na(now$df)) Inf else now$df
    if (!is.na(now$se) && now$se > 0 && df > 0) {
        t <- (now$estimate - target$to / times) / now$se
        out$p_better <- pt(if (up) t else -t, df, lower.tail = FALSE)
    }

    if (is.na(due)) {
        if (!is.na(start) && end <= start) return(verdict("not_measured_since"))
        return(verdict(switch(at_target, beyond = "reached", around = "undecided", "not_yet")))
    }
    if (end >= due)
        return(verdict(switch(at_target, beyond = "reached", around = "undecided",
                              "not_reached")))
    if (due < today)
        return(verdict(if (at_target == "beyond") "reached_early" else "not_measured"))
    if (!is.na(start) && end <= start) return(verdict("not_measured_since"))
    if (at_target == "beyond") return(verdict("reached_early"))
    if (is.na(out$path)) return(verdict("underway"))
    verdict(switch(out$against_path, ahead = "ahead_of_path", around = "on_path", "behind_path"))
}

# ---- cases ----

targets <- list()
estimates <- list()
target <- function(case, to, from = NA, unit = "", from_date = "", date = "", indicator = case)
    targets[[length(targets) + 1]] <<- data.frame(case, indicator, from, to, unit, from_date, date)
estimate <- function(variable, wave, estimate, se = NA, df = NA, lower = NA, upper = NA, n = NA,
                     statistic = "mean", category = "", status = "ok", unit = "")
    estimates[[length(estimates) + 1]] <<- data.frame(wave = as.character(wave), statistic,
        variable, category, estimate, se, df, lower, upper, n, status, unit)

# Each row of the table: an interval around the estimate in 2025, higher is better, the target
# 60. The path is at 55 when the wave is half way.
at <- function(case, low, high, ...) {
    target(case, 60, ...)
    estimate(case, "2025", (low + high) / 2, lower = low, upper = high)
}
# the first of these makes the column of waves one of texts
target("month", 60, 50, from_date = "2020-06", date = "2030-06")
estimate("month", "2025-06", 56, 0.4, 100)
half <- list(from = 50, from_date = "2020", date = "2030")
here <- function(case, low, high, ...) do.call(at, c(list(case, low, high), list(...)))
for (where in list(c("beyond", 60, 64), c("beyond-more", 61, 64), c("around", 58, 62),
                   c("around-edge", 58, 60), c("short", 50, 59.5))) {
    low <- as.numeric(where[2])
    high <- as.numeric(where[3])
    name <- where[1]
    here(paste0("start.", name), low, high, from = 50, from_date = "2025", date = "2030")
    here(paste0("overdue.", name), low, high, from = 50, from_date = "2020", date = "2026-02")
    here(paste0("due.", name), low, high, from = 50, from_date = "2020", date = "2025")
    here(paste0("past.", name), low, high, from = 50, from_date = "2020", date = "2023-05")
    here(paste0("open.", name), low, high, from = 50)
    here(paste0("open-start.", name), low, high, from = 50, from_date = "2025")
    here(paste0("running.", name), low, high, from = 50, date = "2030")
}
here("path.ahead", 55, 59, from = 50, from_date = "2020", date = "2030")
here("path.ahead-around", 56, 61, from = 50, from_date = "2020", date = "2030")
here("path.around", 54, 56, from = 50, from_date = "2020", date = "2030")
here("path.around-edge", 54, 55, from = 50, from_date = "2020", date = "2030")
here("path.behind", 51, 54.9, from = 50, from_date = "2020", date = "2030")
here("path.beyond", 60, 61, from = 50, from_date = "2020", date = "2030")
# without standard errors
for (value in c(49, 54.9, 55, 57, 60, 63)) {
    for (date in c("2030", "2025", "")) {
        case <- sprintf("bare%s.%s", gsub(".", "_", value, fixed = TRUE), date)
        target(case, 60, 50, from_date = "2020", date = date)
        estimate(case, "2025", value)
    }
}
# lower is better
for (value in c(8, 10, 12)) {
    case <- sprintf("down.%d", value)
    target(case, 10, 16, from_date = "2020", date = "2030")
    estimate(case, "2020", 16, 1, 40)
    estimate(case, "2025", value, 0.6, 55)
}
# shares and percents: 29% is 0.29
target("units.reached", 29, 20, unit = "percent")
estimate("units.reached", "2025", 29 / 100, unit = "share")
target("units.proportion", 29, 20, unit = "percent")
estimate("units.proportion", "2025", 0.3, 0.004, 800, statistic = "proportion", category = "true")
estimate("units.proportion", "2025", 0.7, 0.004, 800, statistic = "proportion", category = "false")
target("units.share", 0.29, 0.2, unit = "share")
estimate("units.share", "2025", 29, 0.2, 90, unit = "percent")
target("units.unknown", 29, 20, unit = "percent")
estimate("units.unknown", "2025", 0.3)
target("units.none", 29, 20)
estimate("units.none", "2025", 0.3, unit = "share")
target("units.differ", 29, 20, unit = "days")
estimate("units.differ", "2025", 0.3, unit = "share")
target("units.others", 29, 20, unit = "days")
estimate("units.others", "2025", 28, unit = "hours")
target("units.same", 29, 20, unit = "days")
estimate("units.same", "2025", 30, unit = "days")
target("units.silent", 29, 20, unit = "days")
estimate("units.silent", "2025", 30)
target("units.unsaid", 29, 20)
estimate("units.unsaid", "2025", 30, unit = "days")
# what is missing
target("no.indicator", 5, 3, indicator = "")
target("no.value", NA, 3)
target("no.estimate", 5, 3)
target("no.later", 5, 3)
estimate("no.later", "2026-04", 5)
target("no.number", 5, 3)
estimate("no.number", "2024", 4, 0.1)
estimate("no.number", "2025", NA, status = "hidden")
target("no.direction", 5)
estimate("no.direction", "2025", 4, 0.1)
target("no.direction-equal", 5, 5)
estimate("no.direction-equal", "2025", 4, 0.1)
target("from.estimate", 5)
estimate("from.estimate", "2020", 3, 0.1)
estimate("from.estimate", "2025", 4, 0.2)
target("several", 5, 3)
estimate("several", "2025", 4, 0.1, statistic = "mean")
estimate("several", "2025", 4, 0.1, statistic = "quantile")
target("problem", 5, 3)
estimate("problem_problem", "2025", 4, 0.1)
# a wave that is still going on, a baseline before the start, no spread at all
target("going.on", 60, 50, from_date = "2020", date = "2026-12-31")
estimate("going.on", "2026", 58, 0.5)
target("baseline.before", 60, 50, from_date = "2021", date = "2030")
estimate("baseline.before", "2016", 48, 1, 10)
estimate("baseline.before", "2019", 50, 0.8, 12)
estimate("baseline.before", "2025", 55, 0.7, 15)
target("no.spread", 60, 50)
estimate("no.spread", "2020", 50, 0, 20)
estimate("no.spread", "2025", 60, 0, 20)
target("one.spread", 60, 50)
estimate("one.spread", "2020", 50, 0, 20)
estimate("one.spread", "2025", 60, 0.5, 20)
target("no.df", 60, 50)
estimate("no.df", "2020", 50, 0.4, 0, status = "no_df")
estimate("no.df", "2025", 60, 0.5, 0, status = "no_df")
target("one.bound", 60, 50)
estimate("one.bound", "2025", 60, 0.5, 20, lower = 58)

# many at random
set.seed(20260315)
months <- function(years) sprintf("%d-%02d", sample(years, 1), sample(12, 1))
any_date <- function(years) switch(sample(3, 1), as.character(sample(years, 1)), months(years),
    paste0(months(years), sprintf("-%02d", sample(28, 1))))
maybe <- function(x, chance = 0.8) if (runif(1) < chance) x else if (is.character(x)) "" else NA
for (i in 1:300) {
    case <- sprintf("r%03d", i)
    unit <- sample(c("percent", "share", "days", ""), 1, prob = c(6, 2, 2, 2))
    own <- switch(unit, percent = sample(c("percent", "share"), 1),
                  share = sample(c("percent", "share"), 1), unit)
    scale <- if (own == "share") 1 else if (unit == "days") 20 else 100
    aim <- if (unit == "share") 1 else if (own == "share") 100 else scale
    from <- round(runif(1, 0.2, 0.6), 2)
    to <- round(from + runif(1, -0.15, 0.15), 2)
    target(case, signif(to * aim, 12), maybe(signif(from * aim, 12)), unit,
           maybe(any_date(2014:2021)), maybe(any_date(2020:2031)))
    for (wave in sort(unique(c(as.character(sample(2013:2026, sample(3, 1))),
                               maybe(any_date(2013:2026), 0.3))))) {
        if (wave == "") next
        share <- (from + (to - from) * runif(1, -0.2, 1.3)) * scale
        se <- maybe(scale * exp(runif(1, log(0.002), log(0.06))), 0.85)
        df <- maybe(signif(exp(runif(1, log(2), log(3000))), 4), 0.85)
        bounds <- runif(1) < 0.2 && !is.na(se)
        estimate(case, wave, share, se, df, if (bounds) share - 1.7 * se else NA,
                 if (bounds) share + 2.2 * se else NA, n = sample(30:3000, 1), unit = own)
    }
}
targets <- do.call(rbind, targets)
estimates <- do.call(rbind, estimates)
expected <- do.call(rbind, lapply(seq_len(nrow(targets)), function(i)
    as.data.frame(evaluate(targets[i, ], estimates))))

# ---- what other functions of R say ----

for (i in 1:50) {
    x <- rnorm(sample(3:40, 1), 5, runif(1, 0.5, 3))
    y <- rnorm(sample(3:40, 1), 5.5, runif(1, 0.5, 3))
    row <- function(x) data.frame(estimate = mean(x), se = sd(x) / sqrt(length(x)),
                                  df = length(x) - 1)
    ours <- moved(row(y), row(x))
    welch <- t.test(y, x)
    stopifnot(all.equal(c(ours$df, ours$lower, ours$upper, ours$p),
                        c(welch$parameter, welch$conf.int, welch$p.value),
                        check.attributes = FALSE, tolerance = 1e-12))
}
# Bloom's sum of two quantiles against the noncentral t of two groups of n.
off <- function(n) {
    row <- data.frame(se = 1 / sqrt(n), df = n - 1)
    detectable(row, row) / power.t.test(n = n, power = power, tol = 1e-10)$delta - 1
}
message("detectable change against power.t.test(): ", paste(sprintf("n = %d %+.2f%%",
    c(4, 6, 11, 31, 101, 1001), 100 * vapply(c(4, 6, 11, 31, 101, 1001), off, 0)),
    collapse = ", "))

# ---- files ----

write_vectors(targets, into, "plan_evaluate_targets")
write_vectors(estimates, into, "plan_evaluate_estimates")
write_vectors(expected, into, "plan_evaluate_expected")
