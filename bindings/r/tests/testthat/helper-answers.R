# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# Answers to every item of an instrument, the same at every call: row r answers item k with
# code (7 r + 3 k) modulo the number of codes.
made_answers <- function(instrument, n) {
  items <- wb_instrument_table(instrument, "items")
  answers <- lapply(seq_len(nrow(items)), function(k) {
    as.integer(items$min[k] + (7 * seq_len(n) + 3 * k) %% (items$max[k] - items$min[k] + 1))
  })
  names(answers) <- items$id
  as.data.frame(answers)
}

# A small instrument: three items, two scales, an indicator and a composite. In two texts: of
# one beyond 1000 bytes the parser of R copies a part over itself, which valgrind reports.
small_instrument <- function() {
  wb_instrument(paste('{"format": "werkbaar-instrument/1.0", "id": "small", "version": "1.0",
    "licence": "MIT", "source": "made for tests", "unit": "person", "languages": ["en"],
    "title": {"en": "Small"},
    "items": [
      {"id": "q1", "label": {"en": "one"}, "text": "own", "min": 1, "max": 5, "missing": [9]},
      {"id": "q2", "label": {"en": "two"}, "text": "own", "min": 1, "max": 5, "reversed": true},
      {"id": "q3", "label": {"en": "three"}, "text": "own", "min": 0, "max": 1}],
    ', '"scales": [
      {"id": "load", "label": {"en": "load"}, "rule": "percent", "items": ["q1", "q2"],
       "min_answered": 1},
      {"id": "trouble", "label": {"en": "trouble"}, "rule": "sum", "items": ["q3"]}],
    "indicators": [
      {"id": "heavy", "label": {"en": "heavy load"}, "kind": "risk", "scale": "load",
       "direction": "high", "problem": {"comparison": "at_least", "value": 50,
       "source": "made for tests"}}],
    "composites": [
      {"id": "free", "label": {"en": "no problem"}, "rule": "none_of", "of": ["heavy"],
       "level": "problem"}]}'))
}

frame_of <- function(data) werkbaar:::as_wb_frame(data)
data_of <- function(frame, ...) werkbaar:::from_wb_frame(frame, ...)

# Where the functions of the low layer are.
low <- getNamespace("werkbaar")

is_long <- function() nzchar(Sys.getenv("WERKBAAR_LONG"))

# Memory of this process in KiB.
resident <- function() {
  pages <- as.numeric(strsplit(readLines("/proc/self/statm"), " ")[[1]][2])
  pages * 4
}
