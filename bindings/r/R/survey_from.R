# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# A design of packages survey or srvyr as one of ours. What was sampled how becomes columns beside
# those of the data; what no design here can say is refused.

as_wb_design <- function(x, ...) {
  UseMethod("as_wb_design")
}

as_wb_design.wb_design <- function(x, ...) x

as_wb_design.default <- function(x, ...) {
  kinds <- c(twophase = "of two phases", twophase2 = "of two phases", multiframe = "of several frames",
    dualframe = "of several frames", DBIsvydesign = "whose data are in a database",
    pps = "with unequal probabilities (pps)", survey.design = "of survey before version 2")
  found <- intersect(class(x), names(kinds))
  if (length(found) == 0L) {
    refuse_argument(x, "x", "a design of svydesign(), svrepdesign() or as_survey()")
  }
  stop_argument("x", sprintf("designs %s are not carried over", kinds[[found[1L]]]))
}

as_wb_design.survey.design2 <- function(x, ...) {
  refuse_uncarried(x)
  data <- survey_rows(x)
  parts <- c(list(weights = unname(ifelse(is.finite(x$prob), 1 / x$prob, 0))), survey_strata(x), survey_units(x))
  put <- add_parts(data, parts)
  of <- function(kind) put$names[startsWith(names(parts), kind)]
  wb_design(put$data, weights = of("weights"), strata = of("strata"), clusters = of("cluster"), fpc = of("fpc"))
}

refuse_uncarried <- function(x) {
  if (inherits(x, c("DBIsvydesign", "twophase", "twophase2", "pps"))) {
    as_wb_design.default(x)
  }
  if (!is.null(x$pps) && !identical(x$pps, FALSE)) {
    stop_argument("x", "designs with unequal probabilities (pps) are not carried over")
  }
  if (!is.null(x$postStrata)) {
    stop_argument("x", paste("this design is calibrated or post-stratified: carry the design before that over, weight",
      "with wb_weight(), and say so with wb_design(calibration = wb_calibration())"))
  }
  refuse_subset(x)
  refuse_later_strata(x)
}

# A subset has fewer units than were sampled, and the variance needs them all.
refuse_subset <- function(x) {
  for (stage in seq_along(x$cluster)) {
    unit <- !duplicated(x$cluster[[stage]])
    there <- table(as.character(x$strata[[stage]][unit]))
    if (any(there[as.character(x$strata[[stage]])] != x$fpc$sampsize[, stage])) {
      stop_argument("x", paste("this is a subset, without all units that were sampled: carry the whole design over,",
        "and give groups as by or a model its domain"))
    }
  }
}

refuse_later_strata <- function(x) {
  for (stage in seq_along(x$cluster)[-1L]) {
    pairs <- unique(data.frame(unit = as.character(x$cluster[[stage - 1L]]), stratum = as.character(x$strata[[stage]])))
    if (anyDuplicated(pairs$unit)) {
      stop_argument("x", sprintf("strata within the units of a stage (here %d) are not carried over: only those of the first", stage))
    }
  }
}

survey_rows <- function(x) {
  if (!is.data.frame(x$variables)) {
    stop_argument("x", "this design does not hold its data")
  }
  x$variables
}

survey_strata <- function(x) {
  if (!isTRUE(x$has.strata)) {
    return(list())
  }
  list(strata = ids_of(x$strata[[1L]]))
}

# Rows that are all units of their own are no clusters.
survey_units <- function(x) {
  stages <- seq_along(x$cluster)
  alone <- length(stages) == 1L && !anyDuplicated(x$cluster[[1L]])
  clusters <- if (alone) list() else lapply(unname(as.list(x$cluster)), ids_of)
  names(clusters) <- sprintf("cluster%d", seq_along(clusters))
  fpc <- if (is.null(x$fpc$popsize)) list() else lapply(stages, population_of, fpc = x$fpc)
  names(fpc) <- sprintf("fpc%d", seq_along(fpc))
  c(clusters, fpc)
}

# Of a population without end the fraction that was sampled is 0.
population_of <- function(stage, fpc) {
  size <- as.vector(fpc$popsize[, stage])
  if (all(is.finite(size))) size else fpc$sampsize[, stage] / size
}

ids_of <- function(x) {
  if (is.double(x) && !is.object(x) && fits_integer(x)) return(as.integer(x))
  if (is.integer(x) && !is.object(x)) x else factor(x)
}

# Columns with names that the data do not have.
add_parts <- function(data, parts) {
  data <- as.list(data)
  names <- utils::tail(make.unique(c(names(data), paste0(".", names(parts)))), length(parts))
  whole <- c(data, setNames(unname(parts), names))
  attr(whole, "row.names") <- .set_row_names(length(parts[[1L]]))
  list(data = structure(whole, class = "data.frame"), names = names)
}

# ---- replicate weights ----

as_wb_design.svyrep.design <- function(x, ...) {
  weights <- stats::weights(x, type = "analysis")
  used <- rep_len(x$rscales, ncol(weights)) > 0
  weights <- weights[, used, drop = FALSE]
  parts <- c(list(weights = as.vector(stats::weights(x, type = "sampling"))),
    setNames(lapply(seq_len(ncol(weights)), function(i) weights[, i]), sprintf("replicate%d", seq_len(ncol(weights)))))
  put <- add_parts(survey_rows(x), parts)
  wb_design(put$data, weights = put$names[1L], replicates = carried_replicates(x, put$names[-1L], used))
}

# survey takes successive differences around the mean of the replicates unless told: that is "other" here.
carried_replicates <- function(x, columns, used) {
  types <- c(BRR = "brr", Fay = "fay", JK1 = "jk1", JKn = "jkn", JK2 = "jk2", bootstrap = "bootstrap",
    subbootstrap = "bootstrap", mrbbootstrap = "bootstrap", ACS = "sdr", "successive-difference" = "sdr", other = "other")
  type <- if (x$type %in% names(types)) types[[x$type]] else "other"
  mse <- isTRUE(as.logical(x$mse))
  if (type == "sdr" && !mse || !all(used) && type %in% c("brr", "fay", "jk2", "sdr")) type <- "other"
  wb_replicates(columns, type = type, scale = x$scale, rscales = rep_len(x$rscales, length(used))[used],
    rho = if (type == "fay") x$rho, mse = mse)
}
