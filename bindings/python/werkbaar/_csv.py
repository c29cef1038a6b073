# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""CSV in and out."""
from __future__ import annotations

import os
from collections.abc import Mapping
from typing import IO, Any

from . import _core
from ._arguments import write_to, written
from ._errors import ArgumentError, ArgumentTypeError
from ._frame import Frame, as_frame
from ._run import Progress, run_options
from ._source import Source, as_source

Input = str | os.PathLike[str] | bytes | IO[bytes]
"""What CSV is read from: a path, the bytes themselves, or a file open as binary."""


def _reader(source: Input) -> Any:
    """A reader of a path, of bytes, or of an open file."""
    if isinstance(source, (str, os.PathLike)):
        return _core.wb_reader_open(os.fspath(source))
    return _core.wb_reader_of(source, str(getattr(source, "name", "input")))


def _mark(what: str, text: str | None) -> int | None:
    """The number of the one character that a delimiter or a decimal mark is."""
    if text is None:
        return None
    if not isinstance(text, str) or len(text) != 1:
        raise ArgumentTypeError(f"{what} must be one character, not {text!r}", item=what)
    return ord(text)


def _types_frame(types: Mapping[str, Any] | Frame | None) -> Any:
    """A frame without rows whose columns have the declared types."""
    if types is None:
        return None
    if isinstance(types, Frame):
        return types._handle
    if not isinstance(types, Mapping):
        raise ArgumentTypeError("types must be a dict of name and type, not "
                                f"{type(types).__name__}", item="types")
    handle = _core.wb_frame_new(0)
    known = {_core.wb_type_name(number): number
             for number in range(_core.WB_TYPE_NULL, _core.WB_TYPE_TIMESTAMP + 1)}
    for name, kind in types.items():
        if isinstance(kind, (list, tuple)):
            column = {"values": memoryview(b"").cast("i"), "categories": list(kind)}
            _core.wb_frame_add_column(handle, name, column)
        elif kind == "utf8":
            _core.wb_frame_add_texts(handle, name, [])
        elif kind in known and kind != "dictionary":
            _core.wb_frame_add_column(handle, name, {"type": known[kind]})
        else:
            raise ArgumentError(f"the type of '{name}' must be one of "
                                f"{', '.join(sorted(set(known) - {'dictionary'}))}, or a list of "
                                f"categories, not {kind!r}", item=name)
    return handle


def scan_csv(source: Input, *, delimiter: str | None = None, decimal: str | None = None,
             missing: str | None = None, types: Mapping[str, Any] | Frame | None = None,
             chunk_rows: int | None = None, infer_rows: int | None = None) -> Source:
    """Read CSV as it goes: memory depends on the chunk, never on the file.

    The first line has the names. Lines before it that begin with ``#`` are skipped.

    Parameters
    ----------
    source : path, bytes or binary file
        What is read. From a file that cannot seek it can be read once only.
    delimiter : str, optional
        ``","``, ``";"`` or a tab; by default the one that the first line has most of.
    decimal : str, optional
        ``"."`` or ``","``; by default what the delimiter and the numbers say.
    missing : str, default "NA"
        A field that means missing, beside the empty one.
    types : dict, optional
        The types of columns, by name: one of those of `Frame.types`, or a list of categories; or a
        `Frame` with such columns, whose categories keep their order. The others are inferred.
    chunk_rows : int, default 16384
        Rows of a frame.
    infer_rows : int, optional
        Rows that are looked at to infer types; by default the whole first chunk.

    Raises
    ------
    DataError
        For what the file says wrongly, with line, column, value and what was expected.

    Examples
    --------
    >>> import werkbaar as wb
    >>> source = wb.scan_csv(b"id,q1\\n1,4\\n2,NA\\n", types={"q1": "int8"})
    >>> next(source).to_dict()
    {'id': [1, 2], 'q1': [4, None]}
    """
    options = {"delimiter": _mark("delimiter", delimiter), "decimal": _mark("decimal", decimal),
               "missing": missing, "types": _types_frame(types), "chunk_rows": chunk_rows,
               "infer_rows": infer_rows}
    return Source._of(_core.wb_csv_read(_reader(source), options))


def read_csv(source: Input, *, delimiter: str | None = None, decimal: str | None = None,
             missing: str | None = None, types: Mapping[str, Any] | Frame | None = None,
             infer_rows: int | None = None, progress: Progress = None,
             memory_limit: int | None = None) -> Frame:
    """Read CSV into a frame.

    Parameters
    ----------
    source, delimiter, decimal, missing, types, infer_rows
        As for `scan_csv`.
    progress, memory_limit
        As for `Source.collect`.

    Examples
    --------
    >>> import werkbaar as wb
    >>> wb.read_csv(b"id;score\\n1;2,5\\n2;NA\\n").to_dict()
    {'id': [1, 2], 'score': [2.5, None]}
    """
    scanned = scan_csv(source, delimiter=delimiter, decimal=decimal, missing=missing,
                       types=types, infer_rows=infer_rows)
    return scanned.collect(progress=progress, memory_limit=memory_limit)


def _write(writer: Any, data: Any, delimiter: str | None, decimal: str | None, header: bool,
           crlf: bool, comment: str | None, labels: bool, progress: Progress) -> None:
    options = {"delimiter": _mark("delimiter", delimiter), "decimal": _mark("decimal", decimal),
               "no_header": int(not header), "crlf": int(crlf), "comment": comment,
               "labels": int(labels)}
    source = as_source(data) or Source(as_frame(data))
    with source._using() as handle:
        _core.wb_csv_write(writer, handle, options, run_options(None, progress, None))


def csv_text(data: Any, *, delimiter: str | None = None, decimal: str | None = None,
             header: bool = True, crlf: bool = False, comment: str | None = None,
             labels: bool = False, progress: Progress = None) -> str:
    """CSV as a text."""
    return written(lambda to: _write(to, data, delimiter, decimal, header, crlf, comment,
                                     labels, progress)).decode()


def write_csv(data: Any, path: str | os.PathLike[str] | IO[bytes], *,
              delimiter: str | None = None, decimal: str | None = None, header: bool = True,
              crlf: bool = False, comment: str | None = None, labels: bool = False,
              progress: Progress = None) -> None:
    """Write CSV: 17 significant digits, nothing where a value is missing.

    A file is there whole or, when writing fails, as it was.

    Parameters
    ----------
    data : Frame, Source or anything a Frame is made of
        A source is written as it goes.
    path : path or binary file
    delimiter : str, default ","
    decimal : str, default "."
    header : bool, default True
        Write the names in the first line.
    crlf : bool, default False
        End lines in CR and LF.
    comment : str, optional
        A line before all others, behind ``#``.
    labels : bool, default False
        Write the value label of a code that has one in its place.
    progress : bool or callable, optional
        As for `Source.collect`.

    Examples
    --------
    >>> import io
    >>> import werkbaar as wb
    >>> file = io.BytesIO()
    >>> wb.write_csv({"a": [1, 2]}, file)
    >>> file.getvalue()
    b'a\\n1\\n2\\n'
    """
    write_to(lambda to: _write(to, data, delimiter, decimal, header, crlf, comment, labels,
                              progress), path)
