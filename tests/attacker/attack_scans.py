# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Attack all that the scans of random companies publish.

usage: attack_scans.py SCAN_CASES [WERKBAAR] [--cases N] [--first SEED]

Every number of the scan file, its ledger, the pool file and all tables (results, response,
findings, comparisons, reference) becomes a constraint of the attacker's integer program, or
must follow from counts that are shown; a number of which neither is so is a fault by itself.
Then each hidden count must be able to be min_n apart, or as far as before the scan. What is
shown is also held against the truth, which is scored in Python. Of some companies there is a
second report on the same answers, with more groups and the ledger of the first: the attacker
has both. Some are protected by WB_PROTECT_RULES, which protects what a rule hides.

Pages are made of the scan file alone: `werkbaar scan page` makes of it, byte by byte, what
`werkbaar scan run` made of the answers. So they cannot tell more than the file does.

So that this test is known to be able to fail, numbers of the truth are planted where the
library shows none, and second reports made without the ledger; the attacker must find them
out."""
import argparse
import csv
import json
import math
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

try:
    from attacker import COUNTS, Attack, known_above
except ImportError as missing:
    print(f"1..0 # SKIP {missing}")
    sys.exit(0)
from company import RULES, Company, Truth

TINY = 1e-9
MOST_LEAKS = 30  # companies in which each is planted


def read_table(lines):
    """Rows as dictionaries; the first line says that all is made up."""
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def run_cases(program, cases):
    """What is published of each case: a dictionary of files and tables."""
    text = "".join(cases)
    done = subprocess.run([program], input=text, text=True, stdout=subprocess.PIPE,
                          check=True)
    lines = iter(done.stdout.splitlines())
    for _ in cases:
        found = {}
        for line in iter(lambda: next(lines), "end"):
            name, _, rest = line.partition(" ")
            if name == "table":
                found[rest] = read_table(iter(lambda: next(lines), "."))
            else:
                found[name] = json.loads(rest)
        yield found


def number(text):
    """A number as it is printed, or None; truth values are 0 and 1."""
    try:
        return {"true": 1.0, "false": 0.0}.get(text) if text in ("true", "false") \
            else float(text)
    except (TypeError, ValueError):
        return None


class Known:
    """What an attacker learns of counts: bounds of each, and sums with factors."""

    def __init__(self, truth, min_n):
        self.truth, self.min_n = truth, min_n
        self.bounds, self.further, self.faults = {}, [], []

    def get(self, cell, measure, count):
        bounds = self.bounds.get((cell, measure), {}).get(count)
        return bounds[0] if bounds is not None and bounds[0] == bounds[1] else None

    def at(self, cell, measure, count, low, high):
        own = self.bounds.setdefault((cell, measure), {})
        before = own.get(count, (0, self.truth.staff[cell]))
        own[count] = (max(before[0], low), min(before[1], high))

    def is_shown(self, cell, measure):
        return self.get(cell, measure, "n") is not None

    def add_counts(self, row, cell, measure):
        """Counts of a row, and what is left when one is taken from another."""
        for count in COUNTS:
            if number(row.get(count)) is not None:
                self.at(cell, measure, count, *[int(number(row[count]))] * 2)
        for name, terms in (("green", (("n", 1), ("problem", -1))), ("red", (("acute", 1),)),
                            ("orange", (("problem", 1), ("acute", -1)))):
            if number(row.get(name)) is not None:
                self.sum([((cell, measure, c), f) for c, f in terms], number(row[name]), TINY)

    def sum(self, terms, value, slack):
        self.further.append((terms, value - slack, value + slack))

    def ratio(self, above, below, value, slack=1e-7):
        """above = value * below, each a list of counts with factors."""
        self.sum(above + [(key, -value * f) for key, f in below], 0, slack)

    # ---- tables ----

    def results(self, rows):
        for row in rows:
            cell, m = row["group"], row["indicator"]
            self.add_counts(row, cell, m)
            n, k = [(cell, m, "n")], [(cell, m, "problem")]
            staff = self.truth.staff[cell]
            if number(row["share"]) is not None:
                self.ratio([(k[0], 1)], [(n[0], 1)], number(row["share"]))
            if number(row["df"]) is not None:
                self.sum([(n[0], 1)], number(row["df"]) + 1, TINY)
            if number(row["bound_lower"]) is not None:
                self.sum([(k[0], 1)], number(row["bound_lower"]) * staff, 1e-6)
            if number(row["bound_upper"]) is not None:
                self.sum([(k[0], 1), (n[0], -1)], (number(row["bound_upper"]) - 1) * staff, 1e-6)
            self.explain("results", row, cell, m, ("se", "lower", "upper"))
        for row in rows:
            if number(row["weighted"]) is not None:
                self.weighted(row["indicator"], number(row["weighted"]))
            elif any(number(row[c]) is not None for c in row if c.startswith("weighted_")):
                self.faults.append(("results", row["indicator"], "weighted_"))

    def weighted(self, measure, share):
        """The sum of staff times share over the groups it is calibrated to. With one of these
        hidden it gives that one's share."""
        groups = [c for h, total, c in self.truth.sums if h == "department" and total == "all"]
        staff = sum(self.truth.staff[c] for c in groups)
        hidden = [c for c in groups if not self.is_shown(c, measure)]
        rest = share * staff - sum(
            self.truth.staff[c] * self.get(c, measure, "problem") / self.get(c, measure, "n")
            for c in groups if c not in hidden)
        if len(hidden) == 1:
            self.ratio([((hidden[0], measure, "problem"), 1)], [((hidden[0], measure, "n"), 1)],
                       rest / self.truth.staff[hidden[0]])
        elif hidden or abs(rest) > 1e-6:
            self.faults.append(("results", measure, "weighted"))

    def response(self, rows, shown_here):
        """Answers are the most of a row that the same report shows, which is nothing new. What is
        said of other groups is that nobody else answered anything."""
        whole = number(rows[0]["answered"]) if rows else None
        for row in rows:
            cell, answered = row["group"], number(row["answered"])
            if number(row["staff"]) != self.truth.staff[cell]:
                self.faults.append(("response", cell, "staff"))
            if answered is None and number(row["rate"]) is not None:
                answered = round(number(row["rate"]) * self.truth.staff[cell])
            if cell == "all" and whole is None and number(row["expected"]) is not None:
                whole = answered = number(row["expected"])
            if answered is not None and answered not in shown_here.get(cell, ()):
                for measure in self.truth.company.measures:
                    self.at(cell, measure, "n", 0, int(answered))
            self.check_chance(row, cell, answered, whole)

    def check_chance(self, row, cell, answered, whole):
        if number(row["p"]) is None:
            return
        if answered is None or whole is None:
            self.faults.append(("response", cell, "p"))
            return
        m, n, a = self.truth.staff[cell], self.truth.staff["all"], int(whole)
        p = sum(math.comb(a, x) * math.comb(n - a, m - x)
                for x in range(int(answered) + 1) if x <= a and m - x <= n - a) / math.comb(n, m)
        if abs(p - number(row["p"])) > 1e-9:
            self.faults.append(("response", cell, "p"))

    def findings(self, name, rows):
        for row in rows:
            cell, m = row["group"], row["indicator"]
            n, k = (cell, m, "n"), (cell, m, "problem")
            self.add_counts({"n": row["n"]}, cell, m)
            share, reference = number(row["share"]), number(row["reference"])
            if share is not None:
                self.ratio([(k, 1)], [(n, 1)], share)
            if number(row["people"]) is not None:
                self.sum([(k, 1)] if row["direction"] != "strength" else [(n, 1), (k, -1)],
                         number(row["people"]), TINY)
            if reference is not None and row["reference_kind"] == "rest":
                self.ratio([(("all", m, "problem"), 1), (k, -1)],
                           [(("all", m, "n"), 1), (n, -1)], reference)
            self.explain(name, row, cell, m, set(row) - {"n", "people", "share"})

    def compared(self, rows):
        for row in rows:
            cell, m = row["group"], row["indicator"]
            self.add_counts({"n": row["n"]}, cell, m)
            for name in ("share", "reference"):
                if number(row[name]) is not None:
                    self.ratio([((cell, m, "problem"), 1)], [((cell, m, "n"), 1)],
                               number(row[name]))
            self.explain("compared", row, cell, m, set(row) - {"n", "share", "reference"})

    def reference(self, rows):
        for row in rows:
            cell, m = row["group"] or "all", row["indicator"]
            self.add_counts({"n": row["n"]}, cell, m)
            if number(row["estimate"]) is not None:
                self.ratio([((cell, m, "problem"), 1)], [((cell, m, "n"), 1)],
                           number(row["estimate"]))
            self.explain("reference", row, cell, m, ("se", "lower", "upper", "df", "overlap"))

    def explain(self, table, row, cell, measure, columns):
        """Figures are made of the shown counts of their row; where there are none, there is
        no figure."""
        if not self.is_shown(cell, measure):
            self.faults += [(table, cell, measure, c) for c in columns
                            if c not in ("group", "indicator", "id", "scan", "title")
                            and number(row.get(c)) is not None]

    # ---- files ----

    def files(self, found):
        for row in found["scan"].get("released", []):
            self.add_counts(row, row["cell"], row["measure"])
        for ledger in (found["scan"]["ledger"], found["ledger"]):
            for row in ledger["cells"]:
                self.add_counts(row, row["cell"], row["measure"])
        for indicator in found["pool"]["indicators"]:
            for row in indicator["counts"]:
                self.add_counts(row, row.get("group", "all"), indicator["id"])
        if found["scan"]["status"] == "too_small":
            for cell, m in self.truth.counts:
                self.at(cell, m, "n", 0, self.min_n - 1)

    def learn(self, found):
        self.files(found)
        self.results(found["results"])
        shown_here = {}
        for row in found["results"]:
            shown_here.setdefault(row["group"], set()).add(number(row["n"]))
        self.response(found["response"], shown_here)
        self.findings("findings", found["findings"])
        self.findings("findings_declared", found.get("findings_declared", []))
        self.compared(found.get("compared", []))
        self.reference(found["reference"])
        return self


def errors(known):
    """What is shown and is not the truth."""
    for (cell, m), values in known.truth.counts.items():
        for count, value in zip(COUNTS, values):
            low, high = known.bounds.get((cell, m), {}).get(count, (value, value))
            if value is not None and not low <= value <= high:
                yield cell, m, count, f"{low} to {high} is not {value}"


def asked_about(known, audit):
    """With RULES, what is hidden for others is not protected itself."""
    if known.truth.company.protect != RULES:
        return lambda key: True
    by_rule = {(row["cell"], row["measure"], row["count"]) for row in audit
               if row["rule"] not in ("left_over", "protects")}
    return lambda key: key[:2] + ("problem" if key[2] == "others" else key[2],) in by_rule


def needed_of(known, key, too_small):
    """How far apart a count should be able to be."""
    truth = known.truth
    needed = min(known.min_n - too_small, truth.staff[key[0]])
    problem = known.get(*key[:2], "problem")
    if key[2] == "acute" and problem is not None:
        needed = min(needed, problem)
    if truth.company.protect == RULES:
        needed = known_above(truth, known.get, key, needed)
    return needed


def breaches(known, earlier, too_small, audit):
    """Hidden counts that can be told too closely, and by how much, and not so before this
    report: with what was known of an earlier one, or nothing."""
    truth = known.truth
    is_asked = asked_about(known, audit)
    attack = Attack(truth, known.bounds, further=known.further)
    before = None
    for key, variable in attack.now.items():
        cell, m, count = key
        if known.get(cell, m, "problem" if count == "others" else count) is not None or \
                not is_asked(key):
            continue
        needed = needed_of(known, key, too_small)
        width = attack.width(variable, needed)
        if width >= needed:
            continue
        before = before or Attack(truth, earlier.bounds, further=earlier.further)
        if width < before.width(before.now[key], needed):
            yield key, int(width), needed


# ---- leaks that are planted ----

def hidden_row(found, truth, wanted=lambda row: True):
    """A row of the results that is hidden and has answers."""
    for row in found["results"]:
        n, k, _ = truth.counts[row["group"], row["indicator"]]
        if row["status"] == "hidden" and 0 < n and wanted(row):
            return row, n, k
    return None, 0, 0


def plant_share(found, truth):
    row, n, k = hidden_row(found, truth)
    if row:
        row["share"] = repr(k / n)
    return row


def plant_weighted(found, truth):
    """The calibrated figure of a measure of which one group, and so the whole, is hidden."""
    groups = [c for h, total, c in truth.sums if h == "department" and total == "all"]
    for whole in found["results"]:
        rows = [r for r in found["results"] if r["indicator"] == whole["indicator"] and
                r["group"] in groups]
        counts = [truth.counts[r["group"], r["indicator"]] for r in rows]
        if whole["group"] == "all" and sum(r["status"] == "hidden" for r in rows) == 1 and \
                all(n > 0 for n, _, _ in counts):
            staff = [truth.staff[r["group"]] for r in rows]
            whole["weighted"] = repr(sum(s * k / n for s, (n, k, _) in zip(staff, counts)) /
                                     sum(staff))
            return whole
    return None


def plant_answered(found, truth):
    people = truth.company.people
    for row in found["response"]:
        if row["status"] == "hidden":
            where = truth.cells[row["group"]]
            row["answered"] = str(sum(bool(p["values"]) and all(
                p["told"][h][:len(path)] == path for h, path in where.items())
                for p in people))
            return row
    return None


def plant_rest(found, truth):
    """The share of everybody else, beside a group that may not be shown."""
    for row in found["findings"]:
        n, k, _ = truth.counts[row["group"], row["indicator"]]
        all_n, all_k, _ = truth.counts["all", row["indicator"]]
        if row["status"] == "hidden" and row["group"] != "all" and all_n > n > 0:
            row.update(reference=repr((all_k - k) / (all_n - n)), reference_kind="rest")
            return row
    return None


def plant_pool(found, truth):
    row, n, k = hidden_row(found, truth, lambda r: r["group"].startswith("age/") and
                           "*" not in r["group"])
    if row:
        found["pool"]["indicators"].append(
            {"id": row["indicator"], "counts": [{"group": row["group"], "n": n, "problem": k}]})
    return row


LEAKS = {"share": plant_share, "weighted": plant_weighted, "answered": plant_answered,
         "rest": plant_rest, "pool": plant_pool}


def attack(company, reports, leak=None):
    """Faults and breaches of a company, with a leak planted in its last report or as it is."""
    reports = json.loads(json.dumps(reports))
    found = reports[-1]
    truth = Truth(company)
    planted = LEAKS[leak](found, truth) if leak else None
    if leak and not planted:
        return None
    known, earlier = Known(truth, company.min_n), Known(truth, company.min_n)
    for report in reports[:-1]:
        known.learn(report)
        earlier.learn(report)
    known.learn(found)
    count = "problem" if leak in ("share", "weighted", "rest") else "n"
    told = [(f,) for f in known.faults] + [(e,) for e in errors(known)]
    if leak == "pool" and known.is_shown(planted["group"], planted["indicator"]):
        told.append((planted["group"], planted["indicator"], count))
    if leak and told:  # what is planted may contradict the rest, which tells it at once
        return told
    return told + list(breaches(known, earlier, found["scan"]["status"] == "too_small",
                                found["audit"]))


# ---- pages ----

def page_faults(program, company, found):
    """What the command writes of answers and does not write of the scan file."""
    program = Path(program).resolve()
    with tempfile.TemporaryDirectory() as room:
        room = Path(room)
        recipe, organisation, _ = company.head().split("\n")
        for name, text in (("recipe.json", recipe), ("organisation.json", organisation),
                           ("answers.csv", "# SYNTHETIC\n" + company.answers_csv(True)[:-2])):
            (room / name).write_text(text, encoding="utf-8")
        protect = "rules" if company.protect == RULES else "all"
        subprocess.run([program, "scan", "run", "recipe.json", "organisation.json",
                        "answers.csv", "--protect", protect, "--output", "run"], cwd=room,
                       check=True, stderr=subprocess.DEVNULL)
        subprocess.run([program, "scan", "page", "run/scan.json", "--output", "page"],
                       cwd=room, check=True, stderr=subprocess.DEVNULL)
        if json.loads((room / "run/scan.json").read_text(encoding="utf-8")) != found["scan"]:
            yield company.seed, "scan.json is not that of the library"
        for made in sorted((room / "run").iterdir()):
            again = room / "page" / made.name
            if not again.exists() or again.read_bytes() != made.read_bytes():
                yield company.seed, made.name


# ---- all of it ----

class Tap:
    def __init__(self):
        self.n = 0

    def check(self, name, problems):
        self.n += 1
        print(f"{'not ' if problems else ''}ok {self.n} - {name}")
        for problem in problems[:10]:
            print(f"# {problem}")

    def skip(self, name, why):
        self.n += 1
        print(f"ok {self.n} - {name} # SKIP {why}")

    def done(self):
        print(f"1..{self.n}")


def make(program, words):
    """Companies with their reports, and those of two with a second that knows no first."""
    companies = [Company(s) for s in range(words.first, words.first + words.cases)]
    asked = [f"{c.head()}run 1 0 0\n.\n" for c in companies]
    for company, found in zip(companies, run_cases(program, asked)):
        company.answer(found["questionnaire"])
    twice = [c for c in companies if c.second != "none"]
    reports = run_cases(program, [
        c.case(i) for c in companies for i in range(1 + (c.second != "none"))])
    apart = run_cases(program, [c.case(1, earlier=False) for c in twice])
    scans = [(c, [next(reports) for _ in range(1 + (c.second != "none"))]) for c in companies]
    first = {c.seed: found[0] for c, found in scans}
    return scans, [(c, [first[c.seed], found]) for c, found in zip(twice, apart)]


def check_found_out(tap, leak, attacked, scans):
    """Of the first companies that have something to leak, any will do."""
    told = [bool(t) for t in islice((t for t in attacked if t is not None), MOST_LEAKS)]
    print(f"# a {leak}: found out in {sum(told)} of {len(told)} companies")
    if told:
        tap.check(f"a {leak} is found out", [] if any(told) else ["in none"])
    else:
        tap.skip(f"a {leak} is found out",
                 f"none of {len(scans)} companies has one to leak")


def main():
    words = argparse.ArgumentParser()
    words.add_argument("program")
    words.add_argument("werkbaar", nargs="?")
    words.add_argument("--cases", type=int, default=30)
    words.add_argument("--first", type=int, default=1)
    words = words.parse_args()

    start = time.monotonic()
    scans, forgetful = make(words.program, words)
    rows = [row["status"] for _, reports in scans for row in reports[-1]["results"]]
    print(f"# {len(rows)} rows, {rows.count('hidden')} hidden, {rows.count('no_acute')} "
          "without the acute count")
    print(f"# {len(forgetful)} companies have a second report, "
          f"{sum(c.protect == RULES for c, _ in scans)} protect what rules hide")
    tap = Tap()
    tap.check("nothing that a scan publishes tells a hidden count too closely",
              [f"company {company.seed} ({company.second}): {breach}"
               for company, reports in scans for breach in attack(company, reports)])
    for leak in LEAKS:
        check_found_out(tap, f"planted {leak}",
                        (attack(company, reports, leak) for company, reports in scans), scans)
    check_found_out(tap, "second report without the ledger",
                    (attack(company, reports) for company, reports in forgetful), scans)
    if words.werkbaar:
        tap.check("pages and tables of the command are made of the scan file alone",
                  [fault for company, reports in scans[:12]
                   for fault in page_faults(words.werkbaar, company, reports[0])])
    print(f"# {len(scans)} companies in {time.monotonic() - start:.1f} s")
    tap.done()


main()
