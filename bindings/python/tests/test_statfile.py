# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Files of SPSS, Stata and SAS. The oracle is pyreadstat: what it writes we read alike, and
what we write it reads alike, on many random frames."""
from __future__ import annotations

import io
import math
import random
import string
from pathlib import Path
from typing import Any

import pytest
import werkbaar as wb

pandas = pytest.importorskip("pandas")
pyreadstat = pytest.importorskip("pyreadstat")

FILES = Path(__file__).parents[3] / "tests" / "io" / "statfiles"


def same(ours: Any, theirs: Any) -> bool:
    """Equal, or both missing; an empty text is missing in these files."""
    lost = theirs is None or theirs == "" or theirs != theirs
    return ours in (None, "") if lost else bool(ours == theirs)


def compare(frame: wb.Frame, data: Any) -> None:
    assert frame.columns == list(data.columns)
    for name in frame.columns:
        for ours, theirs in zip(frame[name], data[name], strict=True):
            assert same(ours, theirs), (name, ours, theirs)


def random_text(rng: random.Random) -> str:
    length = rng.choice([0, 1, 5, 8, 9, 30, 255, 256, 300, 700])
    return "".join(rng.choice(string.ascii_letters + "éßž ") for _ in range(length)).strip()


def random_frame(rng: random.Random) -> tuple[Any, dict[str, Any]]:
    """A data frame, and what is said of its columns."""
    n = rng.choice([1, 2, 7, 50])
    columns: dict[str, Any] = {}
    labels: dict[str, str] = {}
    value_labels: dict[str, dict[float, str]] = {}
    missing: dict[str, list[Any]] = {}
    for i in range(rng.randint(1, 8)):
        name = f"v{i}" + "x" * rng.choice([0, 3, 20])
        labels[name] = random_text(rng)[:80].strip()
        if rng.random() < 0.4:
            columns[name] = [random_text(rng) for _ in range(n)]
            continue
        columns[name] = [rng.choice([1.0, 2.0, 99.0, -0.5, rng.gauss(0, 1e6), math.nan])
                         for _ in range(n)]
        value_labels[name] = {1.0: "één", 2.0: random_text(rng)[:60].strip() or "twee"}
        if rng.random() < 0.5:
            missing[name] = [{"lo": 97.0, "hi": 99.0}, -1.0]
    said = {"column_labels": labels, "variable_value_labels": value_labels,
            "missing_ranges": missing}
    return pandas.DataFrame(columns), said


def check_said(frame: wb.Frame, said: dict[str, Any]) -> None:
    for name, label in said["column_labels"].items():
        assert (frame.label(name) or "") == label
    for name, labels in said["variable_value_labels"].items():
        assert frame.value_labels(name) == labels
    for name in said["missing_ranges"]:
        assert frame.missing_ranges(name) == [(97, 99), (-1, -1)]


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("compress", [False, True])
def test_read_statfile__reads_sav_as_pyreadstat_writes_it(tmp_path: Path, seed: int,
                                                          compress: bool) -> None:
    data, said = random_frame(random.Random(seed))
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(data, str(path), compress=compress, **{
        key: value for key, value in said.items() if value})
    frame = wb.read_statfile(path)
    compare(frame, data)
    check_said(frame, said)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("format", ["sav", "zsav", "dta"])
def test_write_statfile__is_read_by_pyreadstat(tmp_path: Path, seed: int, format: str) -> None:
    data, said = random_frame(random.Random(1000 + seed))
    frame = wb.Frame(data, labels=said["column_labels"],
                     value_labels=said["variable_value_labels"],
                     missing_ranges={} if format == "dta" else {
                         name: [(97, 99), -1] for name in said["missing_ranges"]})
    path = tmp_path / f"a.{format}"
    wb.write_statfile(frame, path)
    read = pyreadstat.read_dta if format == "dta" else pyreadstat.read_sav
    back, meta = read(str(path), user_missing=True)
    compare(frame, back)
    assert meta.column_names == frame.columns
    for name, label in said["column_labels"].items():
        assert (meta.column_names_to_labels[name] or "") == label
    for name, labels in said["variable_value_labels"].items():
        assert meta.variable_value_labels[name] == labels
    if format != "dta":
        for name in said["missing_ranges"]:
            assert meta.missing_ranges[name] == [{"lo": 97.0, "hi": 99.0},
                                                 {"lo": -1.0, "hi": -1.0}]
    compare(wb.read_statfile(path), back)


@pytest.mark.parametrize("seed", range(10))
def test_read_statfile__reads_dta_and_por_as_pyreadstat_writes_them(tmp_path: Path,
                                                                    seed: int) -> None:
    data, said = random_frame(random.Random(2000 + seed))
    path = tmp_path / "a.dta"
    pyreadstat.write_dta(data, str(path), version=14, column_labels=said["column_labels"])
    compare(wb.read_statfile(path), data)
    upper = data.select_dtypes("number").rename(
        columns={name: f"C{i}" for i, name in enumerate(data.columns)})
    if len(upper.columns):
        path = tmp_path / "a.por"
        pyreadstat.write_por(upper, str(path))
        frame = wb.read_statfile(path)
        for name in frame.columns:
            for ours, theirs in zip(frame[name], upper[name], strict=True):
                assert same(ours, theirs) or ours == pytest.approx(theirs, rel=1e-12)


def test_read_statfile__keeps_tags_apart_or_not() -> None:
    frame = wb.read_statfile(FILES / "people.dta", tags=True)
    (low, high), = frame.missing_ranges("often")
    assert frame["often"][:2] == [1, 5]
    assert low == frame["often"][2] < frame["often"][3] < high
    plain = wb.read_statfile(FILES / "people.dta", columns=["often"])
    assert plain["often"] == [1, 5, None, None, None]
    assert plain.equals(wb.read_statfile(FILES / "people.dta", columns="often"))
    assert plain.missing_ranges("often") == []


def test_scan_statfile__goes_by_chunks_also_of_open_files() -> None:
    for name in ("people.sav", "people.zsav", "people.dta", "people.xpt"):
        with open(FILES / name, "rb") as file:
            source = wb.scan_statfile(file, chunk_rows=2)
            assert [len(chunk["id"]) for chunk in source] == [2, 2, 1]


def test_statfile_table__tells_of_variables() -> None:
    table = wb.statfile_table(FILES / "people.sav")
    assert table["variable"][2] == "often"
    assert table["missing"][2] == "97 THRU 99, 9"
    assert wb.statfile_table(FILES / "people.dta", "labels")["tag"] == [None, None, "a"]
    assert wb.statfile_table((FILES / "people.por").read_bytes(), "file")["value"][0] == "POR"


def test_read_statfile__says_what_is_wrong() -> None:
    whole = (FILES / "plain.sav").read_bytes()
    with pytest.raises(wb.DataError, match="was cut off in row 4") as failed:
        wb.read_statfile(whole[:-1])
    assert failed.value.row == 4
    with pytest.raises(wb.DataError, match="is no file of SPSS"):
        wb.read_statfile(b"id,a\n1,2\n")
    with pytest.raises(wb.DataError, match="wanted and not there"):
        wb.read_statfile(whole, columns=["nobody"])


def test_write_statfile__says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(wb.DataError, match="illegal"):
        wb.write_statfile({"a b": [1]}, io.BytesIO())
    with pytest.raises(wb.ArgumentError, match="format must be one of"):
        wb.write_statfile({"a": [1]}, tmp_path / "a.sav", format="xls")


def test_score__is_the_same_from_a_sav_file(tmp_path: Path) -> None:
    """Answers as doubles with declared missing codes score as those of CSV."""
    sample = Path(__file__).parents[3] / "data" / "sample" / "wbm-employees.csv"
    answers = wb.read_csv(sample)
    wb.write_statfile(answers, tmp_path / "answers.sav")
    back = wb.read_statfile(tmp_path / "answers.sav")
    instrument = wb.Instrument.builtin("wbm-employees")
    ours, theirs = wb.score(back, instrument), wb.score(answers, instrument)
    for name in theirs.columns:
        if name not in answers.columns:
            assert ours[name] == theirs[name]


def test_to_csv__writes_labels_in_place_of_codes() -> None:
    frame = wb.Frame({"sex": [1, 2, None]}, value_labels={"sex": {1: "man"}})
    assert frame.to_csv(labels=True) == "sex\nman\n2\nNA\n"
    assert frame.to_csv() == "sex\n1\n2\nNA\n"
