# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Every number of a monitor's tables, put together: per part and column how many rows, how many
numbers, and their sum. tests/vectors/wave_expected.csv has those of the sample's waves of 2019 and
2023; C, the command, Python and R make them from files of SPSS.

usage, to write it: digest.py WERKBAAR"""
import csv
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTOR = ROOT / "tests/vectors/wave_expected.csv"
GROUPS = ("wbm-employees", "wbm-selfemployed")
YEARS = ("2019", "2023")
PARTS = {"cells": ("estimate", "se", "lower", "upper", "df", "n"),
         "changes": ("difference", "se", "lower", "upper", "df", "p", "p_adjusted"),
         "groups": ("difference", "se", "lower", "upper", "df", "p", "p_adjusted"),
         "trend": ("slope", "se", "lower", "upper", "df", "p", "p_adjusted"),
         "targets": ("estimate", "difference", "se", "lower", "upper", "df", "p"),
         "counts": ("total", "count", "lower", "upper"),
         "published": ("estimate", "published"),
         "response": ("rows", "sent", "response", "answered")}
HEAD = ["group", "part", "column", "rows", "numbers", "sum"]


def answers(group, years=YEARS):
    """The sample's answers of these years: a dict of texts per row."""
    with (ROOT / f"data/sample/{group}.csv").open(encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    return [row for row in csv.DictReader(lines) if row["year"] in years]


def digest(folder, group):
    """Rows of the vector, of the files that the command left in a folder."""
    made = []
    for part, columns in PARTS.items():
        with (folder / f"{group}-{part}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
        for column in columns:
            numbers = [float(row[column]) for row in rows if row[column]]
            made.append([group, part, column, len(rows), len(numbers), sum(numbers)])
    return made


def expected(group):
    with VECTOR.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["group"] == group]


def differences(made, group):
    """Which rows are not those of the vector."""
    wanted = expected(group)
    if len(wanted) != len(made):
        return [f"{len(made)} rows, expected {len(wanted)}"]
    return [f"{row}, expected {theirs}" for row, theirs in zip(made, wanted)
            if [row[1], row[2], str(row[3]), str(row[4])] !=
            [theirs[key] for key in HEAD[1:5]] or
            abs(row[5] - float(theirs["sum"])) > 1e-9 * max(1, abs(row[5]))]


def main(program):
    """Of CSV as it is, with the names of groups."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for group in GROUPS:
            path = folder / "answers.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(answers(group)[0]))
                writer.writeheader()
                writer.writerows(answers(group))
            subprocess.run([program, "monitor", "--quiet", "--definition", group, path, "--output",
                            folder / "out"], check=True, stdout=subprocess.DEVNULL)
            rows += digest(folder / "out", group)
    with VECTOR.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEAD] + [
            [*row[:5], f"{row[5]:.15g}"] for row in rows])


if __name__ == "__main__":
    main(sys.argv[1])
