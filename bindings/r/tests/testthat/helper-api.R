# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The schools of R's survey, and comparing with what it says of them.

api <- function(name) {
  skip_if_not_installed("survey")
  found <- new.env()
  utils::data("api", package = "survey", envir = found)
  found[[name]]
}

expect_near_to <- function(object, expected, tolerance = 1e-9, info = NULL) {
  object <- as.numeric(object)
  expected <- as.numeric(expected)
  expect_identical(length(object), length(expected), info = info)
  expect_lte(max(abs(object - expected) / pmax(1e-12, abs(expected))), tolerance,
    label = paste("difference", info))
}
