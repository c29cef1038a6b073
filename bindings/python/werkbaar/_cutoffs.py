# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Setting cut-offs: a score against a criterion, and how results answer to a cut-off moved."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Unpack

from . import _core
from ._arguments import ROC, Breakdowns, above_0, breakdowns, choice, names, one_name
from ._convert_out import check_output, library_of
from ._errors import ArgumentError
from ._frame import Frame, give_back
from ._instrument import Instrument, as_instrument
from ._options import (Estimating, estimate_options, estimate_run, keywords, refuse_others)
from ._rows import naming
from ._source import Source, as_source
from ._spec import Spec
from ._survey import Design


class _Given:
    """Rows with the sampling they came from, as a source and a specification."""

    def __init__(self, data: Any, spec: Spec | None, columns: Iterable[str],
                 **groups: Any) -> None:
        design = data if isinstance(data, Design) else None
        if spec is not None and (design is not None
                                 or any(value is not None for value in groups.values())):
            raise ArgumentError("a Spec says the sampling and the groups: give them once",
                                item="spec")
        source = None if design is not None else as_source(data)
        self.library = library_of(data) if design is None else design._library
        self.there: list[Any] = []
        if source is None:
            design = Design(data) if design is None else design
            spec = spec or design._spec({**groups, "by": breakdowns(groups.get("by"))})
            self.there = design._rows.names
            handle = design._rows.handle([*columns, *spec.needed()])
            source = Source._of(_core.wb_source_from_frame(handle, 0))
        self.spec = spec or Spec(**groups)
        self.source: Any = source


@keywords(Estimating)
def roc(data: Any, score: str, criterion: str, *, acute: str | None = None,
        direction: str = "high", domain: str | None = None, cost_missed: float = 1,
        cost_false_alarm: float = 1, prevalence: float | None = None,
        cost_missed_acute: float | None = None, cost_false_alarm_acute: float | None = None,
        prevalence_acute: float | None = None, spec: Spec | None = None,
        **how: Unpack[Estimating]) -> tuple[Any, Any]:
    """The curve of a score against a criterion, and the area under it.

    A cut-off found here is no official one of the monitor: it fits the sample that it was
    found in better than it will fit another, and the choice between missing a problem and a
    false alarm is policy.

    Parameters
    ----------
    data : Design, Frame, Source, or anything a Frame is made of
        The rows; those of a Design with its sampling, others as `spec` says, and without it
        a simple random sample.
    score : str
        A column of numbers, at most 1,024 distinct ones.
    criterion : str
        A column of true and false, or 1 and 0.
    acute : str, optional
        A second criterion, of the acute cut-off. There is a curve for it when this, or one of
        the costs or the prevalence of the acute cut-off, is given.
    direction : {"high", "low"}
        On which side of a cut-off the problem is.
    domain : str, optional
        A column of true and false: the rows that are looked at; others stay in the design.
    cost_missed, cost_false_alarm : float
        Of one in whom the criterion is true and who is not found; of one in whom it is false
        and who is found.
    prevalence : float, optional
        Of the criterion where the cut-off will be used; that of the sample when left out.
    cost_missed_acute, cost_false_alarm_acute, prevalence_acute : float, optional
        The same for the acute cut-off.
    spec : Spec, optional
        How the rows were sampled; what else it asks for is not looked at.
    **how
        How estimates are made, see :meth:`Design.mean`.

    Returns
    -------
    pair of data frames
        The curve, a row for every distinct score: ``cut``, ``cut_exact`` (as an instrument
        file takes it), ``sensitivity`` and ``specificity`` with intervals, ``ppv``, ``npv``,
        ``positive``, ``youden``, ``cost``, each with its standard error, ``best_youden`` and
        ``best_cost``. And the area, ``auc``, by the design and by DeLong (without weights).

    Raises
    ------
    DataError
        A column is not there or holds something else, the criterion has one value, or the
        score (``.item``).
    LimitError
        More than 1,024 distinct scores: round them.

    Examples
    --------
    >>> import werkbaar as wb
    >>> rows = {"score": [0, 0, 1, 1, 2, 2, 3, 3],
    ...         "tired": [False, False, False, True, False, True, True, True]}
    >>> curve, auc = wb.roc(rows, "score", "tired")
    >>> curve["cut"], curve["sensitivity"], curve["best_youden"]
    ([0.0, 1.0, 2.0, 3.0], [1.0, 1.0, 0.75, 0.5], [False, True, False, False])
    >>> auc["method"], auc["auc"]
    (['design', 'delong'], [0.875, 0.875])
    """
    refuse_others(how, Estimating)
    said: dict[str, Any] = {**how}
    output = check_output(said.pop("output", None))
    wanted = [name for name in (score, criterion, acute, domain) if name is not None]
    numbers = {"cost_missed": cost_missed, "cost_false_alarm": cost_false_alarm,
               "prevalence": prevalence, "cost_missed_acute": cost_missed_acute,
               "cost_false_alarm_acute": cost_false_alarm_acute,
               "prevalence_acute": prevalence_acute}
    options = {"direction": choice("direction", direction, ROC), "acute": acute, "domain": domain,
               **{name: above_0(name, value) for name, value in numbers.items()
                  if value is not None}}
    estimating, run = estimate_options(said), estimate_run(said)
    given = _Given(data, spec, wanted)
    with given.source._using() as handle, naming(given.there):
        both = _core.wb_roc(handle, one_name("score", score), one_name("criterion", criterion),
                            given.spec._handle, options, estimating, run)
    curve, auc = (give_back(Frame._of(part), None, output or given.library) for part in both)
    return curve, auc


@keywords(Estimating)
def cutoff_moves(data: Any, instrument: Instrument | str, *, steps: int = 1,
                 select: str | Sequence[str] | None = None, by: Breakdowns = None,
                 categories: Mapping[str, Sequence[str]] | None = None,
                 spec: Spec | None = None, **how: Unpack[Estimating]) -> Any:
    """How the results of an instrument answer when a cut-off moves.

    For every cut-off of every indicator and every step up or down: the share with the problem
    and each composite that hangs on it, such as the werkbaarheidsgraad, with what changed
    against the cut-off as it stands. A step is one value that the scale can give when every
    item is answered. The standard error of a change knows that the people are the same.

    Parameters
    ----------
    data : Design, Frame, Source, or anything a Frame is made of
        Answers: a column per item. Those of a Design with its sampling, others as `spec`
        says, and without it a simple random sample.
    instrument : Instrument or str
        An instrument, or the id of a built-in one.
    steps : int
        So many up and down, 1 to 10.
    select : str or list of str, optional
        Indicators whose cut-offs move; all when left out.
    by, categories
        The groups, see :meth:`Design.mean`.
    spec : Spec, optional
        How the rows were sampled, and the groups; its estimands are not looked at.
    **how
        How estimates are made, see :meth:`Design.mean`.

    Returns
    -------
    data frame
        The columns of `by`, ``indicator``, ``level``, ``comparison``, ``step`` (0: as it
        stands), ``cut``, ``cut_exact``, ``crossed`` (it has passed the other cut-off of the
        indicator), ``measure``, ``estimate``, ``se``, ``lower``, ``upper``, ``change``,
        ``change_se``, ``change_lower``, ``change_upper``, ``df``, ``n``, ``status``.

    Examples
    --------
    >>> import json
    >>> import werkbaar as wb
    >>> item = {"label": {"en": "an item"}, "text": "none", "min": 0, "max": 3}
    >>> cut = {"comparison": "at_least", "value": 50, "source": "none", "verified": False}
    >>> instrument = wb.Instrument.from_json(json.dumps({
    ...     "format": "werkbaar-instrument/1.0", "id": "t", "version": "1", "licence": "MIT",
    ...     "title": {"en": "T"}, "source": "none", "unit": "person", "languages": ["en"],
    ...     "items": [{"id": "a", **item}, {"id": "b", **item}],
    ...     "scales": [{"id": "s", "label": {"en": "S"}, "rule": "percent",
    ...                 "items": ["a", "b"]}],
    ...     "indicators": [{"id": "busy", "label": {"en": "Busy"}, "kind": "risk", "scale": "s",
    ...                     "direction": "high", "problem": cut}]}))
    >>> answers = {"a": [0, 1, 2, 2, 3], "b": [1, 1, 1, 2, 3]}
    >>> moved = wb.cutoff_moves(answers, instrument)
    >>> moved["step"], moved["cut_exact"]
    ([-1, 0, 1], ['100/3', '50', '200/3'])
    >>> [None if change is None else round(change, 3) for change in moved["change"]]
    [0.2, None, -0.2]
    """
    refuse_others(how, Estimating)
    said: dict[str, Any] = {**how}
    output = check_output(said.pop("output", None))
    found = as_instrument(instrument)
    options: dict[str, Any] = {"steps": above_0("steps", steps)}
    if select is not None:
        options["select"] = names("select", select)
    estimating, run = estimate_options(said), estimate_run(said)
    given = _Given(data, spec, found._items(), by=by, categories=categories)
    with given.source._using() as handle, naming(given.there):
        moved = _core.wb_cutoff_moves(found._handle, handle, given.spec._handle, options,
                                      estimating, run)
    return give_back(Frame._of(moved), None, output or given.library)
