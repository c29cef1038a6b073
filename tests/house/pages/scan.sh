# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
# The files of a firm that has a questionnaire, answers, a scan of an earlier year and a plan; and the
# pool files of other firms.
cp examples/scan/food/recipe.json examples/scan/food/organisation.json .
scan() { # firm, seed, and what is changed in its organisation file
    mkdir -p "$1"
    python3 - "$1" "$3" <<'END'
import json, sys
organisation = json.load(open("organisation.json", encoding="utf-8"))
organisation.update(json.loads(sys.argv[2]))
json.dump(organisation, open(sys.argv[1] + "/organisation.json", "w", encoding="utf-8"))
END
    wb-synth --scan first.json --organisation "$1/organisation.json" \
        --shares examples/scan/food/shares.csv --seed "$2" --output "$1/answers.csv"
    werkbaar scan run first.json "$1/organisation.json" "$1/answers.csv" --output "$1"
}
werkbaar scan compose recipe.json --output first.json
scan 2024 1 '{"fieldwork": {"id": "2024"}}'
scan now 2 '{}'
cp now/answers.csv answers.csv
cp now/answers.csv mine.csv
python3 - <<'END'
import json
organisation = json.load(open("organisation.json", encoding="utf-8"))
json.dump(organisation | {"cross": [["department", "age"]]}, open("crossed.json", "w", encoding="utf-8"))
json.dump({"format": "werkbaar-plan/1.0", "id": "firm", "version": "1.0", "scope": "organisation",
           "languages": ["nl", "en"],
           "title": {"nl": "Plan", "en": "Plan"},
           "objectives": [{"id": "well", "title": {"nl": "Goed werk", "en": "Good work"},
                           "sections": [{"id": "after-scan", "title": {"nl": "Na de scan", "en": "After the scan"}}]}]},
          open("plan.json", "w", encoding="utf-8"))
lines = open("mine.csv", encoding="utf-8").read().splitlines()
open("mine.csv", "w", encoding="utf-8").write("\n".join(lines[:3]) + "\n")
END
mkdir pool
for i in 1 2 3 4 5 6 7 8; do
    scan "firm$i" "1$i" "{\"id\": \"firm$i\"}"
    werkbaar scan tally "firm$i/scan.json" --company "c$i" --output "pool/c$i.json"
done
