# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Tallies and fits of files of any size: they are read as it goes."""
from __future__ import annotations

import glob
import importlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Unpack

from ._arguments import type_name
from ._csv import scan_csv
from ._errors import ArgumentError, ArgumentTypeError, IoError, UnsupportedError, WerkbaarError
from ._frame import Frame
from ._instrument import Instrument
from ._model import Fit, Model
from ._options import Asked, keywords
from ._parts import Work, fitted, tallied
from ._run import Progress
from ._source import Source
from ._spec import Spec
from ._statfile import scan_statfile
from ._tally import Tally

_ARROW = {".parquet": "parquet", ".pq": "parquet", ".feather": "feather", ".arrow": "feather",
          ".ipc": "feather", ".orc": "orc"}
_TEXT = (".csv", ".tsv", ".txt")
_STATISTICS = (".sav", ".zsav", ".por", ".dta", ".xpt", ".sas7bdat")

_PIECE_ROWS = 1 << 20  # of these reading takes a tenth of a second, and a task a thousandth

Files = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


@keywords(Asked)
def tally_files(files: Files | Any, what: Spec | Tally | None = None, /, *,
                instrument: Instrument | str | None = None,
                types: Mapping[str, Any] | Frame | None = None, batch_rows: int = 1 << 16,
                threads: int | None = None, progress: Progress = None, memory_limit: int = 0,
                **asked: Unpack[Asked]) -> Tally:
    """The tally of files of any size: rows are read as it goes, and only columns that it takes.

    Memory is that of a few batches and of the tally, whatever the files hold. Files are taken in
    the order in which they are named, those of a pattern by name; so results have the same bits
    for any number of threads.

    Parameters
    ----------
    files : path, list of paths, or pyarrow.dataset.Dataset
        Parquet, Feather, ORC (these take pyarrow), CSV, and files of SPSS, Stata and SAS, by
        their suffix; ``*``, ``?``, ``[...]`` and ``**`` are patterns. A Dataset brings files that
        are elsewhere, partitions, filters.
    what : Spec or Tally, optional
        What to estimate, or else the arguments of :class:`Spec`; the rows are read twice when it
        asks for quantiles or ranks. Of an empty Tally one pass is made: of ``wb.Tally(spec)`` a
        first one, that merges with others, of `Tally.second_pass` the second.
    instrument : Instrument or str, optional
        What makes scores of the rows first, those that the specification takes.
    types
        Of CSV, as for `scan_csv`: types that are inferred may differ from file to file.
    batch_rows : int, default 65536
        Rows that are read at once.
    threads, progress, memory_limit
        As for `Tally.update`, of each file; of those that pyarrow reads it is not known how far
        they are.
    **asked
        What :class:`Spec` takes.

    Raises
    ------
    IoError
        There is no such file, or it cannot be read.
    DataError, ConflictError, LimitError
        As for `Tally.update`; a note names the file. `.row` counts from its first row.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import werkbaar as wb
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for year in (2019, 2023):
    ...         wb.write_csv({"year": [year] * 2, "y": [1.0, year - 2016]},
    ...                      pathlib.Path(folder, f"wave-{year}.csv"))
    ...     tally = wb.tally_files(f"{folder}/*.csv", mean="y", by="year")
    >>> tally.estimate().select(["year", "estimate"]).to_dict()
    {'year': [2019, 2023], 'estimate': [2.0, 4.0]}
    """
    listed = _listed(files)
    run = {"threads": threads, "progress": progress, "memory_limit": memory_limit}
    return tallied(what, asked, instrument, _over(listed, types, batch_rows, run))


def fit_files(files: Files | Any, model: Model, /, *, instrument: Instrument | str | None = None,
              types: Mapping[str, Any] | Frame | None = None, batch_rows: int = 1 << 16,
              threads: int | None = None, progress: Progress = None, **how: Any) -> Fit:
    """The fit of a model to files of any size, which are read once for every pass.

    Parameters
    ----------
    files, instrument, types, batch_rows, threads, progress
        As for `tally_files`. There are eight passes or so.
    model : Model
    **how
        As for :class:`ModelPass`.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import werkbaar as wb
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     wb.write_csv({"score": [1.0, 3.0], "years": [1, 2]}, pathlib.Path(folder, "a.csv"))
    ...     wb.write_csv({"score": [2.0, 5.0], "years": [3, 4]}, pathlib.Path(folder, "b.csv"))
    ...     fit = wb.fit_files(f"{folder}/?.csv", wb.Model("score", "years", family="linear"))
    >>> round(fit.coefficients["estimate"][1], 6)
    1.1
    """
    run = {"threads": threads, "progress": progress}
    return fitted(model, how, instrument, _over(_listed(files), types, batch_rows, run))


def _over(files: Any, types: Any, batch_rows: int, run: dict[str, Any]) -> Callable[..., Any]:
    """A pass over files, one after another into one state."""
    def over(state: Any, work: Work) -> Any:
        state = state.copy()
        for name, source in _opened(files, work, types, batch_rows):
            before = len(state)
            try:
                work.add(state, source, **run)
            except WerkbaarError as error:
                if error.row is not None:
                    error.row -= before
                error.add_note(f"in {name}")
                raise
        return state
    return over


def _listed(files: Any) -> Any:
    """The paths of files in their order; or a Dataset."""
    if hasattr(files, "scanner"):
        return files
    if isinstance(files, (str, os.PathLike)):
        files = [files]
    if not isinstance(files, Iterable) or isinstance(files, (bytes, Mapping)):
        raise ArgumentTypeError("files must be paths or a pyarrow.dataset.Dataset, not "
                                f"{type_name(files)}", item="files")
    found = [path for name in files for path in _paths(os.fspath(name))]
    if not found:
        raise ArgumentError("files are none", item="files")
    return found


def _paths(name: str) -> list[str]:
    if os.path.exists(name):  # so that [brackets] may be in a name
        return [name]
    found = sorted(glob.glob(name, recursive=True))
    if not found:
        raise IoError(f"there is no file '{name}'", where=name)
    return found


def _opened(files: Any, work: Work, types: Any, batch_rows: int) -> Iterator[tuple[str, Any]]:
    """What reads the files, each with its name."""
    if not isinstance(files, list):
        yield "the dataset", _scanned(files, work, batch_rows, True)
        return
    for path in files:
        yield path, Piece(path).opened(work, types, batch_rows)


class Piece:
    """A file, or some blocks of a Parquet file: what one worker reads at a time."""

    def __init__(self, path: str, blocks: list[int] | None = None) -> None:
        self.path = path
        self.blocks = blocks

    def opened(self, work: Work, types: Any = None, batch_rows: int = 1 << 16,
               threads: bool = True) -> Source:
        """What reads it."""
        suffix = os.path.splitext(self.path)[1].lower()
        if suffix in _TEXT:
            return scan_csv(self.path, types=types, chunk_rows=min(batch_rows, 1 << 14))
        if suffix in _STATISTICS:
            columns = work.columns_of(scan_statfile(self.path).schema().columns)
            return scan_statfile(self.path, columns=columns, chunk_rows=min(batch_rows, 1 << 14))
        found = _dataset(self.path, suffix, work)
        if self.blocks is not None:
            arrow = importlib.import_module("pyarrow.dataset")
            blocks = [part.subset(row_group_ids=self.blocks) for part in found.get_fragments()]
            found = arrow.FileSystemDataset(blocks, found.schema, found.format, found.filesystem)
        return _scanned(found, work, batch_rows, threads)


def pieces(files: Files) -> list[Piece]:
    """Files as parts that workers can take: of Parquet about a million rows, else a whole file."""
    return [piece for path in _listed(files) for piece in _cut(path)]


def _cut(path: str) -> Iterator[Piece]:
    if os.path.isdir(path) or _ARROW.get(os.path.splitext(path)[1].lower()) != "parquet":
        yield Piece(path)
        return
    blocks: list[int] = []
    rows = 0
    arrow = _arrow("parquet", path)
    try:
        found = arrow.read_metadata(path)
    except (OSError, ValueError) as error:
        raise IoError(str(error), where=path) from None
    for block in range(found.num_row_groups):
        more = found.row_group(block).num_rows
        if blocks and rows + more > _PIECE_ROWS:
            yield Piece(path, blocks)
            blocks, rows = [], 0
        blocks.append(block)
        rows += more
    yield Piece(path, blocks)


def _arrow(part: str, path: str) -> Any:
    """A part of pyarrow, which reads a file."""
    try:
        return importlib.import_module(f"pyarrow.{part}")
    except ImportError:
        raise UnsupportedError("reading it takes pyarrow: pip install werkbaar[arrow]",
                               where=path) from None


def _dataset(path: str, suffix: str, work: Work) -> Any:
    if suffix not in _ARROW and not os.path.isdir(path):
        known = ", ".join([*_ARROW, *_TEXT, *_STATISTICS])
        raise ArgumentError(f"'{path}' is not of a kind that is known by its suffix: {known}",
                            item="files")
    arrow = _arrow("dataset", path)
    try:
        found = arrow.dataset(path, format=_ARROW.get(suffix, "parquet"))
        if found.format.default_extname != "parquet":
            return found
        coded = arrow.ParquetFileFormat(dictionary_columns=_coded(found.schema, work))
        return arrow.dataset(path, format=coded)
    except (OSError, ValueError) as error:
        raise IoError(str(error), where=path) from None


def _coded(schema: Any, work: Work) -> list[str]:
    """Columns of text that say which group a row is of: codes are half the work. Of clusters, which
    are many, they would be more."""
    return [field.name for field in schema
            if field.name in work.columns and field.name not in work.clusters
            and str(field.type) in ("string", "large_string")]


def _scanned(dataset: Any, work: Work, batch_rows: int, threads: bool) -> Source:
    columns = work.columns_of(dataset.schema.names)
    reader = dataset.scanner(columns=columns, batch_size=batch_rows, batch_readahead=4,
                             fragment_readahead=2, use_threads=threads).to_reader()
    return Source(reader)
