#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: reliability_with_r.sh SOURCE_DIR TEST_RELIABILITY_VECTORS
# Made-up answers under four designs through psych, survey and us: one set, or two with
# WB_TEST_LONG=1. Exit 77 (skipped) where R or one of these packages is not there.
set -eu
if ! Rscript -e 'quit(status = !all(sapply(c("survey", "psych", "jsonlite"), requireNamespace, quietly = TRUE)))' \
        >/dev/null 2>&1; then
    echo "skipped: needs Rscript with the packages survey, psych and jsonlite (Debian: r-cran-survey, r-cran-psych,"
    echo "r-cran-jsonlite)"
    exit 77
fi
seeds=1
[ "${WB_TEST_LONG:-0}" = 1 ] && seeds=2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0
for seed in $(seq "$seeds"); do
    Rscript "$1/tests/reference/reliability.R" "$folder" "$seed"
    "$2" "$folder" || status=1
done
exit "$status"
