# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""A small company and answers of it, for the tests of scans."""
import collections
import copy
import json
import random

from cli import DIRECTORY, rows, run, write

RECIPE = {"format": "werkbaar-recipe/1.0", "id": "small", "version": "1.0", "languages": ["nl", "en"],
          "title": {"nl": "Kleine scan", "en": "Small scan"},
          "modules": [{"id": "autonomy"}, {"id": "leader-support"}, {"id": "ergonomics"}]}
ORGANISATION = {
    "format": "werkbaar-organisation/1.0", "id": "mill", "title": {"nl": "De <Molen>", "en": "The <Mill>"},
    "staff": 400, "min_n": 10,
    "fieldwork": {"id": "2026", "from": "2026-01-05", "until": "2026-01-23", "invited": 400},
    "hierarchies": [{"id": "department", "columns": ["department"], "title": {"nl": "Afdeling"}, "groups": [
        {"id": "grinding", "title": {"nl": "Malen & zeven", "en": "Grinding & sifting"}, "staff": 160},
        {"id": "packing", "title": {"nl": "Inpak", "en": "Packing"}, "staff": 140},
        {"id": "office", "title": {"nl": "Kantoor", "en": "Office"}, "staff": 100}]}],
    "pool": {"breakdowns": []}}
# How many of a department have a problem with a theme, in the answers made last: every answer to a bad theme has at
# least two thirds of the points, every other at most a third.
BAD = collections.Counter()
LEAN = {"grinding": 0.25, "packing": 0.75, "office": 0.2}


def organisation(name="mill.json", **changes):
    made = copy.deepcopy(ORGANISATION)
    made.update(changes)
    return write(name, {key: value for key, value in made.items() if value is not None})


def questions(recipe, unit="person"):
    return [row for row in rows("scan", "compose", recipe) if row["unit"] == unit]


def directions(recipe):
    """1 where a high code is a problem, -1 where a low one is, by question."""
    found = {row["id"]: row for row in rows("scan", "compose", recipe, "--part", "scales")}
    result = {}
    for row in rows("scan", "compose", recipe, "--part", "indicators"):
        for item in found.get(row["scale"], {"items": ""})["items"].replace(" ", "").split(","):
            result[item] = 1 if row["direction"] == "high" else -1
    return result


def answers(name, recipe, people, lean=LEAN, seed=1, before=""):
    """`people`: how many answer of each department."""
    asked, worse, luck = questions(recipe), directions(recipe), random.Random(seed)
    lines = [",".join(["department", *(row["id"] for row in asked)])]
    BAD.clear()
    for department, n in people.items():
        for _ in range(n):
            line, themes = [department], {}
            for row in asked:
                if row["theme"] not in themes:
                    themes[row["theme"]] = luck.random() < lean[department]
                    BAD[department, row["theme"]] += themes[row["theme"]]
                bad = themes[row["theme"]]
                sign = worse.get(row["id"], 1) * (-1 if row["reversed"] == "true" else 1)
                low, high = int(row["min"]), int(row["max"])
                points = round((high - low) * luck.choice((0.66, 0.66, 1)) if bad else
                               (high - low) * luck.choice((0, 0.33, 0.33)))
                line.append(str(low + points if sign > 0 else high - points))
            lines.append(",".join(line))
    return write(name, before + "\n".join(lines) + "\n")


def scan(directory, *words):
    """`scan run` of the small company into a directory of its own."""
    out = DIRECTORY / directory
    return out, run("scan", "run", *words, "--output", out)


def document(out):
    return json.loads((out / "scan.json").read_text(encoding="utf-8"))
