# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Word: the document that pandoc takes styles, page numbers and the header of each page from. It is
# made anew for each report, as what is said aloud there depends on the answers.

wb_report_reference <- function(report, path = "reference.docx") {
  path <- wb_check_string(path, "path")
  folder <- system.file("rmarkdown", "word", package = "werkbaar", mustWork = TRUE)
  parts <- vapply(names(word_parts), function(name) {
    paste(readLines(file.path(folder, name), encoding = "UTF-8", warn = FALSE), collapse = "\n")
  }, "")
  parts <- lapply(parts, fill_words, values = list(mark = xml_text(report_mark(report)),
    language = if (report$language == "nl") "nl-BE" else "en-GB"), written = identity)
  write_zip(stats::setNames(parts, word_parts), path)
  invisible(path)
}

# What all templates set: how figures are made, and for Word the document above. A figure's text for
# who does not see it is to Word its caption, which is not shown.
wb_report_setup <- function(report) {
  knitr::opts_chunk$set(echo = FALSE, message = FALSE, dpi = 192, fig.width = 6.5, fig.height = 3, dev = "png")
  if (!isTRUE(knitr::pandoc_to("docx"))) return(invisible())
  wb_report_reference(report, "reference.docx")
  knitr::opts_hooks$set(fig.alt = function(options) {
    options$fig.cap <- options$fig.alt
    options["fig.alt"] <- list(NULL)
    options
  })
  invisible()
}

# The files of the package, and what they are called in a document.
word_parts <- c(
  content_types.xml = "[Content_Types].xml", relations.xml = "_rels/.rels",
  document.xml = "word/document.xml", document_relations.xml = "word/_rels/document.xml.rels",
  styles.xml = "word/styles.xml", header.xml = "word/header1.xml", footer.xml = "word/footer1.xml"
)

xml_text <- function(text) {
  for (mark in list(c("&", "&amp;"), c("<", "&lt;"), c(">", "&gt;"))) {
    text <- gsub(mark[1], mark[2], text, fixed = TRUE)
  }
  enc2utf8(text)
}

# ---- a ZIP file (PKWARE APPNOTE 6.3), for which R alone has no writer ----

write_zip <- function(parts, path) {
  entries <- Map(zip_entry, names(parts), parts)
  sizes <- vapply(entries, function(entry) length(entry$local), 0L)
  offsets <- cumsum(c(0L, sizes[-length(sizes)]))
  central <- unlist(Map(zip_central, entries, offsets), use.names = FALSE)
  local <- unlist(lapply(entries, `[[`, "local"), use.names = FALSE)
  count <- length(entries)
  end <- c(charToRaw("PK\005\006"), little(c(0, 0, count, count), 2),
    little(c(length(central), length(local)), 4), little(0, 2))
  writeBin(c(local, central, end), path)
}

little <- function(x, size) writeBin(as.integer(x), raw(), size = size, endian = "little")

# Versions, flags (names in UTF-8), method (deflate), time and date (the first of 1980).
zip_entry <- function(name, text) {
  packed <- deflated(charToRaw(enc2utf8(text)))
  head <- c(little(c(20, 2048, 8, 0, 33), 2), packed$crc, little(c(length(packed$bytes), packed$size), 4),
    little(c(nchar(name, "bytes"), 0), 2))
  list(name = charToRaw(name), head = head,
    local = c(charToRaw("PK\003\004"), head, charToRaw(name), packed$bytes))
}

zip_central <- function(entry, offset) {
  c(charToRaw("PK\001\002"), little(20, 2), entry$head, little(c(0, 0, 0), 2), little(c(0, offset), 4),
    entry$name)
}

# gzip (RFC 1952) has both the deflated bytes, after ten of its own, and the CRC-32 that ZIP wants.
deflated <- function(bytes) {
  path <- tempfile(fileext = ".gz")
  on.exit(unlink(path))
  file <- gzfile(path, "wb")
  writeBin(bytes, file)
  close(file)
  made <- readBin(path, "raw", file.size(path))
  last <- length(made)
  list(bytes = made[11:(last - 8)], crc = made[(last - 7):(last - 4)], size = length(bytes))
}
