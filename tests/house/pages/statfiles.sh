# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"$PYTHON" -c 'import werkbaar as wb; wb.write_statfile(wb.read_csv("data/sample/wbm-employees.csv"), "wave.sav")'
