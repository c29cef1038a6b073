#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: roc_with_r.sh SOURCE_DIR CHECK_QUALITY_ROC
# Curves of pROC's data and of random ones, through pROC, survey and us: 20, or 100 with
# WB_TEST_LONG=1. Exit 77 (skipped) where R or one of these packages is not there.
set -eu
if ! Rscript -e 'quit(status = !all(sapply(c("survey", "pROC"), requireNamespace, quietly = TRUE)))' \
        >/dev/null 2>&1; then
    echo "skipped: needs Rscript with the packages survey and pROC (Debian: r-cran-survey, r-cran-proc)"
    exit 77
fi
cases=20
[ "${WB_TEST_LONG:-0}" = 1 ] && cases=100
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
Rscript "$1/tests/reference/quality_roc.R" "$folder" "$cases"
"$2" "$folder"
