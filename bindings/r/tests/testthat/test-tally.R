# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

test_that("a tally of chunks is the tally of the whole, bit for bit", {
  data <- people()
  whole <- wb_tally_update(people_tally(), data)
  parts <- people_tally()
  for (rows in list(1:1, 2:7, integer(), 8:12)) {
    wb_tally_update(parts, data[rows, ])
  }
  expect_identical(wb_tally_bytes(parts), wb_tally_bytes(whole))
  expect_identical(wb_tally_rows(parts), 12)
})

test_that("a tally estimates what a design does", {
  tally <- wb_tally(mean = ~load, by = list(~sex, ~1), weights = ~w, strata = ~region)
  wb_tally_update(tally, people())
  for (interval in c("logit", "wald")) {
    expect_identical(wb_tally_estimate(tally, level = 0.8, interval = interval),
      wb_mean(~load, people_design(), by = list(~sex, ~1), level = 0.8, interval = interval))
  }
})

test_that("a tally is one and the same for all who hold it", {
  tally <- people_tally()
  same <- tally
  expect_identical(wb_tally_update(same, people()), tally)
  expect_identical(wb_tally_rows(tally), 12)
})

test_that("tallies of other rows merge", {
  data <- people()
  a <- wb_tally_update(people_tally(), data[1:5, ])
  b <- wb_tally_update(people_tally(), data[6:12, ])
  before <- wb_tally_bytes(b)
  wb_tally_merge(a, b)
  expect_identical(wb_tally_bytes(b), before)
  whole <- wb_tally_estimate(wb_tally_update(people_tally(), data))
  merged <- wb_tally_estimate(a)
  expect_equal(merged, whole, tolerance = 1e-13)
})

test_that("bytes, files and specifications go out and come back", {
  tally <- wb_tally_update(people_tally(), people())
  bytes <- wb_tally_bytes(tally)
  expect_type(bytes, "raw")
  expect_identical(wb_tally_estimate(wb_tally_read(bytes)), wb_tally_estimate(tally))
  path <- tempfile(fileext = ".tally")
  on.exit(unlink(path))
  expect_invisible(wb_tally_write(tally, path))
  expect_identical(readBin(path, "raw", 1e6), bytes)
  expect_identical(wb_tally_bytes(wb_tally_read(path)), bytes)
  again <- wb_tally(spec = wb_tally_spec(tally))
  expect_identical(wb_tally_bytes(wb_tally_update(again, people())), bytes)
  expect_match(wb_tally_spec(tally), "werkbaar-spec/1.0", fixed = TRUE)
})

test_that("a tally read back goes on", {
  data <- people()
  first <- wb_tally_update(people_tally(), data[1:5, ])
  back <- wb_tally_read(wb_tally_bytes(first))
  rm(first)
  gc()
  wb_tally_update(back, data[6:12, ])
  expect_equal(wb_tally_estimate(back), wb_tally_estimate(wb_tally_update(people_tally(), data)),
    tolerance = 1e-13)
})

test_that("a name without a tilde is told to be one", {
  expect_refused(wb_tally(mean = nobody), "argument", "write ~name", item = "mean")
  expect_refused(wb_tally(mean = ~load, weights = nobody), "argument", "write ~name", item = "weights")
})

test_that("declared categories come first and also without rows", {
  tally <- wb_tally(proportion = ~contract, by = ~sex,
    categories = list(contract = c("open", "seasonal"), sex = c("m", "f")))
  wb_tally_update(tally, people())
  e <- wb_tally_estimate(tally)
  expect_identical(as.character(e$category), rep(c("open", "seasonal", "agency", "fixed"), 2))
  expect_identical(as.character(unique(e$sex)), c("m", "f"))
  expect_refused(wb_tally(mean = ~y, categories = list("a")), "argument", item = "categories")
  expect_refused(wb_tally(mean = ~y, categories = list(a = 1)), "argument", item = "categories")
  expect_refused(wb_tally(mean = ~y, categories = list(a = c("b", "b"))), "argument", "twice")
})

test_that("after a refused update the tally is as it was", {
  tally <- wb_tally_update(people_tally(), people())
  before <- wb_tally_bytes(tally)
  bad <- function(column, row, value) {
    data <- people()
    data[[column]][row] <- value
    data
  }
  expect_refused(wb_tally_update(tally, bad("w", 4, -1)), "data", item = "w", row = 16)
  expect_refused(wb_tally_update(tally, bad("w", 12, NaN)), "data", item = "w", row = 24)
  expect_refused(wb_tally_update(tally, bad("region", 12, NA)), "data", item = "region", row = 24)
  expect_refused(wb_tally_update(tally, bad("load", 11, 1e60)), "data", item = "load", row = 23)
  expect_refused(wb_tally_update(tally, people()[-2]), "data", item = "w")
  expect_refused(wb_tally_update(tally, transform(people(), load = as.character(load))), "data",
    item = "load")
  expect_refused(wb_tally_update(tally, transform(people(), sex = match(sex, c("m", "f")))),
    "conflict", item = "sex")
  expect_refused(wb_tally_update(tally, transform(people(), load = I(as.list(load)))), "argument",
    item = "load")
  expect_refused(wb_tally_update(tally, people(), progress = function(done) FALSE), "cancelled")
  expect_error(wb_tally_update(tally, people(), progress = function(done) stop("my own")),
    "my own")
  expect_refused(wb_tally_update(tally, people(), memory_limit = 1), "limit")
  other <- wb_tally(mean = ~load, weights = ~w)
  expect_refused(wb_tally_merge(tally, other), "conflict")
  expect_refused(wb_tally_merge(tally, tally), "argument", "with itself", item = "other")
  expect_identical(wb_tally_bytes(tally), before)
})

test_that("a file is tallied block by block as if it were read whole", {
  path <- tempfile(fileext = ".csv")
  on.exit(unlink(path))
  set.seed(5)
  data <- people()[sample(12, 40000, TRUE), ]
  write.csv(data, path, row.names = FALSE)
  by_block <- wb_tally_update_csv(people_tally(), path)
  expect_identical(wb_tally_bytes(by_block),
    wb_tally_bytes(wb_tally_update(people_tally(), wb_read_csv(path))))
  expect_identical(wb_tally_rows(by_block), 40000)
})

test_that("answers in a file are scored as they are read", {
  sample <- file.path(project_folder("WERKBAAR_SAMPLE", "data", "sample"), "wbm-employees.csv")
  ask <- function() {
    wb_tally(mean = ~ werkbaar + werkdruk, by = ~sector, weights = ~weight, strata = ~stratum)
  }
  by_block <- wb_tally_update_csv(ask(), sample, "wbm-employees", threads = 2)
  whole <- wb_tally_update(ask(), wb_score(wb_read_csv(sample), "wbm-employees"))
  expect_identical(wb_tally_bytes(by_block), wb_tally_bytes(whole))
})

test_that("a file with a fault leaves the tally as it was", {
  path <- tempfile(fileext = ".csv")
  on.exit(unlink(path))
  tally <- wb_tally_update(people_tally(), people())
  before <- wb_tally_bytes(tally)
  data <- people()[rep(1:12, 3000), ]
  data$w[36000] <- -3
  write.csv(data, path, row.names = FALSE)
  expect_refused(wb_tally_update_csv(tally, path), "data", item = "w", row = 36012)
  data$w[36000] <- 1
  data$load <- as.character(data$load)
  data$load[35000] <- "much"
  write.csv(data, path, row.names = FALSE)
  expect_refused(wb_tally_update_csv(tally, path), "data", item = "load")
  expect_refused(wb_tally_update_csv(tally, "no such file"), "io")
  expect_refused(wb_tally_update_csv(tally, 3), "argument", item = "path")
  expect_error(wb_tally_update_csv(tally, path, "no such instrument"), class = "werkbaar_error")
  expect_refused(wb_tally_update_csv(tally, path, types = 3), "argument", item = "types")
  expect_identical(wb_tally_bytes(tally), before)
})

test_that("bytes that are no tally, cut off or damaged are refused", {
  bytes <- wb_tally_bytes(wb_tally_update(people_tally(), people()))
  expect_refused(wb_tally_read(raw()), "data")
  expect_refused(wb_tally_read(charToRaw("no tally at all")), "data")
  for (length in c(1, 8, 40, length(bytes) %/% 2, length(bytes) - 1)) {
    expect_refused(wb_tally_read(bytes[seq_len(length)]), "data")
  }
  for (at in c(30, 60, length(bytes) %/% 2, length(bytes))) {
    damaged <- bytes
    damaged[at] <- xor(damaged[at], as.raw(0x10))
    expect_error(wb_tally_read(damaged), class = "werkbaar_error")
  }
  newer <- bytes
  newer[9] <- as.raw(9)
  expect_refused(wb_tally_read(newer), "version")
  expect_refused(wb_tally_read(file.path(tempdir(), "not there")), "io")
  expect_refused(wb_tally_write(people_tally(), file.path(tempdir(), "no", "folder")), "io")
  expect_refused(wb_tally_read(3), "argument", item = "from")
  expect_refused(wb_tally_write(people_tally(), NA), "argument", item = "path")
})

test_that("a tally that was saved with the session says what to do, and crashes nothing", {
  dead <- through_a_file(wb_tally_update(people_tally(), people()))
  expect_output(print(dead), "another R session")
  calls <- list(wb_tally_bytes, wb_tally_estimate, wb_tally_rows, wb_tally_spec,
    function(t) wb_tally_update(t, people()), function(t) wb_tally_merge(t, people_tally()),
    function(t) wb_tally_merge(people_tally(), t), function(t) wb_tally_write(t, tempfile()))
  for (call in calls) {
    expect_refused(call(dead), "argument", "wb_tally_bytes\\(\\)")
  }
})

test_that("workers of a fork give bytes, which the parent merges", {
  skip_on_os("windows")
  data <- people()
  parts <- parallel::mclapply(list(1:4, 5:8, 9:12), function(rows) {
    wb_tally_bytes(wb_tally_update(people_tally(), data[rows, ]))
  }, mc.cores = 2)
  tally <- Reduce(wb_tally_merge, lapply(parts, wb_tally_read))
  expect_equal(wb_tally_estimate(tally),
    wb_tally_estimate(wb_tally_update(people_tally(), data)), tolerance = 1e-13)
})

test_that("a worker of a fork goes on with the tally and the design of the parent", {
  skip_on_os("windows")
  design <- people_design()
  tally <- wb_tally_update(people_tally(), people())
  found <- parallel::mclapply(1:2, function(i) {
    wb_tally_update(tally, people())
    list(wb_tally_rows(tally), wb_mean(~load, design)$estimate)
  }, mc.cores = 2)
  expect_identical(found, rep(list(list(24, wb_mean(~load, design)$estimate)), 2))
  expect_identical(wb_tally_rows(tally), 12)
})

test_that("what a tally is asked must be clear", {
  expect_refused(wb_tally(), "argument", "something to estimate")
  expect_refused(wb_tally(mean = ~load, spec = wb_tally_spec(people_tally())), "argument",
    "said by spec", item = "mean")
  expect_refused(wb_tally(spec = "{"), "data")
  expect_refused(wb_tally(spec = 3), "argument", item = "spec")
  expect_refused(wb_tally(mean = ~ a + a), "argument", "twice", item = "a")
  expect_refused(wb_tally(mean = ~a, by = ~statistic), "argument", item = "statistic")
  expect_refused(wb_tally_update(list(), people()), "argument", item = "tally")
  expect_refused(wb_tally_merge(people_tally(), 1), "argument", item = "other")
  expect_refused(wb_tally_estimate(people_tally()), "data", "no rows")
  expect_output(print(people_tally()), "0 rows, spec [0-9a-f]{12}\nAs confidential as the answers")
})

test_that("no argument of any kind crashes", {
  tally <- wb_tally_update(people_tally(), people())
  design <- people_design()
  before <- wb_tally_bytes(tally)
  dead <- through_a_file(tally)
  odd <- list(NULL, NA, NaN, -1, 1:3, "", "load", c("a", "a"), list(), list(NULL), sum, quote(a),
    ~load, ~ f(x), people(), people()[0, ], data.frame(), raw(3), 1i, tally, dead, dead$handle,
    design, globalenv(), Sys.time(), factor("a"), "\xff", strrep("a", 1000))
  calls <- list(
    function(x) wb_design(x), function(x) wb_design(people(), x), function(x) wb_mean(x, design),
    function(x) wb_design(people(), strata = x), function(x) wb_prop(~sex, x),
    function(x) wb_total(~load, design, by = x), function(x) wb_mean(~load, design, level = x),
    function(x) wb_mean(~load, design, interval = x), function(x) wb_tally(mean = x),
    function(x) wb_mean(~load, design, threads = x), function(x) wb_tally(mean = ~a, by = x),
    function(x) wb_mean(~load, design, drop_empty = x),
    function(x) wb_mean(~load, design, progress = x),
    function(x) wb_tally(mean = "a", categories = x), function(x) wb_tally(spec = x),
    function(x) wb_tally_merge(tally, x), function(x) wb_tally_merge(x, tally),
    function(x) wb_tally_read(x), function(x) wb_tally_estimate(tally, x),
    function(x) wb_tally_bytes(x), function(x) wb_change(x, "sex"),
    function(x) wb_change(wb_mean(~load, design, by = ~sex), x))
  for (i in seq_along(calls)) {
    for (j in seq_along(odd)) {
      e <- tryCatch(calls[[i]](odd[[j]]), error = identity)
      if (inherits(e, "error")) {
        expect_true(inherits(e, "werkbaar_error"), info = paste(i, j, conditionMessage(e)))
      }
    }
  }
  expect_identical(wb_tally_rows(tally), wb_tally_rows(wb_tally_read(before)))
})

test_that("handles are freed in any order", {
  for (round in 1:20) {
    tallies <- lapply(1:5, function(i) wb_tally_update(people_tally(), people()))
    Reduce(wb_tally_merge, tallies)
    kept <- tallies[[sample(5, 1)]]
    rm(tallies)
    if (round %% 10 == 0) gc()
    expect_true(wb_tally_rows(kept) %in% c(12, 60))
  }
})

test_that("the calls below survive a collection at every allocation", {
  data <- people()
  frame <- werkbaar:::as_wb_frame(data)
  options <- werkbaar:::estimate_options(0.95, "logit", FALSE)
  expected <- wb_tally_bytes(wb_tally_update(people_tally(), data))
  spec <- wb_tally_spec(people_tally())
  bytes <- charToRaw(spec)
  on.exit(gctorture(FALSE))
  for (round in 1:5) {
    gctorture(TRUE)
    reader <- .Call(low$R_swig_wb_reader_of, bytes, "spec", FALSE)
    tally <- .Call(low$R_swig_wb_tally_new, .Call(low$R_swig_wb_spec_read, reader, FALSE), FALSE)
    .Call(low$R_swig_wb_tally_update, tally, frame, NULL, FALSE)
    estimates <- .Call(low$R_swig_wb_tally_estimate, tally, options, NULL, FALSE)
    numbers <- low$read_columns(estimates)[[5L]]
    writer <- .Call(low$R_swig_wb_writer_to_memory, FALSE)
    .Call(low$R_swig_wb_tally_write, tally, writer, FALSE)
    found <- .Call(low$R_swig_wb_writer_bytes, writer)
    gctorture(FALSE)
    expect_identical(found, expected)
    expect_type(numbers, "double")
  }
})

test_that("32,000 calls that make, update and estimate leave no memory behind", {
  if (!is_long()) skip("WERKBAAR_LONG is not set: 32,000 calls")
  data <- people()
  design <- people_design(data)
  tally <- people_tally()
  round <- function() {
    wb_tally_update(tally, data)
    wb_mean(~load, design, by = ~sex)
    try(wb_mean(~load, design, by = ~w), silent = TRUE)
    wb_tally_read(wb_tally_bytes(tally))
  }
  for (i in 1:1000) round()
  gc()
  before <- resident()
  for (i in 1:8000) round()
  gc()
  expect_lt(resident() - before, 4000) # KiB
})

test_that("an update takes the columns of its specification, whatever the others hold", {
  data <- people()
  data$list <- rep(list(1:2, "a"), 6)
  data$wait <- as.difftime(1:12, units = "mins")
  tally <- function(data) wb_tally_update(people_tally(), data)
  expect_identical(wb_tally_bytes(tally(data)), wb_tally_bytes(tally(people())))
  expect_refused(wb_tally_update(wb_tally(mean = ~list), data), "argument", "is a list",
    item = "list")
  expect_refused(wb_tally_update(people_tally(), data[names(data) != "load"]), "data", "'load'",
    item = "load")
})

test_that("an update finds columns of any name", {
  names <- c("a \"b\"", "back\\slash", "new\nline", "caf\u00e9", "a/b", "\u0001", " ", "tab\t")
  data <- as.data.frame(stats::setNames(as.list(seq_along(names)), names), optional = TRUE)
  data <- rbind(data, data)
  tally <- wb_tally_update(wb_tally(mean = names), data)
  expect_identical(as.character(wb_tally_estimate(tally)$variable), names)
  expect_equal(wb_tally_estimate(tally)$estimate, seq_along(names))
})
