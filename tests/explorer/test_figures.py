# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""An explorer page holds what the tables show, rounded as they print it, and nothing else.

usage: test_figures.py WERKBAAR

All in the page is made again here from the tables that the command wrote as CSV; so the page is a
function of them, and tells no more (tests/attacker attacks the tables). Then the page itself is
attacked, in the ways that need no program: a number of something hidden, or next to it."""
import json
import pathlib
import sys
import tempfile

import explorer
from explorer import Figures, tap

FOLDER = tempfile.TemporaryDirectory(prefix="werkbaar-")
DIRECTORY = pathlib.Path(FOLDER.name)
NAMES = ("wbm-employees", "wbm-selfemployed")


def whole(text, scale, decimals):
    """A number as it is printed, without its point."""
    if text == "":
        return None
    printed = f"{float(text) * scale:.{decimals}f}"
    return int(printed.replace(".", ""))


def is_share(row, means):
    return row["kind"] != "score" and row["variable"] not in means


def expected(rows, variables, columns, decimals, level, means):
    """What the page should say of the rows of a table, by what they are of."""
    found = {}
    for row in rows:
        scale = 100 if is_share(row, means) else 1
        numbers = None
        if row[columns[0]] != "":
            numbers = tuple(int(row[column]) if column == "n" else
                            whole(row[column], 1, 3) if column == "p_adjusted" else
                            whole(row[column], scale, decimals) for column in columns)
        differs = numbers is not None and row.get("p_adjusted", "") != "" and float(row["p_adjusted"]) < 1 - level
        place = (tuple(row[v] for v in variables), row.get("wave", ""), (row["variable"], row["category"]))
        found[place] = (row["status"], differs, numbers)
    return found


def compare(name, page, table):
    tap.check(f"{name}: the page says what the table shows, {len(table)} figures",
              [f"{place}: page {page.get(place)}, table {table.get(place)}"
               for place in sorted(set(page) | set(table), key=str) if page.get(place) != table.get(place)][:5])


def check_blocks(name, figures, tables):
    one, level = figures.set, figures.set["about"]["level"]
    variables = [variable["id"] for variable in one["variables"]]
    means = {m["variable"] for m in one["measures"] if m["unit"] == "number"}
    tests = ("value", "lower", "upper", "p")

    def table(part, columns, decimals=1, **where):
        return expected([row for row in tables[part] if all(row[k] == v for k, v in where.items())],
                        variables, columns, decimals, level, means)

    compare(f"{name}, cells", figures.read(one["cells"], ("value", "lower", "upper", "n")),
            table("cells", ("estimate", "lower", "upper", "n")))
    compared = ("difference", "lower", "upper", "p_adjusted")
    for block in one["changes"]:
        compare(f"{name}, changes since {block['with']}", figures.read(block, tests),
                table("changes", compared, compared_with=block["with"]))
    tap.check(f"{name}: changes have the waves they are compared with",
              [f"{row['wave']} {row['reference']}" for block in one["changes"] for row in tables["changes"]
               if row["compared_with"] == block["with"]
               and figures.waves[block["reference"][figures.waves.index(row["wave"])]] != row["reference"]])
    for block in one["differences"]:
        compare(f"{name}, groups against the {block['against']}", figures.read(block, tests),
                table("groups", compared, against=block["against"]))
    compare(f"{name}, trend", figures.read(one["trend"], tests, has_waves=False),
            table("trend", ("slope", "lower", "upper", "p_adjusted"), 2))


def check_flags(name, figures, tables):
    """Why something is hidden: no more than the table says."""
    cells = figures.set["cells"]
    variables = [variable["id"] for variable in figures.set["variables"]]
    table = {(tuple(row[v] for v in variables), row["wave"], (row["variable"], row["category"])): row["flag"]
             for row in tables["cells"]}
    tap.check(f"{name}: flags are those of the table",
              [f"{place}" for place, letter in zip(figures.places(), cells["flag"], strict=True)
               if table.get(place, "") != ("" if letter == "-" else cells["flags"][ord(letter) - 97])][:5])


def check_beside(name, figures, tables):
    """Published figures and targets: statements of others, each in its table."""
    one = figures.set
    said = {(row["wave"], row["variable"], row["category"], row["published_source"])
            for row in tables["published"] if row["published"]}
    tap.check(f"{name}: every published figure is in the table", [
        f"{figure}" for figure in one["published"]
        if (figures.waves[figure["wave"]], *figures.measures[figure["measure"]], figure["source"]) not in said])
    targets = {(row["variable"], f"{100 * float(row['target']):.1f}", row["date"]) for row in tables["targets"]}
    tap.check(f"{name}: every target is in the table", [
        f"{target}" for target in one["targets"]
        if (figures.measures[target["measure"]][0], f"{target['value']:.1f}", target["date"]) not in targets])


KEYS = {"id", "title", "note", "source", "about", "waves", "variables", "groups", "measures", "cells", "changes",
        "differences", "trend", "published", "targets"}
BLOCK = {"statuses", "status", "flags", "flag", "value", "lower", "upper", "n", "p", "with", "reference", "against"}
MEASURE = {"id", "variable", "kind", "family", "unit", "unit_text", "label", "category", "category_label"}


def check_keys(name, one):
    """Nothing lies in the page that this test does not know."""
    blocks = [one["cells"], *one["changes"], *one["differences"], one["trend"]]
    tap.check(f"{name}: nothing else is in it", [
        f"{keys}" for keys in [set(one) - KEYS, *(set(block) - BLOCK for block in blocks),
                               *(set(measure) - MEASURE for measure in one["measures"])] if keys])


# ---- the attack ----

def leaks(figures):
    """Figures that are hidden, and that a number elsewhere in the page gives away."""
    one = figures.set
    cells = figures.read(one["cells"], ("value", "lower", "upper", "n"))
    hidden = {place for place, (status, _, numbers) in cells.items() if status == "hidden"}
    for place in hidden:
        if cells[place][2] is not None:
            yield f"{place} has a number"
    keys = ("value", "lower", "upper", "p")
    for block in one["changes"]:
        for (group, wave, measure), (_, _, numbers) in figures.read(block, keys).items():
            before = figures.waves[block["reference"][figures.waves.index(wave)]]
            if numbers and {(group, wave, measure), (group, before, measure)} & hidden:
                yield f"a change of {group} {measure} {before}-{wave} is shown, one of its ends hidden"
    for block in one["differences"]:
        for place, (_, _, numbers) in figures.read(block, keys).items():
            if numbers and (place in hidden or (tuple("" for _ in place[0]), *place[1:]) in hidden):
                yield f"a difference of {place} is shown"
    for (group, _, measure), (_, _, numbers) in figures.read(one["trend"], keys, has_waves=False).items():
        if numbers and any((group, wave, measure) in hidden for wave in figures.waves):
            yield f"a trend of {group} {measure} is shown over a hidden wave"


def check_attack(name, one):
    figures = Figures(one)
    status = one["cells"]["status"]
    code = chr(ord("a") + one["cells"]["statuses"].index("hidden"))
    tap.check(f"{name}: {status.count(code)} figures are hidden, none can be had", list(leaks(figures))[:5])
    planted = json.loads(json.dumps(one))  # so that this is known to be able to fail
    for block in planted["differences"]:
        letter = chr(ord("a") + block["statuses"].index("hidden"))
        block["status"] = block["status"].replace(letter, "A", 1)
        for key in ("value", "lower", "upper", "p"):
            block[key].append(0)
    tap.check(f"{name}: a number that is planted is found",
              [] if any(leaks(Figures(planted))) else ["it was not"])


page = explorer.make(sys.argv[1], DIRECTORY, *NAMES)
data = explorer.data_of(page)
tap.check("the page is below 2 MB with seven waves of two populations",
          [] if page.stat().st_size < 2_000_000 else [f"{page.stat().st_size} bytes"])
tap.check("it says which format it is, and that the answers are SYNTHETIC",
          [] if data["format"] == "werkbaar-explorer/1.0" and data["note"].startswith("SYNTHETIC")
          and all(one["about"]["synthetic"] for one in data["sets"]) else [str(data)[:300]])
source = page.read_text(encoding="utf-8")
tap.check("no word of a file of answers ends a script", [] if "<" not in explorer.DATA.search(source)[1] else ["'<'"])
notices = (tap.ROOT / "data" / "explorer" / "notices.txt").read_text(encoding="utf-8")
third = (tap.ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
tap.check("the notices of others are in the page, and in THIRD_PARTY.md",
          ([] if notices in source else ["not in the page"]) +
          [line for line in notices.split("\n\n", 1)[1].splitlines()
           if line.rstrip(":") and line.replace("&lt;", "<").replace("&gt;", ">").strip() not in third])
for one in data["sets"]:
    name = one["id"]
    tables = {part: explorer.table(DIRECTORY, name, part)
              for part in ("cells", "changes", "groups", "trend", "published", "targets")}
    figures = Figures(one)
    check_blocks(name, figures, tables)
    check_flags(name, figures, tables)
    check_beside(name, figures, tables)
    check_keys(name, one)
    check_attack(name, one)
tap.done()
