# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Pools of companies. One keeps the texts of what companies left, and beside them, in an
# environment, the handle made of them.

wb_scan_tally <- function(scan, company, path = NULL, measures = NULL) {
  handle <- scan_handle(wb_scan(scan))
  options <- list(company = wb_check_string(company, "company"))
  chosen <- if (!is.null(measures)) as_wb_frame(measures)
  on.exit(close_handles(chosen))
  options$measures <- chosen
  write <- function(to) .Call(R_swig_wb_scan_tally, handle, options, to, FALSE)
  if (is.null(path)) return(written_text(write))
  write_file(path, write)
  invisible(path)
}

wb_pool <- function(...) {
  files <- list(...)
  if (length(files) == 1L && inherits(files[[1L]], "wb_pool")) return(files[[1L]])
  new_pool(unlist(files, use.names = FALSE))
}

# New ones: those that are given stay as they are.
wb_pool_add <- function(pool, file) {
  new_pool(c(wb_pool(pool)$files, wb_check_strings(file, "file")))
}

new_pool <- function(files) {
  handle <- .Call(R_swig_wb_pool_new, FALSE)
  texts <- added_texts(files, function(reader) .Call(R_swig_wb_pool_add, handle, reader, FALSE))
  structure(class = "wb_pool", list(files = texts, state = definition_state(handle)))
}

pool_handle <- function(pool) {
  if (!inherits(pool, "wb_pool")) refuse_argument(pool, "pool", "a pool of wb_pool()")
  state <- pool$state
  if (!handle_is_open(state$handle)) state$handle <- new_pool(pool$files)$state$handle
  state$handle
}

length.wb_pool <- function(x) {
  as.integer(.Call(R_swig_wb_pool_company_count, pool_handle(x), FALSE))
}

wb_pool_benchmark <- function(pool, min_companies = 5, dominance = 0.5, level = 0.95,
                              company = NULL, staff_class = NULL, source = NULL, threads = 1,
                              progress = NULL) {
  options <- list(
    min_companies = wb_check_whole(min_companies, "min_companies", 1, 2^31 - 1),
    dominance = checked_share(dominance, "dominance"),
    level = checked_level(level)
  )
  options$company <- wb_check_string(company, "company", optional = TRUE)
  options$staff_class <- wb_check_string(staff_class, "staff_class", optional = TRUE)
  options$source <- wb_check_string(source, "source", optional = TRUE)
  run <- wb_run_options(threads, progress)
  made_table(.Call(R_swig_wb_pool_benchmark, pool_handle(pool), options, run, FALSE))
}

wb_pool_measures <- function(pool, min_companies = 5) {
  options <- list(min_companies = wb_check_whole(min_companies, "min_companies", 1, 2^31 - 1))
  made_table(.Call(R_swig_wb_pool_measures, pool_handle(pool), options, FALSE))
}

format.wb_pool <- function(x, ...) sprintf("<wb_pool> %d companies", length(x))

print.wb_pool <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}
