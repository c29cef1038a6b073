# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Organisations: who works where, and below how many answers nothing is shown."""
from __future__ import annotations

import os
from typing import Any, BinaryIO

from . import _core
from ._arguments import read_text, reader_of_file
from ._definition import FileDefinition
from ._errors import ArgumentTypeError
from ._frame import Frame


class Organisation(FileDefinition):
    """An organisation that measures itself: hierarchies of groups with the number of people on
    their staff, and below how many answers nothing is shown. It holds no person.

    It never changes once made, so threads may share it. Two are equal when all they say is
    (see :attr:`hash`).

    Examples
    --------
    >>> import json
    >>> import werkbaar as wb
    >>> bakery = wb.Organisation.from_json(json.dumps({
    ...     "format": "werkbaar-organisation/1.0", "id": "bakery", "synthetic": True,
    ...     "title": {"nl": "Bakkerij", "en": "Bakery"}, "staff": 90, "min_n": 10,
    ...     "fieldwork": {"id": "2030", "from": "2030-03-01", "until": "2030-03-31",
    ...                   "invited": 88},
    ...     "hierarchies": [{"id": "department", "title": {"nl": "Afdeling"},
    ...         "columns": ["department"], "groups": [{"id": "shop", "staff": 30},
    ...                                               {"id": "oven", "staff": 60}]}]}))
    >>> bakery
    <werkbaar.Organisation 'bakery': 90 staff>
    >>> bakery.groups()["group"], bakery.groups()["staff"]
    (['department/shop', 'department/oven'], [30, 60])
    """

    __slots__ = ()

    def __init__(self, *given: object, **named: object) -> None:
        raise ArgumentTypeError(
            "an Organisation is made by Organisation.from_file() or .from_json()")

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | BinaryIO) -> Organisation:
        """Read an organisation file (``docs/formats/organisation.md``): a path, or a binary file
        object.

        Raises
        ------
        DataError
            What the file says wrongly, with ``.line``, ``.column`` and ``.where``; so a ``min_n``
            that is missing or below 5, and groups with more staff than what they are in.
        LimitError, VersionError, IoError
            It has too many groups, is made for a newer library, or cannot be read.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> text = (b'{"format":"werkbaar-organisation/1.0","id":"bakery","title":{"nl":"Bakkerij"},'
        ...         b'"staff":90,"min_n":10,"fieldwork":{"id":"2030","from":"2030-03-01",'
        ...         b'"until":"2030-03-31","invited":88}}')
        >>> wb.Organisation.from_file(io.BytesIO(text)).min_n
        10
        """
        return cls._of(_core.wb_organisation_read(reader_of_file(file)))

    @classmethod
    def from_json(cls, text: str | bytes) -> Organisation:
        """Read an organisation from the text of a file. Raises as :meth:`from_file`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> text = ('{"format":"werkbaar-organisation/1.0","id":"bakery","title":{"nl":"Bakkerij"},'
        ...         '"staff":90,"min_n":10,"fieldwork":{"id":"2030","from":"2030-03-01",'
        ...         '"until":"2030-03-31","invited":88}}')
        >>> bakery = wb.Organisation.from_json(text)
        >>> wb.Organisation.from_json(bakery.to_json()) == bakery
        True
        """
        return cls._of(read_text(_core.wb_organisation_read, text, "organisation"))

    def _write(self, to: Any) -> None:
        _core.wb_organisation_write(self._handle, to)

    @property
    def id(self) -> str:
        """The id of the organisation."""
        found: str = _core.wb_organisation_id(self._handle)
        return found

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
        found: str = _core.wb_organisation_hash(self._handle)
        return found

    @property
    def staff(self) -> int:
        """How many people work there."""
        found: int = _core.wb_organisation_staff(self._handle)
        return found

    @property
    def min_n(self) -> int:
        """Fewest answers of which a figure is shown."""
        found: int = _core.wb_organisation_min_n(self._handle)
        return found

    def title(self, language: str = "nl") -> str:
        """The title in a language, else in Dutch, in English, or in the first there is.

        Examples
        --------
        >>> import werkbaar as wb
        >>> text = ('{"format":"werkbaar-organisation/1.0","id":"bakery","title":{"nl":"Bakkerij"},'
        ...         '"staff":90,"min_n":10,"fieldwork":{"id":"2030","from":"2030-03-01",'
        ...         '"until":"2030-03-31","invited":88}}')
        >>> wb.Organisation.from_json(text).title("en")
        'Bakkerij'
        """
        found: str = _core.wb_organisation_title(self._handle, language)
        return found

    def groups(self, language: str = "nl") -> Frame:
        """The groups, one before those in it: hierarchy, group (its path), parent, title, column
        (of the answers, that names it), staff, level.

        Examples
        --------
        >>> import werkbaar as wb
        >>> text = ('{"format":"werkbaar-organisation/1.0","id":"bakery","title":{"nl":"Bakkerij"},'
        ...         '"staff":90,"min_n":10,"fieldwork":{"id":"2030","from":"2030-03-01",'
        ...         '"until":"2030-03-31","invited":88},"hierarchies":[{"id":"age","columns":["age"],'
        ...         '"groups":[{"id":"young","staff":40},{"id":"old","staff":50}]}]}')
        >>> wb.Organisation.from_json(text).groups()["group"]
        ['age/young', 'age/old']
        """
        return Frame._of(_core.wb_organisation_groups(self._handle, language))

    def __repr__(self) -> str:
        return f"<werkbaar.Organisation '{self.id}': {self.staff} staff>"
