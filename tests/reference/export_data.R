# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: Rscript export_data.R FOLDER
# Writes the data sets of R's survey that the cases of tests/vectors/design_cases.csv name.
arguments <- commandArgs(trailingOnly = TRUE)
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(script), "survey_reference.R"))
source(file.path(dirname(script), "package_data.R"))

sets <- package_data()
dir.create(arguments[1], showWarnings = FALSE, recursive = TRUE)
for (name in names(sets)) write_csv(sets[[name]], file.path(arguments[1], paste0(name, ".csv")))
