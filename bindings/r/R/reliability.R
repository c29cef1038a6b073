# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# How well scales measure: of an instrument, or of columns by the name of their scale.

wb_reliability <- function(scales, design, by = NULL, select = NULL, codes = NULL,
                           pairs = FALSE, level = 0.95,
                           interval = c("logit", "wald", "wilson", "beta", "likelihood",
                                        "asin", "agresti_coull", "jeffreys"),
                           threads = 1, progress = NULL, ...) {
  checked_design(design)
  by <- breakdown_names(by)
  check_columns(unlist(by), names(design$data), "breakdown")
  asked <- measured_scales(scales, select, codes)
  on.exit(close_handles(asked$handle))
  options <- with_made(estimate_options(level, interval, ...), design$sampling$replicates)
  frame <- measure_scales(asked, design, by, list(pairs = wb_check_flag(pairs, "pairs")),
    options, wb_run_options(threads, progress))
  on.exit(close_handles(frame), add = TRUE)
  from_wb_frame(frame, class = "wb_reliability")
}

# The scales for the library, and the columns they take.
measured_scales <- function(scales, select, codes) {
  handle <- .Call(R_swig_wb_scales_new, FALSE)
  columns <- if (is.list(scales) && !inherits(scales, "wb_instrument")) {
    if (!is.null(select)) stop_argument("select", "select is for the scales of an instrument")
    scales_of_columns(handle, scales, codes)
  } else {
    if (!is.null(codes)) {
      stop_argument("codes", "codes are for scales of columns: an instrument has its own")
    }
    scales_of_instrument(handle, wb_instrument(scales), select)
  }
  list(handle = handle, columns = columns)
}

scales_of_instrument <- function(handle, instrument, select) {
  select <- if (is.null(select)) character() else wb_check_strings(select, "select")
  .Call(R_swig_wb_scales_add_instrument, handle, instrument_handle(instrument), select, FALSE)
  instrument$state$items
}

scales_of_columns <- function(handle, scales, codes) {
  if (length(scales) == 0L || is.null(names(scales)) || !all(nzchar(names(scales)))) {
    refuse_argument(scales, "scales", "an instrument, or a list of columns with names")
  }
  codes <- lowest_and_highest(codes)
  unlist(lapply(names(scales), function(scale) {
    .Call(R_swig_wb_scales_add, handle, scale, codes[1L], codes[2L], FALSE)
    items <- wb_check_strings(scales[[scale]], "scales")
    columns <- sub("^-", "", items)
    for (i in seq_along(items)) {
      .Call(R_swig_wb_scales_add_item, handle, columns[i], as.integer(items[i] != columns[i]),
        FALSE)
    }
    columns
  }))
}

lowest_and_highest <- function(codes) {
  if (is.null(codes)) {
    return(c(0, 0))
  }
  if (!is.numeric(codes) || length(codes) != 2L || anyNA(codes) || codes[1L] >= codes[2L]) {
    refuse_argument(codes, "codes", "two numbers: the lowest and the highest code")
  }
  as.numeric(codes)
}

measure_scales <- function(asked, design, by, how, options, run) {
  sampling <- design$sampling
  if (sampling$units == "auto" && !is.null(options$replicates)) {
    sampling$units <- "open"
  }
  there <- intersect(asked$columns, names(design$data))
  frame <- design_frame(design, c(unlist(sampling_columns(sampling)), there, unlist(by)))
  spec <- new_spec(list(), by, sampling, levels_of(design$data, unlist(by)))
  source <- .Call(R_swig_wb_source_from_frame, frame, 0L, FALSE)
  on.exit(close_handles(spec, source))
  .Call(R_swig_wb_reliability_source, asked$handle, spec, source, how, options, run, FALSE)
}

# ---- methods ----

`[.wb_reliability` <- function(x, ...) {
  part <- NextMethod()
  if (is.data.frame(part)) {
    attr(part, "metadata") <- attr(x, "metadata")
  }
  part
}

as.data.frame.wb_reliability <- function(x, ...) {
  attr(x, "metadata") <- NULL
  class(x) <- setdiff(class(x), "wb_reliability")
  x
}

# A row per scale, or per item, a column per statistic.
wide_reliability <- function(x, statistics, subject) {
  groups <- names(x)[seq_len(match("scale", names(x)) - 1L)]
  x <- x[x$statistic %in% statistics, ]
  about <- c(groups, "scale", subject)
  key <- do.call(paste, c(lapply(about, function(name) as.character(x[[name]])), sep = "\r"))
  rows <- x[!duplicated(key), about, drop = FALSE]
  for (statistic in statistics) {
    part <- x[x$statistic == statistic, ]
    rows[[statistic]] <- part$estimate[match(unique(key), key[x$statistic == statistic])]
  }
  alpha <- x[x$statistic == "alpha", ]
  if (nrow(alpha) > 0L) {
    of <- match(unique(key), key[x$statistic == "alpha"])
    rows[c("lower", "upper", "n")] <- alpha[of, c("lower", "upper", "n")]
  }
  rownames(rows) <- NULL
  rows
}

print.wb_reliability <- function(x, digits = 2, ...) {
  if (!all(c("scale", "item", "other", "statistic", "estimate") %in% names(x))) {
    return(print(as.data.frame(x), ...))
  }
  cat("<wb_reliability>\n")
  plain <- as.data.frame(x)
  of_scale <- plain[is.na(plain$item), ]
  of_item <- plain[!is.na(plain$item) & is.na(plain$other), ]
  if (nrow(of_scale) > 0L) {
    print(wide_reliability(of_scale, c("alpha", "omega", "lambda6", "h", "mean", "missing"),
      character()), digits = digits, row.names = FALSE)
  }
  if (nrow(of_item) > 0L) {
    print(wide_reliability(of_item, c("mean", "missing", "item_rest", "alpha_dropped", "h"),
      "item"), digits = digits, row.names = FALSE)
  }
  doubted <- plain[plain$status == "negative" & is.na(plain$other), ]
  if (nrow(doubted) > 0L) {
    cat_notes(paste("Below 0, is an item to be reversed:", paste(unique(
      ifelse(is.na(doubted$item), as.character(doubted$scale), as.character(doubted$item))),
      collapse = ", ")))
  }
  invisible(x)
}
