# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Models by formula: what goes with an outcome, with the variance of the design.

wb_model <- function(formula, design, family = c("logit", "linear", "multinomial", "ordered"), event = NULL,
                     categories = NULL, domain = NULL, reference = list(), data = NULL, level = 0.95, ..., max_iterations = 0,
                     tolerance = 0, threads = 1, progress = NULL) {
  if (missing(design) == is.null(data)) {
    stop_argument("design", "give a design of wb_design(), or without one data: a simple random sample")
  }
  if (missing(design)) design <- wb_design(data)
  checked_design(design)
  family <- wb_check_choice(family, "family", enum_words("family"))
  parts <- model_parts(formula)
  data <- design$data
  domain <- if (is.null(domain)) NULL else one_column(domain, "domain")
  columns <- unique(c(parts$outcome, parts$terms, domain))
  check_columns(columns, names(data), "formula")
  if (is.null(categories) && family %in% c("multinomial", "ordered")) categories <- levels(data[[parts$outcome]])
  model <- new_model(parts, family, event, categories, domain, reference_of(parts, data, reference, domain))
  on.exit(close_handles(model))
  spec <- new_spec(list(), list(), design$sampling)
  on.exit(close_handles(spec), add = TRUE)
  .Call(R_swig_wb_model_set_design, model, spec, FALSE)
  frame <- design_frame(design, c(unlist(sampling_columns(design$sampling)), columns))
  source <- .Call(R_swig_wb_source_from_frame, frame, 0, FALSE)
  on.exit(close_handles(source), add = TRUE)
  fit <- .Call(R_swig_wb_model_fit_source, model, source,
    list(max_iterations = max_iterations, tolerance = tolerance),
    with_made(estimate_options(level = level, ...), design$sampling$replicates), wb_run_options(threads, progress, 0),
    FALSE)
  fit_of(fit, model, formula, family, list(call = match.call(), design = design, columns = columns))
}

# What users see of a fit; `more` are what its methods need.
fit_of <- function(fit, model, formula, family, more = list()) {
  tables <- lapply(wb_enums$fit_part, function(part) made_table(.Call(R_swig_wb_fit_table, fit, part, FALSE)))
  names(tables) <- enum_words("fit_part")
  json <- written_text(function(to) .Call(R_swig_wb_model_write, model, to, FALSE))
  structure(c(tables, list(formula = formula, family = family, json = json), more, list(handle = fit)),
    class = "wb_model_fit")
}

# A model of the low layer.
new_model <- function(parts, family, event, categories, domain, reference) {
  model <- .Call(R_swig_wb_model_new, value_of_word("family", family), parts$outcome, FALSE)
  if (!is.null(event)) {
    .Call(R_swig_wb_model_set_event, model, wb_check_string(value_texts(event), "event"), FALSE)
  }
  if (!is.null(categories)) {
    .Call(R_swig_wb_model_set_categories, model, value_texts(categories), FALSE)
  }
  .Call(R_swig_wb_model_set_domain, model, domain, FALSE)
  .Call(R_swig_wb_model_set_intercept, model, as.integer(parts$intercept), FALSE)
  for (term in parts$terms) {
    categorical <- term %in% parts$factors || term %in% names(reference)
    kind <- wb_enums$term[[if (categorical) "CATEGORICAL" else "AUTO"]]
    .Call(R_swig_wb_model_add_term, model, term, kind, reference[[term]], FALSE)
  }
  for (columns in parts$interactions) {
    .Call(R_swig_wb_model_add_interaction, model, columns, FALSE)
  }
  model
}

checked_fit <- function(fit) {
  if (!inherits(fit, "wb_model_fit")) {
    refuse_argument(fit, "fit", "what wb_model() gave")
  }
}

# ---- what goes with the outcome ----

wb_risks <- function(fit, risks = NULL, by = NULL, data = NULL, threads = 1, progress = NULL) {
  again(fit, risks, by, data, function(source, risks, by) {
    .Call(R_swig_wb_fit_risks, fit$handle, source, risks, by, wb_run_options(threads, progress, 0), FALSE)
  })
}

wb_margins <- function(fit, terms = NULL, by = NULL, data = NULL, threads = 1, progress = NULL) {
  again(fit, terms, by, data, function(source, terms, by) {
    .Call(R_swig_wb_fit_margins, fit$handle, source, terms, by, wb_run_options(threads, progress, 0), FALSE)
  })
}

# Weights of the themes of a scan, of one risk profile or a list of them.
wb_risk_weights <- function(risks, themes = NULL) {
  if (is.data.frame(risks)) risks <- list(risks)
  frames <- lapply(unname(risks), as_wb_frame)
  themes <- if (is.null(themes)) NULL else as_wb_frame(themes)
  made_table(.Call(R_swig_wb_risk_weights, frames, themes, FALSE))
}

# Karasek's types, as a factor of as many as there are rows.
wb_job_types <- function(data, demands, control, weights = NULL, cuts = NULL, control_is_lack = FALSE) {
  demands <- one_column(demands, "demands")
  control <- one_column(control, "control")
  weights <- if (is.null(weights)) NULL else one_column(weights, "weights")
  check_columns(c(demands, control, weights), names(data), "scores")
  if (!is.null(cuts) && (!is.numeric(cuts) || length(cuts) != 2L)) {
    refuse_argument(cuts, "cuts", "two numbers: of demands and of control")
  }
  cut <- wb_enums$job_cut[[if (is.null(cuts)) "MEDIAN" else "FIXED"]]
  cuts <- if (is.null(cuts)) c(0, 0) else as.double(cuts)
  frame <- frame_of_columns(data, c(demands, control, weights))
  found <- read_columns(.Call(R_swig_wb_job_types, frame, demands, control, weights, cut, cuts[1L], cuts[2L],
    as.integer(isTRUE(control_is_lack)), FALSE))
  found$job_type
}

# The rows of the fit once more.
again <- function(fit, terms, by, data, call) {
  checked_fit(fit)
  by <- formula_columns(by, "by")
  terms <- formula_columns(terms, "terms")
  frame <- rows_of_fit(fit, by, data)
  source <- .Call(R_swig_wb_source_from_frame, frame, 0, FALSE)
  on.exit(close_handles(source))
  made_table(call(source, terms, by))
}

# Those of its design; of a fit in passes they are given.
rows_of_fit <- function(fit, by, data) {
  if (is.null(fit$design) == is.null(data)) {
    stop_argument("data", if (is.null(data)) "this fit was made in passes: give all its rows as data" else
      "the rows of this fit are those of its design: leave data out")
  }
  if (is.null(data)) {
    check_columns(by, names(fit$design$data), "by")
    return(design_frame(fit$design, unique(c(unlist(sampling_columns(fit$design$sampling)), fit$columns, by))))
  }
  check_table(data)
  check_columns(by, names(data), "by")
  frame_of_columns(data, if (is.null(fit$columns)) names(data) else unique(c(fit$columns, by)))
}

predict.wb_model_fit <- function(object, newdata, ...) {
  if (missing(newdata)) {
    refuse_argument(NULL, "newdata", "a data frame of profiles, with a column for every term")
  }
  made_table(.Call(R_swig_wb_fit_predict, object$handle, as_wb_frame(newdata), FALSE))
}

# The model that was fitted, as the library writes it.
wb_model_json <- function(fit) {
  checked_fit(fit)
  model <- read_text(fit$json, "model", function(reader) {
    .Call(R_swig_wb_model_read, reader, FALSE)
  })
  on.exit(close_handles(model))
  written_text(function(to) .Call(R_swig_wb_model_write, model, to, FALSE))
}

# ---- formulas ----

# Outcome, terms, which of them are factors, interactions. Interactions in `*` and `^` are
# written out as R does.
model_parts <- function(formula) {
  if (!inherits(formula, "formula") || length(formula) != 3L) {
    refuse_argument(formula, "formula", "a formula such as problem ~ age + factor(wave) + age:sex")
  }
  found <- stats::terms(formula)
  variables <- lapply(as.list(attr(found, "variables"))[-1L], model_variable)
  used <- attr(found, "factors") # a row per variable, a column per term
  columns <- lapply(seq_along(attr(found, "term.labels")), function(term) {
    vapply(variables[used[, term] > 0], function(variable) variable$name, "")
  })
  single <- lengths(columns) == 1L
  of <- function(what) Filter(function(variable) !is.null(variable[[what]]), variables)
  list(outcome = variables[[1L]]$name, terms = unlist(columns[single]),
    factors = unique(vapply(of("factor"), function(variable) variable$name, "")),
    reference = setNames(lapply(of("reference"), function(variable) variable$reference),
      vapply(of("reference"), function(variable) variable$name, "")),
    interactions = columns[!single], intercept = attr(found, "intercept") == 1L)
}

# A name, factor(name), or relevel(either, "its reference").
model_variable <- function(x) {
  if (is.name(x)) {
    return(list(name = as.character(x)))
  }
  if (is.call(x) && identical(x[[1L]], quote(factor)) && length(x) == 2L && is.name(x[[2L]])) {
    return(list(name = as.character(x[[2L]]), factor = TRUE))
  }
  if (is.call(x) && identical(x[[1L]], quote(relevel)) && length(x) == 3L && is.character(x[[3L]])) {
    return(c(model_variable(x[[2L]]), reference = x[[3L]]))
  }
  stop_argument("formula", sprintf(paste("formula takes names of columns, factor(name) and relevel(name, \"category\"),",
    "and '%s' is something else: make it a column of the data first"), formula_text(x)))
}

# Whether there is a value that is not declared missing; without haven a labelled column has no
# is.na() of its own.
is_answered <- function(x) {
  values <- unclass(x)
  range <- attr(x, "na_range", exact = TRUE)
  declared <- attr(x, "na_values", exact = TRUE)
  answered <- !is.na(values)
  if (!is.null(declared)) answered <- answered & !values %in% declared
  if (!is.null(range)) answered <- answered & !(values >= range[1L] & values <= range[2L])
  answered
}

# The categories that others are compared with, as texts: those of the formula and those that are given.
checked_reference <- function(parts, reference) {
  reference <- as.list(reference)
  if (length(reference) > 0L && (is.null(names(reference)) || any(lengths(reference) != 1L))) {
    refuse_argument(reference, "reference", "a list of categories by column, such as list(sector = \"zorg\")")
  }
  wrong <- setdiff(names(reference), parts$terms)
  if (length(wrong) > 0L) {
    stop_argument(wrong[1L], sprintf("'%s' is said to have a reference, and is no term", wrong[1L]))
  }
  lapply(utils::modifyList(parts$reference, reference), value_texts)
}

# The first level of a factor is its reference, of those that rows of the model have.
reference_of <- function(parts, data, reference, domain) {
  reference <- checked_reference(parts, reference)
  factors <- Filter(function(term) is.factor(data[[term]]), setdiff(parts$terms, names(reference)))
  if (length(factors) > 0L) {
    rows <- Reduce(`&`, lapply(unclass(data)[c(parts$outcome, parts$terms)], is_answered))
    if (!is.null(domain)) {
      rows <- rows & is_answered(data[[domain]]) & data[[domain]] != 0
    }
    for (term in factors) {
      there <- tabulate(unclass(data[[term]])[rows], nlevels(data[[term]])) > 0L
      if (any(there)) reference[[term]] <- levels(data[[term]])[there][1L]
    }
  }
  reference
}

# ---- methods ----

# Of several categories the category comes first.
coefficient_names <- function(category, term, level) {
  names <- ifelse(is.na(level), as.character(term), paste0(term, "[", level, "]"))
  if (length(unique(category)) > 1L) paste0(category, ":", names) else names
}

# What says what the rows were made with: they themselves, or of a fit in passes its tables.
source_of <- function(fit) if (is.null(fit$design)) fit$coefficients else fit$design$data

estimated <- function(x) x$coefficients[x$coefficients$status != "reference", ]

coef.wb_model_fit <- function(object, ...) {
  rows <- estimated(object)
  setNames(rows$estimate, coefficient_names(rows$category, rows$term, rows$level))
}

vcov.wb_model_fit <- function(object, ...) {
  rows <- estimated(object)
  names <- coefficient_names(rows$category, rows$term, rows$level)
  v <- matrix(NA_real_, length(names), length(names), dimnames = list(names, names))
  pairs <- object$covariance
  i <- coefficient_names(pairs$category_i, pairs$term_i, pairs$level_i)
  j <- coefficient_names(pairs$category_j, pairs$term_j, pairs$level_j)
  v[cbind(i, j)] <- pairs$covariance
  v[cbind(j, i)] <- pairs$covariance
  v
}

confint.wb_model_fit <- function(object, parm, level = 0.95, ...) {
  rows <- estimated(object)
  names <- coefficient_names(rows$category, rows$term, rows$level)
  tail <- (1 - checked_level(level)) / 2
  t <- suppressWarnings(qt(1 - tail, rows$df))
  found <- cbind(rows$estimate - t * rows$se, rows$estimate + t * rows$se)
  dimnames(found) <- list(names, paste(format(100 * c(tail, 1 - tail), digits = 3, trim = TRUE), "%"))
  if (missing(parm)) found else found[parm, , drop = FALSE]
}

summary.wb_model_fit <- function(object, ...) {
  structure(unclass(object), class = "summary.wb_model_fit")
}

print.wb_model_fit <- function(x, digits = max(3L, getOption("digits") - 3L), ...) {
  cat("<wb_model> ", if (!is.null(x$formula)) c(x$family, ": ", formula_text(x$formula)), "\n", sep = "")
  rows <- x$coefficients
  shown <- rows[intersect(c("estimate", "se", "p", "odds_ratio"), names(rows))]
  shown <- cbind(signif(shown, digits), status = rows$status)
  rownames(shown) <- make.unique(coefficient_names(rows$category, rows$term, rows$level))
  print(shown, ...)
  cat(sprintf("n %s, %s left out for missing values, df %s\n", format(x$summary$n),
    format(x$summary$n_missing), format(x$summary$df)))
  cat_notes(source_notes(source_of(x)))
  invisible(x)
}

print.summary.wb_model_fit <- function(x, ...) {
  print.wb_model_fit(x, ...)
  cat("\nTerms (Wald):\n")
  print(x$terms, row.names = FALSE)
  cat("\n")
  print(x$summary, row.names = FALSE)
  invisible(x)
}
