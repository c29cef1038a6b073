#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: attack.sh DISCLOSE_CASES
# The attack of attack.py on 120 organisations, or 3000 with WB_TEST_LONG=1. The Python that
# has highspy is named in WERKBAAR_TEST_PYTHON; without highspy the test is skipped.
set -eu
cases=120
[ "${WB_TEST_LONG:-0}" = 1 ] && cases=3000
exec "${WERKBAAR_TEST_PYTHON:-python3}" "$(dirname -- "$0")/attack.py" "$1" --cases "$cases"
