# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript design_cases.R FOLDER
# Regenerates tests/vectors/design_*.csv: designs and estimands on the data sets of R's
# survey (package_data.R), and on small made-up ones that are kept with their results.
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
for (file in c("survey_reference.R", "design_reference.R", "design_by_hand.R",
               "package_data.R", "synthetic_data.R"))
    source(file.path(dirname(script), file))

designs <- suppressWarnings(package_designs())
sets <- package_data(designs)
made_up <- synthetic_data()

# A case on a data set of the package, or on a made-up one.
case_on <- function(name, file, spec, options = list(), design = NULL, ...) {
    data <- if (is.null(sets[[file]])) made_up[[file]] else sets[[file]]
    list(name = name, file = file, data = data, spec = do.call(spec_of, spec),
         options = options, design = design, ...)
}

# Cases that differ in one option.
vary <- function(name, file, spec, option, values, ..., options = list())
    lapply(values, function(value) case_on(paste0(name, "_", value), file, spec,
        c(options, setNames(list(value), option)), ...))

# ---- what is asked of schools ----

school_estimands <- list(
    estimand("mean", "api00"), estimand("total", "enroll"), estimand("mean", "eligible"),
    estimand("total", "eligible"), estimand("mean", "acs_core"),
    estimand("proportion", "awards"),
    estimand("ratio", numerator = "api00", denominator = "api99"),
    estimand("ratio", numerator = "acs_core", denominator = "mobility"),
    estimand("variance", "api00"), estimand("variance", "acs_core"),
    estimand("covariance", x = "api99", y = "api00"),
    estimand("correlation", x = "meals", y = "api00"))
by_type <- list(character(), "stype", c("stype", "sch_wide"))
schools_spec <- function(..., estimands = school_estimands, breakdowns = by_type)
    list(..., estimands = estimands, breakdowns = breakdowns)
share_estimands <- list(estimand("mean", "eligible"), estimand("proportion", "stype"))

srs <- list(weights = "pw", fpc = "fpc")
strat <- list(weights = "pw", strata = "stype", fpc = "fpc")
clus1 <- list(weights = "pw", clusters = "dnum", fpc = "fpc")
clus2 <- list(weights = "pw", clusters = c("dnum", "snum"), fpc = c("fpc1", "fpc2"))
asked <- function(design, ...) do.call(schools_spec, c(design, list(...)))
deff_estimands <- list(estimand("mean", "api00"), estimand("total", "enroll"),
                       estimand("mean", "eligible"), estimand("proportion", "stype"),
                       estimand("total", "eligible"))

school_cases <- list(
    case_on("srs", "api_srs", asked(srs)),
    case_on("srs_no_fpc", "api_srs", asked(srs["weights"])),
    case_on("srs_no_weights", "api_srs", asked(list())),
    case_on("strat", "api_strat", asked(strat)),
    case_on("strat_no_fpc", "api_strat", asked(strat[c("weights", "strata")])),
    case_on("clus1", "api_clus1", asked(clus1)),
    case_on("clus1_no_fpc", "api_clus1", asked(clus1[c("weights", "clusters")])),
    case_on("clus2", "api_clus2", asked(clus2)),
    case_on("clus2_fpc_first", "api_clus2",
            asked(list(weights = "pw", clusters = c("dnum", "snum"), fpc = "fpc1")),
            list(lonely = "certainty")),
    case_on("clus2_no_fpc", "api_clus2", asked(clus2[c("weights", "clusters")])),
    case_on("clus2_ultimate", "api_clus2", asked(clus2), list(ultimate_cluster = 1L)),
    case_on("clus1_df", "api_clus1", asked(clus1), list(df = 5, level = 0.9)),
    case_on("srs_wor", "api_srs", asked(srs, design_effect = "wor", estimands = deff_estimands)),
    case_on("strat_wor", "api_strat",
            asked(strat, design_effect = "wor", estimands = deff_estimands)),
    case_on("strat_wr", "api_strat",
            asked(strat, design_effect = "wr", estimands = deff_estimands)),
    case_on("clus1_wor", "api_clus1",
            asked(clus1, design_effect = "wor", estimands = deff_estimands)),
    case_on("clus2_wr", "api_clus2",
            asked(clus2, design_effect = "wr", estimands = deff_estimands)))

# ---- intervals of shares ----

intervals <- c("logit", "wald", "wilson", "beta", "asin", "agresti_coull", "jeffreys")
interval_cases <- c(
    vary("clus1_interval", "api_clus1", asked(clus1, estimands = share_estimands,
                                              breakdowns = list(character(), "sch_wide")),
         "interval", intervals),
    vary("clus2_interval", "api_clus2", asked(clus2, estimands = share_estimands,
                                              breakdowns = list(character())),
         "interval", intervals, options = list(level = 0.9)),
    # R interpolates a profile of the likelihood, which gives about five digits.
    list(case_on("clus1_interval_likelihood", "api_clus1",
                 asked(clus1, estimands = list(estimand("mean", "eligible")),
                       breakdowns = list(character())),
                 list(interval = "likelihood"), tolerance = 1e-4)))

# ---- the other data sets ----

fpc_estimands <- list(estimand("mean", "x"), estimand("total", "x"), estimand("variance", "x"))
fpc_spec <- function(...) list(..., estimands = fpc_estimands)
small_cases <- list(
    case_on("fpc_strata", "fpc", fpc_spec(weights = "weight", strata = "stratid", fpc = "Nh")),
    case_on("fpc_nested", "fpc", fpc_spec(weights = "weight", strata = "stratid",
                                          clusters = "psuid", fpc = "Nh", nested = TRUE)),
    case_on("fpc_none", "fpc", fpc_spec(weights = "weight", strata = "stratid",
                                        clusters = "psuid", nested = TRUE)),
    case_on("mu284", "mu284", list(
        weights = "w", clusters = c("id1", "id2"), fpc = c("n1", "n2"), design_effect = "wor",
        estimands = list(estimand("mean", "y1"), estimand("total", "y1"),
                         estimand("variance", "y1")),
        breakdowns = list(character(), "id1"))),
    case_on("scd", "scd", list(strata = "ESA", clusters = "ambulance", nested = TRUE,
        estimands = list(estimand("ratio", numerator = "alive", denominator = "arrests"),
                         estimand("total", "alive"), estimand("mean", "alive")))),
    case_on("hospital", "hospital", list(
        weights = "weighta", strata = "oblevel", fpc = "tothosp",
        estimands = list(estimand("total", "births"), estimand("mean", "births")),
        breakdowns = list(character(), "oblevel"))),
    case_on("nhanes", "nhanes", list(
        weights = "WTMEC2YR", strata = "SDMVSTRA", clusters = "SDMVPSU", nested = TRUE,
        design_effect = "wor",
        estimands = list(estimand("mean", "high"), estimand("proportion", "HI_CHOL"),
                         estimand("total", "HI_CHOL"), estimand("proportion", "race")),
        breakdowns = list(character(), "race", c("agecat", "RIAGENDR")))),
    case_on("yrbs", "yrbs", list(
        weights = "weight", strata = "stratum", clusters = "psu", nested = TRUE,
        estimands = list(estimand("proportion", "qn8"), estimand("mean", "qn8")))))

# ---- lonely units ----

lonely_spec <- list(weights = "w", strata = "h", clusters = "psu", nested = TRUE,
                    estimands = list(estimand("mean", "y"), estimand("mean", "ill"),
                                     estimand("total", "y"),
                                     estimand("ratio", numerator = "y", denominator = "x")),
                    breakdowns = list(character(), "sex", "region"))
rows_spec <- c(lonely_spec[!names(lonely_spec) %in% c("clusters", "nested")], list(fpc = "N"))
with_fpc <- c(lonely_spec, list(fpc = "N"))
policies <- c("certainty", "centre", "average")
lonely_cases <- c(
    vary("lonely", "design_lonely", lonely_spec, "lonely", policies),
    vary("lonely_fpc", "design_lonely", with_fpc, "lonely", policies),
    vary("lonely_domain", "design_lonely", lonely_spec, "lonely", c("centre", "average"),
         options = list(lonely_in_domain = 1L)),
    vary("lonely_rows", "design_rows", rows_spec, "lonely", c(policies, "collapse")),
    vary("lonely_open", "design_rows", c(rows_spec, list(units = "open")), "lonely",
         c(policies, "collapse")),
    vary("lonely_rows_domain", "design_rows", rows_spec, "lonely", c("centre", "average"),
         options = list(lonely_in_domain = 1L)),
    vary("lonely_open_domain", "design_rows", c(rows_spec, list(units = "open")), "lonely",
         c("centre", "average"), options = list(lonely_in_domain = 1L)),
    vary("api_lonely", "api_lonely", asked(strat, breakdowns = list(character()), estimands =
         school_estimands[c(1, 3, 6, 7)]), "lonely", policies),
    list(case_on("lonely_collapse", "design_lonely", lonely_spec, list(lonely = "collapse")),
         case_on("lonely_collapse_fpc", "design_lonely", with_fpc, list(lonely = "collapse"))),
    list(case_on("lonely_fail", "design_lonely", lonely_spec, error = "WB_E_DESIGN")))

# ---- stages ----

stage_estimands <- list(estimand("mean", "y"), estimand("total", "y"), estimand("mean", "ill"),
                        estimand("proportion", "sector"), estimand("total", "ill"),
                        estimand("ratio", numerator = "y", denominator = "x"),
                        estimand("variance", "y"), estimand("covariance", x = "x", y = "y"),
                        estimand("correlation", x = "x", y = "y"))
stages <- list(weights = "w", strata = "h", clusters = c("town", "house", "person"),
               nested = TRUE, estimands = stage_estimands,
               breakdowns = list(character(), "sector", c("sex", "sector")))
stage_cases <- list(
    case_on("stages_sizes", "design_stages", c(stages, list(fpc = c("N1", "N2", "N3")))),
    case_on("stages_fractions", "design_stages", c(stages, list(fpc = c("f1", "f2", "f3")))),
    case_on("stages_two_fpc", "design_stages", c(stages, list(fpc = c("N1", "N2")))),
    case_on("stages_no_fpc", "design_stages", stages),
    case_on("stages_ultimate", "design_stages", c(stages, list(fpc = c("N1", "N2", "N3"))),
            list(ultimate_cluster = 1L)),
    case_on("stages_wor", "design_stages",
            c(stages[names(stages) != "estimands"], list(fpc = c("N1", "N2", "N3"),
              design_effect = "wor", estimands = stage_estimands[c(1:3, 5)]))))

# Shares alone, whose design effects need more sums than their estimates.
stage_cases <- c(stage_cases, list(
    case_on("stages_shares", "design_stages",
            c(stages[names(stages) != "estimands"], list(fpc = c("N1", "N2", "N3"),
              design_effect = "wr", estimands = stage_estimands[4]))),
    case_on("rows_shares", "design_pairs", list(
        weights = "w", strata = "h", design_effect = "wr", estimands = stage_estimands[4],
        breakdowns = list(character(), "sex")))))

# ---- replicate weights ----

replicates_spec <- function(prefix, count, type, ..., weights = "w", estimands,
                            breakdowns = list(character()), rscales = NULL)
    list(weights = weights, estimands = estimands, breakdowns = breakdowns,
         replicates = c(list(type = type, columns = paste0(prefix, seq_len(count))), list(...),
                        if (!is.null(rscales)) list(rscales = rscales)))
replicate_cases <- function(mse) {
    both <- function(name, ...) case_on(if (mse) paste0(name, "_mse") else name, ...)
    more <- if (mse) list(mse = TRUE) else list()
    spec <- function(...) do.call(replicates_spec, c(list(...), more))
    scd <- list(estimand("ratio", numerator = "alive", denominator = "arrests"),
                estimand("total", "alive"), estimand("mean", "alive"))
    list(
        both("clus1_jk1", "api_clus1_jk1",
             spec("r", 15, "jk1", scale = designs$clus1_jk1$scale, weights = "pw",
                  estimands = school_estimands, breakdowns = by_type[1:2])),
        both("strat_jkn", "api_strat_jkn",
             spec("r", 200, "jkn", rscales = designs$strat_jkn$rscales, weights = "pw",
                  estimands = school_estimands[1:9], breakdowns = by_type[1:2])),
        both("clus1_bootstrap", "api_clus1_bootstrap",
             spec("r", 40, "bootstrap", weights = "pw", estimands = school_estimands)),
        both("scd_brr", "scd_brr", spec("r", 4, "brr", estimands = scd)),
        both("scd_jkn", "scd_jkn",
             spec("r", 6, "jkn", rscales = designs$scd_jkn$rscales, estimands = scd)),
        both("pairs_fay", "design_pairs",
             spec("fay", 8, "fay", rho = 0.3, estimands = stage_estimands,
                  breakdowns = list(character(), "sector"))),
        both("pairs_jk2", "design_pairs",
             spec("jk2_", 6, "jk2", estimands = stage_estimands,
                  breakdowns = list(character(), "sector"))),
        both("pairs_other", "design_pairs",
             spec("fay", 8, "other", scale = 0.21, rscales = seq(0.5, 1.2, by = 0.1),
                  estimands = stage_estimands)))
}
more_replicates <- list(
    case_on("pairs_sdr", "design_pairs", replicates_spec(
        "fay", 8, "sdr", mse = TRUE, estimands = stage_estimands)),
    case_on("clus1_jk1_df", "api_clus1_jk1",
            replicates_spec("r", 15, "jk1", weights = "pw", estimands = school_estimands[1:4]),
            list(df = 7)))

# ---- replicates made when estimating ----

pairs <- list(weights = "w", strata = "h", clusters = "psu", nested = TRUE,
              estimands = list(estimand("total", "y"), estimand("total", "ill")),
              breakdowns = list(character(), "sector"))
far <- c(pairs[c("weights", "strata", "clusters", "nested", "breakdowns")], list(estimands = list(
    estimand("variance", "far"), estimand("covariance", x = "x", y = "far"),
    estimand("correlation", x = "far", y = "x"), estimand("correlation", x = "flat", y = "y"))))
made_cases <- c(
    vary("pairs_made_far", "design_pairs", far, "mse", 0:1, options = list(replicates = "jkn")),
    vary("clus1_made_jk1", "api_clus1", asked(clus1, breakdowns = by_type[1:2]), "mse", 0:1,
         options = list(replicates = "jk1")),
    vary("stages_made_jkn", "design_stages", c(stages, list(fpc = "N1")), "mse", 0:1,
         options = list(replicates = "jkn")),
    vary("hospital_made_jkn", "hospital", list(
        weights = "weighta", strata = "oblevel", fpc = "tothosp", units = "open",
        estimands = list(estimand("total", "births"), estimand("mean", "births"))),
        "mse", 0:1, options = list(replicates = "jkn")),
    # Balanced: of a total every Hadamard matrix gives the variance of linearisation.
    vary("pairs_made_brr", "design_pairs", pairs, "mse", 0:1, options = list(
        replicates = "brr")),
    vary("pairs_made_fay", "design_pairs", pairs, "mse", 0:1, options = list(
        replicates = "fay", rho = 0.3)))

# ---- calibrated weights ----

calibrated_spec <- function(design, weights, margins, auxiliaries = character(), ...)
    asked(c(design[names(design) != "weights"], list(weights = weights)), calibration = list(
        initial = "pw", margins = margins, auxiliaries = auxiliaries), ...)
on_type <- list("stype")
calibrated_cases <- list(
    case_on("clus1_post", "api_clus1", calibrated_spec(clus1, "w_post", on_type),
            design = designs$clus1_post),
    case_on("clus1_linear", "api_clus1",
            calibrated_spec(clus1, "w_linear", on_type, "api99"),
            design = designs$clus1_linear),
    case_on("clus1_raking", "api_clus1",
            calibrated_spec(clus1, "w_raking", list("stype", "sch_wide")),
            design = designs$clus1_raking),
    case_on("clus1_logit", "api_clus1", calibrated_spec(clus1, "w_logit", on_type, "api99"),
            design = designs$clus1_logit),
    case_on("clus2_post", "api_clus2", calibrated_spec(clus2, "w_post", on_type),
            design = designs$clus2_post),
    case_on("strat_linear", "api_strat",
            calibrated_spec(strat, "w_linear", on_type, "api99"),
            design = designs$strat_linear))

# ---- quantiles ----

quantiles_of <- function(variable) lapply(c(0.123, 0.377, 0.511, 0.883), function(p)
    estimand("quantile", variable, probability = p))
quantile_cases <- c(
    vary("srs_quantile", "api_srs", asked(srs, estimands = quantiles_of("api00")),
         "quantile_rule", c("math", "school", "hf7")),
    vary("strat_quantile", "api_strat", asked(strat, estimands = quantiles_of("api00")),
         "quantile_rule", c("math", "school")),
    vary("clus2_quantile", "api_clus2", asked(clus2, estimands = quantiles_of("acs_core"),
                                              breakdowns = by_type[1:2]),
         "quantile_rule", c("math", "school"), options = list(level = 0.9)),
    vary("stages_quantile", "design_stages",
         c(stages[names(stages) != "estimands"],
           list(fpc = c("N1", "N2", "N3"), estimands = quantiles_of("y"))),
         "quantile_rule", c("math", "school", "hf7")),
    list(case_on("post_quantile", "api_clus1",
                 calibrated_spec(clus1, "w_post", on_type, estimands = quantiles_of("api00"),
                                 breakdowns = by_type[1:2]), design = designs$clus1_post),
         case_on("pairs_quantile", "design_pairs", replicates_spec(
             "fay", 8, "fay", rho = 0.3, estimands = quantiles_of("y")))))

cases <- c(school_cases, interval_cases, small_cases, lonely_cases, stage_cases,
           replicate_cases(FALSE), replicate_cases(TRUE), more_replicates, made_cases, calibrated_cases,
           quantile_cases)
for (name in names(made_up))
    write_csv(made_up[[name]], file.path(arguments[1], paste0(name, ".csv")),
              "# SYNTHETIC: made-up people, by tests/reference/synthetic_data.R")
write_designs(cases, arguments[1])
