# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""A fresh SAV of each group becomes all tables with one command: codes with labels as SPSS has
them, the numbers of the same answers in plain CSV (tests/vectors/wave_expected.csv)."""
import json
import shutil

import digest
from cli import expect, page_runs, run, same, tap, write, DIRECTORY
from sav import sav

out = DIRECTORY / "out"


def groups_of(group):
    """Of each column with groups: their ids in order, and the label a file gives to each."""
    path = digest.ROOT / f"data/monitors/{group}.json"
    language = {"wbm-employees": "nl", "wbm-selfemployed": "en"}[group]
    found = {}
    for variable in json.loads(path.read_text(encoding="utf-8"))["variables"]:
        categories = variable.get("categories", variable.get("bands"))
        if not any("codes" in category for category in categories):
            found[variable["id"]] = {c["id"]: c["label"][language].upper() for c in categories}
    return found


def coded(group, years=digest.YEARS):
    """The sample's answers as SPSS has them: groups are codes from 1, with labels."""
    rows, groups = digest.answers(group, years), groups_of(group)
    columns, labels = {}, {}
    for name in rows[0]:
        ids = list(groups.get(name, {}))
        if any(row[name] in ids for row in rows):
            columns[name] = [float(ids.index(row[name]) + 1) if row[name] else None
                             for row in rows]
            labels[name] = {i + 1: groups[name][id] for i, id in enumerate(ids)}
        else:
            columns[name] = [float(row[name]) if row[name] else None for row in rows]
    return sav(columns, labels)


def monitor(*words):
    shutil.rmtree(out, ignore_errors=True)
    return run("monitor", "--quiet", *words, "--output", out, "--formats", "all")


words = []
for group in digest.GROUPS:
    words += ["--definition", group, write(f"{group}.sav", coded(group))]
ended = monitor(*words)
same("a file of each group, one command", (ended.status, ended.err), (0, ""))
for group in digest.GROUPS:
    tap.check(f"{group}: every table is that of plain answers",
              digest.differences(digest.digest(out, group), group))
expect("one page, one JSON, and for each group a spreadsheet",
       {"monitor.html", "monitor.json", "wbm-employees.xlsx", "wbm-selfemployed.xlsx"} <=
       {path.name for path in out.iterdir()}, sorted(out.iterdir()))

words = ["--definition", "wbm-selfemployed"]
for year in digest.YEARS:
    words.append(f"{year}=" + str(write(f"w{year}.sav", coded("wbm-selfemployed", (year,)))))
ended = monitor(*words)
tap.check("a file for each wave gives the same", digest.differences(
    digest.digest(out, "wbm-selfemployed"), "wbm-selfemployed") if ended.status == 0 else [ended])

definition = json.loads((digest.ROOT / "data/monitors/wbm-employees.json").read_text(encoding="utf-8"))
for name in ("mine.json", "more.json"):  # what the guide calls a definition of one's own, and its answers
    write(name, definition)
write("answers.csv", (digest.ROOT / "data/sample/wbm-employees.csv").read_bytes())
for ended in page_runs("monitor.md", "none.csv"):
    expect("the examples of the guide run", ended.status == 0, ended)
tap.done()
