# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Tallies and fits of what Dask has in parts, which are counted where they are
(``docs/beyond-one-machine.md``).

What travels to the parts is the specification, or what earlier passes found, as bytes; what comes
back of each is a tally, and these are merged in a tree, on the workers too. No row leaves its
worker. A part that is lost with its worker is counted again, and never twice. It takes
``pip install werkbaar[dask]``, and werkbaar on every worker.
"""
from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Unpack

from ._arguments import type_name
from ._convert_arrow import speaks_arrow
from ._errors import ArgumentTypeError, WerkbaarError
from ._files import Piece, pieces
from ._instrument import Instrument
from ._model import Fit, Model
from ._options import Asked, keywords
from ._parts import Work, check_fan_in, fitted, tallied
from ._spec import Spec
from ._tally import Tally

__all__ = ["fit", "tally"]
dask: Any = importlib.import_module("dask")
Delayed: Any = importlib.import_module("dask.delayed").Delayed


@keywords(Asked)
def tally(data: Any, what: Spec | Tally | None = None, /, *,
          instrument: Instrument | str | None = None, fan_in: int = 8,
          **asked: Unpack[Asked]) -> Tally:
    """The tally of all rows of a Dask collection, made on the scheduler that Dask uses.

    Parameters
    ----------
    data : dask.dataframe.DataFrame, dask.bag.Bag, paths, or a list of delayed objects
        Of a DataFrame only columns that are needed are read. Records of a Bag are dicts. Delayed
        objects, or futures, are each what a Frame is made of. Paths are as for `tally_files`, where
        every worker sees them: Parquet is read some blocks a task, without data frames, which takes
        less than half the time.
    what : Spec or Tally, optional
        What to estimate, or else the arguments of :class:`werkbaar.Spec`; the rows are read twice
        when it asks for quantiles or ranks. Of an empty Tally one pass is made.
    instrument : Instrument or str, optional
        What makes scores of the rows first, on the workers: those that the specification takes.
    fan_in : int, default 8
        How many tallies are merged by one task.
    **asked
        What :class:`werkbaar.Spec` takes.

    Raises
    ------
    DataError, ConflictError
        As for `Tally.update`; a note names the part, in which `.row` counts.

    Examples
    --------
    >>> import dask
    >>> import werkbaar.dask
    >>> parts = [dask.delayed({"y": [1.0, 2.0]}), dask.delayed({"y": [6.0]})]
    >>> werkbaar.dask.tally(parts, mean="y").estimate()["estimate"]
    [3.0]
    """
    return tallied(what, asked, instrument, _over(data, fan_in))


def fit(data: Any, model: Model, /, *, instrument: Instrument | str | None = None,
        fan_in: int = 8, **how: Any) -> Fit:
    """The fit of a model to all rows of a Dask collection, which is computed for every pass.

    Parameters
    ----------
    data, instrument, fan_in
        As for `tally`. There are eight passes or so: rows that fit in the memory of the workers
        are better made to stay there, by ``data.persist()``.
    model : Model
    **how
        As for :class:`werkbaar.ModelPass`.

    Examples
    --------
    >>> import dask
    >>> import werkbaar as wb, werkbaar.dask
    >>> parts = [dask.delayed({"score": [1.0, 3.0], "years": [1, 2]}),
    ...          dask.delayed({"score": [2.0, 5.0], "years": [3, 4]})]
    >>> fit = werkbaar.dask.fit(parts, wb.Model("score", "years", family="linear"))
    >>> round(fit.coefficients["estimate"][1], 6)
    1.1
    """
    return fitted(model, how, instrument, _over(data, fan_in))


def _over(data: Any, fan_in: int) -> Callable[..., Any]:
    """A pass over the parts: a task for each, and a tree of tasks that merge neighbours."""
    check_fan_in(fan_in)

    def over(state: Any, work: Work) -> Any:
        sent = dask.delayed(work, traverse=False)
        parts = _parts(data, work)
        found = [dask.delayed(count_part)(sent, part, number, len(parts))
                 for number, part in enumerate(parts)]
        while len(found) > 1:
            found = [dask.delayed(merge_parts)(sent, found[first:first + fan_in])
                     for first in range(0, len(found), fan_in)]
        if not found:
            return state
        return type(state).from_bytes(found[0].compute())
    return over


def _parts(data: Any, work: Work) -> Sequence[Any]:
    """The parts of a collection, delayed; of columns only those that are needed."""
    if isinstance(data, Delayed):
        return [data]
    if isinstance(data, (str, os.PathLike)):
        data = [data]
    if hasattr(data, "to_delayed"):
        columns = getattr(data, "columns", None)
        if columns is not None:
            data = data[work.columns_of(columns)]
        return list(data.to_delayed())
    if not isinstance(data, Iterable) or isinstance(data, (bytes, dict)):
        raise ArgumentTypeError("data must be a DataFrame or Bag of Dask, delayed objects or paths, "
                                f"not {type_name(data)}", item="data")
    listed = list(data)
    return pieces(listed) if listed and isinstance(listed[0], (str, os.PathLike)) else listed


def count_part(work: Work, part: Any, number: int, count: int) -> bytes:
    """What one part leaves behind; a note on an error says which it was."""
    if (isinstance(part, Iterable) and not hasattr(part, "__len__")
            and not speaks_arrow(part)):
        part = list(part)  # of a Bag, records that are made as they are asked for
    try:
        return work.part(part.opened(work, threads=False) if isinstance(part, Piece) else part)
    except WerkbaarError as error:
        if isinstance(part, Piece):
            error.add_note(f"in {part.path}")
        error.add_note(f"in part {number} of {count}, counted from 0")
        raise


def merge_parts(work: Work, parts: list[bytes]) -> bytes:
    """Neighbouring parts as one."""
    return work.merged(parts)
