# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

signalled <- function(expression) tryCatch(expression, error = identity)

test_that("every status has a condition of its own class, with all its fields", {
  words <- c(NOMEM = "memory", ARG = "argument", DATA = "data", DESIGN = "design",
    NUMERIC = "numeric", CONVERGENCE = "convergence", VERSION = "version", IO = "io",
    UNSUPPORTED = "unsupported", CANCELLED = "cancelled", CONFLICT = "conflict", LIMIT = "limit")
  statuses <- werkbaar:::wb_enums$status
  expect_setequal(names(words), setdiff(names(statuses), "OK"))
  for (name in names(words)) {
    e <- signalled(werkbaar:::signal_error(statuses[[name]], "it is so", "q1", 4, "f#/a", 3L, 2L,
      7))
    expect_identical(class(e), c(paste0("werkbaar_", words[[name]], "_error"), "werkbaar_error",
      "error", "condition"))
    expect_identical(e$status, .Call(low$R_swig_wb_status_name, statuses[[name]]))
    expect_identical(unclass(e)[c("row", "item", "where", "line", "column", "offset")],
      list(row = 5, item = "q1", where = "f#/a", line = 3L, column = 2L, offset = 7))
    expect_identical(conditionMessage(e), "it is so (f#/a, line 3, column 2)")
  }
})

test_that("what an error is not about is NA", {
  e <- signalled(werkbaar:::signal_error(-2L, "it is so", "", -1, "", 0L, 0L, -1))
  expect_identical(conditionMessage(e), "it is so")
  expect_identical(unclass(e)[c("row", "item", "where", "line", "column", "offset")],
    list(row = NA_real_, item = NA_character_, where = NA_character_, line = NA_integer_,
      column = NA_integer_, offset = NA_real_))
})

test_that("rows count from 1, in the field and in the sentence", {
  answers <- made_answers(small_instrument(), 4)
  answers$q2[3] <- 6L
  e <- expect_refused(wb_score(answers, small_instrument()), "data",
    "answer 6 to 'q2' is not a whole number in 1..5 \\(row 3\\)", "q2", 3)
  expect_identical(e$call[[1]], quote(wb_score))
  e <- signalled(werkbaar:::signal_error(-3L, "text 'row 7' in row 7", "", 7, "", 0L, 0L, -1))
  expect_identical(conditionMessage(e), "text 'row 7' in row 8")
})

test_that("a place in a file is said once", {
  e <- expect_refused(wb_instrument('{"format": "werkbaar-instrument/1.0",\n "id" 3}'), "data",
    "line 2, column 7")
  expect_identical(c(e$line, e$column), c(2L, 7L))
  expect_identical(lengths(regmatches(conditionMessage(e), gregexpr("line", conditionMessage(e)))),
    1L)
  e <- expect_refused(wb_instrument('{"format": "werkbaar-instrument/1.0",\n "id": 3}'), "data",
    "text#/id, line 2, column 8")
  expect_identical(e$where, "text#/id")
})

test_that("the call of an error is the user's, also through other functions", {
  expect_identical(conditionCall(signalled(wb_instrument("no-such"))),
    quote(wb_instrument("no-such")))
  mine <- function() werkbaar::wb_instrument("no-such")
  expect_identical(conditionCall(signalled(mine())), quote(werkbaar::wb_instrument("no-such")))
})

# ---- a user's progress function ----

score_with <- function(progress) {
  instrument <- small_instrument()
  wb_score(made_answers(instrument, 10), instrument, progress = progress)
}

test_that("progress hears fractions, and does not change the result", {
  heard <- numeric()
  with <- score_with(function(fraction) heard <<- c(heard, fraction))
  expect_gt(length(heard), 0)
  expect_true(all(heard >= 0 & heard <= 1))
  expect_identical(with, score_with(NULL))
})

test_that("progress that says FALSE cancels, and anything else goes on", {
  e <- expect_refused(score_with(function(fraction) FALSE), "cancelled")
  expect_identical(e$status, "WB_E_CANCELLED")
  for (answer in list(TRUE, NULL, NA, 0, "FALSE", c(FALSE, FALSE))) {
    expect_s3_class(score_with(function(fraction) answer), "data.frame")
  }
})

test_that("an error in a user's progress function is signalled as itself", {
  e <- signalled(score_with(function(fraction) stop("my own words")))
  expect_s3_class(e, "simpleError")
  expect_identical(conditionMessage(e), "my own words")
  mine <- structure(class = c("mine", "condition"), list(message = "hello", call = NULL))
  expect_identical(withCallingHandlers(
    tryCatch(score_with(function(fraction) signalCondition(mine)), mine = function(c) "caught")
  ), "caught")
})

test_that("progress may leave for any place above", {
  expect_identical(withRestarts(score_with(function(f) invokeRestart("away", 3)), away = identity),
    3)
  expect_identical(callCC(function(k) score_with(function(f) k("out"))), "out")
  left <- character()
  tryCatch(
    score_with(function(f) {
      on.exit(left <<- c(left, "inner"))
      stop("now")
    }),
    error = function(e) left <<- c(left, "handler")
  )
  expect_identical(left, c("inner", "handler"))
})

test_that("handlers outside the call hear what progress signals", {
  heard <- 0
  result <- withCallingHandlers(
    score_with(function(fraction) message("at work")),
    message = function(m) {
      heard <<- heard + 1
      invokeRestart("muffleMessage")
    }
  )
  expect_gt(heard, 0)
  expect_s3_class(result, "data.frame")
})

test_that("calls within progress stand alone", {
  expect_identical(
    score_with(function(f) try(score_with(function(f) stop("inner")), silent = TRUE)),
    score_with(NULL)
  )
  e <- signalled(score_with(function(f) score_with(function(f) stop("inner"))))
  expect_identical(conditionMessage(e), "inner")
  # An error of the library after one that left: it is the library's own.
  expect_refused(wb_instrument("no-such"), "argument", "no-such")
})

test_that("an interrupt is R's own interrupt", {
  skip_on_os("windows")
  caught <- tryCatch(
    score_with(function(fraction) {
      tools::pskill(Sys.getpid(), tools::SIGINT)
      Sys.sleep(1)
    }),
    interrupt = function(i) "interrupted"
  )
  expect_identical(caught, "interrupted")
})

test_that("an interrupt is seen in a call without progress", {
  skip_on_os("windows")
  instrument <- small_instrument()
  answers <- made_answers(instrument, 10)
  # The signal waits until the library looks for it.
  caught <- tryCatch(
    {
      suspendInterrupts({
        tools::pskill(Sys.getpid(), tools::SIGINT)
        Sys.sleep(0.1)
        allowInterrupts(wb_score(answers, instrument))
      })
      "not seen"
    },
    interrupt = function(i) "interrupted"
  )
  expect_identical(caught, "interrupted")
})

# ---- arguments ----

test_that("arguments of how a call runs are checked by name", {
  instrument <- small_instrument()
  answers <- made_answers(instrument, 3)
  bad <- list(threads = list("a", NA, 1:2, 1.5, -2, NULL), progress = list(3, "print", TRUE),
    memory_limit = list("a", -1, NA_real_, Inf))
  for (name in names(bad)) {
    for (value in bad[[name]]) {
      arguments <- c(list(answers, instrument), stats::setNames(list(value), name))
      expect_refused(do.call(wb_score, arguments), "argument", name, name)
    }
  }
})

test_that("checks of arguments say what was expected and what came", {
  w <- getNamespace("werkbaar")
  expect_refused(w$wb_check_string(c("a", "b"), "x"), "argument",
    "x must be one text, not character of length 2", "x")
  expect_refused(w$wb_check_string(NULL, "x"), "argument", "not NULL")
  expect_null(w$wb_check_string(NULL, "x", optional = TRUE))
  expect_refused(w$wb_check_flag(NA, "x"), "argument", "x must be TRUE or FALSE, not NA")
  expect_refused(w$wb_check_number(factor("a"), "x"), "argument", "not factor of length 1")
  expect_refused(w$wb_check_number(7, "x", 0, 1), "argument", "a number in 0..1, not 7")
  expect_refused(w$wb_check_whole(1.5, "x"), "argument", "a whole number, not 1.5")
  expect_refused(w$wb_check_choice("c", "x", c("a", "b")), "argument", "one of 'a', 'b', not 'c'")
  expect_identical(w$wb_check_choice(c("a", "b"), "x", c("a", "b")), "a")
})
