# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript model_margins.R FOLDER [CASES [SEED]]
# Attributable shares, average marginal effects, predictions, and multinomial and ordered
# models under random designs, for check_margins. From the formulas: coefficients by Newton's
# method, derivatives of real-analytic functions by complex steps (exact to rounding), and the
# covariance of totals by survey::svytotal; with replicate weights all of it anew per replicate.
# Designs are those of model_random.R.
suppressPackageStartupMessages(library(survey))
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
count <- if (length(arguments) > 1) as.integer(arguments[2]) else 200L
seed <- if (length(arguments) > 2) as.integer(arguments[3]) else 77000L

here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
for (e in parse(file.path(here, "model_random.R"))) # its functions alone
    if (is.call(e) && identical(e[[1]], as.name("<-")) && is.call(e[[3]]) && identical(e[[3]][[1]], as.name("function")))
        eval(e)

# ---- families: b is a vector of coefficients, possibly complex ----

lift <- function(z) 1 / (1 + exp(-z)) # plogis takes no complex numbers
drop_columns <- function(m) matrix(m, nrow = nrow(m))

logit <- list(
    size = function(k, m) k,
    mean = function(b, x, m) cbind(lift(x %*% b)),
    slope = function(b, x, d, m) { p <- lift(x %*% b); cbind(p * (1 - p) * (d %*% b)) },
    score = function(b, x, y, m) x * as.vector(y - lift(x %*% b)),
    start = function(x, y, w, m) rep(0, ncol(x)))

linear <- list(
    size = function(k, m) k,
    mean = function(b, x, m) x %*% b,
    slope = function(b, x, d, m) d %*% b,
    score = function(b, x, y, m) x * as.vector(y - x %*% b),
    start = function(x, y, w, m) rep(0, ncol(x)))

# coefficients of category 2, of 3, ...
chances <- function(b, x, m) {
    e <- cbind(1, exp(x %*% matrix(b, ncol(x))))
    e / rowSums(e)
}
multinomial <- list(
    size = function(k, m) k * (m - 1),
    mean = chances,
    slope = function(b, x, d, m) {
        p <- chances(b, x, m)
        e <- cbind(0, d %*% matrix(b, ncol(x)))
        p * (e - rowSums(p * e))
    },
    score = function(b, x, y, m) {
        p <- chances(b, x, m)
        do.call(cbind, lapply(2:m, function(a) x * as.vector((y == a) - p[, a])))
    },
    start = function(x, y, w, m) rep(0, ncol(x) * (m - 1)))

# x has an intercept, which the thresholds take the place of; b: slopes, then thresholds
slopes <- function(b, x) if (ncol(x) > 1) x[, -1, drop = FALSE] %*% b[seq_len(ncol(x) - 1)] else 0 * x[, 1, drop = FALSE]
beyond <- function(b, x, m) { # the chance of a category above a
    h <- b[ncol(x) - 1 + seq_len(m - 1)]
    lift(matrix(slopes(b, x), nrow(x), m - 1) - matrix(h, nrow(x), m - 1, byrow = TRUE))
}
ordered_chances <- function(b, x, m) { g <- beyond(b, x, m); cbind(1, g) - cbind(g, 0) }
ordinal <- list(
    size = function(k, m) k - 1 + m - 1,
    mean = ordered_chances,
    slope = function(b, x, d, m) {
        g <- beyond(b, x, m); f <- g * (1 - g)
        (cbind(0, f) - cbind(f, 0)) * as.vector(slopes(b, d))
    },
    score = function(b, x, y, m) {
        g <- beyond(b, x, m); f <- g * (1 - g)
        p <- ordered_chances(b, x, m)[cbind(seq_along(y), y)]
        up <- cbind(0, f)[cbind(seq_along(y), y)]; down <- cbind(f, 0)[cbind(seq_along(y), y)]
        h <- sapply(seq_len(m - 1), function(a) (ifelse(y == a, f[, a], 0) - ifelse(y == a + 1, f[, a], 0)) / p)
        cbind(x[, -1, drop = FALSE] * as.vector((up - down) / p), h)
    },
    start = function(x, y, w, m) {
        above <- sapply(seq_len(m - 1), function(a) sum(w * (y > a)) / sum(w))
        c(rep(0, ncol(x) - 1), -qlogis(above))
    })
families <- list(logit = logit, linear = linear, multinomial = multinomial, ordered = ordinal)

complex_gradient <- function(f, b) { # one row per coefficient
    h <- 1e-30
    t(sapply(seq_along(b), function(j) { z <- as.complex(b); z[j] <- z[j] + 1i * h; Im(as.vector(f(z))) / h }))
}

information <- function(family, b, x, y, w, m)
    -matrix(complex_gradient(function(z) colSums(family$score(z, x, y, m) * w), b), length(b))

log_likelihood <- function(family, b, x, y, w, m) {
    p <- family$mean(b, x, m)
    if (ncol(p) == 1) p <- cbind(1 - p, p)
    sum(w * log(pmax(p[cbind(seq_along(y), y + (ncol(p) == 2 & m == 1))], 1e-300)))
}

newton <- function(family, x, y, w, m, b = family$start(x, y, w, m)) {
    keep <- w != 0
    x <- x[keep, , drop = FALSE]; y <- y[keep]; w <- w[keep]
    for (i in 1:60) {
        a <- information(family, b, x, y, w, m)
        u <- colSums(family$score(b, x, y, m) * w)
        step <- tryCatch(solve(a, u, tol = 1e-14), error = function(e) NULL)
        if (is.null(step) || any(!is.finite(step))) return(NULL)
        if (max(abs(step)) > 3) step <- step * 3 / max(abs(step))
        b <- b + step
        if (i > 2 && max(abs(step) / (1 + abs(b))) < 1e-13) return(b)
    }
    NULL
}

# ---- cases ----

risk_data <- function(kind) {
    d <- random_data(kind)
    n <- nrow(d)
    z <- as.vector(scale(ifelse(is.na(d$x), 0, d$x))) * 0.5 + 0.5 * d$b + rlogis(n)
    three <- c("groen", "oranje", "rood")
    d$kleur <- three[1 + (z > 0.3) + (z > 1.5)]
    d$graad <- 1 + (z > -0.8) + (z > 0.4) + (z > 1.3)
    d$kleur[runif(n) < 0.02] <- NA
    d
}

outcomes <- list(logit = "y", linear = "u", multinomial = "kleur", ordered = "graad")

risk_model <- function(kind, i) {
    replicates <- kind %in% c("jkn", "bootstrap", "brr")
    family <- (if (count >= 8) rep(c("logit", "logit", "multinomial", "ordered", "linear"), length.out = count)
               else c("logit", "multinomial", "ordered", "linear"))[(i - 1) %% max(count, 4) + 1]
    terms <- pick(if (replicates) c("a", "b", "x", "z") else c("a", "b", "c", "x", "z"), pick(2:4))
    if (family == "logit" && !any(c("a", "b", "c") %in% terms)) terms[1] <- "b"
    interactions <- list()
    if (!replicates && runif(1) < 0.4) interactions <- list(1:2)
    list(family = family, outcome = outcomes[[family]], terms = terms, interactions = interactions,
         domain = runif(1) < 0.4, groups = pick(list(character(), "c", "h", c("c", "b"), "a"))[[1]])
}

right_side <- function(m) {
    coded <- ifelse(m$terms == "c", "factor(c)", m$terms)
    as.formula(paste("~", paste(c(coded, vapply(m$interactions, function(i) paste(coded[i], collapse = ":"), "")),
                                collapse = " + ")))
}

margin_json <- function(m, design) {
    kinds <- ifelse(m$terms == "c", ",\"kind\":\"categorical\"", "")
    sprintf(paste0("{\"format\":\"werkbaar-model/1.0\",\"family\":\"%s\",\"outcome\":\"%s\",%s\"terms\":[%s]%s,",
                   "\"design\":{\"format\":\"werkbaar-spec/1.0\",\"estimands\":[],%s}}"),
            m$family, m$outcome, if (m$domain) "\"domain\":\"inside\"," else "",
            paste0("{\"column\":\"", m$terms, "\"", kinds, "}", collapse = ","),
            if (length(m$interactions)) sprintf(",\"interactions\":[%s]", paste0("[", vapply(m$interactions,
                function(i) quoted(m$terms[i]), ""), "]", collapse = ",")) else "", design)
}

shown <- function(x) if (is.logical(x)) ifelse(x, "true", "false") else as.character(x)

# What is compared. A row: part, key, estimate, se; estimates are functions of (b, w) of the rows.
answer <- function(m, made, profiles) {
    family <- families[[m$family]]
    d <- made$data
    replicates <- inherits(made$design, "svyrep.design")
    w <- weights(made$design, "sampling")
    used <- complete.cases(d[c(m$terms, m$outcome)]) & (!m$domain | d$inside)
    full <- if (replicates) used else used & w > 0
    r <- d[full, ]
    w <- w[full]
    side <- right_side(m)
    levels_of <- lapply(setNames(nm = m$terms), function(t) if (t %in% c("x", "z")) NULL else sort(unique(r[[t]][w > 0])))
    if (any(vapply(levels_of, length, 1L) == 1)) return(NULL)
    if (replicates) { ok <- Reduce(`&`, lapply(m$terms, function(t) is.null(levels_of[[t]]) | r[[t]] %in% levels_of[[t]])); if (!all(ok)) return(NULL) }
    matrix_of <- function(data) {
        for (t in m$terms) if (!is.null(levels_of[[t]])) data[[t]] <- factor(as.character(data[[t]]), as.character(levels_of[[t]]))
        data <- data[m$terms]
        names(data) <- m$terms
        model.matrix(as.formula(gsub("factor\\(c\\)", "c", paste(deparse(side), collapse = ""))), data)
    }
    x <- matrix_of(r)
    scale_of <- apply(x, 2, sd); scale_of[1] <- 1
    if (qr(x * sqrt(pmax(w, 0)))$rank < ncol(x) || any(scale_of == 0)) return(NULL)
    categories <- if (m$family %in% c("multinomial", "ordered")) sort(unique(r[[m$outcome]][w > 0])) else NULL
    k <- if (is.null(categories)) 1L else length(categories)
    if (!is.null(categories) && k < 3) return(NULL)
    y <- if (is.null(categories)) r[[m$outcome]] else match(r[[m$outcome]], categories)
    if (anyNA(y)) return(NULL)
    # around the mean of numbers, for Newton's sake: shift is undone in the coefficients of the design rows
    b <- newton(family, x, y, w, k)
    if (is.null(b) || (m$family != "linear" && any(abs(as.vector(x %*% matrix(b[seq_len(ncol(x))], ncol(x)))) > 25) && m$family != "ordered")) return(NULL)
    groups <- list(list(key = "", rows = rep(TRUE, nrow(r))))
    if (length(m$groups)) {
        has <- complete.cases(r[m$groups])
        key <- do.call(paste, c(lapply(r[m$groups], shown), sep = "/"))
        for (g in unique(key[has & w > 0])) groups <- c(groups, list(list(key = g, rows = has & key == g)))
    }
    quantities <- list()
    at_level <- function(t, l) { s <- r; s[[t]] <- l; matrix_of(s) }
    add <- function(part, key, rows, over, under = NULL)
        quantities[[length(quantities) + 1]] <<- list(part = part, key = key, rows = rows, over = over, under = under)
    here_x <- x
    for (g in groups) for (t in setdiff(m$terms, m$groups)) {
        values <- levels_of[[t]]
        if (m$family == "logit" && !is.null(values)) local({
            x0 <- at_level(t, values[1])
            add("risk", paste(g$key, t, sep = "|"), g$rows, function(b) logit$mean(b, x0, 1), function(b) logit$mean(b, here_x, 1))
        })
        for (c in seq_len(k)) local({
            c <- c
            name <- if (is.null(categories)) (if (m$family == "logit") "1" else "") else shown(categories[c])
            if (is.null(values)) {
                up <- r; up[[t]] <- up[[t]] + 1
                slope_x <- matrix_of(up) - x
                add("margin", paste(g$key, name, t, "", "slope", sep = "|"), g$rows,
                    function(b) family$slope(b, x, slope_x, k)[, c])
            }
            for (l in seq_along(values)) local({
                xl <- at_level(t, values[l]); x0 <- at_level(t, values[1])
                add("margin", paste(g$key, name, t, shown(values[l]), "mean", sep = "|"), g$rows,
                    function(b) family$mean(b, xl, k)[, c])
                if (l > 1) add("margin", paste(g$key, name, t, shown(values[l]), "difference", sep = "|"), g$rows,
                    function(b) family$mean(b, xl, k)[, c] - family$mean(b, x0, k)[, c])
            })
        })
    }
    value <- function(q, b, w) {
        over <- sum((w * q$over(b))[q$rows])
        if (is.null(q$under)) over / sum(w[q$rows]) else 1 - over / sum((w * q$under(b))[q$rows])
    }
    found <- data.frame(part = vapply(quantities, `[[`, "", "part"), key = vapply(quantities, `[[`, "", "key"),
                        estimate = vapply(quantities, value, 0, b, w))
    if (replicates) {
        all_w <- weights(made$design, "analysis")[full, , drop = FALSE]
        thetas <- matrix(NA, ncol(all_w), nrow(found))
        betas <- matrix(NA, ncol(all_w), length(b))
        for (j in seq_len(ncol(all_w))) {
            bj <- newton(family, x, y, all_w[, j], k, b)
            if (is.null(bj)) return(NULL)
            betas[j, ] <- bj
            thetas[j, ] <- vapply(quantities, value, 0, bj, all_w[, j])
        }
        if (anyNA(thetas)) return(NULL)
        variance <- function(thetas, at) as.matrix(svrVar(thetas, made$design$scale, made$design$rscales, mse = made$design$mse, coef = at))
        found$se <- sqrt(diag(variance(thetas, found$estimate)))
        vb <- variance(betas, b)
        df <- ncol(all_w) - 1 # as the header says; R's is the rank of the weights less 1
    } else {
        z <- function(columns) { out <- matrix(0, nrow(d), ncol(columns)); out[full, ] <- columns; out }
        scores <- family$score(b, x, y, k)
        a <- solve(information(family, b, x, y, w, k), tol = 1e-18)
        inside <- subset(made$design, full)
        rows <- if (nrow(inside) == nrow(d)) seq_len(nrow(d)) else which(full)
        total <- function(columns) vcov(svytotal(z(columns)[rows, , drop = FALSE], inside))
        vb <- a %*% total(scores) %*% a
        found$se <- vapply(quantities, function(q) { # totals of what is summed, and of the scores
            over <- q$over(b) * q$rows
            under <- if (is.null(q$under)) 1 * q$rows else q$under(b) * q$rows
            g_over <- complex_gradient(function(v) sum(w * q$over(v) * q$rows), b)
            g_under <- if (is.null(q$under)) 0 * g_over else complex_gradient(function(v) sum(w * q$under(v) * q$rows), b)
            n <- sum(w * over); m0 <- sum(w * under)
            v <- total(cbind(over, under, scores))
            sign <- if (is.null(q$under)) 1 else -1
            weight <- sign * c(1 / m0, -n / m0^2, as.vector((g_over / m0 - n / m0^2 * g_under)) %*% a)
            sqrt(max(0, weight %*% v %*% weight))
        }, 0)
        df <- degf(inside)
    }
    se_b <- sqrt(diag(vb))
    found <- rbind(found, data.frame(part = "coefficient", key = as.character(seq_along(b)), estimate = b, se = se_b))
    known <- Reduce(`&`, lapply(m$terms, function(t) is.null(levels_of[[t]]) | profiles[[t]] %in% levels_of[[t]]))
    px <- matrix_of(profiles[known, ])
    for (c in seq_len(k)) {
        g <- complex_gradient(function(v) family$mean(v, px, k)[, c], b)
        found <- rbind(found, data.frame(part = "prediction", key = paste(which(known), c, sep = "|"),
                                         estimate = as.vector(family$mean(b, px, k)[, c]),
                                         se = sqrt(pmax(0, colSums(g * (vb %*% g))))))
    }
    found$df <- df + 1 - ncol(x)
    if (found$df[1] <= 0 || any(abs(found$estimate) > 1e7)) return(NULL)
    found
}

write_data <- function(data, name) {
    for (column in names(data))
        if (is.double(data[[column]])) data[[column]] <- ifelse(is.na(data[[column]]), NA,
            format(data[[column]], digits = 17, trim = TRUE))
        else if (is.logical(data[[column]])) data[[column]] <- ifelse(data[[column]], "true", "false")
    write.csv(data, file.path(folder, paste0(name, ".csv")), row.names = FALSE, na = "", quote = FALSE)
}

kinds <- c("plain", "strata", "fpc", "clusters", "stages", "calibrated", "jkn", "bootstrap", "brr")
written <- character()
options(survey.lonely.psu = "certainty")
for (i in seq_len(count)) {
    set.seed(seed + i)
    kind <- kinds[(i - 1) %% length(kinds) + 1]
    d <- risk_data(kind)
    if (mean(d$x, na.rm = TRUE) > 1000) d$x <- d$x - 1990 # R's own rounding would be what is compared
    for (column in names(d))
        if (is.double(d[[column]])) d[[column]] <- as.numeric(format(d[[column]], digits = 15))
    made <- tryCatch(suppressWarnings(random_design(kind, d)), error = function(e) NULL)
    if (is.null(made)) next
    m <- risk_model(kind, i)
    profiles <- d[complete.cases(d[m$terms]), ][1:5, m$terms]
    found <- tryCatch(suppressWarnings(answer(m, made, profiles)), error = function(e) {
        message("case ", i, ": ", conditionMessage(e)); NULL })
    if (is.null(found)) next
    name <- sprintf("margin_%04d", i)
    write_data(made$data, paste0(name, "_data"))
    write_data(profiles, paste0(name, "_profiles"))
    for (column in c("estimate", "se", "df")) found[[column]] <- number(found[[column]])
    write.csv(found, file.path(folder, paste0(name, "_expected.csv")), row.names = FALSE)
    writeLines(margin_json(m, made$json), file.path(folder, paste0(name, "_model.json")))
    written <- c(written, paste(name, kind, m$family, paste(m$groups, collapse = "+"), sep = ","))
}
writeLines(c("name,kind,family,groups", written), file.path(folder, "margin_cases.csv"))
