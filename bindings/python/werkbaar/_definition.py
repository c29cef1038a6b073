# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What instruments, specifications, weightings and plans have alike: a file of JSON says all they are."""
from __future__ import annotations

from typing import Any, Self

from ._arguments import type_name, written
from ._errors import ArgumentTypeError


class Definition:
    """A handle that never changes once made: its own copy, and equal to what is written alike."""

    __slots__ = ("_handle", "_json", "__weakref__")
    _handle: Any
    _json: bytes | None

    @classmethod
    def _of(cls, handle: Any) -> Self:
        made = cls.__new__(cls)
        made._set(handle)
        return made

    @classmethod
    def _handle_of(cls, what: str, value: object) -> Any:
        """The handle of an argument, which must be one of these."""
        if not isinstance(value, cls):
            raise ArgumentTypeError(f"{what} must be a {cls.__name__}, not {type_name(value)}",
                                    item=what)
        return value._handle

    def _set(self, handle: Any) -> None:
        self._handle = handle
        self._json = None

    def _write(self, to: Any) -> None:
        """Write the canonical JSON to a writer."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """What :meth:`to_json` gave, made again."""
        raise NotImplementedError

    def _bytes(self) -> bytes:
        if self._json is None:
            self._json = written(self._write)
        return self._json

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return NotImplemented
        return self._bytes() == other._bytes()

    def __hash__(self) -> int:
        return hash(self._bytes())

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_json, (self._bytes().decode(),)
