# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Estimates with their uncertainty: designs, and changes between waves."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from . import _core
from ._arguments import REFERENCE, breakdowns, checked_level, choice, estimating, names
from ._convert_out import categories_of, check_output, library_of
from ._frame import Frame, as_frame, give_back
from ._rows import Rows, naming
from ._run import Progress, run_options
from ._spec import Breakdowns, Names, Spec


class Design:
    """Rows with the sampling design they came from, to estimate of.

    Rows are the sampling units, drawn with replacement within strata. Weights are inverse
    inclusion probabilities. A missing outcome makes a row no member of that outcome's
    domain: the row stays in the design. Weights and strata are checked at once.

    A column of `data` comes in when it is first asked for, and is borrowed where its type
    allows: what is changed in it afterwards may change what is estimated. What the other
    columns hold does not matter. The categories of a pandas Categorical, and of any column
    whose categories have an order, come in that order in results, also when no row has them.

    Parameters
    ----------
    data : Frame, or anything one is made of
        The rows. A Source is for :class:`werkbaar.Tally`.
    weights : str, optional
        The column of weights: finite, at least 0, not all 0. All rows weigh 1 when left out.
    strata : str or list of str, optional
        The columns that together are the strata; one stratum when left out.

    Raises
    ------
    DataError
        A column is not there, or a weight is negative, missing or infinite (``.row``,
        ``.item``), or a stratum is missing.

    Examples
    --------
    >>> import werkbaar as wb
    >>> rows = {"y": [1.0, 2.0, 3.0, 4.0], "w": [1.0, 1.0, 2.0, 2.0], "sex": ["m", "f", "m", "f"]}
    >>> design = wb.Design(rows, weights="w")
    >>> design.mean("y").to_dict()["estimate"]
    [2.8333333333333335]
    >>> design.mean("y", by="sex").to_dict()["sex"]
    ['f', 'm']
    """

    __slots__ = ("_library", "_rows", "_strata", "_weights", "__weakref__")

    def __init__(self, data: Any, *, weights: str | None = None,
                 strata: Names | None = None) -> None:
        self._rows = Rows(data)
        self._library = library_of(data)
        self._weights = weights
        self._strata = names("strata", strata)
        self._check()

    def _check(self) -> None:
        """Refuse weights and strata that no estimate could be made with."""
        if self._weights is not None:
            spec = self._spec(mean=[self._weights])
        elif self._strata:
            spec = self._spec(proportion=self._strata[:1])
        else:
            return
        self._tally(spec, run_options(None, None, 0))

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return self._rows.row_count

    @property
    def weights(self) -> str | None:
        """The column of weights, or None."""
        return self._weights

    @property
    def strata(self) -> tuple[str, ...]:
        """The columns that together are the strata."""
        return tuple(self._strata)

    def __len__(self) -> int:
        return self.row_count

    def __repr__(self) -> str:
        weights = "no weights" if self._weights is None else f"weights '{self._weights}'"
        strata = "strata " + " x ".join(f"'{name}'" for name in self._strata)
        return (f"<werkbaar.Design of {self.row_count} rows, {weights}, "
                f"{strata if self._strata else 'no strata'}>")

    def mean(self, columns: Names, *, by: Breakdowns = None, level: float = 0.95,
             interval: str = "logit", drop_empty: bool = False,
             categories: Mapping[str, Sequence[str]] | None = None, threads: int | None = None,
             progress: Progress = None, output: str | None = None) -> Any:
        """Estimate the means of numeric or bool columns; of a bool it is a share.

        Parameters
        ----------
        columns : str or list of str
            The outcomes.
        by : str, list of str, or list of lists, optional
            The groups: ``"sex"``; ``["sex", "age"]`` for every combination of both;
            ``[["sex"], ["age"], []]`` for several breakdowns in one pass, of which ``[]``
            is everyone together.
        level : float
            Of the intervals.
        interval : {"logit", "wald", "wilson", "beta", "likelihood", "asin", \
"agresti_coull", "jeffreys"}
            How intervals of shares are made; those of other estimates are Wald's. ``beta`` is
            Korn and Graubard's, also called exact; all but ``logit`` have one for a share of
            exactly 0 or 1.
        drop_empty : bool
            Leave out groups without rows.
        categories : dict of lists of str, optional
            Categories of text columns that come first in the result, in this order, also
            when no row has them.
        threads : int, optional
            How many at most; all cores when left out.
        progress : bool or callable, optional
            True for a bar, or a function of the fraction done; when that returns False, the
            call ends with a CancelledError.
        output : str, optional
            The library of the result; that of the data when left out.

        Returns
        -------
        data frame
            The estimates (``docs/formats/estimates.md``): the columns of `by`, then
            ``statistic``, ``variable``, ``category``, ``estimate``, ``se``, ``lower``,
            ``upper``, ``df``, ``n``, ``deff``, ``status``.

        Raises
        ------
        DataError
            A column is not there or of the wrong type (``.item``), or there are no rows.
        DesignError
            A stratum has one sampled row (``.item``).

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"y": [1.0, 2.0, 3.0, 6.0], "sex": ["m", "f", "m", "f"]})
        >>> design.mean("y", by=[["sex"], []]).to_dict()["estimate"]
        [4.0, 2.0, 3.0]
        """
        return self.estimate(mean=columns, by=by, level=level, interval=interval,
                             drop_empty=drop_empty, categories=categories, threads=threads,
                             progress=progress, output=output)

    def total(self, columns: Names, *, by: Breakdowns = None, level: float = 0.95,
              drop_empty: bool = False,
              categories: Mapping[str, Sequence[str]] | None = None,
              threads: int | None = None, progress: Progress = None,
              output: str | None = None) -> Any:
        """Estimate the totals of numeric or bool columns.

        Parameters, result and errors are those of :meth:`mean`; intervals are Wald's.

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"y": [1.0, 2.0, 3.0], "w": [10.0, 10.0, 20.0]}, weights="w")
        >>> design.total("y").to_dict()["estimate"]
        [90.0]
        """
        return self.estimate(total=columns, by=by, level=level, drop_empty=drop_empty,
                             categories=categories, threads=threads, progress=progress,
                             output=output)

    def proportion(self, columns: Names, *, by: Breakdowns = None, level: float = 0.95,
                   interval: str = "logit", drop_empty: bool = False,
                   categories: Mapping[str, Sequence[str]] | None = None,
                   threads: int | None = None, progress: Progress = None,
                   output: str | None = None) -> Any:
        """Estimate the share of every category of text, bool, date or whole-number columns.

        Parameters, result and errors are those of :meth:`mean`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"job": ["care", "trade", "care", "care"]})
        >>> shares = design.proportion("job").to_dict()
        >>> shares["category"], shares["estimate"]
        (['care', 'trade'], [0.75, 0.25])
        """
        return self.estimate(proportion=columns, by=by, level=level, interval=interval,
                             drop_empty=drop_empty, categories=categories, threads=threads,
                             progress=progress, output=output)

    def estimate(self, *, mean: Names = (), total: Names = (), proportion: Names = (),
                 by: Breakdowns = None, level: float = 0.95, interval: str = "logit",
                 drop_empty: bool = False,
                 categories: Mapping[str, Sequence[str]] | None = None,
                 threads: int | None = None, progress: Progress = None,
                 output: str | None = None) -> Any:
        """Estimate means, totals and proportions in one pass over the rows.

        Parameters, result and errors are those of :meth:`mean`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"y": [1.0, 2.0, 3.0], "job": ["care", "trade", "care"]})
        >>> design.estimate(mean="y", proportion="job").to_dict()["statistic"]
        ['mean', 'proportion', 'proportion']
        """
        library = check_output(output) or self._library
        options = estimating(level, interval, drop_empty)
        run = run_options(threads, progress, 0)
        spec = self._spec(mean=mean, total=total, proportion=proportion, by=by,
                          categories=categories)
        tally = self._tally(spec, run)
        estimates = Frame._of(_core.wb_tally_estimate(tally, options, None))
        return give_back(estimates, None, library)

    def _spec(self, *, mean: Names = (), total: Names = (), proportion: Names = (),
              by: Breakdowns = None,
              categories: Mapping[str, Sequence[str]] | None = None) -> Spec:
        shares, groups = names("proportion", proportion), breakdowns(by)
        if categories is None or isinstance(categories, Mapping):  # else Spec refuses them
            declared = self._declared(dict.fromkeys([*shares, *chain.from_iterable(groups)]))
            categories = {**declared, **(categories or {})}
        return Spec(mean=mean, total=total, proportion=shares, by=groups, weights=self._weights,
                    strata=self._strata, categories=categories)

    def _declared(self, columns: Iterable[str]) -> dict[str, list[str]]:
        """The categories that the data themselves declare: those of pandas, and of others when
        they have an order. Elsewhere a dictionary is but a way to store texts."""
        handle = self._rows.handle(columns)
        found: dict[str, list[str]] = {}
        for name in columns:
            at = _core.wb_frame_find(handle, name)
            if at < 0 or _core.wb_frame_column_type(handle, at) != _core.WB_TYPE_DICTIONARY:
                continue
            if self._library == "pandas" or _core.wb_frame_is_ordered(handle, at):
                found[name] = categories_of(handle, at)
        return found

    def _tally(self, spec: Spec, run: dict[str, Any]) -> Any:
        tally = _core.wb_tally_new(spec._handle)
        with naming(self._rows.names):
            _core.wb_tally_update(tally, self._rows.handle(spec.needed()), run)
        return tally


def change(estimates: Any, column: str, *, reference: str = "previous", level: float = 0.95,
           output: str | None = None) -> Any:
    """Differences between waves that were sampled independently.

    Independently: the wave is a stratum column, or each wave is a tally of its own.

    Parameters
    ----------
    estimates : Frame, or anything one is made of
        Estimates with the wave among the columns of `by`.
    column : str
        The column that is the wave. Waves are compared in the order of the rows.
    reference : {"previous", "first"}
        What each wave is compared with.
    level : float
        Of the intervals.
    output : str, optional
        The library of the result; that of `estimates` when left out.

    Returns
    -------
    data frame
        The other columns of `by`, `column`, ``reference``, ``statistic``, ``variable``,
        ``category``, ``difference``, ``se``, ``lower``, ``upper``, ``df``, ``p``
        (two-sided), ``status``.

    Raises
    ------
    DataError
        `estimates` is no estimates frame, or has no such column.

    Examples
    --------
    >>> import werkbaar as wb
    >>> rows = {"year": [2019, 2019, 2023, 2023], "y": [1.0, 2.0, 3.0, 5.0]}
    >>> estimates = wb.Design(rows, strata="year").mean("y", by="year")
    >>> wb.change(estimates, "year").to_dict()["difference"]
    [2.5]
    """
    options = {"reference": choice("reference", reference, REFERENCE),
               "level": checked_level(level)}
    check_output(output)
    frame = as_frame(estimates)
    changes = _core.wb_estimates_change(frame._handle, column, options)
    return give_back(Frame._of(changes), estimates, output)
