# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""An attacker with an integer program: what can each hidden count be, given all that is
published? Knows nothing of how the library looks for witnesses."""
import highspy
import numpy as np

COUNTS = ("n", "problem", "acute")
UNKNOWN = 10 ** 6


class Program:
    """Whole numbers between bounds, and rows that add them up."""

    def __init__(self):
        self.lower, self.upper, self.rows = [], [], []

    def variable(self, lower, upper):
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def row(self, terms, low, high):
        self.rows.append((terms, low, high))

    def build(self):
        """Two solvers: linear programs are quick, and most of their best tables are whole;
        where one is not, the integer program decides."""
        self.linear = self.make_solver()
        self.whole = None

    def make_solver(self):
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        n = len(self.lower)
        solver.addVars(n, np.array(self.lower, float), np.array(self.upper, float))
        for terms, low, high in self.rows:
            solver.addRow(low, high, len(terms), np.array([v for v, _ in terms], np.int32),
                          np.array([s for _, s in terms], float))
        return solver

    def make_whole(self):
        n = len(self.lower)
        self.whole = self.make_solver()
        self.whole.changeColsIntegrality(
            n, np.arange(n, dtype=np.int32),
            np.full(n, highspy.HighsVarType.kInteger.value, dtype=np.uint8))

    @staticmethod
    def solve(solver, costs):
        solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"the attacker's program is {solver.getModelStatus()}")
        return np.array(solver.getSolution().col_value)

    def best(self, costs):
        """The whole table for which the sum of its values times costs is smallest."""
        table = self.solve(self.linear, costs)
        if np.abs(table - np.rint(table)).max(initial=0) > 1e-6:
            if self.whole is None:
                self.make_whole()
            table = self.solve(self.whole, costs)
        return np.rint(table).astype(int)


class Attack:
    """The tables that agree with what is published of one set of answers.

    published: (cell, measure): a value or interval per count, None where hidden.
    earlier:   (table, published) of a report before late answers, or None.
    further:   (terms, low, high): sums of counts with factors that are known too.
    """

    def __init__(self, table, published, earlier=None, further=()):
        self.program = Program()
        self.now = self.lay(table, published)
        for terms, low, high in further:
            self.program.row([(self.now[key], factor) for key, factor in terms], low, high)
        self.then = {}
        if earlier is not None:
            self.then = self.lay(*earlier)
            self.grow()
        self.program.build()
        self.low = self.high = None

    def lay(self, table, published):
        """Variables of one table by (cell, measure, count)."""
        known = {}
        for (cell, measure), values in table.counts.items():
            for count, value in zip(COUNTS, values):
                if value is None:
                    continue
                seen = published.get((cell, measure), {}).get(count)
                bounds = seen if seen is not None else (0, table.staff.get(cell, UNKNOWN))
                known[cell, measure, count] = self.program.variable(*bounds)
        self.order(known, table.counts.keys(), with_others=True)
        self.add_up(table, known)
        for cell in table.cells:
            self.tie(table, lambda m, count, cell=cell: known.get((cell, m, count)))
        return known

    def order(self, known, rows, with_others=False):
        """Acute cases have the problem, and who has it answered. Who answered and has it not
        is a count to be told too: "others"."""
        for cell, measure in rows:
            for less, more in (("problem", "n"), ("acute", "problem")):
                if (cell, measure, less) not in known:
                    continue
                if less == "problem" and with_others:
                    others = self.program.variable(0, UNKNOWN)
                    self.program.row([(known[cell, measure, more], 1),
                                      (known[cell, measure, less], -1), (others, -1)], 0, 0)
                    known[cell, measure, "others"] = others
                self.at_least(known[cell, measure, more], [known[cell, measure, less]])

    def at_least(self, variable, others):
        self.program.row([(variable, 1)] + [(o, -1) for o in others], 0, np.inf)

    def add_up(self, table, known):
        splits = {}
        for partition, total, part in table.sums:
            splits.setdefault((total, partition), []).append(part)
        for (total, _), parts in splits.items():
            measures = [m for c, m in table.counts if c == total]
            # an attacker may know that a partition leaves out nobody, if it does so
            full = all(table.counts[total, m][0] ==
                       sum(table.counts[p, m][0] for p in parts) for m in measures)
            rest = {}
            for m in measures:
                for count in COUNTS:
                    if (total, m, count) not in known:
                        continue
                    terms = [(known[total, m, count], 1)]
                    terms += [(known[p, m, count], -1) for p in parts]
                    if not full:
                        rest[m, count] = self.program.variable(
                            0, table.staff.get(total, UNKNOWN))
                        terms.append((rest[m, count], -1))
                    self.program.row(terms, 0, 0)
            if not full:
                self.order({("", m, c): v for (m, c), v in rest.items()},
                           [("", m) for m in measures])
                self.tie(table, lambda m, count: rest.get((m, count)))

    def tie(self, table, at):
        wholes = {}
        for kind, _, total, part in table.ties:
            if kind == "without":
                self.program.row([(at(part, "n"), 1), (at(part, "problem"), -1),
                                  (at(total, "n"), -1), (at(total, "problem"), 1)],
                                 0, np.inf)
                continue
            count = "n" if kind == "base" else "problem"
            if kind != "covers":
                self.at_least(at(total, count), [at(part, count)])
            if kind in ("within", "covers"):
                wholes.setdefault(total, []).append(at(part, count))
        for total, parts in wholes.items():
            self.program.row([(p, 1) for p in parts] + [(at(total, "problem"), -1)],
                             0, np.inf)

    def grow(self):
        """Late answers are answers of people: each kind of answer only becomes more."""
        for key, before in self.then.items():
            cell, measure, count = key
            after = self.now[key]
            self.at_least(after, [before])
            less = {"n": "problem", "problem": "acute"}.get(count)
            if less and (cell, measure, less) in self.now:
                # (after - less after) - (before - less before) >= 0
                self.program.row([(after, 1), (self.now[cell, measure, less], -1),
                                  (before, -1), (self.then[cell, measure, less], 1)],
                                 0, np.inf)

    def look(self, costs):
        """Solve, and note how far each value has been seen to go."""
        table = self.program.best(costs)
        self.low = table if self.low is None else np.minimum(self.low, table)
        self.high = table if self.high is None else np.maximum(self.high, table)

    def look_around(self, generator, times=6):
        """Tables far from each other show at once how wide most values are."""
        n = len(self.program.lower)
        for sign in (np.ones(n), -np.ones(n),
                     *(generator.choice([-1.0, 1.0], n) for _ in range(times))):
            self.look(sign)

    def width(self, variable, enough):
        """How far apart a variable can be, or `enough` when at least that."""
        if self.low is None:
            self.look_around(np.random.default_rng(1))
        for sense in (1.0, -1.0):
            if self.high[variable] - self.low[variable] >= enough:
                break
            costs = np.zeros(len(self.program.lower))
            costs[variable] = sense
            self.look(costs)
        return min(enough, self.high[variable] - self.low[variable])


def known_above(table, shown, key, least):
    """The least shown count of people among whom those of a count are, or `least`. shown(cell,
    measure, count): what is known of it, or None."""
    cell, measure, count = key
    waiting = [(cell, measure, "n" if count == "others" else count)]
    seen = set()
    while waiting:
        at = waiting.pop()
        cell, measure, count = at
        if at in seen or (cell, measure) not in table.counts:
            continue
        seen.add(at)
        known = shown(*at)
        least = least if known is None else min(least, known)
        waiting += [(total, measure, count) for _, total, part in table.sums if part == cell]
        waiting += [(cell, measure, more) for more in COUNTS[:COUNTS.index(count)][-1:]]
        tie = {"n": "base", "problem": "within"}.get(count)
        waiting += [(cell, total, count) for kind, _, total, part in table.ties
                    if kind == tie and part == measure]
    return least
