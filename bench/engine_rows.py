# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The rows that `engine generate` writes."""
from __future__ import annotations

import numpy as np
import polars as pl

ROW_BYTES = 93
Y = [f"y{i}" for i in range(1, 9)]
B = [f"b{i}" for i in range(1, 6)]


def load(path: str) -> pl.DataFrame:
    """Columns of the block of bytes that `engine generate` writes."""
    data = np.fromfile(path, dtype=np.uint8)
    n = len(data) // ROW_BYTES
    columns: dict[str, np.ndarray] = {}
    at = 0
    kinds = [(name, np.int32) for name in ("stratum", "psu", "grp", "code")]
    kinds += [(name, np.float64) for name in ["weight", *Y]]
    kinds += [(name, np.int8) for name in B]
    for name, kind in kinds:
        width = np.dtype(kind).itemsize * n
        columns[name] = data[at:at + width].view(kind)
        at += width
    return pl.DataFrame(columns)
