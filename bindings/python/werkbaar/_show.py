# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""How a frame shows itself: as text on a terminal, as a table in a notebook."""
from __future__ import annotations

import html
import json
from typing import Any

from . import _core
from ._convert_out import python_values

TEXT_ROWS = 20
HTML_ROWS = 20
HTML_COLUMNS = 50
_NUMBERS = range(_core.WB_TYPE_INT8, _core.WB_TYPE_FLOAT64 + 1)


def _counted(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def _texts_in(value: Any) -> list[str]:
    """All texts in metadata, however deep."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        at = waiting.pop()
        if isinstance(at, str):
            found.append(at)
        elif isinstance(at, dict):
            waiting.extend(at.values())
        elif isinstance(at, list):
            waiting.extend(at)
    return found


def _notes(handle: Any) -> list[str]:
    """What the metadata say that no one may overlook."""
    metadata = _core.wb_frame_metadata(handle)
    if metadata is None:
        return []
    texts = _texts_in(json.loads(metadata))
    notes = [text for text in texts if "not the official" in text or "SYNTHETIC" in text]
    return sorted(set(notes))


def _size(handle: Any) -> str:
    rows = _counted(_core.wb_frame_row_count(handle), "row")
    return f"{rows} x {_counted(_core.wb_frame_column_count(handle), 'column')}"


def as_text(handle: Any) -> str:
    """The first rows as a table, and below it how many there are."""
    if _core.wb_frame_column_count(handle) == 0:
        return "\n".join([f"[{_size(handle)}]", *_notes(handle)])
    writer = _core.wb_writer_to_memory()
    _core.wb_table_print(writer, handle, {"max_rows": TEXT_ROWS})
    table = _core.wb_writer_bytes(writer).decode()
    lines = [line.rstrip() for line in table.splitlines()]
    return "\n".join([*lines, f"[{_size(handle)}]", *_notes(handle)])


def _cell(value: Any, tag: str = "td", number: bool = False) -> str:
    side = "right" if number else "left"
    if isinstance(value, float):
        text = f"{value:.5g}" if abs(value) < 1e5 else f"{value:.0f}"
    elif isinstance(value, bool):
        text = "true" if value else "false"
    else:
        text = "" if value is None else str(value)
    if len(text) > 80:
        text = text[:79] + "…"
    scope = ' scope="col"' if tag == "th" else ""
    return f'<{tag}{scope} style="text-align: {side}">{html.escape(text)}</{tag}>'


def as_html(handle: Any) -> str:
    """The first rows as an HTML table whose caption counts what is there."""
    shown = min(HTML_ROWS, _core.wb_frame_row_count(handle))
    wide = min(HTML_COLUMNS, _core.wb_frame_column_count(handle))
    numeric = [_core.wb_frame_column_type(handle, index) in _NUMBERS for index in range(wide)]
    names = [_core.wb_frame_column_name(handle, index) for index in range(wide)]
    columns = [python_values(handle, index, 0, shown) for index in range(wide)]
    caption = _size(handle)
    if shown < _core.wb_frame_row_count(handle):
        caption += f", the first {shown} rows shown"
    if wide < _core.wb_frame_column_count(handle):
        caption += f", the first {wide} columns shown"
    head = "".join(_cell(name, "th", number) for name, number in zip(names, numeric, strict=True))
    rows = ("".join(_cell(value, number=number)
                    for value, number in zip(row, numeric, strict=True))
            for row in zip(*columns, strict=True))
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    notes = "".join(f"<br>{html.escape(note)}" for note in _notes(handle))
    return (f"<table>\n<caption>{caption}{notes}</caption>\n<thead><tr>{head}</tr></thead>\n"
            f"<tbody>\n{body}\n</tbody>\n</table>")
