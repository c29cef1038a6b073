# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""A scan file of the counts in scan_results.csv, so that C, Python and R read what
scan_findings.R worked with.

usage: scan_file.py VECTORS"""
import csv
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
with open(folder / "scan_results.csv", newline="", encoding="utf-8") as file:
    RESULTS = list(csv.DictReader(file))
COUNTS = {(row["group"], row["indicator"]): row for row in RESULTS}
PLACES = list(dict.fromkeys(row["group"] for row in RESULTS))
INDICATORS = list(dict.fromkeys((row["indicator"], row["theme"], row["fingerprint"])
                                for row in RESULTS))


def staff(place):
    """More than answered anywhere: it is in no figure that is compared."""
    return {0: 6000, 1: 1800, 2: 500}[place.count("/")]


def tree(prefix):
    """The groups below a path, as an organisation file has them."""
    found = []
    for place in PLACES:
        if place.startswith(prefix + "/") and place.count("/") == prefix.count("/") + 1:
            group = {"id": place.rsplit("/", 1)[1], "staff": staff(place)}
            below = tree(place)
            found.append({**group, "groups": below} if below else group)
    return found


def depth_first(prefix):
    for place in PLACES:
        if place.startswith(prefix + "/") and place.count("/") == prefix.count("/") + 1:
            yield place
            yield from depth_first(place)


def released(place, indicator):
    row = COUNTS[place, indicator]
    if row["status"] == "hidden":
        return {"cell": place, "measure": indicator, "status": "hidden"}
    return {"cell": place, "measure": indicator, "status": "ok", "n": int(row["n"]),
            "problem": int(row["n"]) - int(row["green"])}


columns = {"department": ["department", "team"], "age": ["age"]}
order = ["all", *(place for name in columns for place in depth_first(name))]
rows = [released(place, name) for place in order for name, _, _ in INDICATORS]
scan = {
    "format": "werkbaar-scan/1.0", "id": "made:f", "status": "ok", "release": "1", "level": 0.95,
    "protect": "all", "synthetic": True,
    "organisation": {
        "format": "werkbaar-organisation/1.0", "id": "made", "title": {"nl": "Verzonnen"},
        "synthetic": True, "staff": staff("all"), "min_n": 10,
        "fieldwork": {"id": "f", "from": "2030-03-01", "until": "2030-03-31",
                      "invited": staff("all")},
        "hierarchies": [{"id": name, "columns": columns[name], "groups": tree(name)}
                        for name in columns]},
    "questionnaire": {"id": "q", "version": "1", "hash": "0" * 64, "title": {"nl": "Vragen"}},
    "themes": [{"id": theme, "kind": "risk", "title": {"nl": theme}, "discussion": []}
               for _, theme, _ in INDICATORS],
    "indicators": [{"id": name, "theme": theme, "module": "m", "unit": "person",
                    "fingerprint": fingerprint, "label": {"nl": name}}
                   for name, theme, fingerprint in INDICATORS],
    "checks": [], "notices": [], "released": rows,
    "ledger": {"format": "werkbaar-ledger/1.0", "scope": "made:f", "round_to": 1,
               "releases": [{"id": "1", "min_n": 10, "min_n_sensitive": 0, "extreme": 1,
                             "dominance": 0.5, "protect": "all"}],
               "cells": sorted(({**row, "release": "1"} for row in rows),
                               key=lambda row: (row["cell"], row["measure"]))},
}
text = json.dumps(scan, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
(folder / "scan_file.json").write_text(text + "\n", encoding="utf-8")
