# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Data frames out: columns as Python lists, numpy arrays and pandas columns."""
from __future__ import annotations

import datetime
import sys
from typing import Any

from . import _core
from ._convert_labels import ATTRS, as_attrs
from ._convert_python import dates_of, times_of
from ._errors import ArgumentError, DataError

_FLOATING = (_core.WB_TYPE_FLOAT32, _core.WB_TYPE_FLOAT64)
_TEXTS = (_core.WB_TYPE_UTF8, _core.WB_TYPE_DICTIONARY)
LOWEST = -(2**63)


def python_values(handle: Any, index: int, first: int = 0,
                  n_rows: int | None = None) -> list[Any]:
    """Values as Python has them: None where missing, dates, times in UTC."""
    n_rows = _core.wb_frame_row_count(handle) if n_rows is None else n_rows
    values = _core.column_values(handle, index, first, n_rows)
    type_ = _core.wb_frame_column_type(handle, index)
    try:
        if type_ == _core.WB_TYPE_DATE32:
            return dates_of(values)
        if type_ == _core.WB_TYPE_TIMESTAMP:
            return times_of(values)
    except (OverflowError, ValueError):
        name = _core.wb_frame_column_name(handle, index)
        raise DataError(f"column '{name}' has a date that Python cannot hold: its years run from "
                        f"{datetime.MINYEAR} to {datetime.MAXYEAR}", item=name) from None
    return values


def names_of(handle: Any) -> list[str]:
    """The names of the columns, in order."""
    return [_core.wb_frame_column_name(handle, index)
            for index in range(_core.wb_frame_column_count(handle))]


def categories_of(handle: Any, index: int) -> list[str]:
    """The categories of a column; none but of a dictionary."""
    return [_core.wb_frame_category(handle, index, at) or ""
            for at in range(_core.wb_frame_category_count(handle, index))]


def _whole_numbers(handle: Any, index: int) -> tuple[Any, int] | None:
    """The whole numbers of a column as int64, and what marks missing ones; None when none of the
    marks is free."""
    import numpy as np

    n_rows = _core.wb_frame_row_count(handle)
    values = np.empty(n_rows, dtype="int64")
    for mark in (LOWEST, 2**63 - 1, LOWEST + 1):
        try:
            _core.wb_frame_copy_int64(handle, index, 0, n_rows, mark, values)
        except DataError:
            continue
        return values, mark
    return None


def _numpy_whole(handle: Any, index: int, dtype: str) -> tuple[Any, Any]:
    """Whole numbers and which are missing."""
    import numpy as np

    copied = _whole_numbers(handle, index)
    if copied is None:
        listed = _core.column_values(handle, index, 0, _core.wb_frame_row_count(handle))
        missing = np.array([value is None for value in listed], dtype=bool)
        return np.array([0 if value is None else value for value in listed], dtype=dtype), missing
    values, mark = copied
    missing = values == mark
    if missing.any():
        values[missing] = 0
    return values.astype(dtype, copy=False), missing


def doubles(handle: Any, index: int) -> Any:
    """A column as float64, NaN where missing."""
    import numpy as np

    n_rows = _core.wb_frame_row_count(handle)
    values = np.empty(n_rows)
    _core.wb_frame_copy_doubles(handle, index, 0, n_rows, float("nan"), values)
    return values


def numpy_column(handle: Any, index: int) -> tuple[Any, Any]:
    """A column as a numpy array, and which of its values are missing (None: the array says it,
    by NaN, NaT or None)."""
    import numpy as np

    type_ = _core.wb_frame_column_type(handle, index)
    if type_ in _FLOATING:
        values = doubles(handle, index)
        return (values.astype("float32") if type_ == _core.WB_TYPE_FLOAT32 else values), None
    if type_ in _TEXTS or type_ == _core.WB_TYPE_NULL:
        listed = python_values(handle, index)
        values = np.empty(len(listed), dtype=object)
        values[:] = listed
        return values, None
    if type_ in (_core.WB_TYPE_DATE32, _core.WB_TYPE_TIMESTAMP):
        n_rows = _core.wb_frame_row_count(handle)
        values = np.empty(n_rows, dtype="int64")
        _core.wb_frame_copy_int64(handle, index, 0, n_rows, LOWEST, values)
        unit = "D" if type_ == _core.WB_TYPE_DATE32 else "us"
        return values.view(f"datetime64[{unit}]"), None
    return _numpy_whole(handle, index, _core.wb_type_name(type_))


def to_numpy(handle: Any, index: int) -> Any:
    """A column as one array: whole numbers and bools with missing values become float64."""
    values, missing = numpy_column(handle, index)
    if missing is not None and missing.any():
        values = values.astype("float64")
        values[missing] = float("nan")
    return values


def _pandas_codes(handle: Any, index: int, pandas: Any) -> Any:
    import numpy as np

    n_rows = _core.wb_frame_row_count(handle)
    codes = np.empty(n_rows, dtype="int32")
    _core.wb_frame_copy_int32(handle, index, 0, n_rows, -1, codes)
    categories = pandas.Index(categories_of(handle, index), dtype=object)
    return pandas.Categorical.from_codes(codes, categories=categories,
                                         ordered=bool(_core.wb_frame_is_ordered(handle, index)))


def _pandas_column(handle: Any, index: int, pandas: Any) -> Any:
    type_ = _core.wb_frame_column_type(handle, index)
    if type_ == _core.WB_TYPE_DICTIONARY:
        return _pandas_codes(handle, index, pandas)
    values, missing = numpy_column(handle, index)
    if type_ == _core.WB_TYPE_UTF8:
        return pandas.Series(values, dtype=_text_dtype(pandas))
    if type_ == _core.WB_TYPE_DATE32:
        return values.astype("datetime64[s]")
    if type_ == _core.WB_TYPE_TIMESTAMP:
        return pandas.Series(values).dt.tz_localize("UTC")
    if missing is not None and missing.any():
        kind = pandas.arrays.BooleanArray if type_ == _core.WB_TYPE_BOOL \
            else pandas.arrays.IntegerArray
        return kind(values, missing)
    return values


def _text_dtype(pandas: Any) -> Any:
    """What this pandas makes of text: object before version 3."""
    return "str" if int(pandas.__version__.split(".")[0]) >= 3 else object


def to_pandas(handle: Any, index: Any = None) -> Any:
    """A pandas DataFrame, with what describes the columns in `attrs`."""
    import pandas

    n_rows = _core.wb_frame_row_count(handle)
    columns = {name: _pandas_column(handle, at, pandas)
               for at, name in enumerate(names_of(handle))}
    data = pandas.DataFrame(columns, index=pandas.RangeIndex(n_rows), copy=False)
    if index is not None:
        data.index = index
    if kept := as_attrs(handle):
        data.attrs[ATTRS] = kept
    return data


def library_of(data: object) -> str:
    """The library whose table something is, as give_back() takes it."""
    for library, name, classes in (("pandas", "pandas", ("DataFrame",)),
                                   ("polars", "polars", ("DataFrame", "LazyFrame")),
                                   ("pyarrow", "arrow", ("Table", "RecordBatch",
                                                         "RecordBatchReader"))):
        module = sys.modules.get(library)
        kinds = tuple(getattr(module, kind) for kind in classes if hasattr(module, kind))
        if isinstance(data, kinds):
            return name
    return "frame"


def check_output(output: object) -> str | None:
    """The name of a library that results can be of."""
    if output is None or output in ("frame", "pandas", "polars", "arrow"):
        return output
    raise ArgumentError(f"output must be 'frame', 'pandas', 'polars' or 'arrow', not {output!r}",
                        item="output")
