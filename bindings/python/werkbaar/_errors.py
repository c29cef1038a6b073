# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Errors: one class for each status of the library, each also the built-in kind that a
Python user expects."""
from __future__ import annotations

import re
from typing import Any

from . import _core


class WerkbaarError(Exception):
    """What went wrong, and where.

    Every error of this package is one. Rows count from 0, as everywhere in Python; lines and
    columns of a file count from 1, as in an editor.

    Attributes
    ----------
    message : str
        What went wrong, without the place.
    status : str
        The name of the library's status, such as ``"WB_E_DATA"``.
    row : int or None
        The offending record, counted from 0.
    item : str or None
        The offending item, column, argument or stratum.
    where : str or None
        The file, and the place in it (``file#/pointer``).
    line, column : int or None
        Line and column in a text, counted from 1.
    offset : int or None
        Byte in a file, counted from 0.

    Examples
    --------
    >>> import werkbaar as wb
    >>> try:
    ...     wb.Frame({"q1": [1, "often", 3]})
    ... except wb.WerkbaarError as error:
    ...     print(error.status, error.item, error.row)
    WB_E_DATA q1 1
    """

    _status: int = _core.WB_E_ARG

    def __init__(self, message: str = "", *, item: str | None = None, row: int | None = None,
                 where: str | None = None, line: int | None = None,
                 column: int | None = None, offset: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.item = item
        self.row = row
        self.where = where
        self.line = line
        self.column = column
        self.offset = offset

    @property
    def status(self) -> str:
        """The name of the library's status."""
        return _core.wb_status_name(self._status) or ""

    def _places(self) -> list[str]:
        """The places that the message does not name itself."""
        places = []
        if self.item and self.item not in self.message:
            places.append(f"'{self.item}'")
        if self.row is not None:
            named = re.search(rf"\brow {self.row}\b", self.message)
            places.append("rows count from 0" if named else f"row {self.row}, counted from 0")
        if self.where and self.where not in self.message:
            places.append(self.where)
        if self.line is not None and f"line {self.line}" not in self.message:
            places.append(f"line {self.line}")
        if self.column is not None and f"column {self.column}" not in self.message:
            places.append(f"column {self.column}")
        if self.offset is not None and self.line is None and self.where:
            places.append(f"byte {self.offset}")
        return places

    def __str__(self) -> str:
        places = self._places()
        return f"{self.message} ({'; '.join(places)})" if places else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuilt, (type(self), self.message, dict(self.__dict__)))


def _rebuilt(kind: type[WerkbaarError], message: str, state: dict[str, Any]) -> WerkbaarError:
    """An error that was pickled."""
    error = kind(message)
    error.__dict__.update(state)
    return error


class OutOfMemoryError(WerkbaarError, MemoryError):
    """An allocation failed."""

    _status = _core.WB_E_NOMEM


class ArgumentError(WerkbaarError, ValueError):
    """An argument that the function does not take."""

    _status = _core.WB_E_ARG


class ArgumentTypeError(ArgumentError, TypeError):
    """An argument of a type that the function does not take."""


class MissingColumnError(ArgumentError, KeyError):
    """A column that is not in the frame."""


class DataError(WerkbaarError, ValueError):
    """An answer, record or file contradicts its definition."""

    _status = _core.WB_E_DATA


class DesignError(WerkbaarError, ValueError):
    """The sampling design cannot support the estimate."""

    _status = _core.WB_E_DESIGN


class NumericError(WerkbaarError, ArithmeticError):
    """Singular, overflow, or outside a function's domain."""

    _status = _core.WB_E_NUMERIC


class ConvergenceError(WerkbaarError, ArithmeticError):
    """An iteration did not reach its goal."""

    _status = _core.WB_E_CONVERGENCE


class VersionError(WerkbaarError, ValueError):
    """Made for a newer library, or in a newer format."""

    _status = _core.WB_E_VERSION


class IoError(WerkbaarError, OSError):
    """Reading or writing bytes failed."""

    _status = _core.WB_E_IO


class UnsupportedError(WerkbaarError, NotImplementedError):
    """This build, or this type, cannot do that."""

    _status = _core.WB_E_UNSUPPORTED


class CancelledError(WerkbaarError, RuntimeError):
    """The progress callback said stop."""

    _status = _core.WB_E_CANCELLED


class ConflictError(WerkbaarError, ValueError):
    """Two things that must agree do not."""

    _status = _core.WB_E_CONFLICT


class LimitError(WerkbaarError, MemoryError):
    """A stated limit (of memory, size or depth) would be passed."""

    _status = _core.WB_E_LIMIT


_BY_STATUS: dict[int, type[WerkbaarError]] = {
    kind._status: kind
    for kind in (OutOfMemoryError, ArgumentError, DataError, DesignError, NumericError,
                 ConvergenceError, VersionError, IoError, UnsupportedError, CancelledError,
                 ConflictError, LimitError)
}


def _make(status: int, message: str, item: str, row: int, where: str, line: int, column: int,
          offset: int, is_type: int) -> WerkbaarError:
    """The exception for the details of a failure in the low layer."""
    kind = _BY_STATUS.get(status, WerkbaarError)
    if is_type and kind is ArgumentError:
        kind = ArgumentTypeError
    return kind(message, item=item or None, row=row if row >= 0 else None,
                where=where or None, line=line or None, column=column or None,
                offset=offset if offset >= 0 else None)


_core.set_error_maker(_make)
