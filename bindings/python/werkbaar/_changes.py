# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Changes to an action plan: operations that add, change, move and remove records."""
from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import EllipsisType
from typing import Any, BinaryIO, Self

from . import _core
from ._arguments import read_text, reader_of_file, type_name, write_file, written
from ._errors import ArgumentTypeError
from ._frame import Frame
from ._hold import Hold

Place = str | None | EllipsisType
"""Behind which record: its id, None to be the first, ``...`` to be the last."""


def as_json(what: str, value: object) -> str:
    """A value of a field, or a record, as JSON."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ArgumentTypeError(f"{what} must be what JSON has, not {type_name(value)}: {error}",
                                item=what) from None


def _expected(value: object) -> str | None:
    return None if value is ... else as_json("expected", value)


def _follows(value: Place) -> str | None:
    return None if isinstance(value, EllipsisType) else value or ""


class Changes:
    """Operations on an action plan, carried out all together or not at all.

    Each but an addition says what it was made for: the value it ``expected`` (None: nothing
    is there), or the ``version`` of a store that was read (:meth:`Store.seq`). Where that does
    not hold any more, all are refused with a ConflictError that shows both values. They are
    carried out by :meth:`Plan.apply` and :meth:`Store.apply`; :meth:`Plan.diff` makes them of
    two plans. They can be pickled and copied, and threads may share them: calls wait for each
    other.

    Examples
    --------
    >>> import werkbaar as wb
    >>> changes = wb.Changes()
    >>> changes.add("action-5", "statuses", {"id": "running", "status": "running"})
    >>> changes.set("action-5", "cost", 250000, expected=None)
    >>> len(changes)
    2
    >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
    >>> print(changes.frame(plan, "en").to_dict()["text"][0])
    status 'running' was added to 'statuses' of 'action-5'
    """

    __slots__ = ("_handle", "_hold", "__weakref__")
    _handle: Any
    _hold: Hold

    def __init__(self) -> None:
        self._set(_core.wb_changes_new())

    @classmethod
    def _of(cls, handle: Any) -> Self:
        made = cls.__new__(cls)
        made._set(handle)
        return made

    def _set(self, handle: Any) -> None:
        self._handle = handle
        self._hold = Hold("list of changes")

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read the text of a file of changes (``docs/formats/changes.md``).

        Raises
        ------
        DataError
            What it says wrongly, with ``.line``, ``.column`` and ``.where``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> text = '{"format": "werkbaar-changes/1.0", "operations": []}'
        >>> len(wb.Changes.from_json(text))
        0
        """
        return cls._of(read_text(_core.wb_changes_read, text, "changes"))

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | BinaryIO) -> Self:
        """Read a file of changes; as :meth:`from_json`.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> text = b'{"format": "werkbaar-changes/1.0", "operations": []}'
        >>> len(wb.Changes.from_file(io.BytesIO(text)))
        0
        """
        return cls._of(_core.wb_changes_read(reader_of_file(file)))

    def _write(self, to: Any) -> None:
        with self._hold:
            _core.wb_changes_write(self._handle, to)

    def to_json(self) -> str:
        """The operations as canonical JSON.

        Examples
        --------
        >>> import werkbaar as wb
        >>> changes = wb.Changes()
        >>> changes.remove("action-5", version=12)
        >>> changes.to_json()
        '{"format":"werkbaar-changes/1.0","operations":[{"op":"remove","record":"action-5","version":12}]}'
        """
        return written(self._write).decode()

    def to_file(self, path: str | os.PathLike[str]) -> None:
        """Write the operations to a file: all of it or nothing.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> import werkbaar as wb
        >>> changes = wb.Changes()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "changes.json")
        ...     changes.to_file(path)
        ...     wb.Changes.from_file(path)
        <werkbaar.Changes of 0 operations>
        """
        write_file(self._write, path)

    def __len__(self) -> int:
        with self._hold:
            found: int = _core.wb_changes_count(self._handle)
        return found

    def add(self, parent: str, list: str, value: Mapping[str, Any], *,
            follows: Place = ...) -> None:
        """Add a record, with all below it.

        Parameters
        ----------
        parent, list : str
            The record below which it comes, and in which of its lists.
        value : mapping
            The record: an ``id``, fields, and lists of further records where wanted.
        follows : str or None
            Behind which record of the list; None: the first; left out: the last.

        Examples
        --------
        >>> import werkbaar as wb
        >>> changes = wb.Changes()
        >>> changes.add("action-5", "notes", {"id": "n1", "text": {"nl": "Gestart"}})
        >>> len(changes)
        1
        """
        record = as_json("value", value)
        with self._hold:
            _core.wb_changes_add(self._handle, parent, list, _follows(follows), record)

    def set(self, record: str, field: str, value: Any, *, expected: Any = ...,
            version: int = 0) -> None:
        """Give a field (``"kind"``, ``"title/nl"``) another value; None takes it away.

        Examples
        --------
        >>> import werkbaar as wb
        >>> changes = wb.Changes()
        >>> changes.set("action-5", "kind", "measure", expected=None)
        >>> changes.set("action-5", "cost", None, version=12)
        >>> len(changes)
        2
        """
        text, proof = as_json("value", value), _expected(expected)
        with self._hold:
            _core.wb_changes_set(self._handle, record, field, text, proof, version)

    def move(self, record: str, parent: str, list: str, *, follows: Place = ...,
             expected: Mapping[str, str | None] | EllipsisType = ..., version: int = 0) -> None:
        """Move a record with all below it; ``expected`` has those of ``parent``, ``list`` and
        ``follows`` that must be so now.

        Examples
        --------
        >>> import werkbaar as wb
        >>> changes = wb.Changes()
        >>> changes.move("action-5", "section-2", "actions", follows=None, version=12)
        >>> len(changes)
        1
        """
        proof = _expected(expected)
        with self._hold:
            _core.wb_changes_move(self._handle, record, parent, list, _follows(follows), proof,
                                  version)

    def remove(self, record: str, *, expected: Mapping[str, Any] | EllipsisType = ...,
               version: int = 0) -> None:
        """Remove a record with all below it; ``expected`` is all that.

        Examples
        --------
        >>> import werkbaar as wb
        >>> changes = wb.Changes()
        >>> changes.remove("action-5", version=12)
        >>> len(changes)
        1
        """
        proof = _expected(expected)
        with self._hold:
            _core.wb_changes_remove(self._handle, record, proof, version)

    def frame(self, plan: Any, language: str = "en") -> Frame:
        """What they do to a plan, a row each: operation, record, kind, title, field, before,
        after (JSON) and text, a sentence in ``"nl"`` or ``"en"``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> changes = wb.Changes()
        >>> changes.set("action-5", "cost", 250000, expected=None)
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> changes.frame(plan, "nl").to_dict()["after"]
        ['250000']
        """
        with self._hold:
            return Frame._of(_core.wb_changes_frame(self._handle, plan._handle, language))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_json, (self.to_json(),)

    def __repr__(self) -> str:
        return f"<werkbaar.Changes of {len(self)} operations>"


@contextmanager
def using(changes: object) -> Iterator[Any]:
    """The handle of changes, which no other thread changes meanwhile."""
    if not isinstance(changes, Changes):
        raise ArgumentTypeError(f"changes must be Changes, not {type_name(changes)}",
                                item="changes")
    with changes._hold:
        yield changes._handle
