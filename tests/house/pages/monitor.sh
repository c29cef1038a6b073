# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
# Answers, and a definition that shows less than the one that is built in.
cp data/sample/wbm-employees.csv answers.csv
cp data/monitors/wbm-employees.json more.json
python3 - <<'END'
import json
definition = json.load(open("more.json", encoding="utf-8"))
definition["breakdowns"] = ["sex", "age", "sector"]
json.dump(definition, open("mine.json", "w", encoding="utf-8"))
END
