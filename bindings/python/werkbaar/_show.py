# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""How a frame shows itself: as text on a terminal, as a table in a notebook."""
from __future__ import annotations

import html
import json
import math
import shutil
import sys
from collections.abc import Sequence
from typing import Any

from . import _core
from ._arguments import written
from ._convert_out import names_of, python_values

TEXT_ROWS = 20
HTML_ROWS = 20
HTML_COLUMNS = 50
NOTEBOOK_WIDTH = 140
_DIGITS = 5
_GAP = 2  # between the columns of a table
_FLOATING = (_core.WB_TYPE_FLOAT32, _core.WB_TYPE_FLOAT64)
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
    notes = {text for text in texts if "not the official" in text or "SYNTHETIC" in text}
    if '"synthetic":true' in metadata and not any("SYNTHETIC" in note for note in notes):
        notes.add("SYNTHETIC: nobody gave these answers")
    return sorted(notes)


def _size(handle: Any) -> str:
    rows = _counted(_core.wb_frame_row_count(handle), "row")
    return f"{rows} x {_counted(_core.wb_frame_column_count(handle), 'column')}"


def _more(names: Sequence[str], width: int) -> list[str]:
    """A line that counts columns that are not shown, and names as many as fit."""
    if not names:
        return []
    line = f"… and {_counted(len(names), 'more column')}: "
    for at, name in enumerate(names):
        last = at == len(names) - 1
        if len(line) + len(name) + (0 if last else len(", …")) > width and at > 0:
            return [line + "…"]
        line += name if last else f"{name}, "
    return [line]


def _table(handle: Any, names: list[str]) -> list[str]:
    """The lines of a table of some columns."""
    shown = _core.wb_frame_select(handle, names)
    table = written(lambda to: _core.wb_table_print(to, shown, {"max_rows": TEXT_ROWS}))
    return [line.rstrip() for line in table.decode().splitlines()]


def _holds_something(handle: Any, index: int) -> bool:
    """Whether a column has a value in the rows that are shown."""
    shown = min(TEXT_ROWS, _core.wb_frame_row_count(handle))
    return any(value is not None for value in python_values(handle, index, 0, shown))


def _that_fit(handle: Any, width: int) -> list[str]:
    """The names of the first columns that stand beside one another in a width; at least one. When
    not all do, those without a value in the rows that are shown make room for others."""
    names = names_of(handle)
    # the rule below the name is as wide as the column
    widths = [len(_table(handle, [name])[1]) + _GAP for name in names]
    if sum(widths) - _GAP <= width:
        return names
    fitting: list[str] = []
    left = width + _GAP
    for index, name in enumerate(names):
        if not _holds_something(handle, index):
            continue
        left -= widths[index]
        if left < 0 and fitting:
            break
        fitting.append(name)
    return fitting or names[:1]


def _width() -> int:
    """How wide a terminal is; wider than most where a notebook shows what is printed."""
    usual = NOTEBOOK_WIDTH if "ipykernel" in sys.modules else 80
    return shutil.get_terminal_size((usual, 24)).columns


def as_text(handle: Any) -> str:
    """The first rows as a table as wide as the terminal, and below it what there is more."""
    width = _width()
    fitting = _that_fit(handle, width)
    table = _table(handle, fitting) if fitting else []
    others = [name for name in names_of(handle) if name not in fitting]
    return "\n".join([*table, *_more(others, width), f"[{_size(handle)}]", *_notes(handle)])


def _decimals(values: Sequence[float | None]) -> int | None:
    """How many decimals the numbers of a column need; None when powers of ten say it better."""
    sizes = [abs(value) for value in values if value and math.isfinite(value)]
    if not sizes:
        return 0
    if min(sizes) < 1e-4 or max(sizes) >= 1e15:
        return None
    written = (f"{size:.{max(0, _DIGITS - 1 - math.floor(math.log10(size)))}f}" for size in sizes)
    needed = max(len(text.partition(".")[2].rstrip("0")) for text in written)
    return min(needed, 4) if max(sizes) >= 1000 else needed


def _texts(values: Sequence[Any], type_: int) -> list[str]:
    """Values of a column as cells show them: numbers with as many decimals as one another."""
    if type_ not in _FLOATING:
        words = {None: "", True: "true", False: "false"}
        return [words[value] if value is None or isinstance(value, bool) else str(value)
                for value in values]
    decimals = _decimals(values)
    form = f".{_DIGITS}g" if decimals is None else f".{decimals}f"
    return ["" if value is None else format(value, form) for value in values]


def _cell(text: str, tag: str, number: bool) -> str:
    side = "right" if number else "left"
    if len(text) > 80:
        text = text[:79] + "…"
    scope = ' scope="col"' if tag == "th" else ""
    return f'<{tag}{scope} style="text-align: {side}">{html.escape(text)}</{tag}>'


def as_html(handle: Any) -> str:
    """The first rows as an HTML table, with below it what there is more."""
    shown = min(HTML_ROWS, _core.wb_frame_row_count(handle))
    names = names_of(handle)
    types = [_core.wb_frame_column_type(handle, index) for index in range(len(names))]
    columns = [_texts(python_values(handle, index, 0, shown), types[index])
               for index in range(min(HTML_COLUMNS, len(names)))]
    size = _size(handle)
    if shown < _core.wb_frame_row_count(handle):
        size += f", the first {shown} rows shown"
    caption = "<br>".join(map(html.escape, [*_more(names[len(columns):], 100), size]))
    notes = "".join(f'\n<p style="max-width: 60em">{html.escape(note)}</p>'
                    for note in _notes(handle))

    def row(texts: Sequence[str], tag: str) -> str:
        cells = (_cell(text, tag, type_ in _NUMBERS)
                 for text, type_ in zip(texts, types, strict=False))
        return f"<tr>{''.join(cells)}</tr>"

    body = "\n".join(row(texts, "td") for texts in zip(*columns, strict=True))
    return ('<div>\n<table style="font-variant-numeric: tabular-nums; white-space: nowrap">\n'
            f'<caption style="caption-side: bottom; text-align: left">{caption}</caption>\n'
            f"<thead>{row(names[:len(columns)], 'th')}</thead>\n<tbody>\n{body}\n</tbody>\n"
            f"</table>{notes}\n</div>")
