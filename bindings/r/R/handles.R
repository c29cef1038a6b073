# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Handles are external pointers of the low layer that free themselves. Closing one frees
# what it holds at once: R does not see how much memory that is, so it might wait long.
close_handles <- function(...) {
  for (handle in list(...)) .Call(R_swig_close_handle, handle)
  invisible()
}

handle_is_open <- function(handle) .Call(R_swig_is_open, handle)
