# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Data frames in: which converter takes what. No library is imported here that the user has
not imported."""
from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from . import _convert_numpy, _convert_pandas, _core
from ._convert_arrow import add_arrow, frame_of_arrow, speaks_arrow
from ._convert_python import add_list, check_name, short
from ._errors import ArgumentError, ArgumentTypeError, DataError

_WANTED = ("a data frame of pandas, Polars, pyarrow or DuckDB, a dict of columns, a list of "
           "records, a numpy array, or anything that speaks Arrow")


def _is_array(data: object) -> bool:
    """A numpy array?"""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(data, getattr(numpy, "ndarray", ()))


def _from(data: object, library: str, names: tuple[str, ...]) -> bool:
    """Is an object of one of these classes of a library?"""
    module = sys.modules.get(library)
    return module is not None and isinstance(data, tuple(
        getattr(module, name) for name in names if hasattr(module, name)))


def _is_buffer(data: object) -> bool:
    """An array.array or another object of one dimension with the buffer protocol?"""
    try:
        view = memoryview(data)  # type: ignore[arg-type]
    except TypeError:
        return False
    return view.ndim == 1


def _listed(name: str, data: Any) -> list[Any]:
    """The values of any iterable but a text."""
    if not isinstance(data, (str, bytes, bytearray, Mapping)) and isinstance(data, Iterable):
        return list(data)
    raise ArgumentTypeError(f"column '{name}' must be a list, an array or a column of a data "
                            f"frame, not {type(data).__name__}", item=name)


def _ready(name: str, data: Any) -> Any:
    """Values that have a length."""
    if isinstance(data, (list, tuple)):
        return data
    if isinstance(data, (bytes, bytearray)) or not hasattr(data, "__len__"):
        return _listed(name, data)
    if _is_array(data) and data.ndim == 0:
        raise ArgumentTypeError(f"column '{name}' must be a list, an array or a column of a data "
                                "frame, not one number", item=name)
    return data


def _add_column(handle: Any, name: str, data: Any) -> None:
    """Add a column of whatever holds one."""
    if isinstance(data, (list, tuple)):
        add_list(handle, name, list(data))
    elif _is_array(data):
        _convert_numpy.add_array(handle, name, data)
    elif _convert_pandas.is_column(data):
        _convert_pandas.add_column(handle, name, data)
    elif _from(data, "polars", ("Series",)):
        add_arrow(handle, name, data.to_frame(name))
    elif _from(data, "pyarrow", ("Array", "ChunkedArray")):
        add_arrow(handle, name, sys.modules["pyarrow"].table({name: data}))
    elif _is_buffer(data):
        _core.wb_frame_add_column(handle, name, {"values": data})
    elif hasattr(data, "__array__") and "numpy" in sys.modules:
        _convert_numpy.add_array(handle, name, sys.modules["numpy"].asarray(data))
    else:
        add_list(handle, name, _listed(name, data))


def _equally_long(columns: Iterable[tuple[Any, Any]]) -> tuple[int, list[tuple[str, Any]]]:
    """How many rows pairs of a name and values have, and the pairs, ready to be added."""
    ready: list[tuple[str, Any]] = []
    n_rows = 0
    for name, data in columns:
        values = _ready(check_name(name), data)
        if not ready:
            n_rows = len(values)
        elif len(values) != n_rows:
            raise ArgumentError(f"column '{name}' has {len(values)} rows where the columns before "
                                f"it have {n_rows}", item=name)
        ready.append((name, values))
    return n_rows, ready


def _frame_of_columns(n_rows: int, columns: Iterable[tuple[str, Any]]) -> Any:
    """A frame of pairs of a name and values of that length."""
    handle = _core.wb_frame_new(n_rows)
    for name, data in columns:
        _add_column(handle, check_name(name), data)
    return handle


def _frame_of_records(records: Iterable[Any]) -> Any:
    """A frame of dicts; what a record does not have is missing."""
    columns: dict[Any, list[Any]] = {}
    n_rows = 0
    for row, record in enumerate(records):
        if not isinstance(record, Mapping):
            raise DataError(f"record {row} is {type(record).__name__}, {short(record)}, where "
                            "each is a dict of name and value", row=row)
        for name, value in record.items():
            values = columns.setdefault(name, [])
            values.extend([None] * (row - len(values)))
            values.append(value)
        n_rows = row + 1
    for values in columns.values():
        values.extend([None] * (n_rows - len(values)))
    return _frame_of_columns(n_rows, columns.items())


Picker = Callable[[Sequence[str]], Any]


def picker(data: Any) -> tuple[int, Picker] | None:
    """How many rows a table has, and a function that makes a frame of those of the named columns
    that are there; None for what comes in whole or not at all. The table may get other columns
    afterwards."""
    if isinstance(data, Mapping):
        n_rows, pairs = _equally_long(data.items())
        return n_rows, lambda names: _frame_of_columns(
            n_rows, [pair for pair in pairs if pair[0] in names])
    if _convert_pandas.is_table(data):
        kept = data.copy(deep=False)
        return len(kept), lambda names: _frame_of_columns(
            len(kept), _convert_pandas.columns_of_table(kept, names))
    if _from(data, "polars", ("DataFrame",)):
        return data.height, lambda names: frame_of_arrow(
            data.select([name for name in names if name in data.columns]))
    if _from(data, "pyarrow", ("Table", "RecordBatch")):
        return data.num_rows, lambda names: frame_of_arrow(
            data.select([name for name in names if name in data.schema.names]))
    return None


def names_of(data: Any) -> list[Any]:
    """The names of the columns of a table of which picker() takes some."""
    if isinstance(data, Mapping):
        return list(data)
    return list(data.schema.names if _from(data, "pyarrow", ("Table", "RecordBatch"))
                else data.columns)


def frame_of(data: Any, names: Any = None) -> Any:
    """The handle of a frame of anything that holds a table."""
    if names is not None and not _is_array(data):
        raise ArgumentError("names are for an array of numpy", item="names")
    if data is None:
        return _core.wb_frame_new(0)
    if isinstance(data, Mapping):
        return _frame_of_columns(*_equally_long(data.items()))
    if _convert_pandas.is_table(data):
        return _frame_of_columns(len(data), _convert_pandas.columns_of_table(data))
    if _is_array(data):
        return _frame_of_columns(len(data), _convert_numpy.columns_of_table(data, names).items())
    if _from(data, "polars", ("LazyFrame",)):
        raise ArgumentTypeError("data is a Polars LazyFrame; collect() it first", item="data")
    if _convert_pandas.is_column(data) or (_from(data, "polars", ("Series",))
                                           and not str(data.dtype).startswith("Struct")):
        raise ArgumentTypeError(f"data is one column ({type(data).__name__}); give a data frame, "
                                "or a dict of name and column", item="data")
    if speaks_arrow(data):
        return frame_of_arrow(data)
    if hasattr(data, "fetch_arrow_table"):
        return frame_of_arrow(data.fetch_arrow_table())
    if isinstance(data, (str, bytes, bytearray)) or not isinstance(data, Iterable):
        file = "; read_csv() and scan_csv() read a file" if isinstance(data, str) else ""
        raise ArgumentTypeError(f"data must be {_WANTED}, not {type(data).__name__}{file}",
                                item="data")
    return _frame_of_records(data)
