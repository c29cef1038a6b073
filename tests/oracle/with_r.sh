#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: with_r.sh SOURCE_DIR CHECKER [SCRIPT [SHORT LONG]]
# Random cases of tests/reference/SCRIPT (default: survey_random.R) through R's survey and
# through us: SHORT of them (200), or LONG (1000) with WB_TEST_LONG=1. Exit 77 (skipped)
# where R or its survey package is not there.
set -eu
if ! Rscript -e 'quit(status = !requireNamespace("survey", quietly = TRUE))' \
        >/dev/null 2>&1; then
    echo "skipped: needs Rscript with the package survey (Debian: r-cran-survey)"
    exit 77
fi
cases=${4:-200}
[ "${WB_TEST_LONG:-0}" = 1 ] && cases=${5:-1000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
Rscript "$1/tests/reference/${3:-survey_random.R}" "$folder" "$cases"
"$2" "$folder"
