# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Frames in pickles: every column by its type, numbers as packed arrays."""
from __future__ import annotations

from array import array
from typing import Any

from . import _core
from ._convert_labels import missing_ranges, set_value_labels, value_labels
from ._convert_out import int64_array, whole_numbers
from ._convert_python import add_whole

# The code of the array that holds a type.
_CODES = {
    _core.WB_TYPE_BOOL: "b", _core.WB_TYPE_INT8: "b", _core.WB_TYPE_INT16: "h",
    _core.WB_TYPE_INT32: "i", _core.WB_TYPE_INT64: "q", _core.WB_TYPE_UINT8: "B",
    _core.WB_TYPE_UINT16: "H", _core.WB_TYPE_UINT32: "I", _core.WB_TYPE_UINT64: "Q",
    _core.WB_TYPE_FLOAT32: "f", _core.WB_TYPE_FLOAT64: "d", _core.WB_TYPE_DICTIONARY: "i",
    _core.WB_TYPE_DATE32: "i", _core.WB_TYPE_TIMESTAMP: "q",
}


def _numbers(handle: Any, index: int, code: str) -> dict[str, Any]:
    """Whole numbers, packed: in their own size, or where some are missing in 64 bits with what
    marks those; listed where no mark is free."""
    copied = whole_numbers(handle, index, int64_array)
    if copied is None:
        return {"listed": _core.column_values(handle, index, 0,
                                              _core.wb_frame_row_count(handle))}
    values, mark = copied
    if mark in values:
        return {"packed": values.tobytes(), "mark": mark}
    return {"packed": array(code, values).tobytes()}


def column_state(handle: Any, index: int) -> dict[str, Any]:
    """All there is to know about a column."""
    type_ = _core.wb_frame_column_type(handle, index)
    n_rows = _core.wb_frame_row_count(handle)
    state: dict[str, Any] = {
        "name": _core.wb_frame_column_name(handle, index), "type": type_,
        "label": _core.wb_frame_label(handle, index),
        "value_labels": value_labels(handle, index),
        "missing_ranges": missing_ranges(handle, index)}
    if type_ == _core.WB_TYPE_NULL:
        return state
    if type_ == _core.WB_TYPE_UTF8:
        state["listed"] = _core.column_values(handle, index, 0, n_rows)
    elif type_ in (_core.WB_TYPE_FLOAT32, _core.WB_TYPE_FLOAT64):
        doubles = array("d", bytes(8 * n_rows))
        _core.wb_frame_copy_doubles(handle, index, 0, n_rows, float("nan"), doubles)
        state["packed"] = array(_CODES[type_], doubles).tobytes()
    else:
        state |= _numbers(handle, index, _CODES[type_])
    if type_ == _core.WB_TYPE_DICTIONARY:
        state["categories"] = [_core.wb_frame_category(handle, index, at)
                               for at in range(_core.wb_frame_category_count(handle, index))]
        state["ordered"] = int(_core.wb_frame_is_ordered(handle, index))
    return state


def _add_packed(handle: Any, state: dict[str, Any], code: str, column: dict[str, Any]) -> None:
    """Put packed numbers into an array of the column's own size."""
    mark = state.get("mark")
    packed = array(code if mark is None else "q")
    packed.frombytes(state["packed"])
    if mark is None or code == "q":
        column |= {"values": packed, "sentinel": mark}
        _core.wb_frame_add_column(handle, state["name"], column)
    else:
        values = [None if value == mark else value for value in packed]
        add_whole(handle, state["name"], values, code, **column)


def _add(handle: Any, state: dict[str, Any]) -> None:
    type_ = state["type"]
    if type_ == _core.WB_TYPE_UTF8:
        _core.wb_frame_add_texts(handle, state["name"], state["listed"])
        return
    if type_ == _core.WB_TYPE_NULL:
        _core.wb_frame_add_column(handle, state["name"], {"type": type_})
        return
    code = _CODES[type_]
    column: dict[str, Any] = {}
    if type_ == _core.WB_TYPE_DICTIONARY:
        column = {"categories": state["categories"], "ordered": state["ordered"]}
    elif type_ in (_core.WB_TYPE_BOOL, _core.WB_TYPE_DATE32, _core.WB_TYPE_TIMESTAMP):
        column = {"type": type_}
    if "listed" in state:
        add_whole(handle, state["name"], state["listed"], code, **column)
    else:
        _add_packed(handle, state, code, column)


def frame_of_state(state: dict[str, Any]) -> Any:
    """The handle of a frame that was pickled."""
    handle = _core.wb_frame_new(state["n_rows"])
    for index, column in enumerate(state["columns"]):
        _add(handle, column)
        if column["label"] is not None:
            _core.wb_frame_set_label(handle, index, column["label"])
        set_value_labels(handle, column["name"], column["value_labels"])
        for low, high in column["missing_ranges"]:
            _core.wb_frame_add_missing_range(handle, index, low, high)
    if state["metadata"] is not None:
        _core.wb_frame_set_metadata(handle, state["metadata"])
    return handle
