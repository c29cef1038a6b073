# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The results of a monitor as files, under the names that the command gives them."""
from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import _core
from ._arguments import path_text
from ._disclose import Ledger
from ._errors import ArgumentError
from ._frame import Frame
from ._run import run_options
from ._source import Source

FORMATS = ("csv", "xlsx", "json")

Files = dict[str, Callable[[Any], None]]
"""Of each file its name, and what writes it."""


def checked_formats(formats: str | Iterable[str]) -> list[str]:
    """Which formats; a text is one."""
    asked = [formats] if isinstance(formats, str) else list(formats)
    for name in asked:
        if name not in FORMATS:
            raise ArgumentError(f"there is no format {name!r}: there are {', '.join(FORMATS)}; "
                                "the page is made by the command, 'werkbaar monitor'",
                                item="formats")
    return asked


def marked(tables: Mapping[str, Frame], note: str | None) -> str | None:
    """Put a note into the metadata, and give it back: made-up answers always say so."""
    said = (next(iter(tables.values())).metadata or {}).get("synthetic")
    if said and not (note or "").startswith("SYNTHETIC"):
        note = "SYNTHETIC answers: nobody gave them" + (f". {note}" if note else "")
    if note is None:
        return None
    for table in tables.values():
        table.set_metadata({**(table.metadata or {}), "note": note,
                            "synthetic": note.startswith("SYNTHETIC")})
    return note


def _csv(table: Frame, note: str | None) -> Callable[[Any], None]:
    def write(to: Any) -> None:
        with Source(table)._using() as handle:
            _core.wb_csv_write(to, handle, {"comment": note}, run_options(None, None, None))
    return write


def _sheets(tables: Mapping[str, Frame], note: str | None) -> Callable[[Any], None]:
    names = [part for part in tables if part != "released"]
    return lambda to: _core.wb_xlsx_write(to, [tables[part]._handle for part in names], names,
                                          note)


def _json(table: Frame) -> Callable[[Any], None]:
    return lambda to: _core.wb_json_write(to, table._handle)


def _stem(tables: Mapping[str, Frame]) -> str:
    instrument: str = (next(iter(tables.values())).metadata or {})["instrument"]
    return re.sub(r"[^A-Za-z0-9_.-]", "_", instrument)


def files_of(tables: Mapping[str, Frame], formats: list[str], note: str | None,
             ledger: Ledger | None) -> Files:
    """The files of tables; none of what was released where nothing is protected."""
    stem, note = _stem(tables), marked(tables, note)
    shown = {part: table for part, table in tables.items() if part != "released" or len(table)}
    files: Files = {}
    if "csv" in formats:
        files |= {f"{stem}-{part}.csv": _csv(table, note) for part, table in shown.items()}
    if "xlsx" in formats:
        files[f"{stem}.xlsx"] = _sheets(tables, note)
    if "json" in formats:
        files |= {f"{stem}-{part}.json": _json(table) for part, table in shown.items()}
    if ledger is not None:
        files[f"{stem}-ledger.json"] = ledger._write
    return files


def write_files(folder: str | os.PathLike[str], files: Files) -> list[str]:
    """Write all files, which appear when all are complete; their paths."""
    os.makedirs(folder, exist_ok=True)
    paths = [os.path.join(path_text(folder), name) for name in files]
    writers = [_core.wb_writer_open(path) for path in paths]
    for write, writer in zip(files.values(), writers):
        write(writer)
    for writer in writers:
        _core.wb_writer_finish(writer)
    return paths
