# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Spreadsheets out."""
from __future__ import annotations

import os
from collections.abc import Mapping
from typing import IO, Any

from . import _core
from ._arguments import write_to
from ._errors import ArgumentTypeError
from ._frame import as_frame


def write_xlsx(sheets: Mapping[str, Any], path: str | os.PathLike[str] | IO[bytes], *,
               note: str | None = None) -> None:
    """Write frames as the sheets of one spreadsheet file (XLSX).

    Numbers keep every digit, missing is an empty cell, and the same frames give the same
    bytes with the same version of zlib. A file is there whole or, when writing fails, as it was.

    Parameters
    ----------
    sheets : mapping of str to Frame or to anything a Frame is made of
        The name of each sheet, at most 31 characters and none of ``[]:*?/\\``, and what
        stands on it.
    path : path or binary file
    note : str, optional
        A text for a last sheet, ``note``, and for the top of each printed page. Data that
        were made up say so when there is none.

    Examples
    --------
    >>> import io
    >>> import werkbaar as wb
    >>> file = io.BytesIO()
    >>> wb.write_xlsx({"people": {"a": [1, None]}, "days": {"b": ["x"]}}, file)
    >>> file.getvalue()[:2]
    b'PK'
    """
    if not isinstance(sheets, Mapping):
        raise ArgumentTypeError("sheets must be a mapping of names to frames, not "
                                f"{type(sheets).__name__}", item="sheets")
    frames = [as_frame(data) for data in sheets.values()]

    def write(to: Any) -> None:
        _core.wb_xlsx_write(to, [frame._handle for frame in frames], list(sheets), note)

    write_to(write, path)
