# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What survey files say about columns: labels, texts of codes, codes that mean missing. Given
by hand, by pyreadstat, or by the `attrs` of a data frame that this package made."""
from __future__ import annotations

import json
import numbers
from collections.abc import Iterable, Mapping
from typing import Any

from . import _core
from ._convert_pandas import is_table
from ._convert_python import short
from ._errors import ArgumentError, ArgumentTypeError, MissingColumnError

ATTRS = "werkbaar"


def column_index(handle: Any, name: object) -> int:
    """Where a column stands; a KeyError that names those there are."""
    if not isinstance(name, str):
        raise ArgumentTypeError(f"the name of a column is text, not {type(name).__name__}",
                                item=short(name))
    index = int(_core.wb_frame_find(handle, name))
    if index < 0:
        names = [_core.wb_frame_column_name(handle, at)
                 for at in range(min(8, _core.wb_frame_column_count(handle)))]
        more = "" if _core.wb_frame_column_count(handle) <= 8 else ", …"
        there = ", ".join(f"'{there}'" for there in names) + more
        raise MissingColumnError(f"there is no column '{name}'; there are: {there or 'none'}",
                                 item=name)
    return index


def check_mapping(what: str, value: object) -> Mapping[Any, Any]:
    """A dict, for `what`."""
    if not isinstance(value, Mapping):
        raise ArgumentTypeError(f"{what} must be a dict, not {type(value).__name__}", item=what)
    return value


def set_label(handle: Any, name: str, label: str | None) -> None:
    """The text that describes a column."""
    _core.wb_frame_set_label(handle, column_index(handle, name), label)


def set_value_labels(handle: Any, name: str, labels: Any) -> None:
    """A text for each code of a column."""
    index = column_index(handle, name)
    for code, text in check_mapping(f"the value labels of '{name}'", labels).items():
        if not isinstance(code, numbers.Real):
            raise ArgumentTypeError(f"value labels of '{name}' are for numbers, and code "
                                    f"{short(code)} is {type(code).__name__}", item=name)
        _core.wb_frame_set_value_label(handle, index, float(code), text)


def _bounds(name: str, missing: Any) -> tuple[float, float]:
    """The bounds of a range: a code, a pair, or what pyreadstat writes."""
    if isinstance(missing, numbers.Real):
        return float(missing), float(missing)
    if isinstance(missing, Mapping) and {"lo", "hi"} <= set(missing):
        missing = (missing["lo"], missing["hi"])
    if isinstance(missing, (tuple, list)) and len(missing) == 2 \
            and all(isinstance(bound, numbers.Real) for bound in missing):
        return float(missing[0]), float(missing[1])
    raise ArgumentTypeError(f"a missing range of '{name}' is a code or a pair (low, high), not "
                            f"{short(missing)}", item=name)


def add_missing_ranges(handle: Any, name: str, ranges: Any) -> None:
    """Codes of a column that mean missing."""
    index = column_index(handle, name)
    if isinstance(ranges, numbers.Real):
        ranges = [ranges]
    if isinstance(ranges, (str, bytes)) or not isinstance(ranges, Iterable):
        raise ArgumentTypeError(f"the missing ranges of '{name}' must be a list, not "
                                f"{type(ranges).__name__}", item=name)
    for missing in ranges:
        low, high = _bounds(name, missing)
        _core.wb_frame_add_missing_range(handle, index, low, high)


def set_metadata(handle: Any, metadata: Mapping[str, Any] | None) -> None:
    """How a result was made, as a dict."""
    if metadata is None:
        _core.wb_frame_set_metadata(handle, None)
        return
    try:
        text = json.dumps(check_mapping("metadata", metadata), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ArgumentError(f"metadata must be what JSON can hold: {error}",
                            item="metadata") from error
    _core.wb_frame_set_metadata(handle, text)


def _takes_codes(handle: Any, name: str) -> bool:
    """Is a column there that holds numbers?"""
    index = _core.wb_frame_find(handle, name)
    return bool(index >= 0) and _core.wb_frame_column_type(handle, index) not in (
        _core.WB_TYPE_UTF8, _core.WB_TYPE_DICTIONARY)


def _only_numbers(labels: Mapping[Any, Any]) -> dict[Any, str]:
    return {code: str(text) for code, text in labels.items() if isinstance(code, numbers.Real)}


def take_pyreadstat(handle: Any, meta: Any) -> None:
    """Labels of a pyreadstat metadata object, of the columns that are there. Texts of codes that
    are letters (SPSS strings, tagged missings) have no place in a frame and stay behind."""
    for name, label in (meta.column_names_to_labels or {}).items():
        if label and _core.wb_frame_find(handle, name) >= 0:
            set_label(handle, name, label)
    for name, labels in (getattr(meta, "variable_value_labels", None) or {}).items():
        if _takes_codes(handle, name):
            set_value_labels(handle, name, _only_numbers(labels))
    for name, ranges in (getattr(meta, "missing_ranges", None) or {}).items():
        if _takes_codes(handle, name):
            add_missing_ranges(handle, name, [
                each for each in ranges
                if not isinstance(each, Mapping) or isinstance(each["lo"], numbers.Real)])


def is_pyreadstat(labels: object) -> bool:
    """The metadata object that pyreadstat gives beside a data frame?"""
    return hasattr(labels, "column_names_to_labels")


def without_tagged(data: Any, meta: Any) -> Any:
    """The data frame with the letters that SAS and Stata write for missing values as None."""
    tagged = getattr(meta, "missing_user_values", None) or {}
    if not tagged or not is_table(data):
        return data
    return data.assign(**{name: data[name].where(~data[name].isin(list(letters)), None)
                          for name, letters in tagged.items() if name in data.columns})


def as_attrs(handle: Any) -> dict[str, Any]:
    """What a data frame of another library remembers of a frame, in its `attrs`."""
    kept: dict[str, Any] = {}
    metadata = _core.wb_frame_metadata(handle)
    if metadata is not None:
        kept["metadata"] = json.loads(metadata)
    for index in range(_core.wb_frame_column_count(handle)):
        name = _core.wb_frame_column_name(handle, index)
        label = _core.wb_frame_label(handle, index)
        if label is not None:
            kept.setdefault("labels", {})[name] = label
        if labels := value_labels(handle, index):
            kept.setdefault("value_labels", {})[name] = labels
        if ranges := missing_ranges(handle, index):
            kept.setdefault("missing_ranges", {})[name] = ranges
    return kept


def _as_number(code: Any) -> Any:
    """A code that went through JSON, as in a Parquet file that pandas wrote, is a text."""
    try:
        return float(code) if isinstance(code, str) else code
    except ValueError:
        return code


def take_attrs(handle: Any, data: Any) -> None:
    """What as_attrs() left in the `attrs` of a data frame, of the columns still there."""
    attrs = getattr(data, "attrs", None)
    kept = attrs.get(ATTRS) if isinstance(attrs, dict) else None
    if not isinstance(kept, dict):
        return
    if kept.get("metadata") is not None:
        set_metadata(handle, kept["metadata"])
    for name, label in kept.get("labels", {}).items():
        if _core.wb_frame_find(handle, name) >= 0:
            set_label(handle, name, label)
    for name, labels in kept.get("value_labels", {}).items():
        if _takes_codes(handle, name):
            set_value_labels(handle, name, {_as_number(code): text
                                            for code, text in labels.items()})
    for name, ranges in kept.get("missing_ranges", {}).items():
        if _takes_codes(handle, name):
            add_missing_ranges(handle, name, ranges)


def code_number(code: float) -> int | float:
    """A code as Python writes it: whole when it is."""
    return int(code) if code.is_integer() else code


def value_labels(handle: Any, index: int) -> dict[int | float, str]:
    """The texts of the codes of a column, by code."""
    return {code_number(_core.wb_frame_value_label_code(handle, index, at)):
            _core.wb_frame_value_label_text(handle, index, at) or ""
            for at in range(_core.wb_frame_value_label_count(handle, index))}


def missing_ranges(handle: Any, index: int) -> list[tuple[int | float, int | float]]:
    """The bounds of the ranges that mean missing."""
    return [(code_number(_core.wb_frame_missing_range_low(handle, index, at)),
             code_number(_core.wb_frame_missing_range_high(handle, index, at)))
            for at in range(_core.wb_frame_missing_range_count(handle, index))]
