# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The shared vectors of designs and of comparisons (tests/vectors/README.md, "Designs"), read in
plain Python."""
import csv
import itertools
import json
import os
import pathlib
from dataclasses import dataclass

import werkbaar as wb
from cases import VECTORS, rows
from vectors import parts, read, shown

csv.field_size_limit(1 << 20)
TOLERANCE = 1e-9
QUANTITIES = ("estimate", "se", "lower", "upper", "df", "n", "deff")
SCALED = QUANTITIES[:4]
WANTED = {"quantile": "probability", "rank": "score"}  # two passes
FLAGS = ("lonely_in_domain", "ultimate_cluster", "mse", "precision", "drop_empty")


@dataclass(frozen=True)
class DesignCase:
    """A case: its data, its specification, how estimates are made, what is made of them (verb
    and arguments), and whether it is refused."""

    name: str
    data: str
    spec: str
    options: dict
    verb: str
    arguments: str
    tolerance: float
    error: str
    expected: list

    @property
    def path(self):
        """The file of its data, or None: those of R's survey are where WERKBAAR_R_DATA says."""
        folders = [VECTORS, *filter(None, [os.environ.get("WERKBAAR_R_DATA")])]
        paths = (pathlib.Path(folder, f"{self.data}.csv") for folder in folders)
        return next((path for path in paths if path.exists()), None)

    @property
    def tally(self):
        """The tally of its specification, of as many passes as it takes."""
        made, data = wb.Tally(wb.Spec.from_json(self.spec)), wb.read_csv(self.path)
        made.update(data)
        if any(f'"{word}"' in self.spec for word in WANTED):
            made = made.second_pass()
            made.update(data)
        return made

    def design(self):
        """Its data as a design, in the words of Python, and the keywords of what is asked."""
        sampling, asked = keywords_of(self.spec)
        return wb.Design(wb.read_csv(self.path), **sampling), {**asked, **self.options}


def value_of(text):
    """A value as the files write it: a number, or a word."""
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def options_of(text):
    """Options as keywords of Python; words are the same in every language."""
    found = dict(part.split("=") for part in parts(text, ";"))
    return {name: value == "1" if name in FLAGS else value_of(value)
            for name, value in found.items()}


def cases_of(kind):
    """Every case of a kind, with what R says of it."""
    expected = {name: list(part) for name, part in itertools.groupby(
        read(VECTORS / f"{kind}_expected.csv"), key=lambda row: row["case"])}
    return [DesignCase(name=row["case"], data=row["data"], spec=row["spec"],
                       options=options_of(row["options"]), verb=row.get("verb", "estimate"),
                       arguments=row.get("arguments", ""),
                       tolerance=float(row["tolerance"] or TOLERANCE),
                       error=row.get("error", ""), expected=expected.get(row["case"], []))
             for row in read(VECTORS / f"{kind}_cases.csv")]


# ---- the keywords of Python that say what a specification says ----

SINGLE = ("mean", "total", "proportion", "variance")


def estimands_of(content):
    """The estimands of a specification, as keywords."""
    found = {}
    for part in content["estimands"]:
        what = part["statistic"]
        if what in WANTED:
            wanted = found.setdefault(what, {}).setdefault(part["variable"], [])
            wanted.append(part[WANTED[what]])
            continue
        subject = (part["variable"] if what in SINGLE
                   else (part["numerator"], part["denominator"]) if what == "ratio"
                   else (part["x"], part["y"]))
        found.setdefault(what, []).append(subject)
    return found


def sampling_of(content):
    """How the rows were sampled, as keywords."""
    found = {name: content[name] for name in ("weights", "strata", "clusters", "fpc", "nested",
                                              "units") if name in content}
    if "replicates" in content:
        found["replicates"] = wb.Replicates(**content["replicates"])
    if "calibration" in content:
        found["calibration"] = wb.Calibration(**content["calibration"])
    return found


def keywords_of(spec):
    """The keywords of a specification: how it was sampled, and what is asked."""
    content = json.loads(spec)
    asked = {**estimands_of(content), "by": content.get("breakdowns")}
    if "design_effect" in content:
        asked["design_effect"] = content["design_effect"]
    if "categories" in content:
        asked["categories"] = {part["column"]: part["categories"]
                               for part in content["categories"]}
    return sampling_of(content), asked


# ---- comparing ----

def key_of(row):
    """What a row of an estimates frame is about; its cell as the expected files write it, but
    for the order of the columns."""
    columns = list(row)[:list(row).index("statistic")]
    cell = frozenset(f"{name}={shown(row[name])}" for name in columns if row[name] is not None)
    return cell, row["statistic"], row["variable"], shown(row["category"])


def differences(case, estimates):
    """What of the estimates is not what R says."""
    ours = {key_of(row): row for row in rows(estimates)}
    assert len(ours) == len(estimates)
    found = []
    for theirs in case.expected:
        cell = frozenset(parts(theirs["cell"], ";"))
        about = (cell, *(theirs[name] for name in ("statistic", "variable", "category")))
        if about not in ours:
            found.append((about, "no such row"))
            continue
        mine = ours[about]
        if theirs["status"] and mine["status"] != theirs["status"]:
            found.append((about, "status", mine["status"], theirs["status"]))
        scale = float(theirs["scale"])
        found += [(about, name, mine[name], float(theirs[name])) for name in QUANTITIES
                  if theirs[name] and not close(mine[name], float(theirs[name]), case.tolerance,
                                                scale if name in SCALED else 1.0)]
    return found


def close(ours, theirs, tolerance, scale):
    """Do a value and R's agree?"""
    return ours is not None and abs(ours - theirs) <= tolerance * max(abs(theirs), scale)
