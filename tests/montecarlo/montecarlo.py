# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The page of what intervals and tests did in samples drawn again and again.

usage: montecarlo.py RECORD PAGE

Makes docs/proof/monte-carlo.md of the record that the program montecarlo wrote and of
settings.json, which says what the settings are, and why what lies outside the limits does."""
import csv
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent

# What intervals of 95 % hold, and tests at 5 % reject, is within these, or there is a reason.
LIMITS = {"interval": (0.93, 0.97), "test": (0.035, 0.065)}


class Line:
    """An interval or test in a setting: what became of it."""

    def __init__(self, row):
        self.setting, self.name, self.kind = row["setting"], row["name"], row["kind"]
        self.trials, self.hits = int(row["trials"]), int(row["hits"])
        self.below, self.above, self.none = (int(row[k]) for k in ("below", "above", "none"))
        self.width = float(row["width"])
        self.made = self.trials - self.none

    @property
    def rate(self):
        """Of the intervals and tests that there were."""
        return self.hits / self.made if self.made else float("nan")

    @property
    def is_inside(self):
        least, most = LIMITS[self.kind]
        return least <= self.rate <= most


def read_lines(text):
    return [Line(row) for row in csv.DictReader(text.splitlines())]


def settings():
    return json.loads((HERE / "settings.json").read_text(encoding="utf-8"))


def reason_of(setting, line):
    """Why a line is outside: the one whose pattern fits."""
    fitting = [reason for reason in setting.get("outside", [])
               if re.fullmatch(reason["lines"], line.name)]
    return fitting[0] if len(fitting) == 1 else None


def percent(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def marked(text, line):
    return text if line.is_inside else f"**{text}**"


def interval_table(lines):
    none = any(line.none for line in lines)
    head = ["interval", "holds the truth", "truth below", "truth above", "mean width"]
    rows = [[line.name, marked(percent(line.hits, line.made), line),
             percent(line.below, line.made), percent(line.above, line.made), f"{line.width:.3g}",
             *([percent(line.none, line.trials)] if none else [])] for line in lines]
    return table(head + ["no interval"] * none, rows)


def test_table(lines):
    return table(["test", "rejects"],
                 [[line.name, marked(percent(line.hits, line.made), line)] for line in lines])


def table(head, rows):
    cells = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(row) + " |" for row in cells]


def part_of(setting, lines):
    """The part of the page about a setting."""
    text = ["", f"### {setting['title']}", "", *setting["text"]]
    for kind, make in (("interval", interval_table), ("test", test_table)):
        mine = [line for line in lines if line.kind == kind]
        if mine:
            text += ["", *make(mine)]
    reasons = [f"- {reason['what']}: {reason['why']}" for reason in setting.get("outside", [])]
    return text + (["", *reasons] if reasons else [])


def error(rate, trials):
    """Two standard errors of a rate."""
    return f"{200 * (rate * (1 - rate) / trials) ** 0.5:.1f}"


def page_of(lines, defined):
    trials = lines[0].trials
    text = ["# Monte Carlo: do intervals hold what they promise?", "",
            "<!-- made by scripts/monte-carlo; change tests/montecarlo/settings.json instead -->", ""]
    text += [line.replace("TRIALS", f"{trials:,}").replace("OF_95", error(0.95, trials))
             .replace("OF_5", error(0.05, trials)) for line in defined["opening"]]
    for group in defined["groups"]:
        text += ["", f"## {group['title']}"]
        for setting in group["settings"]:
            text += part_of(setting, [line for line in lines if line.setting == setting["id"]])
    return "\n".join([*text, "", *defined["closing"], ""])


def main(words):
    if len(words) != 2:
        raise SystemExit(__doc__)
    lines = read_lines(pathlib.Path(words[0]).read_text(encoding="utf-8"))
    pathlib.Path(words[1]).write_text(page_of(lines, settings()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
