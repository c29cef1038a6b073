# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Handles that change are used by one thread at a time."""
from __future__ import annotations

import os
import threading
from threading import get_ident

from ._errors import ConflictError


class _Process:
    """Counts the forks that led to this process: cheaper to ask than its number."""

    forks = 0

    @classmethod
    def forked(cls) -> None:
        cls.forks += 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_Process.forked)


class Hold:
    """A lock on one handle that says so where waiting for it would never end.

    That is where the thread that has it asks again, from a callback of its own, and after a
    fork, when the thread that has it stayed behind in the other process.
    """

    __slots__ = ("_forks", "_holder", "_lock", "_what")

    def __init__(self, what: str) -> None:
        self._what = what
        self._lock = threading.Lock()
        self._holder = 0
        self._forks = 0

    def __enter__(self) -> None:
        if not self._lock.acquire(False):
            self._refuse_for_ever()
            self._lock.acquire()
        self._holder = get_ident()
        self._forks = _Process.forks

    def _refuse_for_ever(self) -> None:
        if self._holder == get_ident():
            raise ConflictError(f"the {self._what} is at work: a progress callback, or a file "
                                "that is being read, cannot use it")
        if self._holder and self._forks != _Process.forks:
            raise ConflictError(f"the {self._what} was at work in another thread when this "
                                "process was forked from that one: fork earlier, or make it anew")

    def __exit__(self, *error: object) -> None:
        self._holder = 0
        self._lock.release()
