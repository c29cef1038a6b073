# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Random companies that measure themselves: groups with staff, people who answer a composed
questionnaire, and what the truth is, scored here and not by the library."""
import json
import random
from fractions import Fraction

CHOICES = [["autonomy"], ["shift-planning"], ["transgressive-behaviour"],
           ["work-life-care", "transgressive-behaviour"], ["base-employees"]]
ALL, RULES = 0, 1
COMPARE = {"at_least": lambda x, y: x >= y, "above": lambda x, y: x > y,
           "at_most": lambda x, y: x <= y, "below": lambda x, y: x < y}


class Company:
    def __init__(self, seed):
        self.random = r = random.Random(seed * 11 + 3)
        self.seed = seed
        self.min_n = r.choice([5, 5, 8, 10])
        self.modules = r.choice(CHOICES)
        self.make_groups()
        self.recipe = {"format": "werkbaar-recipe/1.0", "id": "x", "version": "1",
                       "languages": ["nl"], "title": {"nl": "x"},
                       "modules": [{"id": m} for m in self.modules]}
        self.organisation = self.describe()
        # with protection of what rules hide alone, and a second report on the same answers
        # that shows more groups; drawn apart, so that companies stay as they are
        apart = random.Random(seed * 13 + 5)
        self.protect = apart.choice([ALL, ALL, ALL, RULES])
        self.second = apart.choice(["none", "none", "crossed", "ages", "teams"])
        if self.second == "crossed" and not self.crossed or \
                self.second == "ages" and "age" not in self.hierarchies:
            self.second = "none"

    # ---- the organisation ----

    def make_groups(self):
        """People, each with a path in each hierarchy, or a part of it that they told."""
        r = self.random
        small = self.modules == ["base-employees"]
        leaves = {"department": [(f"d{i}", f"t{k}") for i in range(r.randint(2, 3))
                                 for k in range(r.randint(1, 2 if small else 3))]}
        if r.random() < .8:
            leaves["age"] = [(f"a{i}",) for i in range(r.randint(2, 4))]
        self.crossed = len(leaves) > 1 and not small and r.random() < .4
        weights = {h: [r.random() ** 2 + .05 for _ in l] for h, l in leaves.items()}
        unknown = {h: r.choice([0, 0, .03]) for h in leaves}
        self.people = []
        for _ in range(r.choice([12, 30, 60, 120, 240])):
            place = {h: r.choices(l, weights[h])[0] for h, l in leaves.items()}
            told = {h: path if r.random() >= unknown[h] else path[:r.randint(0, len(path) - 1)]
                    for h, path in place.items()}
            self.people.append({"place": place, "told": told, "mood": r.random()})
        self.hierarchies = {h: sorted({p["place"][h][:k] for p in self.people
                                       for k in range(1, len(l[0]) + 1)})
                            for h, l in leaves.items()}

    def staff_of(self, hierarchy, path):
        return sum(p["place"][hierarchy][:len(path)] == path for p in self.people)

    def tree(self, hierarchy, above=()):
        return [{"id": path[-1], "staff": self.staff_of(hierarchy, path),
                 **({"groups": self.tree(hierarchy, path)}
                    if self.tree(hierarchy, path) else {})}
                for path in self.hierarchies[hierarchy]
                if path[:-1] == above and len(path) == len(above) + 1]

    def describe(self):
        r = self.random
        columns = {"department": ["department", "team"], "age": ["age"]}
        made = {"format": "werkbaar-organisation/1.0", "id": "c", "title": {"nl": "c"},
                "staff": len(self.people), "min_n": self.min_n, "synthetic": True,
                "fieldwork": {"id": "f"}, "calibrate": "department",
                "pool": {"breakdowns": list(self.hierarchies)},
                "hierarchies": [{"id": h, "columns": columns[h], "groups": self.tree(h)}
                                for h in self.hierarchies]}
        if self.crossed:
            made["cross"] = [["department", "age"]]
        if r.random() < .5:
            made["min_n_sensitive"] = 2 * self.min_n
        if r.random() < .3:
            made["extreme"] = r.choice([1, 3])
        return made

    def first_organisation(self):
        """What the first of two reports has: fewer groups than the second."""
        made = json.loads(json.dumps(self.organisation))
        if self.second != "none":
            made.pop("cross", None)
        if self.second == "ages":
            made["hierarchies"] = [h for h in made["hierarchies"] if h["id"] != "age"]
            made["pool"]["breakdowns"] = ["department"]
        if self.second == "teams":
            for group in made["hierarchies"][0]["groups"]:
                group.pop("groups", None)
            made["hierarchies"][0]["columns"] = ["department"]
        return made

    def head(self, first=True):
        return json.dumps(self.recipe) + "\n" + json.dumps(
            self.first_organisation() if first else self.organisation) + "\n"

    def case(self, report=0, earlier=True):
        """Input of scan_cases for the first report or the second."""
        return (f"{self.head(report == 0)}run {report + 1} {self.protect} "
                f"{int(report > 0 and earlier)}\n{self.answers_csv(report == 0)}")

    # ---- answers ----

    def answer(self, questionnaire):
        """Everybody who answers does so to all questions that are shown, but for some."""
        r = self.random
        instrument = questionnaire["instruments"]["person"]
        response = r.choice([.5, .8, .95, 1])
        skips = r.choice([0, 0, .03])
        tone = {s["id"]: r.choice([.15, .4, .6, .9]) for s in instrument["scales"]}
        of = {i: s["id"] for s in instrument["scales"] for i in s["items"]}
        self.questions = [q for q in questionnaire["questions"] if q["unit"] == "person"]
        for person in self.people:
            given = {}
            for q in self.questions:
                rule = q.get("show_if")
                if rule and given.get(rule["item"]) not in rule["in"] or r.random() < skips:
                    continue
                p = (tone.get(of.get(q["id"]), .5) + person["mood"]) / 2
                given[q["id"]] = q["min"] + sum(r.random() < p for _ in range(q["max"] - q["min"]))
            person["answers"] = given if r.random() < response else None
        self.score(instrument)

    def answers_csv(self, first=False):
        """Without columns of groups that the first report does not show, if it is for that."""
        columns = ["department", "team"] + (["age"] if "age" in self.hierarchies else [])
        other = {"ages": "age", "teams": "team"}.get(self.second) if first else None
        lines = [",".join([c for c in columns if c != other] + [q["id"] for q in self.questions])]
        for p in self.people:
            if p["answers"] is None:
                continue
            told = (list(p["told"]["department"]) + ["", ""])[:2]
            if "age" in self.hierarchies:
                told += (list(p["told"]["age"]) + [""])[:1]
            told = [value for c, value in zip(columns, told) if c != other]
            lines.append(",".join(told + [str(p["answers"].get(q["id"], ""))
                                          for q in self.questions]))
        return "\n".join(lines) + "\n.\n"

    # ---- the truth ----

    def score(self, instrument):
        """Per person and measure: 0 no problem, 1 a problem, 2 an acute one."""
        items = {i["id"]: i for i in instrument["items"]}
        scales = {s["id"]: s for s in instrument["scales"]}
        wholes = [c for c in instrument["composites"] if c["rule"] == "none_of"]
        for p in self.people:
            p["values"] = {}
            for indicator in instrument["indicators"] if p["answers"] is not None else []:
                points = self.points(scales[indicator["scale"]], items, p["answers"])
                if points is None:
                    continue
                level = sum(COMPARE[indicator[c]["comparison"]](points, indicator[c]["value"])
                            for c in ("problem", "acute") if c in indicator)
                p["values"][indicator["id"]] = level
            for whole in wholes:
                if all(part in p["values"] for part in whole["of"]):
                    p["values"][whole["id"]] = int(any(p["values"][part] > 0
                                                       for part in whole["of"]))
        self.measures = {i["id"]: "acute" in i for i in instrument["indicators"]}
        self.measures.update({c["id"]: False for c in wholes})
        self.composites = {c["id"]: c["of"] for c in wholes}

    @staticmethod
    def points(scale, items, answers):
        if scale["rule"] != "percent":
            raise RuntimeError(f"scale {scale['id']} is {scale['rule']}")
        there = [i for i in scale["items"] if i in answers]
        if len(there) < scale.get("min_answered", len(scale["items"])) or not there:
            return None
        got = sum(items[i]["max"] - answers[i] if items[i].get("reversed") else
                  answers[i] - items[i]["min"] for i in there)
        return Fraction(100 * got, sum(items[i]["max"] - items[i]["min"] for i in there))


class Truth:
    """Counts and what they have to do with each other, laid out for an attacker."""

    def __init__(self, company):
        self.company = company
        self.cells, self.sums, self.staff = {"all": {}}, [], {"all": len(company.people)}
        for h, paths in company.hierarchies.items():
            for path in paths:
                self.add_group(h, path)
        if company.crossed:
            self.cross()
        self.counts = {(cell, m): self.count(where, m) for cell, where in self.cells.items()
                       for m in company.measures}
        # who has a value of a composite has one of each part
        self.ties = [tie for whole, parts in company.composites.items() for part in parts
                     for tie in (("covers", "", whole, part), ("without", "", whole, part),
                                 ("base", "", part, whole))]

    def add_group(self, hierarchy, path):
        cell = "/".join((hierarchy,) + path)
        self.cells[cell] = {hierarchy: path}
        self.staff[cell] = self.company.staff_of(hierarchy, path)
        above = "/".join((hierarchy,) + path[:-1]) if len(path) > 1 else "all"
        self.sums.append((hierarchy, above, cell))

    def cross(self):
        """Departments by age; no staff is known of these, but that of both."""
        for d in [p for p in self.company.hierarchies["department"] if len(p) == 1]:
            for a in self.company.hierarchies["age"]:
                department, age = f"department/{d[0]}", f"age/{a[0]}"
                cell = f"{department}*{age}"
                self.cells[cell] = {"department": d, "age": a}
                self.sums += [("age", department, cell), ("department", age, cell)]
                self.staff[cell] = min(self.staff[department], self.staff[age])

    def count(self, where, measure):
        values = [p["values"][measure] for p in self.company.people
                  if p["answers"] is not None and measure in p["values"] and
                  all(p["told"][h][:len(path)] == path for h, path in where.items())]
        acute = sum(v == 2 for v in values) if self.company.measures[measure] else None
        return len(values), sum(v > 0 for v in values), acute
