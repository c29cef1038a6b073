# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript model_random.R FOLDER [CASES [SEED]]
# Random designs and models, and what R's survey says about them, for check_model. The same
# seed gives the same cases; case i does not depend on how many are asked for.
suppressPackageStartupMessages(library(survey))
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
count <- if (length(arguments) > 1) as.integer(arguments[2]) else 200L
seed <- if (length(arguments) > 2) as.integer(arguments[3]) else 51000L

pick <- function(x, size = 1, ...) x[sample.int(length(x), size, ...)]
quoted <- function(x) paste0("\"", x, "\"", collapse = ",")

random_data <- function(kind) {
    n_strata <- pick(1:6)
    per <- if (kind %in% c("clusters", "stages", "jkn", "bootstrap", "brr", "lonely")) pick(3:8, n_strata, TRUE)
        else pick(20:80, n_strata, TRUE)
    if (kind == "brr") per[] <- 2L
    if (kind == "lonely") per <- c(1L, 2L, per) # a stratum with one unit, and one of which a domain may leave one
    unit <- data.frame(h = rep(seq_along(per), per), k = seq_len(sum(per)))
    size <- if (kind %in% c("clusters", "stages", "jkn", "bootstrap", "brr", "lonely")) pick(3:25, nrow(unit), TRUE)
        else rep(1L, nrow(unit))
    d <- unit[rep(seq_len(nrow(unit)), size), ]
    if (kind == "brr" && nrow(d) < 60) d <- d[rep(seq_len(nrow(d)), 4), ]
    n <- nrow(d)
    d$j <- ave(seq_len(n), d$k, FUN = function(i) (seq_along(i) - 1) %/% 3 + 1)
    d$w <- switch(pick(1:4), rep(1, n), runif(n, 0.5, 3), exp(rnorm(n)), runif(n) * (runif(n) > 0.1))
    if (kind == "calibrated") d$w <- pmax(d$w, 0.1)
    d$a <- pick(c("p", "q", "r", "s"), n, TRUE, prob = c(4, 3, 2, 1))
    d$b <- runif(n) < 0.4
    d$c <- pick(1:3, n, TRUE)
    d$x <- switch(pick(1:3), rnorm(n), rnorm(n, 2010, 5), runif(n, 0, 100))
    d$z <- rexp(n)
    d$v <- 2 * d$x - d$z # a combination of both
    eta <- -0.4 + 0.6 * (d$a == "q") - 0.5 * d$b + 0.4 * as.vector(scale(d$x)) + 0.2 * d$z +
        rnorm(max(d$k))[d$k] * 0.3
    d$y <- as.integer(runif(n) < plogis(eta))
    d$u <- 3 + eta + rnorm(n)
    d$inside <- runif(n) < 0.8
    for (name in pick(c("a", "x", "y", "u", "z"), pick(0:2))) d[[name]][runif(n) < 0.04] <- NA
    rownames(d) <- NULL
    d
}

random_design <- function(kind, d) {
    spec <- list(weights = "\"weights\":\"w\"")
    switch(kind,
        plain = design <- svydesign(~1, weights = ~w, data = d),
        strata = { design <- svydesign(~1, strata = ~h, weights = ~w, data = d)
            spec$strata <- "\"strata\":[\"h\"]" },
        fpc = { d$N <- ave(seq_len(nrow(d)), d$h, FUN = length) * (1 + d$h)
            design <- svydesign(~1, strata = ~h, weights = ~w, fpc = ~N, data = d)
            spec$strata <- "\"strata\":[\"h\"],\"fpc\":[\"N\"]" },
        clusters = , lonely = { design <- svydesign(~k, strata = ~h, weights = ~w, data = d)
            spec$strata <- "\"strata\":[\"h\"],\"clusters\":[\"k\"]" },
        stages = { d$N <- ave(d$k, d$h, FUN = function(i) length(unique(i))) * 3
            d$M <- ave(d$j, d$k, FUN = max) + 2
            design <- svydesign(~k + j, strata = ~h, weights = ~w, fpc = ~N + M, data = d, nest = TRUE)
            spec$strata <- "\"strata\":[\"h\"],\"clusters\":[\"k\",\"j\"],\"fpc\":[\"N\",\"M\"]" },
        calibrated = {
            design <- svydesign(~1, strata = ~h, weights = ~w, data = d)
            d$d0 <- d$w
            totals <- colSums(model.matrix(~factor(c) + b, d) * d$w * 1.05)
            design <- calibrate(design, ~factor(c) + b, totals)
            d$w <- weights(design)
            spec$strata <- paste0("\"strata\":[\"h\"],\"calibration\":{\"initial\":\"d0\",",
                                  "\"margins\":[[\"c\"],[\"b\"]]}") },
        jkn = , bootstrap = , brr = {
            base <- svydesign(~k, strata = ~h, weights = ~w, data = d, nest = TRUE)
            type <- c(jkn = "JKn", bootstrap = "subbootstrap", brr = "BRR")[[kind]]
            design <- if (kind == "bootstrap") as.svrepdesign(base, type = type, replicates = 12, mse = TRUE)
                else as.svrepdesign(base, type = type)
            w <- weights(design, "analysis")
            names <- paste0("r", seq_len(ncol(w)))
            d[names] <- w
            rscales <- if (kind == "jkn") sprintf(",\"rscales\":[%s]", paste(format(design$rscales, digits = 17), collapse = ","))
            spec$replicates <- sprintf("\"replicates\":{\"columns\":[%s],\"type\":\"%s\"%s%s%s}", quoted(names),
                if (kind == "bootstrap") "bootstrap" else kind, if (kind == "bootstrap") ",\"mse\":true" else "",
                if (kind == "bootstrap") sprintf(",\"scale\":%.17g", design$scale) else "", rscales %||% "")
        })
    list(design = design, data = d, json = paste(unlist(spec), collapse = ","))
}

`%||%` <- function(a, b) if (is.null(a)) b else a

random_model <- function(kind) {
    replicates <- kind %in% c("jkn", "bootstrap", "brr")
    terms <- pick(if (replicates) c("a", "b", "x", "z") else c("a", "b", "c", "x", "z", "v"), pick(1:4))
    coded <- ifelse(terms == "c", "factor(c)", terms)
    interactions <- list()
    if (length(terms) > 1 && !replicates && runif(1) < 0.5) interactions <- list(1:2)
    if (length(terms) > 2 && length(interactions) && runif(1) < 0.5) interactions <- list(1:2, c(1, 3), 2:3, 1:3)
    right <- c(coded, vapply(interactions, function(i) paste(coded[i], collapse = ":"), ""))
    intercept <- runif(1) < 0.9 || replicates
    logit <- runif(1) < 0.6
    list(terms = terms, interactions = interactions, right = right, intercept = intercept, logit = logit,
         domain = runif(1) < 0.4,
         formula = as.formula(paste(if (logit) "y" else "u", "~", if (!intercept) "0 +", paste(right, collapse = " + "))))
}

model_json <- function(m, design) {
    kinds <- ifelse(m$terms == "c", ",\"kind\":\"categorical\"", "")
    sprintf(paste0("{\"format\":\"werkbaar-model/1.0\",\"family\":\"%s\",\"outcome\":\"%s\",%s%s\"terms\":[%s]%s,",
                   "\"design\":{\"format\":\"werkbaar-spec/1.0\",\"estimands\":[],%s}}"),
            if (m$logit) "logit" else "linear", if (m$logit) "y" else "u",
            if (m$domain) "\"domain\":\"inside\"," else "", if (m$intercept) "" else "\"intercept\":false,",
            paste0("{\"column\":\"", m$terms, "\"", kinds, "}", collapse = ","),
            if (length(m$interactions)) sprintf(",\"interactions\":[%s]", paste0("[", vapply(m$interactions,
                function(i) quoted(m$terms[i]), ""), "]", collapse = ",")) else "", design)
}

# What R says: NULL where it has no answer that can be compared.
fit_with_r <- function(m, design) {
    if (m$domain) design <- subset(design, inside)
    trouble <- FALSE
    replicates <- inherits(design, "svyrep.design")
    call <- function(...) do.call(svyglm, list(m$formula, design, family = if (m$logit) quasibinomial() else gaussian(),
                                               control = glm.control(epsilon = 1e-15, maxit = 60), ...))
    fit <- tryCatch(withCallingHandlers({
        first <- if (replicates) call(return.replicates = TRUE) else call()
        # its variance is that of the step before the last: once more, from where it ended
        if (replicates || anyNA(coef(first))) first else call(start = unname(coef(first)))
    }, warning = function(w) {
            if (grepl("converge|0 or 1", conditionMessage(w))) trouble <<- TRUE
            invokeRestart("muffleWarning")
        }), error = function(e) NULL)
    if (is.null(fit) || trouble || any(abs(coef(fit)) > 1e6, na.rm = TRUE)) return(NULL)
    if (fit$df.residual <= 0) return(NULL)
    # products of three are so large that R's own rounding, which does not centre them, is beyond 1e-8
    if (length(m$interactions) > 1 && kappa(qr.R(fit$qr)) > 1e6) return(NULL)
    if (m$logit && max(abs(fit$linear.predictors)) > 15) return(NULL) # separated: R does not say so
    if (replicates && (anyNA(fit$replicates) || # separated in a replicate: we leave it out, R does not
                       (m$logit && max(abs(sweep(fit$replicates, 2, coef(fit)))) > 12))) return(NULL)
    fit
}

number <- function(x) ifelse(is.na(x), "", format(x, digits = 17, trim = TRUE))

write_case <- function(name, m, fit, data, json) {
    b <- coef(fit, na.rm = FALSE)
    se <- sqrt(diag(vcov(fit)))[names(b)]
    df <- fit$df.residual
    t <- b / se
    p <- 2 * pt(abs(t), df, lower.tail = FALSE)
    expected <- data.frame(part = "coefficient", name = names(b), estimate = number(b), se = number(se),
                           df = number(ifelse(is.na(b), NA, df)), p = number(p))
    for (k in seq_along(m$right)) {
        test <- tryCatch(regTermTest(fit, as.formula(paste("~", m$right[k]))), error = function(e) NULL)
        value <- if (is.null(test) || test$df == 0) c(NA, NA, NA, NA) else
            c(test$Ftest, NA, test$df, test$p)
        expected <- rbind(expected, data.frame(part = "term", name = m$right[k], estimate = number(value[1]),
                                               se = "", df = number(value[3]), p = number(value[4])))
    }
    if (m$logit) {
        w <- suppressWarnings(c(psrsq(fit), psrsq(fit, "Nagelkerke")))
        expected <- rbind(expected, data.frame(part = "share", name = c("cox_snell", "nagelkerke"), estimate = number(w),
                                               se = "", df = "", p = ""))
    }
    write.csv(data, file.path(folder, paste0(name, "_data.csv")), row.names = FALSE, na = "", quote = FALSE)
    write.csv(expected, file.path(folder, paste0(name, "_expected.csv")), row.names = FALSE)
    writeLines(json, file.path(folder, paste0(name, "_model.json")))
}

kinds <- c("plain", "strata", "fpc", "clusters", "stages", "calibrated", "jkn", "bootstrap", "brr", "lonely")
policies <- c("certainty", "adjust", "average") # as ours: certainty, centre, average
written <- character()
for (i in seq_len(count)) {
    set.seed(seed + i)
    kind <- kinds[(i - 1) %% length(kinds) + 1]
    d <- random_data(kind)
    for (column in names(d)) # what is written is what R sees
        if (is.double(d[[column]])) d[[column]] <- as.numeric(format(d[[column]], digits = 15))
    policy <- if (kind == "lonely") pick(policies) else "certainty"
    in_domain <- kind == "lonely" && runif(1) < 0.5
    options(survey.lonely.psu = policy, survey.adjust.domain.lonely = in_domain)
    made <- tryCatch(suppressWarnings(random_design(kind, d)), error = function(e) NULL)
    if (is.null(made)) next
    m <- random_model(kind)
    fit <- fit_with_r(m, made$design)
    if (is.null(fit)) next
    data <- made$data
    for (column in names(data))
        if (is.double(data[[column]])) data[[column]] <- ifelse(is.na(data[[column]]), NA,
            format(data[[column]], digits = 17, trim = TRUE))
        else if (is.logical(data[[column]])) data[[column]] <- ifelse(data[[column]], "true", "false")
    name <- sprintf("model_%04d", i)
    write_case(name, m, fit, data, model_json(m, made$json))
    written <- c(written, paste(name, kind, c(certainty = "certainty", adjust = "centre", average = "average")[[policy]],
                                as.integer(in_domain), sep = ","))
}
writeLines(c("name,kind,lonely,in_domain", written), file.path(folder, "model_cases.csv"))
