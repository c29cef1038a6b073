# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""From answers about work to scores, and to estimates with their uncertainty."""
from . import _core
from ._csv import read_csv, scan_csv, write_csv
from ._errors import (
    ArgumentError,
    ArgumentTypeError,
    CancelledError,
    ConflictError,
    ConvergenceError,
    DataError,
    DesignError,
    IoError,
    LimitError,
    MissingColumnError,
    NumericError,
    OutOfMemoryError,
    UnsupportedError,
    VersionError,
    WerkbaarError,
)
from ._frame import Frame, concat
from ._source import Source

__version__: str = _core.wb_version()

__all__ = [
    "ArgumentError",
    "ArgumentTypeError",
    "CancelledError",
    "ConflictError",
    "ConvergenceError",
    "DataError",
    "DesignError",
    "Frame",
    "IoError",
    "LimitError",
    "MissingColumnError",
    "NumericError",
    "OutOfMemoryError",
    "Source",
    "UnsupportedError",
    "VersionError",
    "WerkbaarError",
    "concat",
    "read_csv",
    "scan_csv",
    "write_csv",
]
