# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""From answers about work to scores, and to estimates with their uncertainty."""
from . import _core
from ._catalogue import Catalogue
from ._changes import Changes
from ._csv import read_csv, scan_csv, write_csv
from ._cutoffs import cutoff_moves, roc
from ._disclose import Ledger, disclose, disclose_mask
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
from ._example import example_scan
from ._files import fit_files, tally_files
from ._findings import check_findings, draft_actions, suggest
from ._frame import Frame, concat
from ._instrument import Instrument
from ._model import Fit, Model, job_types, risk_weights
from ._model_pass import ModelPass
from ._monitor import Monitor, MonitorResults, explore
from ._monitor_definition import MonitorDefinition
from ._organisation import Organisation
from ._plan import Plan
from ._pool import Pool
from ._questionnaire import Questionnaire
from ._sampling import Calibration, Replicates
from ._scan import Scan, selftest
from ._score import score
from ._source import Source
from ._spec import Spec
from ._statfile import read_statfile, scan_statfile, statfile_table, write_statfile
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
    "Catalogue",
    "Changes",
    "ConflictError",
    "ConvergenceError",
    "DataError",
    "Design",
    "DesignError",
    "Fit",
    "Frame",
    "Instrument",
    "IoError",
    "Ledger",
    "LimitError",
    "MissingColumnError",
    "Model",
    "ModelPass",
    "Monitor",
    "MonitorDefinition",
    "MonitorResults",
    "NumericError",
    "Organisation",
    "OutOfMemoryError",
    "Plan",
    "Pool",
    "Questionnaire",
    "Replicates",
    "Scan",
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
    "check_findings",
    "cofinance",
    "concat",
    "cutoff_moves",
    "disclose",
    "disclose_mask",
    "draft_actions",
    "example_scan",
    "explore",
    "fit_files",
    "job_types",
    "read_csv",
    "read_statfile",
    "risk_weights",
    "roc",
    "scan_csv",
    "scan_statfile",
    "score",
    "selftest",
    "split_cost",
    "statfile_table",
    "suggest",
    "support_rules",
    "tally_files",
    "weight",
    "write_csv",
    "write_statfile",
    "write_xlsx",
]
