# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Support for companies: dated rules, whether a case fits them, costs split in cents."""
from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from . import _core
from ._arguments import read_text, reader_of_file
from ._definition import FileDefinition
from ._errors import ArgumentTypeError
from ._frame import Frame, as_frame, give_back
from ._moment import Day, day_text

Date = Day | None
"""A day, or None when it is not known."""


def _date_text(date: Date) -> str | None:
    """A day as the library reads it, or None."""
    return None if date is None else day_text("date", date)


def _is_column(value: object) -> bool:
    """A list of values or an array, not one value."""
    if isinstance(value, Sequence):
        return not isinstance(value, (str, bytes))
    return getattr(value, "ndim", 0) > 0


def _columns(given: Mapping[str, Any]) -> Frame:
    """A frame of values by name: one of each, or a list of each; None is left out. One value
    holds for all rows where others are lists."""
    found = {name: value for name, value in given.items() if value is not None}
    rows = next((len(value) for value in found.values() if _is_column(value)), 1)
    if not found:
        return Frame._of(_core.wb_frame_new(1))
    return Frame({name: value if _is_column(value) else [value] * rows
                  for name, value in found.items()})


class Support(FileDefinition):
    """A rule for support in one period: its conditions, percentages and ceiling.

    It never changes once made, so threads may share it. Make one with :meth:`builtin`,
    :meth:`from_file` or :meth:`from_json`. Two rules are equal when their definitions are.

    What it says is indicative and no legal advice. The built-in rules are historical, and
    :meth:`conditions` and :meth:`figures` say for each part where it is from and whether it
    was read there.

    Examples
    --------
    >>> import werkbaar as wb
    >>> rule = wb.Support.builtin("werkbaarheidscheque-2020")
    >>> rule
    <werkbaar.Support 'werkbaarheidscheque-2020' version 1.0: historical, partly unverified>
    >>> verdicts, conditions = rule.assess(
    ...     {"employees": 0, "cost_cents": 250_000}, "2020-06-15", language="en")
    >>> verdicts["verdict"]
    ['not_eligible']
    >>> conditions["sentence"][1]  # doctest: +ELLIPSIS
    'Not met: at least 1 employee with an employment contract (...: 0).'
    """

    __slots__ = ()

    def __init__(self, *given: object, **named: object) -> None:
        raise ArgumentTypeError(
            "a Support is made by Support.builtin(), .from_file() or .from_json()")

    @classmethod
    def builtin(cls, id: str) -> Support:
        """A rule that comes with the library.

        Raises
        ------
        ArgumentError
            There is none with this id; the message names those there are.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Support.builtin("werkbaarheidscheque-2024").title()
        'Werkbaarheidscheque 2024'
        """
        return cls._of(_core.wb_support_builtin(id))

    @staticmethod
    def builtins() -> list[str]:
        """The ids of the rules that come with the library; :func:`support_rules` says more.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Support.builtins()[0]
        'werkbaarheidscheque-2019'
        """
        return [_core.wb_support_builtin_id(index)
                for index in range(_core.wb_support_builtin_count())]

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | BinaryIO) -> Support:
        """Read a support file (``docs/formats/support.md``): a path, or a binary file object.

        Raises
        ------
        DataError
            What the file says wrongly, with ``.line``, ``.column`` and ``.where``.
        LimitError, VersionError, IoError
            It is too large, made for a newer library, or cannot be read.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> rule = wb.Support.builtin("werkbaarheidscheque-2024")
        >>> wb.Support.from_file(io.BytesIO(rule.to_json().encode())) == rule
        True
        """
        return cls._of(_core.wb_support_read(reader_of_file(file)))

    @classmethod
    def from_json(cls, text: str | bytes) -> Support:
        """Read a rule from the text of a support file. Raises as :meth:`from_file`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> rule = wb.Support.builtin("werkbaarheidscheque-2024")
        >>> wb.Support.from_json(rule.to_json()) == rule
        True
        """
        return cls._of(read_text(_core.wb_support_read, text, "support"))

    def _write(self, to: Any) -> None:
        _core.wb_support_write(self._handle, to)

    @property
    def id(self) -> str:
        """The id of the rule, such as ``"werkbaarheidscheque-2020"``."""
        found: str = _core.wb_support_id(self._handle)
        return found

    @property
    def version(self) -> str:
        """The version of the definition."""
        found: str = _core.wb_support_version(self._handle)
        return found

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
        found: str = _core.wb_support_hash(self._handle)
        return found

    @property
    def historical(self) -> bool:
        """Whether the rule is no longer in force."""
        return bool(_core.wb_support_historical(self._handle))

    @property
    def verified(self) -> bool:
        """Whether the period and every condition and figure were read in their source."""
        return bool(_core.wb_support_verified(self._handle))

    def title(self, language: str = "nl") -> str:
        """The title, in Dutch or in English (``"en"``).

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Support.builtin("werkbaarheidscheque-2020").title("en")
        'Werkbaarheidscheque 2020 (workability cheque)'
        """
        found: str = _core.wb_support_title(self._handle, language)
        return found

    def _table(self, part: str, language: str) -> Frame:
        return Frame._of(_core.wb_support_table(self._handle, part, language))

    def facts(self, language: str = "nl") -> Frame:
        """The facts that cases may have: id, label, type, values.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Support.builtin("werkbaarheidscheque-2020").facts("en")["id"][:3]
        ['cost_cents', 'earlier_support_cents', 'employees']
        """
        return self._table("facts", language)

    def conditions(self, language: str = "nl") -> Frame:
        """The conditions: id, kind, asked, facts, source, verified, note.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Support.builtin("werkbaarheidscheque-2020").conditions("en")["asked"][0]
        'at least 1 employee with an employment contract'
        """
        return self._table("conditions", language)

    def figures(self, language: str = "nl") -> Frame:
        """The period, percentages and ceiling: id, kind, date, percent, cents, source, verified,
        note.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Support.builtin("kmo-portefeuille-verhoging-2022").figures()["percent"]
        [None, None, 30.0, 20.0, None]
        """
        return self._table("figures", language)

    def sources(self) -> Frame:
        """The sources, in order of their ids: id, title, where.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Support.builtin("werkbaarheidscheque-2019").sources()["id"][0]
        'serv19'
        """
        return self._table("sources", "nl")

    def assess(self, cases: Any, date: Date = None, *, language: str = "nl",
               output: str | None = None) -> tuple[Any, Any]:
        """Do cases fit the rule, and how would their cost be split?

        A case is eligible when every condition is met, not eligible when one is not, else
        undecided. A fact that is not given leaves its conditions unknown, never met. The cost
        is split under what earlier support leaves of the ceiling: of an undecided case what it
        would be, of one that is not eligible nothing.

        Parameters
        ----------
        cases : dict, or anything a Frame is made of
            The facts by id (:meth:`facts`); of one case as they are, of several in columns.
        date : date or str, optional
            Of the application.
        language : {"nl", "en"}
            Of the texts.
        output : str, optional
            The library of the results: "frame", "pandas", "polars" or "arrow".

        Returns
        -------
        verdicts, conditions
            A row per case: case (counted from 1), verdict, sentence, percent, cost_cents,
            support_cents, own_cents, remaining_cents, remark and more; a row per case and
            condition: condition, kind, status (met, not_met or unknown), asked, given,
            sentence, source, verified.

        Raises
        ------
        DataError
            A value that its fact cannot have, with ``.row`` and ``.item``.

        Examples
        --------
        >>> import datetime
        >>> import werkbaar as wb
        >>> rule = wb.Support.builtin("werkbaarheidscheque-2020")
        >>> day = datetime.date(2020, 6, 15)
        >>> verdicts, conditions = rule.assess({"cost_cents": [100_001, 2_500_000],
        ...     "earlier_support_cents": [0, 0]}, day)
        >>> verdicts["support_cents"], verdicts["own_cents"]
        ([60001, 1000000], [40000, 1500000])
        >>> verdicts["verdict"]
        ['undecided', 'undecided']
        >>> verdicts["remark"][0][:34]
        'indicatief, geen juridisch advies;'
        """
        frame = _columns(cases) if isinstance(cases, Mapping) else as_frame(cases)
        made = _core.wb_support_assess(self._handle, frame._handle, _date_text(date), language)
        verdicts, conditions = (give_back(Frame._of(handle), cases, output) for handle in made)
        return verdicts, conditions

    def __repr__(self) -> str:
        notes = [note for note, there in (("historical", self.historical),
                                          ("partly unverified", not self.verified)) if there]
        said = ": " + ", ".join(notes) if notes else ""
        return f"<werkbaar.Support '{self.id}' version {self.version}{said}>"


def support_rules(date: Date = None, *, language: str = "nl", output: str | None = None) -> Any:
    """The rules that come with the library, a row each.

    Parameters
    ----------
    date : date or str, optional
        Says for each rule whether this day lies in its period (``in_period``).
    language : {"nl", "en"}
        Of the titles.
    output : str, optional
        As for :meth:`Support.assess`.

    Examples
    --------
    >>> import werkbaar as wb
    >>> rules = wb.support_rules("2021-03-01")
    >>> [id for id, fits in zip(rules["id"], rules["in_period"]) if fits]
    ['werkbaarheidscheque-2021']
    """
    handle = _core.wb_support_list(_date_text(date), language)
    return give_back(Frame._of(handle), None, output)


def split_cost(cost_cents: Any, percent: Any, available_cents: Any = None, *,
               output: str | None = None) -> Any:
    """Split costs between support and own part, exactly.

    Support is the percentage of the cost to the nearest cent, where exactly half a cent falls
    to the own part, and never more than what is available; the own part is the rest.

    Parameters
    ----------
    cost_cents, percent, available_cents : int, float or sequences of them
        Costs in cents, percentages with at most two decimals, and what is left of the ceiling
        (left out: no ceiling). Single values hold for every row.
    output : str, optional
        As for :meth:`Support.assess`.

    Returns
    -------
    Frame
        cost_cents, percent, available_cents, support_cents, own_cents; missing where a number
        of the row is.

    Examples
    --------
    >>> import werkbaar as wb
    >>> split = wb.split_cost([100_001, 1_666_667, 1], [60, 60, 50], 1_000_000)
    >>> split["support_cents"], split["own_cents"]
    ([60001, 1000000, 0], [40000, 666667, 1])
    """
    costs = _columns({"cost_cents": cost_cents, "percent": percent,
                      "available_cents": available_cents})
    return give_back(Frame._of(_core.wb_support_split(costs._handle)), None, output)


def cofinance(cost_cents: int, shares: Any, *, output: str | None = None) -> Any:
    """Divide a cost over budget lines by given shares, by the largest remainder.

    The parts add up to the cost, each within a cent of its exact part; of equal remainders the
    first line comes first. With a cent more to divide a line may get a cent less.

    Parameters
    ----------
    cost_cents : int
        At least 0.
    shares : dict, or a table
        The share of each line, whole numbers in any unit; or a table with the columns ``line``
        and ``share``.
    output : str, optional
        As for :meth:`Support.assess`.

    Returns
    -------
    Frame
        line, share, cents.

    Examples
    --------
    >>> import werkbaar as wb
    >>> wb.cofinance(1001, {"Flanders": 60, "applicant": 40}).to_dict()
    {'line': ['Flanders', 'applicant'], 'share': [60, 40], 'cents': [601, 400]}
    """
    lines = (Frame({"line": list(shares), "share": list(shares.values())})
             if isinstance(shares, Mapping) else as_frame(shares))
    made = _core.wb_support_cofinance(cost_cents, lines._handle)
    return give_back(Frame._of(made), shares, output)
