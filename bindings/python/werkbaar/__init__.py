# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""From answers about work to scores, and to estimates with their uncertainty."""
from . import _core
from ._changes import Changes
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
from ._instrument import Instrument
from ._plan import Plan
from ._sampling import Calibration, Replicates
from ._score import score
from ._source import Source
from ._spec import Spec
from ._store import Store
from ._support import Support, cofinance, split_cost, support_rules
from ._survey import Design, change
from ._tally import Tally
from ._weight import Weighting, weight
from ._xlsx import write_xlsx

__version__: str = _core.wb_version()

__all__ = [
    "ArgumentError",
    "ArgumentTypeError",
    "Calibration",
    "CancelledError",
    "Changes",
    "ConflictError",
    "ConvergenceError",
    "DataError",
    "Design",
    "DesignError",
    "Frame",
    "Instrument",
    "IoError",
    "LimitError",
    "MissingColumnError",
    "NumericError",
    "OutOfMemoryError",
    "Plan",
    "Replicates",
    "Source",
    "Spec",
    "Store",
    "Support",
    "Tally",
    "UnsupportedError",
    "VersionError",
    "Weighting",
    "WerkbaarError",
    "change",
    "cofinance",
    "concat",
    "read_csv",
    "scan_csv",
    "score",
    "split_cost",
    "support_rules",
    "weight",
    "write_csv",
    "write_xlsx",
]
