# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
# Answers of an analyst, of two waves from SPSS, and of a firm.
"$PYTHON" - <<'END'
import json
lines = open("data/sample/wbm-employees.csv", encoding="utf-8").read().splitlines()
with open("answers.csv", "w", encoding="utf-8") as file:
    file.write("\n".join([lines[0], lines[1] + ",company", *(
        f"{line},{row % 300}" for row, line in enumerate(lines[2:]))]) + "\n")
import werkbaar as wb
rows = wb.read_csv("data/sample/wbm-employees.csv").to_dict()
for wave in (2019, 2023):
    here = [row for row, year in enumerate(rows["year"]) if year == wave]
    wb.write_statfile({name: [column[row] for row in here] for name, column in rows.items()}, f"wave{wave}.sav")
json.dump({"format": "werkbaar-weighting/1.0", "weights": "weight", "result": "calibrated", "steps": [
    {"step": "rake", "margins": [{"columns": ["sex"], "targets": [
        {"categories": ["man"], "total": 1300000}, {"categories": ["vrouw"], "total": 1200000}]}]}]},
    open("margins.json", "w"))
END
werkbaar scan compose examples/scan/food/recipe.json --output first.json
mkdir -p build/scan/food
wb-synth --scan first.json --organisation examples/scan/food/organisation.json --output build/scan/food/answers.csv
