# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What moved since a plan was made, and actions that a scan proposes."""
import csv
import datetime
import json
import math

import pytest

import werkbaar as wb
from cases import VECTORS

TODAY = "2026-03-15"
NUMBERS = ("estimate", "lower", "upper", "path", "p_better", "baseline", "change", "change_se",
           "change_df", "change_lower", "change_upper", "change_p", "detectable")
WORDS = ("wave", "against_target", "against_path", "baseline_wave", "certainty", "verdict")


def read(name):
    with open(VECTORS / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def plan_of(targets=(), actions=()):
    return wb.Plan.from_json(json.dumps({
        "format": "werkbaar-plan/1.0", "id": "p", "version": "1", "languages": ["nl", "en"],
        "scope": "organisation", "title": {"nl": "P"}, "objectives": [
            {"id": "o", "title": {"nl": "O"}, "targets": list(targets), "sections": [
                {"id": "s", "title": {"nl": "S"}, "actions": list(actions)}]}]}))


def target_of(row):
    target = {"id": row["case"], "title": {"en": "T"}}
    target.update({name: row[name] for name in ("indicator", "unit", "from_date", "date") if row[name]})
    target.update({name: float(row[name]) for name in ("from", "to") if row[name]})
    return target


def one(**fields):
    return {"id": "t", "title": {"nl": "Doel", "en": "Aim"}, "indicator": "i", **fields}


def test_evaluate_agrees_with_r():
    plan = plan_of(target_of(row) for row in read("plan_evaluate_targets"))
    estimates = wb.read_csv(VECTORS / "plan_evaluate_estimates.csv")
    expected = read("plan_evaluate_expected")
    found = plan.evaluate(estimates, "wave", TODAY).to_dict()
    assert found["target"] == [row["case"] for row in expected] and len(expected) > 380
    for name in WORDS:
        assert found[name] == [row[name] or None for row in expected], name
    for name in NUMBERS:
        for ours, row in zip(found[name], expected):
            missing = ours is None or math.isnan(ours)
            assert missing == (row[name] == ""), (row["case"], name)
            if not missing:
                assert ours == pytest.approx(float(row[name]), rel=1e-11, abs=1e-11), (row["case"], name)


def test_evaluate_takes_columns_dates_and_groups():
    plan = plan_of([one(**{"from": 10, "to": 20, "unit": "percent"})])
    rows = {"sector": ["food", None], "year": [2020, 2020], "statistic": ["mean", "mean"],
            "variable": ["i", "i"], "estimate": [0.25, 0.15]}
    assert plan.evaluate(rows, "year", TODAY).to_dict()["verdict"] == ["unit_unknown"]
    for where, verdict in (({"sector": "food"}, "reached"), (None, "not_yet")):
        for day in (datetime.date(2026, 3, 15), datetime.datetime(2026, 3, 15, 23, 59)):
            found = plan.evaluate(rows, "year", day, unit="share", where=where)
            assert found.to_dict()["verdict"] == [verdict]
    found = plan.evaluate(rows, "year", TODAY, unit="share", statistic="total")
    assert found.to_dict()["verdict"] == ["no_estimate"]
    assert plan.evaluate(rows, "year", "2019-12-31", unit="share").to_dict()["verdict"] == ["no_estimate"]


@pytest.mark.parametrize("groups, value", [([True, False], True), ([1.0, 2.0], 1.0), ([1, 2], 1.0),
                                           ([datetime.date(2020, 1, 1), datetime.date(2020, 2, 1)],
                                            datetime.date(2020, 1, 1))])
def test_evaluate_takes_groups_of_every_kind(groups, value):
    plan = plan_of([one(**{"from": 10, "to": 20, "unit": "percent"})])
    rows = {"night": groups, "year": [2020, 2020], "statistic": ["mean", "mean"],
            "variable": ["i", "i"], "estimate": [0.25, 0.15]}
    found = plan.evaluate(rows, "year", TODAY, unit="share", where={"night": value})
    assert found.to_dict()["verdict"] == ["reached"]


def test_evaluate_speaks_two_languages_and_says_what_it_is_not():
    plan = plan_of([one(**{"from": 1, "to": 2})])
    rows = {"year": [2020], "variable": ["i"], "estimate": [2.5], "se": [0.1], "df": [30.0]}
    dutch = plan.evaluate(rows, "year", TODAY, language="nl").to_dict()
    english = plan.evaluate(rows, "year", TODAY)
    assert dutch["title"] == ["Doel"] and dutch["text"][0].endswith("het streefdoel van 2 is bereikt")
    assert english.to_dict()["text"][0].endswith("the target of 2 is reached")
    assert "no proof that the plan moved it" in english.metadata["meaning"]
    assert english.metadata["plan"]["hash"] == plan.hash
    narrow = plan.evaluate(rows, "year", TODAY, level=0.5, power=0.5).to_dict()
    assert narrow["lower"][0] > english.to_dict()["lower"][0]
    assert narrow["detectable"][0] < english.to_dict()["detectable"][0]


@pytest.mark.parametrize("change, error, words", [
    ({"wave": "wave"}, wb.DataError, "no column 'wave'"),
    ({"today": "soon"}, wb.ArgumentError, "2026-01-31"),
    ({"today": 2026}, wb.ArgumentTypeError, "today must be a date or a text, not int"),
    ({"language": "fr"}, wb.ArgumentError, "nl or en"),
    ({"level": 2}, wb.ArgumentError, "level"),
    ({"power": 2}, wb.ArgumentError, "power is between 0 and 1"),
    ({"power": 0}, wb.ArgumentError, "power is 0, and must be above 0"),
    ({"where": {"sex": "f"}}, wb.ArgumentError, "'sex' is no breakdown column"),
])
def test_evaluate_refuses(change, error, words):
    rows = {"year": [2020], "variable": ["i"], "estimate": [2.5]}
    given = {"wave": "year", "today": TODAY, **change}
    with pytest.raises(error, match=words):
        plan_of().evaluate(rows, **given)


def test_drafts_become_actions_as_the_vectors_say():
    expected = read("plan_draft_expected")
    plan = plan_of()
    changes, report = plan.draft(wb.read_csv(VECTORS / "plan_draft.csv"))
    for name in ("scan", "finding", "measure", "action", "outcome"):
        assert report.to_dict()[name] == [row[name] or None for row in expected], name
    after = plan.apply(changes)
    added = [row for row in expected if row["action"]]
    assert len(changes) == len(added) == 4
    actions = after.actions().to_dict()
    assert actions["id"] == [row["action"] for row in added]
    assert actions["status"] == ["planned"] * 4 and actions["origin"] == ["scan"] * 4
    assert actions["discussed"] == [None] * 4
    for name in ("title", "themes", "levels"):
        assert actions[name] == [row[name] or None for row in added], name
    targets, figures = after.table("target").to_dict(), after.table("figure").to_dict()
    assert dict(zip(targets["parent"], targets["to"])) == {
        row["action"]: float(row["target"]) for row in added if row["target"]}
    assert dict(zip(figures["parent"], figures["value"])) == {
        row["action"]: float(row["figure"]) for row in added if row["figure"]}
    assert after.check().to_dict()["rule"].count("undiscussed") == 4
    again, report = after.draft(wb.read_csv(VECTORS / "plan_draft.csv"), language="nl")
    assert len(again) == 0
    assert set(report.to_dict()["outcome"]) == {"present", "hidden"}


def test_a_draft_that_is_wrong_names_row_and_column():
    rows = {"scan": ["a", "a"], "finding": ["f1", "f2"], "title_nl": ["Een", "Twee"],
            "status": ["ok", "ok"], "kind": ["measure", "party"]}
    with pytest.raises(wb.DataError, match="party") as caught:
        plan_of().draft(rows)
    assert (caught.value.row, caught.value.item) == (1, "kind")
    with pytest.raises(wb.ArgumentError, match="no section or action"):
        plan_of().draft({**rows, "kind": ["measure", "measure"]}, parent="o")
