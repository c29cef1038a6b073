# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript infer.R FOLDER
# Regenerates tests/vectors/infer_*.csv: contrasts, pairs, trends, tests of equality and
# standardised estimates. Standard errors come from svyby(covmat = TRUE), svycontrast, svyglm,
# svyttest, regTermTest and svystandardize; degrees of freedom from degf() of the union of the
# domains, where R itself would take those of the whole design less the parameters.
suppressPackageStartupMessages(library(survey))
folder <- commandArgs(trailingOnly = TRUE)[1]

number <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))
save_csv <- function(data, name) {
    quoted <- function(x) ifelse(grepl("[,\"]", x), paste0('"', gsub('"', '""', x), '"'), x)
    text <- lapply(data, function(x) {
        if (is.logical(x)) return(tolower(ifelse(is.na(x), "", x)))
        if (is.numeric(x)) number(x) else quoted(x)
    })
    rows <- do.call(paste, c(text, sep = ","))
    writeLines(c(paste(names(data), collapse = ","), rows), file.path(folder, name))
}

# ---- data ----
data(api)
schools <- data.frame(
    dnum = apiclus1$dnum, w = apiclus1$pw, districts = apiclus1$fpc,
    stype = as.character(apiclus1$stype), wide = as.character(apiclus1$sch.wide),
    award = as.character(apiclus1$awards), api00 = apiclus1$api00, api99 = apiclus1$api99,
    enroll = apiclus1$enroll)
schools$won <- schools$award == "Yes"
# The same schools in two years: clusters that the waves share. Some did not answer.
set.seed(4)
waves <- rbind(
    data.frame(school = apistrat$snum, w = apistrat$pw, stype = as.character(apistrat$stype),
               year = 1999L, score = apistrat$api99),
    data.frame(school = apistrat$snum, w = apistrat$pw, stype = as.character(apistrat$stype),
               year = 2000L, score = apistrat$api00),
    data.frame(school = apistrat$snum, w = apistrat$pw, stype = as.character(apistrat$stype),
               year = 2003L, score = apistrat$api00 + round(rnorm(200, 5, 20))))
waves$score[sample(600, 45)] <- NA
save_csv(schools, "infer_schools.csv")
save_csv(waves, "infer_waves.csv")

design <- svydesign(ids = ~dnum, weights = ~w, fpc = ~districts, data = schools)
panel <- svydesign(ids = ~school, strata = ~stype, weights = ~w, data = waves)

agree <- function(a, b) stopifnot(isTRUE(all.equal(as.vector(a), as.vector(b), tolerance = 1e-9)))

# ---- contrasts ----
by_type <- function(formula, what, ...) svyby(formula, ~stype, design, what, covmat = TRUE, ...)
both_means <- svymean(~api00 + api99, design)
means <- by_type(~api00, svymean)
shares <- by_type(~as.numeric(won), svymean)
totals <- by_type(~enroll, svytotal)
ratios <- by_type(~api00, svyratio, denominator = ~api99)
cells <- svyby(~api00, ~stype + wide, design, svymean, covmat = TRUE)
names_of_types <- c("E", "H", "M")
named <- function(x) {
    structure(coef(x), names = names_of_types, var = structure(vcov(x), dimnames =
        list(names_of_types, names_of_types)), class = "svystat")
}
contrast <- function(expression, result, rows) {
    data.frame(expression = expression, estimate = unname(coef(result))[1],
               se = unname(sqrt(diag(as.matrix(vcov(result)))))[1],
               df = degf(subset(design, rows)), link = "none")
}
everyone <- rep(TRUE, nrow(schools))
types <- function(...) schools$stype %in% c(...)
share <- function(type) sprintf("proportion(award = Yes)[stype = %s]", type)
log_odds <- svycontrast(named(shares), quote(log(E / (1 - E)) - log(H / (1 - H))))
log_risk <- svycontrast(named(shares), quote(log(E) - log(M)))
exponentiated <- function(expression, result, rows) {
    made <- contrast(expression, result, rows)
    made$link <- "exp"
    made
}
one_sample <- svyttest(I(api00 - 650) ~ 0, design)
agree(one_sample$statistic, (coef(both_means)[1] - 650) / SE(both_means)[1])
contrasts <- rbind(
    contrast("mean(api00) - mean(api99)", svycontrast(both_means, c(1, -1)), everyone),
    contrast("mean(api00) / mean(api99) - 1",
             svycontrast(both_means, quote(api00 / api99 - 1)), everyone),
    contrast("mean(api00) - 650", svycontrast(both_means, quote(api00 - 650)), everyone),
    contrast("mean(api00)[stype = E] - mean(api00)[stype = H]",
             svycontrast(means, c(1, -1, 0)), types("E", "H")),
    contrast("(mean(api00)[stype = E] + 2 * mean(api00)[stype = M]) / 3 - mean(api00)[stype = H]",
             svycontrast(means, c(1 / 3, -1, 2 / 3)), everyone),
    contrast("sqrt(mean(api00)[stype = E] * mean(api00)[stype = M])",
             svycontrast(named(means), quote(sqrt(E * M))), types("E", "M")),
    contrast("mean(api00)[stype=E]^2 / mean(api00)[stype=H] - log(mean(api00)[stype=M])",
             svycontrast(named(means), quote(E^2 / H - log(M))), everyone),
    contrast(paste(share("E"), "-", share("H")), svycontrast(shares, c(1, -1, 0)),
             types("E", "H")),
    exponentiated(sprintf("exp(logit(%s) - logit(%s))", share("E"), share("H")), log_odds,
                  types("E", "H")),
    exponentiated("exp(logit(mean(won)[stype = E]) - logit(mean(won)[stype = H]))", log_odds,
                  types("E", "H")),
    exponentiated(sprintf("exp(log(%s) - log(%s))", share("E"), share("M")), log_risk,
                  types("E", "M")),
    contrast("total(enroll)[stype = E] / total(enroll)[stype = H]",
             svycontrast(named(totals), quote(E / H)), types("E", "H")),
    contrast("ratio(api00/api99)[stype = M] - ratio(api00/api99)[stype = E]",
             svycontrast(named(ratios), c(-1, 0, 1)), types("E", "M")),
    contrast("mean(api00)[stype = E, wide = Yes] - mean(api00)[wide = No, stype = M]",
             svycontrast(cells, as.numeric(paste(cells$stype, cells$wide) == "E Yes") -
                             as.numeric(paste(cells$stype, cells$wide) == "M No")),
             (types("E") & schools$wide == "Yes") | (types("M") & schools$wide == "No")))
# Where exp is outermost R is asked for what is inside: the interval is made there.
t_quantile <- qt(0.975, contrasts$df)
contrasts$lower <- contrasts$estimate - t_quantile * contrasts$se
contrasts$upper <- contrasts$estimate + t_quantile * contrasts$se
contrasts$t <- contrasts$estimate / contrasts$se
contrasts$p <- 2 * pt(-abs(contrasts$t), contrasts$df)
out <- contrasts$link == "exp"
contrasts$se[out] <- exp(contrasts$estimate[out]) * contrasts$se[out]
for (column in c("estimate", "lower", "upper"))
    contrasts[out, column] <- exp(contrasts[out, column])
contrasts$link <- NULL
save_csv(contrasts, "infer_contrasts.csv")

# ---- pairs ----
pairs_of <- function(case, means, levels, data, column, in_group, group, variable, design) {
    made <- NULL
    for (j in seq_along(levels)) for (i in seq_len(j - 1)) {
        weights <- replace(replace(numeric(length(levels)), j, 1), i, -1)
        result <- svycontrast(means, weights)
        rows <- in_group & data[[column]] %in% levels[c(i, j)] & !is.na(data[[variable]])
        df <- degf(subset(design, rows))
        made <- rbind(made, data.frame(
            case = case, group = group, level = as.character(levels[j]),
            reference = as.character(levels[i]), variable = variable,
            difference = coef(result)[[1]], se = SE(result)[[1]], df = df))
    }
    made$p <- 2 * pt(-abs(made$difference / made$se), made$df)
    made$holm <- p.adjust(made$p, "holm")
    made$bh <- p.adjust(made$p, "BH")
    made
}
years <- c(1999L, 2000L, 2003L)
pairs <- pairs_of("schools", means, names_of_types, schools, "stype", everyone, "", "api00", design)
answered <- subset(panel, !is.na(score))
scores <- svyby(~score, ~year, answered, svymean, covmat = TRUE)
pairs <- rbind(pairs, pairs_of("waves", scores, years, waves, "year", TRUE, "", "score", panel))
in_type <- list()
for (type in names_of_types) {
    part <- subset(answered, stype == type)
    in_type[[type]] <- svyby(~score, ~year, part, svymean, covmat = TRUE)
    pairs <- rbind(pairs, pairs_of("waves", in_type[[type]], years, waves, "year",
                                   waves$stype == type, type, "score", panel))
}
two <- svyttest(api00 ~ stype, subset(design, stype != "M"))
agree(abs(two$statistic), abs(pairs$difference[1] / pairs$se[1]))
save_csv(pairs, "infer_pairs.csv")

# ---- equality ----
adjusted <- function(case, group, variable, wald, q, df) {
    f <- wald * (df - q + 1) / (q * df)
    data.frame(case = case, group = group, variable = variable, f = f, df1 = q,
               df2 = df - q + 1, p = pf(f, q, df - q + 1, lower.tail = FALSE))
}
wald_of <- function(means) {
    d <- coef(means)[-1] - coef(means)[1]
    C <- cbind(-1, diag(length(d)))
    drop(d %*% solve(C %*% vcov(means) %*% t(C), d))
}
model <- svyglm(api00 ~ stype, design)
agree(regTermTest(model, ~stype)$Ftest * 2, wald_of(means))
equal <- adjusted("schools", "", "api00", wald_of(means), 2, degf(design))
seen <- !is.na(waves$score)
equal <- rbind(equal, adjusted("waves", "", "score", wald_of(scores), 2,
                               degf(subset(panel, seen))))
for (type in names_of_types)
    equal <- rbind(equal, adjusted("waves", type, "score", wald_of(in_type[[type]]), 2,
                                   degf(subset(panel, seen & waves$stype == type))))
save_csv(equal, "infer_equal.csv")

# ---- trend ----
trend_of <- function(case, group, means, x, df) {
    poly <- contr.poly(length(x), scores = x)
    slope <- poly[, 1] / sum(poly[, 1] * x)
    terms <- list(linear = slope, quadratic = poly[, 2])
    made <- NULL
    for (term in names(terms)) {
        result <- svycontrast(means, terms[[term]])
        t <- coef(result)[[1]] / SE(result)[[1]]
        made <- rbind(made, data.frame(
            case = case, group = group, term = term, estimate = coef(result)[[1]],
            se = SE(result)[[1]], f = t^2, df1 = 1, df2 = df,
            p = 2 * pt(-abs(t), df)))
    }
    joint <- adjusted(case, group, "", wald_of(means), 2, df)
    rbind(made, data.frame(case = case, group = group, term = "joint", estimate = NA, se = NA,
                           joint[c("f", "df1", "df2", "p")]))
}
trend <- trend_of("schools", "", means, 1:3, degf(design))
trend <- rbind(trend, trend_of("waves", "", scores, years, degf(subset(panel, seen))))
for (type in names_of_types)
    trend <- rbind(trend, trend_of("waves", type, in_type[[type]], years,
                                   degf(subset(panel, seen & waves$stype == type))))
save_csv(trend, "infer_trend.csv")

# ---- standardised ----
population <- c(E = 5000, H = 700, M = 1200)
save_csv(data.frame(stype = names(population), weight = unname(population)),
         "infer_standard.csv")
standard <- svystandardize(design, by = ~stype, over = ~wide, population = population)
standardised <- NULL
for (group in c("No", "Yes")) {
    part <- subset(standard, wide == group)
    for (variable in c("api00", "won")) {
        result <- svymean(make.formula(sprintf("as.numeric(%s)", variable)), part)
        standardised <- rbind(standardised, data.frame(
            group = group, variable = variable, estimate = coef(result)[[1]],
            se = SE(result)[[1]], df = degf(subset(design, wide == group))))
    }
}
whole <- svystandardize(design, by = ~stype, population = population)
result <- svymean(~api00, whole)
standardised <- rbind(standardised, data.frame(
    group = "", variable = "api00", estimate = coef(result)[[1]], se = SE(result)[[1]],
    df = degf(design)))
save_csv(standardised, "infer_standardised.csv")

# ---- rank tests: the weights are equal, so that ties do not differ ----
rank_rows <- NULL
for (score in c("wilcoxon", "van_der_waerden", "median")) {
    # The names multiranktest() gives its results are swapped: `parameter` is the statistic.
    test <- c(wilcoxon = "KruskalWallis", van_der_waerden = "vanderWaerden",
              median = "median")[[score]]
    three <- svyranktest(api00 ~ stype, design, test = test)
    two <- svyranktest(api00 ~ wide, design, test = test)
    rank_rows <- rbind(rank_rows, data.frame(
        score = score, adjusted("schools", "", "api00", drop(three$parameter), 2,
                                degf(design))[c("f", "df1", "df2", "p")],
        difference = unname(two$estimate), t = unname(two$statistic), df = degf(design)))
}
save_csv(rank_rows, "infer_rank.csv")
