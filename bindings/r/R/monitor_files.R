# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The results of a monitor as files, under the names that the command gives them.

wb_monitor_write <- function(results, folder, formats = c("csv", "xlsx", "json"),
                             language = NULL, note = NULL) {
  folder <- path.expand(wb_check_string(folder, "folder"))
  known <- c("csv", "xlsx", "json")
  for (format in formats) wb_check_choice(format, "formats", known)
  language <- wb_check_string(language, "language", optional = TRUE)
  note <- wb_check_string(note, "note", optional = TRUE)
  parts <- setdiff(names(results), "audit")
  frames <- list()
  on.exit(do.call(close_handles, unname(frames)))
  for (part in parts) frames[[part]] <- monitor_part(results, part, language)
  note <- mark_frames(frames, note)
  dir.create(folder, showWarnings = FALSE, recursive = TRUE)
  write_all(folder, monitor_files(results, frames, formats, note))
}

# A note goes into the metadata; made-up answers always say so.
mark_frames <- function(frames, note) {
  metadata <- lapply(frames, function(frame) .Call(R_swig_wb_frame_metadata, frame))
  made_up <- grepl("\"synthetic\":true", metadata[[1]], fixed = TRUE)
  if (made_up && !startsWith(paste(note, collapse = ""), "SYNTHETIC")) {
    note <- paste(c("SYNTHETIC answers: nobody gave them", note), collapse = ". ")
  }
  if (is.null(note)) return(NULL)
  said <- sprintf(",\"note\":%s,\"synthetic\":%s}", json_text(note),
    if (startsWith(note, "SYNTHETIC")) "true" else "false")
  for (part in names(frames)) {
    text <- sub(",\"synthetic\":true", "", metadata[[part]], fixed = TRUE)
    text <- paste0(sub("}$", "", text), said)
    .Call(R_swig_wb_frame_set_metadata, frames[[part]], text, FALSE)
  }
  note
}

# Of each file its name, and what writes it.
monitor_files <- function(results, frames, formats, note) {
  metadata <- .Call(R_swig_wb_frame_metadata, frames[[1]])
  instrument <- metadata_text(structure(list(), metadata = metadata), "instrument")
  stem <- gsub("[^A-Za-z0-9_.-]", "_", instrument)
  shown <- names(frames)
  if (.Call(R_swig_wb_frame_row_count, frames$released, FALSE) == 0) {
    shown <- setdiff(shown, "released")
  }
  files <- list()
  if ("csv" %in% formats) {
    files[paste0(stem, "-", shown, ".csv")] <- lapply(frames[shown], csv_writer, note)
  }
  if ("xlsx" %in% formats) {
    sheets <- frames[setdiff(names(frames), "released")]
    files[[paste0(stem, ".xlsx")]] <- function(to) {
      .Call(R_swig_wb_xlsx_write, to, unname(sheets), names(sheets), note, FALSE)
    }
  }
  if ("json" %in% formats) {
    files[paste0(stem, "-", shown, ".json")] <- lapply(frames[shown], json_writer)
  }
  ledger <- tryCatch(wb_monitor_ledger(results), werkbaar_argument_error = function(e) NULL)
  if (!is.null(ledger)) {
    files[[paste0(stem, "-ledger.json")]] <- function(to) {
      .Call(R_swig_wb_ledger_write, ledger_handle(ledger), to, FALSE)
    }
  }
  files
}

csv_writer <- function(frame, note) {
  force(frame)
  function(to) {
    source <- .Call(R_swig_wb_source_from_frame, frame, 0L, FALSE)
    on.exit(close_handles(source))
    .Call(R_swig_wb_csv_write, to, source, list(comment = note), wb_run_options(), FALSE)
  }
}

json_writer <- function(frame) {
  force(frame)
  function(to) .Call(R_swig_wb_json_write, to, frame, FALSE)
}

# The files appear when all of them are complete.
write_all <- function(folder, files) {
  paths <- file.path(folder, names(files))
  writers <- list()
  on.exit(do.call(close_handles, writers))
  for (path in paths) {
    writers[[length(writers) + 1]] <- .Call(R_swig_wb_writer_open, path, FALSE)
  }
  for (i in seq_along(files)) files[[i]](writers[[i]])
  for (writer in writers) .Call(R_swig_wb_writer_finish, writer, FALSE)
  invisible(paths)
}
