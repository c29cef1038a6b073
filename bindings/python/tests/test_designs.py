# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Cases of any design (tests/vectors/README.md, "Designs") within their tolerance of R's survey:
those whose data are kept with them."""
import csv
import inspect
import itertools

import pytest

import werkbaar as wb
from cases import VECTORS, rows
from vectors import read, shown

NUMBERS = ("estimate", "se", "lower", "upper", "df", "n", "deff")
KEY = ("cell", "statistic", "variable", "category")
csv.field_size_limit(1 << 20)

CASES = [case for case in read(VECTORS / "design_cases.csv")
         if (VECTORS / f"{case['data']}.csv").exists()]
EXPECTED = {name: list(found) for name, found in itertools.groupby(
    read(VECTORS / "design_expected.csv"), key=lambda row: row["case"])}


def option(text):
    """An option's value: a word, or a number."""
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def options(case):
    return {name: option(value) for name, value in
            (part.split("=") for part in case["options"].split(";") if part)}


def estimated(case):
    tally = wb.Tally(wb.Spec.from_json(case["spec"]))
    tally.update(wb.read_csv(VECTORS / f"{case['data']}.csv"))
    return rows(tally.estimate(**options(case)))


def key(row):
    """What a row of ours is about, as the files write it."""
    by = list(row)[:list(row).index("statistic")]
    cell = ";".join(f"{name}={shown(row[name])}" for name in by if row[name] is not None)
    return (cell, *(shown(row[name]) for name in KEY[1:]))


def test_there_are_cases():
    assert len(CASES) >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_design_is_as_in_r(case):
    known = inspect.signature(wb.Tally.estimate).parameters
    unknown = [name for name in options(case) if name not in known]
    if unknown:
        pytest.skip(f"estimates do not take {unknown[0]} here")
    if case["error"]:
        with pytest.raises(wb.DesignError):
            estimated(case)
        return
    ours = {key(row): row for row in estimated(case)}
    tolerance = float(case["tolerance"] or 1e-9)
    for theirs in EXPECTED[case["case"]]:
        mine = ours[tuple(theirs[name] for name in KEY)]
        if theirs["status"]:
            assert mine["status"] == theirs["status"], theirs
        for name in NUMBERS:
            if theirs[name] == "":
                continue
            given = float(theirs[name])
            scale = float(theirs["scale"]) if name in NUMBERS[:4] else 1
            assert abs(mine[name] - given) <= tolerance * max(abs(given), scale), (name, theirs)
