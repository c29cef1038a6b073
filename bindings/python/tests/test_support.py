# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Support: the vectors made by hand, what holds of every split, every form of a case, and what is
refused."""
import copy
import csv
import datetime
import json
import pickle
from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

import werkbaar as wb
from cases import FEW, VECTORS, run_cli
from vectors import read
from werkbaar import _core

LARGEST = 2**63 - 1
CASES = read(VECTORS / "support_cases.csv")


def word(text):
    """A value of the vectors."""
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.isdigit() else float(text) if text[0].isdigit() else text


def facts(case):
    return {name: word(value) for name, value in
            (part.split("=") for part in case["facts"].split(";") if part)}


def written(value):
    """As the vectors have it: "" when missing."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else str(value)


# ---- the vectors ----

@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_cases_are_judged_as_by_hand(case):
    verdicts, conditions = wb.Support.builtin(case["rule"]).assess(facts(case), case["date"] or None)
    one = {name: values[0] for name, values in verdicts.to_dict().items()}
    for status in ("not_met", "unknown"):
        found = [id for id, said in zip(conditions["condition"], conditions["status"])
                 if said == status]
        assert found == case[status].split()
        assert one[status] == len(found)
    assert (one["verdict"], str(one["met"])) == (case["verdict"], case["met"])
    for name in ("percent", "support_cents", "own_cents", "remaining_cents"):
        assert written(one[name]) == case[name]
    assert "geen juridisch advies" in one["remark"] and "historische regel" in one["remark"]


def test_splits_are_those_made_by_hand():
    rows = read(VECTORS / "support_split.csv")
    found = wb.split_cost([int(row["cost_cents"]) for row in rows],
                          [float(row["percent"]) for row in rows],
                          [int(row["available_cents"]) for row in rows])
    assert found["support_cents"] == [int(row["support_cents"]) for row in rows]
    assert found["own_cents"] == [int(row["own_cents"]) for row in rows]


def test_budget_lines_are_those_made_by_hand():
    rows = read(VECTORS / "support_cofinance.csv")
    for _, lines in groupby(rows, key=lambda row: row["case"]):
        lines = list(lines)
        found = wb.cofinance(int(lines[0]["cost_cents"]),
                             {line["line"]: int(line["share"]) for line in lines})
        assert found["cents"] == [int(line["cents"]) for line in lines]


def test_the_command_says_the_same(tmp_path):
    case = next(case for case in CASES if case["case"] == "third application")
    path = tmp_path / "case.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        given_facts = dict(part.split("=") for part in case["facts"].split(";"))
        csv.writer(file).writerows([given_facts, given_facts.values()])
    said = json.loads(run_cli("support", "assess", case["rule"], path, "--date", case["date"],
                              "--format", "json", "--lang", "en"))
    verdicts, conditions = wb.Support.builtin(case["rule"]).assess(facts(case), case["date"],
                                                                   language="en")
    for name, frame in (("verdicts", verdicts), ("conditions", conditions)):
        for column, values in frame.to_dict().items():
            if column != "date":
                assert [row[column] for row in said[name]["rows"]] == values


# ---- what holds of every split ----

amounts = st.one_of(st.integers(0, 10_000), st.integers(0, LARGEST))
rates = st.integers(0, 10_000)


def split(cost, rate, available=None):
    found = wb.split_cost(cost, rate / 100, available)
    return found["support_cents"][0], found["own_cents"][0]


@FEW
@given(amounts, rates, amounts)
def test_a_split_adds_up_and_is_the_nearest_cent_within_the_ceiling(cost, rate, available):
    support, own = split(cost, rate, available)
    assert support + own == cost and 0 <= support <= min(cost, available)
    exact = Fraction(cost * rate, 10_000)
    if support < available:
        assert -Fraction(1, 2) <= support - exact < Fraction(1, 2)
    else:
        assert support == available and exact >= available - Fraction(1, 2)
    assert (support, own) == (min(-((Fraction(1, 2) - exact).__floor__()), available), own)


@FEW
@given(st.integers(0, LARGEST - 1000), st.integers(0, 1000), rates, amounts)
def test_neither_part_falls_when_the_cost_rises(cost, more, rate, available):
    lower, higher = split(cost, rate, available), split(cost + more, rate, available)
    assert lower[0] <= higher[0] and lower[1] <= higher[1]


@FEW
@given(amounts, st.lists(st.integers(0, 2**40), min_size=1, max_size=9).filter(any))
def test_budget_lines_add_up_and_keep_their_quota(cost, shares):
    found = wb.cofinance(cost, {f"line {i}": share for i, share in enumerate(shares)})["cents"]
    assert sum(found) == cost
    for cents, share in zip(found, shares):
        assert abs(cents - Fraction(cost * share, sum(shares))) < 1
        assert share > 0 or cents == 0


@FEW
@given(st.lists(st.sampled_from([True, False, None]), min_size=4, max_size=4))
def test_a_verdict_is_what_its_conditions_say(values):
    names = ["commitment", "legal_duty", "de_minimis", "double_financing"]
    verdicts, conditions = wb.Support.builtin("werkbaarheidscheque-2021").assess(
        dict(zip(names, values)), "2021-06-01")
    statuses = dict(zip(conditions["condition"], conditions["status"]))
    for name, value in zip(names, values):
        wanted = name in ("commitment", "de_minimis")
        assert statuses[name] == ("unknown" if value is None
                                  else "met" if value == wanted else "not_met")
    assert verdicts["verdict"] == ["not_eligible" if "not_met" in statuses.values()
                                   else "undecided"]


# ---- files of every kind ----

JUNK = st.one_of(st.none(), st.booleans(), st.integers(-2, 2**70), st.floats(allow_nan=False),
                 st.text(max_size=5), st.just([]), st.just({}), st.just([[]]),
                 st.just({"fact": "employees", "at_least": 1}))


def places(value, path=()):
    """Every place in a JSON value."""
    yield path
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


PLACES = list(places(json.loads(wb.Support.builtin("kmo-portefeuille-verhoging-2022").to_json())))


@FEW
@given(st.lists(st.tuples(st.sampled_from(PLACES[1:]), JUNK), min_size=1, max_size=3))
def test_a_spoilt_file_is_read_or_refused_with_its_place(changes):
    content = json.loads(wb.Support.builtin("kmo-portefeuille-verhoging-2022").to_json())
    for path, junk in changes:
        at = content
        try:
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = copy.deepcopy(junk)  # else one place may come to lie in itself
        except (KeyError, IndexError, TypeError):
            continue  # what was there is spoilt already
    try:
        rule = wb.Support.from_json(json.dumps(content))
    except (wb.DataError, wb.LimitError, wb.VersionError) as error:
        assert error.line is not None
    else:
        assert rule.assess({})[0]["verdict"] == ["undecided"]
        assert wb.Support.from_json(rule.to_json()) == rule


# ---- cases in every form ----

def test_cases_come_in_every_form():
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    rule = wb.Support.builtin("werkbaarheidscheque-2022")
    columns = {"employees": [3, None, 0], "region": ["flemish", "brussels", None]}
    expected = rule.assess(wb.Frame(columns), "2022-03-01")[0].to_dict()
    for data in (columns, pandas.DataFrame(columns), polars.DataFrame(columns)):
        verdicts, conditions = rule.assess(data, datetime.date(2022, 3, 1), output="frame")
        assert verdicts.to_dict() == expected
    assert isinstance(rule.assess(pandas.DataFrame(columns))[0], pandas.DataFrame)
    assert isinstance(rule.assess(columns, output="polars")[1], polars.DataFrame)
    assert expected["verdict"] == ["undecided", "not_eligible", "not_eligible"]


def test_one_case_may_know_nothing():
    verdicts, conditions = wb.Support.builtin("werkbaarheidscheque-2022").assess({})
    assert verdicts["verdict"] == ["undecided"] and set(conditions["status"]) == {"unknown"}
    assert verdicts["date"] == [None]


def test_texts_come_in_both_languages():
    rule = wb.Support.builtin("werkbaarheidscheque-2024")
    assert rule.assess({})[0]["remark"][0].startswith("indicatief, geen juridisch advies; historisch")
    assert rule.assess({}, language="en")[0]["remark"][0].startswith(
        "indicative, no legal advice; historical rule")
    assert rule.conditions("en")["asked"] != rule.conditions("nl")["asked"]
    assert "niet gelezen" in json.loads(rule.to_json())["note"]["nl"]


def test_single_values_hold_for_every_row():
    numpy = pytest.importorskip("numpy")
    assert wb.split_cost([100, 200], 60)["own_cents"] == [40, 80]
    assert wb.split_cost(numpy.array([100, 200]), 60, 70)["support_cents"] == [60, 70]
    assert wb.split_cost([100, None], 60)["support_cents"] == [60, None]
    assert wb.cofinance(10, {"a": 1, "b": 1}, output="frame")["cents"] == [5, 5]
    assert wb.cofinance(10, wb.Frame({"line": ["a", "b"], "share": [1, 4]}))["cents"] == [2, 8]


# ---- rules ----

def test_rules_are_listed():
    rules = wb.support_rules("2024-07-31", language="en")
    assert rules["id"] == wb.Support.builtins()
    assert [id for id, fits in zip(rules["id"], rules["in_period"]) if fits] == [
        "werkbaarheidscheque-2024", "kmo-portefeuille-verhoging-2024"]
    assert all(rules["historical"]) and not any(rules["verified"])
    assert wb.support_rules()["in_period"] == [None] * 9


def test_a_rule_is_a_value():
    rule = wb.Support.builtin("werkbaarheidscheque-2020")
    assert pickle.loads(pickle.dumps(rule)) == rule == copy.deepcopy(rule)
    assert hash(rule) == hash(wb.Support.from_json(rule.to_json()))
    assert rule != wb.Support.builtin("werkbaarheidscheque-2021")
    assert (rule.id, rule.version, rule.historical, rule.verified) == (
        "werkbaarheidscheque-2020", "1.0", True, False)
    assert len(rule.hash) == 64


# ---- what is refused ----

def test_a_fault_in_a_file_names_its_place():
    content = json.loads(wb.Support.builtin("werkbaarheidscheque-2020").to_json())
    content["conditions"][2]["demand"]["one_of"][1] = "charity"
    with pytest.raises(wb.DataError) as caught:
        wb.Support.from_json(json.dumps(content, indent=1))
    assert caught.value.where == "support#/conditions/2/demand/one_of/1"
    assert caught.value.line > 1 and "'sector'" in caught.value.message


@pytest.mark.parametrize("text", [
    "", "{", "[" * 5000, '{"a":1,"a":2}', '{"format":"\\ud800"}', b"\xff", "null",
    '{"format":"werkbaar-support/1.0","id":' + "9" * 400 + "}",
    '{"format":"werkbaar-support/1.0","historical":1e999}',
])
def test_hostile_json_is_refused(text):
    with pytest.raises((wb.DataError, wb.LimitError)):
        wb.Support.from_json(text)


def test_a_newer_file_is_refused_by_name():
    with pytest.raises(wb.VersionError, match="werkbaar-support/2"):
        wb.Support.from_json('{"format":"werkbaar-support/2.0"}')


def test_wrong_cases_are_refused():
    rule = wb.Support.builtin("werkbaarheidscheque-2020")
    with pytest.raises(wb.DataError) as caught:
        rule.assess({"employees": [1, -1]})
    assert (caught.value.item, caught.value.row) == ("employees", 1)
    with pytest.raises(wb.DataError, match="flemish, brussels, walloon or abroad"):
        rule.assess({"region": "vlaams"})
    with pytest.raises(wb.ArgumentError, match="2020-02-30"):
        rule.assess({}, "2020-02-30")
    with pytest.raises(TypeError, match="date must be"):
        rule.assess({}, 2020)
    with pytest.raises(TypeError):
        wb.Support()
    with pytest.raises(wb.ArgumentError, match="werkbaarheidscheque-2019"):
        wb.Support.builtin("werkbaarheidsfonds")


def test_wrong_amounts_are_refused():
    for cost, percent in ((-1, 60), (0.5, 60), (1, 101), (1, 33.333), (2**63, 60)):
        with pytest.raises((wb.WerkbaarError, OverflowError)):
            wb.split_cost(cost, percent)
    with pytest.raises(wb.LimitError):
        wb.cofinance(1, {"a": LARGEST, "b": 1})
    for cost, shares in ((-1, {"a": 1}), (1, {"a": 0}), (1, {"a": 0.5}), (1, {"a": None})):
        with pytest.raises(wb.WerkbaarError):
            wb.cofinance(cost, shares)


def test_the_low_layer_refuses_other_handles():
    with pytest.raises(TypeError):
        _core.wb_support_id(_core.wb_frame_new(1))
    with pytest.raises(wb.ArgumentError):
        _core.wb_support_table(wb.Support.builtin("werkbaarheidscheque-2020")._handle, "rates", "nl")
