# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Rows of which a column comes in when it is first asked for: what nobody asks for may hold
anything, and costs nothing."""
from __future__ import annotations

import difflib
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from . import _core
from ._convert import names_of, picker
from ._convert_labels import take_attrs
from ._errors import DataError
from ._frame import Frame, as_frame


@contextmanager
def naming(names: Iterable[Any]) -> Iterator[None]:
    """Beside an error about a column that is not there, note those whose names are like it."""
    try:
        yield
    except DataError as error:
        there = {name.lower(): name for name in names if isinstance(name, str)}
        if error.item is not None and error.item not in there.values():
            for near in difflib.get_close_matches(error.item.lower(), there, n=3):
                error.add_note(f"there is a column '{there[near]}'")
        raise


class Rows:
    """The rows of whatever a frame is made of. Threads may share them."""

    __slots__ = ("_asked", "_data", "_handle", "_lock", "_pick", "row_count")

    def __init__(self, data: Any) -> None:
        found = picker(data)
        self._lock = threading.Lock()
        self._asked: set[str] = set()
        self._data = None
        self._pick = None
        if found is None:
            self._handle = as_frame(data)._handle
            self.row_count = int(_core.wb_frame_row_count(self._handle))
        else:
            self._data = data
            self.row_count, self._pick = found
            self._handle = _core.wb_frame_new(self.row_count)

    @property
    def names(self) -> list[Any]:
        """The names of all columns."""
        return Frame._of(self._handle).columns if self._data is None else names_of(self._data)

    @property
    def whole(self) -> bool:
        """Are all columns in already?"""
        return self._pick is None

    def handle(self, names: Iterable[str]) -> Any:
        """The handle of a frame that has, beside others, those of the columns that are there."""
        if self._pick is None:
            return self._handle
        with self._lock:
            new = [name for name in dict.fromkeys(names) if name not in self._asked]
            if new:
                part = self._pick(new)
                take_attrs(part, self._data)
                self._handle = _joined(self._handle, part, self.row_count)
                self._asked.update(new)
            return self._handle


def _joined(handle: Any, part: Any, n_rows: int) -> Any:
    """The columns of two handles, and what the second says of how they were made. The first is
    left alone: another thread may be using it."""
    joined = _core.wb_frame_slice(handle, 0, n_rows)
    for index in range(_core.wb_frame_column_count(part)):
        _core.wb_frame_share_column(joined, _core.wb_frame_column_name(part, index), part, index)
    _core.wb_frame_set_metadata(joined, _core.wb_frame_metadata(part))
    return joined
