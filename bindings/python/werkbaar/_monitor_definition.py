# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What a monitor measures, of whom, and how it is shown."""
from __future__ import annotations

import os
from typing import Any, BinaryIO

from . import _core
from ._arguments import read_text, reader_of_file
from ._definition import FileDefinition
from ._errors import ArgumentTypeError


class MonitorDefinition(FileDefinition):
    """What a monitor measures, of whom, and how it is shown: the instrument, waves, variables in
    groups, breakdowns, further topics, the design, targets, rules of publication
    (``docs/formats/monitor-definition.md``).

    It never changes once made, so threads may share it. Two are equal when all they say is
    (see :attr:`hash`).

    Examples
    --------
    >>> import werkbaar as wb
    >>> definition = wb.MonitorDefinition.builtin("wbm-employees")
    >>> definition.instrument
    'wbm-employees'
    >>> definition.title("en")
    'Flemish workability monitor, employees (preset)'
    """

    __slots__ = ()

    def __init__(self, *given: object, **named: object) -> None:
        raise ArgumentTypeError("a MonitorDefinition is made by MonitorDefinition.builtin(), "
                                ".from_file() or .from_json()")

    @classmethod
    def builtin(cls, id: str) -> MonitorDefinition:
        """A definition that comes with the library: one of :meth:`builtins`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.MonitorDefinition.builtin("wbm-selfemployed").id
        'wbm-selfemployed'
        """
        return cls._of(_core.wb_monitor_builtin(id))

    @staticmethod
    def builtins() -> list[str]:
        """The ids of the definitions that come with the library.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.MonitorDefinition.builtins()
        ['wbm-employees', 'wbm-selfemployed']
        """
        ids = [_core.wb_monitor_builtin_id(index)
               for index in range(_core.wb_monitor_builtin_count())]
        return [id for id in ids if id is not None]

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | BinaryIO) -> MonitorDefinition:
        """Read a definition: a path, or a binary file object.

        Raises
        ------
        DataError
            What the file says wrongly, with ``.line``, ``.column`` and ``.where``.
        LimitError, VersionError, IoError
            It is too large, made for a newer library, or cannot be read.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> text = wb.MonitorDefinition.builtin("wbm-employees").to_json()
        >>> wb.MonitorDefinition.from_file(io.BytesIO(text.encode())).id
        'wbm-employees'
        """
        return cls._of(_core.wb_monitor_definition_read(reader_of_file(file)))

    @classmethod
    def from_json(cls, text: str | bytes) -> MonitorDefinition:
        """Read a definition from the text of a file. Raises as :meth:`from_file`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> definition = wb.MonitorDefinition.builtin("wbm-employees")
        >>> wb.MonitorDefinition.from_json(definition.to_json()) == definition
        True
        """
        return cls._of(read_text(_core.wb_monitor_definition_read, text, "definition"))

    def _write(self, to: Any) -> None:
        _core.wb_monitor_definition_write(self._handle, to)

    @property
    def id(self) -> str:
        """The id of the definition."""
        found: str = _core.wb_monitor_definition_id(self._handle)
        return found

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
        found: str = _core.wb_monitor_definition_hash(self._handle)
        return found

    @property
    def instrument(self) -> str:
        """The id of the instrument it scores with."""
        found: str = _core.wb_monitor_definition_instrument(self._handle)
        return found

    def title(self, language: str | None = None) -> str:
        """The title in a language, else in the first of the file.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.MonitorDefinition.builtin("wbm-employees").title("nl")
        'Vlaamse werkbaarheidsmonitor, werknemers (preset)'
        """
        found: str = _core.wb_monitor_definition_title(self._handle, language)
        return found

    def __repr__(self) -> str:
        return f"<werkbaar.MonitorDefinition '{self.id}': instrument '{self.instrument}'>"
