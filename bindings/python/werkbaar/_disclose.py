# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Disclosure control: which counts of groups may be shown, and what earlier reports have shown."""
from __future__ import annotations

import os
from typing import Any, BinaryIO

from . import _core
from ._arguments import above_0, choice, read_text, reader_of_file
from ._convert_out import check_output
from ._definition import FileDefinition
from ._errors import ArgumentTypeError
from ._frame import Frame, as_frame, give_back
from ._run import Progress, run_options

PROTECT = {"all": _core.WB_PROTECT_ALL, "rules": _core.WB_PROTECT_RULES}


class Ledger(FileDefinition):
    """What earlier reports on the same answers have shown: no number that is hidden.

    It never changes once made, so threads may share it. :func:`disclose` makes one and takes
    that of the report before; keep it with the answers. Two ledgers are equal when all they
    say is.

    Examples
    --------
    >>> import werkbaar as wb
    >>> counts = {"cell": ["all", "day", "night"], "measure": ["load"] * 3,
    ...           "n": [60, 52, 8], "problem": [20, 17, 3]}
    >>> parts = {"kind": ["sum"] * 2, "partition": ["shift"] * 2, "total": ["all"] * 2,
    ...          "part": ["day", "night"]}
    >>> shown, audit, ledger = wb.disclose(counts, parts, min_n=10, scope="acme:2026",
    ...                                    release="1")
    >>> ledger
    <werkbaar.Ledger of 'acme:2026'>
    >>> ledger.frame().select(["cell", "release"]).to_dict()["release"]
    ['1', '1', '1']
    """

    __slots__ = ()

    def __init__(self, *given: object, **named: object) -> None:
        raise ArgumentTypeError(
            "a Ledger is made by disclose(), Ledger.from_file() or .from_json()")

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | BinaryIO) -> Ledger:
        """Read a ledger: a path, or a binary file object.

        Raises
        ------
        DataError
            What the file says wrongly, with ``.line``, ``.column`` and ``.where``; also counts
            that contradict each other, or a number in a hidden row.
        LimitError, VersionError, IoError
            It is too large, made for a newer library, or cannot be read.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> counts = {"cell": ["all"], "measure": ["load"], "n": [60], "problem": [20]}
        >>> ledger = wb.disclose(counts, min_n=10, scope="acme:2026", release="1")[2]
        >>> wb.Ledger.from_file(io.BytesIO(ledger.to_json().encode())) == ledger
        True
        """
        return cls._of(_core.wb_ledger_read(reader_of_file(file)))

    @classmethod
    def from_json(cls, text: str | bytes) -> Ledger:
        """Read a ledger from its text. Raises as :meth:`from_file`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> counts = {"cell": ["all"], "measure": ["load"], "n": [60], "problem": [20]}
        >>> ledger = wb.disclose(counts, min_n=10, scope="acme:2026", release="1")[2]
        >>> wb.Ledger.from_json(ledger.to_json()).scope
        'acme:2026'
        """
        return cls._of(read_text(_core.wb_ledger_read, text, "ledger"))

    def _write(self, to: Any) -> None:
        _core.wb_ledger_write(self._handle, to)

    @property
    def scope(self) -> str:
        """The id of the answers it is about."""
        found: str = _core.wb_ledger_scope(self._handle)
        return found

    def frame(self) -> Frame:
        """Its rows in order of cell and measure: cell, measure, n, problem, acute (missing: not
        shown), status, release (the first report that decided on the row).

        Examples
        --------
        >>> import werkbaar as wb
        >>> counts = {"cell": ["all", "team"], "measure": ["load"] * 2, "n": [60, 7],
        ...           "problem": [20, 3]}
        >>> ledger = wb.disclose(counts, min_n=10, scope="acme:2026", release="1")[2]
        >>> ledger.frame().to_dict()["n"]
        [60, None]
        """
        return Frame._of(_core.wb_ledger_frame(self._handle))

    def __repr__(self) -> str:
        return f"<werkbaar.Ledger of '{self.scope}'>"


def disclose(counts: Any, relations: Any = None, *, min_n: int, min_n_sensitive: int | None = None,
             extreme: int | None = 2, round_to: int = 1, dominance: float = 0.5,
             scope: str | None = None, release: str | None = None,
             earlier: Ledger | None = None, protect: str = "all", threads: int | None = None,
             progress: Progress = None,
             output: str | None = None) -> tuple[Any, Any, Ledger | None]:
    """Decide which counts of groups may be shown, so that nobody in them is recognised.

    Rules hide what tells of a few people, and further counts are hidden until what is left
    cannot be subtracted to get at them. Every hidden count keeps two witnesses: whole tables
    that agree with all that is shown and known, in which it differs by at least `min_n`
    (``include/werkbaar/disclose.h`` has the rules, and what is outside of them).

    Parameters
    ----------
    counts : Frame, or anything one is made of
        A row per cell and measure: ``cell``, ``measure``, ``n`` (answered), and where there are
        such ``problem``, ``acute``, ``staff``, ``largest``, ``sensitive``.
    relations : Frame, or anything one is made of, optional
        ``kind`` (``sum``, ``within`` or ``base``), ``partition``, ``total``, ``part``.
    min_n : int
        Fewer answers are hidden: at least 5, better 10.
    min_n_sensitive : int, optional
        The same of sensitive measures; left out, these are shown only for cells that are part
        of no other.
    extreme : int or None
        A problem count below it, or that leaves fewer without the problem, is hidden, and so is
        an acute count below it. 1: only nobody and everybody; None: that rule is off.
    round_to : int
        Counts are shown as multiples of it.
    dominance : float
        The largest share that one contributor may have in a cell (column ``largest``).
    scope, release : str, optional
        The ids of the answers and of this report; both, or there is no ledger.
    earlier : Ledger, optional
        What was shown of these answers before.
    protect : {"all", "rules"}
        Every hidden count, or those alone that a rule hides.
    threads, progress
        As for :meth:`Tally.update`.
    output : str, optional
        The library of the frames; that of `counts` when left out.

    Returns
    -------
    released, audit, ledger
        cell, measure, n, problem, acute, status (ok, no_acute, hidden); why each hidden count
        is hidden, which is as confidential as the answers; and what was shown up to and with
        this report, or None.

    Raises
    ------
    DataError
        A column is not there, or counts contradict each other (``.row``, ``.item``).
    ConflictError
        The ledger is of another scope, or knows this release.

    Examples
    --------
    >>> import werkbaar as wb
    >>> counts = {"cell": ["all", "day", "night", "office"], "measure": ["load"] * 4,
    ...           "n": [90, 52, 8, 30], "problem": [28, 17, 3, 8]}
    >>> parts = {"kind": ["sum"] * 3, "partition": ["team"] * 3, "total": ["all"] * 3,
    ...          "part": ["day", "night", "office"]}
    >>> released, audit, ledger = wb.disclose(counts, parts, min_n=10)
    >>> released["status"][released["cell"].index("night")]
    'hidden'
    >>> released["status"].count("hidden") > 1   # else what is left would tell
    True
    >>> audit["rule"][audit["cell"].index("night")], ledger
    ('too_few', None)
    """
    check_output(output)
    options = {
        "min_n": above_0("min_n", min_n),
        "min_n_sensitive": (None if min_n_sensitive is None
                            else above_0("min_n_sensitive", min_n_sensitive)),
        "extreme": -1 if extreme is None else above_0("extreme", extreme),
        "round_to": above_0("round_to", round_to),
        "dominance": above_0("dominance", dominance), "scope": scope, "release": release,
        "earlier": None if earlier is None else Ledger._handle_of("earlier", earlier),
        "protect": choice("protect", protect, PROTECT)}
    frame = as_frame(counts)
    sums = None if relations is None else as_frame(relations)
    released, audit, ledger = _core.wb_disclose(
        frame._handle, None if sums is None else sums._handle, options,
        run_options(threads, progress, 0))
    return (give_back(Frame._of(released), counts, output),
            give_back(Frame._of(audit), counts, output),
            None if ledger is None else Ledger._of(ledger))


def disclose_mask(data: Any, released: Any, *, cell: str = "cell", measure: str | None = None,
                  output: str | None = None) -> Any:
    """Take the numbers of hidden rows out of another table.

    Numbers and bools become missing in rows whose cell and measure are hidden, and in rows that
    `released` does not have; a column ``acute`` also where the status is ``no_acute``. The column
    ``status`` says which. Texts and dates stay: they are yours to judge.

    Parameters
    ----------
    data : Frame, or anything one is made of
    released : Frame, or anything one is made of
        From :func:`disclose`: cell, measure, status.
    cell : str
        The column of `data` that has the cell.
    measure : str, optional
        The column that has the measure; left out, a cell is shown if all its rows are.
    output : str, optional
        The library of the result; that of `data` when left out. It is row for row that of
        `data`: of pandas with its index.

    Examples
    --------
    >>> import werkbaar as wb
    >>> released = {"cell": ["day", "night"], "measure": ["load"] * 2, "status": ["ok", "hidden"]}
    >>> wb.disclose_mask({"team": ["day", "night"], "mean": [3.1, 2.2]}, released,
    ...                  cell="team").to_dict()
    {'team': ['day', 'night'], 'mean': [3.1, None], 'status': ['ok', 'hidden']}
    """
    check_output(output)
    made = _core.wb_disclose_mask(as_frame(data)._handle, cell, measure,
                                  as_frame(released)._handle)
    return give_back(Frame._of(made), data, output, same_rows=True)
