# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
# A wave as it comes from SPSS: the answers of 2023, without the column that says so.
"$PYTHON" - <<'END'
import werkbaar as wb
rows = wb.read_csv("data/sample/wbm-employees.csv").to_dict()
here = [row for row, year in enumerate(rows.pop("year")) if year == 2023]
wb.write_statfile({name: [column[row] for row in here] for name, column in rows.items()}, "wave2023.sav")
END
