#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: monitor_with_r.sh SOURCE_DIR TEST_MONITOR_VECTORS
# Monitors of random designs through survey and us: 20, or 60 with
# WB_TEST_LONG=1. Exit 77 (skipped) where R or the package is not there.
set -eu
if ! Rscript -e 'quit(status = !all(sapply("survey", requireNamespace, quietly = TRUE)))' \
        >/dev/null 2>&1; then
    echo "skipped: needs Rscript with the package survey (Debian: r-cran-survey)"
    exit 77
fi
cases=20
[ "${WB_TEST_LONG:-0}" = 1 ] && cases=60
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
Rscript "$1/tests/reference/monitor.R" "$folder" "$cases"
"$2" "$folder"
