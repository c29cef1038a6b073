# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Arguments that several functions take, and the files and bytes that handles go to."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from . import _core
from ._errors import ArgumentError, ArgumentTypeError, WerkbaarError

_Choice = TypeVar("_Choice")
Names = str | Iterable[str]
"""One name of a column, or several."""
Breakdowns = str | Sequence[str] | Sequence[Sequence[str]] | None
"""What `by` may be, see :func:`breakdowns`."""
Pairs = tuple[str, str] | Iterable[tuple[str, str]]
"""One pair of columns, or several."""
Quantiles = Names | Mapping[str, float | Iterable[float]]
"""Columns of which the median, or the probabilities of each."""
Ranks = Names | Mapping[str, str | Iterable[str]]
"""Columns of which the mean rank, or the scores of each."""


def _words(prefix: str) -> dict[str, int]:
    """The words for the numbers of an enumeration of the C library: its names, in its order."""
    found = {name.removeprefix(prefix).lower(): value for name, value in vars(_core).items()
             if name.startswith(prefix)}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


KEEP = _words("WB_KEEP_")
INTERVAL = _words("WB_INTERVAL_")
LONELY = _words("WB_LONELY_")
UNITS = _words("WB_UNITS_")
REFERENCE = _words("WB_REFERENCE_")
ADJUST = _words("WB_ADJUST_")
ROC = _words("WB_ROC_")
TABLE_TEST = _words("WB_TABLE_TEST_")
TRIM_UNIT = _words("WB_TRIM_")
QUANTILE_RULE = _words("WB_QUANTILE_")
RANK = _words("WB_RANK_")
STATISTIC = _words("WB_STATISTIC_")
DESIGN_EFFECT = {word: value for word, value in _words("WB_DEFF_").items() if word != "none"}
REPLICATES = {word: value for word, value in _words("WB_REPLICATE_").items() if word != "none"}
#: Those that can be made of a design.
MADE = {word: REPLICATES[word] for word in ("jk1", "jkn", "brr", "fay", "bootstrap")}


def type_name(value: object) -> str:
    """How messages name what was given."""
    return type(value).__name__


def choice(what: str, value: object, known: Mapping[str, _Choice]) -> _Choice:
    """What a word stands for; the words there are when it is none of them."""
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


def one_name(what: str, value: object) -> str:
    """The name of one column."""
    if not isinstance(value, str):
        raise ArgumentTypeError(f"{what} must be the name of a column, not {type_name(value)}",
                                item=what)
    return value


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


def pairs(what: str, value: object) -> list[tuple[str, str]]:
    """Pairs of names: one, or a list of several."""
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping)):
        listed = list(value)
        if len(listed) == 2 and all(isinstance(part, str) for part in listed):
            return [(listed[0], listed[1])]
        found = [names(what, part) for part in listed]
        if all(len(part) == 2 for part in found):
            return [(part[0], part[1]) for part in found]
    raise ArgumentTypeError(f"{what} must be a pair of names of columns or a list of such "
                            f"pairs, not {type_name(value)}", item=what)


def each(what: str, value: object, default: Any) -> list[tuple[str, Any]]:
    """Columns with what is asked of each: a dict of one thing or several, or names of columns
    of which the default is."""
    if not isinstance(value, Mapping):
        return [(name, default) for name in names(what, value)]
    found: list[tuple[str, Any]] = []
    for name, wanted in value.items():
        several = isinstance(wanted, Iterable) and not isinstance(wanted, (str, bytes))
        found += [(one_name(what, name), one) for one in (wanted if several else [wanted])]
    return found


def matched(what: str, first: object, second_what: str, second: object) -> list[tuple[str, str]]:
    """Pairs of the names of two lists, in order; one name goes with each of the others."""
    ones, others = names(what, first), names(second_what, second)
    if len(ones) == 1 or len(others) == 1:
        return [(one, other) for one in ones for other in others]
    if len(ones) != len(others):
        raise ArgumentError(f"{what} has {len(ones)} columns and {second_what} {len(others)}: "
                            "one of either, or as many", item=second_what)
    return list(zip(ones, others, strict=True))


def is_flag(value: object) -> bool:
    """Is it True or False, also numpy's?"""
    return type_name(value) in ("bool", "bool_")


def flag(what: str, value: object) -> int:
    """True or False, also numpy's, as the C library has it."""
    if not isinstance(value, int) and not is_flag(value):
        raise ArgumentTypeError(f"{what} must be True or False, not {type_name(value)}",
                                item=what)
    return int(bool(value))


def above_0(what: str, value: Any) -> Any:
    """A number above 0, which is the C library's word for its default."""
    try:
        fits = value > 0
    except TypeError:
        return value  # no number, which the C library's reader says
    if not fits:
        raise ArgumentError(f"{what} is {value}, and must be above 0", item=what)
    return value


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


def write_to(write: Callable[[Any], Any], path: Any) -> None:
    """Write with a function to a path, as :func:`write_file`, or to a file open as binary."""
    if isinstance(path, (str, os.PathLike)):
        write_file(write, path)
    elif hasattr(path, "write"):
        path.write(written(write))
    else:
        raise ArgumentTypeError("path must be a path or a file open as binary, not "
                                f"{type_name(path)}", item="path")


def reader_of_bytes(text: object, what: str) -> Any:
    """A reader of a text or of bytes; `what` is how messages name it."""
    if isinstance(text, str):
        text = text.encode("utf-8", "surrogatepass")  # the library refuses it, with its place
    elif not isinstance(text, (bytes, bytearray, memoryview)):
        raise ArgumentTypeError(f"{what} must be text or bytes, not {type_name(text)}")
    return _core.wb_reader_of(text, what)


def read_text(read: Callable[[Any], Any], text: object, what: str,
              note: str = "from_json() takes the text of a file, from_file() its path") -> Any:
    """What a function makes of a reader of a text; with a note where a path was given for it."""
    reader = reader_of_bytes(text, what)
    try:
        return read(reader)
    except WerkbaarError as error:
        if isinstance(text, str) and "{" not in text:
            error.add_note(note)
        raise


def _opened(file: str | os.PathLike[str]) -> Any:
    try:
        return _core.wb_reader_open(path_text(file))
    except WerkbaarError as error:
        if isinstance(file, str) and file.lstrip().startswith("{"):
            error.add_note("a str is the path of a file: add_json() or from_json() takes its text")
        raise


def reader_of_file(file: object) -> Any:
    """A reader of a path, or of an object with read() that gives bytes."""
    if isinstance(file, (str, os.PathLike)):
        return _opened(file)
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
