# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Tallies and fits of Spark's data frames, counted where their partitions are
(``docs/beyond-one-machine.md``).

Partitions go through `mapInArrow` and leave a tally each, which are merged on executors in two
levels; one comes back. What a task leaves behind is its result and nothing else, so a task that
runs again, or twice, is counted once. It takes ``pip install werkbaar[spark]``, and werkbaar for
the Python of every executor.
"""
from __future__ import annotations

import importlib
import pickle
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Unpack

from ._errors import ConflictError, WerkbaarError
from ._instrument import Instrument
from ._model import Fit, Model
from ._options import Asked, keywords
from ._parts import Work, check_fan_in, fitted, tallied
from ._spec import Spec
from ._tally import Tally

__all__ = ["fit", "tally"]
pyarrow: Any = importlib.import_module("pyarrow")
pyspark: Any = importlib.import_module("pyspark")
functions: Any = importlib.import_module("pyspark.sql.functions")

_SAID = "part long, state binary, error binary"
_FIELDS = pyarrow.schema([("part", pyarrow.int64()), ("state", pyarrow.binary()),
                          ("error", pyarrow.binary())])


@keywords(Asked)
def tally(data: Any, what: Spec | Tally | None = None, /, *,
          instrument: Instrument | str | None = None, fan_in: int = 32,
          **asked: Unpack[Asked]) -> Tally:
    """The tally of all rows of a data frame of Spark.

    Parameters
    ----------
    data : pyspark.sql.DataFrame
        Only columns that are needed are read.
    what : Spec or Tally, optional
        What to estimate, or else the arguments of :class:`werkbaar.Spec`; the rows are read twice
        when it asks for quantiles or ranks. Of an empty Tally one pass is made.
    instrument : Instrument or str, optional
        What makes scores of the rows first, on the executors: those that the specification takes.
    fan_in : int, default 32
        How many tallies are merged to one before what is left is merged by one task.
    **asked
        What :class:`werkbaar.Spec` takes.

    Raises
    ------
    DataError, ConflictError
        As for `Tally.update`; a note names the partition, in which `.row` counts.

    Examples
    --------
    >>> import werkbaar.spark
    >>> def shares(session, path):
    ...     rows = session.read.parquet(path)
    ...     return werkbaar.spark.tally(rows, mean="werkbaar", by="sector", weights="weight",
    ...                                 strata="stratum", instrument="wbm-employees").estimate()
    """
    return tallied(what, asked, instrument, _over(data, fan_in))


def fit(data: Any, model: Model, /, *, instrument: Instrument | str | None = None,
        fan_in: int = 32, **how: Any) -> Fit:
    """The fit of a model to all rows of a data frame of Spark, which is read for every pass.

    Parameters
    ----------
    data, instrument, fan_in
        As for `tally`. There are eight passes or so: ``data.cache()`` keeps what was made of files
        at great cost.
    model : Model
    **how
        As for :class:`werkbaar.ModelPass`.

    Examples
    --------
    >>> import werkbaar as wb, werkbaar.spark
    >>> def odds(rows):
    ...     model = wb.Model("stress", ["age", "sex"], weights="weight", strata="stratum")
    ...     return werkbaar.spark.fit(rows, model).coefficients
    """
    return fitted(model, how, instrument, _over(data, fan_in))


def _over(data: Any, fan_in: int) -> Callable[..., Any]:
    """A pass: all partitions, merged by neighbours, and what is left by one task."""
    check_fan_in(fan_in)

    def over(state: Any, work: Work) -> Any:
        names = work.columns_of(data.columns)
        chosen = data.select(*(functions.col(_quoted(name)).alias(f"c{index}")
                               for index, name in enumerate(names)))
        parts = chosen.mapInArrow(_counting(work, names), _SAID)
        groups = functions.floor(functions.col("part") / fan_in)
        parts = _merged(parts.withColumn("into", groups).repartition("into"), work)
        parts = _merged(parts.withColumn("into", functions.lit(0)).repartition(1), work)
        for row in parts.collect():
            if row.error is not None:
                raise pickle.loads(bytes(row.error))
            return type(state).from_bytes(bytes(row.state))
        return state
    return over


def _quoted(name: str) -> str:
    """A name of a column that may have dots in it. `mapInArrow` takes no such name, so columns
    travel by number."""
    return "`" + name.replace("`", "``") + "`"


def _merged(parts: Any, work: Work) -> Any:
    """Parts that go into the same, merged in their order. Those must be in one partition."""
    ordered = parts.select("into", "part", "state", "error").sortWithinPartitions("into", "part")
    return ordered.mapInArrow(_merging(work), _SAID)


def _counting(work: Work, names: list[str]) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def count(batches: Iterator[Any]) -> Iterator[Any]:
        named = (pyarrow.RecordBatch.from_arrays(batch.columns, names) for batch in batches)
        first = next(named, None)
        if first is None:
            return
        rows = pyarrow.RecordBatchReader.from_batches(first.schema, chain([first], named))
        context = pyspark.TaskContext.get()
        number = context.partitionId() if context is not None else 0
        yield _said(number, lambda: work.part(rows), f"in partition {number}, counted from 0")
    return count


def _merging(work: Work) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def merge(batches: Iterator[Any]) -> Iterator[Any]:
        rows = (tuple(row.values()) for batch in batches for row in batch.to_pylist())
        for into, run in _runs(rows):
            yield _said(into, lambda: work.merged(_states(run)))
    return merge


def _runs(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    """What goes into the same, as it follows each other."""
    into, run = None, []
    for row in rows:
        if into is not None and row[0] != into:
            yield into, run
            run = []
        into = row[0]
        run.append(row)
    if into is not None:
        yield into, run


def _states(run: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    """The states of parts, each once; the error of one that has one is raised."""
    before = None
    for _, part, state, error in run:
        if error is not None:
            raise pickle.loads(error)
        if part == before:
            raise ConflictError(f"partition {part} is there twice: its rows would count twice")
        before = part
        yield state


def _said(part: int, made: Callable[[], bytes], *notes: str) -> Any:
    """A part and its state; or an error, as what is wrong with rows is wrong at every attempt."""
    state = error = None
    try:
        state = made()
    except WerkbaarError as raised:
        for note in notes:
            raised.add_note(note)
        error = pickle.dumps(raised)
    return pyarrow.RecordBatch.from_arrays(
        [pyarrow.array([value], field.type)
         for value, field in zip((part, state, error), _FIELDS)], schema=_FIELDS)
