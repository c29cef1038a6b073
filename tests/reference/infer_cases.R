# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript infer_cases.R FOLDER
# Regenerates tests/vectors/infer_cases.csv and infer_expected.csv: covariances, contrasts,
# comparisons and tests.
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
for (file in c("survey_reference.R", "design_reference.R", "design_by_hand.R",
               "package_data.R", "synthetic_data.R", "infer_reference.R"))
    source(file.path(dirname(script), file))

designs <- suppressWarnings(package_designs())
sets <- c(package_data(designs), synthetic_data())

# ---- designs ----

school_spec <- list(
    estimands = list(estimand("mean", "api00"), estimand("total", "enroll"),
                     estimand("mean", "eligible"), estimand("proportion", "awards"),
                     estimand("ratio", numerator = "api00", denominator = "api99")),
    breakdowns = list(character(), "stype"))
people_spec <- list(
    estimands = list(estimand("mean", "y"), estimand("total", "y"), estimand("mean", "ill"),
                     estimand("proportion", "sex"),
                     estimand("ratio", numerator = "y", denominator = "x")),
    breakdowns = list(character(), "sector"))

# A design: data, spec members, the name its questions are asked under.
schools_in <- function(name, file, ..., design = NULL) list(
    name = name, file = file, design = design, people = FALSE,
    spec = c(list(...), school_spec))
people_in <- function(name, file, ...) list(name = name, file = file, people = TRUE,
                                            spec = c(list(...), people_spec))
asked_designs <- list(
    schools_in("strat", "api_strat", weights = "pw", strata = "stype", fpc = "fpc",
               units = "open"),
    schools_in("clus1", "api_clus1", weights = "pw", clusters = "dnum", fpc = "fpc"),
    schools_in("clus2", "api_clus2", weights = "pw", clusters = c("dnum", "snum"),
               fpc = c("fpc1", "fpc2")),
    schools_in("post", "api_clus1", weights = "w_post", clusters = "dnum", fpc = "fpc",
               calibration = list(initial = "pw", margins = list("stype"),
                                  auxiliaries = character()), design = designs$clus1_post),
    schools_in("jk1", "api_clus1_jk1", weights = "pw", replicates = list(
        type = "jk1", columns = paste0("r", 1:15), scale = designs$clus1_jk1$scale)),
    people_in("stages", "design_stages", weights = "w", strata = "h",
              clusters = c("town", "house", "person"), fpc = c("N1", "N2", "N3"),
              nested = TRUE),
    people_in("fay", "design_pairs", weights = "w", replicates = list(
        type = "fay", columns = paste0("fay", 1:8), rho = 0.3)))

case_of <- function(asked, verb, arguments = NULL, more = list()) list(
    name = paste(c(asked$name, verb, unlist(more)), collapse = "_"), file = asked$file,
    data = sets[[asked$file]], design = asked$design,
    spec = do.call(spec_of, asked$spec), options = list(), verb = verb,
    arguments = arguments)

# ---- what is asked, and R's answer ----

ask_covariances <- function(asked) {
    case <- case_of(asked, "covariances")
    joint <- joint_of(case)
    pairs <- list()
    for (i in seq_along(joint$rows)) for (j in seq_along(joint$rows)) {
        same <- identical(names(joint$rows[[i]]$cell), names(joint$rows[[j]]$cell))
        if (i <= j && same && is.finite(joint$covariance[i, j]))
            pairs[[length(pairs) + 1]] <- expected_numbers(
                case, list(row_i = i - 1, row_j = j - 1),
                c(covariance = joint$covariance[i, j]),
                sqrt(joint$covariance[i, i] * joint$covariance[j, j]))
    }
    list(case = case, expected = do.call(rbind, pairs))
}

# Expressions with R's way to the same: rows, and coefficients or a function of a, b, c.
ask_contrasts <- function(asked) {
    group <- if (asked$people) "sector" else "stype"
    levels <- if (asked$people) c("bouw", "onderwijs", "zorg") else c("E", "H", "M")
    number <- if (asked$people) "y" else "api00"
    flag <- if (asked$people) "ill" else "eligible"
    summed <- if (asked$people) "y" else "enroll"
    text <- if (asked$people) "sex" else "awards"
    category <- if (asked$people) "v" else "Yes"
    in_group <- function(i) paste0("[", group, " = ", levels[i], "]")
    mean_in <- function(i) paste0("mean(", number, ")", in_group(i))
    flag_in <- function(i) paste0("mean(", flag, ")", in_group(i))
    share_in <- function(i) paste0("proportion(", text, " = ", category, ")", in_group(i))
    expressions <- c(
        difference = paste(mean_in(1), "-", mean_in(2)),
        mixture = paste0("(", mean_in(1), " + ", mean_in(3), ") / 2 - ", mean_in(2)),
        risks = paste(share_in(1), "-", share_in(3)),
        odds = paste0("exp(logit(", flag_in(1), ") - logit(", flag_in(3), "))"),
        log_ratio = paste0("log(total(", summed, ")", in_group(1), " / total(", summed, ")",
                           in_group(2), ")"),
        one = paste0("mean(", number, ") - 3"),
        across = paste0(mean_in(1), " / mean(", number, ")"))
    case <- case_of(asked, "contrasts", paste(names(expressions), expressions, sep = " := ",
                                              collapse = " | "))
    joint <- joint_of(case)
    cell <- function(i) setNames(list(levels[i]), group)
    mean_at <- function(i) row_at(joint, "mean", number, cell(i))
    flag_at <- function(i) row_at(joint, "mean", flag, cell(i))
    total_at <- function(i) row_at(joint, "total", summed, cell(i))
    share_at <- function(i) row_at(joint, "proportion", text, cell(i), category)
    all <- row_at(joint, "mean", number)
    size <- joint$estimate[all]
    answers <- list(
        difference = contrast_of(joint, c(mean_at(1), mean_at(2)), c(1, -1)),
        mixture = contrast_of(joint, c(mean_at(1), mean_at(2), mean_at(3)), c(0.5, -1, 0.5)),
        risks = contrast_of(joint, c(share_at(1), share_at(3)), c(1, -1)),
        odds = exponential_of(joint, c(flag_at(1), flag_at(3)),
                              quote(log(a / (1 - a)) - log(b / (1 - b)))),
        log_ratio = contrast_of(joint, c(total_at(1), total_at(2)), quote(log(a / b))),
        one = contrast_of(joint, all, quote(a - 3)),
        across = contrast_of(joint, c(mean_at(1), all), quote(a / b)))
    list(case = case, expected = do.call(rbind, lapply(names(answers), function(name)
        expected_numbers(case, list(contrast = name), answers[[name]],
                         if (name %in% c("difference", "mixture", "one")) size else 1))))
}

# Estimands whose groups are compared: statistic, variable and category.
compared <- function(asked) if (asked$people)
    list(c("mean", "y", NA), c("total", "y", NA), c("mean", "ill", NA),
         c("proportion", "sex", "v"), c("ratio", "y/x", NA)) else
    list(c("mean", "api00", NA), c("total", "enroll", NA), c("mean", "eligible", NA),
         c("proportion", "awards", "Yes"), c("ratio", "api00/api99", NA))

for_compared <- function(asked, verb, arguments, answer, more = list()) {
    group <- if (asked$people) "sector" else "stype"
    case <- case_of(asked, verb, paste0("column=", group, arguments), more)
    joint <- joint_of(case)
    rows <- lapply(compared(asked), function(what) {
        at <- level_rows(joint, group, what[1], what[2], what[3])
        key <- list(statistic = what[1], variable = what[2])
        if (!is.na(what[3])) key$category <- what[3]
        answer(case, joint, at, group, key)
    })
    list(case = case, expected = do.call(rbind, rows))
}

ask_pairs <- function(asked, adjust) for_compared(
    asked, "pairs", paste0(";adjust=", adjust), function(case, joint, at, group, key) {
        pairs <- combn(length(at), 2)
        found <- apply(pairs, 2, function(pair)
            contrast_of(joint, at[pair], c(-1, 1)), simplify = FALSE)
        adjusted <- p.adjust(vapply(found, `[[`, 0, "p"), c(none = "none", holm = "holm",
                                                            bh = "BH")[adjust])
        do.call(rbind, lapply(seq_along(found), function(i) {
            names(found[[i]])[1] <- "difference"
            levels <- names(at)[pairs[, i]]
            expected_numbers(case, c(setNames(list(levels[2], levels[1]),
                                              c(group, "reference")), key),
                             c(found[[i]][names(found[[i]]) != "t"],
                               p_adjusted = adjusted[i]),
                             max(abs(joint$estimate[at])))
        }))
    }, list(adjust))

ask_equal <- function(asked) for_compared(
    asked, "equal", "", function(case, joint, at, group, key)
        expected_numbers(case, key, c(wald_of(joint, at, cbind(-1, diag(length(at) - 1))),
                                      levels = length(at))))

ask_trend <- function(asked) for_compared(
    asked, "trend", ";degree=2", function(case, joint, at, group, key) {
        x <- seq_along(at)
        slope <- (x - mean(x)) / sum((x - mean(x))^2)
        bend <- contr.poly(length(at))[, 2]
        term <- function(name, how) {
            found <- contrast_of(joint, at, how)
            expected_numbers(case, c(key, term = name),
                             c(found[c("estimate", "se", "lower", "upper", "p")],
                               f = found[["t"]]^2), max(abs(joint$estimate[at])))
        }
        both <- wald_of(joint, at, rbind(slope, bend))
        rbind(term("linear", slope), term("quadratic", bend),
              expected_numbers(case, c(key, term = "joint"), both))
    })

# Against a standard; svystandardize() must say the same of means where it can: rows of
# weight 0 have a residual in its variance, that of a weight of 1.
ask_standardise <- function(asked) {
    shares <- if (asked$people) c(bouw = 0.2, onderwijs = 0.35, zorg = 0.45) else
        c(E = 4421, H = 755, M = 1018)
    group <- if (asked$people) "sector" else "stype"
    case <- case_of(asked, "standardise", paste0(
        "column=", group, ";standard=", paste(names(shares), shares, sep = ":", collapse = ",")))
    joint <- joint_of(case)
    found <- lapply(compared(asked), function(what) {
        if (what[1] == "total") return(NULL)
        at <- level_rows(joint, group, what[1], what[2], what[3])
        answer <- contrast_of(joint, at, shares / sum(shares))
        if (what[1] == "mean") check_standardised(case, joint, group, shares, what[2], answer)
        key <- list(statistic = what[1], variable = what[2])
        if (!is.na(what[3])) key$category <- what[3]
        # Intervals of shares are not Wald's by default: they have cases of their own.
        expected_numbers(case, key, answer[c("estimate", "se", "df")],
                         max(abs(joint$estimate[at])))
    })
    list(case = case, expected = do.call(rbind, found))
}

check_standardised <- function(case, joint, group, shares, variable, answer) {
    if (is_replicated(joint$design) || !is.null(case$design)) return()
    if (any(weights_of(case) == 0)) return()
    keep <- !is.na(case$data[[variable]]) & !is.na(case$data[[group]])
    design <- joint$design[keep, ]
    design <- svystandardize(design, reformulate(group), population = as.vector(shares))
    y <- as.numeric(case$data[[variable]][keep])
    found <- svymean(y, design)
    stopifnot(all.equal(as.numeric(coef(found)), answer[["estimate"]], tolerance = 1e-10),
              all.equal(as.numeric(SE(found)), answer[["se"]], tolerance = 1e-8))
}

# Tests of a table, as svychisq() and svygofchisq() have them.
ask_independence <- function(asked) {
    group <- if (asked$people) "sector" else "stype"
    text <- if (asked$people) "sex" else "awards"
    case <- case_of(asked, "independence")
    design <- design_of(case)
    keep <- !is.na(case$data[[group]]) & !is.na(case$data[[text]])
    if (!all(keep)) design <- design[keep, ]
    tests <- c(rao_scott_f = "F", rao_scott_chisq = "Chisq", wald = "Wald",
               adj_wald = "adjWald")
    if (is_replicated(design)) design$degf <- ncol(weights(design, "analysis")) - 1
    rows <- lapply(names(tests), function(test) {
        found <- suppressWarnings(svychisq(reformulate(c(group, text)), design,
                                           statistic = tests[[test]]))
        numbers <- c(value = as.numeric(found$statistic), p = as.numeric(found$p.value))
        if (test == "rao_scott_chisq") # R shows X² before its correction
            numbers <- c(numbers["p"], df1 = as.numeric(found$parameter))
        else numbers <- c(numbers, df1 = found$parameter[[1]], df2 = found$parameter[[2]])
        expected_numbers(case, list(statistic = "independence", variable = text, by = group,
                                    test = test), numbers)
    })
    list(case = case, expected = do.call(rbind, rows))
}

ask_fit <- function(asked) {
    text <- if (asked$people) "sex" else "awards"
    shares <- if (asked$people) c(m = 0.45, v = 0.55) else c(No = 0.4, Yes = 0.6)
    case <- case_of(asked, "fit", paste0("column=", text, ";standard=", paste(
        names(shares), shares, sep = ":", collapse = ",")))
    found <- svygofchisq(reformulate(text), p = as.vector(shares), design_of(case))
    list(case = case, expected = expected_numbers(
        case, list(statistic = "fit", variable = text, test = "satterthwaite"),
        c(p = as.numeric(found$p.value))))
}

# Rank tests. With two groups R gives t, with more Wald's χ² (under the name of the other).
# Mid-ranks of tied rows are theirs only where weights are equal, or values all differ.
ask_ranks <- function(asked, group, score) {
    number <- if (asked$people) "y" else "api00"
    asked$spec$estimands <- list(estimand("rank", number, score = score))
    asked$spec$breakdowns <- list(group)
    asked$spec$units <- NULL
    case <- case_of(asked, "equal", paste0("column=", group), list(group, score))
    keep <- !is.na(case$data[[number]]) & !is.na(case$data[[group]])
    domain <- design_of(case)[keep, ]
    test <- c(wilcoxon = "wilcoxon", van_der_waerden = "vanderWaerden",
              median = "median")[[score]]
    found <- svyranktest(reformulate(group, number), domain, test = test)
    df <- df_of(case, domain, keep & weights_of(case) > 0)
    groups <- length(unique(case$data[[group]][keep]))
    q <- groups - 1
    wald <- if (groups == 2) as.numeric(found$statistic)^2 else as.numeric(found$parameter)
    f <- (df - q + 1) / (q * df) * wald
    list(case = case, expected = expected_numbers(
        case, list(statistic = "rank", variable = number, category = score),
        c(f = f, df1 = q, df2 = df - q + 1, p = pf(f, q, df - q + 1, lower.tail = FALSE))))
}

answers <- unlist(lapply(asked_designs, function(asked) list(
    ask_covariances(asked), ask_contrasts(asked), ask_pairs(asked, "none"),
    ask_pairs(asked, "holm"), ask_pairs(asked, "bh"), ask_equal(asked), ask_trend(asked),
    ask_standardise(asked), ask_independence(asked), ask_fit(asked))), recursive = FALSE)
equal_weights <- asked_designs[vapply(asked_designs, `[[`, "", "name") %in%
                                   c("clus1", "stages")]
answers <- c(answers, unlist(lapply(equal_weights, function(asked) {
    groups <- if (asked$people) c("sector", "sex") else c("stype", "sch_wide")
    unlist(lapply(groups, function(group) lapply(
        c("wilcoxon", "van_der_waerden", "median"), function(score)
            ask_ranks(asked, group, score))), recursive = FALSE)
}), recursive = FALSE))
write_infer(lapply(answers, `[[`, "case"), lapply(answers, `[[`, "expected"), arguments[1])
