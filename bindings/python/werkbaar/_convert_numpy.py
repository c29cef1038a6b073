# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Columns of numpy arrays, by the buffer protocol and so without a copy where the type and the
layout allow. numpy is imported here and only by functions that were given an array."""
from __future__ import annotations

from fractions import Fraction
from typing import Any

from . import _core
from ._convert_python import add_list
from ._errors import ArgumentError, DataError, UnsupportedError

_NAT = -(2**63)
# How many of a unit of datetime64 make a second, and how many seconds make one.
_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9, "ps": 10**12, "fs": 10**15,
               "as": 10**18}
_SECONDS = {"m": 60, "h": 3600}


def validity(missing: Any) -> Any:
    """The bitmap of what is there, of an array that says what is missing."""
    import numpy as np

    return np.packbits(~missing, bitorder="little")


def _microseconds(name: str, array: Any, unit: str, step: int) -> Any:
    """The values of a datetime64 array as int64 microseconds since 1970, NaT as it is. What does
    not fit some numpys wrap around and others refuse, so it is counted out here."""
    import numpy as np

    ticks = array.view("int64")
    if unit == "us" and step == 1:
        return ticks
    tick = Fraction(10**6 * step * _SECONDS.get(unit, 1), _PER_SECOND.get(unit, 1))
    there = ticks != _NAT
    whole = ticks // tick.denominator
    limit = (2**63 - 1) // tick.numerator
    wrong = there & ((whole * tick.denominator != ticks) | (whole < -limit) | (whole > limit))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise DataError(f"value {array[row]} of column '{name}' in row {row} is not a whole "
                        "number of microseconds that 64 bits hold", item=name, row=row)
    return np.where(there, whole, 0) * tick.numerator + np.where(there, 0, _NAT)


def _add_datetime(handle: Any, name: str, array: Any) -> None:
    """Days, weeks, months and years become dates; what is finer, times in UTC."""
    import numpy as np

    unit, step = np.datetime_data(array.dtype)
    if unit == "generic":
        raise UnsupportedError(f"column '{name}' is a datetime64 without a unit", item=name)
    if unit not in ("D", "W", "M", "Y"):
        _core.wb_frame_add_column(handle, name, {
            "values": _microseconds(name, array, unit, step),
            "type": _core.WB_TYPE_TIMESTAMP, "sentinel": _NAT})
        return
    ticks = array.view("int64")
    missing = ticks == _NAT
    limit = 2**31 // step  # of days, and nothing here is shorter
    wrong = ~missing & ((ticks < -limit) | (ticks > limit))
    if not wrong.any():
        days = array.astype("datetime64[D]").view("int64")
        wrong = ~missing & ((days < -(2**31)) | (days >= 2**31))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise DataError(f"value {ticks[row]} of column '{name}' in row {row}, a number of "
                        f"{array.dtype}, is too far from 1970 for a date", item=name, row=row)
    column = {"values": days.astype("int32"), "type": _core.WB_TYPE_DATE32}
    if missing.any():
        column["validity"] = validity(missing)
    _core.wb_frame_add_column(handle, name, column)


def add_array(handle: Any, name: str, array: Any, missing: Any = None) -> None:
    """Add a numpy array of one dimension; `missing`, an array of bool, says what is not there."""
    import numpy as np

    if isinstance(array, np.ma.MaskedArray):
        missing = np.ma.getmaskarray(array)
        array = array.data
    if array.ndim != 1:
        raise ArgumentError(f"column '{name}' has {array.ndim} dimensions where a column has one",
                            item=name)
    kind = array.dtype.kind
    if kind in "OUT":
        values = array.tolist()
        if missing is not None:
            values = [None if gone else value
                      for value, gone in zip(values, missing.tolist(), strict=True)]
        add_list(handle, name, values)
        return
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    if kind == "M":
        if missing is not None:
            array = array.copy()
            array.view("int64")[missing] = _NAT
        _add_datetime(handle, name, array)
        return
    if kind not in "biuf":
        raise UnsupportedError(f"column '{name}' has values of type {array.dtype}, which a column "
                               "cannot hold", item=name)
    if kind == "f" and array.dtype.itemsize not in (4, 8):
        array = array.astype("float32" if array.dtype.itemsize == 2 else "float64")
    column = {"values": np.ascontiguousarray(array)}  # numpy copies strided ones faster
    if missing is not None and missing.any():
        column["validity"] = validity(missing)
    _core.wb_frame_add_column(handle, name, column)


def columns_of_table(array: Any, names: Any) -> dict[Any, Any]:
    """The columns of an array of two dimensions, or of a structured one."""
    if array.dtype.names is not None:
        if names is not None:
            raise ArgumentError("names are for arrays of two dimensions, and a structured array "
                                "has names", item="names")
        return {name: array[name] for name in array.dtype.names}
    if array.ndim != 2:
        raise ArgumentError(f"an array of {array.ndim} dimensions is no table, which has two; "
                            "give a dict of name and array", item="data")
    if names is None:
        raise ArgumentError("an array has no names of columns; give names=", item="names")
    names = list(names)
    if len(names) != array.shape[1]:
        raise ArgumentError(f"there are {len(names)} names for {array.shape[1]} columns",
                            item="names")
    if len(set(names)) != len(names):
        raise ArgumentError("names has a name twice", item="names")
    return {name: array[:, index] for index, name in enumerate(names)}


