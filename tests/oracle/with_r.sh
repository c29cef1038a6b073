#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: with_r.sh SOURCE_DIR SCRIPT PACKAGES SHORT LONG CHECKER...
# Random cases of tests/reference/SCRIPT through PACKAGES of R (a,b) and through us: SHORT of
# them, or LONG with WB_TEST_LONG=1. Every CHECKER gets the folder they are in. Exit 77
# (skipped) where a package is not there, and where SHORT is 0.
#
# What R says does not depend on who compiled us: with WB_TEST_REFERENCES=FOLDER it is kept
# in FOLDER/SCRIPT, and taken from there when it is there already.
set -eu
source=$1
script=$2
packages=$3
cases=$4
[ "${WB_TEST_LONG:-0}" = 1 ] && cases=$5
shift 5

kept=${WB_TEST_REFERENCES:+$WB_TEST_REFERENCES/$script}
if [ -z "$kept" ] || [ ! -d "$kept" ]; then
    if [ "$cases" = 0 ]; then
        echo "skipped: it takes long; WB_TEST_LONG=1 has it"
        exit 77
    fi
    if ! Rscript -e 'quit(status = !all(sapply(commandArgs(TRUE), requireNamespace, quietly = TRUE)))' \
            $(echo "$packages" | tr , ' ') >/dev/null 2>&1; then
        echo "skipped: needs Rscript with $packages (Debian: r-cran-...)"
        exit 77
    fi
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    Rscript "$source/tests/reference/$script" "$folder" "$cases"
    if [ -n "$kept" ]; then
        mkdir -p "$WB_TEST_REFERENCES"
        mv "$folder" "$kept"
        folder=$kept
        trap - EXIT
    fi
else
    folder=$kept
    echo "with what R said before, in $kept"
fi
status=0
for checker; do
    "$checker" "$folder" || status=1
done
exit "$status"
