# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

there_and_back <- function(data, ...) data_of(frame_of(data), ...)

type_of <- function(frame, column) {
  names(which(werkbaar:::wb_enums$type ==
    .Call(low$R_swig_wb_frame_column_type, frame, column, FALSE)))
}

test_that("columns of every type come back as they went in", {
  data <- data.frame(
    number = c(1.5, NA, -Inf), whole = c(1L, NA, -3L), yes = c(TRUE, NA, FALSE),
    group = factor(c("x", NA, "y"), levels = c("y", "x", "never")),
    grade = factor(c("low", "high", NA), levels = c("low", "high"), ordered = TRUE),
    text = c("\u00e9\u00e9n", NA, ""), day = as.Date(c("2020-02-29", NA, "1899-12-31")),
    moment = as.POSIXct(c(0.5, NA, 1e9), origin = "1970-01-01", tz = "UTC")
  )
  expect_identical(there_and_back(data), data)
})

test_that("each type of R has its type in the frame", {
  frame <- frame_of(list(a = 1, b = 1L, c = TRUE, d = factor("x"), e = "x",
    f = as.Date("2020-01-01"), g = as.POSIXct(0, origin = "1970-01-01")))
  expect_identical(
    vapply(0:6, type_of, "", frame = frame),
    c("FLOAT64", "INT32", "BOOL", "DICTIONARY", "UTF8", "DATE32", "TIMESTAMP")
  )
})

test_that("NaN and tagged NA are missing", {
  skip_if_not_installed("haven")
  frame <- frame_of(list(x = c(NaN, haven::tagged_na("a"), NA, 1)))
  missing <- vapply(0:3, function(row) {
    .Call(low$R_swig_wb_frame_is_missing, frame, 0L, row, FALSE)
  }, 0L)
  expect_identical(missing, c(1L, 1L, 1L, 0L))
})

test_that("dates between two days are the day they are in, and whole seconds may be integers", {
  day <- structure(18262.75, class = "Date")
  whole <- structure(c(18262L, NA), class = "Date")
  moment <- structure(c(60L, NA), class = c("POSIXct", "POSIXt"))
  expect_identical(there_and_back(list(x = day))$x, as.Date("2020-01-01"))
  expect_identical(there_and_back(list(x = whole))$x, as.Date(c("2020-01-01", NA)))
  expect_equal(as.numeric(there_and_back(list(x = moment))$x), c(60, NA))
})

test_that("numbers, logicals and factors lend their memory to the frame", {
  skip_if_not_installed("data.table")
  data <- data.table::data.table(number = c(1, 2), whole = 1:2, yes = c(TRUE, FALSE),
    group = factor(c("x", "y")))
  data$whole <- c(1L, 2L) # 1:2 has no memory before it is asked for
  frame <- frame_of(data)
  # set() writes into the memory of the vector: who sees the change, shares it.
  for (column in 1:3) data.table::set(data, 1L, column, data[[column]][2])
  data.table::set(data, 1L, 4L, 2L)
  seen <- data_of(frame)
  expect_identical(seen$number, c(2, 2))
  expect_identical(seen$whole, c(2L, 2L))
  expect_identical(seen$yes, c(FALSE, FALSE))
  expect_identical(seen$group, factor(c("y", "y"), levels = c("x", "y")))
})

test_that("changing a data frame afterwards leaves its frame alone", {
  data <- data.frame(x = c(1, 2), f = factor(c("a", "b")), t = c("p", "q"))
  before <- data
  frame <- frame_of(data)
  data$x[1] <- 99
  data$f[1] <- "b"
  data$t[1] <- "z"
  expect_identical(data_of(frame), before)
})

test_that("a frame keeps what it borrows when nothing else does", {
  frame <- frame_of(list(x = as.double(1:1000), t = as.character(1:1000)))
  for (i in 1:3) {
    gc()
    runif(1e5)
  }
  expect_identical(data_of(frame)$x, as.double(1:1000))
  expect_identical(data_of(frame)$t, as.character(1:1000))
})

test_that("frames without rows or columns are frames", {
  expect_identical(there_and_back(data.frame()), data.frame())
  expect_identical(there_and_back(iris[0, ]), iris[0, ])
  expect_identical(dim(there_and_back(iris[, 0])), c(150L, 0L))
  expect_identical(dim(there_and_back(list())), c(0L, 0L))
})

test_that("a sequence without memory, names and one dimension do no harm", {
  expect_identical(there_and_back(list(x = 1:5))$x, 1:5)
  expect_identical(there_and_back(list(x = c(a = 1, b = 2)))$x, c(1, 2))
  expect_identical(there_and_back(list(x = array(1:3)))$x, 1:3)
  expect_identical(there_and_back(list(x = I(c(1, 2))))$x, c(1, 2))
})

test_that("texts of other encodings arrive as UTF-8", {
  latin <- "caf\xe9"
  Encoding(latin) <- "latin1"
  expect_identical(there_and_back(list(x = latin))$x, "caf\u00e9")
  column <- "caf\xe9"
  Encoding(column) <- "latin1"
  expect_identical(names(there_and_back(stats::setNames(list(1), column))), "caf\u00e9")
})

test_that("a tibble and a data.table come out as they came in", {
  skip_if_not_installed("tibble")
  skip_if_not_installed("data.table")
  data <- data.frame(x = c(1, 2), y = c("a", "b"))
  tibble <- tibble::as_tibble(data)
  table <- data.table::as.data.table(data)
  expect_identical(there_and_back(tibble, like = tibble), tibble)
  out <- there_and_back(table, like = table, class = "mine")
  expect_identical(class(out), c("mine", "data.table", "data.frame"))
  expect_silent(data.table::set(out, j = "z", value = 3))
  expect_identical(out$z, c(3, 3))
})

# ---- labels ----

test_that("labelled columns keep labels and what they declare missing", {
  skip_if_not_installed("haven")
  data <- data.frame(a = 1:3)
  data$a <- haven::labelled_spss(c(1L, 9L, 99L), labels = c(ja = 1L, "weet niet" = 9L),
    na_values = c(8L, 9L), label = "Vraag \u00e9\u00e9n")
  data$b <- haven::labelled_spss(c(1, 9, 99), na_range = c(90, Inf))
  data$c <- haven::labelled(c(1, 2, NA), labels = c(laag = 1, hoog = 2))
  data$d <- structure(c(1, 2, 3), label = "a label alone")
  back <- there_and_back(data)
  expect_identical(back, data)
  expect_identical(haven::zap_missing(back$a), haven::zap_missing(data$a))
})

test_that("codes that are declared missing are missing to what computes", {
  skip_if_not_installed("haven")
  data <- list(q1 = haven::labelled_spss(c(1, 8, 5), na_values = 8),
    q2 = haven::labelled_spss(c(5, 77, 1), na_range = c(70, 79)), q3 = c(0, 1, 1))
  scored <- wb_score(data, small_instrument(), select = "load")
  expect_identical(as.vector(scored$load), c(0, NA, 100))
})

test_that("texts that are declared missing are missing", {
  x <- structure(c("a", "X", "Z9", NA), labels = c(alpha = "a"), na_values = "X",
    na_range = c("Z0", "Z9"), label = "text", class = c("haven_labelled_spss", "haven_labelled"))
  back <- there_and_back(list(x = x))$x
  expect_identical(back, structure(c("a", NA, NA, NA), label = "text"))
})

test_that("the label of a tagged NA is left out, and the other labels stay", {
  skip_if_not_installed("haven")
  x <- haven::labelled(c(1, NA), c(one = 1, refused = haven::tagged_na("r")))
  expect_identical(attr(there_and_back(list(x = x))$x, "labels"), c(one = 1))
})

test_that("of several missing ranges no value is lost", {
  frame <- frame_of(list(x = c(1, 7, 8, 55, 99)))
  for (range in list(c(6, 7.5), c(50, 60), c(99, 99))) {
    .Call(low$R_swig_wb_frame_add_missing_range, frame, 0L, range[1], range[2], FALSE)
  }
  x <- data_of(frame)$x
  expect_identical(attr(x, "na_range"), c(6, 7.5))
  expect_setequal(attr(x, "na_values"), c(55, 99))
})

# ---- integers of 64 bits ----

test_that("integers of 64 bits become doubles where these are exact, else an error says where", {
  skip_if_not_installed("bit64")
  exact <- bit64::as.integer64(c("9007199254740992", NA, "-5"))
  beyond <- bit64::as.integer64(c("1", "9007199254740993"))
  expect_identical(there_and_back(list(n = exact))$n, c(9007199254740992, NA, -5))
  expect_refused(there_and_back(list(n = beyond)), "data", "column 'n' in row 2", "n", 2)
  expect_identical(there_and_back(list(n = beyond), int64 = "integer64")$n, beyond)
})

# ---- metadata ----

test_that("what a result says of itself goes along, and other attributes do not disturb", {
  data <- structure(data.frame(x = 1), metadata = '{"b": 1, "a": "\u00e9"}')
  expect_identical(wb_metadata(there_and_back(data)), '{"a":"\u00e9","b":1}')
  for (other in list("not JSON", "[1]", 3, NULL, c("{}", "{}"), NA_character_)) {
    expect_null(wb_metadata(there_and_back(structure(data.frame(x = 1), metadata = other))))
  }
})

# ---- what is refused ----

test_that("columns that a frame cannot hold are refused by name", {
  refused <- list(
    "is a list" = data.frame(bad = I(list(1, "a"))),
    "is a matrix of 2 columns" = data.frame(bad = I(matrix(1:4, 2))),
    "is a data frame of 5 columns" = list(bad = iris),
    "difftime" = data.frame(bad = as.difftime(1, units = "mins")),
    "POSIXlt" = list(bad = as.POSIXlt("2020-01-01", tz = "UTC")),
    "type complex" = data.frame(bad = 1i),
    "type raw" = list(bad = as.raw(1)),
    "type closure" = list(bad = mean),
    "type symbol" = list(bad = quote(x)),
    "type NULL" = list(bad = NULL)
  )
  for (message in names(refused)) {
    expect_refused(frame_of(refused[[message]]), "argument", "column 'bad'", "bad")
  }
  for (message in setdiff(names(refused), c("type closure", "type symbol", "type NULL"))) {
    expect_error(frame_of(refused[[message]]), message)
  }
})

test_that("what is no table at all is refused", {
  for (bad in list(NULL, 1, "a", mean, matrix(1, 1), new.env(), as.POSIXlt(Sys.time()))) {
    expect_refused(frame_of(bad), "argument", "data must be a data frame or a named list", "data")
  }
  expect_refused(frame_of(list(1)), "argument", "column 1 of data has no name")
  expect_refused(frame_of(list(a = 1, 2)), "argument", "column 2 of data has no name")
  expect_refused(frame_of(list(a = 1:2, b = 1:3)), "argument", "has 3 values .* 2 rows", "b")
  expect_refused(frame_of(list(a = 1, a = 2)), "argument", "already has a column 'a'", "a")
  long <- strrep("n", 128)
  expect_refused(frame_of(stats::setNames(list(1), long)), "argument", "127")
})

test_that("bytes that are no text are refused with their row", {
  bytes <- c("fine", "\xff")
  Encoding(bytes) <- "bytes"
  expect_refused(frame_of(list(t = bytes)), "data", "row 2", "t", 2)
  wrong <- c("fine", "\xff\xfe")
  Encoding(wrong) <- "UTF-8"
  expect_refused(frame_of(list(t = wrong)), "data", "row 2", "t", 2)
  level <- factor(c("a", "b"))
  attr(level, "levels") <- wrong
  expect_refused(frame_of(list(t = level)), "data", "level 2", "t")
  attr(level, "levels") <- bytes
  expect_refused(frame_of(list(t = level)), "argument", "no known encoding", "t")
  expect_refused(frame_of(stats::setNames(list(1), bytes[2])), "argument", "no known encoding")
})

test_that("broken factors are refused", {
  broken <- structure(c(1L, 5L), levels = c("a", "b"), class = "factor")
  expect_refused(frame_of(list(f = broken)), "data", item = "f", row = 2)
  nameless <- addNA(factor(c("a", NA)))
  expect_refused(frame_of(list(f = nameless)), "argument", "level 2 of factor 'f' is NA", "f")
  numbers <- structure(1L, levels = 3:4, class = "factor")
  expect_refused(frame_of(list(f = numbers)), "argument", "levels are no texts", "f")
  none <- structure(c(1L, 2L), class = "factor")
  expect_refused(frame_of(list(f = none)), "data", item = "f", row = 1)
})

test_that("a name that is cut in an error is still text", {
  for (start in c("", "a", "ab", "abc")) {
    for (character in c("\u00e9", "\u20ac", "\U1F600")) {
      name <- paste0(start, strrep(character, 127))
      e <- expect_refused(frame_of(stats::setNames(list(1:2, 1:3), c("a", name))), "argument")
      expect_true(all(validUTF8(c(e$item, conditionMessage(e)))))
      expect_gt(nchar(e$item, "bytes"), 123)
      expect_true(startsWith(name, e$item))
    }
  }
})

test_that("more rows than R counts are no data frame", {
  expect_refused(werkbaar:::as_kind(list(), 2^31), "limit", "2147483648 rows")
})

test_that("texts come in whatever their encoding", {
  texts <- c(latin1 = "caf\xe9", UTF8 = "caf\u00e9", native = "plain", missing = NA)
  Encoding(texts)[1] <- "latin1"
  expect_identical(there_and_back(list(t = unname(texts)))$t,
    c("caf\u00e9", "caf\u00e9", "plain", NA))
  expect_identical(there_and_back(list(t = as.character(1:3)))$t, c("1", "2", "3"))
})

test_that("dates and times beyond any calendar are refused with their row", {
  expect_refused(frame_of(list(d = structure(c(0, 1e10), class = "Date"))), "data", "row 2", "d", 2)
  expect_refused(frame_of(list(d = structure(c(0, Inf), class = "Date"))), "data", "row 2", "d", 2)
  time <- structure(c(0, 1e13), class = c("POSIXct", "POSIXt"))
  expect_refused(frame_of(list(t = time)), "data", "row 2", "t", 2)
})

test_that("the enums of the package are those of the library", {
  symbols <- grep("^R_swig_wb_[a-z_]+_WB_.*_get$", ls(getNamespace("werkbaar")), value = TRUE)
  expect_gt(length(symbols), 60)
  # Where the constants do not begin with the name of their type.
  short <- c(status = "E", replicate_type = "REPLICATE", design_effect = "DEFF",
    weight_step = "WEIGHT", trim_unit = "TRIM", quantile_rule = "QUANTILE", rank_score = "RANK",
    fit_part = "FIT", roc_direction = "ROC")
  for (symbol in symbols) {
    parts <- regmatches(symbol, regexec("^R_swig_wb_([a-z_]+)_WB_(.*)_get$", symbol))[[1]]
    known <- werkbaar:::wb_enums[[parts[2]]]
    before <- if (parts[2] %in% names(short)) short[[parts[2]]] else toupper(parts[2])
    name <- sub(paste0("^", before, "_"), "", parts[3])
    if (name == "NULL") name <- "NULL_"
    expect_identical(known[[name]], .Call(getNamespace("werkbaar")[[symbol]], FALSE), info = symbol)
  }
})

test_that("random data come back as they went in", {
  n_columns <- if (is_long()) 2000 else 60
  set.seed(20240229)
  makers <- list(
    function(n) c(-Inf, Inf, -0, 5e-324, rnorm(4))[1 + sample.int(8, n, TRUE) %% 8],
    function(n) sample(c(-.Machine$integer.max, 0L, .Machine$integer.max), n, TRUE),
    function(n) sample(c(TRUE, FALSE), n, TRUE),
    function(n) factor(sample(letters, n, TRUE), levels = sample(letters)),
    function(n) sample(c("", "a", "\u20ac", "\U1F600", strrep("long", 99)), n, TRUE),
    function(n) as.Date(sample(-1e6:1e6, n, TRUE), origin = "1970-01-01"),
    function(n) as.POSIXct(sample(-1e9:1e9, n, TRUE), origin = "1970-01-01", tz = "UTC")
  )
  for (i in seq_len(n_columns)) {
    n <- sample(0:40, 1)
    x <- makers[[1 + i %% length(makers)]](n)
    x[sample(c(TRUE, FALSE), n, TRUE)] <- NA
    back <- there_and_back(list(x = x))$x
    expect_identical(back, x)
    # Bit for bit, also the sign of 0 and NA beside NaN.
    if (is.double(x)) {
      expect_identical(serialize(as.numeric(back), NULL), serialize(as.numeric(x), NULL))
    }
  }
})
