# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Action plans: where they come from, what they say, what is wrong in them."""
import copy
import csv
import datetime
import hashlib
import io
import json
import pickle

import pytest

import werkbaar as wb
from cases import ROOT

BUILTIN = "actieplan-werkbaar-werk"
PLAN = {
    "format": "werkbaar-plan/1.0", "id": "small", "version": "2", "languages": ["nl", "en"],
    "scope": "organisation", "title": {"nl": "Klein", "en": "Small"},
    "actors": [{"id": "hr", "name": {"nl": "Personeel", "en": "HR"}, "type": "role"}],
    "objectives": [{"id": "o", "title": {"nl": "O"}, "sections": [
        {"id": "s", "title": {"nl": "S"}, "actions": [
            {"id": "a", "number": "1", "title": {"nl": "Een", "en": "One"},
             "timing": {"from": "2026-03", "to": "2026-05"}, "cost": 150050,
             "assignments": [{"id": "a.hr", "actor": "hr", "role": "responsible"}],
             "funding": [{"id": "a.f", "source": "hr", "amount": 150050}]}]}]}],
}


def small(change=None):
    plan = copy.deepcopy(PLAN)
    if change is not None:
        change(plan, plan["objectives"][0]["sections"][0]["actions"][0])
    return json.dumps(plan)


def rows_of(name):
    with open(ROOT / "tests" / "vectors" / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_builtins_are_the_files_of_the_project():
    assert wb.Plan.builtins() == [BUILTIN]
    for name in wb.Plan.builtins():
        plan = wb.Plan.builtin(name)
        assert plan.id == name
        assert wb.Plan.from_file(ROOT / "data" / "plans" / f"{name}.json") == plan


def test_an_unknown_builtin_names_those_there_are():
    with pytest.raises(wb.ArgumentError, match=f"no plan 'plan' is built in, there are: {BUILTIN}"):
        wb.Plan.builtin("plan")


def test_what_it_says_of_itself():
    plan = wb.Plan.from_json(small())
    assert (plan.id, plan.version, plan.scope) == ("small", "2", "organisation")
    assert plan.title() == "Klein"
    assert plan.title("en") == "Small"
    assert plan.title("fr") == "Klein"
    assert repr(plan) == "<werkbaar.Plan 'small' version 2>"
    assert plan.hash == hashlib.sha256(plan.to_json().encode()).hexdigest()


def test_reading_and_writing_give_the_same_plan(tmp_path):
    plan = wb.Plan.from_json(small())
    plan.to_file(tmp_path / "plan.json")
    again = wb.Plan.from_file(str(tmp_path / "plan.json"))
    assert again == plan and hash(again) == hash(plan)
    assert again.to_json() == plan.to_json()
    assert json.loads(plan.to_json()) == PLAN
    assert wb.Plan.from_file(io.BytesIO(small().encode())) == plan
    assert wb.Plan.from_json(small().encode()) == plan
    assert plan != wb.Plan.builtin(BUILTIN)
    assert plan != PLAN


def test_a_plan_can_be_copied_and_pickled():
    plan = wb.Plan.from_json(small())
    assert copy.deepcopy(plan) is plan
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_the_builtin_plan_has_every_action_of_its_source():
    wanted = rows_of("plan_actions.csv")
    actions = wb.Plan.builtin(BUILTIN).actions().to_dict()
    assert len(wanted) == 32 + 10
    assert actions["number"] == [row["number"] for row in wanted]
    assert actions["number_certainty"] == [row["printed"] for row in wanted]
    assert actions["heading"] == [row["heading"] for row in wanted]
    assert actions["timing"] == [row["timing"] or None for row in wanted]
    assert [part is not None for part in actions["part_of"]] == ["." in row["number"] for row in wanted]


def test_the_builtin_plan_has_the_amounts_of_its_sources():
    plan = wb.Plan.builtin(BUILTIN)
    wanted = {row["id"]: int(row["value"]) if row["value"] else None
              for row in rows_of("plan_values.csv") if row["field"] == "amount"}
    found = {}
    for kind in ("funding", "budget"):
        table = plan.table(kind).to_dict()
        found.update({id: amount for id, amount, certainty
                      in zip(table["id"], table["amount"], table["certainty"])
                      if amount is not None or certainty == "to_be_determined"})
    assert found == wanted


def test_actions_are_a_frame_with_types():
    actions = wb.Plan.from_json(small()).actions("en").to_dict()
    assert actions["title"] == ["One"]
    assert actions["from"] == [datetime.date(2026, 3, 1)]
    assert actions["to"] == [datetime.date(2026, 5, 31)]
    assert actions["cost"] == [150050]
    assert actions["status"] == ["unknown"]
    assert actions["open_end"] == [None]
    assert len(actions) == 31


def test_a_table_of_any_kind():
    plan = wb.Plan.from_json(small())
    assert plan.table("actor").to_dict()["name"] == ["Personeel"]
    assert plan.table("actor", "en").to_dict()["name"] == ["HR"]
    assert plan.table("action").to_dict()["timing_from"] == ["2026-03"]
    assert plan.table("milestone").to_dict()["id"] == []
    with pytest.raises(wb.ArgumentError, match="'promise' is no kind of record, these are: plan"):
        plan.table("promise")


def test_the_builtin_plan_has_notices_only():
    findings = wb.Plan.builtin(BUILTIN).check().to_dict()
    assert set(findings["severity"]) == {"notice"}
    empty = sum(not row[column] for row in rows_of("plan_actions.csv") if "." not in row["number"]
                for column in ("who", "timing", "funding"))
    assert findings["rule"].count("empty") == empty
    assert len(findings["rule"]) == 29


FOUND = {
    "broken_reference": lambda plan, action: action.update(addressed_to=["who"]),
    "amounts_differ": lambda plan, action: action.update(cost=1),
    "shares_not_whole": lambda plan, action: action["funding"][0].update(share={"part": 3, "of": 5}),
    "dates_reversed": lambda plan, action: action["timing"].update(to="2025"),
    "target_without_indicator": lambda plan, action: action.update(
        targets=[{"id": "t", "title": {"nl": "T"}}]),
    "runs_undiscussed": lambda plan, action: action.update(
        origin={"from": "scan"}, statuses=[{"id": "st", "status": "running"}]),
    "cycle": lambda plan, action: action.update(references=[
        {"id": "r", "to": "a", "relation": "depends_on", "certainty": "inferred"}]),
}


@pytest.mark.parametrize("rule", FOUND)
def test_check_finds(rule):
    findings = wb.Plan.from_json(small(FOUND[rule])).check().to_dict()
    assert findings["rule"] == [rule]
    dutch = wb.Plan.from_json(small(FOUND[rule])).check("nl").to_dict()
    assert dutch["text"] != findings["text"]


def test_check_speaks_dutch_and_english_only():
    with pytest.raises(wb.ArgumentError, match="'fr', where nl or en is expected"):
        wb.Plan.from_json(small()).check("fr")


def test_a_sound_plan_has_no_findings():
    assert wb.Plan.from_json(small()).check().to_dict()["rule"] == []


WRONG = [
    (lambda plan, action: action.update(colour="red"), wb.DataError, "'colour' is unknown"),
    (lambda plan, action: action.update(force="law"), wb.DataError, "'law' is not one of"),
    (lambda plan, action: action["funding"][0].update(id="hr"), wb.DataError, "the id 'hr'"),
    (lambda plan, action: action["funding"][0].update(amount=-1), wb.DataError, "cents"),
    (lambda plan, action: plan.update(format="werkbaar-plan/2.0"), wb.VersionError, "newer"),
]


@pytest.mark.parametrize("change, error, words", WRONG)
def test_a_wrong_file_is_refused_with_its_place(change, error, words):
    with pytest.raises(error, match=words) as caught:
        wb.Plan.from_json(small(change))
    assert caught.value.line >= 1
    assert caught.value.where.startswith("plan#/")


@pytest.mark.parametrize("text, words", [
    ('{"format": "werkbaar-plan/1.0", "x_a": ' + "[" * 100000, "too deep"),
    ('{"format": "werkbaar-plan/1.0", "x_a": 1e999}', "overflow"),
    ('{"format": "werkbaar-plan/1.0", "x_a": "\\ud800"}', "Unicode"),
    ('{"id": "a", "id": "b"}', "duplicate"),
])
def test_hostile_text_is_refused(text, words):
    with pytest.raises((wb.DataError, wb.LimitError), match=words):
        wb.Plan.from_json(text)


def test_a_plan_is_made_by_its_class_methods():
    with pytest.raises(TypeError, match=r"Plan.builtin\(\)"):
        wb.Plan(BUILTIN)
    with pytest.raises(wb.DataError) as caught:
        wb.Plan.from_json("plan.json")
    assert "from_file() its path" in caught.value.__notes__[0]
    with pytest.raises(wb.IoError):
        wb.Plan.from_file("no/such/plan.json")
