# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Labels, value labels and missing ranges: by hand, and of survey files by pyreadstat."""
import types

import pandas as pd
import pytest

import werkbaar as wb

pyreadstat = pytest.importorskip("pyreadstat")


def test_labels_by_hand():
    frame = wb.Frame({"q": [1, 9], "t": ["x", "y"]}, labels={"q": "Tempo", "t": "Tekst"},
                     value_labels={"q": {1: "nooit"}}, missing_ranges={"q": 9},
                     metadata={"wave": 2023})
    assert (frame.label("q"), frame.label("t")) == ("Tempo", "Tekst")
    assert frame.value_labels("q") == {1: "nooit"} and frame.value_labels("t") == {}
    assert frame.missing_ranges("q") == [(9, 9)] and frame.missing_ranges("t") == []
    assert frame.metadata == {"wave": 2023}


@pytest.mark.parametrize("options", [
    {"labels": {"z": "x"}}, {"labels": ["x"]}, {"labels": {"q": 3}}, {"labels": "x"},
    {"value_labels": {"z": {}}}, {"value_labels": {"q": "x"}}, {"value_labels": 3},
    {"missing_ranges": {"z": [1]}}, {"missing_ranges": {"q": ["x"]}}, {"missing_ranges": [1]},
    {"metadata": "x"}, {"metadata": {"a": {1, 2}}}, {"names": ["q"]},
])
def test_what_does_not_fit_the_columns_is_refused(options):
    with pytest.raises(wb.ArgumentError):
        wb.Frame({"q": [1]}, **options)


@pytest.fixture
def spss(tmp_path):
    path = tmp_path / "answers.sav"
    data = pd.DataFrame({"q": [1.0, 2.0, 99.0, None], "s": ["m", "v", "m", "v"]})
    pyreadstat.write_sav(
        data, path, column_labels={"q": "Werktempo"},
        variable_value_labels={"q": {1.0: "nooit", 2.0: "vaak", 99.0: "weigert"},
                               "s": {"m": "man"}},
        missing_ranges={"q": [99, {"lo": -3, "hi": -1}]})
    return path


def test_a_file_of_spss_keeps_what_it_says(spss):
    data, meta = pyreadstat.read_sav(spss, user_missing=True)
    frame = wb.Frame(data, labels=meta)
    assert frame["q"] == [1, 2, 99, None]
    assert frame.label("q") == "Werktempo" and frame.label("s") is None
    assert frame.value_labels("q") == {1: "nooit", 2: "vaak", 99: "weigert"}
    assert sorted(frame.missing_ranges("q")) == [(-3, -1), (99, 99)]
    assert frame.value_labels("s") == {}


def test_labels_of_columns_that_were_dropped_are_no_fault(spss):
    data, meta = pyreadstat.read_sav(spss, user_missing=True)
    assert wb.Frame(data[["s"]], labels=meta).columns == ["s"]
    assert wb.Frame({"q": [1.0]}, labels=meta).label("q") == "Werktempo"


def test_a_declared_missing_code_is_missing_in_estimates(spss):
    data, meta = pyreadstat.read_sav(spss, user_missing=True)
    estimate = wb.Design(wb.Frame(data, labels=meta)).mean("q")
    assert estimate["estimate"] == [1.5]


def test_letters_for_missing_values_of_stata_are_missing():
    meta = types.SimpleNamespace(
        column_names_to_labels={"q": None}, variable_value_labels={"q": {"a": "weigert", 1: "ja"}},
        missing_ranges={}, missing_user_values={"q": ["a", "b"], "gone": ["a"]})
    data = pd.DataFrame({"q": pd.Series([1.0, "a", None, "b"], dtype=object)})
    frame = wb.Frame(data, labels=meta)
    assert frame["q"] == [1.0, None, None, None]
    assert frame.value_labels("q") == {1: "ja"}
    assert data["q"][1] == "a"
    with pytest.raises(wb.DataError, match="row 1 holds 'a'"):
        wb.Frame(data)
