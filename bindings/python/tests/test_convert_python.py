# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Frames of Python's own lists, dicts and buffers."""
import datetime
import decimal
import enum
import fractions
from array import array

import pytest

import werkbaar as wb

UTC = datetime.timezone.utc
DAY = datetime.date(2023, 5, 1)
TIME = datetime.datetime(2023, 5, 1, 12, 30, 1, 5, tzinfo=UTC)


class Answer(enum.IntEnum):
    YES = 1


class Word(str):
    pass


@pytest.mark.parametrize("values, kind, found", [
    ([1, None, 3], "int64", [1, None, 3]),
    ([-2**63, 2**63 - 1, None], "int64", [-2**63, 2**63 - 1, None]),
    ([Answer.YES, 2], "int64", [1, 2]),
    ([1, 0.5, None], "float64", [1.0, 0.5, None]),
    ([float("inf"), float("nan")], "float64", [float("inf"), None]),
    ([fractions.Fraction(1, 4)], "float64", [0.25]),
    ([True, None, False], "bool", [True, None, False]),
    (["x", None, "é\0"], "utf8", ["x", None, "é\0"]),
    (["x", float("nan")], "utf8", ["x", None]),
    ([Word("x")], "utf8", ["x"]),
    ([DAY, None, datetime.date(1, 1, 1)], "date32", [DAY, None, datetime.date(1, 1, 1)]),
    ([TIME, None], "timestamp", [TIME, None]),
    ([TIME.replace(tzinfo=None)], "timestamp", [TIME]),
    ([TIME.astimezone(datetime.timezone(datetime.timedelta(hours=5)))], "timestamp", [TIME]),
    ([None, None], "null", [None, None]),
    ([], "null", []),
    ((1, 2), "int64", [1, 2]),
    (range(3), "int64", [0, 1, 2]),
    ({1: "a", 2: "b"}.values(), "utf8", ["a", "b"]),
    ((value for value in "ab"), "utf8", ["a", "b"]),
    (array("b", [1, 2]), "int8", [1, 2]),
    (array("f", [1.5, float("nan")]), "float32", [1.5, None]),
    (memoryview(array("H", [1, 2, 3]))[::2], "uint16", [1, 3]),
])
def test_values_of_one_kind_make_a_column(values, kind, found):
    frame = wb.Frame({"a": values})
    assert frame.types == {"a": kind}
    assert frame["a"] == found


@pytest.mark.parametrize("values, row, words", [
    ([1, None, "x"], 2, "mixes whole numbers and text"),
    (["x", 1.5], 1, "mixes text and numbers"),
    ([True, 1], 1, "mixes true or false and whole numbers"),
    ([0.5, True], 1, "mixes numbers and true or false"),
    ([DAY, TIME], 1, "mixes dates and dates with times"),
    ([None, b"x"], 1, "holds bytes in row 1"),
    ([1, [2]], 1, "holds list in row 1"),
    ([decimal.Decimal(1)], 0, "holds Decimal in row 0"),
    ([1, 1j], 1, "holds complex in row 1"),
    ([object()], 0, "holds object in row 0"),
    ([1, 2**63], 1, "beyond 64 bits"),
    ([1.5, 2**53 + 1], 1, "more digits than a floating point number"),
    ([1.5, 10**400], 1, "more digits than a floating point number"),
    (["a", "\ud800"], 1, "UTF-8 cannot hold"),
])
def test_one_value_that_does_not_belong_is_named(values, row, words):
    with pytest.raises(wb.DataError, match=words) as caught:
        wb.Frame({"fine": [0] * len(values), "a": values})
    assert (caught.value.item, caught.value.row) == ("a", row)
    assert "'a'" in str(caught.value)


def test_the_one_bad_value_in_ten_thousand_is_found():
    values = list(range(10_000))
    values[9_876] = "negen"
    with pytest.raises(wb.DataError, match="row 9876 holds 'negen'"):
        wb.Frame({"a": values})


@pytest.mark.parametrize("column", [1, None, "abc", b"abc", bytearray(b"abc"), 1.5, {"x": 1},
                                    object(), int])
def test_what_is_no_column_is_refused_by_name(column):
    with pytest.raises(wb.ArgumentTypeError, match="column 'a' must be a list") as caught:
        wb.Frame({"a": column})
    assert caught.value.item == "a"


@pytest.mark.parametrize("name", [0, None, ("a", "b"), b"a", 1.5])
def test_names_of_columns_are_text(name):
    with pytest.raises(wb.ArgumentTypeError, match="names of columns are text"):
        wb.Frame({name: [1]})


@pytest.mark.parametrize("name", ["", "x" * 128, "a\0b", "\ud800"])
def test_names_that_c_cannot_hold_are_refused(name):
    with pytest.raises(wb.WerkbaarError):
        wb.Frame({name: [1]})


def test_columns_have_one_length():
    with pytest.raises(wb.ArgumentError, match="'b' has 1 rows where .* have 2") as caught:
        wb.Frame({"a": [1, 2], "b": [1]})
    assert caught.value.item == "b"
    with pytest.raises(wb.ArgumentError, match="'b' has 3 rows"):
        wb.Frame({"a": [1, 2], "b": array("d", [1, 2, 3])})


def test_records_may_lack_values():
    frame = wb.Frame([{"a": 1}, {}, {"b": "x", "a": 3}])
    assert frame.to_dict() == {"a": [1, None, 3], "b": [None, None, "x"]}
    assert wb.Frame([{}, {}]).shape == (2, 0)
    assert wb.Frame([]).shape == (0, 0)
    assert wb.Frame(iter([{"a": 1}])).shape == (1, 1)
    with pytest.raises(wb.DataError, match="record 1 is int") as caught:
        wb.Frame([{"a": 1}, 2])
    assert caught.value.row == 1


@pytest.mark.parametrize("data", ["a.csv", b"a", 3, 1.5, object(), dict, len])
def test_what_is_no_table_is_refused(data):
    with pytest.raises(wb.ArgumentTypeError, match="data must be a data frame"):
        wb.Frame(data)


def test_nothing_is_an_empty_frame():
    for data in (None, {}, [], wb.Frame()):
        assert wb.Frame(data).shape == (0, 0)
    assert wb.Frame({"a": [], "b": []}).shape == (0, 2)


def test_a_failure_in_the_middle_of_an_iterable_comes_through():
    def values():
        yield 1
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        wb.Frame({"a": values()})


def test_a_buffer_is_borrowed_and_held():
    numbers = array("h", [1, 2, 3])
    frame = wb.Frame({"a": numbers})
    numbers[0] = 7
    assert frame["a"] == [7, 2, 3]
    with pytest.raises(BufferError):
        numbers.append(4)
    part = frame[1:]
    del frame
    with pytest.raises(BufferError):
        numbers.append(4)
    del part
    numbers.append(4)


def test_a_refused_buffer_is_let_go():
    numbers = array("h", [1, 2, 3])
    for data in ({"a": numbers, "b": [1]}, {"a": numbers, "b": [1, 2, "x"]},
                 {"a": numbers, "x" * 128: numbers}):
        with pytest.raises(wb.WerkbaarError):
            wb.Frame(data)
    numbers.append(4)


def test_dates_that_python_cannot_hold_are_named():
    days = array("i", [0, 2**31 - 1])
    handle = wb._core.wb_frame_new(2)
    wb._core.wb_frame_add_column(handle, "d", {"values": days, "type": wb._core.WB_TYPE_DATE32})
    frame = wb.Frame._of(handle)
    with pytest.raises(wb.DataError, match="'d' has a date that Python cannot hold"):
        frame["d"]
    assert "1970-01-01" in repr(frame)
