#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: attack.sh ATTACK CASES [WERKBAAR]
#        attack.sh attack_monitor.py WERKBAAR
# ATTACK is attack.py, on 80 organisations, attack_scans.py, on 30 companies, or
# attack_monitor.py, on 20 monitors; with WB_TEST_LONG=1 on 200, 150 or 30. CASES is the
# program that it attacks, WERKBAAR the command, whose pages are looked at too. The Python that
# has highspy is named in WERKBAAR_TEST_PYTHON; without highspy the test is skipped.
set -eu
attack=$(dirname -- "$0")/$1
shift
case ${attack##*/} in
attack.py) cases=80 long=200 ;;
attack_monitor.py) cases=20 long=30 ;;
*) cases=30 long=150 ;;
esac
[ "${WB_TEST_LONG:-0}" = 1 ] && cases=$long
exec "${WERKBAAR_TEST_PYTHON:-python3}" "$attack" "$@" --cases "$cases"
