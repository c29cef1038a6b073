# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Tallies: what one pass over rows leaves behind, to be merged, kept and estimated from."""
from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO, Unpack

from . import _core
from ._arguments import reader_of_bytes, reader_of_file, type_name, write_file, written
from ._compare import Comparing, Verb
from ._errors import ArgumentError, ArgumentTypeError, ConflictError
from ._convert_out import check_output
from ._frame import Frame, give_back
from ._hold import Hold
from ._options import (Asked, Estimating, estimate_options, estimate_run, keywords,
                       refuse_others)
from ._rows import Rows, naming
from ._run import Progress, run_options
from ._source import as_source
from ._spec import Spec

TWICE = "a tally cannot be merged with itself: its rows would count twice"


class Tally(Comparing):
    """What one pass over rows leaves behind: all that the estimates need, and no rows.

    Rows come in any number of chunks; tallies of equal specifications, made of other rows
    (by threads, processes or machines), merge. A tally can be pickled, copied and kept as
    bytes. Threads may share one: its methods wait for each other.

    A tally is as confidential as the answers it was made of, and so are its bytes: small
    groups show what single people answered.

    Parameters
    ----------
    spec : Spec, optional
        What to estimate; or else the arguments of :class:`Spec`.
    **asked
        What :class:`Spec` takes.

    Examples
    --------
    >>> import werkbaar as wb
    >>> tally = wb.Tally(mean="y", by="sex")
    >>> tally.update({"y": [1.0, 2.0], "sex": ["m", "f"]})
    >>> tally.update({"y": [3.0, 6.0], "sex": ["m", "f"]})
    >>> len(tally)
    4
    >>> tally.estimate().to_dict()["estimate"]
    [4.0, 2.0]
    """

    __slots__ = ("_handle", "_hold", "_needed", "__weakref__")
    _handle: Any
    _hold: Hold
    _needed: list[str]

    @keywords(Asked)
    def __init__(self, spec: Spec | None = None, /, **asked: Unpack[Asked]) -> None:
        if spec is None:
            spec = Spec(**asked)
        elif not isinstance(spec, Spec):
            raise ArgumentTypeError(f"spec must be a Spec, not {type_name(spec)}", item="spec")
        else:
            twice = [name for name, value in asked.items() if value is not None and value != ()]
            if twice:
                raise ArgumentError(f"{twice[0]} is said by the spec, which is given too",
                                    item=twice[0])
        self._set(_core.wb_tally_new(spec._handle), spec)

    @classmethod
    def _of(cls, handle: Any) -> Tally:
        made = cls.__new__(cls)
        made._set(handle, Spec._of(_core.wb_tally_spec(handle)))
        return made

    def _set(self, handle: Any, spec: Spec) -> None:
        self._handle = handle
        self._hold = Hold("tally")
        self._needed = spec.needed()

    def update(self, data: Any, *, threads: int | None = None, progress: Progress = None,
               memory_limit: int = 0) -> None:
        """Add rows. When it fails the tally is as it was.

        Parameters
        ----------
        data : Frame, Source, or anything a Frame is made of
            Of a Source, all that it has left.
        threads : int, optional
            How many at most; all cores when left out. The result has the same bits for any
            number.
        progress : bool or callable, optional
            True for a bar, or a function of the fraction done (negative when that is not
            known); when that returns False, the call ends with a CancelledError. It cannot
            use this tally meanwhile.
        memory_limit : int
            Bytes that the tally may take; 0 for no limit.

        Raises
        ------
        DataError
            A column is not there or of the wrong type, a weight is negative or missing, a
            stratum is missing (``.item``; ``.row`` counts from the first row this tally saw).
        ConflictError
            A column is of another kind than before.
        LimitError
            It would take more memory than `memory_limit`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> tally = wb.Tally(mean="y")
        >>> tally.update({"y": [1.0, 2.0]})
        >>> try:
        ...     tally.update({"x": [1.0, 2.0]})
        ... except wb.DataError as error:
        ...     print(error)
        the data have no column 'y', which is needed as outcome
        >>> len(tally)
        2
        """
        run = run_options(threads, progress, memory_limit)
        source = as_source(data)
        if source is not None:
            with source._using() as handle, self._hold:
                _core.wb_tally_update_source(self._handle, handle, run)
            return
        rows = Rows(data)
        handle = rows.handle(self._needed)
        with naming(rows.names), self._hold:
            _core.wb_tally_update(self._handle, handle, run)

    def second_pass(self) -> Tally:
        """An empty tally for a second pass over the same rows, which quantiles and ranks need.

        Of quantiles the first pass gives the values; their standard errors and intervals, and
        all of ranks, come of the second. Tallies of parts are merged before it; each part may
        have a second pass of its own from the merged one, and those merge. The first is no
        longer needed then.

        Raises
        ------
        ArgumentError
            The specification asks for no quantile or rank, or this is a second pass itself.
        DataError
            There are no rows.

        Examples
        --------
        >>> import werkbaar as wb
        >>> chunks = [{"y": [1.0, 2.0, 4.0]}, {"y": [3.0, 5.0, 7.0]}]
        >>> tally = wb.Tally(quantile="y")
        >>> for chunk in chunks:
        ...     tally.update(chunk)
        >>> tally.estimate()["status"]
        ['one_pass']
        >>> second = tally.second_pass()
        >>> for chunk in chunks:
        ...     second.update(chunk)
        >>> found = second.estimate(level=0.5)
        >>> found["estimate"], found["lower"], found["upper"], found["status"]
        ([3.0], [3.0], [4.0], ['ok'])
        """
        with self._hold:
            return Tally._of(_core.wb_tally_second_pass(self._handle))

    def merge(self, other: Tally) -> None:
        """Add another tally of an equal specification, made of other rows.

        Raises
        ------
        ConflictError
            The specifications differ, or a column is of another kind.

        Examples
        --------
        >>> import werkbaar as wb
        >>> first, second = wb.Tally(mean="y"), wb.Tally(mean="y")
        >>> first.update({"y": [1.0, 2.0]})
        >>> second.update({"y": [6.0]})
        >>> first.merge(second)
        >>> first.estimate().to_dict()["estimate"]
        [3.0]
        """
        if not isinstance(other, Tally):
            raise ArgumentTypeError(f"other must be a Tally, not {type_name(other)}", item="other")
        if other is self:
            raise ArgumentError(TWICE, item="other")
        with taken_both(self, other):
            _core.wb_tally_merge(self._handle, other._handle)

    def __add__(self, other: object) -> Tally:
        if not isinstance(other, Tally):
            return NotImplemented
        if other is self:
            raise ArgumentError(TWICE, item="other")
        made = self.copy()
        made.merge(other)
        return made

    def __radd__(self, other: object) -> Tally:
        return self.copy() if other == 0 else NotImplemented  # what sum() starts with

    @keywords(Estimating)
    def estimate(self, **how: Unpack[Estimating]) -> Any:
        """Estimate what the specification asks, of the rows so far.

        Parameters
        ----------
        output : str, optional
            The library of the result; a :class:`Frame` when left out, since a tally keeps
            no trace of what its rows came in.
        **how
            As for :meth:`Design.mean`.

        Returns
        -------
        Frame or data frame
            The estimates, see :meth:`Design.mean`.

        Raises
        ------
        DataError
            There are no rows, or all weights are 0.
        DesignError
            A stratum has one sampled unit, or an fpc is too small (``.item``).

        Examples
        --------
        >>> import werkbaar as wb
        >>> tally = wb.Tally(total="y")
        >>> tally.update({"y": [1.0, 2.0]})
        >>> tally.estimate(level=0.9).to_dict()["estimate"]
        [3.0]
        """
        return self._compared(_core.wb_tally_estimate, {**how}, None)

    def _compared(self, verb: Verb, asked: dict[str, Any], column: str | None,
                  across: bool = False) -> Any:
        refuse_others(asked, Estimating)
        output = check_output(asked.pop("output", None))
        options, run = estimate_options(asked), estimate_run(asked)
        with self._hold:
            found = Frame._of(verb(self._handle, options, run))
        return found if output is None else give_back(found, None, output)

    def _asking_for(self, **estimands: str) -> dict[str, Any]:
        return {}

    def copy(self) -> Tally:
        """A tally of its own with the same rows.

        Examples
        --------
        >>> import werkbaar as wb
        >>> tally = wb.Tally(mean="y")
        >>> other = tally.copy()
        >>> other.update({"y": [1.0]})
        >>> len(tally), len(other)
        (0, 1)
        """
        with self._hold:
            made = _core.wb_tally_new(_core.wb_tally_spec(self._handle))
            try:
                _core.wb_tally_merge(made, self._handle)
                return Tally._of(made)
            except ConflictError:
                pass
        return Tally.from_bytes(self.to_bytes())  # a second pass, which knows of the first

    @property
    def row_count(self) -> int:
        """Rows taken in so far."""
        with self._hold:
            found: int = _core.wb_tally_row_count(self._handle)
        return found

    def __len__(self) -> int:
        return self.row_count

    @property
    def spec(self) -> Spec:
        """The specification it was made with."""
        return Spec._of(_core.wb_tally_spec(self._handle))

    @property
    def spec_hash(self) -> str:
        """SHA-256 of the specification's canonical JSON, 64 hexadecimal digits."""
        found: str = _core.wb_tally_spec_hash(self._handle)
        return found

    def to_bytes(self) -> bytes:
        """The tally as bytes (``docs/formats/tally.md``), as confidential as the answers.

        Examples
        --------
        >>> import werkbaar as wb
        >>> tally = wb.Tally(mean="y")
        >>> tally.update({"y": [1.0, 2.0]})
        >>> len(wb.Tally.from_bytes(tally.to_bytes()))
        2
        """
        with self._hold:
            return written(lambda to: _core.wb_tally_write(self._handle, to))

    @classmethod
    def from_bytes(cls, content: bytes) -> Tally:
        """A tally of what :meth:`to_bytes` gave: it goes on as if it had never left.

        Raises
        ------
        DataError
            These are no tally, or they are cut off or changed (``.offset``).
        VersionError
            They are made by a newer library.

        Examples
        --------
        >>> import werkbaar as wb
        >>> try:
        ...     wb.Tally.from_bytes(wb.Tally(mean="y").to_bytes()[:50])
        ... except wb.DataError as error:
        ...     print(error.offset)
        16
        """
        if isinstance(content, str):
            raise ArgumentTypeError("content must be bytes, not str", item="content")
        return cls._of(_core.wb_tally_read(reader_of_bytes(content, "the bytes")))

    def to_file(self, path: str | os.PathLike[str]) -> None:
        """Write the tally to a file, as confidential as the answers: all of it or nothing.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> import werkbaar as wb
        >>> tally = wb.Tally(mean="y")
        >>> tally.update({"y": [1.0, 2.0]})
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "wave.tally")
        ...     tally.to_file(path)
        ...     len(wb.Tally.from_file(path))
        2
        """
        with self._hold:
            write_file(lambda to: _core.wb_tally_write(self._handle, to), path)

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | BinaryIO) -> Tally:
        """A tally of a file that :meth:`to_file` wrote, or of a file open as binary.

        Raises as :meth:`from_bytes`, and IoError when it cannot be read.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> len(wb.Tally.from_file(io.BytesIO(wb.Tally(mean="y").to_bytes())))
        0
        """
        return cls._of(_core.wb_tally_read(reader_of_file(file)))

    def __repr__(self) -> str:
        return (f"<werkbaar.Tally of {self.row_count} rows: {self.spec.in_words()}; "
                "as confidential as the answers>")

    def __copy__(self) -> Tally:
        return self.copy()

    def __deepcopy__(self, memo: dict[int, Any]) -> Tally:
        return self.copy()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_bytes, (self.to_bytes(),)


@contextmanager
def taken_both(one: Tally, other: Tally) -> Iterator[None]:
    """Have two handles, always in the same order: two threads cannot wait for each other."""
    with ExitStack() as stack:
        for tally in sorted((one, other), key=id):
            stack.enter_context(tally._hold)
        yield
