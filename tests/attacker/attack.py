# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Attack what disclosure control releases of random organisations.

usage: attack.py DISCLOSE_CASES [--cases N] [--first SEED] [--largest STAFF] [--figures]

For each organisation all that is published (counts at full precision, which printed ones tell
less than; ledgers of an earlier report, late answers) goes into an integer program, which
finds the smallest and largest value that each hidden count can have. They must be at least
min_n apart, or as far as before the report. So that this test is known to be able to fail,
the same is asked of the rows that rules alone hide, where it must be found wanting."""
import argparse
import csv
import io
import random
import subprocess
import sys
import time

try:
    from attacker import COUNTS, Attack, known_above
except ImportError as missing:
    print(f"1..0 # SKIP {missing}")
    sys.exit(0)
from organisation import Organisation, Table

ALL, RULES = 0, 1


class Case:
    """An organisation, how it is protected, and one report or two."""

    def __init__(self, seed, largest):
        r = random.Random(seed * 7 + 1)
        self.seed = seed
        self.min_n = r.choice([5, 5, 8, 10])
        self.sensitive = r.choice([0, 0, 2 * self.min_n])
        self.extreme = r.choice([0, 0, -1, 2])
        self.round_to = r.choice([0, 0, 5])
        self.protect = r.choice([ALL, ALL, ALL, RULES])
        # a second report may follow: with crossings, after late answers, or both
        self.second = r.choice(["none", "none", "crossed", "late", "both"])
        self.late = self.second in ("late", "both")
        organisation = Organisation(seed, largest)
        self.tables = [Table(organisation,
                             with_crossed=self.second not in ("crossed", "both"))]
        if self.late:
            organisation.answer_late()
        if self.second != "none":
            self.tables.append(Table(organisation))

    def text(self):
        parts = []
        for i, table in enumerate(self.tables):
            parts.append(f"run {self.min_n} {self.sensitive} {self.extreme} "
                         f"{self.round_to} {self.protect} report{i} {int(i > 0)}\n"
                         f"{table.counts_csv()}.\n{table.relations_csv()}.\n")
        return "".join(parts)


def read_rows(lines):
    text = []
    for line in lines:
        if line == ".":
            return list(csv.DictReader(io.StringIO("\n".join(text))))
        text.append(line)
    raise RuntimeError("disclose_cases stopped early")


def run_cases(program, cases):
    """Released frame, audit and ledger of each report of each case."""
    done = subprocess.run([program], input="".join(c.text() for c in cases), text=True,
                          stdout=subprocess.PIPE, check=True)
    lines = iter(done.stdout.splitlines())
    for case in cases:
        case.reports = []
        for _ in case.tables:
            status = next(lines)
            if not status.startswith("status WB_OK"):
                raise RuntimeError(f"organisation {case.seed}: {status}")
            case.reports.append([read_rows(lines) for _ in range(3)])


def key_of(row):
    return row["cell"], row["measure"]


def published(table, rows):
    """What is shown, at full precision whatever was printed."""
    found = {}
    for row in rows:
        truth = dict(zip(COUNTS, table.counts[key_of(row)]))
        found[key_of(row)] = {count: (truth[count], truth[count]) for count in COUNTS
                              if row[count] != ""}
    return found


def printed(rows, round_to):
    """What is shown, as far as it was printed: exactly, or to a multiple."""
    below = max(round_to, 1) // 2
    return {key_of(row): {count: (max(int(row[count]) - below, 0),
                                  int(row[count]) - below + max(round_to, 1) - 1)
                          for count in COUNTS if row[count] != ""} for row in rows}


def without_secondary(table, rows, audit):
    """What would be shown if rules that look at one row were all there is."""
    found = published(table, rows)
    for line in audit:
        if line["rule"] in ("protects", "left_over"):
            value = dict(zip(COUNTS, table.counts[key_of(line)]))[line["count"]]
            found[key_of(line)][line["count"]] = (value, value)
    return found


def of_today(case, released):
    """What a report after late answers tells of today. Rows that the earlier report showed are
    shown as they were then, whether they have changed or not; only where rows are new among
    measures that go together does the attacker know that nothing has changed."""
    together = {m: m for _, m in case.tables[-1].counts}
    for _, _, total, part in case.tables[-1].ties:
        old, new = together[part], together[total]
        together = {m: new if leader == old else leader for m, leader in together.items()}
    fresh = {together[row["measure"]] for row in released
             if row["release"] == "report1" and row["status"] != "hidden"}
    return {key: values if together[key[1]] in fresh else {}
            for key, values in printed(released, case.round_to).items()}


def is_among(key, rows):
    """Whether a count is shown; who does not have the problem is, where the row is."""
    return ("problem" if key[2] == "others" else key[2]) in rows.get(key[:2], {})


class Judge:
    """Which hidden counts of a case can be told too closely."""

    def __init__(self, case, shown, before=None):
        self.case = case
        self.table = case.tables[-1]
        self.by_rule = {key_of(line) + (line["count"],) for line in case.reports[-1][1]
                        if line["rule"] not in ("left_over", "protects")}
        self.shown = shown
        self.before = before if before is not None else {}
        self.earlier = None
        if case.late:
            self.earlier = (case.tables[0], self.before)
            self.attack = Attack(self.table, shown, self.earlier)
        else:
            known = {key: {**self.before.get(key, {}), **values}
                     for key, values in shown.items()}
            self.attack = Attack(self.table, known)
        self.ignorant = None

    def prior(self, key, enough, then=False):
        """What could be told before this report, of counts of today or of then, by who knows
        exactly what the earlier one showed: rounding is no part of what is promised, and that
        nothing has changed since tells more of what is printed rounded than of the counts."""
        if self.ignorant is None:
            self.ignorant = Attack(self.table, self.before) if not self.earlier else \
                Attack(self.table, {}, (self.case.tables[0],
                                        published(self.case.tables[0],
                                                  self.case.reports[0][0])))
        known = self.ignorant.then if then else self.ignorant.now
        return self.ignorant.width(known[key], enough)

    def needed(self, key):
        """How far apart a count should be able to be; nobody has more answers than staff."""
        cell, measure, count = key
        problem = self.shown.get((cell, measure), {}).get("problem")
        needed = min(self.case.min_n, self.table.staff.get(cell, self.case.min_n))
        if count == "acute" and problem is not None:
            needed = min(needed, problem[0])
        if self.case.protect == RULES:
            needed = known_above(self.table, self.shown_at, key, needed)
        return needed

    def shown_at(self, cell, measure, count):
        return self.shown.get((cell, measure), {}).get(count, (None,))[0]

    def is_asked(self, key):
        """With RULES, counts that are hidden for others are not protected themselves."""
        count = "problem" if key[2] == "others" else key[2]
        return self.case.protect == ALL or (key[0], key[1], count) in self.by_rule

    def breaches(self):
        for key, variable in self.attack.now.items():
            if is_among(key, self.shown) or not self.is_asked(key):
                continue
            # what was shown before is known; but not what late answers added to it, which
            # a rounded count that stays the same leaves within its rounding
            if is_among(key, self.before) and \
                    (not self.earlier or self.case.round_to > 1):
                continue
            needed = self.needed(key)
            width = self.attack.width(variable, needed)
            if width < needed and width < self.prior(key, needed):
                yield key, width
        yield from self.breaches_then()

    def breaches_then(self):
        """Counts that the earlier report hid, which this one may not tell."""
        if not self.earlier or self.case.protect == RULES:
            return
        for key, variable in self.attack.then.items():
            if is_among(key, self.before):
                continue
            width = self.attack.width(variable, self.case.min_n)
            if width < self.case.min_n and \
                    width < self.prior(key, self.case.min_n, then=True):
                yield key + ("then",), width


def left_over_faults(case):
    """Groups that remain when shown parts are taken from a shown total, looked at in the
    truth: too few, or nobody or everybody with the problem."""
    table, shown = case.tables[-1], published(case.tables[-1], case.reports[-1][0])
    if case.second != "none":
        return
    splits = {}
    for partition, total, part in table.sums:
        splits.setdefault((total, partition), []).append(part)
    for (total, partition), parts in splits.items():
        for (cell, measure), values in table.counts.items():
            if cell != total or "n" not in shown[cell, measure]:
                continue
            left = [values[k] - sum(table.counts[p, measure][k] for p in parts
                                    if "n" in shown[p, measure])
                    for k in range(2) if values[k] is not None]
            if left[0] > 0 and (left[0] < case.min_n or case.extreme >= 0 and len(left) > 1
                                and not 0 < left[1] < left[0]):
                yield (total, measure, partition), left


def attack_case(case, secondary=True):
    released, audit, _ = case.reports[-1]
    table = case.tables[-1]
    before = None
    if case.late:  # what was rounded away may have changed in between
        before = printed(case.reports[0][0], case.round_to)
        return list(Judge(case, of_today(case, released), before).breaches())
    if case.second == "crossed":
        before = published(case.tables[0], case.reports[0][0])
    shown = published(table, released) if secondary else \
        without_secondary(table, released, audit)
    return list(Judge(case, shown, before).breaches())


class Tap:
    """Results as TAP, with the first problems of each check."""

    def __init__(self):
        self.n = 0

    def check(self, name, problems):
        self.n += 1
        print(f"{'not ' if problems else ''}ok {self.n} - {name}")
        for problem in problems[:10]:
            print(f"# {problem}")

    def done(self):
        print(f"1..{self.n}")


def figures(cases):
    """How much is shown: rows, and those that rules would show."""
    rows = hidden = secondary = acute = 0
    for case in cases:
        released, audit, _ = case.reports[-1]
        rows += len(released)
        hidden += sum(row["status"] == "hidden" for row in released)
        acute += sum(row["status"] == "no_acute" for row in released)
        secondary += len({key_of(line) for line in audit if line["count"] == "n" and
                          line["rule"] in ("protects", "left_over")})
    print(f"# {rows} rows, {hidden} hidden, {secondary} of them to protect others; "
          f"{acute} without the acute count")


def main():
    words = argparse.ArgumentParser()
    words.add_argument("program")
    words.add_argument("--cases", type=int, default=200)
    words.add_argument("--first", type=int, default=1)
    words.add_argument("--largest", type=int, default=250)
    words = words.parse_args()

    start = time.monotonic()
    cases = [Case(seed, words.largest)
             for seed in range(words.first, words.first + words.cases)]
    run_cases(words.program, cases)
    tap = Tap()
    figures(cases)
    tap.check("no hidden count of an organisation can be told too closely",
              [f"organisation {case.seed} ({case.second}): {breach}" for case in cases
               for breach in attack_case(case)])
    tap.check("what shown parts leave of a total could be shown",
              [f"organisation {case.seed}: {fault}" for case in cases
               for fault in left_over_faults(case)])
    few = [case for case in cases if case.second == "none"][:40]
    found = sum(bool(attack_case(case, secondary=False)) for case in few)
    print(f"# rules alone: {found} of {len(few)} organisations tell a hidden count")
    tap.check("the attacker does find hidden counts where rules alone hide",
              [] if found > 0 else ["none found"])
    print(f"# {len(cases)} organisations in {time.monotonic() - start:.1f} s")
    tap.done()


main()
