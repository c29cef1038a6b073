# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Spreadsheets out, read back as the zip of XML that they are."""
import datetime
import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile

import pytest

import werkbaar as wb

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NUMBERS = [0.1 + 0.2, None, -1e300, 5e-324]


def cells(file, number):
    """The cells of a sheet by name: what stands in them, and their type."""
    with zipfile.ZipFile(file) as book:
        assert book.testzip() is None
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    return {cell.get("r"): ("".join(cell.itertext()), cell.get("t"))
            for cell in root.iter(f"{SPACE}c")}


def names(file):
    with zipfile.ZipFile(file) as book:
        return re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())


@pytest.fixture
def path(tmp_path):
    return tmp_path / "book.xlsx"


def test_values_are_what_they_were(path):
    frame = wb.Frame({"x": NUMBERS, "t": ["a<b & c", "=1+1", "", None],
                      "yes": [True, None, False, True]})
    frame.to_xlsx(path)
    assert names(path) == ["Sheet1"]
    found = cells(path, 1)
    assert found["A1"] == ("x", "inlineStr")
    for row, number in enumerate(NUMBERS):
        cell = found.get(f"A{row + 2}")
        assert cell is None if number is None else (float(cell[0]), cell[1]) == (number, None)
    assert [found.get(f"B{row}") for row in (2, 3, 4, 5)] == [
        ("a<b & c", "inlineStr"), ("=1+1", "inlineStr"), ("", "inlineStr"), None]
    assert [found.get(f"C{row}") for row in (2, 3, 4, 5)] == [
        ("1", "b"), None, ("0", "b"), ("1", "b")]


def test_days_and_large_numbers(path):
    wb.write_xlsx({"a": {"d": [datetime.date(1900, 3, 1), datetime.date(1900, 2, 28)],
                         "n": [2**53, 2**53 + 1]}}, path)
    found = cells(path, 1)
    assert found["A2"] == ("61", None) and found["A3"] == ("1900-02-28", "inlineStr")
    assert found["B2"] == (str(2**53), None) and found["B3"] == (str(2**53 + 1), "inlineStr")


def test_sheets_have_names_and_a_note(path):
    file = io.BytesIO()
    wb.write_xlsx({"één": {"a": [1]}, "twee": {"b": [2]}}, file, note="voorlopig")
    assert names(file) == ["één", "twee", "note"]
    assert cells(file, 3)["A2"] == ("voorlopig", "inlineStr")
    again = io.BytesIO()
    wb.write_xlsx({"één": {"a": [1]}, "twee": {"b": [2]}}, again, note="voorlopig")
    assert again.getvalue() == file.getvalue()


@pytest.mark.parametrize("sheets, error", [
    ({}, wb.ArgumentError), ({"a/b": {"a": [1]}}, wb.ArgumentError),
    ({"a": {"a": [1]}, "A": {"a": [1]}}, wb.ArgumentError), ([{"a": [1]}], wb.ArgumentTypeError),
    ({"a": {"t": ["x" * 32768]}}, wb.LimitError), ({3: {"a": [1]}}, wb.WerkbaarError)])
def test_what_no_spreadsheet_holds_is_refused(path, sheets, error):
    with pytest.raises(error):
        wb.write_xlsx(sheets, path)
    assert not path.exists()


def test_a_place_that_cannot_be_is_refused():
    with pytest.raises(wb.IoError):
        wb.write_xlsx({"a": {"a": [1]}}, "/no/such/place.xlsx")
    with pytest.raises(wb.ArgumentTypeError):
        wb.write_xlsx({"a": {"a": [1]}}, 3)


def shown(sheet, row):
    """What openpyxl reads in a row, by the name of the column: the value and its format."""
    names = [cell.value for cell in sheet[1]]
    return {name: (cell.value, cell.number_format)
            for name, cell in zip(names, sheet[row]) if cell.value is not None}


POINTS = '+0.0%"-pt";-0.0%"-pt";0.0%"-pt"'


def test_a_monitor_looks_as_it_is_read(path):
    openpyxl = pytest.importorskip("openpyxl")
    items = wb.Instrument.builtin("wbm-employees").items()["id"]
    people = {"year": [2016] * 20 + [2019] * 90 + [2023] * 90, "weight": [1.0] * 200,
              "stratum": [1] * 200}
    people |= {item: [i % 2 for i in range(200)] for item in items}
    monitor = wb.Monitor("wbm-employees")
    monitor.add(people)
    results = monitor.results()
    parts = ("cells", "changes", "trend", "published", "response")
    wb.write_xlsx({part: results.table(part) for part in parts}, path)
    book = openpyxl.load_workbook(path)
    cells = [shown(book["cells"], row) for row in range(2, book["cells"].max_row + 1)]
    few, rate = [row for row in cells if row["variable"][0] == "werkbaar"][:2]
    assert rate["estimate"][1] == rate["se"][1] == "0.0%"
    # with answers that are all alike nobody is workable
    assert rate["n"] == (90, "#,##0") and rate["status"] == ("extreme", "General")
    score = next(row for row in cells if row["kind"][0] == "score" and row["wave"][0] == "2019")
    assert score["estimate"][1] == "0.00"
    # twenty are fewer than the definition shows
    assert few["status"][0] == few["estimate"][0] == few["n"][0] == "hidden"
    change = next(row for row in (shown(book["changes"], i) for i in range(2, 999))
                  if row["wave"][0] == "2023")
    assert change["difference"][1] == POINTS
    assert shown(book["published"], 2)["published"] == (0.523, "0.0%")
    assert shown(book["response"], 3)["response"] == (53.3, "0.0")
