#!/bin/sh
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Usage: attack.sh ATTACK CASES [WERKBAAR]
#        attack.sh attack_monitor.py WERKBAAR
# ATTACK is attack.py, on 50 organisations, attack_scans.py, on 20 companies, or
# attack_monitor.py, on 12 monitors; with WB_TEST_LONG=1 on 120, 80 or 20. CASES is the
# program that it attacks, WERKBAAR the command, whose pages are looked at too. The Python that
# has highspy is named in WERKBAAR_TEST_PYTHON; without highspy the test is skipped.
set -eu
attack=$(dirname -- "$0")/$1
shift
case ${attack##*/} in
attack.py) cases=50 long=120 ;;
attack_monitor.py) cases=12 long=20 ;;
*) cases=20 long=80 ;;
esac
[ "${WB_TEST_LONG:-0}" = 1 ] && cases=$long
exec "${WERKBAAR_TEST_PYTHON:-python3}" "$attack" "$@" --cases "$cases"
