#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: designs_with_r.sh SOURCE_DIR CHECK_DESIGNS CHECK_INFER
# The cases on the data sets of R's survey, which only whoever has R can write; then random
# designs through R's survey and through us: 60 of them, or 200 with WB_TEST_LONG=1. Exit 77
# (skipped) where R or its survey package is not there.
set -eu
if ! Rscript -e 'quit(status = !all(sapply(c("survey", "MASS"), requireNamespace, quietly = TRUE)))' \
        >/dev/null 2>&1; then
    echo "skipped: needs Rscript with the packages survey and MASS (Debian: r-cran-survey, r-cran-mass)"
    exit 77
fi
cases=60
[ "${WB_TEST_LONG:-0}" = 1 ] && cases=200
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/data" "$folder/random"
status=0
Rscript "$1/tests/reference/export_data.R" "$folder/data"
"$2" "$1/tests/vectors" "$folder/data" || status=1
"$3" "$1/tests/vectors" "$folder/data" || status=1
Rscript "$1/tests/reference/design_random.R" "$folder/random" "$cases"
"$2" "$folder/random" || status=1
"$3" "$folder/random" || status=1
exit "$status"
