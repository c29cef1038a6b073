# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Files of SPSS, Stata and SAS."""
from __future__ import annotations

import os
from typing import IO, Any

from . import _core
from ._arguments import Names, names, write_to
from ._csv import Input, _reader
from ._errors import ArgumentError
from ._frame import Frame, as_frame
from ._run import Progress, run_options
from ._source import Source, as_source

_FORMATS: dict[str, int] = {"sav": _core.WB_STATFILE_SAV, "zsav": _core.WB_STATFILE_ZSAV,
            "dta": _core.WB_STATFILE_DTA}


def scan_statfile(source: Input, *, columns: Names | None = None,
                  encoding: str | None = None, tags: bool = False,
                  chunk_rows: int | None = None) -> Source:
    """Read a file of SPSS (SAV, ZSAV, POR), Stata (DTA) or SAS (XPT, SAS7BDAT) as it goes.

    Labels, value labels and codes that mean missing come along with the columns. Tagged
    missings (``.a`` to ``.z``) are missing, or with `tags` codes beyond all values, inside a
    missing range. Memory
    depends on the chunk for SAV, ZSAV and DTA; the others are read whole.

    Parameters
    ----------
    source : path, bytes or binary file
        What is read; its content tells which file it is. SAV and ZSAV may come from a file
        that cannot seek, and are read once then.
    columns : str or list of str, optional
        The variables that are wanted, in this order; by default all.
    encoding : str, optional
        Of the texts, such as ``"WINDOWS-1252"``, in place of what the file says.
    tags : bool, default False
        Keep tagged missings apart; else they are missing like others.
    chunk_rows : int, default 16384
        Rows of a frame.

    Raises
    ------
    DataError
        For a file that is cut off, contradicts itself, or is none of these.

    Examples
    --------
    >>> import io
    >>> import werkbaar as wb
    >>> file = io.BytesIO()
    >>> wb.write_statfile(wb.Frame({"q1": [1, 9]}, missing_ranges={"q1": [9]}), file)
    >>> next(wb.scan_statfile(file.getvalue())).missing_ranges("q1")
    [(9, 9)]
    """
    options = {"columns": None if columns is None else names("columns", columns),
               "encoding": encoding,
               "no_tags": int(not tags), "chunk_rows": chunk_rows}
    return Source._of(_core.wb_statfile_read(_reader(source), options))


def read_statfile(source: Input, *, columns: Names | None = None,
                  encoding: str | None = None, tags: bool = False, progress: Progress = None,
                  memory_limit: int | None = None) -> Frame:
    """Read a file of SPSS, Stata or SAS into a frame.

    Parameters
    ----------
    source, columns, encoding, tags
        As for `scan_statfile`.
    progress, memory_limit
        As for `Source.collect`.

    Examples
    --------
    >>> import io
    >>> import werkbaar as wb
    >>> file = io.BytesIO()
    >>> wb.write_statfile(wb.Frame({"sex": [1, 2]}, value_labels={"sex": {1: "man"}}), file)
    >>> frame = wb.read_statfile(file.getvalue())
    >>> frame.to_dict(), frame.value_labels("sex")
    ({'sex': [1.0, 2.0]}, {1: 'man'})
    """
    return scan_statfile(source, columns=columns, encoding=encoding, tags=tags).collect(
        progress=progress, memory_limit=memory_limit)


def statfile_table(source: Input, part: str = "variables", *,
                   encoding: str | None = None) -> Frame:
    """What a file of SPSS, Stata or SAS says, without reading its rows.

    Parameters
    ----------
    source : path, bytes or binary file
    part : {"variables", "labels", "file"}
        The variables with label, type, format and what is declared missing; every value
        label; or the file: format, version, encoding, rows, label, weight.
    encoding : str, optional
        As for `scan_statfile`.

    Examples
    --------
    >>> import io
    >>> import werkbaar as wb
    >>> file = io.BytesIO()
    >>> wb.write_statfile(wb.Frame({"q1": [1, 9]}, labels={"q1": "Hoe vaak?"}), file)
    >>> wb.statfile_table(file.getvalue())["label"]
    ['Hoe vaak?']
    """
    return Frame._of(_core.wb_statfile_describe(_reader(source), {"encoding": encoding}, part))


def _format(path: Any, format: str | None) -> int:
    """The number of the format that is asked for, or that the name of the file ends in."""
    if format is None:
        name = os.fspath(path) if isinstance(path, (str, os.PathLike)) else ""
        ending = os.path.splitext(str(name))[1].lower().lstrip(".")
        return _FORMATS.get(ending, _core.WB_STATFILE_SAV)
    if format not in _FORMATS:
        raise ArgumentError(f"format must be one of {', '.join(_FORMATS)}, not {format!r}",
                            item="format")
    return _FORMATS[format]


def write_statfile(data: Any, path: str | os.PathLike[str] | IO[bytes], *,
                   format: str | None = None, label: str | None = None,
                   progress: Progress = None) -> None:
    """Write a file of SPSS (SAV, ZSAV) or Stata (DTA), with labels and missing values.

    A file is there whole or, when writing fails, as it was.

    Parameters
    ----------
    data : Frame, Source or anything a Frame is made of
        A source is read twice; one that cannot is collected first.
    path : path or binary file
    format : {"sav", "zsav", "dta"}, optional
        By default what the name of the file ends in, else ``"sav"``.
    label : str, optional
        Of the file.
    progress : bool or callable, optional
        As for `Source.collect`.

    Examples
    --------
    >>> import io
    >>> import werkbaar as wb
    >>> file = io.BytesIO()
    >>> wb.write_statfile({"a": [1, 2]}, file)
    >>> file.getvalue()[:4]
    b'$FL2'
    """
    options = {"format": _format(path, format), "label": label}
    source = as_source(data) or Source(as_frame(data))

    def write(to: Any) -> None:
        with source._using() as handle:
            _core.wb_statfile_write(to, handle, options, run_options(None, progress, None))

    write_to(write, path)
