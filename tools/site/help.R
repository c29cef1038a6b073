# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# The help pages of the R package as HTML, for the site. Words: the folder of .Rd files, and the
# folder where their HTML goes.

words <- commandArgs(trailingOnly = TRUE)
pages <- list.files(words[1], pattern = "[.]Rd$", full.names = TRUE)
parsed <- lapply(pages, tools::parse_Rd)
ids <- sub("[.]Rd$", "", basename(pages))

# Where the topics of a page are found: each of its aliases.
topics <- function(rd) {
  tags <- vapply(rd, function(part) attr(part, "Rd_tag"), "")
  vapply(rd[tags == "\\alias"], function(part) trimws(paste(unlist(part), collapse = "")), "")
}
names <- lapply(parsed, topics)
places <- stats::setNames(rep(paste0(ids, ".html"), lengths(names)), unlist(names))

# Links to the help of other packages have nowhere to lead; any other warning is an error.
elsewhere <- function(warning) {
  topic <- sub(".*missing link .(.*).$", "\\1", conditionMessage(warning))
  if (topic == conditionMessage(warning) || startsWith(topic, "wb_") || startsWith(topic, "werkbaar"))
    stop(conditionMessage(warning), call. = FALSE)
  invokeRestart("muffleWarning")
}
for (i in seq_along(parsed)) {
  withCallingHandlers(
    tools::Rd2HTML(parsed[[i]], file.path(words[2], paste0(ids[i], ".html")), Links = places,
      Links2 = character(), dynamic = FALSE, stages = c("build", "install", "render")),
    warning = elsewhere)
}
