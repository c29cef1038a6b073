# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Random organisations: people in groups who answer, and the tables of counts of them."""
import random


class Organisation:
    """People with a path in each hierarchy, who answered what, now and later."""

    def __init__(self, seed, largest=250):
        self.random = random.Random(seed)
        self.make_measures()
        self.make_people(self.random.choice([20, 40, 80, 150, largest]))
        self.staff_known = self.random.choice(["all", "all", "none", "some"])

    def make_measures(self):
        """Name: how frequent the problem is, and an acute one among those; None: not asked."""
        r = self.random
        self.measures = {f"m{i}": (r.choice([.05, .2, .35, .5]),
                                   r.choice([None, .1, .3, .6]))
                         for i in range(r.randint(1, 3))}
        self.composite = len(self.measures) > 1 and r.random() < .5
        self.base = r.random() < .5
        self.sensitive = {m for m in self.measures if r.random() < .1}

    def paths(self, depth, width):
        """The leaves of a random tree, each as a tuple of names from the top."""
        r = self.random
        leaves = [(f"{name}",) for name in range(r.randint(1, width))]
        for _ in range(depth - 1):
            leaves = [leaf + (f"{name}",) for leaf in leaves
                      for name in range(r.randint(1, 4))]
        return leaves

    def make_people(self, size):
        r = self.random
        self.hierarchies = {"team": self.paths(r.randint(1, 3), 5)}
        if r.random() < .7:
            self.hierarchies["age"] = self.paths(1, 4)
        if r.random() < .3:
            self.hierarchies["place"] = self.paths(r.randint(1, 2), 3)
        self.crossed = "age" in self.hierarchies and r.random() < .6
        weights = {h: [r.random() ** 2 + .02 for _ in leaves]
                   for h, leaves in self.hierarchies.items()}
        unknown = {h: r.choice([0, 0, .02, .1]) for h in self.hierarchies}
        response = r.choice([.5, .8, .95, 1])
        skips = r.choice([0, .02, .1])
        self.people = []
        for _ in range(size):
            place = {h: r.choices(leaves, weights[h])[0]
                     for h, leaves in self.hierarchies.items()}
            told = {h: path if r.random() >= unknown[h] else ()
                    for h, path in place.items()}
            self.people.append({"place": place, "told": told,
                                "answers": self.answers(skips),
                                "answered": r.random() < response})

    def answers(self, skips):
        """Measure: 0 no problem, 1 a problem, 2 an acute one; not there: skipped."""
        r = self.random
        given = {}
        for measure, (problem, acute) in self.measures.items():
            if r.random() < skips:
                continue
            given[measure] = 0
            if r.random() < problem:
                given[measure] = 2 if acute is not None and r.random() < acute else 1
        return given

    def answer_late(self):
        """Some who did not answer yet do."""
        waiting = [p for p in self.people if not p["answered"]]
        self.random.shuffle(waiting)
        n = self.random.choice([0, 1, 2, 5, len(waiting)])
        for person in waiting[:n]:
            person["answered"] = True

    # ---- tables ----

    def cells(self, with_crossed):
        """Cell id: who is in it by what they told, and by where they are."""
        found = {"all": (lambda told: True)}
        for h, leaves in self.hierarchies.items():
            for path in {leaf[:k] for leaf in leaves for k in range(1, len(leaf) + 1)}:
                found["/".join((h,) + path)] = \
                    lambda told, h=h, path=path: told[h][:len(path)] == path
        if with_crossed and self.crossed:
            for top in {leaf[:1] for leaf in self.hierarchies["team"]}:
                for age in self.hierarchies["age"]:
                    found[f"team/{top[0]}&age/{age[0]}"] = \
                        lambda told, top=top, age=age: \
                        told["team"][:1] == top and told["age"] == age
        return found

    def sums(self, cells):
        """Rows (partition, total, part)."""
        for cell in cells:
            if "&" in cell:
                team, age = cell.split("&")
                yield "age", team, cell
                yield "team", age, cell
            elif cell != "all":
                parent, _, _ = cell.rpartition("/")
                yield (cell.split("/")[0] if "/" not in parent else "below",
                       parent if "/" in parent else "all", cell)

    def value(self, person, measure):
        """None: not answered, else as in answers()."""
        answers = person["answers"]
        if measure == "took_part":
            return 0
        if measure != "any":
            return answers.get(measure)
        if any(answers.get(m, 0) > 0 for m in self.measures):
            return 1
        return 0 if len(answers) == len(self.measures) else None

    def all_measures(self):
        return list(self.measures) + ["any"] * self.composite + ["took_part"] * self.base

    def counts(self, cells):
        """(cell, measure): n, problem or None, acute or None."""
        table = {}
        answered = [p for p in self.people if p["answered"]]
        for cell, has in cells.items():
            inside = [p for p in answered if has(p["told"])]
            for measure in self.all_measures():
                values = [v for v in (self.value(p, measure) for p in inside)
                          if v is not None]
                problem = acute = None
                if measure != "took_part":
                    problem = sum(v > 0 for v in values)
                if measure in self.measures and self.measures[measure][1] is not None:
                    acute = sum(v == 2 for v in values)
                table[cell, measure] = (len(values), problem, acute)
        return table

    def staff(self, cells):
        """Cell: how many people are there, where that is known."""
        count = {cell: sum(has(p["place"]) for p in self.people)
                 for cell, has in cells.items()}
        if self.staff_known == "none":
            return {}
        if self.staff_known == "some":
            return {cell: n for cell, n in count.items()  # in every report the same
                    if random.Random(f"{len(self.people)} {cell}").random() < .5}
        return count

    def ties(self):
        """Rows (kind, partition, total, part) between measures."""
        if self.composite:
            for measure in self.measures:
                yield "within", "parts", "any", measure
                yield "without", "", "any", measure
        if self.base:
            for measure in self.all_measures():
                if measure != "took_part":
                    yield "base", "", "took_part", measure


class Table:
    """What goes into disclosure control, and what the attacker knows before it."""

    def __init__(self, organisation, with_crossed=True):
        self.cells = organisation.cells(with_crossed)
        self.sums = list(organisation.sums(self.cells))
        self.ties = list(organisation.ties())
        self.staff = organisation.staff(self.cells)
        self.counts = organisation.counts(self.cells)
        self.sensitive = organisation.sensitive
        # who left out a group counts in its total all the same: staff of a cell is of those
        # who are there, so that more never answer

    def counts_csv(self):
        lines = ["cell,measure,n,problem,acute,staff,sensitive"]
        for (cell, measure), values in self.counts.items():
            shown = ",".join("" if v is None else str(v) for v in values)
            lines.append(f"{cell},{measure},{shown},{self.staff.get(cell, '')},"
                         f"{'true' if measure in self.sensitive else 'false'}")
        return "\n".join(lines) + "\n"

    def relations_csv(self):
        lines = ["kind,partition,total,part"]
        lines += [f"sum,{partition},{total},{part}" for partition, total, part in self.sums]
        lines += [",".join(tie) for tie in self.ties]
        return "\n".join(lines) + "\n" if len(lines) > 1 else ""
