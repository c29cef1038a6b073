# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# What "R CMD check" found, but for what is known and cannot be helped.
#
# usage: Rscript r_check_remarks.R 00check.log
#
# Prints what it found; the exit status is 1 when there is something that is not known.

# Are these quoted flags of compilers those with which R itself was compiled, and which it
# therefore gives to every package?
are_flags_of_r <- function(quoted) {
  r <- file.path(R.home("bin"), "R")
  own <- c(system2(r, c("CMD", "config", "CFLAGS"), stdout = TRUE),
    system2(r, c("CMD", "config", "CXXFLAGS"), stdout = TRUE))
  flags <- regmatches(quoted, gregexpr("-[^\u2018\u2019']+", quoted))[[1]]
  length(flags) > 0 && all(flags %in% unlist(strsplit(own, " ")))
}

# Of each: the check, all it says (the rest of it, when `rest` judges that), and why it is no
# fault of the package.
known <- list(
  # Debian's r-cran-bh has no headers of its own: it lets Debian's Boost, in the folder
  # where every compiler looks, take their place.
  list(check = "DESCRIPTION meta-information",
    says = "^'LinkingTo' for .BH. is unused as it has no 'include' directory$"),
  # That program is in none of the packages that the tests take. The scripts are run by
  # /bin/sh, which is dash here and knows nothing of bash either.
  list(check = "top-level files",
    says = "^A complete check needs the 'checkbashisms' script\\.\nSee section [^\n]*\nmanual\\.$"),
  # Debian's R compiles every package with -g: most of that is debugging information.
  list(check = "installed package size",
    says = "^ *installed size is +[0-9.]+Mb\n *sub-directories of 1Mb or more:\n *libs +[0-9.]+Mb$"),
  # Ubuntu's R gives one to every package.
  list(check = "compilation flags used",
    says = "^Compilation used the following non-portable flag\\(s\\):", rest = are_flags_of_r)
)

is_known <- function(check, output) {
  any(vapply(known, function(one) {
    one$check == check && grepl(one$says, output) &&
      (is.null(one$rest) || one$rest(sub(one$says, "", output)))
  }, logical(1)))
}

main <- function(log) {
  found <- tools::check_packages_in_dir_details(logs = log, drop_ok = TRUE)
  excused <- mapply(is_known, found$Check, found$Output)
  for (i in seq_len(nrow(found))) {
    cat(sprintf("%s%s: %s\n%s\n", if (excused[i]) "known " else "", found$Status[i],
      found$Check[i], found$Output[i]))
  }
  if (!any(grepl("^Status: ", readLines(log)))) {
    cat("R CMD check did not come to its end\n")
    return(1L)
  }
  as.integer(!all(unlist(excused)))
}

quit(status = main(commandArgs(trailingOnly = TRUE)))
