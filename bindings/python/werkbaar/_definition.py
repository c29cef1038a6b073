# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What instruments, plans, questionnaires, scans and their like have alike: JSON says all they are."""
from __future__ import annotations

import os
from typing import Any, Self

from ._arguments import type_name, write_file, written
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

    def to_json(self) -> str:
        """All that it is, as canonical JSON (RFC 8785): of this :attr:`hash` is taken, where there is one.

        Examples
        --------
        >>> import json
        >>> import werkbaar as wb
        >>> json.loads(wb.Instrument.builtin("wbm-employees").to_json())["id"]
        'wbm-employees'
        >>> wb.Spec(mean="y").to_json()
        '{"estimands":[{"statistic":"mean","variable":"y"}],"format":"werkbaar-spec/1.0"}'
        """
        return self._bytes().decode()

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


class FileDefinition(Definition):
    """A definition that is kept in a file of its own."""

    __slots__ = ()

    def to_file(self, path: str | os.PathLike[str]) -> None:
        """Write it to a file, as by :meth:`to_json`: all of it or nothing.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "plan.json")
        ...     plan.to_file(path)
        ...     wb.Plan.from_file(path) == plan
        True
        """
        write_file(self._write, path)
