# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Frames in pickles: every column by its type, as bytes."""
from __future__ import annotations

import pickle
from typing import Any

from . import _core
from ._convert_labels import add_missing_ranges, missing_ranges, set_value_labels, value_labels
from ._convert_out import categories_of

# The format of what is packed of a type; of text it is bytes as they are.
_FORMATS: dict[int, Any] = {
    _core.WB_TYPE_BOOL: "b", _core.WB_TYPE_INT8: "b", _core.WB_TYPE_INT16: "h",
    _core.WB_TYPE_INT32: "i", _core.WB_TYPE_INT64: "q", _core.WB_TYPE_UINT8: "B",
    _core.WB_TYPE_UINT16: "H", _core.WB_TYPE_UINT32: "I", _core.WB_TYPE_UINT64: "Q",
    _core.WB_TYPE_FLOAT32: "f", _core.WB_TYPE_FLOAT64: "d", _core.WB_TYPE_DICTIONARY: "i",
    _core.WB_TYPE_DATE32: "i", _core.WB_TYPE_TIMESTAMP: "q",
}


def column_state(handle: Any, index: int) -> dict[str, Any]:
    """All there is to know about a column; equal columns have equal states."""
    state: dict[str, Any] = {
        "name": _core.wb_frame_column_name(handle, index),
        "type": _core.wb_frame_column_type(handle, index),
        "label": _core.wb_frame_label(handle, index),
        "value_labels": value_labels(handle, index),
        "missing_ranges": missing_ranges(handle, index),
        "packed": _core.column_pack(handle, index)}
    if state["type"] == _core.WB_TYPE_DICTIONARY:
        state["categories"] = categories_of(handle, index)
        state["ordered"] = int(_core.wb_frame_is_ordered(handle, index))
    return state


def out_of_band(state: dict[str, Any]) -> dict[str, Any]:
    """A state whose packed columns can travel beside the pickle (PEP 574), without a copy."""
    for column in state["columns"]:
        column["packed"] = {part: pickle.PickleBuffer(packed)
                            for part, packed in column["packed"].items()}
    return state


def _column(state: dict[str, Any]) -> dict[str, Any]:
    """The column that was packed, for the low layer."""
    type_, column = state["type"], dict(state["packed"])
    if type_ == _core.WB_TYPE_DICTIONARY:
        column |= {"categories": state["categories"], "ordered": state["ordered"]}
    elif type_ != _core.WB_TYPE_UTF8:
        column["type"] = type_
    if "offsets" in column:
        column["offsets"] = memoryview(column["offsets"]).cast("q")
    elif "values" in column:
        column["values"] = memoryview(column["values"]).cast(_FORMATS[type_])
    return column


def frame_of_state(state: dict[str, Any]) -> Any:
    """The handle of a frame that was pickled."""
    handle = _core.wb_frame_new(state["n_rows"])
    for index, column in enumerate(state["columns"]):
        _core.wb_frame_add_column(handle, column["name"], _column(column))
        if column["label"] is not None:
            _core.wb_frame_set_label(handle, index, column["label"])
        set_value_labels(handle, column["name"], column["value_labels"])
        add_missing_ranges(handle, column["name"], column["missing_ranges"])
    if state["metadata"] is not None:
        _core.wb_frame_set_metadata(handle, state["metadata"])
    return handle
