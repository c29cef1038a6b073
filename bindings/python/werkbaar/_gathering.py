# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What catalogues and pools have alike: files are added to them, one by one."""
from __future__ import annotations

import os
from typing import Any, BinaryIO, Self

from . import _core
from ._arguments import read_text, reader_of_file
from ._hold import Hold


def _content(file: str | os.PathLike[str] | BinaryIO) -> tuple[bytes, str]:
    """All of a file, and how messages name it."""
    reader = reader_of_file(file)
    parts = iter(lambda: _core.wb_reader_read(reader, 2**16), b"")
    return b"".join(parts), _core.wb_reader_name(reader)


class Gathering:
    """A handle that grows by files, of which it remembers the bytes: so it is made again."""

    __slots__ = ("_added", "_handle", "_hold", "__weakref__")
    _handle: Any
    _added: list[tuple[bytes, str]]
    _what: str

    def __init__(self, *files: str | os.PathLike[str] | BinaryIO) -> None:
        self._handle = self._new()
        self._hold = Hold(self._what)
        self._added = []
        for file in files:
            self.add(file)

    @staticmethod
    def _new() -> Any:
        raise NotImplementedError

    @staticmethod
    def _read(handle: Any, reader: Any) -> None:
        """Add what a reader has to a handle."""
        raise NotImplementedError

    def add(self, file: str | os.PathLike[str] | BinaryIO) -> None:
        """Add a file: a path, or a binary file object."""
        self._add(*_content(file))

    def add_json(self, text: str | bytes) -> None:
        """Add the text of a file."""
        with self._hold:
            read_text(lambda reader: self._read(self._handle, reader), text, "text",
                      "add_json() takes the text of a file, add() its path")
            self._added.append((text.encode() if isinstance(text, str) else bytes(text), "text"))

    def _add(self, content: bytes, name: str) -> None:
        with self._hold:
            self._read(self._handle, _core.wb_reader_of(content, name))
            self._added.append((content, name))

    @classmethod
    def _again(cls, added: list[tuple[bytes, str]]) -> Self:
        made = cls()
        for content, name in added:
            made._add(content, name)
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        with self._hold:
            return self._again, (list(self._added),)
