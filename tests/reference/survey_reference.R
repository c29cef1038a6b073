# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# What R's survey says about a case, in the format of tests/vectors/README.md. Sourced by
# the scripts that make cases; it makes none itself.
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "fail")

# A case: list(name, data, weights = NULL, strata = character(), breakdowns = list(...),
# estimands = list(c("mean", "y"), ...), level). A breakdown is a vector of columns.

order_bytes <- function(x) sort(unique(x[!is.na(x)]), method = "radix")

cells_of <- function(data, by) {
    if (length(by) == 0) return(list(list()))
    values <- lapply(data[by], order_bytes)
    grid <- do.call(expand.grid, c(rev(values), stringsAsFactors = FALSE))[by]
    lapply(seq_len(nrow(grid)), function(i) as.list(grid[i, , drop = FALSE]))
}

in_cell <- function(data, cell) {
    inside <- rep(TRUE, nrow(data))
    for (column in names(cell))
        inside <- inside & !is.na(data[[column]]) & data[[column]] == cell[[column]]
    inside
}

case_weights <- function(case)
    if (is.null(case$weights)) rep(1, nrow(case$data)) else case$data[[case$weights]]

case_strata <- function(case) {
    if (length(case$strata) == 0) return(rep(1L, nrow(case$data)))
    as.integer(interaction(case$data[case$strata], drop = TRUE))
}

case_design <- function(case) {
    data <- case$data
    data$.w <- case_weights(case)
    data$.s <- case_strata(case)
    svydesign(ids = ~1, strata = ~.s, weights = ~.w, data = data)
}

# The size of the data a difference is measured against.
scale_of <- function(statistic, y, w) {
    if (statistic == "proportion" || is.logical(y)) {
        if (statistic != "total") return(1)
    }
    seen <- !is.na(y)
    if (statistic == "total") return(sqrt(sum((w[seen] * y[seen])^2)))
    if (sum(seen) < 2) 0 else sd(y[seen])
}

# TRUE when every contribution u_i equals the others of its stratum, by the data: rounding
# in a standard error that should be 0 does not decide.
no_variation <- function(statistic, y, w, s, counts) {
    if (statistic != "total" && length(unique(y[counts])) == 1) return(TRUE)
    key <- ifelse(counts & !(statistic == "total" & y == 0), paste(w, y), "0")
    all(tapply(key, s, function(k) length(unique(k)) == 1))
}

bounds <- function(estimate, se, df, level)
    estimate + c(-1, 1) * qt(1 - (1 - level) / 2, df) * se

logit_bounds <- function(estimate, se, df, level)
    plogis(bounds(qlogis(estimate), se / (estimate * (1 - estimate)), df, level))

# One row of the expected estimates. `exact` is svyciprop's interval where it was asked for.
estimate_row <- function(statistic, y, category, estimate, se, n, df, constant, share,
                         level, exact = NULL) {
    row <- list(category = category, estimate = estimate, se = se, df = df, n = n,
                lower_wald = NA, upper_wald = NA, lower_logit = NA, upper_logit = NA,
                status = "ok")
    if (n == 0) {
        row$estimate <- row$se <- if (statistic == "total") 0 else NA
        row$df <- 0
        row$status <- "empty"
        return(row)
    }
    if (share && (estimate == 0 || estimate == 1)) row$se <- 0
    if (constant) row$se <- 0
    if (df == 0) {
        row$status <- "no_df"
        return(row)
    }
    wald <- bounds(estimate, row$se, df, level)
    logit <- wald
    if (share && (estimate == 0 || estimate == 1)) {
        row$status <- "extreme"
        logit <- c(NA, NA)
    } else if (constant) {
        row$status <- "constant"
    } else if (share) {
        logit <- if (is.null(exact)) logit_bounds(estimate, se, df, level) else exact
    }
    row[c("lower_wald", "upper_wald")] <- wald
    row[c("lower_logit", "upper_logit")] <- logit
    row
}

# svyciprop itself, for one share of a domain.
xlogit <- function(domain, share, df, level) {
    domain$variables$.share <- share
    result <- svyciprop(~.share, domain, method = "xlogit", df = df, level = level,
                        na.rm = TRUE)
    as.vector(attr(result, "ci"))
}

# A whole number far from which no value is, when the outcome has a large offset; else 0.
# A standard error of a mean does not depend on it, but R's does in the tenth digit (against
# exact fractions), so R is given what is left after taking it off, which is exact.
offset_of <- function(y) {
    middle <- round(median(y, na.rm = TRUE))
    if (is.na(middle) || all(abs(y - middle) < abs(middle) / 1000, na.rm = TRUE)) middle else 0
}

estimate_one <- function(case, design, cell, estimand, ask_exact) {
    statistic <- estimand[1]
    y <- case$data[[estimand[2]]]
    w <- case_weights(case)
    s <- case_strata(case)
    inside <- in_cell(case$data, cell)
    counts <- inside & w > 0 & !is.na(y)
    n <- sum(counts)
    df <- n - length(unique(s[counts]))
    share <- statistic == "proportion" || (statistic == "mean" && is.logical(y))
    categories <- if (statistic == "proportion") order_bytes(y) else NA
    result <- NULL
    if (n > 0) {
        domain <- if (length(cell)) design[inside, ] else design
        values <- if (statistic == "proportion")
            factor(y[inside], levels = categories) else as.numeric(y[inside])
        estimator <- if (statistic == "total") svytotal else svymean
        result <- estimator(data.frame(y = values), domain, na.rm = TRUE)
        offset <- if (statistic == "mean") offset_of(as.numeric(y)) else 0
        if (!is.na(offset) && offset != 0)
            attr(result, "var") <- vcov(svymean(data.frame(y = values - offset), domain,
                                                na.rm = TRUE))
    }
    lapply(seq_along(categories), function(i) {
        z <- if (statistic == "proportion") y == categories[i] else y
        constant <- n > 0 && no_variation(statistic, z, w, s, counts)
        estimate <- if (n > 0) coef(result)[[i]] else NA
        # A share is 0 or 1 by the data; R's sum of w/Σw may be an ulp off.
        if (share && n > 0 && length(unique(z[counts])) == 1)
            estimate <- as.numeric(z[counts][1])
        se <- if (n > 0) sqrt(vcov(result)[i, i]) else NA
        exact <- NULL
        if (share && ask_exact && df > 0 && !constant && estimate > 0 && estimate < 1) {
            exact <- xlogit(domain, z[inside], df, case$level)
            ask_exact <<- FALSE
        }
        row <- estimate_row(statistic, y, categories[i], estimate, se, n, df, constant,
                            share, case$level, exact)
        c(list(statistic = statistic, variable = estimand[2]), row,
          list(scale = scale_of(statistic, y, w)))
    })
}

# All expected estimates of a case, in the order results have.
expected_of <- function(case) {
    design <- case_design(case)
    by <- unique(unlist(case$breakdowns))
    rows <- list()
    for (columns in case$breakdowns) {
        asked <- list()
        for (cell in cells_of(case$data, columns)) {
            keys <- setNames(lapply(by, function(b)
                if (is.null(cell[[b]])) NA else show_value(cell[[b]])), by)
            for (estimand in case$estimands) {
                name <- paste(estimand, collapse = " ")
                asked[[name]] <- if (is.null(asked[[name]])) 1 else asked[[name]] + 1
                found <- estimate_one(case, design, cell, estimand, asked[[name]] <= 3)
                for (row in found) {
                    row$category <- show_value(row$category)
                    rows[[length(rows) + 1]] <- c(keys, row)
                }
            }
        }
    }
    columns <- names(rows[[1]])
    as.data.frame(setNames(lapply(columns, function(column)
        unlist(lapply(rows, `[[`, column))), columns), check.names = FALSE)
}

# ---- writing ----

# The shorter of 15 and 17 digits that reads back as the same number.
show_number <- function(x) {
    short <- sprintf("%.15g", x)
    ifelse(!is.na(x) & suppressWarnings(as.numeric(short)) == x, short, sprintf("%.17g", x))
}

show_value <- function(x) {
    text <- if (is.logical(x)) ifelse(x, "true", "false")
            else if (is.numeric(x)) show_number(x)
            else enc2utf8(as.character(x))
    ifelse(is.na(x), NA_character_, text)
}

write_csv <- function(data, path, comment = NULL) {
    fields <- lapply(data, function(x) {
        text <- show_value(x)
        if (is.character(x)) {
            quoted <- grepl("[\",\r\n]", text) | text == "NA" | text == ""
            text <- ifelse(quoted, paste0('"', gsub('"', '""', text), '"'), text)
        }
        ifelse(is.na(x), "", text)
    })
    lines <- do.call(paste, c(fields, sep = ","))
    file <- file(path, "wb")
    writeLines(enc2utf8(c(comment, paste(names(data), collapse = ","), lines)), file,
               sep = "\n", useBytes = TRUE)
    close(file)
}

formula_text <- function(columns) if (length(columns)) paste(columns, collapse = "+") else "1"

or_missing <- function(x) if (length(x)) x else NA_character_

# One row of the list of cases.
case_row <- function(case, error = NA_character_) {
    data.frame(case = case$name, weights = or_missing(case$weights),
               strata = or_missing(if (length(case$strata)) formula_text(case$strata)),
               breakdowns = paste(sapply(case$breakdowns, formula_text), collapse = ";"),
               estimands = paste(sapply(case$estimands, paste, collapse = ":"),
                                 collapse = ";"),
               level = case$level, error = error)
}

# Write data and expected values of every case and the list of them. A case with a one-row
# stratum must be an error in R too, and has no expected values.
write_cases <- function(cases, folder) {
    rows <- lapply(cases, function(case) {
        write_csv(case$data, file.path(folder, paste0(case$name, ".csv")))
        if (any(table(case_strata(case)) == 1)) {
            refused <- tryCatch({
                svymean(~.w, case_design(case))
                FALSE
            }, error = function(e) grepl("has only one (PSU|primary)", conditionMessage(e)))
            stopifnot(refused)
            return(case_row(case, "design"))
        }
        write_csv(expected_of(case), file.path(folder, paste0(case$name, "_expected.csv")))
        case_row(case)
    })
    write_csv(do.call(rbind, rows), file.path(folder, "survey_cases.csv"))
}
