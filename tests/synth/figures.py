# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the checks of the generator share: published figures, scored rows, and an estimate
with its standard error that owes nothing to the library."""
import csv
import json
import math
import pathlib
import subprocess
import sys
from collections import defaultdict

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "house"))
import tap  # noqa: E402

GROUPS = ("employees", "selfemployed")
BACKGROUND = ("year", "weight", "stratum", "sector", "sex", "age", "occupation", "size",
              "part_time", "weekly_hours")


def reference(group):
    path = tap.ROOT / "data" / "reference" / f"wbm-{group}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def instrument(group):
    path = tap.ROOT / "data" / "instruments" / f"wbm-{group}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def anchored(group):
    return [figure for figure in reference(group)["figures"]
            if figure["status"] == "anchored"]


def run(*command):
    """Run a command that has to work; what it printed."""
    ended = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if ended.returncode != 0:
        raise SystemExit(f"{command[0]} {command[1]} ended with {ended.returncode}: "
                         f"{ended.stderr}")
    return ended.stdout


def records(path):
    """The rows of a CSV file as lists, after its header, without lines of comment."""
    with open(path, encoding="utf-8", newline="") as lines:
        yield from csv.reader(line for line in lines if not line.startswith("#"))


def name_of(figure):
    parts = [str(figure["wave"]), figure["variable"]]
    if "categories" in figure:
        parts.append("=" + "|".join(map(str, figure["categories"])))
    for factor, levels in figure.get("group", {}).items():
        parts.append(f"{factor}=" + "|".join(levels))
    return " ".join(parts)


class Scored:
    """The columns of a scored file that figures speak of, by wave."""

    def __init__(self, path, figures):
        wanted = {figure["variable"] for figure in figures} | set(BACKGROUND)
        rows = records(path)
        header = next(rows)
        self.place = {name: i for i, name in enumerate(header) if name in wanted}
        kept = sorted(self.place.values())
        self.place = {header[old]: new for new, old in enumerate(kept)}
        self.waves = defaultdict(list)
        year = header.index("year")
        for row in rows:
            self.waves[int(row[year])].append([row[i] for i in kept])

    def outcome(self, figure):
        """Row -> the value the figure is the mean of; None where it is missing."""
        place = self.place[figure["variable"]]
        if "categories" in figure:
            texts = {str(category) for category in figure["categories"]}
            return lambda row: None if row[place] == "" else float(row[place] in texts)
        number = {"": None, "true": 1.0, "false": 0.0}
        return lambda row: number[row[place]] if row[place] in number else float(row[place])

    def member(self, figure):
        group = [(self.place[factor], set(levels))
                 for factor, levels in figure.get("group", {}).items()]
        return lambda row: all(row[place] in levels for place, levels in group)

    def estimate(self, figure):
        """Weighted mean in the domain, its linearised standard error over the strata, and
        the rows it is of."""
        outcome, member = self.outcome(figure), self.member(figure)
        weight, stratum = self.place["weight"], self.place["stratum"]
        rows = []
        for row in self.waves[figure["wave"]]:
            value = outcome(row) if member(row) else None
            rows.append((row[stratum], float(row[weight]) * (value is not None), value or 0.0))
        total = math.fsum(w for _, w, _ in rows)
        mean = math.fsum(w * y for _, w, y in rows) / total
        sums = defaultdict(lambda: [0, 0.0, 0.0])
        for key, w, y in rows:
            u = w * (y - mean) / total
            part = sums[key]
            part[0] += 1
            part[1] += u
            part[2] += u * u
        variance = sum(n / (n - 1) * (square - first * first / n)
                       for n, first, square in sums.values())
        return mean, math.sqrt(max(variance, 0.0)), sum(w > 0 for _, w, _ in rows)


def problems(figure, estimate, se):
    """Why an estimate does not agree with a published figure: nothing when it does."""
    unit = 100 if figure["unit"] == "percent" else 1
    limit = 4 * se * unit + 0.5 * 10 ** -figure["digits"]
    distance = abs(estimate * unit - figure["value"])
    if distance < limit:
        return []
    return [f"{name_of(figure)}: estimate {estimate * unit:.3f}, published "
            f"{figure['value']}, {distance:.3f} apart; at most {limit:.3f}"]
