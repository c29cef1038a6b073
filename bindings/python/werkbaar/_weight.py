# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Weights made right: non-response, calibration to known totals, trimming."""
from __future__ import annotations

import json
import numbers
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from . import _core
from ._arguments import (
    TRIM_UNIT,
    above_0,
    choice,
    flag,
    names,
    one_name,
    read_text,
    reader_of_bytes,
    reader_of_file,
    type_name,
)
from ._beside import put_beside, with_places
from ._convert_out import check_output, library_of, python_values
from ._definition import FileDefinition
from ._errors import ArgumentError, ArgumentTypeError
from ._frame import Frame, as_frame, give_back
from ._rows import Rows, naming
from ._run import Progress, run_options
from ._source import as_source

_SHARE = {"proportional": 0, "equal": 1}

Margins = Any  # what _margin_frames() takes


class Weighting(FileDefinition):
    """Steps that make weights, taken one after another by :func:`weight`.

    A new one has no steps. Each method below gives a new Weighting with one step more, so
    that they can be written behind each other; none changes.

    Margins, the totals of the population, are a dict: a column, or a tuple of columns, with a
    dict of its categories (tuples of them) and their totals; ``()`` with a number is the
    population's size. Or they are tables, one or a list of them, whose columns are those of
    the margin beside ``total``. Every category of a row with a weight needs a total, every
    total a row, and the margins of a step sum to the same.

    Parameters
    ----------
    weights : str, optional
        The column of weights to start from; left out: all 1.
    result : str
        What the column of new weights is called. ``RESULT_before`` are the weights that
        entered the last calibration, ``RESULT_g`` the quotient.

    Examples
    --------
    >>> import werkbaar as wb
    >>> steps = (wb.Weighting(weights="d")
    ...          .nonresponse("answered", ["region"])
    ...          .rake({"sex": {"f": 520, "m": 480}, ("region", "size"): {
    ...              ("north", 1): 300, ("north", 2): 200, ("south", 1): 500}})
    ...          .trim(upper=4, unit="median"))
    >>> steps
    <werkbaar.Weighting: nonresponse, rake, trim>
    >>> steps.needed()
    ['d', 'answered', 'region', 'sex', 'size']
    """

    __slots__ = ()

    def __init__(self, *, weights: str | None = None, result: str = "weight") -> None:
        handle = _core.wb_weighting_new()
        _core.wb_weighting_set_weights(
            handle, None if weights is None else one_name("weights", weights))
        _core.wb_weighting_set_result(handle, one_name("result", result))
        self._set(handle)

    # ---- steps ----

    def _and(self, add: Callable[[Any], object]) -> Weighting:
        """Another one with the step that a function adds to the handle it is given."""
        handle = _core.wb_weighting_read(reader_of_bytes(self._bytes(), "weighting"))
        add(handle)
        return Weighting._of(handle)

    def _calibration(self, step: int, margins: Margins, auxiliaries: Mapping[str, float] | None,
                     options: dict[str, Any]) -> Weighting:
        if options.get("max_iterations") is not None:
            above_0("max_iterations", options["max_iterations"])

        def add(handle: Any) -> None:
            _core.wb_weighting_add_calibration(handle, step, options)
            for frame, total in _margin_frames(margins):
                _core.wb_weighting_add_margin(handle, frame._handle, total)
            for column, sum_ in _totals("auxiliaries", auxiliaries or {}):
                _core.wb_weighting_add_auxiliary(handle, column, sum_)

        made = self._and(add)
        if not made.margins and not made.auxiliaries:
            raise ArgumentError(f"a {made.steps[-1]} step needs a margin to fit", item="margins")
        return made

    def nonresponse(self, respondent: str, cells: str | Iterable[str] = ()) -> Weighting:
        """Respondents take over the weight of those in their cell who did not answer.

        Parameters
        ----------
        respondent : str
            The column that says who answered: bool, or 1 and 0.
        cells : str or list of str
            Columns whose combinations are the cells; none: one cell. Each needs a respondent.

        Examples
        --------
        >>> import werkbaar as wb
        >>> steps = wb.Weighting().nonresponse("answered", "sex")
        >>> wb.weight({"sex": ["f", "f", "m"], "answered": [True, False, True]},
        ...           steps)["weight"]
        [2.0, 0.0, 1.0]
        """
        columns = names("cells", cells)
        return self._and(
            lambda handle: _core.wb_weighting_add_nonresponse(handle, respondent, columns))

    def poststratify(self, margin: Margins) -> Weighting:
        """Weights that sum to the total in each cell of one margin.

        Examples
        --------
        >>> import werkbaar as wb
        >>> steps = wb.Weighting().poststratify({"sex": {"f": 30, "m": 70}})
        >>> wb.weight({"sex": ["f", "m", "f"]}, steps)["weight"]
        [15.0, 70.0, 15.0]
        """
        return self._calibration(_core.WB_WEIGHT_POSTSTRATIFY, margin, None, {})

    def rake(self, margins: Margins, *, auxiliaries: Mapping[str, float] | None = None,
             max_iterations: int | None = None) -> Weighting:
        """Positive weights that fit several margins: raking, the exponential distance.

        Parameters
        ----------
        margins : dict or tables
            See :class:`Weighting`.
        auxiliaries : dict, optional
            Numeric or bool columns, and what their weighted sum shall be.
        max_iterations : int, optional
            200 when left out.

        Examples
        --------
        >>> import werkbaar as wb
        >>> steps = wb.Weighting().rake({"sex": {"f": 30, "m": 70}, "night": {
        ...     False: 60, True: 40}})
        >>> people = {"sex": ["f", "f", "m", "m"], "night": [True, False, True, False]}
        >>> [round(w, 9) for w in wb.weight(people, steps)["weight"]]
        [12.0, 18.0, 28.0, 42.0]
        """
        return self._calibration(_core.WB_WEIGHT_RAKE, margins, auxiliaries,
                                 {"max_iterations": max_iterations})

    def linear(self, margins: Margins = (), *, auxiliaries: Mapping[str, float] | None = None,
               bounds: tuple[float, float] | None = None, positive: bool = False,
               max_iterations: int | None = None) -> Weighting:
        """The least quadratic change that fits: the generalised regression estimator (GREG).

        Parameters
        ----------
        margins, auxiliaries, max_iterations
            As for :meth:`rake`. The constant takes part where there is a margin.
        bounds : pair of numbers, optional
            Between which new weight / old weight stays: 0 <= lower < 1 < upper.
        positive : bool
            Refuse weights below 0, which without bounds may come.

        Examples
        --------
        >>> import werkbaar as wb
        >>> steps = wb.Weighting().linear({(): 100}, auxiliaries={"age": 4000})
        >>> people = {"age": [20.0, 40.0, 60.0]}
        >>> [round(w, 6) for w in wb.weight(people, steps)["weight"]]
        [33.333333, 33.333333, 33.333333]
        """
        return self._calibration(_core.WB_WEIGHT_LINEAR, margins, auxiliaries,
                                 {**_bounds(bounds), "positive": flag("positive", positive),
                                  "max_iterations": max_iterations})

    def logit(self, margins: Margins = (), *, bounds: tuple[float, float],
              auxiliaries: Mapping[str, float] | None = None,
              max_iterations: int | None = None) -> Weighting:
        """Weights that fit with new weight / old weight between `bounds`: the logit distance of
        Deville and Särndal (1992). Arguments as for :meth:`linear`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> steps = wb.Weighting().logit({"sex": {"f": 2.5, "m": 1.2}}, bounds=(0.5, 2))
        >>> weights = wb.weight({"sex": ["f", "m", "f"]}, steps)["weight"]
        >>> [round(w, 9) for w in weights]
        [1.25, 1.2, 1.25]
        """
        return self._calibration(_core.WB_WEIGHT_LOGIT, margins, auxiliaries,
                                 {**_bounds(bounds), "max_iterations": max_iterations})

    def trim(self, *, upper: float | None = None, lower: float | None = None,
             unit: str = "value", share: str = "proportional", once: bool = False) -> Weighting:
        """Move weights outside the bounds to the bound; the others take over the difference.

        Parameters
        ----------
        upper, lower : float, optional
            The bounds; one of them at least.
        unit : {"value", "mean", "median"}
            What the bounds count in: weights, times the mean or the median of the positive
            ones.
        share : {"proportional", "equal"}
            Who takes over how much: in proportion to the weight, or each as much.
        once : bool
            One round only, after which some weights may be outside.

        Examples
        --------
        >>> import werkbaar as wb
        >>> steps = wb.Weighting(weights="w").trim(upper=6, share="equal")
        >>> wb.weight({"w": [1.0, 2.0, 10.0]}, steps)["weight"]
        [3.0, 4.0, 6.0]
        """
        options = {"unit": choice("unit", unit, TRIM_UNIT),
                   "equally": choice("share", share, _SHARE),
                   "once": flag("once", once), "lower": lower, "upper": upper}
        return self._and(lambda handle: _core.wb_weighting_add_trim(handle, options))

    # ---- what it says ----

    @property
    def weights(self) -> str | None:
        """The column of weights to start from."""
        return _core.wb_weighting_weights(self._handle)

    @property
    def result(self) -> str:
        """The name of the column of new weights."""
        return _core.wb_weighting_result(self._handle)

    @property
    def steps(self) -> list[str]:
        """What the steps are, in order.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Weighting().trim(upper=3).steps
        ['trim']
        """
        return [_core.wb_weight_step_name(_core.wb_weighting_step(self._handle, index)) or ""
                for index in range(_core.wb_weighting_step_count(self._handle))]

    @property
    def margins(self) -> list[list[str]]:
        """The columns of each margin of the last calibration, which a variance that knows of it
        is told.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Weighting().rake({("a", "b"): {("x", "y"): 3}, (): 3}).margins
        [['a', 'b'], []]
        """
        handle = self._handle
        return [[_core.wb_weighting_margin_column(handle, margin, index) or ""
                 for index in range(_core.wb_weighting_margin_column_count(handle, margin))]
                for margin in range(_core.wb_weighting_margin_count(handle))]

    @property
    def auxiliaries(self) -> list[str]:
        """The auxiliaries of the last calibration."""
        return [_core.wb_weighting_auxiliary(self._handle, index) or ""
                for index in range(_core.wb_weighting_auxiliary_count(self._handle))]

    def needed(self) -> list[str]:
        """The columns that rows must have, each once.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Weighting(weights="d").rake({"sex": {"f": 5}}, auxiliaries={"age": 200}).needed()
        ['d', 'sex', 'age']
        """
        listed = _core.wb_weighting_columns(self._handle)
        return list(dict.fromkeys(python_values(listed, _core.wb_frame_find(listed, "column"))))

    @classmethod
    def from_json(cls, text: str | bytes) -> Weighting:
        """Read the text of a weighting file (``docs/formats/weighting.md``).

        Raises
        ------
        DataError
            What the text says wrongly, with ``.line``, ``.column`` and ``.where``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> steps = wb.Weighting().trim(upper=3)
        >>> wb.Weighting.from_json(steps.to_json()) == steps
        True
        """
        return cls._of(read_text(_core.wb_weighting_read, text, "weighting"))

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | BinaryIO) -> Weighting:
        """Read a weighting file: a path, or a binary file object. Raises as :meth:`from_json`.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> file = io.BytesIO(wb.Weighting().trim(upper=3).to_json().encode())
        >>> wb.Weighting.from_file(file)
        <werkbaar.Weighting: trim>
        """
        return cls._of(_core.wb_weighting_read(reader_of_file(file)))

    def _write(self, to: Any) -> None:
        _core.wb_weighting_write(self._handle, to)

    def __repr__(self) -> str:
        return f"<werkbaar.Weighting: {', '.join(self.steps) or 'no steps'}>"


def weight(data: Any, weighting: Weighting | Mapping[str, Any], *, report: bool = False,
           threads: int | None = None, progress: Progress = None,
           output: str | None = None) -> Any:
    """Give every row of a data frame its weight.

    Parameters
    ----------
    data : Frame, or anything a Frame is made of
        The rows. Those of weight 0, such as people who did not answer, take no part in
        calibration and may miss their categories.
    weighting : Weighting or dict
        The steps; or what a weighting file says, as a dict.
    report : bool
        True: give a pair, the weighted rows and what every step did.
    threads : int, optional
        How many at most; all cores when left out. The result is the same.
    progress : bool or callable, optional
        True for a bar, or a function of the fraction done; when that returns False, the
        call ends with a CancelledError.
    output : str, optional
        The library of the result; that of `data` when left out.

    Returns
    -------
    data frame, or a pair of them
        The rows with three columns more (see :class:`Weighting`). The report has a row per
        step (no margin) and per cell, category or auxiliary: step, kind, margin, category, n,
        target, before, after, deviation (after / target - 1), g_min, g_max, iterations,
        changed (by trimming), negative, deff (the loss by unequal weights).

    Raises
    ------
    DataError
        A column is not there, a weight is none, a category has no total or a total no rows
        (``.item``, ``.row``).
    ConvergenceError
        Totals that cannot be met: the message names the category and what is reachable.
    NumericError
        Auxiliaries that depend on each other, margins that contradict each other.

    Examples
    --------
    >>> import werkbaar as wb
    >>> people = {"sex": ["f", "m", "f"], "d": [1.0, 2.0, 3.0]}
    >>> steps = wb.Weighting(weights="d").poststratify({"sex": {"f": 60, "m": 40}})
    >>> weighted, fit = wb.weight(people, steps, report=True)
    >>> weighted.to_dict()
    {'sex': ['f', 'm', 'f'], 'd': [1.0, 2.0, 3.0], 'weight': [15.0, 40.0, 45.0], \
'weight_before': [1.0, 2.0, 3.0], 'weight_g': [15.0, 20.0, 15.0]}
    >>> fit["category"], fit["before"]
    ([None, 'f', 'm'], [6.0, 4.0, 2.0])
    """
    steps = _as_weighting(weighting)
    library = check_output(output) or library_of(data)
    source = as_source(data)
    if source is not None:
        data = source.collect()
    run = run_options(threads, progress, 0)
    rows = Rows(data)
    beside = not (rows.whole or library != library_of(data) or library == "frame")
    handle = rows.handle(steps.needed() if beside else rows.names)
    if beside:
        handle = with_places(handle, data, _all_kept)
    with naming(rows.names):
        weighted, fit = _core.wb_weighting_apply(steps._handle, handle, run)
    result = (put_beside(data, weighted, _all_kept) if beside
              else give_back(Frame._of(weighted), data, library, same_rows=True))
    return (result, give_back(Frame._of(fit), data, library)) if report else result


def _all_kept(name: Any) -> bool:
    return True


def _as_weighting(weighting: Weighting | Mapping[str, Any]) -> Weighting:
    if isinstance(weighting, Weighting):
        return weighting
    if isinstance(weighting, Mapping):
        return Weighting.from_json(json.dumps(dict(weighting)))
    raise ArgumentTypeError("weighting must be a Weighting or a dict, not "
                            f"{type_name(weighting)}", item="weighting")


def _bounds(bounds: object) -> dict[str, float]:
    """The two numbers of a pair, under their names."""
    if bounds is None:
        return {}
    if isinstance(bounds, (tuple, list)) and len(bounds) == 2:
        return {"lower": bounds[0], "upper": bounds[1]}
    raise ArgumentTypeError("bounds must be a pair of numbers, such as (0.5, 2), not "
                            f"{type_name(bounds)}", item="bounds")


def _totals(what: str, given: object) -> Iterator[tuple[Any, float]]:
    """The items of a dict of totals."""
    if not isinstance(given, Mapping):
        raise ArgumentTypeError(f"{what} must be a dict of totals, not {type_name(given)}",
                                item=what)
    for key, total in given.items():
        if isinstance(total, bool) or not isinstance(total, numbers.Real):
            raise ArgumentTypeError(f"the total of {key!r} must be a number, not "
                                    f"{type_name(total)}", item=what)
        yield key, float(total)


def _margin_frames(margins: Margins) -> Iterator[tuple[Frame, str]]:
    """A frame of targets for each margin, and the name of its column of totals."""
    by_columns = isinstance(margins, Mapping) and all(
        isinstance(value, (Mapping, numbers.Real)) for value in margins.values())
    if by_columns:
        for columns, targets in margins.items():
            yield _margin_frame(columns, targets)
        return
    for table in margins if isinstance(margins, (list, tuple)) else [margins]:
        yield as_frame(table), "total"


def _margin_frame(columns: str | tuple[str, ...], targets: Any) -> tuple[Frame, str]:
    listed = list(names("a margin", columns))
    given = {(): targets} if isinstance(targets, numbers.Real) else targets
    cells, totals = [], []
    for category, total in _totals(f"the margin of {columns!r}", given):
        cell = category if isinstance(category, tuple) and len(listed) != 1 else (category,)
        if len(cell) != len(listed):
            raise ArgumentTypeError(
                f"the margin of {columns!r} has categories of {len(listed)} parts, not "
                f"{category!r}", item="margins")
        cells.append(cell)
        totals.append(total)
    total_name = "total"
    while total_name in listed:
        total_name += "_"
    table: dict[str, list[Any]] = {
        name: [cell[index] for cell in cells] for index, name in enumerate(listed)}
    return Frame({**table, total_name: totals}), total_name
