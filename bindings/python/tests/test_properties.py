# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Random frames and instruments: scores are those of a slow scorer, estimates those of slow
formulas, and neither chunks nor order of merging matter.

WERKBAAR_LONG=1 makes many more."""
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import slow
import werkbaar as wb
from cases import FEW, INSTRUMENT, keyed, rows

TOLERANCE = 1e-10
LIGHT = {"verified": False, "source": "made for tests"}


def text(word):
    return {"nl": word}


# ---- instruments and answers ----

@st.composite
def items(draw, prefix):
    count = draw(st.integers(1, 5))
    found = []
    for index in range(count):
        low = draw(st.integers(-2, 2))
        item = {"id": f"{prefix}{index}", "label": text("item"), "text": "none", "min": low,
                "max": low + draw(st.integers(1, 6)), "reversed": draw(st.booleans())}
        if draw(st.booleans()):
            item["missing"] = [draw(st.sampled_from([9, 99, -9]))]
        found.append(item)
    return found


@st.composite
def cuts(draw, direction):
    """A problem cut-off and, maybe, an acute one that implies it."""
    problem = draw(st.integers(1, 99))
    high = direction == "high"
    found = {"problem": {"comparison": "at_least" if high else "at_most",
                         "value": draw(st.sampled_from([f"{problem}", f"{problem * 3}/3"])),
                         **LIGHT}}
    if draw(st.booleans()):
        acute = draw(st.integers(problem, 100) if high else st.integers(0, problem))
        found["acute"] = {"comparison": "at_least" if high else "at_most", "value": f"{acute}",
                          **LIGHT}
    return found


@st.composite
def definitions(draw):
    """Two scales with an indicator over each, both composites, and a scale of another rule."""
    scales, indicators, all_items = [], [], []
    for prefix in "pq":
        own = draw(items(prefix))
        all_items += own
        scales.append({"id": f"scale_{prefix}", "label": text("scale"), "rule": "percent",
                       "min_answered": draw(st.integers(1, len(own))),
                       "items": [item["id"] for item in own]})
        direction = draw(st.sampled_from(["high", "low"]))
        indicators.append({"id": f"light_{prefix}", "label": text("light"), "kind": "risk",
                           "scale": f"scale_{prefix}", "direction": direction,
                           **draw(cuts(direction))})
    own = draw(items("r"))
    all_items += own
    scales.append({"id": "scale_r", "label": text("scale"), "items": [item["id"] for item in own],
                   "rule": draw(st.sampled_from(["mean", "sum"])),
                   "min_answered": draw(st.integers(1, len(own)))})
    return {**INSTRUMENT, "languages": ["nl"], "title": text("random"), "items": all_items,
            "scales": scales, "indicators": indicators,
            "composites": [{**part, "label": text("composite"), "of": ["light_p", "light_q"]}
                           for part in INSTRUMENT["composites"]]}


def answers_of(item):
    return st.one_of(st.integers(item["min"], item["max"]),
                     st.sampled_from([None, *item.get("missing", [])]))


@st.composite
def questionnaires(draw):
    definition = draw(definitions())
    people = draw(st.lists(st.fixed_dictionaries(
        {item["id"]: answers_of(item) for item in definition["items"]}), min_size=1,
        max_size=12))
    return definition, people


@FEW
@given(questionnaires())
def test_scores_are_those_of_a_slow_scorer(drawn):
    definition, people = drawn
    columns = {name: [person[name] for person in people] for name in people[0]}
    ours = rows(wb.score(columns, wb.Instrument.from_json(json.dumps(definition)), output="frame"))
    for person, mine in zip(people, ours):
        expected = slow.score_row(definition, person)
        assert list(mine) and set(mine) == set(expected)
        for name, value in expected.items():
            if isinstance(value, float):
                assert mine[name] == pytest.approx(value, rel=1e-14, abs=1e-12), name
            else:
                assert mine[name] == value, name


@FEW
@given(definitions())
def test_random_definitions_go_round(definition):
    instrument = wb.Instrument.from_json(json.dumps(definition))
    again = wb.Instrument.from_json(instrument.to_json())
    assert again == instrument and again.to_json() == instrument.to_json()


# ---- samples ----

@st.composite
def samples(draw):
    """Columns of one length: two rows or more in each stratum."""
    per_stratum = draw(st.lists(st.integers(2, 9), min_size=1, max_size=3))
    strata = [f"s{i}" for i, n in enumerate(per_stratum) for _ in range(n)]
    n = len(strata)
    order = draw(st.permutations(range(n)))

    def column(values):
        return draw(st.lists(values, min_size=n, max_size=n))

    number = st.one_of(st.none(), st.integers(-50, 50).map(lambda value: value / 8))
    return {"stratum": [strata[i] for i in order],
            "w": column(st.integers(0, 40).map(lambda value: value / 4)),
            "y": column(number), "b": column(st.sampled_from([True, False, None])),
            "psu": column(st.integers(0, 4)),
            "g": column(st.sampled_from(["x", "y", "z", None]))}


SPEC = wb.Spec(mean=["y", "b"], total="y", proportion="b", by=[["g"], []], weights="w",
               strata="stratum", categories={"g": ["x", "y", "z"]})


ASKED = {"mean": "y", "variance": "y", "ratio": ("b", "y"), "by": [["g"], []], "weights": "w",
         "strata": "stratum", "design_effect": "wr"}
SPECS = {"rows": SPEC, "clusters": wb.Spec(**ASKED, clusters="psu", nested=True),
         "open rows": wb.Spec(**ASKED, units="open")}
EVERY = pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)


def tallied(sample, spec=SPEC):
    tally = wb.Tally(spec)
    tally.update(sample)
    return tally


def estimated(tally):
    return tally.estimate(lonely="certainty")


def chunk(sample, first, last):
    return {name: values[first:last] for name, values in sample.items()}


def near(one, other, scale):
    for mine, given_row in zip(rows(one), rows(other), strict=True):
        for name, value in mine.items():
            if isinstance(value, float) and isinstance(given_row[name], float):
                assert math.isclose(value, given_row[name], rel_tol=1e-13,
                                    abs_tol=1e-13 * scale), name
            else:
                assert value == given_row[name], name


def size(sample):
    return 1 + sum(w * abs(y or 0) for w, y in zip(sample["w"], sample["y"]))


def expected(sample, statistic, column, group):
    values = sample["y"] if column == "y" else sample["b"]
    y = np.array([np.nan if value is None else float(value) for value in values])
    member = np.array([group is None or g == group for g in sample["g"]])
    strata = np.unique(np.array(sample["stratum"]), return_inverse=True)[1]
    return slow.estimate(statistic, y, member, np.array(sample["w"]), strata)


@FEW
@given(samples())
def test_estimates_are_those_of_slow_formulas(sample):
    if not any(sample["w"]):
        with pytest.raises(wb.DataError):
            tallied(sample).estimate()
        return
    found = keyed(tallied(sample).estimate(), ["g"])
    for group in ("x", "y", "z", None):
        for statistic, column in (("mean", "y"), ("mean", "b"), ("total", "y")):
            row = found[((group,), statistic, column, None)]
            value, se, df, n = expected(sample, statistic, column, group)
            assert row["n"] == n
            if row["estimate"] is None:
                assert n == 0
                continue
            scale = size(sample) if statistic == "total" else 10
            assert math.isclose(row["estimate"], value, rel_tol=TOLERANCE,
                                abs_tol=TOLERANCE * scale)
            # Standard errors that are 0 by the data are roundings in the slow formula.
            assert math.isclose(row["se"], se, rel_tol=1e-8, abs_tol=1e-7 * scale)
            assert row["df"] == df


@EVERY
@FEW
@given(samples(), st.data())
def test_chunks_give_the_same_bits(spec, sample, data):
    n = len(sample["w"])
    cuts_at = sorted(data.draw(st.lists(st.integers(0, n), max_size=4)))
    tally = wb.Tally(spec)
    for first, last in zip([0, *cuts_at], [*cuts_at, n]):
        tally.update(chunk(sample, first, last))
    assert len(tally) == n
    if any(sample["w"]):
        assert estimated(tally).to_dict() == estimated(tallied(sample, spec)).to_dict()


@EVERY
@FEW
@given(samples(), st.data())
def test_the_order_of_merging_does_not_matter(spec, sample, data):
    n = len(sample["w"])
    cuts_at = sorted(data.draw(st.lists(st.integers(0, n), min_size=1, max_size=4)))
    parts = [tallied(chunk(sample, first, last), spec)
             for first, last in zip([0, *cuts_at], [*cuts_at, n])]
    merged = sum(data.draw(st.permutations(parts)))
    assert len(merged) == n
    if any(sample["w"]):
        near(estimated(merged), estimated(tallied(sample, spec)), size(sample))


@EVERY
@FEW
@given(samples())
def test_tallies_go_through_bytes(spec, sample):
    tally = tallied(sample, spec)
    again = wb.Tally.from_bytes(tally.to_bytes())
    assert again.to_bytes() == tally.to_bytes()
    if any(sample["w"]):
        near(estimated(again), estimated(tally), size(sample))


@FEW
@given(st.binary(max_size=400))
def test_random_bytes_are_no_tally(content):
    with pytest.raises(wb.WerkbaarError):
        wb.Tally.from_bytes(content)


@FEW
@given(samples(), st.sampled_from([1, 7, 1000]))
def test_weights_may_be_rescaled(sample, factor):
    if not any(sample["w"]):
        return
    heavier = {**sample, "w": [w * factor for w in sample["w"]]}
    one, other = (keyed(tallied(each).estimate(), ["g"]) for each in (sample, heavier))
    for key, row in one.items():
        if key[1] == "mean" and row["estimate"] is not None:
            assert math.isclose(row["se"], other[key]["se"], rel_tol=1e-9, abs_tol=1e-9)
            assert math.isclose(row["estimate"], other[key]["estimate"], rel_tol=1e-12,
                                abs_tol=1e-12)
