# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Scoring: from answers to scores, lights and bottlenecks."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import _core
from ._arguments import KEEP, choice, names
from ._beside import put_beside, with_places
from ._convert_out import check_output, library_of
from ._errors import ArgumentError, WerkbaarError
from ._frame import Frame, give_back
from ._instrument import Instrument, as_instrument
from ._rows import Rows, naming
from ._run import Progress, run_options
from ._source import Source, as_source


def score(data: Any, instrument: Instrument | str, *, select: str | Sequence[str] | None = None,
          keep: str = "others", threads: int | None = None, progress: Progress = None,
          memory_limit: int = 0, output: str | None = None) -> Any:
    """Score every row of a data frame of answers.

    Adds, in the instrument's order: per scale ``S`` the score ``S`` and ``S_reason`` (why
    there is none); per indicator ``I`` the light ``I_problem`` and, when it has an acute
    cut-off, ``I_acute``; per composite ``C`` the value ``C`` and ``C_reason``. The
    definition decides about reversal and range, never the data.

    Parameters
    ----------
    data : Frame, Source, or anything a Frame is made of
        A column per item that the scores need, of any numeric or bool type, and any
        others. Missing answers are null, NaN, the item's user-missing codes and what the
        column itself declares missing.
    instrument : Instrument or str
        An instrument, or the id of a built-in one.
    select : str or list of str, optional
        The score columns wanted, in this order; all when left out.
    keep : {"others", "all", "none"}
        Columns of `data` to carry along: those that are no item, all, or none. Those of a
        data frame of pandas, Polars or pyarrow stay as they are, whatever they hold.
    threads : int, optional
        How many at most; all cores when left out.
    progress : bool or callable, optional
        True for a bar, or a function of the fraction done; when that returns False, the
        call ends with a CancelledError.
    memory_limit : int
        Bytes that the result may take; 0 for no limit.
    output : str, optional
        The library of the result; that of `data` when left out.

    Returns
    -------
    data frame
        In the library that `data` came in, row for row. For a :class:`Source` (or a
        RecordBatchReader of pyarrow) a Source that scores block by block as it is read, so
        that the scores never stand in memory whole; the source given is then used up, and
        `threads`, `progress`, `memory_limit` and `output` are for what reads the new one.

    Raises
    ------
    DataError
        An item is not there or is text (``.item``), an answer is not whole or outside
        its codes (``.item`` and ``.row``), or the name of a score is in use. A Source
        raises it when it is read.
    ArgumentError
        `select` names no score column, or a word is not known.

    Examples
    --------
    >>> import werkbaar as wb
    >>> answers = {f"w3_0{i}": [3, 0, None] for i in range(1, 5)}
    >>> answers["sector"] = ["care", "trade", "care"]
    >>> scores = wb.score(answers, "wbm-employees", select=["leermogelijkheden", "leren_problem"])
    >>> scores.to_dict()
    {'sector': ['care', 'trade', 'care'], 'leermogelijkheden': [100.0, 0.0, None], \
'leren_problem': [False, True, None]}
    """
    definition = as_instrument(instrument)
    options = {"keep": choice("keep", keep, KEEP),
               "select": None if select is None else names("select", select)}
    source = as_source(data)
    if source is not None:
        refuse_for_source(threads=threads, progress=progress, memory_limit=memory_limit or None,
                          output=output)
        with source._using() as handle:
            return Source._of(_core.wb_score_source(definition._handle, handle, options))
    library = check_output(output) or library_of(data)
    run = run_options(threads, progress, memory_limit)
    rows = Rows(data)
    if rows.whole or keep == "none" or library != library_of(data) or library == "frame":
        return _score_all(definition, data, rows, options, run, output)
    items = definition._items()

    def kept(name: Any) -> bool:
        return keep == "all" or name not in items

    answers = with_places(rows.handle(items), data, kept)
    with naming(rows.names):
        scores = _core.wb_score(definition._handle, answers, options, run)
    return put_beside(data, scores, kept)


def _score_all(definition: Instrument, data: Any, rows: Rows, options: dict[str, Any],
               run: dict[str, Any], output: str | None) -> Any:
    """Score, and carry along in a frame of our own what is kept."""
    needed = definition._items() if options["keep"] == KEEP["none"] else rows.names
    try:
        answers = rows.handle(needed)
    except WerkbaarError as error:
        if error.item is not None and error.item not in definition._items():
            error.add_note(f"'{error.item}' is no item: keep='none' leaves it out")
        raise
    with naming(rows.names):
        scores = _core.wb_score(definition._handle, answers, options, run)
    return give_back(Frame._of(scores), data, output, same_rows=True)


def refuse_for_source(**given: object) -> None:
    """Refuse arguments that say how rows are scored now, where they are scored later."""
    for what, value in given.items():
        if value is not None:
            raise ArgumentError(
                f"{what} is not for a Source, which is scored as it is read: give it to what "
                "reads the result", item=what)
