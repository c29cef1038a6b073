# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Setting cut-offs: the vectors that C and R read too, and what Python adds."""
import math

import pytest

import werkbaar as wb
from cases import ROOT, VECTORS, run_guide
from vectors import parts, read

TOLERANCE = 1e-10
CASES = read(VECTORS / "roc_cases.csv")
EXPECTED = read(VECTORS / "roc_expected.csv")
MOVES = read(VECTORS / "moves_expected.csv")


def said(text):
    """name=value;name=value as keywords."""
    found = {}
    for part in parts(text, ";"):
        name, value = part.split("=")
        try:
            found[name] = float(value)
        except ValueError:
            found[name] = value
    return found


def number(text):
    return float(text) if text not in ("", "NA") else math.nan


def same(ours, theirs):
    if math.isnan(theirs):
        return ours is None or math.isnan(ours)
    return ours is not None and abs(ours - theirs) <= TOLERANCE * max(1, abs(theirs))


def rows_of(frame):
    found = frame.to_dict()
    return [dict(zip(found, values, strict=True)) for values in zip(*found.values(), strict=True)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_curve_is_that_of_proc_and_survey(case):
    arguments, options = said(case["arguments"]), said(case["options"])
    if "acute" not in arguments:
        for name in ("cost_missed_acute", "cost_false_alarm_acute"):
            del arguments[name]
    if options.get("mse") is not None:
        options["mse"] = options["mse"] == 1
    tables = dict(zip(("curve", "auc"), map(rows_of, wb.roc(
        wb.read_csv(VECTORS / f"{case['data']}.csv"), "score", "crit", **arguments, **options,
        spec=wb.Spec.from_json(case["spec"]))), strict=True))
    expected = [row for row in EXPECTED if row["case"] == case["case"]]
    assert expected
    for row in expected:
        key = "cut" if row["table"] == "curve" else "method"
        at = [ours for ours in tables[row["table"]] if ours["level"] == row["level"] and (
            ours[key] == row["key"] if key == "method"
            else math.isclose(ours[key], float(row["key"]), rel_tol=1e-13))]
        assert len(at) == 1, row
        assert same(at[0][row["column"]], number(row["value"])), (row, at[0])


@pytest.mark.parametrize("name", ["strata", "schools"])
def test_shares_and_changes_of_moved_cut_offs_are_those_of_survey(name):
    design = wb.Design(wb.read_csv(VECTORS / "moves_people.csv"), weights="w", strata="h",
                       clusters="school" if name == "schools" else None)
    moved = rows_of(wb.cutoff_moves(
        design, wb.Instrument.from_file(ROOT / "tests" / "data" / "moves.json"), steps=2, by=[[], ["sex"]]))
    keys = ("sex", "indicator", "level", "step", "measure")
    ours = {tuple(str(row[key] or "") if key != "step" else str(row[key]) for key in keys): row
            for row in moved}
    expected = [row for row in MOVES if row["design"] == name]
    assert len(expected) == len(moved)
    for row in expected:
        at = ours[tuple(row[key] for key in keys)]
        for column in ("cut", "estimate", "se", "change", "change_se"):
            assert same(at[column], number(row[column])), (row, at)


def test_a_design_and_a_spec_say_the_same():
    people = wb.read_csv(VECTORS / "roc_strata_0081.csv")
    one, _ = wb.roc(wb.Design(people, weights="w", strata="h"), "score", "crit")
    other, _ = wb.roc(people, "score", "crit", spec=wb.Spec(weights="w", strata="h"))
    assert one.to_dict() == other.to_dict()


def test_a_source_is_read_as_a_frame_is():
    path = VECTORS / "roc_srs_0003.csv"
    one, _ = wb.roc(wb.read_csv(path), "score", "crit")
    other, _ = wb.roc(wb.scan_csv(path), "score", "crit")
    assert one.to_dict() == other.to_dict()


def test_a_result_comes_in_the_library_of_the_data():
    pandas = pytest.importorskip("pandas")
    curve, auc = wb.roc(pandas.DataFrame({"s": [1, 2, 3, 1], "c": [False, True, True, True]}),
                        "s", "c")
    assert isinstance(curve, pandas.DataFrame) and isinstance(auc, pandas.DataFrame)
    assert list(curve["cut"]) == [1, 2, 3]


@pytest.mark.parametrize("given", [lambda data: data, lambda data: wb.Design(data, weights="w", strata="h")],
                         ids=["rows", "design"])
def test_groups_come_in_the_order_of_the_categories_of_the_data(given):
    pandas = pytest.importorskip("pandas")
    instrument = wb.Instrument.from_file(ROOT / "tests" / "data" / "moves.json")
    people = wb.read_csv(VECTORS / "moves_people.csv").to_pandas()
    people["sex"] = pandas.Categorical(people["sex"], categories=["x", "m", "f"])
    moved = wb.cutoff_moves(given(people), instrument, by="sex", output="frame")
    assert list(dict.fromkeys(moved["sex"])) == ["x", "m", "f"]
    moved = wb.cutoff_moves(given(people), instrument, by="sex", categories={"sex": ["f", "x"]},
                            output="frame")
    assert list(dict.fromkeys(moved["sex"])) == ["f", "x", "m"]


def test_a_design_without_rows_is_said_to_have_none():
    rows = wb.Frame({"s": [1, 2], "c": [True, False]})[:0]
    with pytest.raises(wb.DataError):
        wb.roc(wb.Design(rows), "s", "c")


@pytest.mark.parametrize(("rows", "item"), [
    ({"s": [1, 2], "c": [True, True]}, "c"), ({"s": [1, 1], "c": [True, False]}, "s"),
    ({"s": [1, 2], "c": [2, 0]}, "c"), ({"s": ["a", "b"], "c": [True, False]}, "s")])
def test_what_makes_no_curve_is_named(rows, item):
    with pytest.raises(wb.DataError) as caught:
        wb.roc(rows, "s", "c")
    assert caught.value.item == item


def test_wrong_arguments_are_refused():
    rows = {"s": [1, 2], "c": [True, False]}
    with pytest.raises(wb.ArgumentError):
        wb.roc(rows, "s", "c", direction="up")
    with pytest.raises(wb.ArgumentError):
        wb.roc(rows, "s", "c", prevalence=2)
    with pytest.raises(wb.ArgumentTypeError):
        wb.roc(rows, "s", "c", levels=0.9)
    with pytest.raises(wb.ArgumentError):
        wb.roc(wb.Design(rows), "s", "c", spec=wb.Spec())
    with pytest.raises(wb.ArgumentError):
        wb.cutoff_moves(rows, "wbm-employees", select="nobody")
    with pytest.raises(wb.DataError, match="no column .d."):
        wb.roc(rows, "s", "d")


@pytest.mark.parametrize("name", ["cost_missed", "cost_false_alarm", "prevalence", "cost_missed_acute",
                                  "cost_false_alarm_acute", "prevalence_acute"])
def test_0_is_no_cost_and_no_prevalence_and_not_the_default(name):
    with pytest.raises(wb.ArgumentError, match=f"{name} is 0, and must be above 0"):
        wb.roc({"s": [1, 2], "c": [True, False]}, "s", "c", **{name: 0})


def test_0_steps_are_refused():
    with pytest.raises(wb.ArgumentError, match="steps is 0, and must be above 0"):
        wb.cutoff_moves(wb.read_csv(VECTORS / "moves_people.csv"),
                        wb.Instrument.from_file(ROOT / "tests" / "data" / "moves.json"), steps=0)


def test_the_examples_of_the_guide_run(monkeypatch):
    known = run_guide("cut-offs.md", monkeypatch)
    best = known["curve"].to_dict()
    assert sum(best["best_cost"]) == sum(best["best_youden"]) == 2
    assert {0, 1, -1} == set(known["moved"]["step"])
