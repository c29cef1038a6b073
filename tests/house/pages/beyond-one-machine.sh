# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
# The answers of the sample, in five files.
"$PYTHON" - <<'END'
import pyarrow.parquet
import werkbaar as wb

answers = wb.read_csv("data/sample/wbm-employees.csv")
for part in range(5):
    rows = answers[part * 500:(part + 1) * 500].to_arrow()
    pyarrow.parquet.write_table(rows, f"answers-{part}.parquet")
END
