# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript model_vectors.R FOLDER
# Writes tests/vectors/model_data.csv and model_expected.csv: a logit and a linear model of one
# table, weighted, in strata and clusters, by survey::svyglm: coefficients, Wald's F by
# regTermTest, shares explained by psrsq. Deviances are for weights that sum to n: svyglm's sum to
# it over rows with missing values too. C, Python and R read them.
suppressPackageStartupMessages(library(survey))
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(41)
folder <- commandArgs(trailingOnly = TRUE)[1]
n <- 120
d <- data.frame(h = paste0("h", rep(1:3, each = 40)), k = rep(1:24, each = 5), w = round(runif(n, 0.5, 3), 2),
                sector = sample(c("care", "build", "office"), n, TRUE), years = sample(1:40, n, TRUE))
d$score <- round(5 + 0.05 * d$years + (d$sector == "care") + rnorm(n), 2)
d$stress <- as.integer(d$score + rnorm(n) > 6.2)
d$years[c(7, 50)] <- NA
write.csv(d, file.path(folder, "model_data.csv"), row.names = FALSE, quote = FALSE, na = "")
d$sector <- factor(d$sector)
design <- svydesign(~k, strata = ~h, weights = ~w, data = d)

expected <- function(name, fit, summary) {
    b <- coef(fit)
    terms <- lapply(c("sector", "years"), function(term) regTermTest(fit, term))
    rbind(
        data.frame(model = name, part = "coefficients", row = c("(intercept)", "sector:care", "sector:office", "years"),
                   value = c("estimate", "se", "df")[col(matrix(0, 4, 3))],
                   expected = c(b, sqrt(diag(vcov(fit))), rep(fit$df.residual, 4))),
        data.frame(model = name, part = "terms", row = rep(c("sector", "years"), each = 2), value = c("f", "p"),
                   expected = unlist(lapply(terms, function(t) c(t$Ftest[1], t$p[1])))),
        data.frame(model = name, part = "summary", row = "", value = names(summary), expected = unlist(summary)))
}

logit <- svyglm(stress ~ sector + years, design, family = quasibinomial,
                control = glm.control(epsilon = 1e-14, maxit = 50))
linear <- svyglm(score ~ sector + years, design)
inside <- !is.na(d$years)
w <- d$w[inside]
to_n <- function(fit, deviance) deviance * sum(inside) / sum(fit$prior.weights)
residual <- residuals(linear, "response")
centre <- sum(w * d$score[inside]) / sum(w)
all <- rbind(
    expected("logit", logit, list(n = sum(inside), deviance = to_n(logit, logit$deviance),
                                                    null_deviance = to_n(logit, logit$null.deviance),
                                  cox_snell = psrsq(logit, "Cox-Snell"), nagelkerke = psrsq(logit, "Nagelkerke"))),
    expected("linear", linear, list(n = sum(inside), deviance = to_n(linear, linear$deviance),
                                                      null_deviance = to_n(linear, linear$null.deviance),
                                    r_squared = 1 - sum(w * residual^2) / sum(w * (d$score[inside] - centre)^2))))
all$expected <- sprintf("%.17g", all$expected)
write.csv(all, file.path(folder, "model_expected.csv"), row.names = FALSE, quote = FALSE)
