# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Say how much the tests run, and fail where that is less than tests/coverage/floors.txt asks.

usage: report.py --out FILE [--c gcovr.json] [--python coverage.json] [--r covr.tsv]

Prints a table of the rooms; FILE also gets every line and branch that no test runs, and every mark.
The exit status is 1 below a floor, and for a mark without a reason or on a line that is run."""
import argparse
import pathlib
import sys

import figures
import marks

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WHOLE = 100.0


def floors(text):
    """What -> (lines, branches), each a percentage or None."""
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {what: tuple(None if word == "-" else float(word) for word in words)
            for what, *words in rows}


def share(all_of_them, missed):
    return WHOLE if all_of_them == 0 else WHOLE * (all_of_them - missed) / all_of_them


def totals(files):
    """Lines, missed, branches, missed, marked lines."""
    return (sum(file.lines for file in files), sum(len(file.missed_lines) for file in files),
            sum(file.branches for file in files),
            sum(file.missed_branches.total() for file in files), sum(file.marked for file in files))


def part_of(name):
    """lib/survey, tools/werkbaar: the folder in which a file of C lies."""
    return "/".join(name.split("/")[:2])


def row(what, files):
    lines, missed_lines, branches, missed_branches, marked = totals(files)
    of_branches = f"{share(branches, missed_branches):6.2f}" if branches else "     -"
    return (f"{what:<16} {lines:7} {share(lines, missed_lines):6.2f} {missed_lines:6} "
            f"{branches:8} {of_branches} {missed_branches:6} {marked:6}")


def table(areas):
    """A row for each folder of C, and one for each area as a whole."""
    yield (f"{'':<16} {'lines':>7} {'%':>6} {'missed':>6} {'branches':>8} {'%':>6} {'missed':>6} "
           f"{'marked':>6}")
    for area, files in areas.items():
        parts = sorted({part_of(file.name) for file in files}) if area in ("lib", "tools") else []
        for part in parts:
            yield row(part, [file for file in files if part_of(file.name) == part])
        yield row(area, files)


def missed(files):
    """What no test runs, file by file."""
    for file in files:
        for number in file.missed_lines:
            yield f"{file.name}:{number}: line"
        for number, count in sorted(file.missed_branches.items()):
            if number not in file.missed_lines:
                yield f"{file.name}:{number}: {count} branch{'es' if count > 1 else ''}"


def below_floors(areas, asked):
    for area, files in areas.items():
        lines, missed_lines, branches, missed_branches, _ = totals(files)
        for what, has, wants in zip(("lines", "branches"),
                                    (share(lines, missed_lines), share(branches, missed_branches)),
                                    asked.get(area, (None, None))):
            if wants is not None and has < wants:
                yield f"{area}: {has:.2f}% of {what} are run, {wants:g}% is the least"


def sources():
    return [path for folder in ("lib", "tools") for path in sorted((ROOT / folder).rglob("*"))
            if path.suffix in (".c", ".cpp", ".h", ".hpp")]


def wrong_marks():
    for path in sources():
        yield from marks.wrong_marks(path.relative_to(ROOT), path.read_text())


def all_marks():
    for path in sources():
        for number, reason, _ in marks.marks_of(path.read_text()):
            yield f"{path.relative_to(ROOT)}:{number}: {reason}"


def marked_but_run(areas):
    for files in areas.values():
        for file in files:
            for number in file.marked_but_run:
                yield f"{file.name}:{number}: marked as not reached, but tests do reach it"


def read_areas(words):
    areas = {}
    if words.c:
        files = list(figures.of_gcovr(words.c))
        for area in ("lib", "tools"):
            areas[area] = [file for file in files if file.name.startswith(area + "/")]
    if words.python:
        areas["python"] = list(figures.of_python(words.python))
    if words.r:
        areas["r"] = list(figures.of_r(words.r))
    return areas


def main(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in ("--c", "--python", "--r", "--out"):
        parser.add_argument(name, type=pathlib.Path, required=name == "--out")
    words = parser.parse_args(words)
    areas = read_areas(words)
    problems = [*below_floors(areas, floors((HERE / "floors.txt").read_text())), *wrong_marks(),
                *marked_but_run(areas)]
    rows = list(table(areas))
    rest = [line for files in areas.values() for line in missed(files)]
    words.out.write_text("\n".join([*rows, "", "Not run:", *rest, "", "Marked as not reached:",
                                    *all_marks(), ""]))
    print("\n".join(rows))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
