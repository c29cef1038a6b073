# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Handles that change are used by one thread at a time."""
from __future__ import annotations

import threading

from ._errors import ConflictError


class Hold:
    """A lock on one handle that says so where waiting for it would never end.

    That is where the thread that has it asks again, from a callback of its own, and after a
    fork, when the thread that has it stayed behind in the other process.
    """

    __slots__ = ("_holder", "_lock", "_what")

    def __init__(self, what: str) -> None:
        self._what = what
        self._lock = threading.Lock()
        self._holder: threading.Thread | None = None

    def __enter__(self) -> None:
        me = threading.current_thread()
        if not self._lock.acquire(blocking=False):
            self._refuse_for_ever(me)
            self._lock.acquire()
        self._holder = me

    def _refuse_for_ever(self, me: threading.Thread) -> None:
        holder = self._holder
        if holder is me:
            raise ConflictError(f"the {self._what} is at work: a progress callback, or a file "
                                "that is being read, cannot use it")
        if holder is not None and not holder.is_alive():
            raise ConflictError(f"the {self._what} was at work in another thread when this "
                                "process was forked from that one: fork earlier, or make it anew")

    def __exit__(self, *error: object) -> None:
        self._holder = None
        self._lock.release()
