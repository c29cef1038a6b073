#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: data_with_r.sh SOURCE_DIR CHECKER...
# The committed cases on the data sets of R's survey, which only whoever has R can write.
# Exit 77 (skipped) where R or its survey package is not there.
set -eu
if ! Rscript -e 'quit(status = !requireNamespace("survey", quietly = TRUE))' \
        >/dev/null 2>&1; then
    echo "skipped: needs Rscript with the package survey (Debian: r-cran-survey)"
    exit 77
fi
source=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0
Rscript "$source/tests/reference/export_data.R" "$folder"
for checker; do
    "$checker" "$source/tests/vectors" "$folder" || status=1
done
exit "$status"
