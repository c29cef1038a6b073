# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Attack all that `werkbaar monitor` publishes of random answers.

usage: attack_monitor.py WERKBAAR [--cases N] [--first SEED]

Every number of monitor.json, what is released and the ledger becomes a bound of the attacker's
integer program, or must be made of estimates that are shown; a number of which neither is so is a
fault by itself. What is shown is held against the truth, which is scored here. Then each hidden
count must be able to be min_n apart, or as far as before the last report, with `rules` as far as what
is known above it lets it. Of some there is a second report in more groups with the ledger of the
first: the attacker has both.

The answers have no weights, so that a share tells a count, and some people do not tell their group:
each cell has the people of whom it is known ("k:"), within those that are counted with it.

Some monitors have all three crosses of two variables, and that of all three without which they close a
circle. There everybody tells all, and the attacker reckons with people: of each combination of groups
there is a whole number of them.

So that this test is known to be able to fail, the same is asked of monitors that protect nothing and
of second reports without the ledger, and numbers are put where the library shows none."""
import argparse
import csv
import itertools
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

try:
    from attacker import Attack, known_above
except ImportError as missing:
    print(f"1..0 # SKIP {missing}")
    sys.exit(0)

WAVES = ("2020", "2023")
PARTS_OF = {"ia": ("a1", "a2"), "ib": ("b1", "b2")}
INSTRUMENT = {
    "format": "werkbaar-instrument/1.0", "id": "two", "version": "1", "licence": "MIT",
    "source": "made for tests", "unit": "person", "languages": ["en"], "title": {"en": "Two"},
    "items": [{"id": item, "label": {"en": item}, "text": "none", "min": 0, "max": 1}
              for items in PARTS_OF.values() for item in items],
    "scales": [{"id": f"s{i}", "label": {"en": i}, "rule": "percent", "min_answered": 2,
                "items": list(items)} for i, items in PARTS_OF.items()],
    "indicators": [{"id": i, "label": {"en": i}, "kind": "workability", "scale": f"s{i}",
                    "direction": "high", "problem": {"comparison": "at_least", "value": "50",
                                                     "source": "tests"}} for i in PARTS_OF],
    "composites": [{"id": "werkbaar", "label": {"en": "w"}, "rule": "none_of", "of": list(PARTS_OF)},
                   {"id": "knelpunten", "label": {"en": "k"}, "rule": "count_of",
                    "of": list(PARTS_OF)}]}


class Case:
    """Random answers, the groups of one report or two, and how they are protected."""

    def __init__(self, seed, protect=None, closed=False):
        r = self.random = random.Random(seed)
        self.seed, self.min_n = seed, r.choice([5, 8, 10])
        self.protect = protect or r.choice(["all", "all", "rules"])
        self.groups = {"sex": "mf", "age": "xyz"[:r.randint(2, 3)], "job": "pqrs"[:r.randint(2, 4)]}
        self.closed = closed
        self.people = [self.person() for _ in range(r.choice([60, 120, 240]))]
        single = list(self.groups)
        pairs = ["sex*age", "age*job", "sex*job"]
        self.reports = [single + ([*pairs, "sex*age*job"] if closed else r.sample(pairs, r.randint(1, 2)))]
        if r.random() < .5:
            self.reports.insert(0, r.sample([*single, self.reports[0][-1]], 2))

    def person(self):
        r = self.random
        told = {g: r.choices(levels, [3 ** -i for i in range(len(levels))])[0]
                if self.closed or r.random() > .03 else "" for g, levels in self.groups.items()}
        return {"wave": r.choice(WAVES), **told,
                **{item: r.choice("0011") if r.random() > .04 else ""
                   for items in PARTS_OF.values() for item in items}}

    def definition(self, breakdowns):
        return {"format": "werkbaar-monitor-definition/1.0", "id": "attacked", "version": "1",
                "title": {"en": "attacked"}, "languages": ["en"], "instrument": "two",
                "waves": {"column": "wave", "list": [
                    {"id": w, "populations": [{"id": "all", "total": 1000000, "source": "tests"}]}
                    for w in WAVES]},
                "variables": [{"id": g, "categories": [{"id": c, "codes": [c]} for c in levels]}
                              for g, levels in self.groups.items()],
                "breakdowns": breakdowns,
                "targets": [{"measure": "werkbaar", "value": .6, "date": "2030-12-31",
                             "direction": "at_least", "source": "tests"}],
                "publication": {"min_n": self.min_n, "mode": "hide", "protect": self.protect}}

    def run(self, program, with_ledger=True):
        """What is published: a dictionary of tables per report."""
        self.found = []
        with tempfile.TemporaryDirectory() as room:
            room = Path(room)
            (room / "i.json").write_text(json.dumps(INSTRUMENT))
            with (room / "a.csv").open("w", newline="") as file:
                rows = csv.DictWriter(file, self.people[0].keys())
                rows.writeheader()
                rows.writerows(self.people)
            words = []
            for k, breakdowns in enumerate(self.reports):
                (room / "d.json").write_text(json.dumps(self.definition(breakdowns)))
                if self.protect != "none":
                    words = ["--release", f"r{k}", "--audit", room / "audit.csv"] + \
                        (["--earlier", room / f"{k - 1}" / "two-ledger.json"]
                         if k and with_ledger else [])
                subprocess.run([program, "monitor", "--quiet", "--definition", room / "d.json",
                                "--instrument", room / "i.json", room / "a.csv", "--formats", "all", "--output",
                                room / f"{k}", *words], check=True, capture_output=True)
                self.found.append(self.read(room, k))
        return self

    def read(self, room, k):
        def table(path):
            return list(csv.DictReader(line for line in path.open() if not line.startswith("#"))) \
                if path.exists() else []
        found = {part: table(room / f"{k}" / f"two-{part}.csv") for part in
                 ("cells", "changes", "groups", "trend", "targets", "counts", "released")}
        ledger = room / f"{k}" / "two-ledger.json"
        found["ledger"] = json.loads(ledger.read_text())["cells"] if ledger.exists() else []
        found["audit"] = table(room / "audit.csv")
        return found


def outcome(person, measure):
    """Whether somebody has the problem; None: not known. That of the composite is any."""
    if measure == "werkbaar":
        parts = [outcome(person, i) for i in PARTS_OF]
        return None if None in parts else any(parts)
    items = [person[item] for item in PARTS_OF[measure]]
    return None if "" in items else "1" in items


MEASURES = (*PARTS_OF, "werkbaar")


class Table:
    """The truth of one wave, as the attacker's program takes it: cells with those counted with
    them, and the same of whom it is known."""

    def __init__(self, case, wave):
        self.people = [p for p in case.people if p["wave"] == wave]
        self.staff, self.ties, self.counts, self.sums = {}, [], {}, []
        self.largest = {g: max(levels, key=lambda c, g=g: sum(
            p[g] == c and outcome(p, m) is not None for p in self.people for m in MEASURES))
            for g, levels in case.groups.items()}
        parts = [()] + [tuple(sorted(b.split("*"))) for b in case.reports[-1]]
        for groups in sorted(parts, key=len):
            for place in self.places(groups):
                self.add(groups, place, parts)
        if case.closed:
            self.add_kinds(case.groups, parts)
        self.cells = sorted({c for c, _ in self.counts})

    def places(self, groups):
        return sorted({tuple(p[g] or self.largest[g] for g in groups) for p in self.people})

    def count(self, name, people):
        for m in MEASURES:
            values = [v for v in (outcome(p, m) for p in people) if v is not None]
            self.counts[name, m] = (len(values), sum(values), None)

    def add_kinds(self, groups, parts):
        """Of every combination of all groups there is a number of people, who are of the cells of
        all its parts."""
        there = {part: set(self.places(part)) for part in parts}
        for kind in itertools.product(*groups.values()):
            told = dict(zip(groups, kind))
            places = {part: tuple(told[g] for g in part) for part in parts}
            if any(place not in there[part] for part, place in places.items()):
                continue
            name = "/".join(["kind", *kind])
            self.count(name, [p for p in self.people if all(p[g] == told[g] for g in groups)])
            for part, place in places.items():
                self.sums.append(("kinds", self.name(part, place), name))

    @staticmethod
    def name(wave_groups, place):
        return "/".join(["all", *(f"{g}={c}" for g, c in zip(wave_groups, place))])

    def add(self, groups, place, parts):
        cell = self.name(groups, place)
        counted = [p for p in self.people
                   if all((p[g] or self.largest[g]) == c for g, c in zip(groups, place))]
        known = [p for p in counted if all(p[g] for g in groups)]
        self.count(cell, counted)
        self.count("k:" + cell, known)
        self.sums.append(("known", cell, "k:" + cell))
        inside = [p for p in parts if set(p) < set(groups)]
        for outer in inside:
            if not any(set(outer) < set(other) for other in inside):
                at = dict(zip(groups, place))
                self.sums.append(("*".join(groups), self.name(outer, [at[g] for g in outer]), cell))


def cell_of(case, row):
    groups = sorted(g for g in case.groups if row.get(g))
    return Table.name(groups, [row[g] for g in groups])


class Known:
    """What an attacker learns of one wave from all reports."""

    def __init__(self, case, wave):
        self.case, self.wave = case, wave
        self.table, self.bounds, self.faults = Table(case, wave), {}, []

    def at(self, cell, measure, n, problem):
        seen = self.bounds.setdefault((cell, measure), {})
        for count, value, truth in zip(("n", "problem"), (n, problem),
                                       self.table.counts.get((cell, measure), (0, 0))):
            if value != truth:
                self.faults.append((cell, measure, count, f"{value} is not {truth}"))
            seen[count] = (value, value)

    def learn(self, found):
        for row in found["cells"]:
            if row["wave"] == self.wave and row["status"] != "hidden" and row["n"] != "0":
                self.learn_cell(row)
        for row in found["released"] + found["ledger"]:
            wave, _, place = row["cell"].partition("/")
            if wave == self.wave and row["status"] != "hidden":
                self.at("all" + ("/" + place if place else ""), row["measure"], int(row["n"]),
                        int(row["problem"]))

    def learn_cell(self, row):
        n, share = int(row["n"]), float(row["estimate"])
        cell = "k:" + cell_of(self.case, row)
        if row["kind"] == "problem":
            self.at(cell, row["measure"], n, round(share * n))
        elif row["kind"] == "workable":
            self.at(cell, "werkbaar", n, n - round(share * n))
        elif row["kind"] in ("combination", "bottlenecks"):
            self.faults += [(cell, row["variable"], f"without {part}") for part in PARTS_OF
                            if (self.wave, cell.removeprefix("k:"), f"{part}_problem")
                            not in found_cells(self.case)]


def found_cells(case):
    """Estimates that some report shows, by wave, cell and variable; also of nobody."""
    if not hasattr(case, "shown"):
        case.shown = {(row["wave"], cell_of(case, row), row["variable"]) for found in case.found
                      for row in found["cells"] if row["status"] != "hidden"}
    return case.shown


def made_of_hidden(case):
    """Numbers of comparisons and head counts that are made of an estimate that is not shown."""
    shown = found_cells(case)
    for found in case.found:
        for part in ("changes", "groups", "trend", "targets", "counts"):
            for row in found[part]:
                if not any(row.get(name) for name in
                           ("difference", "slope", "estimate", "count", "se", "lower", "p", "df")):
                    continue
                cell = cell_of(case, row)
                waves = WAVES if part == "trend" else \
                    [w for w in (row.get("wave"), row.get("reference")) if w]
                wholes = [cell] + (["all"] if part == "groups" else [])
                yield from ((part, w, c, row["variable"]) for w in waves for c in wholes
                            if (w, c, row["variable"]) not in shown)


def learn(case, wave, reports):
    known = Known(case, wave)
    for found in reports:
        known.learn(found)
    return known


def breaches(case, wave):
    known = learn(case, wave, case.found)
    yield from known.faults
    by_rule = {(row["cell"].replace(wave, "all", 1), row["measure"])
               for row in case.found[-1]["audit"] if row["rule"] not in ("protects", "left_over")
               and row["cell"].partition("/")[0] == wave}
    attack, before = Attack(known.table, known.bounds), None
    for key, variable in attack.now.items():
        cell, measure, count = key
        if known.bounds.get((cell, measure)) or known.table.counts[cell, measure][0] == 0 or \
                cell.startswith("kind/"):
            continue
        if case.protect == "rules" and (cell.removeprefix("k:"), measure) not in by_rule:
            continue
        needed = case.min_n
        if case.protect == "rules":
            needed = known_above(known.table, lambda c, m, k: known.bounds.get((c, m), {}).get(
                k, (None,))[0], key, needed)
        width = attack.width(variable, needed)
        if width >= needed:
            continue
        before = before or Attack(known.table, learn(case, wave, case.found[:-1]).bounds)
        if width < before.width(before.now[key], needed):
            yield key, int(width), needed


def tells(case):
    return any(any(breaches(case, wave)) for wave in WAVES)


def planted(case):
    """How many numbers that are put into hidden rows are not found."""
    missed = 0
    for part, column in (("changes", "difference"), ("groups", "p"), ("trend", "slope"),
                         ("targets", "estimate"), ("counts", "count")):
        hidden = [row for row in case.found[-1][part] if row["status"] == "hidden"]
        if hidden:
            hidden[0][column] = "0.5"
            missed += not any(made_of_hidden(case))
            hidden[0][column] = ""
    return missed


def check(n, name, problems):
    problems = list(problems)
    print(f"{'not ' if problems else ''}ok {n} - {name}")
    for problem in problems[:10]:
        print(f"# {problem}")


def main():
    words = argparse.ArgumentParser()
    words.add_argument("program")
    words.add_argument("--cases", type=int, default=30)
    words.add_argument("--first", type=int, default=1)
    words = words.parse_args()
    start = time.monotonic()
    cases = [Case(seed).run(words.program) for seed in range(words.first, words.first + words.cases)]
    check(1, "no hidden count of a monitor can be told too closely",
          [(case.seed, case.protect, wave, *b) for case in cases for wave in WAVES
           for b in breaches(case, wave)])
    check(2, "no number is made of an estimate that is hidden",
          [(case.seed, *fault) for case in cases for fault in made_of_hidden(case)])
    plain = [Case(case.seed, "none").run(words.program) for case in cases[:10]]
    apart = [Case(case.seed).run(words.program, with_ledger=False) for case in cases
             if len(case.reports) == 2][:10]
    found, between = sum(map(tells, plain)), sum(map(tells, apart))
    check(3, "the attacker does find hidden counts where nothing is protected",
          [] if found > 0 else ["none found"])
    check(4, "the attacker does find hidden counts between reports without a ledger",
          [] if between > 0 else ["none found"])
    check(5, "the attacker does find numbers that are put where there are none",
          [case.seed for case in cases if planted(case)])
    closed = [Case(case.seed, closed=True).run(words.program) for case in cases[::2]]
    check(6, "nor does who reckons with people find one where crosses close a circle, and their own is there",
          [(case.seed, case.protect, wave, *b) for case in closed for wave in WAVES
           for b in breaches(case, wave)])
    hidden = sum(row["status"] == "hidden" for case in cases for row in case.found[-1]["cells"])
    rows = sum(len(case.found[-1]["cells"]) for case in cases)
    print(f"# {len(cases)} monitors, {hidden} of {rows} estimates hidden; unprotected {found} of "
          f"{len(plain)}, without ledger {between} of {len(apart)} tell a count; {time.monotonic() - start:.1f} s")
    print("1..6")


main()
