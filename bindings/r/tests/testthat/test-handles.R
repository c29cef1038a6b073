# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The low layer itself: handles that are of another type, used up, or from elsewhere.

all_handles <- function() {
  instrument <- .Call(low$R_swig_wb_instrument_builtin, "wbm-employees", FALSE)
  frame <- frame_of(data.frame(x = c(1, 2)))
  spec <- .Call(low$R_swig_wb_spec_new, FALSE)
  made_up <- wb_scan_example()
  scan <- do.call(wb_scan_run, unname(made_up))
  list(
    wb_questionnaire = made_up$questionnaire$state$handle, wb_scan = scan$state$handle,
    wb_organisation = made_up$organisation$state$handle, wb_pool = wb_pool()$state$handle,
    wb_ledger = wb_scan_ledger(scan)$state$handle, wb_catalogue = wb_catalogue()$state$handle,
    wb_frame = frame, wb_instrument = instrument, wb_spec = spec,
    wb_source = .Call(low$R_swig_wb_source_from_frame, frame, 0L, FALSE),
    wb_reader = .Call(low$R_swig_wb_reader_of, as.raw(1:3), "bytes", FALSE),
    wb_writer = .Call(low$R_swig_wb_writer_to_memory, FALSE)
  )
}

users <- list(
  wb_frame = function(x) .Call(low$R_swig_wb_frame_row_count, x, FALSE),
  wb_instrument = function(x) .Call(low$R_swig_wb_instrument_id, x),
  wb_spec = function(x) .Call(low$R_swig_wb_tally_new, x, FALSE),
  wb_source = function(x) .Call(low$R_swig_wb_source_schema, x, FALSE),
  wb_questionnaire = function(x) .Call(low$R_swig_wb_questionnaire_id, x),
  wb_scan = function(x) .Call(low$R_swig_wb_scan_reference, x, FALSE),
  wb_organisation = function(x) .Call(low$R_swig_wb_organisation_staff, x, FALSE),
  wb_pool = function(x) .Call(low$R_swig_wb_pool_company_count, x, FALSE),
  wb_ledger = function(x) .Call(low$R_swig_wb_ledger_scope, x),
  wb_catalogue = function(x) .Call(low$R_swig_wb_catalogue_table, x, "sectors", "nl", FALSE),
  wb_reader = function(x) .Call(low$R_swig_wb_reader_name, x),
  wb_writer = function(x) .Call(low$R_swig_wb_writer_bytes, x)
)

test_that("a handle of another type, or none, is refused", {
  handles <- all_handles()
  for (wanted in names(users)) {
    others <- c(handles[names(handles) != wanted],
      list(NULL, 1, "x", list(), new.env(), mean, quote(x), raw(1)))
    for (other in others) {
      expect_refused(users[[wanted]](other), "argument", paste("must be", wanted))
    }
  }
})

test_that("a closed handle is refused, and closing twice is fine", {
  handles <- all_handles()
  for (type in names(handles)) {
    expect_true(werkbaar:::handle_is_open(handles[[type]]))
    werkbaar:::close_handles(handles[[type]], handles[[type]])
    expect_false(werkbaar:::handle_is_open(handles[[type]]))
    expect_refused(users[[type]](handles[[type]]), "argument",
      "used up or comes from another R session")
  }
  expect_silent(werkbaar:::close_handles(NULL, 1, "x"))
})

test_that("a handle that went through a file is refused", {
  handles <- all_handles()
  for (type in names(handles)) {
    expect_refused(users[[type]](through_a_file(handles[[type]])), "argument",
      "do not survive saveRDS")
  }
})

test_that("a handle that was taken over is used up, and one that was refused is not", {
  reader <- .Call(low$R_swig_wb_reader_of, charToRaw("a\n1\n"), "text", FALSE)
  source <- .Call(low$R_swig_wb_csv_read, reader, NULL, FALSE)
  expect_refused(.Call(low$R_swig_wb_csv_read, reader, NULL, FALSE), "argument", "used up")
  rm(reader)
  gc()
  expect_identical(data_of(.Call(low$R_swig_wb_source_collect, source, NULL, FALSE)),
    data.frame(a = 1L))
  empty <- .Call(low$R_swig_wb_reader_of, raw(0), "text", FALSE)
  expect_refused(.Call(low$R_swig_wb_csv_read, empty, NULL, FALSE), "data", "empty")
  expect_identical(.Call(low$R_swig_wb_reader_name, empty), "text")
})

test_that("handles are freed in any order", {
  frame <- frame_of(data.frame(x = c(1, 2, 3), t = c("a", "b", "c")))
  slice <- .Call(low$R_swig_wb_frame_slice, frame, 1, 2, FALSE)
  chosen <- .Call(low$R_swig_wb_frame_select, slice, "t", FALSE)
  source <- .Call(low$R_swig_wb_source_from_frame, chosen, 1L, FALSE)
  werkbaar:::close_handles(frame, slice, chosen)
  rm(frame, slice, chosen)
  gc()
  expect_identical(data_of(.Call(low$R_swig_wb_source_next, source, FALSE)), data.frame(t = "b"))
  expect_identical(data_of(.Call(low$R_swig_wb_source_next, source, FALSE)), data.frame(t = "c"))
  expect_null(.Call(low$R_swig_wb_source_next, source, FALSE))
})

test_that("a child process may use and free the handles of its parent", {
  skip_on_os("windows")
  instrument <- small_instrument()
  answers <- made_answers(instrument, 200)
  frame <- frame_of(answers)
  work <- function(i) {
    rows <- .Call(low$R_swig_wb_frame_row_count, frame, FALSE)
    werkbaar:::close_handles(frame)
    gc()
    list(rows, wb_score(answers, instrument, threads = 2))
  }
  found <- parallel::mclapply(1:4, work, mc.cores = 2, mc.preschedule = FALSE)
  expect_identical(found, rep(list(list(200, wb_score(answers, instrument))), 4))
  expect_identical(data_of(frame), answers)
})

test_that("the namespace may be unloaded and loaded while handles live", {
  library <- dirname(getNamespaceInfo("werkbaar", "path"))
  lines <- c(
    sprintf(".libPaths(c('%s', .libPaths()))", library),
    "x <- werkbaar:::as_wb_frame(iris)",
    "unloadNamespace('werkbaar')",
    "invisible(gc())",
    "cat(dim(werkbaar:::from_wb_frame(x)))",
    "rm(x)",
    "invisible(gc())"
  )
  script <- tempfile(fileext = ".R")
  writeLines(lines, script)
  out <- system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", script), stdout = TRUE)
  expect_identical(out, "150 5")
})

# ---- what the functions above the low layer have no need of ----

test_that("getters give values, names and places, and refuse those outside", {
  frame <- frame_of(data.frame(n = c(1.5, NA), f = factor(c("b", "a"), ordered = TRUE)))
  get <- function(symbol, ...) .Call(symbol, frame, ...)
  expect_identical(get(low$R_swig_wb_frame_double, 0L, 0, FALSE), 1.5)
  expect_identical(get(low$R_swig_wb_frame_int64, 1L, 0, FALSE), 1)
  expect_identical(get(low$R_swig_wb_frame_text, 1L, 1), "a")
  expect_identical(get(low$R_swig_wb_frame_category, 1L, 1L), "b")
  expect_null(get(low$R_swig_wb_frame_category, 1L, 2L))
  expect_equal(get(low$R_swig_wb_frame_category_count, 1L, FALSE), 2)
  expect_equal(get(low$R_swig_wb_frame_is_ordered, 1L, FALSE), 1)
  expect_equal(get(low$R_swig_wb_frame_find, "f", FALSE), 1)
  expect_equal(get(low$R_swig_wb_frame_find, "g", FALSE), -1)
  .Call(low$R_swig_wb_frame_set_label, frame, 1L, "a label", FALSE)
  expect_identical(get(low$R_swig_wb_frame_label, 1L), "a label")
  expect_identical(.Call(low$R_swig_wb_type_name, get(low$R_swig_wb_frame_column_type, 0L, FALSE)),
    "float64")
  for (bad in list(2L, -1L, 1e18)) {
    expect_refused(get(low$R_swig_wb_frame_column_name, bad), "argument")
    expect_refused(get(low$R_swig_wb_frame_double, 0L, bad, FALSE), "argument")
  }
  for (bad in list("0", NA, NULL, 1:2, 0.5, NaN, Inf)) {
    expect_refused(get(low$R_swig_wb_frame_double, 0L, bad, FALSE), "argument", "row must be",
      "row")
  }
})

test_that("frames are cut, put under another and share columns", {
  frame <- frame_of(data.frame(x = c(1, 2, 3), t = c("a", "b", "c")))
  both <- .Call(low$R_swig_wb_frame_append, list(frame, frame), FALSE)
  expect_identical(data_of(both)$x, c(1, 2, 3, 1, 2, 3))
  .Call(low$R_swig_wb_frame_share_column, frame, "again", frame, 0L, FALSE)
  expect_identical(data_of(frame)$again, c(1, 2, 3))
  expect_refused(.Call(low$R_swig_wb_frame_append, list(frame, 1), FALSE), "argument",
    "must be wb_frame")
  expect_refused(.Call(low$R_swig_wb_frame_append, frame, FALSE), "argument", "a list of handles")
  expect_refused(.Call(low$R_swig_wb_frame_select, frame, c("x", "z"), FALSE), "argument", "'z'",
    "z")
  expect_refused(.Call(low$R_swig_wb_frame_slice, frame, 2, 2, FALSE), "argument", "outside")
})

test_that("readers hand out bytes and go back to the start; writers keep them", {
  reader <- .Call(low$R_swig_wb_reader_of, as.raw(1:5), NULL, FALSE)
  expect_identical(.Call(low$R_swig_wb_reader_read, reader, 3, FALSE), as.raw(1:3))
  expect_identical(.Call(low$R_swig_wb_reader_read, reader, 3, FALSE), as.raw(4:5))
  .Call(low$R_swig_wb_reader_rewind, reader, FALSE)
  expect_identical(.Call(low$R_swig_wb_reader_read, reader, 9, FALSE), as.raw(1:5))
  writer <- .Call(low$R_swig_wb_writer_to_memory, FALSE)
  .Call(low$R_swig_wb_writer_write, writer, as.raw(7:8), FALSE)
  expect_identical(.Call(low$R_swig_wb_writer_bytes, writer), as.raw(7:8))
  expect_refused(.Call(low$R_swig_wb_writer_write, writer, "text", FALSE), "argument",
    "a raw vector")
  expect_refused(.Call(low$R_swig_wb_reader_of, 1:3, "x", FALSE), "argument", "a raw vector")
})

test_that("a source is scored as it is read, and read again", {
  instrument <- small_instrument()
  answers <- made_answers(instrument, 10)
  source <- .Call(low$R_swig_wb_source_from_frame, frame_of(answers), 4L, FALSE)
  scored <- .Call(low$R_swig_wb_score_source, instrument$state$handle, source, NULL, FALSE)
  first <- data_of(.Call(low$R_swig_wb_source_collect, scored, NULL, FALSE))
  .Call(low$R_swig_wb_source_rewind, scored, FALSE)
  again <- data_of(.Call(low$R_swig_wb_source_collect, scored, NULL, FALSE))
  expect_identical(first, again)
  expect_equal(first, wb_score(answers, instrument), ignore_attr = TRUE)
})

test_that("options with wrong names or types are refused", {
  instrument <- small_instrument()$state$handle
  frame <- frame_of(made_answers(small_instrument(), 2))
  score <- function(options, run = NULL) .Call(low$R_swig_wb_score, instrument, frame, options,
    run, FALSE)
  for (bad in list(list(kept = 1), list(keep = 1, keep = 1), list(1), 3, "keep", mean)) {
    expect_refused(score(bad), "argument", "options of scoring")
  }
  expect_refused(score(list(keep = "all")), "argument", "keep must be one number", "keep")
  expect_refused(score(list(keep = 7)), "argument", "keep is 7")
  expect_refused(score(list(select = 1)), "argument", "select must be a character vector", "select")
  expect_refused(score(NULL, list(speed = 1)), "argument", "options of a run")
  expect_refused(score(NULL, list(progress = 1)), "argument", "progress must be a function")
})

# ---- the garbage collector and memory ----

# One round over what allocates: columns of all kinds in and out, an error, a result.
round_of_calls <- function(instrument, answers) {
  frame <- frame_of(answers)
  back <- data_of(frame)
  scored <- .Call(low$R_swig_wb_score, instrument, frame, NULL, list(progress = identity), FALSE)
  found <- data_of(scored)
  failed <- tryCatch(.Call(low$R_swig_wb_frame_find, 1, "x", FALSE), error = conditionMessage)
  left <- tryCatch(
    .Call(low$R_swig_wb_score, instrument, frame, NULL, list(progress = function(f) stop("x")),
      FALSE),
    error = conditionMessage
  )
  werkbaar:::close_handles(frame)
  list(back, found, failed, left)
}

all_kinds <- function() {
  answers <- made_answers(small_instrument(), 3)
  cbind(answers, number = c(1.5, NA, 2), t = c("a", NA, "\u00e9"), f = factor(c("x", NA, "y")),
    d = as.Date("2020-01-01") + 0:2, l = c(TRUE, NA, FALSE))
}

test_that("a collection at one allocation in so many finds nothing unprotected", {
  instrument <- small_instrument()$state$handle
  answers <- all_kinds()
  expected <- round_of_calls(instrument, answers)
  gctorture2(if (is_long()) 13L else 211L)
  on.exit(gctorture2(0L))
  found <- round_of_calls(instrument, answers)
  gctorture2(0L)
  expect_identical(found, expected)
})

# Three results of one call, of which the last may be nothing.
round_of_disclosure <- function(counts) {
  both <- lapply(list(NULL, "s"), function(scope) {
    made <- .Call(low$R_swig_wb_disclose, counts, NULL,
      list(min_n = 5, scope = scope, release = "1"), NULL, FALSE)
    list(lapply(made[1:2], data_of), is.null(made[[3L]]))
  })
  c(both, tryCatch(.Call(low$R_swig_wb_disclose, counts, NULL, NULL, NULL, FALSE),
    error = conditionMessage))
}

test_that("a collection at one allocation in so many finds three results protected", {
  counts <- frame_of(data.frame(cell = c("a", "b"), measure = "m", n = c(9, 4)))
  expected <- round_of_disclosure(counts)
  expect_identical(vapply(expected[1:2], function(made) made[[2L]], NA), c(TRUE, FALSE))
  gctorture2(if (is_long()) 11L else 23L)
  on.exit(gctorture2(0L))
  found <- round_of_disclosure(counts)
  gctorture2(0L)
  expect_identical(found, expected)
})

test_that("a hundred thousand calls leave no memory behind", {
  skip_if_not(is_long(), "WERKBAAR_LONG is not set: 100,000 calls")
  skip_if_not(file.exists("/proc/self/statm"), "no /proc to measure memory with")
  instrument <- small_instrument()$state$handle
  answers <- all_kinds()
  rounds <- function(n) {
    for (i in seq_len(n)) round_of_calls(instrument, answers)
    gc()
    resident()
  }
  # R's own heap settles within some 8,000 rounds.
  before <- rounds(10000)
  # Three calls that make a handle, and some sixty others, in each.
  after <- rounds(33000)
  expect_lt(after - before, 4096)
})
