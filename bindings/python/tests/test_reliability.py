# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Reliability of scales: the shared vectors, instruments, and what is refused."""
import doctest
import itertools
import json

import pytest

import werkbaar as wb
from cases import INSTRUMENT, ROOT, VECTORS, rows
from designs import sampling_of
from vectors import read

PEOPLE = VECTORS / "reliability_people.csv"
TEXTS = ("scale", "item", "other", "statistic")
NUMBERS = ("estimate", "se", "lower", "upper", "df", "n", "se_simple", "lower_simple",
           "upper_simple")
ANSWERS = {"q1": [1, 2, 4, 5, 3], "q2": [2, 2, 5, 4, 3], "q3": [5, 3, 2, 1, 3]}


def scales_of_vectors():
    """Scales by their codes: a dict of items for each."""
    found = {}
    for row in read(VECTORS / "reliability_scales.csv"):
        codes = (float(row["lowest"]), float(row["highest"]))
        items = found.setdefault(row["scale"], (codes, []))[1]
        items.append(("-" if float(row["reversed"]) else "") + row["item"])
    return found


def cases():
    expected = itertools.groupby(read(VECTORS / "reliability_expected.csv"),
                                 key=lambda row: (row["case"], row["scale"]))
    by_case = {}
    for (case, scale), part in expected:
        by_case.setdefault(case, {}).setdefault(scale, []).extend(part)
    return [(row["case"], json.loads(row["spec"]), by_case[row["case"]])
            for row in read(VECTORS / "reliability_cases.csv")]


def same(ours, theirs):
    if theirs == "":
        return ours is None
    return ours is not None and abs(ours - float(theirs)) <= 1e-10 * max(1, abs(float(theirs)))


@pytest.mark.parametrize(("name", "spec", "expected"), cases(), ids=lambda x: x if isinstance(
    x, str) else "")
def test_reliability_is_that_of_r(name, spec, expected):
    design = wb.Design(wb.read_csv(PEOPLE), **sampling_of(spec))
    for scale, (codes, items) in scales_of_vectors().items():
        known = codes if codes[0] < codes[1] else None
        found = rows(design.reliability({scale: items}, codes=known, pairs=True,
                                        by=spec["breakdowns"]))
        assert len(found) == len(expected[scale])
        for ours, theirs in zip(found, expected[scale]):
            assert [ours[key] or "" for key in TEXTS] == [theirs[key] for key in TEXTS]
            assert (ours.get("group") or "") == theirs["group"]
            assert [key for key in NUMBERS if not same(ours[key], theirs[key])] == []
            assert theirs["status"] in ("", ours["status"])


def test_an_instrument_reverses_as_it_declares():
    instrument = wb.Instrument.from_json(json.dumps(INSTRUMENT))
    data = {"a1": [0, 1, 1, 0], "a2": [0, 1, 9, 1], "a3": [1, 1, 0, 0], "b1": [0, 3, 2, 1],
            "b2": [3, 0, 2, 1]}
    found = rows(wb.Design(data).reliability(instrument, select="sb"))
    plain = rows(wb.Design(data).reliability({"sb": ["b1", "-b2"]}, codes=(0, 3)))
    assert found == plain
    both = wb.Design(data).reliability(instrument)
    assert sorted(set(both["scale"])) == ["sa", "sb"]
    assert rows(both)[0]["n"] == 3


@pytest.mark.parametrize(("scales", "more", "error", "says"), [
    ({"s": ["q1", "q9"]}, {}, wb.DataError, "'q9' of scale 's'"),
    ({"s": ["q1", "q2"]}, {"codes": (1, 4)}, wb.DataError, "answer 5 to item 'q1'"),
    ({"s": ["q1", "-q2"]}, {}, wb.ArgumentError, "lowest and highest"),
    ({"s": []}, {}, wb.ArgumentError, "'s' has no items"),
    ({}, {}, wb.ArgumentError, "no scale"),
    ({"s": ["q1"]}, {"codes": 3}, wb.ArgumentTypeError, "codes"),
    ({"s": ["q1"]}, {"codes": (3, 3)}, wb.ArgumentError, "codes"),
    ({"s": ["q1"]}, {"select": "s"}, wb.ArgumentError, "select"),
    ({"s": ["q1"]}, {"mean": "q1"}, wb.ArgumentTypeError, "mean"),
    ("wbm-employees", {"codes": (1, 2)}, wb.ArgumentError, "codes"),
    ("wbm-employees", {"select": "none"}, wb.ArgumentError, "'none'"),
])
def test_what_is_refused_says_what(scales, more, error, says):
    with pytest.raises(error, match=says):
        wb.Design(ANSWERS).reliability(scales, **more)


def test_pandas_in_is_pandas_out():
    pandas = pytest.importorskip("pandas")
    found = wb.Design(pandas.DataFrame(ANSWERS)).reliability({"s": ["q1", "q2"]})
    assert isinstance(found, pandas.DataFrame)
    wide = found[found["item"].isna()].set_index("statistic")["estimate"]
    assert wide["alpha"] == pytest.approx(10 / 11)  # variances 2.5 and 1.7, covariance 1.75


def test_made_replicates_come_near_the_linearised():
    people = wb.read_csv(PEOPLE)
    design = wb.Design(people, weights="w", strata="region", clusters="town")
    scales = {"calm": ["r1", "r2", "r3", "r4"]}
    linear = rows(design.reliability(scales, codes=(0, 3)))
    made = rows(design.reliability(scales, codes=(0, 3), replicates="jkn"))
    for ours, theirs in zip(linear, made):
        if ours["status"] == "ok":
            assert theirs["se"] == pytest.approx(ours["se"], rel=0.5)


def test_the_examples_of_the_page_work(monkeypatch):
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8").replace("```", "\n")
    test = doctest.DocTestParser().get_doctest(page, {}, "quality.md", None, 0)
    ran = doctest.DocTestRunner().run(test)
    assert ran.failed == 0 and ran.attempted > 3
