# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Arguments that several functions take, and the files and bytes that handles go to."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import _core
from ._errors import ArgumentError, ArgumentTypeError

#: The words for the numbers of the C library's enumerations.
KEEP = {"others": _core.WB_KEEP_OTHERS, "all": _core.WB_KEEP_ALL, "none": _core.WB_KEEP_NONE}
INTERVAL = {"logit": _core.WB_INTERVAL_LOGIT, "wald": _core.WB_INTERVAL_WALD,
            "wilson": _core.WB_INTERVAL_WILSON, "beta": _core.WB_INTERVAL_BETA,
            "likelihood": _core.WB_INTERVAL_LIKELIHOOD, "asin": _core.WB_INTERVAL_ASIN,
            "agresti_coull": _core.WB_INTERVAL_AGRESTI_COULL,
            "jeffreys": _core.WB_INTERVAL_JEFFREYS}
REFERENCE = {"previous": _core.WB_REFERENCE_PREVIOUS, "first": _core.WB_REFERENCE_FIRST}
STATISTIC = {"mean": _core.WB_STATISTIC_MEAN, "total": _core.WB_STATISTIC_TOTAL,
             "proportion": _core.WB_STATISTIC_PROPORTION}


def type_name(value: object) -> str:
    """How messages name what was given."""
    return type(value).__name__


def choice(what: str, value: object, known: Mapping[str, int]) -> int:
    """The number of a word; the words there are when it is none of them."""
    if isinstance(value, str) and value in known:
        return known[value]
    words = ", ".join(f"'{word}'" for word in known)
    if not isinstance(value, str):
        raise ArgumentTypeError(f"{what} must be one of {words}, not {type_name(value)}",
                                item=what)
    raise ArgumentError(f"{what} '{value}' is not known, there are: {words}", item=what)


def names(what: str, value: object) -> list[str]:
    """One name or several, as a list."""
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, Iterable) and not isinstance(value, (bytes, Mapping)):
        listed = list(value)
        for name in listed:
            if not isinstance(name, str):
                raise ArgumentTypeError(
                    f"{what} must be names of columns, not {type_name(value)} of "
                    f"{type_name(name)}", item=what)
        return listed
    raise ArgumentTypeError(f"{what} must be a name or a list of names, not {type_name(value)}",
                            item=what)


def breakdowns(value: object) -> list[list[str]]:
    """What `by` may be: nothing, a name, one crossed breakdown, or a list of several."""
    if value is None or isinstance(value, str):
        return [[value]] if value is not None else []
    if not isinstance(value, Iterable) or isinstance(value, (bytes, Mapping)):
        raise ArgumentTypeError(
            f"by must be a name, a list of names or a list of such lists, not {type_name(value)}",
            item="by")
    listed = list(value)
    if all(isinstance(part, str) for part in listed):
        return [listed] if listed else []
    if any(isinstance(part, str) for part in listed):
        raise ArgumentTypeError(
            "by mixes names and lists of names: ['a', 'b'] crosses two columns, "
            "[['a'], ['b']] is a breakdown by each", item="by")
    return [names("by", part) if part is not None else [] for part in listed]


def estimating(level: float, interval: str, drop_empty: bool) -> dict[str, Any] | None:
    """The options of estimating; None, the quick way, where they are the C library's own."""
    if level == 0.95 and interval == "logit" and not drop_empty:
        return None
    return {"level": checked_level(level), "interval": choice("interval", interval, INTERVAL),
            "drop_empty": bool(drop_empty)}


def checked_level(level: float) -> float:
    """A level; 0 is none, though the C library's word for its default."""
    if level is None:
        raise ArgumentTypeError("level must be a number, not NoneType", item="level")
    if level == 0:
        raise ArgumentError("level 0 is not between 0 and 1", item="level")
    return level


def written(write: Callable[[Any], Any]) -> bytes:
    """The bytes that a function writes to the writer it is given."""
    writer = _core.wb_writer_to_memory()
    write(writer)
    found: bytes = _core.wb_writer_bytes(writer)
    return found


def write_file(write: Callable[[Any], Any], path: str | os.PathLike[str]) -> None:
    """Write a file with a function: all of it, or the file stays as it was."""
    writer = _core.wb_writer_open(path_text(path))
    write(writer)
    _core.wb_writer_finish(writer)


def reader_of_bytes(text: object, what: str) -> Any:
    """A reader of a text or of bytes; `what` is how messages name it."""
    if isinstance(text, str):
        text = text.encode("utf-8", "surrogatepass")  # the library refuses it, with its place
    elif not isinstance(text, (bytes, bytearray, memoryview)):
        raise ArgumentTypeError(f"{what} must be text or bytes, not {type_name(text)}")
    return _core.wb_reader_of(text, what)


def reader_of_file(file: object) -> Any:
    """A reader of a path, or of an object with read() that gives bytes."""
    if isinstance(file, (str, os.PathLike)):
        return _core.wb_reader_open(path_text(file))
    if not hasattr(file, "read"):
        raise ArgumentTypeError(
            f"file must be a path or an object with read(), not {type_name(file)}", item="file")
    name = getattr(file, "name", None)
    return _core.wb_reader_of(file, name if isinstance(name, str) else "file")


def path_text(path: str | os.PathLike[str]) -> str:
    """A path as text."""
    if not isinstance(path, (str, os.PathLike)):
        raise ArgumentTypeError(f"path must be a path, not {type_name(path)}", item="path")
    return os.fsdecode(os.fspath(path))
