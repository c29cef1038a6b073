# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Frames of numpy arrays: types, layouts, and that nothing is copied that need not be."""
import datetime

import numpy as np
import pyarrow as pa
import pytest

import werkbaar as wb

WHOLE = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]


def address(frame, name):
    """Where the values of a column lie, as Arrow hands them out."""
    return pa.table(frame)[name].chunk(0).buffers()[1].address


@pytest.mark.parametrize("dtype", [*WHOLE, "float32", "float64", "bool"])
def test_every_number_type_keeps_its_type(dtype):
    frame = wb.Frame({"a": np.array([0, 1], dtype=dtype)})
    assert frame.types == {"a": dtype}
    assert frame["a"] == [0, 1]
    assert frame.to_numpy("a").dtype == dtype


@pytest.mark.parametrize("dtype", ["int32", "int64", "float64"])
def test_arrays_are_not_copied(dtype):
    values = np.arange(1000).astype(dtype)
    frame = wb.Frame({"a": values})
    assert address(frame, "a") == values.ctypes.data
    assert address(frame[10:], "a") == values.ctypes.data
    assert address(frame.select(["a"]), "a") == values.ctypes.data


@pytest.mark.parametrize("dtype", [*WHOLE, "float32", "float64", "bool"])
def test_a_change_of_the_array_shows_since_it_is_borrowed(dtype):
    values = np.zeros(3, dtype=dtype)
    frame = wb.Frame({"a": values})
    values[1] = 1
    assert frame["a"] == [0, 1, 0]


def test_times_in_microseconds_are_not_copied():
    times = np.array(["2023-05-01T12:00", "NaT"], dtype="datetime64[us]")
    frame = wb.Frame({"a": times})
    assert address(frame, "a") == times.ctypes.data
    assert frame["a"][1] is None


@pytest.mark.parametrize("array, found", [
    (np.arange(6)[::2], [0, 2, 4]),
    (np.arange(3)[::-1], [2, 1, 0]),
    (np.arange(6).reshape(3, 2)[:, 1], [1, 3, 5]),
    (np.broadcast_to(np.int64(7), 3), [7, 7, 7]),
    (np.arange(3, dtype=">i2"), [0, 1, 2]),
    (np.arange(3, dtype=">f8"), [0, 1, 2]),
    (np.array([(1, 2), (3, 4)], dtype=[("x", "i1"), ("y", "f8")])["y"], [2.0, 4.0]),
    (np.arange(3, dtype="float16"), [0.0, 1.0, 2.0]),
    (np.arange(3, dtype="longdouble"), [0.0, 1.0, 2.0]),
    (np.array([0.5, np.nan]), [0.5, None]),
    (np.array(["x", "yé"]), ["x", "yé"]),
    (np.array(["x", None], dtype=object), ["x", None]),
    (np.array([np.int8(3), None], dtype=object), [3, None]),
    (np.array([np.bool_(True), None], dtype=object), [True, None]),
    (np.ma.array([1, 2, 3], mask=[0, 1, 0]), [1, None, 3]),
    (np.ma.array([True, False], mask=[0, 1]), [True, None]),
    (np.ma.array(["x", "y"], mask=[0, 1]), ["x", None]),
    (np.ma.array([1, 2]), [1, 2]),
    (np.zeros(0), []),
    (np.array(["2023-05-01", "NaT"], dtype="datetime64[D]"), [datetime.date(2023, 5, 1), None]),
    (np.array(["2023-05"], dtype="datetime64[M]"), [datetime.date(2023, 5, 1)]),
    (np.ma.array(["2023-05-01"] * 2, dtype="datetime64[D]", mask=[0, 1]),
     [datetime.date(2023, 5, 1), None]),
])
def test_layouts_and_types(array, found):
    array.flags.writeable = False
    assert wb.Frame({"a": array})["a"] == found


@pytest.mark.parametrize("unit", ["h", "m", "s", "ms", "us", "ns", "10s"])
def test_times_of_any_unit(unit):
    times = np.array(["2023-05-01T12:00", "NaT"], dtype=f"datetime64[{unit}]")
    noon = datetime.datetime(2023, 5, 1, 12, tzinfo=datetime.timezone.utc)
    assert wb.Frame({"a": times})["a"] == [noon, None]


def test_a_time_finer_than_microseconds_is_refused():
    times = np.array(["NaT", "2023-05-01T12:00:00.000000001"], dtype="datetime64[ns]")
    with pytest.raises(wb.DataError, match="row 1 is not a whole number of microseconds") as caught:
        wb.Frame({"a": times})
    assert (caught.value.item, caught.value.row) == ("a", 1)


@pytest.mark.parametrize("unit, ticks, microseconds", [
    ("h", 1, 3_600_000_000), ("15m", 1, 900_000_000), ("s", 1, 1_000_000), ("ms", 1, 1000),
    ("10us", 1, 10), ("1000ns", 1, 1), ("25as", 40_000_000_000, 1),
])
def test_the_farthest_times_of_a_unit_come_through(unit, ticks, microseconds):
    most = np.iinfo("int64").max // max(ticks, microseconds)
    times = np.array([-most * ticks, 0, most * ticks, np.iinfo("int64").min])
    frame = wb.Frame({"a": times.view(f"datetime64[{unit}]")})
    column = frame.to_arrow()["a"].cast("int64").to_pylist()
    assert column == [-most * microseconds, 0, most * microseconds, None]


@pytest.mark.parametrize("array", [
    np.array(["9999999-01-01"], dtype="datetime64[D]"),
    np.array([2**62], dtype="datetime64[s]"),
    np.array([2**63 - 1], dtype="datetime64[h]"),
    np.array([-2**62], dtype="datetime64[ms]"),
    np.array([-2**40], dtype="datetime64[Y]"),
    np.array([2**62], dtype="datetime64[Y]"),
    np.array([2**62], dtype="datetime64[7D]"),
    np.array([-2**63 + 1], dtype="datetime64[ns]"),
])
def test_a_time_too_far_away_is_refused(array):
    with pytest.raises(wb.DataError) as caught:
        wb.Frame({"a": array})
    assert (caught.value.item, caught.value.row) == ("a", 0)


@pytest.mark.parametrize("array", [
    np.array([1j]), np.array([b"x"]), np.array([1], dtype="timedelta64[s]"),
    np.array([(1,)], dtype=[("x", "i4")]), np.array(["NaT"], dtype="datetime64"),
    np.zeros((2, 2)), np.zeros(()), np.zeros((0, 3)),
    np.array([1, "x"], dtype=object), np.array([[1], [2, 3]], dtype=object),
])
def test_other_arrays_are_refused_by_name(array):
    with pytest.raises(wb.WerkbaarError, match="column 'a'") as caught:
        wb.Frame({"a": array})
    assert caught.value.item == "a"


@pytest.mark.parametrize("make", [list, lambda values: np.array(values, dtype=object)])
@pytest.mark.parametrize("kind", [int, np.int64, np.uint64])
def test_a_whole_number_that_no_floating_point_number_holds_is_named(make, kind):
    with pytest.raises(wb.DataError, match="more digits than a floating point number") as caught:
        wb.Frame({"a": make([0.5, kind(2**53), kind(2**53 + 1)])})
    assert (caught.value.item, caught.value.row) == ("a", 2)
    assert wb.Frame({"a": make([0.5, kind(2**53)])})["a"] == [0.5, 2.0**53]


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_table_takes_names(order):
    table = np.array([[1, 2], [3, 4], [5, 6]], order=order)
    frame = wb.Frame(table, names=["x", "y"])
    assert frame.to_dict() == {"x": [1, 3, 5], "y": [2, 4, 6]}
    table[0, 0] = 9
    assert frame["x"][0] == (9 if order == "F" else 1)
    assert wb.Frame(np.zeros((2, 0)), names=[]).columns == []


@pytest.mark.parametrize("data, names, words", [
    (np.zeros((2, 2)), None, "give names="), (np.zeros((2, 2)), ["a"], "1 names for 2 columns"),
    (np.zeros((2, 2)), ["a", "a"], "twice"), (np.zeros((2, 2)), ["a", 1], "is int"),
    (np.zeros(3), ["a"], "1 dimensions"), (np.zeros((1, 1, 1)), ["a"], "3 dimensions"),
    (np.zeros(1, dtype=[("x", "i4")]), ["a"], "has names"), ({"a": [1]}, ["a"], "are for"),
])
def test_names_that_do_not_fit_are_refused(data, names, words):
    with pytest.raises(wb.ArgumentError, match=words):
        wb.Frame(data, names=names)


def test_a_structured_array_has_names():
    table = np.array([(1, 2.5), (3, 4.5)], dtype=[("x", "i1"), ("y", "f8")])
    frame = wb.Frame(table)
    assert frame.types == {"x": "int8", "y": "float64"}
    assert frame.to_dict() == {"x": [1, 3], "y": [2.5, 4.5]}


def test_columns_become_arrays():
    frame = wb.Frame({"i": [1, None], "f": [0.5, None], "b": [True, False], "t": ["x", None],
                      "d": [datetime.date(2023, 5, 1), None]})
    assert frame.to_numpy("i").dtype == frame.to_numpy("f").dtype == "float64"
    assert np.isnan(frame.to_numpy("i")[1])
    assert frame.to_numpy("b").tolist() == [True, False]
    assert frame.to_numpy("t").tolist() == ["x", None]
    assert str(frame.to_numpy("d")[0]) == "2023-05-01" and np.isnat(frame.to_numpy("d")[1])
    assert frame.to_numpy(["f", "b"]).tolist()[0] == [0.5, 1.0]
    assert wb.Frame().to_numpy().shape == (0, 0)
    with pytest.raises(wb.WerkbaarError, match="'t'"):
        frame.to_numpy()
    with pytest.raises(wb.MissingColumnError):
        frame.to_numpy("z")


def test_an_array_outlives_its_name_while_a_frame_has_it():
    def made():
        return wb.Frame({"a": np.arange(100_000)})

    frame = made()
    np.zeros(100_000) + 1
    assert frame["a"][-1] == 99_999
