# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
library(testthat)
library(werkbaar)

test_check("werkbaar")
