# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""A fresh SAV of each group becomes all tables: the numbers of C, the command and R
(tests/vectors/wave_expected.csv); what its labels and its wave say that cannot be."""
import json

import pytest
import werkbaar as wb
from cases import ROOT, VECTORS
from vectors import read

GROUPS = ["wbm-employees", "wbm-selfemployed"]


def answers(group):
    """The sample's answers of 2019 and 2023 as lists; groups are codes with labels."""
    definition = json.loads((ROOT / f"data/monitors/{group}.json").read_text(encoding="utf-8"))
    columns = wb.read_csv(ROOT / f"data/sample/{group}.csv").to_dict()
    rows = [i for i, year in enumerate(columns["year"]) if year in (2019, 2023)]
    columns = {name: [values[i] for i in rows] for name, values in columns.items()}
    labels = {}
    for variable in definition["variables"]:
        categories = variable.get("categories", variable.get("bands"))
        ids = [category["id"] for category in categories]
        values = columns.get(variable["id"], [])
        if any(value in ids for value in values):
            columns[variable["id"]] = [None if v is None else ids.index(v) + 1 for v in values]
            labels[variable["id"]] = {i + 1: f" {category['label']['en'].title()}"
                                      for i, category in enumerate(categories)}
    return columns, labels


@pytest.mark.parametrize("ending", ["sav", "dta"])
@pytest.mark.parametrize("group", GROUPS)
def test_a_fresh_file_becomes_all_tables(group, ending, tmp_path):
    columns, labels = answers(group)
    path = tmp_path / f"fresh.{ending}"
    wb.write_statfile(wb.Frame(columns, value_labels=labels), path)
    monitor = wb.Monitor(group)
    monitor.add(wb.scan_statfile(path), name=path.name)
    results = monitor.results()
    tables = {}
    for row in read(VECTORS / "wave_expected.csv"):
        if row["group"] != group:
            continue
        if row["part"] not in tables:
            tables[row["part"]] = results.table(row["part"]).to_dict()
        values = tables[row["part"]][row["column"]]
        numbers = [value for value in values if value is not None]
        assert (len(values), len(numbers)) == (int(row["rows"]), int(row["numbers"])), row
        assert sum(numbers) == pytest.approx(float(row["sum"]), rel=1e-9, abs=1e-9), row


def test_write__leaves_what_the_tables_have(tmp_path):
    columns, labels = answers("wbm-selfemployed")
    monitor = wb.Monitor("wbm-selfemployed")
    monitor.add(wb.Frame(columns, value_labels=labels), name="fresh.sav")
    results = monitor.results()
    tables = results.tables()
    assert list(tables) == [part for part in results.parts if part != "audit"]
    assert f"cells {len(tables['cells'])}, changes" in repr(results)
    paths = results.write(tmp_path / "new", note="of 2023")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(
        path.rpartition("/")[2] for path in paths)
    assert "wbm-selfemployed-audit.csv" not in [path.rpartition("/")[2] for path in paths]
    folder = tmp_path / "new"
    text = (folder / "wbm-selfemployed-targets.csv").read_text(encoding="utf-8")
    assert text == tables["targets"].to_csv(comment="of 2023")
    part = json.loads((folder / "wbm-selfemployed-targets.json").read_text(encoding="utf-8"))
    assert part["rows"] == json.loads(tables["targets"].to_json())["rows"]
    assert part["metadata"]["note"] == "of 2023"
    assert (folder / "wbm-selfemployed.xlsx").read_bytes()[:2] == b"PK"
    with pytest.raises(wb.ArgumentError, match="'html'"):
        results.write(tmp_path, "html")


def test_add__names_file_wave_variable_and_label():
    columns, labels = answers("wbm-selfemployed")
    labels["sex"] = {1: "man", 2: "onbekend"}
    frame = wb.Frame(columns, value_labels=labels)
    with pytest.raises(wb.DataError, match=r"new.sav, wave 20\d\d: column 'sex' has the value '2' "
                                           r"\('onbekend'\)"):
        wb.Monitor("wbm-selfemployed").add(frame, name="new.sav")
    with pytest.raises(wb.DataError, match="new.sav, wave 2016: column 'year' has the wave '20"):
        wb.Monitor("wbm-selfemployed").add(frame, wave=2016, name="new.sav")


def test_results__say_what_may_be_another_wave():
    columns, labels = answers("wbm-selfemployed")
    columns["year"] = [6] * len(columns["year"])
    monitor = wb.Monitor("wbm-selfemployed")
    monitor.add(wb.Frame(columns, value_labels=labels), wave=2023, name="new.sav")
    notes = monitor.results().table("notes").to_dict()
    at = notes["kind"].index("other_wave")
    assert [notes[name][at] for name in ("wave", "source", "variable", "category")] == [
        "2023", "new.sav", "year", "6"]
