# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Scales that are measured: an instrument's, or lists of columns."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import _core
from ._arguments import Names, flag, names, type_name
from ._errors import ArgumentError, ArgumentTypeError
from ._instrument import Instrument, as_instrument

#: An instrument or its id, or items by the name of their scale, of which "-item" is reversed.
Scales = Instrument | str | Mapping[str, Sequence[str]]


class Measured:
    """Scales for the C library, and the columns they take."""

    __slots__ = ("columns", "handle")

    def __init__(self, scales: Scales, select: Names | None,
                 codes: tuple[float, float] | None) -> None:
        self.handle = _core.wb_scales_new()
        if isinstance(scales, Mapping):
            if select is not None:
                raise ArgumentError("select is for the scales of an instrument", item="select")
            self.columns = self._add_columns(scales, codes)
        else:
            if codes is not None:
                raise ArgumentError("codes are for scales of columns: an instrument has its own",
                                    item="codes")
            instrument = as_instrument(scales)
            self.columns = list(instrument._items())
            _core.wb_scales_add_instrument(self.handle, instrument._handle,
                                           names("select", select))

    def _add_columns(self, scales: Mapping[str, Sequence[str]],
                     codes: tuple[float, float] | None) -> list[str]:
        columns: list[str] = []
        low, high = _lowest_and_highest(codes)
        for scale, items in scales.items():
            _core.wb_scales_add(self.handle, scale, low, high)
            for item in names("scales", items):
                column = item.removeprefix("-")
                _core.wb_scales_add_item(self.handle, column, int(item != column))
                columns.append(column)
        return columns


def _lowest_and_highest(codes: Any) -> tuple[float, float]:
    if codes is None:
        return 0.0, 0.0
    try:
        low, high = codes
    except (TypeError, ValueError):
        raise ArgumentTypeError("codes must be the lowest and the highest code, not "
                                f"{type_name(codes)}", item="codes") from None
    if low == high:
        raise ArgumentError("codes must be two: the lowest and the highest", item="codes")
    return low, high


def reliability_options(pairs: bool) -> dict[str, int]:
    """How the C library is asked."""
    return {"pairs": flag("pairs", pairs)}
