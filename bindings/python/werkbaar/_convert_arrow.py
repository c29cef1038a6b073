# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Frames of anything that speaks the Arrow PyCapsule interface: pyarrow, Polars, DuckDB and
whatever else does."""
from __future__ import annotations

from typing import Any

from . import _core


def speaks_arrow(data: object) -> bool:
    """Does an object hand out a table by the Arrow PyCapsule interface?"""
    return hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__")


def frame_of_arrow(data: Any) -> Any:
    """The handle of a frame that shares the buffers of what speaks Arrow."""
    if hasattr(data, "__arrow_c_array__"):
        schema, array = data.__arrow_c_array__()
        return _core.wb_frame_import_arrow(array, schema)
    return _core.wb_source_collect(source_of_arrow(data), None)


def source_of_arrow(data: Any) -> Any:
    """The handle of a source that takes an Arrow stream over."""
    return _core.wb_source_import_arrow(data.__arrow_c_stream__())


def add_arrow(handle: Any, name: str, table: Any) -> None:
    """Add the one column of a table that speaks Arrow under a name."""
    _core.wb_frame_share_column(handle, name, frame_of_arrow(table), 0)
