# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""How long calls run: threads, progress, a limit on memory."""
from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any

from ._arguments import is_flag
from ._errors import ArgumentTypeError

Progress = bool | Callable[[float], object] | None
"""What a long call takes as `progress`: True for a bar, or a function of the fraction done."""


class _Bar:
    """A bar of tqdm, from 0 to 1."""

    def __init__(self, tqdm: Any) -> None:
        self._bar = tqdm(total=1.0, bar_format="{percentage:3.0f}%|{bar}| {elapsed}")

    def __call__(self, fraction: float) -> None:
        if fraction >= 0:
            self._bar.update(max(0.0, fraction - self._bar.n))
        if fraction >= 1:
            self._bar.close()

    def __del__(self) -> None:
        self._bar.close()


class _Line:
    """One line on the terminal, for who has no tqdm."""

    def __init__(self) -> None:
        self._shown = -1

    def __call__(self, fraction: float) -> None:
        percent = int(100 * fraction)
        if percent <= self._shown:
            return
        self._shown = percent
        end = "\n" if percent >= 100 else ""
        print(f"\r{percent:3d}%", end=end, file=sys.stderr, flush=True)


def _answering(progress: Callable[[float], object]) -> Callable[[float], object]:
    """A function whose False stops the call, also where that is numpy's."""
    def told(fraction: float) -> object:
        answer = progress(fraction)
        return bool(answer) if is_flag(answer) else answer
    return told


def _progress(progress: Progress) -> Callable[[float], object] | None:
    if progress is None or progress is False:
        return None
    if progress is True:
        try:
            return _Bar(importlib.import_module("tqdm.auto").tqdm)
        except ImportError:
            return _Line()
    if not callable(progress):
        raise ArgumentTypeError("progress must be True, False or a function of one number, not "
                                f"{type(progress).__name__}", item="progress")
    return _answering(progress)


def run_options(threads: int | None = None, progress: Progress = None,
                memory_limit: int | None = None) -> dict[str, Any]:
    """The run of the low layer: by default on all cores."""
    return {"threads": -1 if threads is None else threads, "progress": _progress(progress),
            "memory_limit": memory_limit}
