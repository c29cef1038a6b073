# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The catalogue: scan modules, sectors and measures, those built in and files of your own."""
from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from . import _core
from ._arguments import type_name, write_file, written
from ._errors import ArgumentTypeError
from ._frame import Frame
from ._gathering import Gathering


class Catalogue(Gathering):
    """Scan modules, sectors and measures, found by id and version: all that is built in, and the
    files that are added.

    It can be pickled and copied, and threads may share it: calls wait for each other.

    Parameters
    ----------
    *files : path or binary file object
        What :meth:`add` adds.

    Examples
    --------
    >>> import werkbaar as wb
    >>> catalogue = wb.Catalogue()
    >>> modules = catalogue.table("modules", "en")
    >>> modules["title"][modules["id"].index("work-pressure")]
    'A closer look at work pressure'
    >>> measures = catalogue.table("measures", "en")
    >>> set(measures["kind"]) <= {"research", "consultation", "information", "sensitisation",
    ...                           "measure"}
    True
    """

    __slots__ = ()
    _what = "catalogue"

    @staticmethod
    def _new() -> Any:
        return _core.wb_catalogue_new()

    @staticmethod
    def _read(handle: Any, reader: Any) -> None:
        _core.wb_catalogue_read(handle, reader)

    def add(self, file: str | os.PathLike[str] | BinaryIO) -> None:
        """Add a file of modules, sectors or measures (``docs/formats/module.md``,
        ``docs/formats/sector.md``); which it is, its ``format`` says.

        What is there already with the same content is left as it is. When it fails the
        catalogue is as it was.

        Raises
        ------
        DataError
            What the file says wrongly, with ``.line``, ``.column`` and ``.where``.
        ConflictError
            This id and version is there with other content.
        LimitError, VersionError, IoError
            It is too large, made for a newer library, or cannot be read.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> catalogue = wb.Catalogue()
        >>> mine = catalogue.to_json("sector", "food").replace('"id":"food"', '"id":"bakeries"')
        >>> catalogue.add(io.BytesIO(mine.encode()))
        >>> "bakeries" in catalogue.table("sectors")["id"]
        True
        """
        super().add(file)

    def add_json(self, text: str | bytes) -> None:
        """Add the text of a file; as :meth:`add`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> catalogue = wb.Catalogue()
        >>> catalogue.add_json(catalogue.to_json("sector", "food"))   # it is there already
        """
        super().add_json(text)

    def table(self, part: str, language: str = "nl") -> Frame:
        """A part of the catalogue, every version of it, those built in first.

        Parameters
        ----------
        part : str
            ``"modules"``, ``"items"``, ``"scales"``, ``"indicators"``, ``"themes"``,
            ``"discussion"``, ``"sectors"`` or ``"measures"``; ``include/werkbaar/compose.h`` has
            the columns.
        language : str
            Of the texts, else the first language of each file.

        Raises
        ------
        ArgumentError
            There is no such part; the message names those there are.

        Examples
        --------
        >>> import werkbaar as wb
        >>> sectors = wb.Catalogue().table("sectors", "en")
        >>> "food" in sectors["id"]
        True
        """
        with self._hold:
            return Frame._of(_core.wb_catalogue_table(self._handle, part, language))

    def to_json(self, kind: str, id: str, version: str | None = None) -> str:
        """One file as canonical JSON (RFC 8785).

        Parameters
        ----------
        kind : {"module", "sector", "measures"}
        id : str
        version : str, optional
            The highest there is when left out.

        Raises
        ------
        ArgumentError
            There is no such file; the message names those there are.

        Examples
        --------
        >>> import json
        >>> import werkbaar as wb
        >>> module = json.loads(wb.Catalogue().to_json("module", "work-pressure"))
        >>> module["format"], module["unit"]
        ('werkbaar-module/1.0', 'person')
        """
        return written(lambda to: self._write(kind, id, version, to)).decode()

    def to_file(self, kind: str, id: str, path: str | os.PathLike[str],
                version: str | None = None) -> None:
        """Write one file, as by :meth:`to_json`: all of it or nothing.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> import werkbaar as wb
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "food.json")
        ...     wb.Catalogue().to_file("sector", "food", path)
        ...     again = wb.Catalogue(path)
        """
        write_file(lambda to: self._write(kind, id, version, to), path)

    def _write(self, kind: str, id: str, version: str | None, to: Any) -> None:
        with self._hold:
            _core.wb_catalogue_write(self._handle, kind, id, version, to)

    def __repr__(self) -> str:
        found = [len(set(self.table(part)["id"])) for part in ("modules", "sectors", "measures")]
        return "<werkbaar.Catalogue of {} modules, {} sectors, {} measures>".format(*found)


@contextmanager
def using(catalogue: object) -> Iterator[Any]:
    """The handle of a catalogue, to which no other thread adds meanwhile; of None what is built
    in."""
    if catalogue is None:
        catalogue = Catalogue()
    if not isinstance(catalogue, Catalogue):
        raise ArgumentTypeError(f"catalogue must be a Catalogue, not {type_name(catalogue)}",
                                item="catalogue")
    with catalogue._hold:
        yield catalogue._handle
