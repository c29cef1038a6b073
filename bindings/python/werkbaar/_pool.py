# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Pools: companies of one questionnaire put together, without answers."""
from __future__ import annotations

import os
from typing import Any, BinaryIO

from . import _core
from ._arguments import above_0, checked_level
from ._frame import Frame
from ._gathering import Gathering
from ._run import Progress, run_options


class Pool(Gathering):
    """Companies of one questionnaire, put together from what their scans leave
    (:meth:`Scan.tally`): a benchmark without answers.

    It can be pickled and copied, and threads may share it: calls wait for each other.

    Parameters
    ----------
    *files : path or binary file object
        What :meth:`add` adds.

    Examples
    --------
    >>> import werkbaar as wb
    >>> scan = wb.Scan.run(*wb.example_scan())
    >>> pool = wb.Pool()
    >>> for company in ["c1", "c2", "c3", "c4", "c5", "c6"]:
    ...     pool.add_json(scan.tally(company))
    >>> len(pool)
    6
    >>> reference = pool.benchmark(company="c1")
    >>> set(reference["kind"]), reference["companies"][0], reference["n"][0]
    ({'pool'}, 6, 882)
    >>> scan.compare(reference)["difference"][0]
    0.0
    """

    __slots__ = ()
    _what = "pool"

    @staticmethod
    def _new() -> Any:
        return _core.wb_pool_new()

    @staticmethod
    def _read(handle: Any, reader: Any) -> None:
        _core.wb_pool_add(handle, reader)

    def add(self, file: str | os.PathLike[str] | BinaryIO) -> None:
        """Add the file of a company (``docs/formats/pool.md``): a path, or a binary file object.
        When it fails the pool is as it was.

        Raises
        ------
        DataError
            What the file says wrongly, with ``.line``, ``.column`` and ``.where``.
        ConflictError
            Another questionnaire or fingerprint, or a company that is there already.
        LimitError, VersionError, IoError
            It is too large, made for a newer library, or cannot be read.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> left = wb.Scan.run(*wb.example_scan()).tally("c17")
        >>> pool = wb.Pool()
        >>> pool.add(io.BytesIO(left.encode()))
        >>> len(pool)
        1
        """
        super().add(file)

    def add_json(self, text: str | bytes) -> None:
        """Add the text of such a file; as :meth:`add`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> left = wb.Scan.run(*wb.example_scan()).tally("c17")
        >>> pool = wb.Pool()
        >>> pool.add_json(left)
        >>> try:
        ...     pool.add_json(left)
        ... except wb.ConflictError:
        ...     print("c17 is there already")
        c17 is there already
        """
        super().add_json(text)

    def __len__(self) -> int:
        with self._hold:
            found: int = _core.wb_pool_company_count(self._handle)
        return found

    def benchmark(self, *, min_companies: int = 5, dominance: float = 0.5, level: float = 0.95,
                  company: str | None = None, staff_class: str | None = None,
                  source: str | None = None, threads: int | None = None,
                  progress: Progress = None) -> Frame:
        """A reference frame (``docs/formats/scan-reference.md``) of kind ``pool``, with
        ``companies``. A company is a cluster: its people have much in common.

        Parameters
        ----------
        min_companies : int
            Fewest of which a figure is shown, at least 5.
        dominance : float
            The most that one company may be, of all but the second.
        level : float
            Of intervals.
        company : str, optional
            Who asks: ``overlap`` is how many of its people are in each figure.
        staff_class : str, optional
            Only companies of ``"1-9"``, ``"10-49"``, ``"50-249"`` or ``"250+"`` people.
        source : str, optional
            What the reference is called.
        threads, progress
            As for :meth:`Tally.update`.

        Raises
        ------
        ArgumentError
            An option is out of range, or the company is not in the pool.
        DataError
            There are fewer companies than `min_companies`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> scan = wb.Scan.run(*wb.example_scan())
        >>> pool = wb.Pool()
        >>> for number in range(5):
        ...     pool.add_json(scan.tally(f"c{number}"))
        >>> round(pool.benchmark(source="bakeries 2030")["estimate"][0], 3)
        0.245
        """
        options = {"min_companies": above_0("min_companies", min_companies),
                   "dominance": above_0("dominance", dominance), "level": checked_level(level),
                   "company": company, "staff_class": staff_class, "source": source}
        run = run_options(threads, progress, 0)
        with self._hold:
            return Frame._of(_core.wb_pool_benchmark(self._handle, options, run))

    def measures(self, *, min_companies: int = 5) -> Frame:
        """How many companies chose what: measure, state, companies, status (``ok``, or
        ``too_few`` without a number).

        Examples
        --------
        >>> import werkbaar as wb
        >>> scan = wb.Scan.run(*wb.example_scan())
        >>> pool = wb.Pool()
        >>> for number in range(6):
        ...     pool.add_json(scan.tally(f"c{number}", measures={
        ...         "measure": ["fewer-interruptions"], "status": ["done"]}))
        >>> pool.measures().to_dict()["companies"]
        [6]
        """
        options = {"min_companies": above_0("min_companies", min_companies)}
        with self._hold:
            return Frame._of(_core.wb_pool_measures(self._handle, options))

    def __repr__(self) -> str:
        return f"<werkbaar.Pool of {len(self)} companies>"
