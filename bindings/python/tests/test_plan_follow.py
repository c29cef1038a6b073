# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Following a plan up: frames on a day, sheets out and in, a calendar."""
import csv
import datetime
import json

import pytest

import werkbaar as wb
from cases import ROOT
from test_plan import BUILTIN, small

TODAY = datetime.date(2020, 3, 1)


def running(plan, action):
    action["statuses"] = [{"id": "a.s", "status": "running"}]


def shown(value):
    return "" if value is None else str(value)


def tables(plan):
    return {
        "progress": lambda: plan.progress(TODAY),
        "status": lambda: plan.status(TODAY),
        "agenda": lambda: plan.agenda(TODAY),
        "totals": lambda: plan.budget_totals("year"),
        "answers": plan.answers,
        "since": lambda: plan.since("2018-12-14"),
        "duties": lambda: plan.duties("2020-03-01", "esf"),
        "compare": lambda: wb.Plan.compare([plan, plan]),
        "sheet": lambda: plan.sheet("stia"),
    }


def test_the_builtin_plan_says_what_was_read_by_hand():
    made = {name: table().to_dict() for name, table in tables(wb.Plan.builtin(BUILTIN)).items()}
    with open(ROOT / "tests" / "vectors" / "plan_follow.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["table"] for row in rows} == set(made)
    for row in rows:
        assert shown(made[row["table"]][row["column"]][int(row["row"])]) == row["value"], row


def test_late_is_what_is_known_not_to_be_done():
    plan = wb.Plan.from_json(small())
    assert plan.status("2026-06-15").to_dict()["state"] == ["past"]
    late = wb.Plan.from_json(small(running))
    assert late.status("2026-06-15").to_dict()["state"] == ["late"]
    assert late.duty_counts("2026-06-15", "en").to_dict()["late"] == [1]
    assert late.agenda("2026-05-01", 10).to_dict()["state"] == []
    assert late.agenda("2026-05-01", 30).to_dict()["days"] == [30]


def test_budget_is_in_cents_and_sums_say_what_they_miss():
    plan = wb.Plan.from_json(small(lambda plan, action: action["funding"].append(
        {"id": "a.g", "certainty": "to_be_determined"})))
    assert plan.budget().to_dict()["current"] == [150050, None]
    total = plan.budget_totals().to_dict()
    assert (total["current"], total["current_known"], total["current_status"]) == ([None], [150050], ["part"])
    assert plan.budget_totals(["certainty", "year"]).to_dict()["lines"] == [1, 1]
    assert plan.open().to_dict()["record"] == ["a.g"]


def test_a_calendar_as_text_or_file(tmp_path):
    plan = wb.Plan.from_json(small())
    now = datetime.datetime(2026, 6, 15, 12, 34, 56, tzinfo=datetime.timezone.utc)
    text = plan.calendar(now=now, language="en")
    assert text.startswith("BEGIN:VCALENDAR\r\n") and "DTSTAMP:20260615T123456Z\r\n" in text
    assert "UID:small/a/a/end@werkbaar" in text
    assert plan.calendar(tmp_path / "plan.ics", now=now, language="en") is None
    assert (tmp_path / "plan.ics").read_bytes().decode() == text


def test_a_sheet_goes_out_and_comes_back():
    plan = wb.Plan.from_json(small())
    sheet = plan.sheet("hr").to_dict()
    assert plan.report(sheet, TODAY).to_json() == wb.Changes().to_json()
    sheet["new"][sheet["field"].index("status")] = "done"
    sheet["new"][sheet["field"].index("spent")] = "12,50"
    sheet["reason"][sheet["field"].index("status")] = "klaar"
    assert plan.check_sheet(sheet).to_dict()["row"] == []
    after = plan.apply(plan.report(sheet, datetime.date(2026, 6, 1), "hr"))
    action = json.loads(after.to_json())["objectives"][0]["sections"][0]["actions"][0]
    assert action["statuses"] == [{"id": "a.status-2026-06-01-1", "status": "done", "date": "2026-06-01",
                                   "by": "hr", "why": {"nl": "klaar"}}]
    assert action["funding"][0]["spent"] == 1250
    with pytest.raises(wb.ConflictError, match="it has 'done' now") as caught:
        after.report(sheet, TODAY)
    assert (caught.value.row, caught.value.item) == (0, "present")
    problems = after.check_sheet(sheet).to_dict()
    assert problems["problem"] == ["changed_since"] * 2
    assert problems["row"][0] == 1


def test_what_is_wrong_is_refused():
    plan = wb.Plan.from_json(small())
    with pytest.raises(wb.ArgumentError, match="today is '2026'"):
        plan.status("2026")
    with pytest.raises(wb.ArgumentTypeError, match="today must be a date or a text, not int"):
        plan.status(2026)
    with pytest.raises(wb.ArgumentError, match="days is -1"):
        plan.agenda(TODAY, -1)
    with pytest.raises(wb.ArgumentError, match="'who' is no actor"):
        plan.duties(TODAY, "who")
    with pytest.raises(wb.ArgumentError, match="not summed by 'colour'"):
        plan.budget_totals("colour")
    with pytest.raises(wb.DataError, match="present"):
        plan.check_sheet({"record": ["a"], "field": ["status"], "new": ["done"]})
    assert wb.Plan.compare([]).to_dict()["text"] == []
