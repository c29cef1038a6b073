# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# What R's survey makes of the weights of a case, in the format of tests/vectors/README.md.
# Sourced by weight.R, which makes the cases.
suppressPackageStartupMessages(library(survey))

# A case: list(name, weights = NULL or column, steps). A step: list(step, margins, auxiliaries,
# lower, upper, ...); a margin: list(columns, targets), targets a data frame of the columns
# and `total`; auxiliaries: a named vector of totals.

# ---- JSON ----
number <- function(x) format(x, digits = 17, scientific = FALSE, trim = TRUE)
quoted <- function(x) sprintf('"%s"', x)
member <- function(key, value) paste0(quoted(key), ":", value)
list_of <- function(items) paste0("[", paste(items, collapse = ","), "]")
object_of <- function(...) paste0("{", paste(c(...), collapse = ","), "}")

as_text <- function(x) if (is.logical(x)) ifelse(x, "true", "false") else as.character(x)

margin_json <- function(margin) {
    targets <- vapply(seq_len(nrow(margin$targets)), function(i) {
        values <- vapply(margin$columns, function(k) as_text(margin$targets[[k]][i]), "")
        object_of(member("categories", list_of(quoted(values))),
                  member("total", number(margin$targets$total[i])))
    }, "")
    object_of(member("columns", list_of(quoted(margin$columns))),
              member("targets", list_of(targets)))
}

step_json <- function(step) {
    parts <- member("step", quoted(step$step))
    for (key in c("lower", "upper"))
        if (!is.null(step[[key]])) parts <- c(parts, member(key, number(step[[key]])))
    for (key in c("unit", "share", "respondent"))
        if (!is.null(step[[key]])) parts <- c(parts, member(key, quoted(step[[key]])))
    if (isTRUE(step$once)) parts <- c(parts, member("once", "true"))
    if (!is.null(step$cells)) parts <- c(parts, member("cells", list_of(quoted(step$cells))))
    if (length(step$margins) > 0)
        parts <- c(parts, member("margins", list_of(vapply(step$margins, margin_json, ""))))
    if (length(step$auxiliaries) > 0) {
        each <- paste0('{"column":"', names(step$auxiliaries), '","total":',
                       vapply(step$auxiliaries, number, ""), "}")
        parts <- c(parts, member("auxiliaries", list_of(each)))
    }
    object_of(parts)
}

case_json <- function(case) {
    parts <- member("format", quoted("werkbaar-weighting/1.0"))
    if (!is.null(case$weights)) parts <- c(parts, member("weights", quoted(case$weights)))
    object_of(parts, member("steps", list_of(vapply(case$steps, step_json, ""))))
}

# ---- R ----
cell_names <- function(data, columns) do.call(paste, c(lapply(data[columns], as_text), sep = "+"))

# The step's model: a factor per margin, with the constant, and the auxiliaries; and totals.
calibrated <- function(data, weights, step) {
    used <- weights > 0
    model <- data.frame(.w = weights[used])
    population <- numeric()
    terms <- character()
    for (m in seq_along(step$margins)) {
        margin <- step$margins[[m]]
        levels <- cell_names(margin$targets, margin$columns)
        name <- paste0("m", m)
        if (m == 1) population <- c("(Intercept)" = sum(margin$targets$total))
        if (length(levels) < 2) next
        model[[name]] <- factor(cell_names(data, margin$columns)[used], levels = levels)
        totals <- margin$targets$total[-1]
        names(totals) <- paste0(name, levels[-1])
        population <- c(population, totals)
        terms <- c(terms, name)
    }
    for (column in names(step$auxiliaries)) {
        model[[column]] <- as.numeric(data[[column]])[used]
        population <- c(population, step$auxiliaries[column])
        terms <- c(terms, column)
    }
    if (length(step$margins) == 0) terms <- c("0", terms)
    formula <- as.formula(paste("~", paste(terms, collapse = "+")))
    design <- svydesign(ids = ~1, weights = ~.w, data = model)
    bounds <- c(if (is.null(step$lower)) -Inf else step$lower,
                if (is.null(step$upper)) Inf else step$upper)
    calfun <- c(rake = "raking", linear = "linear", logit = "logit")[[step$step]]
    made <- calibrate(design, formula, population, calfun = calfun, bounds = bounds,
                      epsilon = 1e-13, maxit = 500)
    weights[used] <- weights(made)
    weights
}

poststratified <- function(data, weights, step) {
    margin <- step$margins[[1]]
    model <- data.frame(.w = weights, cell = cell_names(data, margin$columns))
    totals <- data.frame(cell = cell_names(margin$targets, margin$columns),
                         Freq = margin$targets$total)
    design <- svydesign(ids = ~1, weights = ~.w, data = model)
    weights(postStratify(design, ~cell, totals))
}

# trimWeights shares equally; in proportion is written out.
trimmed <- function(data, weights, step) {
    used <- weights > 0
    unit <- switch(if (is.null(step$unit)) "value" else step$unit, value = 1,
                   mean = mean(weights[used]), median = median(weights[used]))
    lower <- if (is.null(step$lower)) -Inf else step$lower * unit
    upper <- if (is.null(step$upper)) Inf else step$upper * unit
    w <- weights[used]
    if (identical(step$share, "equal")) {
        design <- svydesign(ids = ~1, weights = ~w, data = data.frame(w = w))
        design <- trimWeights(design, upper = upper, lower = lower, strict = !isTRUE(step$once))
        w <- unname(weights(design))
    } else {
        moved <- rep(FALSE, length(w))
        repeat {
            out <- !moved & (w > upper | w < lower)
            if (!any(out)) break
            freed <- sum(w[out]) - sum(pmin(pmax(w[out], lower), upper))
            w[out] <- pmin(pmax(w[out], lower), upper)
            moved <- moved | out
            w[!moved] <- w[!moved] * (1 + freed / sum(w[!moved]))
            if (isTRUE(step$once)) break
        }
    }
    weights[used] <- w
    weights
}

responding <- function(data, weights, step) {
    cell <- if (length(step$cells) == 0) rep("all", nrow(data)) else cell_names(data, step$cells)
    answered <- data[[step$respondent]] & weights > 0
    all <- tapply(weights, cell, sum)
    some <- tapply(weights * answered, cell, sum)
    ifelse(answered, weights * all[cell] / some[cell], 0)
}

case_weights <- function(case, data) {
    weights <- if (is.null(case$weights)) rep(1, nrow(data)) else data[[case$weights]]
    for (step in case$steps)
        weights <- switch(step$step, poststratify = poststratified, nonresponse = responding,
                          trim = trimmed, calibrated)(data, weights, step)
    as.vector(unname(weights))
}

# Write the cases of one data set: the rows for weight_cases.csv.
write_cases <- function(folder, name, data, cases) {
    expected <- lapply(cases, case_weights, data = data)
    names(expected) <- vapply(cases, function(case) case$name, "")
    shown <- data
    shown[] <- lapply(shown, function(x) if (is.logical(x)) as_text(x) else x)
    write <- function(x, ending) {
        x[] <- lapply(x, function(v) if (is.double(v)) vapply(v, number, "") else as.character(v))
        write.csv(x, file.path(folder, paste0(name, ending, ".csv")), row.names = FALSE,
                  quote = FALSE, na = "")
    }
    write(shown, "")
    write(as.data.frame(expected, check.names = FALSE), "_expected")
    data.frame(case = names(expected), data = name,
               weighting = vapply(cases, case_json, ""))
}

write_case_list <- function(folder, rows)
    write.csv(do.call(rbind, rows), file.path(folder, "weight_cases.csv"), row.names = FALSE)
