# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Handles are external pointers of the low layer that free themselves. Closing one frees
# what it holds at once: R does not see how much memory that is, so it might wait long.
close_handles <- function(...) {
  for (handle in list(...)) .Call(R_swig_close_handle, handle)
  invisible()
}

handle_is_open <- function(handle) .Call(R_swig_is_open, handle, FALSE)

# The bytes that `write` puts in a writer to memory.
written <- function(write) {
  writer <- .Call(R_swig_wb_writer_to_memory, FALSE)
  on.exit(close_handles(writer))
  write(writer)
  .Call(R_swig_wb_writer_bytes, writer)
}

written_text <- function(write) text_of_bytes(written(write))

# Write a file with `write`, all of it; when that fails the file is as it was.
write_file <- function(path, write) {
  writer <- .Call(R_swig_wb_writer_open, path.expand(wb_check_string(path, "path")), FALSE)
  on.exit(close_handles(writer))
  write(writer)
  .Call(R_swig_wb_writer_finish, writer, FALSE)
}

# What `read` makes of a reader of bytes, which errors call `name`.
read_bytes <- function(bytes, name, read) {
  reader <- .Call(R_swig_wb_reader_of, bytes, name, FALSE)
  on.exit(close_handles(reader))
  read(reader)
}

read_text <- function(text, name, read) read_bytes(charToRaw(enc2utf8(text)), name, read)

read_file <- function(path, read) {
  reader <- .Call(R_swig_wb_reader_open, path.expand(path), FALSE)
  on.exit(close_handles(reader))
  read(reader)
}

text_of_bytes <- function(bytes) {
  text <- rawToChar(bytes)
  Encoding(text) <- "UTF-8"
  text
}
