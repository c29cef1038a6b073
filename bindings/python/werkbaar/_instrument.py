# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Instruments: the definition of a questionnaire and of the scores made of it."""
from __future__ import annotations

import os
from typing import Any, BinaryIO

from . import _core
from ._arguments import read_text, reader_of_file
from ._definition import FileDefinition
from ._errors import ArgumentTypeError
from ._frame import Frame


class Instrument(FileDefinition):
    """The definition of a questionnaire: items, scales, indicators and composites.

    It never changes once made, so threads may share it. Make one with
    :meth:`builtin`, :meth:`from_file` or :meth:`from_json`. Two instruments are equal
    when their definitions are (see :attr:`hash`).

    The built-in instruments are presets with the structure of the Vlaamse
    werkbaarheidsmonitor, not its official definition: :attr:`verified` says so for the
    whole, :meth:`indicators` and :meth:`scales` for each part.

    Examples
    --------
    >>> import werkbaar as wb
    >>> instrument = wb.Instrument.builtin("wbm-employees")
    >>> instrument.title("en")
    'Workability of employees (preset, not the official WBM definition)'
    >>> instrument.verified
    False
    """

    __slots__ = ("_names",)
    _names: dict[str, None]

    def __init__(self, *given: object, **named: object) -> None:
        raise ArgumentTypeError(
            "an Instrument is made by Instrument.builtin(), .from_file() or .from_json()")

    def _set(self, handle: Any) -> None:
        super()._set(handle)
        self._names = {}

    @classmethod
    def builtin(cls, id: str) -> Instrument:
        """An instrument that comes with the library.

        Parameters
        ----------
        id : str
            One of :meth:`builtins`.

        Raises
        ------
        ArgumentError
            There is none with this id; the message names those there are.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Instrument.builtin("wbm-selfemployed").id
        'wbm-selfemployed'
        """
        return cls._of(_core.wb_instrument_builtin(id))

    @staticmethod
    def builtins() -> list[str]:
        """The ids of the instruments that come with the library.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Instrument.builtins()
        ['wbm-employees', 'wbm-selfemployed']
        """
        return [_core.wb_instrument_builtin_id(index)
                for index in range(_core.wb_instrument_builtin_count())]

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | BinaryIO) -> Instrument:
        """Read an instrument file (``docs/formats/instrument.md``).

        Parameters
        ----------
        file : path or file object
            A file object gives bytes: open it as binary.

        Raises
        ------
        DataError
            What the file says wrongly, with ``.line``, ``.column`` and ``.where``.
        VersionError
            It is made for a newer library.
        IoError
            It cannot be read.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> file = io.BytesIO(wb.Instrument.builtin("wbm-employees").to_json().encode())
        >>> wb.Instrument.from_file(file).id
        'wbm-employees'
        """
        return cls._of(_core.wb_instrument_read(reader_of_file(file)))

    @classmethod
    def from_json(cls, text: str | bytes) -> Instrument:
        """Read an instrument from the text of an instrument file.

        Raises as :meth:`from_file`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> instrument = wb.Instrument.builtin("wbm-employees")
        >>> wb.Instrument.from_json(instrument.to_json()) == instrument
        True
        """
        return cls._of(read_text(_core.wb_instrument_read, text, "instrument"))

    def _write(self, to: Any) -> None:
        _core.wb_instrument_write(self._handle, to)

    @property
    def id(self) -> str:
        """The id of the instrument, such as ``"wbm-employees"``."""
        found: str = _core.wb_instrument_id(self._handle)
        return found

    @property
    def version(self) -> str:
        """The version of the definition."""
        found: str = _core.wb_instrument_version(self._handle)
        return found

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
        found: str = _core.wb_instrument_hash(self._handle)
        return found

    @property
    def verified(self) -> bool:
        """Whether every cut-off and scale structure is verified; else it is a preset."""
        return bool(_core.wb_instrument_verified(self._handle))

    def title(self, language: str = "nl") -> str:
        """The title in a language (``"nl"``, ``"en"``), else in the file's first one.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Instrument.builtin("wbm-employees").title()
        'Werkbaarheid van werknemers (voorinstelling, niet de officiële WBM-definitie)'
        """
        found: str = _core.wb_instrument_title(self._handle, language)
        return found

    def items(self, language: str = "nl") -> Frame:
        """The items: id, label, text, min, max, reversed, missing, scale, comparable_from.

        Examples
        --------
        >>> import werkbaar as wb
        >>> items = wb.Instrument.builtin("wbm-employees").items("en")
        >>> items.to_dict()["id"][:2]
        ['w1_01', 'w1_02']
        """
        return self._table("items", language)

    def scales(self, language: str = "nl") -> Frame:
        """The scales: id, label, rule, items, min_answered, structure_verified, source.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Instrument.builtin("wbm-employees").scales().to_dict()["items"][:2]
        [11, 9]
        """
        return self._table("scales", language)

    def indicators(self, language: str = "nl") -> Frame:
        """The indicators, a row per cut-off.

        Columns: id, label, kind, scale, level (problem or acute), comparison, cutoff (as
        written), verified, source.

        Examples
        --------
        >>> import werkbaar as wb
        >>> indicators = wb.Instrument.builtin("wbm-employees").indicators().to_dict()
        >>> indicators["level"][:2]
        ['problem', 'acute']
        """
        return self._table("indicators", language)

    def composites(self, language: str = "nl") -> Frame:
        """The composites: id, label, rule, of (ids), level, min_known.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Instrument.builtin("wbm-employees").composites().to_dict()["id"]
        ['werkbaar', 'knelpunten']
        """
        return self._table("composites", language)

    def _items(self) -> dict[str, None]:
        """The ids of the items, in order."""
        if not self._names:
            self._names = dict.fromkeys(self._table("items", "nl")["id"])
        return self._names

    def _table(self, part: str, language: str) -> Frame:
        return Frame._of(_core.wb_instrument_table(self._handle, part, language))

    def __repr__(self) -> str:
        note = "" if self.verified else ": preset, not the official definition"
        return f"<werkbaar.Instrument '{self.id}' version {self.version}{note}>"


def as_instrument(instrument: Instrument | str) -> Instrument:
    """An instrument as it is, or the built-in one with that id."""
    if isinstance(instrument, Instrument):
        return instrument
    if isinstance(instrument, str):
        return Instrument.builtin(instrument)
    raise ArgumentTypeError(
        "instrument must be an Instrument or the id of a built-in one, "
        f"not {type(instrument).__name__}", item="instrument")
