# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Weights: by hand, every form of a margin, what is refused, and the vectors of R."""
import copy
import csv
import json
import pickle

import pytest

import werkbaar as wb
from cases import VECTORS, run_cli
from vectors import read
from werkbaar import _core

PEOPLE = {"sex": ["f", "m", "f", "m", "f", "m"], "size": [1, 1, 2, 2, 3, 3],
          "w": [1.0, 2.0, 3.0, 1.0, 2.0, 3.0], "age": [20, 30, 45, 50, 60, 25],
          "answered": [True, False, True, True, True, True]}
SEX = {"sex": {"f": 30, "m": 70}}


def start():
    return wb.Weighting(weights="w")


def weights(steps, data=PEOPLE, **options):
    return wb.weight(data, steps, **options)["weight"]


# ---- steps by hand ----

def test_poststratified_by_hand():
    found = wb.weight(PEOPLE, start().poststratify(SEX)).to_dict()
    assert found["weight"] == pytest.approx([5, 70 / 3, 15, 70 / 6, 10, 35], rel=1e-15)
    assert found["weight_before"] == PEOPLE["w"]
    assert found["weight_g"] == pytest.approx([5, 70 / 6] * 3, rel=1e-15)
    assert list(found)[:5] == list(PEOPLE)


def test_respondents_carry_their_cell():
    assert weights(start().nonresponse("answered", "sex")) == [1, 0, 3, 1.5, 2, 4.5]
    assert weights(start().nonresponse("answered")) == pytest.approx([1.2, 0, 3.6, 1.2, 2.4, 3.6])


def test_raked_margins_fit():
    steps = start().rake({"sex": {"f": 30, "m": 70}, "size": {1: 20, 2: 35, 3: 45}})
    weighted, fit = wb.weight(PEOPLE, steps, report=True)
    assert fit["category"] == [None, "f", "m", "1", "2", "3"]
    assert fit["after"][1:] == pytest.approx([30, 70, 20, 35, 45], rel=1e-12)
    assert fit["kind"] == ["rake"] * 6 and fit["step"] == [1] * 6
    assert sum(weighted["weight"]) == pytest.approx(100)


def test_linear_and_logit_fit_auxiliaries():
    for steps in (start().linear({(): 12}, auxiliaries={"age": 500}),
                  start().linear({(): 12}, auxiliaries={"age": 500}, bounds=(0.2, 1.9)),
                  start().logit({(): 12}, auxiliaries={"age": 500}, bounds=(0.2, 1.9)),
                  start().rake({(): 12}, auxiliaries={"age": 500})):
        found = weights(steps)
        assert sum(found) == pytest.approx(12, rel=1e-12)
        assert sum(w * age for w, age in zip(found, PEOPLE["age"])) == pytest.approx(500)


def test_trimmed_by_hand():
    data = {"w": [1.0, 2.0, 3.0, 10.0]}
    assert weights(start().trim(upper=6), data) == pytest.approx([10 / 6, 20 / 6, 5, 6])
    assert weights(start().trim(upper=1.5, unit="mean", share="equal"), data) == pytest.approx(
        [7 / 3, 10 / 3, 13 / 3, 6])
    assert weights(start().trim(upper=4.5, once=True), data)[2] > 4.5
    assert weights(start().trim(lower=2), {"w": [1.0, 5.0, 10.0]})[0] == 2


def test_steps_follow_each_other_and_none_changes():
    first = start().nonresponse("answered", "sex")
    second = first.rake(SEX)
    assert (first.steps, second.steps) == (["nonresponse"], ["nonresponse", "rake"])
    assert wb.weight(PEOPLE, second)["weight_before"] == [1, 0, 3, 1.5, 2, 4.5]
    assert wb.weight(PEOPLE, second)["weight_g"][1] is None


def test_the_result_can_be_called_otherwise():
    found = wb.weight(PEOPLE, wb.Weighting(result="v").poststratify(SEX))
    assert found.columns[-3:] == ["v", "v_before", "v_g"]


# ---- forms of margins ----

def forms():
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    table = {"size": [1, 1, 2, 2, 3, 3], "sex": ["f", "m"] * 3, "total": [5, 6, 7, 8, 9, 10]}
    crossed = {(size, sex): total for size, sex, total in zip(*table.values())}
    return {"dict": {("size", "sex"): crossed}, "dict of lists": table, "frame": wb.Frame(table),
            "pandas": pandas.DataFrame(table), "polars": polars.DataFrame(table),
            "list": [wb.Frame(table)]}


def test_margins_are_dicts_or_tables():
    made = {name: start().poststratify(margin) for name, margin in forms().items()}
    assert made["dict"].margins == [["size", "sex"]]
    for name, steps in made.items():
        assert steps == made["dict"], name
        assert weights(steps) == [5, 6, 7, 8, 9, 10]


def test_several_margins_are_a_dict_or_a_list():
    one = start().rake({"sex": {"f": 4, "m": 8}, "night": {True: 3, False: 9}, (): 12})
    other = start().rake([{"sex": ["f", "m"], "total": [4, 8]},
                          {"night": [True, False], "total": [3, 9]}, {"total": [12]}])
    assert one == other
    assert one.margins == [["sex"], ["night"], []]


def test_a_column_called_total_can_be_a_margin():
    steps = wb.Weighting().poststratify({"total": {"x": 3}})
    assert weights(steps, {"total": ["x", "x"]}) == [1.5, 1.5]


def test_categories_of_pandas_and_dates_are_keys():
    pandas = pytest.importorskip("pandas")
    data = pandas.DataFrame({"g": pandas.Categorical(["a", "b", "a"]),
                             "day": pandas.to_datetime(["2023-01-01"] * 3)})
    weighted = wb.weight(data[["g"]], wb.Weighting().poststratify({"g": {"b": 1, "a": 4}}))
    assert weighted["weight"].tolist() == [2, 1, 2]


# ---- what comes back ----

def test_the_library_that_came_in_comes_out():
    pandas = pytest.importorskip("pandas")
    data = pandas.DataFrame(PEOPLE, index=list("uvwxyz"))
    data["other"] = [[1], "x", None, 2.5, {}, ()]  # no frame could hold it
    weighted, fit = wb.weight(data, start().poststratify(SEX), report=True)
    assert list(weighted.index) == list("uvwxyz")
    assert weighted["other"].tolist() == data["other"].tolist()
    assert list(weighted.columns) == [*data.columns, "weight", "weight_before", "weight_g"]
    assert isinstance(fit, pandas.DataFrame)
    assert isinstance(wb.weight(data[["sex", "w"]], start().poststratify(SEX), output="frame"),
                      wb.Frame)


def test_polars_and_arrow_come_back():
    polars = pytest.importorskip("polars")
    found = wb.weight(polars.DataFrame(PEOPLE), start().poststratify(SEX))
    assert found["weight"].to_list() == weights(start().poststratify(SEX))
    arrow = pytest.importorskip("pyarrow").table(PEOPLE)
    assert wb.weight(arrow, start().poststratify(SEX)).column_names[-3] == "weight"


def test_a_source_is_collected():
    source = wb.Source(PEOPLE, chunk_rows=2)
    assert weights(start().poststratify(SEX), source) == weights(start().poststratify(SEX))


def test_a_reader_of_arrow_gives_tables_of_arrow():
    pyarrow = pytest.importorskip("pyarrow")
    weighted, fit = wb.weight(pyarrow.table(PEOPLE).to_reader(), start().poststratify(SEX), report=True)
    assert isinstance(weighted, pyarrow.Table) and isinstance(fit, pyarrow.Table)
    assert weighted["weight"].to_pylist() == weights(start().poststratify(SEX))


def test_a_dict_of_the_file_is_a_weighting():
    file = {"format": "werkbaar-weighting/1.0", "weights": "w",
            "steps": [{"step": "poststratify",
                       "margins": [{"columns": ["sex"], "targets": {"f": 30, "m": 70}}]}]}
    assert weights(file) == weights(start().poststratify(SEX))


def test_the_number_of_threads_changes_nothing():
    steps = start().logit({(): 12}, auxiliaries={"age": 500}, bounds=(0.2, 1.9))
    assert weights(steps, threads=1) == weights(steps, threads=3)


def test_progress_can_cancel():
    with pytest.raises(wb.CancelledError):
        wb.weight(PEOPLE, start().poststratify(SEX), progress=lambda done: False)


# ---- the object ----

def test_it_says_what_it_is():
    steps = start().nonresponse("answered", "size").linear(SEX, auxiliaries={"age": 1, "pay": 2})
    assert repr(steps) == "<werkbaar.Weighting: nonresponse, linear>"
    assert repr(wb.Weighting()) == "<werkbaar.Weighting: no steps>"
    assert steps.needed() == ["w", "answered", "size", "sex", "age", "pay"]
    assert (steps.weights, steps.result) == ("w", "weight")
    assert (steps.margins, steps.auxiliaries) == ([["sex"]], ["age", "pay"])
    assert wb.Weighting().margins == [] and wb.Weighting().weights is None


def test_it_travels():
    steps = start().rake(SEX).trim(upper=3)
    assert pickle.loads(pickle.dumps(steps)) == steps
    assert copy.deepcopy(steps) is copy.copy(steps) is steps
    assert hash(wb.Weighting.from_json(steps.to_json())) == hash(steps)
    assert steps != start().rake(SEX) and steps != "steps"


def test_getters_outside_are_none():
    handle = start().rake(SEX)._handle
    assert _core.wb_weighting_step(handle, 5) == 0
    assert _core.wb_weight_step_name(0) is None
    assert _core.wb_weighting_margin_column(handle, 0, 1) is None
    assert _core.wb_weighting_auxiliary(handle, 0) is None


# ---- what is refused ----

@pytest.mark.parametrize("make, error, said", [
    (lambda: wb.Weighting(weights=3), wb.ArgumentTypeError, "weights must be the name"),
    (lambda: wb.Weighting(result=None), wb.ArgumentTypeError, "result must be the name"),
    (lambda: start().rake({}), wb.ArgumentError, "rake step needs a margin"),
    (lambda: start().rake({"sex": {"f": "5"}}), wb.ArgumentTypeError, "must be a number"),
    (lambda: start().rake({"sex": {"f": -5}}), wb.ArgumentError, "above 0"),
    (lambda: start().rake({"sex": {"f": 5}, (): 6}), wb.ArgumentError, "sum to 6"),
    (lambda: start().rake({("a", "b"): {"x": 1}}), wb.ArgumentTypeError, "2 parts"),
    (lambda: start().poststratify({"a": {"x": 1}, "b": {"y": 1}}), wb.ArgumentError, "one margin"),
    (lambda: start().rake({"sex": ["f"], "sum": [1.0]}), wb.ArgumentError, "'total'"),
    (lambda: start().logit(SEX, bounds=(2, 3)), wb.ArgumentError, "2 and 3"),
    (lambda: start().logit(SEX, bounds=3), wb.ArgumentTypeError, "pair of numbers"),
    (lambda: start().linear(auxiliaries=["age"]), wb.ArgumentTypeError, "auxiliaries must be"),
    (lambda: start().linear(SEX, positive="no"), wb.ArgumentTypeError, "positive must be True"),
    (lambda: start().trim(upper=2, once="no"), wb.ArgumentTypeError, "once must be True"),
    (lambda: start().linear(auxiliaries={"age": float("inf")}), wb.ArgumentError, "finite"),
    (lambda: start().rake(SEX, max_iterations=-1), wb.ArgumentError, "max_iterations"),
    (lambda: start().rake(SEX, max_iterations=0), wb.ArgumentError, "max_iterations is 0"),
    (lambda: start().trim(), wb.ArgumentError, "a lower or an upper bound"),
    (lambda: start().trim(upper=2, unit="mode"), wb.ArgumentError, "'median'"),
    (lambda: start().trim(upper=2, share=2), wb.ArgumentTypeError, "'equal'"),
    (lambda: start().nonresponse("answered", 3), wb.ArgumentTypeError, "cells"),
    (lambda: wb.weight(PEOPLE, "rake"), wb.ArgumentTypeError, "weighting must be"),
    (lambda: wb.Weighting.from_json("{}"), wb.DataError, "format"),
    (lambda: wb.weight(PEOPLE, start().rake({"sex": {"f": 5}})), wb.DataError,
     "no total for category 'm'"),
    (lambda: wb.weight(PEOPLE, start().rake({"Sex": {"f": 5}})), wb.DataError, "'Sex'"),
    (lambda: wb.weight(PEOPLE, start().logit(SEX, bounds=(0.5, 2))), wb.ConvergenceError,
     "bounds reach 3 to 12"),
    (lambda: wb.weight(PEOPLE, start().linear(auxiliaries={"age": -500}, positive=True)),
     wb.ConvergenceError, "become negative"),
    (lambda: wb.weight({**PEOPLE, "weight": [1] * 6}, start().rake(SEX)), wb.DataError,
     "already have"),
])
def test_what_cannot_be_is_named(make, error, said):
    with pytest.raises(error, match=said):
        make()


def test_a_collinear_auxiliary_is_named():
    data = {**PEOPLE, "twice": [2 * age for age in PEOPLE["age"]]}
    with pytest.raises(wb.NumericError) as caught:
        wb.weight(data, start().linear(SEX, auxiliaries={"age": 400, "twice": 800}))
    assert "auxiliary 'twice' is collinear" in str(caught.value)


def test_near_names_are_noted():
    with pytest.raises(wb.DataError) as caught:
        wb.weight(PEOPLE, start().rake({"Sex": {"f": 5}}))
    assert caught.value.__notes__ == ["there is a column 'sex'"]


# ---- vectors ----

CASES = read(VECTORS / "weight_cases.csv")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_weights_are_those_of_r(case):
    data = wb.read_csv(VECTORS / f"{case['data']}.csv")
    found = weights(wb.Weighting.from_json(case["weighting"]), data)
    expected = [float(row[case["case"]]) for row in read(VECTORS / f"{case['data']}_expected.csv")]
    mean = sum(map(abs, expected)) / len(expected)
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected):
        assert abs(ours - theirs) <= 1e-9 * max(abs(theirs), mean)


def test_weights_have_the_bits_of_the_command(tmp_path):
    case = next(case for case in CASES if case["case"] == "nonresponse_rake_trim")
    file = tmp_path / "steps.json"
    file.write_text(json.dumps(json.loads(case["weighting"])))
    data = VECTORS / f"{case['data']}.csv"
    printed = run_cli("weight", "--quiet", data, "--with", file)
    theirs = [float(row["weight"]) for row in csv.DictReader(printed.splitlines())]
    assert weights(wb.Weighting.from_file(file), wb.read_csv(data)) == theirs
