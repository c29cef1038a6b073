# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
# The sample as files of SPSS: all of it, and two of its waves.
head -n 2 data/sample/wbm-employees.csv >top.csv
for year in 2019 2023; do
    { cat top.csv; grep "^[0-9]*,$year," data/sample/wbm-employees.csv; } >wave$year.csv
done
"$PYTHON" - <<'END'
import werkbaar as wb
for answers, wave in ("data/sample/wbm-employees.csv", ""), ("wave2019.csv", "2019"), ("wave2023.csv", "2023"):
    wb.write_statfile(wb.read_csv(answers), f"wave{wave}.sav")
END
