# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Passes of a model over parts of the rows, which merge and travel as bytes."""
from __future__ import annotations

import os
from contextlib import ExitStack
from typing import Any, BinaryIO

from . import _core
from ._arguments import reader_of_bytes, reader_of_file, type_name, write_file, written
from ._errors import ArgumentError, ArgumentTypeError
from ._hold import Hold
from ._model import HOW, Fit, Model
from ._options import estimate_options
from ._rows import Rows, naming
from ._run import Progress, run_options
from ._source import as_source


class ModelPass:
    """One pass of fitting a model, over rows that are not in one place.

    Every part of the rows (a file, a machine) goes into a pass of its own, or one pass takes them
    one after another; passes merge; :meth:`step` makes of all of it the next pass, or the fit. It
    is that of :meth:`Model.fit` within 1e-13, whatever the parts. A pass can be pickled, copied
    and kept as bytes, which are as confidential as the answers it was made of.

    Parameters
    ----------
    model : Model
    max_iterations, tolerance
        As in :meth:`Model.fit`.
    level, lonely, lonely_in_domain, ultimate_cluster, df
        As in :meth:`Design.mean`.

    Examples
    --------
    >>> import werkbaar as wb
    >>> parts = [{"score": [1.0, 3.0], "years": [1, 2]}, {"score": [2.0, 5.0], "years": [3, 4]}]
    >>> current, fit = wb.ModelPass(wb.Model("score", "years", family="linear")), None
    >>> while fit is None:
    ...     for part in parts:
    ...         current.update(part)
    ...     fit = current.step()
    >>> round(fit.coefficients["estimate"][1], 6)
    1.1
    """

    __slots__ = ("_handle", "_hold", "_model", "__weakref__")

    def __init__(self, model: Model, *, max_iterations: int = 0, tolerance: float = 0.0,
                 **how: Any) -> None:
        unknown = [name for name in how if name not in HOW]
        if unknown:
            raise ArgumentError(f"a fit has no option '{unknown[0]}'", item=unknown[0])
        options = {"max_iterations": max_iterations, "tolerance": tolerance}
        self._set(_core.wb_model_pass_new(Model._handle_of("model", model), options,
                                          estimate_options(how)))

    @classmethod
    def _of(cls, handle: Any) -> ModelPass:
        made = cls.__new__(cls)
        made._set(handle)
        return made

    def _set(self, handle: Any) -> None:
        self._handle = handle
        self._hold = Hold("pass")
        self._model = Model._of(_core.wb_model_pass_model(handle))

    @property
    def model(self) -> Model:
        """The model that is fitted."""
        return self._model

    @property
    def number(self) -> int:
        """Which pass this is, 1 the first. There are eight or so."""
        with self._hold:
            found: int = _core.wb_model_pass_number(self._handle)
        return found

    @property
    def row_count(self) -> int:
        """Rows that this pass has seen."""
        with self._hold:
            found: int = _core.wb_model_pass_row_count(self._handle)
        return found

    def __len__(self) -> int:
        return self.row_count

    def update(self, data: Any, *, threads: int | None = None, progress: Progress = None) -> None:
        """Add rows. After a failure the pass takes no more: go back to what was kept.

        Parameters
        ----------
        data : Frame, Source, or anything a Frame is made of
            Of a Source, all that it has left; it need not rewind.
        threads, progress
            As for :meth:`Tally.update`.

        Raises
        ------
        DataError
            A column is not there or of the wrong type (``.item``).
        ArgumentError
            The fit has been made, or something failed before.

        Examples
        --------
        >>> import werkbaar as wb
        >>> first = wb.ModelPass(wb.Model("stress", "years"))
        >>> first.update({"stress": [0, 1], "years": [1, 2]})
        >>> first
        <werkbaar.ModelPass 1 of 2 rows: logit of stress by years; as confidential as the answers>
        """
        run = run_options(threads, progress, 0)
        source = as_source(data)
        if source is not None:
            with source._using() as handle, self._hold:
                _core.wb_model_pass_update_source(self._handle, handle, run)
            return
        rows = Rows(data)
        frame = rows.handle(self._model.needed())
        with naming(rows.names), self._hold:
            _core.wb_model_pass_update(self._handle, frame, run)

    def merge(self, other: ModelPass) -> None:
        """Add the rows that another part of the same pass has seen.

        Raises
        ------
        ConflictError
            Another model, other options, or another pass.

        Examples
        --------
        >>> import werkbaar as wb
        >>> first = wb.ModelPass(wb.Model("stress", "years"))
        >>> second = first.copy()
        >>> first.update({"stress": [0, 1], "years": [1, 2]})
        >>> second.update({"stress": [1], "years": [3]})
        >>> first.merge(second)
        >>> len(first)
        3
        """
        if not isinstance(other, ModelPass):
            raise ArgumentTypeError(f"other must be a ModelPass, not {type_name(other)}",
                                    item="other")
        if other is self:
            raise ArgumentError("a pass cannot be merged with itself: its rows would count twice",
                                item="other")
        with ExitStack() as stack:  # in one order, so that two threads never wait for each other
            for held in sorted((self, other), key=id):
                stack.enter_context(held._hold)
            _core.wb_model_pass_merge(self._handle, other._handle)

    def step(self) -> Fit | None:
        """Go on, when all rows have been seen: None, and this is the next pass; or the fit.

        Raises
        ------
        ConflictError
            Not as many rows as in the first pass: add the others, and step again.
        DataError, DesignError, ConvergenceError
            As for :meth:`Model.fit`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> current = wb.ModelPass(wb.Model("score", family="linear"))
        >>> current.update({"score": [1.0, 2.0]})
        >>> current.step() is None, current.number, len(current)
        (True, 2, 0)
        """
        with self._hold:
            handle = _core.wb_model_pass_step(self._handle)
        return None if handle is None else Fit(self._model, handle)

    def to_bytes(self) -> bytes:
        """The pass as bytes (``docs/formats/model-pass.md``), as confidential as the answers.

        Examples
        --------
        >>> import werkbaar as wb
        >>> first = wb.ModelPass(wb.Model("stress", "years"))
        >>> wb.ModelPass.from_bytes(first.to_bytes()).model == first.model
        True
        """
        with self._hold:
            return written(lambda to: _core.wb_model_pass_write(self._handle, to))

    @classmethod
    def from_bytes(cls, content: bytes) -> ModelPass:
        """A pass of what :meth:`to_bytes` gave.

        Raises
        ------
        DataError
            These are no pass, or they are cut off or changed (``.offset``).
        VersionError
            They are made by a newer library.

        Examples
        --------
        >>> import werkbaar as wb
        >>> try:
        ...     wb.ModelPass.from_bytes(b"WBTALLY")
        ... except wb.DataError as error:
        ...     print(error)
        the bytes is not a pass of a model
        """
        if isinstance(content, str):
            raise ArgumentTypeError("content must be bytes, not str", item="content")
        return cls._of(_core.wb_model_pass_read(reader_of_bytes(content, "the bytes")))

    def to_file(self, path: str | os.PathLike[str]) -> None:
        """Write the pass to a file, as confidential as the answers: all of it or nothing.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> import werkbaar as wb
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "east.pass")
        ...     wb.ModelPass(wb.Model("stress", "years")).to_file(path)
        ...     wb.ModelPass.from_file(path).number
        1
        """
        with self._hold:
            write_file(lambda to: _core.wb_model_pass_write(self._handle, to), path)

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | BinaryIO) -> ModelPass:
        """A pass of a file that :meth:`to_file` wrote, or of a file open as binary.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> first = wb.ModelPass(wb.Model("stress", "years"))
        >>> len(wb.ModelPass.from_file(io.BytesIO(first.to_bytes())))
        0
        """
        return cls._of(_core.wb_model_pass_read(reader_of_file(file)))

    def copy(self) -> ModelPass:
        """A pass of its own with the same rows.

        Examples
        --------
        >>> import werkbaar as wb
        >>> first = wb.ModelPass(wb.Model("stress", "years"))
        >>> first.copy().update({"stress": [0, 1], "years": [1, 2]})
        >>> len(first)
        0
        """
        return ModelPass.from_bytes(self.to_bytes())

    def __copy__(self) -> ModelPass:
        return self.copy()

    def __deepcopy__(self, memo: dict[int, Any]) -> ModelPass:
        return self.copy()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_bytes, (self.to_bytes(),)

    def __repr__(self) -> str:
        what = repr(self._model)[len("<werkbaar.Model: "):-1]
        return (f"<werkbaar.ModelPass {self.number} of {self.row_count} rows: {what}; "
                "as confidential as the answers>")
