# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The catalogue of scan modules, sectors and measures. One keeps the texts of the files that
# were added, and beside them, in an environment, the handle made of them.

wb_catalogue <- function(...) {
  files <- list(...)
  if (length(files) == 1L && inherits(files[[1L]], "wb_catalogue")) return(files[[1L]])
  handle <- .Call(R_swig_wb_catalogue_new, FALSE)
  add <- function(reader) .Call(R_swig_wb_catalogue_read, handle, reader, FALSE)
  texts <- added_texts(unlist(files, use.names = FALSE), add)
  structure(class = "wb_catalogue", list(files = texts, state = definition_state(handle)))
}

# The texts of files that `add` adds, each a path or a text already.
added_texts <- function(files, add) {
  vapply(files, function(file) {
    definition_of(file, "text", add)
    if (is_json(file)) file else text_of_bytes(readBin(file, "raw", file.size(file)))
  }, "", USE.NAMES = FALSE)
}

catalogue_handle <- function(catalogue) {
  state <- catalogue$state
  if (!handle_is_open(state$handle)) {
    state$handle <- do.call(wb_catalogue, as.list(catalogue$files))$state$handle
  }
  state$handle
}

# A catalogue, or what is built in.
as_catalogue <- function(catalogue) {
  if (is.null(catalogue)) return(wb_catalogue())
  if (!inherits(catalogue, "wb_catalogue")) {
    refuse_argument(catalogue, "catalogue", "a catalogue of wb_catalogue()")
  }
  catalogue
}

wb_catalogue_table <- function(catalogue = NULL,
                               part = c("modules", "items", "scales", "indicators", "themes",
                                 "discussion", "sectors", "measures"),
                               language = "nl") {
  handle <- catalogue_handle(as_catalogue(catalogue))
  part <- wb_check_choice(part, "part", eval(formals()$part))
  language <- wb_check_string(language, "language")
  made_table(.Call(R_swig_wb_catalogue_table, handle, part, language, FALSE))
}

wb_catalogue_json <- function(catalogue = NULL, kind = c("module", "sector", "measures"), id,
                              version = NULL) {
  handle <- catalogue_handle(as_catalogue(catalogue))
  kind <- wb_check_choice(kind, "kind", c("module", "sector", "measures"))
  id <- wb_check_string(id, "id")
  version <- wb_check_string(version, "version", optional = TRUE)
  written_text(function(to) {
    .Call(R_swig_wb_catalogue_write, handle, kind, id, version, to, FALSE)
  })
}

format.wb_catalogue <- function(x, ...) {
  found <- vapply(c("modules", "sectors", "measures"), function(part) {
    length(unique(wb_catalogue_table(x, part)$id))
  }, 0L)
  sprintf("<wb_catalogue> %s; %d files added", paste(found, names(found), collapse = ", "),
    length(x$files))
}

print.wb_catalogue <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}
