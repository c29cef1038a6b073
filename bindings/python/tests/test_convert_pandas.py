# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Frames of pandas and pandas of frames."""
import datetime
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import werkbaar as wb

UTC = datetime.timezone.utc
# What pandas makes of text by itself.
TEXT = str(pd.Series(["x"]).dtype)


def one(values, **options):
    return pd.DataFrame({"a": pd.Series(values, **options)})


def address(frame, buffer=1):
    """Where the values of column a lie, as Arrow hands them out."""
    return pa.table(frame)["a"].chunk(0).buffers()[buffer].address


@pytest.mark.parametrize("data, kind, found", [
    (one([1, 2], dtype="int8"), "int8", [1, 2]),
    (one([0.5, np.nan]), "float64", [0.5, None]),
    (one([True, False]), "bool", [True, False]),
    (one([1, None], dtype="Int16"), "int16", [1, None]),
    (one([1, None], dtype="UInt8"), "uint8", [1, None]),
    (one([0.5, None], dtype="Float32"), "float32", [0.5, None]),
    (one([True, None], dtype="boolean"), "bool", [True, None]),
    (one(["x", None], dtype="string[python]"), "utf8", ["x", None]),
    (one(["x", None], dtype="string[pyarrow]"), "utf8", ["x", None]),
    (one(["x", None], dtype="str"), "utf8", ["x", None]),
    (one([None, None], dtype="string[python]"), "utf8", [None, None]),
    (one(["x", None], dtype=object), "utf8", ["x", None]),
    (one(["x", np.nan], dtype=object), "utf8", ["x", None]),
    (one([1, None, pd.NA], dtype=object), "int64", [1, None, None]),
    (one([True, None], dtype=object), "bool", [True, None]),
    (one([datetime.date(2023, 5, 1), pd.NaT], dtype=object), "date32",
     [datetime.date(2023, 5, 1), None]),
    (one([pd.Timestamp("2023-05-01 12:00", tz="UTC"), None], dtype=object), "timestamp",
     [datetime.datetime(2023, 5, 1, 12, tzinfo=UTC), None]),
    (one([None, np.nan], dtype=object), "float64", [None, None]),
    (one([1, None], dtype=pd.ArrowDtype(pa.int8())), "int8", [1, None]),
    (one(["x", None], dtype=pd.ArrowDtype(pa.string())), "utf8", ["x", None]),
    (one([datetime.date(2023, 5, 1)], dtype=pd.ArrowDtype(pa.date32())), "date32",
     [datetime.date(2023, 5, 1)]),
    (one(["x", None], dtype="category"), "dictionary", ["x", None]),
    (one([3, None, 1], dtype="category"), "int64", [3, None, 1]),
    (one([True, None], dtype="category"), "bool", [True, None]),
    (one([], dtype="category"), "dictionary", []),
    (pd.DataFrame({"a": pd.Categorical([None, None])}), "dictionary", [None, None]),
    (one(pd.arrays.SparseArray([0, 0, 1])), "int64", [0, 0, 1]),
    (one([], dtype="float64"), "float64", []),
])
def test_every_kind_of_column(data, kind, found):
    frame = wb.Frame(data)
    assert frame.types == {"a": kind}
    assert frame["a"] == found
    assert wb.Frame({"a": data["a"]})["a"] == found
    assert wb.Frame({"a": data["a"].array})["a"] == found


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_times_of_any_unit_and_zone(unit):
    times = pd.Series(["2023-05-01 12:00", None]).astype(f"datetime64[{unit}]")
    noon = datetime.datetime(2023, 5, 1, 12, tzinfo=UTC)
    assert wb.Frame({"a": times})["a"] == [noon, None]
    local = times.dt.tz_localize("Europe/Brussels")
    assert wb.Frame({"a": local})["a"] == [noon - datetime.timedelta(hours=2), None]


def test_a_time_finer_than_microseconds_is_refused():
    for values in (pd.Series([None, pd.Timestamp(1)]),
                   pd.Series([None, pd.Timestamp(1)], dtype=object),
                   pd.Series([None, pd.Timestamp(1, tz="UTC")])):
        with pytest.raises(wb.DataError, match="whole number of microseconds") as caught:
            wb.Frame({"a": values})
        assert (caught.value.item, caught.value.row) == ("a", 1)


def test_columns_are_not_copied():
    numbers = np.arange(1000.0)
    data = pd.DataFrame({"a": numbers}, copy=False)
    assert address(wb.Frame(data)) == numbers.ctypes.data
    masked = pd.DataFrame({"a": pd.array([1, None] * 500, dtype="Int64")})
    assert address(wb.Frame(masked)) == masked["a"].array._data.ctypes.data
    times = one(["2023-05-01"] * 1000).astype("datetime64[us]")
    assert address(wb.Frame(times)) == times["a"].to_numpy().ctypes.data
    column = pd.array(["x"] * 1000, dtype="string[pyarrow]")
    text = pa.chunked_array(column.__arrow_array__()).chunk(0).buffers()
    assert text[-1].address in [buffer.address for buffer in
                                pa.table(wb.Frame({"a": column}))["a"].chunk(0).buffers()[1:]]


def test_a_strided_column_is_laid_out_anew():
    block = pd.DataFrame(np.arange(12).reshape(4, 3), columns=["a", "b", "c"],
                         copy=False)
    assert block["b"].to_numpy().strides != (8,)
    assert wb.Frame(block).to_dict() == {"a": [0, 3, 6, 9], "b": [1, 4, 7, 10],
                                         "c": [2, 5, 8, 11]}
    assert wb.Frame(block[::2])["c"] == [2, 8]


def test_categories_keep_their_order():
    values = pd.Categorical(["laag", "hoog", None], ["laag", "midden", "hoog"], ordered=True)
    frame = wb.Frame(pd.DataFrame({"a": values}))
    assert frame.categories("a") == ["laag", "midden", "hoog"]
    assert frame.is_ordered("a")
    again = frame.to_pandas()["a"].cat
    assert again.ordered and list(again.categories) == ["laag", "midden", "hoog"]
    assert again.codes.tolist() == [0, 2, -1]
    many = pd.Categorical([f"c{index}" for index in range(40_000)])
    assert wb.Frame({"a": many})["a"][-1] == "c39999"


@pytest.mark.parametrize("data, words", [
    (one([1, "x"], dtype=object), "mixes whole numbers and text: row 1"),
    (one(["x", 1.5], dtype=object), "mixes text and numbers: row 1"),
    (one([1, "x"], dtype="category"), "mixes"),
    (one(pd.to_timedelta([1], unit="s")), "durations"),
    (one(pd.period_range("2020", periods=2, freq="M")), "period"),
    (one(pd.interval_range(0, 2)), "interval"),
    (one([1j]), "complex"),
    (one([[1]], dtype=object), "list in row 0"),
    (one([[1]], dtype=pd.ArrowDtype(pa.list_(pa.int8()))), "'a'"),
])
def test_what_a_column_cannot_hold_is_refused_by_name(data, words):
    with pytest.raises(wb.WerkbaarError, match=words) as caught:
        wb.Frame(data)
    assert caught.value.item == "a"


def test_names_are_text_and_differ():
    with pytest.raises(wb.ArgumentTypeError, match="column name 0 is int"):
        wb.Frame(pd.DataFrame([[1, 2]]))
    with pytest.raises(wb.ArgumentTypeError, match="tuple"):
        wb.Frame(pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])))
    with pytest.raises(wb.ArgumentError, match="already has a column 'a'"):
        wb.Frame(pd.DataFrame([[1, 2]], columns=["a", "a"]))


def test_empty_frames():
    assert wb.Frame(pd.DataFrame()).shape == (0, 0)
    assert wb.Frame(pd.DataFrame(index=range(3))).shape == (3, 0)
    assert wb.Frame(one([], dtype="int8")).types == {"a": "int8"}
    assert wb.Frame().to_pandas().shape == (0, 0)
    assert wb.Frame(pd.DataFrame(index=range(3))).to_pandas().shape == (3, 0)


def test_pandas_of_a_frame():
    frame = wb.Frame({
        "i": [1, 2], "I": [1, None], "f": [0.5, None], "b": [True, False], "B": [True, None],
        "t": ["x", None], "d": [datetime.date(2023, 5, 1), None],
        "w": [datetime.datetime(2023, 5, 1, 12, tzinfo=UTC), None], "n": [None, None],
        "s": np.array([1, 2], dtype="int8"), "S": pd.array([1, None], dtype="UInt16")})
    data = frame.to_pandas()
    assert {name: str(dtype) for name, dtype in data.dtypes.items()} == {
        "i": "int64", "I": "Int64", "f": "float64", "b": "bool", "B": "boolean", "t": TEXT,
        "d": "datetime64[s]", "w": "datetime64[us, UTC]", "n": "object", "s": "int8",
        "S": "UInt16"}
    assert data["I"].tolist() == [1, pd.NA] and data["B"].tolist() == [True, pd.NA]
    assert data["w"][0] == pd.Timestamp("2023-05-01 12:00", tz="UTC") and data["w"].isna()[1]
    again = wb.Frame(data)
    assert {**again.types, "d": "date32"} == {**frame.types}
    assert again.select(["i", "I", "f", "B", "t", "w", "S"]).equals(
        frame.select(["i", "I", "f", "B", "t", "w", "S"]))


def test_what_a_frame_knows_stays_with_the_data():
    frame = wb.Frame({"q": [1, 9], "t": ["x", "y"]}, labels={"q": "Tempo"},
                     value_labels={"q": {1: "nooit"}}, missing_ranges={"q": [9]},
                     metadata={"wave": 2023})
    data = frame.to_pandas()
    assert data.attrs["werkbaar"] == {
        "metadata": {"wave": 2023}, "labels": {"q": "Tempo"},
        "value_labels": {"q": {1: "nooit"}}, "missing_ranges": {"q": [(9, 9)]}}
    assert wb.Frame(data).equals(frame)
    less = wb.Frame(data[["t"]])
    assert less.metadata == {"wave": 2023} and less.columns == ["t"]
    data.attrs["werkbaar"] = "something else"
    assert wb.Frame(data).metadata is None
    assert wb.Frame({"a": [1]}).to_pandas().attrs == {}


def test_what_a_frame_knows_goes_through_json_as_in_a_parquet_file_of_pandas():
    frame = wb.Frame({"q": [1, 9], "r": [0.5, -1.0]}, labels={"q": "Tempo"},
                     value_labels={"q": {1: "nooit"}, "r": {0.5: "half", -1: "geen"}},
                     missing_ranges={"q": [(9, float("inf"))]}, metadata={"wave": 2023})
    data = frame.to_pandas()
    data.attrs = json.loads(json.dumps(data.attrs))
    assert wb.Frame(data).equals(frame)
    data.attrs["werkbaar"]["value_labels"]["q"]["often"] = "vaak"
    with pytest.raises(wb.ArgumentTypeError, match="code 'often' is str"):
        wb.Frame(data)


def test_a_frame_of_pandas_is_not_disturbed_by_its_other_rows():
    data = pd.DataFrame({"a": [1, 2, 3]}, index=[7, 7, 9])
    assert wb.Frame(data)["a"] == [1, 2, 3]
    assert wb.Frame({"a": data["a"], "b": [1, 2, 3]}).shape == (3, 2)
