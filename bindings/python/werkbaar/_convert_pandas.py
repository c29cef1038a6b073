# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Columns of pandas, from 1.5 on: numbers without a copy, also those with a mask; categories as
codes; text that Arrow holds by Arrow. pandas is never imported here: the caller has."""
from __future__ import annotations

import sys
from collections.abc import Container
from typing import Any

from . import _core
from ._convert_arrow import add_arrow
from ._convert_numpy import add_array
from ._convert_python import add_list, is_missing_type
from ._errors import UnsupportedError

_NAT = -(2**63)


def is_table(data: object) -> bool:
    """A pandas DataFrame?"""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(data, getattr(pandas, "DataFrame", ()))


def is_column(data: object) -> bool:
    """A pandas Series, index or array?"""
    pandas = sys.modules.get("pandas")
    if pandas is None or not hasattr(pandas, "Series"):
        return False
    return isinstance(data, (pandas.Series, pandas.Index, pandas.api.extensions.ExtensionArray))


def _add_categorical(handle: Any, name: str, array: Any) -> None:
    """Codes into texts; categories that are no texts stand for themselves."""
    import numpy as np

    categories = array.categories
    codes = np.asarray(array.codes)
    texts = categories.tolist()
    if all(isinstance(text, str) for text in texts):
        _core.wb_frame_add_column(handle, name, {
            "values": codes, "sentinel": -1, "categories": texts,
            "ordered": int(bool(array.ordered))})
    else:
        values = np.asarray(categories)[np.maximum(codes, 0)]
        add_array(handle, name, values, codes < 0)


def _add_time(handle: Any, name: str, array: Any) -> None:
    """Times with a zone are kept in UTC; those without one count as UTC."""
    import numpy as np

    unit = getattr(array, "unit", "ns")
    add_array(handle, name, np.asarray(array.asi8).view(f"datetime64[{unit}]"))


def _add_text(handle: Any, name: str, array: Any) -> None:
    """Text that pandas keeps as objects."""
    values = [None if is_missing_type(type(value)) or value != value else value
              for value in array.tolist()]
    _core.wb_frame_add_texts(handle, name, values)


def add_column(handle: Any, name: str, data: Any) -> None:
    """Add a pandas Series, index or array."""
    import numpy as np

    dtype = data.dtype
    array = getattr(data, "array", data)
    kind = type(dtype).__name__
    if isinstance(dtype, np.dtype):
        plain = data.to_numpy(copy=False) if hasattr(data, "to_numpy") else np.asarray(data)
        if dtype.kind == "m":
            raise UnsupportedError(f"column '{name}' holds durations ({dtype}), which a column "
                                   "cannot hold", item=name)
        add_array(handle, name, plain)
    elif kind == "CategoricalDtype":
        _add_categorical(handle, name, array)
    elif kind == "DatetimeTZDtype":
        _add_time(handle, name, array)
    elif kind == "ArrowDtype" or getattr(dtype, "storage", "") in ("pyarrow", "pyarrow_numpy"):
        pyarrow = sys.modules["pyarrow"]
        add_arrow(handle, name, pyarrow.table({name: array.__arrow_array__()}))
    elif kind == "StringDtype":
        _add_text(handle, name, array)
    elif hasattr(array, "_data") and hasattr(array, "_mask"):
        add_array(handle, name, array._data, array._mask)
    elif kind == "SparseDtype":
        add_array(handle, name, np.asarray(array))
    elif kind in ("PeriodDtype", "IntervalDtype"):
        raise UnsupportedError(f"column '{name}' is of type {dtype}, which a column cannot hold",
                               item=name)
    else:
        add_list(handle, name, array.tolist())


def columns_of_table(data: Any, names: Container[Any] | None = None) -> list[tuple[Any, Any]]:
    """Name and Series of every column, or of those with these names; the index stays behind."""
    return [(name, data.iloc[:, index]) for index, name in enumerate(data.columns)
            if names is None or name in names]
