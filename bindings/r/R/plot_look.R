# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# What all charts share: the look, which Python reads too (look.json), words and numbers in a
# language, and what must stand on a chart: unit, source, n, level, preset, SYNTHETIC.

look_kept <- new.env(parent = emptyenv())

chart_look <- function() {
  if (is.null(look_kept$look)) {
    path <- system.file("look.json", package = "werkbaar", mustWork = TRUE)
    look_kept$look <- json_values(paste(readLines(path, encoding = "UTF-8", warn = FALSE), collapse = "\n"))
  }
  look_kept$look
}

# JSON of our own as lists: its tokens are those of R under other names.
json_values <- function(text) {
  tokens <- regmatches(text, gregexpr("\"(?:[^\"\\\\]|\\\\.)*\"|[][{},:]|[-+.\\w]+", text, perl = TRUE))[[1L]]
  ours <- c("{" = "list(", "}" = ")", "[" = "list(", "]" = ")", ":" = "=", true = "TRUE", false = "FALSE", null = "NULL")
  known <- tokens %in% names(ours)
  tokens[known] <- ours[tokens[known]]
  eval(parse(text = paste(enc2utf8(tokens), collapse = " "), encoding = "UTF-8", keep.source = FALSE), baseenv())
}

look_part <- function(name, of = "series") vapply(chart_look()[[of]], function(one) one[[name]], chart_look()[[of]][[1L]][[name]])

chart_words <- function(language) {
  chart_look()$words[[wb_check_choice(language, "language", names(chart_look()$words))]]
}

# The word of an id; the id itself where there is none.
word_of <- function(words, id) if (is.null(words[[id]])) id else words[[id]]

# 1234.5 as 1.234,5 or 1,234.5.
chart_number <- function(x, words, decimals = 0) {
  text <- formatC(abs(x), format = "f", digits = decimals, big.mark = ",", decimal.mark = ".")
  text <- chartr(",.", paste0(words$thousand, words$decimal), text)
  ifelse(is.na(x), NA, paste0(ifelse(x < 0 & grepl("[1-9]", text), "\u2212", ""), text))
}

chart_value <- function(x, words, unit, decimals = 1) {
  if (unit == "score") return(chart_number(x, words, decimals))
  paste0(chart_number(100 * x, words, decimals), if (unit == "percent") words$percent)
}

# How many answers a chart rests on: n = 329-335.
n_text <- function(n) {
  n <- n[!is.na(n)]
  if (length(n) == 0L) return(NULL)
  paste("n =", paste(all_digits(unique(range(n))), collapse = "\u2013"))
}

# ---- a chart ----

needs_ggplot2 <- function() {
  if (!requireNamespace("ggplot2", quietly = TRUE)) {
    wb_stop("UNSUPPORTED", "charts are made with ggplot2, which is not installed: install.packages(\"ggplot2\")")
  }
}

# Columns of data on the axes and scales of a chart, by name.
mapped <- function(...) ggplot2::aes(!!!lapply(c(...), as.name))

# What a table says of itself, as the lines below a chart.
table_notes <- function(table, words, source = NULL) {
  c(source_note(words, c(source, stats::na.omit(metadata_text(table, "definition")))),
    if (isFALSE(metadata_flag(table, "verified"))) words$preset_note,
    if (says_synthetic(table, source)) words$synthetic_note)
}

# A source that nobody named is not told.
source_note <- function(words, source) paste0(words$source, ": ", c(source, words$none)[1L])

# Of what lost its metadata on the way, the source may say it.
says_synthetic <- function(table, source) is_synthetic(table) || any(grepl("SYNTHETI", source))

interval_words <- function(level, words) {
  if (!is.na(level)) paste0(chart_number(100 * level, words, decimals_in(100 * level)), words$interval)
}

# The decimals that numbers have, so that 2.5 is not told as 2, nor 99.5 as 100.
decimals_in <- function(x) {
  x <- x[is.finite(x)]
  decimals <- 0
  while (decimals < 6 && any(abs(x - round(x, decimals)) > 1e-9 * max(1, abs(x)))) decimals <- decimals + 1
  decimals
}

# Names, what is shown, remarks; the word SYNTHETIC across it.
dressed <- function(plot, title, shown, notes, words, synthetic, x = NULL, y = NULL) {
  wrapped <- function(text, width) paste(unlist(lapply(text, strwrap, width = width)), collapse = "\n")
  plot <- plot + chart_theme() + ggplot2::labs(title = wrapped(title, 75), subtitle = wrapped(paste(shown, collapse = " \u00b7 "), 100),
    caption = wrapped(notes, 115), x = x, y = y)
  if (synthetic) plot + watermark(words) else plot
}

chart_theme <- function() {
  look <- chart_look()
  text <- function(size, colour = look$ink, ...) ggplot2::element_text(size = size, colour = colour, ...)
  none <- ggplot2::element_blank()
  ggplot2::theme_minimal(base_size = look$sizes$label) + ggplot2::theme(
    plot.title = text(look$sizes$title - 2, face = "bold"), plot.title.position = "plot",
    plot.subtitle = text(look$sizes$subtitle, look$quiet), plot.caption.position = "plot",
    plot.caption = text(look$sizes$subtitle - 2, look$quiet, hjust = 0), axis.text = text(look$sizes$label - 1),
    axis.title = text(look$sizes$axis - 1), panel.grid.minor = none,
    panel.grid.major = ggplot2::element_line(colour = look$grid, linewidth = 0.3),
    plot.background = ggplot2::element_rect(fill = look$paper, colour = NA), plot.margin = ggplot2::margin(6, 18, 6, 6), legend.position = "top",
    legend.justification = "left", legend.key.width = grid::unit(12, "mm"))
}

watermark <- function(words) {
  look <- chart_look()
  ggplot2::annotation_custom(grid::textGrob(words$synthetic, rot = 20,
    gp = grid::gpar(col = look$ink, alpha = look$synthetic_opacity, fontsize = look$sizes$synthetic, fontface = "bold")))
}

# A colour, a shape and a dash of its own for every series.
series_scales <- function(names, title = NULL) {
  if (length(names) > length(chart_look()$series)) {
    stop_argument("groups", sprintf("a chart has at most %d series, and these are %d: choose some of them",
      length(chart_look()$series), length(names)))
  }
  of <- function(part) setNames(look_part(part)[seq_along(names)], names)
  list(ggplot2::scale_colour_manual(name = title, values = of("colour"), limits = names),
    ggplot2::scale_fill_manual(name = title, values = of("colour"), limits = names),
    ggplot2::scale_shape_manual(name = title, values = of("r_shape"), limits = names),
    ggplot2::scale_linetype_manual(name = title, values = of("r_linetype"), limits = names))
}

# ---- what is hidden ----

# Strokes in boxes around x and y, each as wide and high as is said; several beside each other.
hatch_layer <- function(x, y, width, height, across = 1L) {
  if (length(x) == 0L) return(NULL)
  hatch <- chart_look()$hatch
  lines <- matrix(unlist(hatch$lines), ncol = 4L, byrow = TRUE)
  at <- expand.grid(line = seq_len(nrow(lines)), box = seq_along(x), part = seq_len(across))
  half <- width / across / 2
  middle <- x[at$box] - width / 2 + half * (2 * at$part - 1)
  strokes <- data.frame(x = middle + half * lines[at$line, 1L], y = y[at$box] - height / 2 * lines[at$line, 2L],
    xend = middle + half * lines[at$line, 3L], yend = y[at$box] - height / 2 * lines[at$line, 4L])
  ggplot2::geom_segment(mapped(x = "x", y = "y", xend = "xend", yend = "yend"), strokes, colour = hatch$colour,
    linewidth = 0.4, inherit.aes = FALSE)
}
