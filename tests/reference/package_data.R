# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Data sets of R's survey as the cases use them. They are the package's (GPL) and are not
# kept here: whoever has R writes them where the tests find them (export_data.R).

package_set <- function(name) {
    place <- new.env()
    data(list = name, package = "survey", envir = place)
    place
}

# Plain columns: texts for factors, true and false where the text is Yes or No.
plain <- function(data, columns = names(data)) {
    data <- data[columns]
    data[] <- lapply(data, function(x) if (is.factor(x)) as.character(x) else x)
    names(data) <- gsub(".", "_", names(data), fixed = TRUE)
    rownames(data) <- NULL
    data
}

school_columns <- c("stype", "awards", "comp.imp", "sch.wide", "api99", "api00", "enroll",
                    "mobility", "meals", "acs.core")

schools <- function(data, columns) {
    data <- plain(data, c(school_columns, columns))
    data$eligible <- data$awards == "Yes"
    data
}

# Replicate weights as columns r1, r2, ... times the weights.
with_replicates <- function(data, design, prefix = "r") {
    columns <- as.matrix(weights(design, "analysis"))
    colnames(columns) <- paste0(prefix, seq_len(ncol(columns)))
    cbind(data, columns)
}

# Everyone of the population by columns, as calibration wants it.
school_totals <- list(
    stype = c(E = 4421, H = 755, M = 1018),
    linear = c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069),
    raking = c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, sch.wideYes = 5122))

# Designs in R whose weights are in the data below: calibrated and replicated ones.
package_designs <- function() {
    RNGkind("Mersenne-Twister", "Inversion", "Rejection")
    set.seed(19)
    api <- package_set("api")
    clus1 <- svydesign(id = ~dnum, weights = ~pw, data = api$apiclus1, fpc = ~fpc)
    strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = api$apistrat,
                       fpc = ~fpc)
    clus2 <- svydesign(id = ~dnum + snum, weights = ~pw, data = api$apiclus2,
                       fpc = ~fpc1 + fpc2)
    scd <- svydesign(data = package_set("scd")$scd, prob = ~1, id = ~ambulance, strata = ~ESA,
                     nest = TRUE)
    posts <- data.frame(stype = names(school_totals$stype), Freq = school_totals$stype)
    exact <- function(design, ...) calibrate(design, ..., epsilon = 1e-13, maxit = 200)
    list(
        clus1 = clus1, strat = strat, clus2 = clus2,
        clus1_post = postStratify(clus1, ~stype, posts),
        clus1_linear = calibrate(clus1, ~stype + api99, school_totals$linear),
        clus1_raking = exact(clus1, ~stype + sch.wide, school_totals$raking,
                             calfun = "raking"),
        clus1_logit = exact(clus1, ~stype + api99, school_totals$linear, calfun = "logit",
                            bounds = c(0.5, 2)),
        clus2_post = postStratify(clus2, ~stype, posts),
        strat_linear = calibrate(strat, ~stype + api99, school_totals$linear),
        clus1_jk1 = as.svrepdesign(clus1),
        strat_jkn = as.svrepdesign(strat),
        clus1_bootstrap = as.svrepdesign(svydesign(id = ~dnum, weights = ~pw,
                                                   data = api$apiclus1),
                                         type = "bootstrap", replicates = 40),
        scd_brr = svrepdesign(data = package_set("scd")$scd, type = "BRR", weights = rep(1, 6),
                              repweights = 2 * cbind(c(1, 0, 1, 0, 1, 0), c(1, 0, 0, 1, 0, 1),
                                                     c(0, 1, 1, 0, 0, 1), c(0, 1, 0, 1, 1, 0)),
                              combined.weights = FALSE),
        scd_jkn = as.svrepdesign(scd, type = "JKn"))
}

package_data <- function(designs = suppressWarnings(package_designs())) {
    api <- package_set("api")
    clus1 <- schools(api$apiclus1, c("dnum", "pw", "fpc"))
    for (name in c("post", "linear", "raking", "logit"))
        clus1[[paste0("w_", name)]] <- weights(designs[[paste0("clus1_", name)]])
    clus2 <- schools(api$apiclus2, c("dnum", "snum", "pw", "fpc1", "fpc2"))
    clus2$w_post <- weights(designs$clus2_post)
    strat <- schools(api$apistrat, c("pw", "fpc"))
    strat$w_linear <- weights(designs$strat_linear)
    lonely <- schools(api$apistrat[c(1:99, 101, 151:200), ], c("pw", "fpc"))
    scd <- plain(package_set("scd")$scd)
    mu284 <- plain(package_set("mu284")$mu284)
    mu284$w <- weights(svydesign(id = ~id1 + id2, fpc = ~n1 + n2,
                                 data = package_set("mu284")$mu284))
    nhanes <- plain(package_set("nhanes")$nhanes)
    nhanes$high <- nhanes$HI_CHOL == 1
    list(api_srs = schools(api$apisrs, c("pw", "fpc")), api_strat = strat, api_clus1 = clus1,
         api_clus2 = clus2, api_lonely = lonely,
         api_clus1_jk1 = with_replicates(clus1, designs$clus1_jk1),
         api_strat_jkn = with_replicates(strat, designs$strat_jkn),
         api_clus1_bootstrap = with_replicates(clus1, designs$clus1_bootstrap),
         fpc = plain(package_set("fpc")$fpc), nhanes = nhanes,
         yrbs = plain(package_set("yrbs")$yrbs), mu284 = mu284, scd = scd,
         scd_brr = with_replicates(cbind(scd, w = 1), designs$scd_brr),
         scd_jkn = with_replicates(cbind(scd, w = 1), designs$scd_jkn),
         hospital = plain(package_set("hospital")$hospital))
}
