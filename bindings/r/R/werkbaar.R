# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

.onLoad <- function(libname, pkgname) {
  .Call(R_swig_set_error_maker, signal_error)
}

# No .onUnload(): the shared object stays, for handles may still have to free themselves.

wb_version <- function() .Call(R_swig_wb_version)
