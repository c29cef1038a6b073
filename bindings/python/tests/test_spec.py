# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Specifications: what can be asked, in which words, and that they travel."""
import copy
import json
import pickle

import pytest

import werkbaar as wb


def content(**asked):
    return json.loads(wb.Spec(**asked).to_json())


def test_estimands_stand_in_the_order_mean_total_proportion():
    found = content(proportion="c", total="b", mean=["a", "b"])["estimands"]
    assert [(part["statistic"], part["variable"]) for part in found] == [
        ("mean", "a"), ("mean", "b"), ("total", "b"), ("proportion", "c")]


def test_weights_and_strata_are_columns():
    found = content(mean="a", weights="w", strata=["h", "wave"])
    assert (found["weights"], found["strata"]) == ("w", ["h", "wave"])
    assert content(mean="a", strata="h")["strata"] == ["h"]
    assert "strata" not in content(mean="a", strata=None)


@pytest.mark.parametrize("by, breakdowns", [
    ("sex", [["sex"]]),
    (["sex"], [["sex"]]),
    (["sex", "age"], [["sex", "age"]]),
    (("sex", "age"), [["sex", "age"]]),
    ([["sex"], ["age"], []], [["sex"], ["age"], []]),
    ([["sex", "age"], None], [["sex", "age"], []]),
    ([[]], [[]]),
])
def test_by_in_all_its_words(by, breakdowns):
    assert content(mean="a", by=by)["breakdowns"] == breakdowns


@pytest.mark.parametrize("by", [None, [], ()])
def test_no_by_is_everyone_together(by):
    assert wb.Spec(mean="a", by=by) == wb.Spec(mean="a")


def test_names_may_come_from_any_iterable():
    assert content(mean=(name for name in "ab")) == content(mean=["a", "b"])
    assert content(mean={"a": 1}.keys()) == content(mean="a")


@pytest.mark.parametrize("by", [3, [3], ["sex", ["age"]], [["sex"], 3], {"sex": 1}, b"sex"])
def test_by_that_is_no_breakdown_is_refused(by):
    with pytest.raises(wb.ArgumentTypeError, match="by"):
        wb.Spec(mean="a", by=by)


@pytest.mark.parametrize("asked", [{"mean": 3}, {"total": [3]}, {"proportion": {"a": 1}},
                                   {"mean": b"a"}, {"strata": 3}, {"weights": 3},
                                   {"mean": "a", "categories": ["x"]},
                                   {"mean": "a", "categories": {"x": "abc"}},
                                   {"mean": "a", "categories": {"x": [1]}}])
def test_what_are_no_names_is_refused(asked):
    with pytest.raises(wb.ArgumentTypeError):
        wb.Spec(**asked)


@pytest.mark.parametrize("asked", [
    {"mean": ["a", "a"]}, {"total": ["a", "a"]}, {"mean": "a", "strata": ["h", "h"]},
    {"mean": "a", "by": [["sex"], ["sex"]]}, {"mean": "a", "by": ["sex", "sex"]},
    {"mean": "a", "by": "estimate"}, {"mean": "a", "categories": {"sex": ["m", "m"]}},
    {"mean": ""}, {"mean": "a\0b"}])
def test_what_is_said_twice_or_wrongly_is_refused(asked):
    with pytest.raises(wb.ArgumentError):
        wb.Spec(**asked)


def test_an_unknown_keyword_is_refused():
    with pytest.raises(TypeError, match="median"):
        wb.Spec(median="a")


def test_the_same_column_may_have_a_mean_and_a_total():
    assert len(content(mean="a", total="a")["estimands"]) == 2


def test_categories_keep_their_order():
    found = content(proportion="c", categories={"c": ["z", "a"], "sex": ["m"]})["categories"]
    assert {part["column"]: part["categories"] for part in found} == {"c": ["z", "a"],
                                                                      "sex": ["m"]}


def test_json_goes_round():
    spec = wb.Spec(mean="a", by=[["sex"], []], weights="w", strata="h", categories={"sex": ["m"]})
    assert wb.Spec.from_json(spec.to_json()) == spec
    assert wb.Spec.from_json(spec.to_json().encode()) == spec


@pytest.mark.parametrize("text", ["", "{}", "[]", "null",
                                  '{"format": "werkbaar-spec/1.0", "x": 1}'])
def test_json_that_says_it_wrongly_is_a_data_error(text):
    with pytest.raises(wb.DataError):
        wb.Spec.from_json(text)


def test_specs_are_values():
    one, same, other = wb.Spec(mean="a"), wb.Spec(mean=["a"]), wb.Spec(mean="b")
    assert one == same and hash(one) == hash(same) and one != other and one != "a"
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.copy(one) == one and copy.deepcopy(one) == one


def test_repr_says_what_is_asked():
    text = repr(wb.Spec(mean="a", by=[["sex", "age"], []], weights="w", strata=["h", "j"]))
    assert text == ("<werkbaar.Spec: mean of a by sex x age and for everyone, weights w, "
                    "strata h x j>")
