# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""A plan in a file that keeps every change: who, when, why, before and after."""
from __future__ import annotations

import os
from typing import Any, Self

from . import _core
from ._arguments import above_0, choice, path_text
from ._changes import Changes, using
from ._errors import ArgumentError, ConflictError
from ._frame import Frame
from ._hold import Hold
from ._moment import Moment, micros, now_micros
from ._plan import Plan

MODES = {"create": _core.WB_STORE_CREATE, "existing": _core.WB_STORE_EXISTING,
         "read": _core.WB_STORE_READ}


class Store:
    """One action plan in one file, with all that ever changed in it.

    What a call changes is on disk when it returns, as a whole or not at all. Any number of
    processes may have the file open; readers wait for nobody. Who changes what somebody
    else changed meanwhile gets a ConflictError that shows both. Editors are pseudonyms; the
    name behind one is kept apart and can be erased.

    Parameters
    ----------
    path : path
        An ordinary file on a disk of this computer.
    mode : {"create", "existing", "read"}
        Whether a file that is not there is made, and whether anything may be written.
    wait : float
        Seconds to wait for other writers.

    Raises
    ------
    DataError
        The file is something else.
    VersionError
        It is made by a newer library.
    IoError
        It cannot be opened.
    UnsupportedError
        The library was built without SQLite.

    Examples
    --------
    >>> import datetime, pathlib, tempfile
    >>> import werkbaar as wb
    >>> folder = tempfile.TemporaryDirectory()
    >>> store = wb.Store(pathlib.Path(folder.name, "actions.plan"))
    >>> store.import_plan(wb.Plan.builtin("actieplan-werkbaar-werk"), "e1", why="first version")
    >>> store.set("action-5", "cost", 250000, "e1", expected=None)
    2
    >>> history = store.history(1).to_dict()
    >>> history["editor"], history["field"], history["before"], history["after"]
    (['e1'], ['cost'], [None], ['250000'])
    >>> store.plan(seq=1) == wb.Plan.builtin("actieplan-werkbaar-werk")
    True
    >>> store.undo("e1")
    3
    >>> store.verify()
    >>> store.close()
    >>> folder.cleanup()
    """

    __slots__ = ("_hold", "_opened", "_process", "__weakref__")

    def __init__(self, path: str | os.PathLike[str], mode: str = "create",
                 wait: float = 5.0) -> None:
        options = {"mode": choice("mode", mode, MODES), "wait_ms": max(round(wait * 1000), 0) or -1}
        self._hold = Hold("store")
        self._process = os.getpid()
        self._opened: Any = _core.wb_store_open(path_text(path), options)

    @property
    def _handle(self) -> Any:
        if self._opened is None:
            raise ArgumentError("the store is closed")
        if self._process != os.getpid():
            raise ConflictError("the store was opened before this process was forked: open it anew")
        return self._opened

    def close(self) -> None:
        """Close the file. What was acknowledged is on disk already.

        Examples
        --------
        >>> import tempfile
        >>> import werkbaar as wb
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     store = wb.Store(folder + "/x.plan")
        ...     store.close()
        >>> store
        <werkbaar.Store closed>
        """
        with self._hold:
            self._opened = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # ---- reading ----

    def seq(self, at: Moment = None) -> int:
        """The number of the last entry of the history, or of the last up to a moment (of a
        day: its end, in UTC); 0 when there is none.

        Examples
        --------
        >>> import tempfile
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> with tempfile.TemporaryDirectory() as folder, wb.Store(folder + "/x.plan") as store:
        ...     store.import_plan(plan, "e1")
        ...     store.seq()
        1
        """
        when = 2**63 - 1 if at is None else micros("at", at, end=True)
        with self._hold:
            found: int = _core.wb_store_seq(self._handle, when)
        return found

    def plan(self, seq: int | None = None, at: Moment = None) -> Plan:
        """The plan as it is, as it was after an entry, or as of a moment.

        Raises
        ------
        ArgumentError
            There is no such entry, or none up to that moment.
        DataError
            The store holds no plan yet, or the file is damaged.

        Examples
        --------
        >>> import tempfile
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> with tempfile.TemporaryDirectory() as folder, wb.Store(folder + "/x.plan") as store:
        ...     store.import_plan(plan, "e1")
        ...     store.set("action-5", "cost", 250000, "e1", expected=None)
        ...     store.plan() == plan, store.plan(seq=1) == plan
        2
        (False, True)
        """
        if at is not None:
            if seq is not None:
                raise ArgumentError("plan() takes seq or at, not both", item="at")
            seq = self.seq(at)
        if seq == 0:
            raise ArgumentError("the store has no entry up to then", item="seq")
        with self._hold:
            return Plan._of(_core.wb_store_plan(self._handle, seq or 0))

    def history(self, after: int = 0, *, since: Moment = None, record: str | None = None,
                language: str = "en") -> Frame:
        """Who changed what, when and why: a row for each entry.

        Columns: seq, edit (the number of the first entry of the same call), at, editor, name,
        why, operation, record, kind, title, field, before, after (JSON), text (a sentence in
        ``"nl"`` or ``"en"``) and hash, which chains an entry to the one before.

        Parameters
        ----------
        after : int
            Entries with a larger number.
        since : datetime or date
            Entries since then, in place of `after`.
        record : str
            What happened to one record.

        Examples
        --------
        >>> import tempfile
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> with tempfile.TemporaryDirectory() as folder, wb.Store(folder + "/x.plan") as store:
        ...     store.import_plan(plan, "e1")
        ...     store.set("action-5", "cost", 250000, "e1", expected=None)
        ...     store.history(1).to_dict()["after"]
        2
        ['250000']
        """
        if since is not None:
            after = self.seq(micros("since", since) - 1)
        with self._hold:
            return Frame._of(_core.wb_store_history(self._handle, after, record, language))

    def verify(self) -> None:
        """Check that nothing was changed past the history.

        Raises
        ------
        DataError
            Something was; ``.row`` is the number of the entry, where it is one.

        Examples
        --------
        >>> import tempfile
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> with tempfile.TemporaryDirectory() as folder, wb.Store(folder + "/x.plan") as store:
        ...     store.import_plan(plan, "e1")
        ...     store.verify()
        """
        with self._hold:
            _core.wb_store_verify(self._handle)

    # ---- writing ----

    def import_plan(self, plan: Plan, editor: str, *, why: str | None = None,
                    now: Moment = None) -> None:
        """Put a plan in an empty store; a ConflictError when there is one already.

        Examples
        --------
        >>> import tempfile
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> with tempfile.TemporaryDirectory() as folder, wb.Store(folder + "/x.plan") as store:
        ...     store.import_plan(plan, "e1", why="first version")
        ...     store.history().to_dict()["why"]
        ['first version']
        """
        with self._hold:
            _core.wb_store_import(self._handle, Plan._handle_of("plan", plan), now_micros(now),
                                  editor, why)

    def apply(self, changes: Changes, editor: str, *, why: str | None = None,
              now: Moment = None) -> int:
        """Carry out operations, all or none. Gives the number of the last entry.

        Raises
        ------
        ConflictError
            Something is not as an operation expects it; the message shows both values and
            ``.where`` names the operation.
        DataError
            The schema does not allow it.

        Examples
        --------
        >>> import tempfile
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> with tempfile.TemporaryDirectory() as folder, wb.Store(folder + "/x.plan") as store:
        ...     store.import_plan(plan, "e1")
        ...     changes = wb.Changes()
        ...     changes.set("action-5", "cost", 250000, expected=None)
        ...     changes.set("action-5", "voluntary", True, expected=None)
        ...     store.apply(changes, "e1", why="agreed")
        3
        """
        with self._hold, using(changes) as handle:
            found: int = _core.wb_store_apply(self._handle, handle, now_micros(now), editor, why)
        return found

    def set(self, record: str, field: str, value: Any, editor: str, *, expected: Any = ...,
            version: int = 0, why: str | None = None, now: Moment = None) -> int:
        """Change one field; as :meth:`Changes.set` and :meth:`apply`.

        Examples
        --------
        >>> import tempfile
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> with tempfile.TemporaryDirectory() as folder, wb.Store(folder + "/x.plan") as store:
        ...     store.import_plan(plan, "e1")
        ...     store.set("action-5", "cost", 250000, "e1", version=store.seq())
        2
        """
        changes = Changes()
        changes.set(record, field, value, expected=expected, version=version)
        return self.apply(changes, editor, why=why, now=now)

    def undo(self, editor: str, edit: int | None = None, *, why: str | None = None,
             now: Moment = None) -> int:
        """Undo the last edit, or that which began with entry `edit`, by a new one.

        Examples
        --------
        >>> import tempfile
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> with tempfile.TemporaryDirectory() as folder, wb.Store(folder + "/x.plan") as store:
        ...     store.import_plan(plan, "e1")
        ...     store.set("action-5", "cost", 250000, "e1", expected=None)
        ...     store.undo("e1", why="wrong action")
        ...     store.plan() == plan
        2
        3
        True
        """
        number = 0 if edit is None else above_0("edit", edit)
        with self._hold:
            found: int = _core.wb_store_undo(self._handle, number, now_micros(now), editor, why)
        return found

    def set_name(self, editor: str, name: str) -> None:
        """Say what name belongs to a pseudonym. It is no part of the history.

        Examples
        --------
        >>> import tempfile
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> with tempfile.TemporaryDirectory() as folder, wb.Store(folder + "/x.plan") as store:
        ...     store.import_plan(plan, "e1")
        ...     store.set_name("e1", "An Peeters")
        ...     store.history().to_dict()["name"]
        ['An Peeters']
        """
        with self._hold:
            _core.wb_store_set_name(self._handle, editor, name)

    def erase_name(self, editor: str) -> None:
        """Overwrite the name that belongs to a pseudonym; copies of the file keep it.

        Raises
        ------
        LimitError
            Others were reading: call again when they are done.

        Examples
        --------
        >>> import tempfile
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> with tempfile.TemporaryDirectory() as folder, wb.Store(folder + "/x.plan") as store:
        ...     store.import_plan(plan, "e1")
        ...     store.set_name("e1", "An Peeters")
        ...     store.erase_name("e1")
        ...     store.history().to_dict()["name"]
        [None]
        """
        with self._hold:
            _core.wb_store_erase_name(self._handle, editor)

    def __repr__(self) -> str:
        return f"<werkbaar.Store {'closed' if self._opened is None else 'open'}>"
