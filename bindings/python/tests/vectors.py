# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The shared vectors (tests/vectors/README.md), read in plain Python."""
import csv
import json
from dataclasses import dataclass

from cases import VECTORS

NUMBERS = ("estimate", "se", "df", "n", "lower_wald", "upper_wald", "lower_logit", "upper_logit")


@dataclass(frozen=True)
class Case:
    """A case: its design, what is asked, and whether it is refused."""

    name: str
    weights: str | None
    strata: list[str]
    by: list[list[str]]
    estimands: list[list[str]]  # pairs of statistic and variable
    level: float
    error: str

    @property
    def data(self):
        return VECTORS / f"{self.name}.csv"

    @property
    def columns(self):
        """The breakdown columns, in order of first mention."""
        return list(dict.fromkeys(name for part in self.by for name in part))

    def variables(self, statistic):
        return [variable for what, variable in self.estimands if what == statistic]

    def spec_json(self):
        """The specification with the estimands in the order of the case."""
        content = {"format": "werkbaar-spec/1.0", "breakdowns": self.by,
                   "estimands": [{"statistic": statistic, "variable": variable}
                                 for statistic, variable in self.estimands]}
        if self.weights:
            content["weights"] = self.weights
        if self.strata:
            content["strata"] = self.strata
        return json.dumps(content)

    def expected(self):
        """What R says: its rows, with numbers as floats or None."""
        found = read(VECTORS / f"{self.name}_expected.csv")
        for row in found:
            for name in (*NUMBERS, "scale"):
                row[name] = float(row[name]) if row[name] != "" else None
        return found


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def parts(text, separator):
    return text.split(separator) if text else []


def cases():
    return [Case(name=row["case"], weights=row["weights"] or None,
                 strata=parts(row["strata"], "+"),
                 by=[[] if part == "1" else part.split("+")
                     for part in parts(row["breakdowns"], ";")],
                 estimands=[part.split(":") for part in parts(row["estimands"], ";")],
                 level=float(row["level"]), error=row["error"])
            for row in read(VECTORS / "survey_cases.csv")]


def shown(value):
    """A value as the files write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
