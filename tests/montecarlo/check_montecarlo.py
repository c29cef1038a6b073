# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""docs/proof/monte-carlo.md says what its record says, every line that is outside the limits has a
reason, and a few trials of some settings do as the record says.

usage: check_montecarlo.py PROGRAM"""
import os
import pathlib
import subprocess
import sys

import montecarlo

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "house"))
import tap  # noqa: E402 # it lies in another folder

PAGE = tap.ROOT / "docs" / "proof" / "monte-carlo.md"
SHORT = ["domains", "clusters", "scan", "independence"]
WRONG = ["domains", "clusters"]
NARROW = "0.97"  # of what intervals should be: a standard error that is 3 % too small


def outside(lines, defined):
    """Lines outside the limits without one reason, and reasons without such a line."""
    for group in defined["groups"]:
        for setting in group["settings"]:
            mine = [line for line in lines if line.setting == setting["id"]]
            needed = {line.name: montecarlo.reason_of(setting, line) for line in mine
                      if not line.is_inside}
            yield from (f"{setting['id']}: no reason why {name} is outside"
                        for name, reason in needed.items() if reason is None)
            yield from (f"{setting['id']}: nothing is outside for '{reason['what']}'"
                        for reason in setting.get("outside", []) if reason not in needed.values())


def unknown(lines, defined):
    """Settings of which one of record and settings.json does not know."""
    here = {setting["id"] for group in defined["groups"] for setting in group["settings"]}
    there = {line.setting for line in lines}
    yield from (f"{name} is in one of record and settings.json" for name in here ^ there)


def run(trials, setting, *more):
    ended = subprocess.run([sys.argv[1], str(trials), setting, *more], check=True, text=True,
                           capture_output=True)
    return montecarlo.read_lines(ended.stdout)


def changed(found, before):
    """Where the same samples give other counts or widths than they did. Two may fall otherwise
    by the rounding of another processor."""
    known = {(line.setting, line.name): line for line in before}
    for line in found:
        old = known.get((line.setting, line.name))
        if old is None:
            yield f"not there before: {line.name}"
        elif abs(line.hits - old.hits) > 2 or abs(line.width - old.width) > 1e-3 * old.width:
            yield f"{line.name}: {line.hits} and {line.width}, before {old.hits} and {old.width}"


def unlike(found, recorded):
    """Rates that four binomial standard errors do not explain."""
    rates = {(line.setting, line.name): line.rate for line in recorded}
    for line in found:
        rate = rates.get((line.setting, line.name), float("nan"))
        if not abs(line.hits - line.made * rate) <= 4 * (line.made * rate * (1 - rate)) ** 0.5 + 1:
            yield f"{line.name}: {line.hits} of {line.made}, the record has {rate:.4f}"


def read(name):
    return montecarlo.read_lines((montecarlo.HERE / name).read_text(encoding="utf-8"))


def check_short(recorded):
    short = read("short.csv")
    trials = short[0].trials
    for name in SHORT:
        found = run(trials, name)
        tap.check(f"{name}: the same samples give the same", changed(found, short))
        tap.check(f"{name}: a few samples do as the record says", unlike(found, recorded))
        if name in WRONG:
            wrong = list(changed(run(trials, name, NARROW), short))
            tap.check(f"{name}: standard errors that are too small would show",
                      [] if len(wrong) == len(found) else wrong or ["nothing did"])


def main():
    recorded, defined = read("record.csv"), montecarlo.settings()
    tap.check("docs/proof/monte-carlo.md is made of its record",
              [] if PAGE.read_text(encoding="utf-8") == montecarlo.page_of(recorded, defined)
              else ["run scripts/monte-carlo, and look at what it changes"])
    tap.check("settings are those of the record", unknown(recorded, defined))
    tap.check("what is outside the limits has a reason, and reasons a line", outside(recorded, defined))
    check_short(recorded)
    if os.environ.get("WERKBAAR_LONG"):
        tap.check("all settings do as the record says", unlike(run(2000, "all"), recorded))
    tap.done()


main()
