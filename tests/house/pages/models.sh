# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
# The rows of two regions, each in a file.
werkbaar score data/sample/wbm-employees.csv --instrument wbm-employees --output all.csv
head -n 1200 all.csv >north.csv
{ head -n 2 all.csv && tail -n +1201 all.csv; } >south.csv
