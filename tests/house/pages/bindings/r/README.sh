# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
# Answers that come in two files.
cp data/sample/wbm-employees.csv north.csv
cp data/sample/wbm-employees.csv south.csv
