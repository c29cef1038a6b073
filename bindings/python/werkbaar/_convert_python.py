# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Columns of lists of Python values.

The values of a list are of one kind, None beside them. A sentinel that no value equals marks
the missing ones, so that nothing but the values need be laid out.
"""
from __future__ import annotations

import datetime
import numbers
from array import array
from collections.abc import Iterable
from typing import Any

from . import _core
from ._errors import ArgumentTypeError, DataError

_SMALLEST = {"b": -(2**7), "h": -(2**15), "i": -(2**31), "q": -(2**63)}
_LARGEST = 2**63 - 1
_EPOCH_DAY = datetime.date(1970, 1, 1).toordinal()
_EPOCH = datetime.datetime(1970, 1, 1)
_EPOCH_UTC = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_MICROSECOND = datetime.timedelta(microseconds=1)


def short(value: object) -> str:
    """A value as messages show it."""
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


def check_name(name: object) -> str:
    """A name of a column is text."""
    if not isinstance(name, str):
        raise ArgumentTypeError(f"column name {short(name)} is {type(name).__name__}, and names "
                                "of columns are text", item=short(name))
    return name


def is_missing_type(kind: type) -> bool:
    """None, pandas.NA and pandas.NaT, without importing pandas."""
    return kind is type(None) or (kind.__name__ in ("NAType", "NaTType")
                                  and kind.__module__.startswith("pandas."))


def _kind_of(kind: type) -> str | None:
    """What a column of values of this type holds; None when it cannot."""
    if issubclass(kind, str):
        return "text"
    if kind is bool or (kind.__module__ == "numpy" and kind.__name__ in ("bool", "bool_")):
        return "bool"
    if issubclass(kind, numbers.Integral):
        return "int"
    if issubclass(kind, numbers.Real) and hasattr(kind, "__float__"):
        return "float"
    if issubclass(kind, datetime.datetime):
        return "timestamp"
    if issubclass(kind, datetime.date):
        return "date"
    return None


_WORDS = {"text": "text", "bool": "true or false", "int": "whole numbers", "float": "numbers",
          "timestamp": "dates with times", "date": "dates"}


def _refuse_mixed(name: str, values: list[Any], wanted: str) -> None:
    """Say which row does not hold what the rows before it do."""
    for row, value in enumerate(values):
        kind = _kind_of(type(value))
        if is_missing_type(type(value)) or kind == wanted:
            continue
        if kind is None:
            raise DataError(f"column '{name}' holds {type(value).__name__} in row {row}, "
                            f"{short(value)}, where a column holds numbers, text, true or "
                            "false, or dates", item=name, row=row)
        raise DataError(f"column '{name}' mixes {_WORDS[wanted]} and {_WORDS[kind]}: row {row} "
                        f"holds {short(value)}", item=name, row=row)


def _without_nan(values: list[Any]) -> list[Any]:
    """None for every NaN: how pandas writes a text that is not there."""
    return [None if isinstance(value, float) and value != value else value for value in values]


def _one_kind(name: str, values: list[Any]) -> tuple[str | None, list[Any]]:
    """What the values are, None when all are missing; missing ones are None afterwards."""
    types = set(map(type, values))
    gone = {kind for kind in types if is_missing_type(kind)}
    kinds = {_kind_of(kind) for kind in types - gone}
    if gone - {type(None)}:
        values = [None if type(value) in gone else value for value in values]
    if "float" in kinds and not kinds <= {"int", "float"}:
        values = _without_nan(values)
        kinds = {_kind_of(kind) for kind in set(map(type, values)) - {type(None)}}
    if kinds == {"int", "float"}:
        return "float", values
    if not kinds:
        return None, values
    first = next(value for value in values if value is not None)
    kind = _kind_of(type(first))
    if kinds != {kind} or kind is None:
        _refuse_mixed(name, values, kind or "")
    return kind, values


def _sentinel(values: Iterable[int], lowest: int) -> int:
    """A number from `lowest` on that is none of the values."""
    taken = set(values)
    while lowest in taken:
        lowest += 1
    return lowest


def add_whole(handle: Any, name: str, values: list[int | None], code: str,
              **column: Any) -> None:
    """Add whole numbers, as an array of type `code`; None is missing."""
    if None in values:
        lowest = _SMALLEST.get(code, 0)
        mark = _sentinel((value for value in values if value is not None), lowest)
        column["sentinel"] = mark
        numbers_only = [mark if value is None else value for value in values]
        _core.wb_frame_add_column(handle, name, {"values": array(code, numbers_only), **column})
    else:
        _core.wb_frame_add_column(handle, name, {"values": array(code, values), **column})


def _add_int(handle: Any, name: str, values: list[Any]) -> None:
    try:
        add_whole(handle, name, values, "q")
    except OverflowError:
        row = next(row for row, value in enumerate(values)
                   if value is not None and not _SMALLEST["q"] <= value <= _LARGEST)
        raise DataError(f"value {short(values[row])} of column '{name}' in row {row} is beyond "
                        "64 bits with a sign", item=name, row=row) from None


def _is_exact(value: int) -> bool:
    """Does a floating point number hold a whole one?"""
    try:
        return float(value) == value
    except OverflowError:
        return False


def _add_float(handle: Any, name: str, values: list[Any]) -> None:
    whole = {kind for kind in set(map(type, values)) if _kind_of(kind) == "int"}
    for row, value in enumerate(values if whole else ()):
        if type(value) in whole and not _is_exact(int(value)):
            raise DataError(f"value {short(value)} of column '{name}' in row {row} has more "
                            "digits than a floating point number, which others in the column "
                            "are", item=name, row=row)
    gone = float("nan")
    _core.wb_frame_add_column(handle, name, {
        "values": array("d", [gone if value is None else value for value in values])})


def _microseconds(name: str, row: int, value: datetime.datetime) -> int:
    """A time in UTC; one without a zone is in UTC already."""
    if getattr(value, "nanosecond", 0):
        raise DataError(f"value {short(value)} of column '{name}' in row {row} is not a whole "
                        "number of microseconds", item=name, row=row)
    since = value - (_EPOCH if value.tzinfo is None else _EPOCH_UTC)
    return int(since // _MICROSECOND)


def add_list(handle: Any, name: str, values: list[Any]) -> None:
    """Add a list of values of one kind, None among them, to a frame."""
    kind, values = _one_kind(name, values)
    if kind is None:
        _core.wb_frame_add_column(handle, name, {"type": _core.WB_TYPE_NULL})
    elif kind == "text":
        _core.wb_frame_add_texts(handle, name, values)
    elif kind == "int":
        _add_int(handle, name, values)
    elif kind == "float":
        _add_float(handle, name, values)
    elif kind == "bool":
        flags = [None if value is None else int(value) for value in values]
        add_whole(handle, name, flags, "b", type=_core.WB_TYPE_BOOL)
    elif kind == "date":
        days = [None if value is None else value.toordinal() - _EPOCH_DAY for value in values]
        add_whole(handle, name, days, "i", type=_core.WB_TYPE_DATE32)
    else:
        times = [None if value is None else _microseconds(name, row, value)
                 for row, value in enumerate(values)]
        add_whole(handle, name, times, "q", type=_core.WB_TYPE_TIMESTAMP)


def dates_of(days: list[int | None]) -> list[Any]:
    """Dates of days since 1970; None stays."""
    return [None if day is None else datetime.date.fromordinal(day + _EPOCH_DAY) for day in days]


def times_of(microseconds: list[int | None]) -> list[Any]:
    """Times in UTC of microseconds since 1970; None stays."""
    return [None if time is None else _EPOCH_UTC + time * _MICROSECOND for time in microseconds]
