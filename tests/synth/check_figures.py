# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Generated answers, scored and estimated by the command line, hold every anchored published
figure: |estimate - published| < 4 SE + rounding. And the check can fail: a figure that is
moved is caught.

usage: check_figures.py WB_SYNTH WERKBAAR"""
import csv
import io
import sys
import tempfile

import figures
from figures import tap

SEED = 20

# The 4 SE leave room for 1 in 16,000 checks to miss by chance; all others catch mistakes.
MOVE = 9  # standard errors; beyond 4 SE + 4 SE of chance


def score(synth, werkbaar, group, folder):
    answers, scored = f"{folder}/{group}.csv", f"{folder}/{group}-scored.csv"
    figures.run(synth, "--group", group, "--seed", SEED, "--output", answers)
    figures.run(werkbaar, "score", "--instrument", f"wbm-{group}", answers,
                "--output", scored)
    return answers, scored


def monitor_problems(werkbaar, group, answers, figures_of_all, folder):
    """The monitor's own table holds the figures of everyone too."""
    told = figures.run(werkbaar, "monitor", "--instrument", f"wbm-{group}", answers,
                       "--wave", "year", "--weights", "weight", "--strata", "stratum",
                       "--output", f"{folder}/{group}-monitor")
    path = f"{folder}/{group}-monitor/wbm-{group}-cells.csv"
    rows = figures.records(path)
    place = {name: i for i, name in enumerate(next(rows))}
    means = {(row[place["wave"]], row[place["variable"]]): row for row in rows
             if row[place["statistic"]] == "mean"}
    for figure in figures_of_all:
        row = means[str(figure["wave"]), figure["variable"]]
        yield from figures.problems(figure, float(row[place["estimate"]]),
                                    float(row[place["se"]]))
    if "SYNTHETIC" not in told:
        yield "what is printed does not say SYNTHETIC"


def command_line_estimates(werkbaar, scored, variables):
    """(wave, variable, category) -> (estimate, se) of all people."""
    printed = figures.run(werkbaar, "estimate", scored, "--proportion",
                          ",".join(sorted(variables)), "--by", "year", "--weights",
                          "weight", "--strata", "stratum", "--format", "csv")
    lines = (line for line in io.StringIO(printed) if not line.startswith("#"))
    return {(int(row["year"]), row["variable"], row["category"]):
            (float(row["estimate"]), float(row["se"] or 0))
            for row in csv.DictReader(lines) if row["estimate"]}


def agreement(figure, mine, theirs):
    """The command line estimates a yes/no figure of everyone as the check itself does."""
    for what, a, b in zip(("estimate", "se"), mine, theirs):
        if abs(a - b) > 1e-10:
            yield f"{figures.name_of(figure)}: {what} {a!r} here, {b!r} by the command line"


def check_group(synth, werkbaar, group, folder):
    published = figures.anchored(group)
    answers, path = score(synth, werkbaar, group, folder)
    scored = figures.Scored(path, published)
    plain = [figure for figure in published
             if "group" not in figure and "categories" not in figure
             and figure["variable"] not in figures.BACKGROUND]
    theirs = command_line_estimates(werkbaar, path, {f["variable"] for f in plain})
    missed, apart = [], []
    for figure in published:
        estimate, se, n = scored.estimate(figure)
        tap.check(f"{group} {figures.name_of(figure)}: published {figure['value']}, "
                  f"estimate {estimate:.4f}, SE {se:.4f}, n {n}",
                  figures.problems(figure, estimate, se))
        if figure in plain:
            key = (figure["wave"], figure["variable"], "true")
            apart += agreement(figure, (estimate, se), theirs[key])
        unit = 100 if figure["unit"] == "percent" else 1
        for sign in (-1, 1):
            moved = dict(figure, value=figure["value"] + sign *
                         (MOVE * se * unit + 2 * 10 ** -figure["digits"]))
            if not figures.problems(moved, estimate, se):
                missed.append(figures.name_of(figure))
    tap.check(f"{group}: the command line estimates {len(plain)} figures as this check does",
              apart)
    tap.check(f"{group}: the monitor holds these {len(plain)} figures, and says SYNTHETIC",
              monitor_problems(werkbaar, group, answers, plain, folder))
    tap.check(f"{group}: every figure that is moved by {MOVE} SE is caught, up and down",
              missed)
    tap.check(f"{group}: every wave has an anchored figure",
              [wave for wave in scored.waves if wave not in {f["wave"] for f in published}])


def main(synth, werkbaar):
    with tempfile.TemporaryDirectory() as folder:
        for group in figures.GROUPS:
            check_group(synth, werkbaar, group, folder)
    tap.done()


main(*sys.argv[1:])
