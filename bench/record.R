# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# The same line as keep_pair() of record.py leaves.
keep_pair <- function(job, what, against, ours, theirs, differs = NULL, goal = NULL, floor = FALSE) {
    file <- Sys.getenv("WB_BENCH_RECORD")
    if (file == "") return(invisible())
    list_of <- function(x) paste0("[", paste(sprintf("%.5g", x), collapse = ", "), "]")
    or_null <- function(x) if (is.null(x)) "null" else sprintf("%.5g", x)
    cat(sprintf(paste0('{"job": "%s", "what": "%s", "against": "%s", "ours": %s, "theirs": %s, ',
                       '"differs": %s, "goal": %s, "floor": %s}\n'),
                job, what, against, list_of(ours), list_of(theirs), or_null(differs),
                or_null(goal), tolower(floor)),
        file = file, append = TRUE)
}
