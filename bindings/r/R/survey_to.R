# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# A design as one of package survey: what srvyr::as_survey() takes too.

as_svydesign <- function(x) {
  checked_design(x)
  if (!requireNamespace("survey", quietly = TRUE)) {
    wb_stop("UNSUPPORTED", "designs of package survey need that package: install.packages(\"survey\")")
  }
  if (!is.null(x$sampling$calibration)) {
    stop_argument("x", paste("calibrated weights are not carried over: make the design without calibration, and",
      "survey::calibrate() what comes of it"))
  }
  if (are_made(x$sampling$replicates)) {
    stop_argument("x", paste("replicates that are yet to be made are not carried over: make the design without them, and",
      "survey::as.svrepdesign() of what comes of it"))
  }
  if (is.null(x$sampling$replicates)) svydesign_of(x) else svrepdesign_of(x)
}

svydesign_of <- function(x) {
  sampling <- x$sampling
  stages <- survey_stages(sampling, x$data)
  crossed <- crossed_strata(x$data, sampling$strata)
  parts <- c(list(weights = survey_weights(x)), if (!is.null(crossed)) list(strata = crossed), stages$open)
  put <- add_parts(x$data, parts)
  names <- setNames(put$names, names(parts))
  survey::svydesign(ids = names_formula(stages$clusters), weights = names_formula(names[["weights"]]),
    strata = if (!is.null(crossed)) names_formula(names[["strata"]]),
    fpc = if (length(stages$fpc) > 0L) names_formula(c(stages$fpc, names[names(names) == "fpc"])),
    nest = sampling$nested && !is.null(crossed), data = put$data)
}

survey_weights <- function(x) {
  if (length(x$sampling$weights) == 0L) rep(1, count_rows(x$data)) else as.double(x$data[[x$sampling$weights]])
}

# survey has an fpc for every stage or for none: a stage without one is of a population without
# end, after which later stages add nothing.
survey_stages <- function(sampling, data) {
  clusters <- sampling$clusters
  fpc <- sampling$fpc
  if (length(fpc) == 0L || length(fpc) >= length(clusters)) {
    return(list(clusters = clusters, fpc = fpc, open = NULL))
  }
  share <- all(data[[fpc[1L]]] <= 1)
  list(clusters = clusters[seq_len(length(fpc) + 1L)], fpc = fpc,
    open = list(fpc = rep(if (share) 0 else Inf, count_rows(data))))
}

# Several columns of strata are crossed here, and are those of several stages there. Two strata
# may have the same text ("a.b" and "c", "a" and "b.c"), so it is not the text that tells them apart.
crossed_strata <- function(data, columns) {
  if (length(columns) == 0L) {
    return(NULL)
  }
  if (length(columns) == 1L) {
    return(data[[columns]])
  }
  texts <- lapply(columns, function(column) as.character(data[[column]]))
  codes <- do.call(paste, lapply(texts, function(text) match(text, unique(text))))
  first <- !duplicated(codes)
  labels <- make.unique(do.call(paste, c(texts, sep = "."))[first])
  factor(labels[match(codes, codes[first])])
}

names_formula <- function(names) {
  if (length(names) == 0L) {
    return(~1)
  }
  stats::reformulate(sprintf("`%s`", names))
}

svrepdesign_of <- function(x) {
  replicates <- x$sampling$replicates
  n <- length(replicates$columns)
  own <- c(jk1 = (n - 1) / n, bootstrap = 1 / (n - 1))
  types <- c(brr = "BRR", fay = "Fay", jk1 = "JK1", jkn = "JKn", jk2 = "JK2", bootstrap = "bootstrap", sdr = "ACS",
    other = "other")
  scaled <- replicates$type %in% c("jk1", "jkn", "bootstrap", "other")
  scale <- if (replicates$scale > 0) replicates$scale else if (replicates$type %in% names(own)) own[[replicates$type]] else 1
  # It warns of scales that types have of themselves, though none is given.
  suppressWarnings(survey::svrepdesign(variables = add_parts(x$data, list(weights = survey_weights(x)))$data,
    repweights = as.matrix(as.data.frame(unclass(x$data)[replicates$columns])), weights = survey_weights(x),
    type = types[[replicates$type]], scale = if (scaled) scale,
    rscales = if (scaled) ifelse(replicates$rscales > 0, replicates$rscales, 1),
    rho = if (replicates$type == "fay") replicates$rho,
    mse = replicates$mse || replicates$type == "sdr", combined.weights = TRUE))
}
