# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Monitors: the vectors that C and R read, what is refused, handles that are used wrongly."""
import copy
import io
import json
import re

import pytest
import werkbaar as wb
from cases import run_guide
from vectors import VECTORS, read

KEYS = ("wave", "reference", "sex", "against", "variable")
PARTS = {"cells": "estimate", "changes": "difference", "groups": "difference",
         "trend": "slope", "targets": "difference"}


def monitor_of(definition):
    return wb.Monitor(
        wb.MonitorDefinition.from_file(VECTORS / f"monitor_{definition}.json"),
        instrument=wb.Instrument.from_file(VECTORS / "monitor_instrument.json"))


def rows_by_key(table):
    columns = table.to_dict()
    count = len(columns["variable"])
    absent = [None] * count
    keys = zip(*(columns.get(key, absent) for key in KEYS))
    return {tuple(part or "" for part in key):
            {name: values[i] for name, values in columns.items()}
            for i, key in enumerate(keys)}


@pytest.mark.parametrize("case", read(VECTORS / "monitor_cases.csv"), ids=lambda case: case["name"])
def test_a_monitor_is_what_r_makes_of_it(case):
    monitor = monitor_of(case["definition"])
    monitor.add(wb.read_csv(VECTORS / f"monitor_{case['name']}.csv"))
    results = monitor.results()
    tables = {part: rows_by_key(results.table(part)) for part in PARTS}
    for expected in read(VECTORS / f"monitor_{case['name']}_expected.csv"):
        row = tables[expected["part"]][tuple(expected[key] or "" for key in KEYS)]
        names = {"value": PARTS[expected["part"]], "se": "se", "lower": "lower",
                 "upper": "upper", "df": "df", "p": "p"}
        for theirs, ours in names.items():
            if expected[theirs]:
                assert row[ours] == pytest.approx(float(expected[theirs]), rel=1e-10, abs=1e-10)


def test_estimates_stand_beside_what_was_published():
    items = wb.Instrument.builtin("wbm-employees").items()["id"]
    people = {"weight": [1.0] * 60, "stratum": [1] * 60}
    people |= {item: [i % 2 for i in range(60)] for item in items}
    monitor = wb.Monitor("wbm-employees")
    monitor.add(people, wave=2023)
    table = monitor.results().table("published").to_dict()
    rates = {wave: (table["status"][i], round(table["published"][i], 6), table["published_n"][i])
             for i, wave in enumerate(table["wave"])
             if table["variable"][i] == "werkbaar" and table["sector"][i] is None
             and table["occupation"][i] is None
             and table["published_status"][i] == "anchored"}
    # data/reference/wbm-employees.json: the rate of every wave, of which one came in
    assert rates == {"2004": ("missing", 0.523, None), "2007": ("missing", 0.541, 10660),
                     "2010": ("missing", 0.543, None), "2013": ("missing", 0.546, 17214),
                     "2016": ("missing", 0.51, 12000), "2019": ("missing", 0.496, 13000),
                     "2023": ("ok", 0.518, 8900)}

def test_waves_come_apart_or_together():
    rows = wb.read_csv(VECTORS / "monitor_strata_1.csv")
    together, apart = monitor_of("strata"), monitor_of("strata")
    together.add(rows)
    years = rows["year"]
    for year in (2016, 2010, 2013):
        columns = {name: [value for value, of in zip(rows[name], years) if of == year]
                   for name in rows.columns}
        apart.add(columns, wave=year)
    assert len(together) == len(apart)
    cells = [m.results().table("cells").to_dict() for m in (together, apart)]
    assert cells[0]["estimate"] == pytest.approx(cells[1]["estimate"], rel=1e-12, nan_ok=True)


def test_what_contradicts_is_named():
    monitor = monitor_of("strata")
    rows = {"weight": [1.0], "stratum": [1], "sex": [3], "a1": [0]}
    with pytest.raises(wb.DataError) as caught:
        monitor.add(rows, wave="2010", name="first.sav")
    assert caught.value.item == "sex"
    assert "first.sav, wave 2010" in str(caught.value)
    with pytest.raises(wb.DataError, match="but 'SEX': capitals count"):
        monitor.add({"weight": [1.0], "stratum": [1], "SEX": [3], "a1": [0]}, wave="2010")
    assert len(monitor) == 0


def test_a_spec_is_another_design():
    rows = wb.read_csv(VECTORS / "monitor_strata_1.csv")
    plain = wb.Monitor(wb.MonitorDefinition.from_file(VECTORS / "monitor_strata.json"),
                       instrument=wb.Instrument.from_file(VECTORS / "monitor_instrument.json"),
                       spec=wb.Spec(weights="weight", mean="a1"))
    plain.add(rows)
    found = rows_by_key(plain.results(level=0.9).table("cells"))
    assert found[("2010", "", "", "", "sa")]["df"] != 0


def test_handles_are_used_as_they_should():
    with pytest.raises(wb.ArgumentTypeError):
        wb.MonitorDefinition()
    with pytest.raises(wb.ArgumentTypeError):
        wb.MonitorResults()
    with pytest.raises(wb.ArgumentTypeError):
        wb.Monitor(3)
    with pytest.raises(wb.ArgumentTypeError):
        copy.copy(wb.Monitor("wbm-employees"))
    with pytest.raises(wb.ArgumentError):
        wb.MonitorDefinition.builtin("none")
    definition = wb.MonitorDefinition.builtin("wbm-employees")
    assert copy.deepcopy(definition) == definition and len(definition.hash) == 64


def page_of(results, **options):
    page = io.BytesIO()
    try:
        wb.explore(results, page, **options)
    except wb.UnsupportedError:
        pytest.skip("built without Vega")
    return page.getvalue().decode()


def test_an_explorer_page_holds_what_the_table_shows():
    monitor = monitor_of("strata")
    monitor.add(wb.read_csv(VECTORS / "monitor_strata_1.csv"))
    results = monitor.results()
    page = page_of([results, results], language="en", title="Twice <b>", note="a note")
    text = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1]
    assert "<" not in text
    data = json.loads(text)
    assert (data["language"], data["title"], data["note"]) == ("en", "Twice <b>", "a note")
    assert [one["id"] for one in data["sets"]] == ["vectors", "vectors-2"]
    cells = results.table("cells").to_dict()
    shown = [value for value in cells["estimate"] if value is not None]
    assert len(data["sets"][0]["cells"]["value"]) == len(shown)


def test_an_explorer_page_refuses_what_is_none(tmp_path):
    with pytest.raises(wb.ArgumentTypeError):
        wb.explore([3], tmp_path / "page.html")
    monitor = monitor_of("strata")
    monitor.add(wb.read_csv(VECTORS / "monitor_strata_1.csv"))
    for wrong in ({"results": []}, {"results": monitor.results(), "language": "fr"}):
        with pytest.raises(wb.ArgumentError):
            wb.explore(path=tmp_path / "page.html", **wrong)
    assert not (tmp_path / "page.html").exists()


def test_the_examples_of_the_guide_run(monkeypatch):
    known = run_guide("monitor.md", monkeypatch)
    assert all(len(known[part]) > 0 for part in ("cells", "changes", "groups", "trend", "notes"))


def protected(min_n, **changed):
    """The definition of the vectors, with what it shows protected."""
    definition = json.loads((VECTORS / "monitor_strata.json").read_text())
    definition["publication"] = {"min_n": min_n, "mode": "hide", "protect": "all"} | changed
    definition["variables"].append({"id": "stratum"})
    definition["breakdowns"] = ["sex", "stratum", "sex*stratum"]
    monitor = wb.Monitor(wb.MonitorDefinition.from_json(json.dumps(definition)),
                         instrument=wb.Instrument.from_file(VECTORS / "monitor_instrument.json"))
    monitor.add(wb.read_csv(VECTORS / "monitor_strata_1.csv"))
    return monitor


def released_of(results):
    table = results.table("released").to_dict()
    return {key: (table["n"][i], table["problem"][i], table["status"][i])
            for i, key in enumerate(zip(table["cell"], table["measure"]))}


def counted(year, **where):
    """Answers to A in a cell, and problems, by the answers themselves."""
    rows = [row for row in read(VECTORS / "monitor_strata_1.csv")
            if row["year"] == year and row["a1"] and row["a2"] and
            all(row[name] == value for name, value in where.items())]
    return len(rows), sum(row["a1"] == "1" or row["a2"] == "1" for row in rows)


def test_what_is_released_are_counts_of_the_answers():
    released = released_of(protected(10).results())
    for year in ("2010", "2013", "2016"):
        assert released[year, "ia"] == (*counted(year), "ok")
        for stratum in "123":
            n, problem, status = released[f"{year}/stratum={stratum}", "ia"]
            assert (n, problem) == (counted(year, stratum=stratum) if status == "ok"
                                    else (None, None))


def test_a_rule_hides_more_than_what_is_few():
    monitor = protected(20)
    results = monitor.results()
    cells, audit = results.table("cells").to_dict(), results.table("audit").to_dict()
    rules = {"too_few", "dominance", "protects", "left_over"}
    assert set(audit["rule"]) <= rules and {"too_few"} < set(audit["rule"])
    hidden = [status == "hidden" for status in cells["status"]]
    assert any(hidden) and not all(hidden)
    assert all((flag == "withheld") == gone for flag, gone in zip(cells["flag"], hidden))
    assert all(value is None for value, gone in zip(cells["estimate"], hidden) if gone)
    alone = protected(20, protect="none").results()
    assert sum(s == "hidden" for s in alone.table("cells")["status"]) < sum(hidden)
    assert len(alone.table("released")["cell"]) == 0


def test_a_second_report_keeps_to_the_first():
    first = protected(20).results(release="first")
    ledger = wb.Ledger.from_json(first.ledger().to_json())
    second = protected(10).results(release="second", earlier=ledger)
    then, now, alone = (released_of(r) for r in (first, second, protected(10).results()))
    assert now == then and alone != then
    assert set(second.table("released")["release"]) == {"first"}
    assert second.ledger().scope == "vectors"
    with pytest.raises(wb.ConflictError):
        protected(20).results(release="first", earlier=ledger)
    with pytest.raises(wb.ArgumentError):
        protected(20).results(earlier=ledger)
    with pytest.raises(wb.ArgumentError):
        protected(20).results().ledger()
    with pytest.raises(wb.ConflictError):
        protected(20).results(release="second", earlier=ledger, scope="other")
