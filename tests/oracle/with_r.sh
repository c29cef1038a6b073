#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: with_r.sh SOURCE_DIR SCRIPT PACKAGES SHORT LONG [--cases CASES] CHECKER...
# Random cases of tests/reference/SCRIPT through PACKAGES of R (a,b) and through us: SHORT of
# them, or LONG with WB_TEST_LONG=1. Every CHECKER gets the folder they are in; with --cases
# SCRIPT makes data alone, and every CHECKER gets the folder CASES before that. Exit 77
# (skipped) where a package is not there, and where SHORT is 0.
#
# What R says does not depend on who compiled us: with WB_TEST_REFERENCES=FOLDER it is kept
# in FOLDER/SCRIPT, and taken from there when it is there already.
set -eu
source=$1
script=$2
packages=$3
count=$4
[ "${WB_TEST_LONG:-0}" = 1 ] && count=$5
shift 5
cases=
if [ "$1" = --cases ]; then
    cases=$2
    shift 2
fi

kept=${WB_TEST_REFERENCES:+$WB_TEST_REFERENCES/$script}
folder=$kept
if [ ! -d "$folder" ]; then
    if [ "$count" = 0 ]; then
        echo "skipped: it takes long; WB_TEST_LONG=1 has it"
        exit 77
    fi
    names=$(echo "$packages" | tr , ' ')
    # shellcheck disable=SC2086 # a word each
    if ! Rscript -e 'quit(status = !all(sapply(commandArgs(TRUE), requireNamespace, quietly = TRUE)))' \
            $names >/dev/null 2>&1; then
        echo "skipped: needs Rscript with the packages $names (Debian: r-cran-NAME, in small letters)"
        exit 77
    fi
    place=${WB_TEST_REFERENCES:-${TMPDIR:-/tmp}}
    mkdir -p "$place"
    folder=$(mktemp -d "$place/reference.XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    Rscript "$source/tests/reference/$script" "$folder" "$count"
    if [ -n "$kept" ]; then
        mv "$folder" "$kept" # beside it: what has this name is whole
        folder=$kept
        trap - EXIT
    fi
fi
status=0
for checker; do
    "$checker" ${cases:+"$cases"} "$folder" || status=1
done
exit "$status"
