# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Rscript scan_findings.R tests/vectors
# writes scan_{results,references,weights,findings}.csv: released counts of a made-up company,
# references, weights and the findings that follow; Rscript scan_findings.R FOLDER 200 those of 10
# random companies, in the folders 1, 2, .... Written from docs/formats/findings.md, not
# from the C code: standard errors are those of svymean() of package survey on the people
# one by one, p values are found with uniroot() on the interval, adjusted with p.adjust().
suppressMessages(library(survey))
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(script), "vectors.R"))
arguments <- commandArgs(trailingOnly = TRUE)
level <- 0.95
fdr <- 0.05
min_n <- 10
random <- length(arguments) > 1

company <- function(into, seed) {
set.seed(seed)

# ---- a company: people in two hierarchies, answers to six indicators ----

n <- if (random) sample(150:1500, 1) else 640
team <- sample(c("t1", "t2", "t3", "t4", "t5", "t6", "t7"), n, TRUE, c(1, 2, 3, 5, 6, 8, 9))
department <- ifelse(team %in% c("t1", "t2", "t3"), "d1", ifelse(team == "t7", "d3", "d2"))
age <- sample(c("young", "middle", "old"), n, TRUE)
themes <- c(load = "load_i", chief = "chief_i", change = "change_i", body = "body_i",
            learning = "learning_i", alone = "alone_i")
base <- if (random) runif(6, 0.03, 0.6) else c(0.35, 0.2, 0.5, 0.12, 0.3, 0.25)
answers <- sapply(seq_along(themes), function(i) {
    chance <- plogis(qlogis(base[i]) + (team == "t2") * (i %in% c(1, 3)) * 1.6 -
                     (team == "t6") * (i <= 2) * 1.3 + (age == "old") * (i == 4) * 1.2)
    y <- rbinom(n, 1, chance)
    y[runif(n) < 0.04] <- NA
    y
})
groups <- c(list(all = rep(TRUE, n)),
            setNames(lapply(c("d1", "d2", "d3"), function(d) department == d),
                     paste0("department/", c("d1", "d2", "d3"))),
            setNames(lapply(sort(unique(team)), function(t) team == t),
                     paste0("department/", c(t1 = "d1", t2 = "d1", t3 = "d1", t4 = "d2",
                            t5 = "d2", t6 = "d2", t7 = "d3")[sort(unique(team))], "/",
                            sort(unique(team)))),
            setNames(lapply(c("young", "middle", "old"), function(a) age == a),
                     paste0("age/", c("young", "middle", "old"))))
hidden <- function(group, i) grepl("t1$", group) || (i == 6 && group == "all") ||
    (i == 5 && grepl("/t", group))

results <- do.call(rbind, lapply(names(groups), function(g) do.call(rbind,
    lapply(seq_along(themes), function(i) {
        y <- answers[groups[[g]], i]
        y <- y[!is.na(y)]
        if (hidden(g, i))
            return(data.frame(group = g, theme = names(themes)[i], indicator = themes[[i]],
                              fingerprint = paste0("f", i), status = "hidden", n = NA,
                              green = NA))
        data.frame(group = g, theme = names(themes)[i], indicator = themes[[i]],
                   fingerprint = paste0("f", i), status = "ok", n = length(y),
                   green = sum(y == 0))
    }))))

# ---- shares and differences ----

known <- new.env()
share <- function(k, n) {
    name <- paste(k, n)
    if (is.null(known[[name]])) {
        m <- svymean(~y, svydesign(~1, data = data.frame(y = rep(1:0, c(k, n - k))),
                                   weights = ~1))
        known[[name]] <- list(p = k / n, se = as.numeric(SE(m)), n = n, df = Inf)
    }
    known[[name]]
}
size <- function(s) if (s$p > 0 && s$p < 1) s$p * (1 - s$p) / s$se^2 else s$n
wilson <- function(p, m, c) {
    if (is.infinite(m)) return(c(p, p))
    middle <- (p + c^2 / (2 * m)) / (1 + c^2 / m)
    half <- c / (1 + c^2 / m) * sqrt(p * (1 - p) / m + c^2 / (4 * m^2))
    c(middle - half, middle + half)
}
difference <- function(one, two, covariance) {
    d <- one$p - two$p
    r <- if (one$se > 0 && two$se > 0) min(1, covariance / (one$se * two$se)) else 0
    bounds <- function(c) {
        a <- wilson(one$p, size(one), c)
        b <- wilson(two$p, size(two), c)
        root <- function(x, y) sqrt(max(0, x^2 - 2 * r * x * y + y^2))
        c(d - root(one$p - a[1], b[2] - two$p), d + root(a[2] - one$p, two$p - b[1]))
    }
    v <- c(one$se, two$se)^2
    df <- sum(v)^2 / sum(v^2 / c(one$df, two$df))
    if (is.nan(df)) df <- Inf
    at <- bounds(qt(0.5 + level / 2, df))
    touch <- function(c) if (d > 0) bounds(c)[1] else -bounds(c)[2]
    p <- if (d == 0) 1 else 2 * pt(uniroot(touch, c(1e-12, 60), tol = 1e-14)$root, df,
                                   lower.tail = FALSE)
    list(d = d, lower = at[1], upper = at[2], p = p)
}
# Wilson with r = 0 and z is Newcombe's method 10: 56/70 less 48/80 (Newcombe 1998, table II).
stopifnot(all.equal(wilson(0.8, 70, qnorm(0.975)), as.numeric(prop.test(56, 70,
    correct = FALSE)$conf.int), tolerance = 1e-12))

# ---- references ----

references <- rbind(
    data.frame(case = "monitor", source = "monitor 2023", kind = "monitor", group = "",
               indicator = themes[1:4], fingerprint = paste0("f", 1:4),
               estimate = c(0.36, 0.145, 0.42, 0.2), se = c(0.009, 0.006, NA, 0), n = 9800,
               df = c(9700, 9700, 9700, NA), overlap = NA),
    data.frame(case = "pool", source = "pool food", kind = "pool", group = "",
               indicator = themes[1:3], fingerprint = paste0("f", 1:3),
               estimate = c(0.33, 0.19, 0.47), se = c(0.02, 0.015, 0.018),
               n = c(2100, 2100, 2050), df = 11,
               overlap = sapply(1:3, function(i) sum(!is.na(answers[, i])))),
    data.frame(case = "pool", source = "pool food", kind = "pool", group = "age/old",
               indicator = themes[[1]], fingerprint = "f1", estimate = 0.3, se = 0.03, n = 700,
               df = 11, overlap = sum(!is.na(answers[age == "old", 1]))),
    data.frame(case = "earlier", source = "scan 2024", kind = "earlier",
               group = c("all", "department/d1", "department/d2/t6"), indicator = "load_i",
               fingerprint = "f1", estimate = c(0.4, 0.3, 0.5), se = c(0.021, 0.035, 0.06),
               n = c(560, 170, 70), df = c(559, 169, 69), overlap = NA))
weights <- data.frame(theme = c("load", "chief", "body", "somewhere_else"),
                      weight = c(2.5, 1.25, 0.5, 9))

# ---- findings ----

count <- function(g, i) {
    row <- results[results$group == g & results$indicator == i, ]
    if (row$status == "ok") list(n = row$n, k = row$n - row$green)
}
against <- function(case, g, i, own) {
    if (case == "rest") {
        if (g == "all") return(list(status = "no_reference"))
        whole <- count("all", i)
        if (is.null(whole) || whole$n - own$n < min_n) return(list(status = "reference_hidden"))
        return(c(share(whole$k - own$k, whole$n - own$n), covariance = 0))
    }
    rows <- references[references$case == case & references$indicator == i, ]
    same <- rows[rows$group == g | (g == "all" & rows$group == ""), ]
    if (nrow(same) == 0 && case != "earlier") same <- rows[rows$group == "", ]
    if (nrow(same) == 0) return(list(status = "no_reference"))
    out <- list(p = same$estimate, se = same$se, n = same$n,
                df = if (is.na(same$df)) Inf else same$df)
    if (is.na(out$se)) return(c(out, status = "no_uncertainty"))
    inside <- 0
    if (!is.na(same$overlap) && case != "earlier")
        inside <- min(1, same$overlap / count(if (same$group == "") "all" else same$group, i)$n)
    p <- own$k / own$n
    c(out, covariance = inside * p * (1 - p) / same$n)
}
make <- function(case) {
    weighed <- case %in% c("rest", "pool")
    out <- do.call(rbind, lapply(seq_len(nrow(results)), function(row) {
        r <- results[row, ]
        out <- data.frame(case = case, group = r$group, theme = r$theme, indicator = r$indicator,
                          status = "hidden", direction = "", n = NA, people = NA, share = NA,
                          reference = NA, difference = NA, difference_lower = NA,
                          difference_upper = NA, p = NA, p_adjusted = NA, weight = NA,
                          score = NA, rank = NA)
        if (r$status == "hidden") return(out)
        own <- count(r$group, r$indicator)
        w <- weights$weight[weights$theme == r$theme]
        out$weight <- if (weighed && length(w) == 1) w else 1
        out$n <- own$n
        out$share <- own$k / own$n
        other <- against(case, r$group, r$indicator, own)
        out$status <- if (is.null(other$status)) "ok" else other$status
        if (!is.null(other$p)) {
            out$reference <- other$p
            out$difference <- out$share - other$p
        }
        if (out$status != "ok") return(out)
        d <- difference(share(own$k, own$n), other, other$covariance)
        out$difference_lower <- d$lower
        out$difference_upper <- d$upper
        out$p <- d$p
        out$people <- own$k
        out
    }))
    out$p_adjusted <- p.adjust(out$p, "BH")
    found <- out$status == "ok" & out$p_adjusted <= fdr
    out$status[out$status == "ok" & !found] <- "undecided"
    out$direction[found] <- ifelse(out$difference[found] > 0, "problem", "strength")
    strong <- found & out$direction == "strength"
    out$people[strong] <- out$n[strong] - out$people[strong]
    out$people[!found] <- NA
    out$score <- ifelse(found, out$people * abs(out$difference) * out$weight, NA)
    for (d in c("problem", "strength")) {
        these <- which(found & out$direction == d)
        group <- ifelse(out$group == "all", "", out$group)
        first <- order(-out$score[these], out$theme[these], out$indicator[these], group[these],
                       method = "radix")
        out$rank[these[first]] <- seq_along(these)
    }
    out[order(match(out$direction, c("problem", "strength", "")), out$rank, seq_len(nrow(out))), ]
}
findings <- do.call(rbind, lapply(c("rest", "monitor", "pool", "earlier"), make))
if (!random) print(table(findings$case, paste(findings$status, findings$direction)))

write_vectors(results, into, "scan_results")
write_vectors(references, into, "scan_references")
write_vectors(weights, into, "scan_weights")
write_vectors(findings, into, "scan_findings")
}

if (random) {
    for (i in seq_len(as.integer(arguments[2]) / 20)) {
        dir.create(file.path(arguments[1], i))
        company(file.path(arguments[1], i), i)
    }
} else {
    company(arguments[1], 20261122)
}
