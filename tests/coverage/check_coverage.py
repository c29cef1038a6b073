# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Tests of the reading of coverage: what is run is told from what is not, floors hold, and a line that
is marked as not reached says why.

usage: check_coverage.py FOLDER     FOLDER is for what is made on the way"""
import json
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "house"))

import figures
import marks
import report
import tap

FOLDER = pathlib.Path(sys.argv[1]).resolve()
GCOVR = tap.ROOT / "build/coverage-tools/bin/gcovr"
SOURCE = """#include <assert.h>

static int sign(int x)
{
    assert(x < 99);
    if (x < -99) /* not reached: main asks for small ones */
        return -2; /* not reached: main asks for small ones */
    if (x < 0)
        return -1;
    return x > 0 ? 1 : 5;
}

int main(int n, char **words)
{
    return words == 0 ? 1 : sign(n) - 1;
}
"""


def line(number, count, *branches, excluded=False):
    entry = {"line_number": number, "count": count, "branches": [{"count": b} for b in branches]}
    return {**entry, "gcovr/excluded": True} if excluded else entry


def counted(*lines, name="lib/a/x.c"):
    path = FOLDER / "gcovr.json"
    path.write_text(json.dumps({"files": [{"file": name, "lines": lines}]}))
    return list(figures.of_gcovr(path))


def unlike(found, expected):
    return [] if found == expected else [f"{found} is not {expected}"]


def check_reading():
    file, = counted(line(1, 5, 3, 0), line(2, 0, 0, 0), line(3, 1))
    tap.check("lines and branches that are not run are found", unlike(
        (file.lines, file.missed_lines, file.branches, dict(file.missed_branches)),
        (3, [2], 4, {1: 1, 2: 2})))
    file, = counted(line(1, 0), line(1, 4))
    tap.check("a line of two functions is run when one is", unlike((file.lines, file.missed_lines), (1, [])))
    file, = counted(line(1, 2, 2, 0, excluded=True), line(2, 0, excluded=True), line(3, 1))
    tap.check("marked lines do not count", unlike((file.lines, file.branches, file.marked), (1, 0, 2)))
    tap.check("a mark of a branch stays while that is not taken", file.marked_but_run)
    assertion = {"line_number": 1, "count": 3, "branches": [
        {"count": 3, "gcovr/excluded": True}, {"count": 0, "gcovr/excluded": True}]}
    file, = counted(assertion)
    tap.check("an assert is a line without branches", unlike((file.lines, file.branches), (1, 0)))
    file, = counted(line(1, 2, 2, 1, excluded=True), line(2, 3, excluded=True))
    tap.check("a mark on what is run is found", unlike(file.marked_but_run, [1, 2]))


def check_floors():
    areas = {"lib": counted(line(1, 1, 1, 0), line(2, 1)), "r": counted(line(1, 0))}
    asked = report.floors("# a word\nlib 100 50\nr 1 -\n")
    tap.check("floors are read", unlike(asked, {"lib": (100, 50), "r": (1, None)}))
    tap.check("what is below its floor is said", unlike(list(report.below_floors(areas, asked)),
                                                        ["r: 0.00% of lines are run, 1% is the least"]))
    asked["lib"] = (100, 51)
    tap.check("branches have a floor too", unlike(len(list(report.below_floors(areas, asked))), 2))
    tap.check("a room with nothing in it lacks nothing", unlike(report.share(0, 0), 100.0))
    theirs = report.floors((HERE / "floors.txt").read_text())
    tap.check("no floor of the project is lower than it was",
              [] if theirs["lib"] >= (98, 89) and theirs["tools"] >= (96, 79) else [theirs])


def check_marks():
    good = "x; /* not reached: the sizes were compared before */\n"
    tap.check("a mark with its reason is good", marks.wrong_marks("a.c", good))
    for name, text in (("without a reason", "x; /* not reached */"), ("of one word", "x; /* not reached: no */"),
                       ("on two lines", "x; /* not reached: the sizes\n were compared */"),
                       ("that gcovr does not know", "x; /*not reached : sizes were compared */")):
        tap.check(f"a mark {name} is not", unlike(len(list(marks.wrong_marks("a.c", text))), 1))
    tap.check("every mark in the sources says why", report.wrong_marks())


def run_gcovr():
    """A program that was counted, as scripts/coverage would have it read."""
    place = FOLDER / "real"
    place.mkdir(exist_ok=True)
    (place / "sign.c").write_text(SOURCE)
    problems = tap.run("gcc", "-O0", "--coverage", "sign.c", "-o", "sign", cwd=place)
    problems = problems or tap.run("./sign", cwd=place)
    return problems or tap.run(
        GCOVR, "--root", ".", "--exclude-lines-by-pattern", marks.PATTERN,
        "--exclude-branches-by-pattern", marks.BRANCHES, "--json", "counted.json", cwd=place)


def check_gcovr():
    name = "gcc and gcovr count as is said here"
    if not GCOVR.exists() or shutil.which("gcc") is None:
        tap.skip(name, "it takes gcc, and gcovr, which scripts/coverage installs")
        return
    problems = run_gcovr()
    if not problems:
        file, = figures.of_gcovr(FOLDER / "real/counted.json")
        problems = unlike((file.missed_lines, dict(file.missed_branches), file.marked,
                           file.marked_but_run), ([9], {8: 1, 10: 1, 15: 1}, 2, []))
    tap.check(name, problems)


FOLDER.mkdir(parents=True, exist_ok=True)
check_reading()
check_floors()
check_marks()
check_gcovr()
tap.done()
