# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Results beside the columns that came in, which the library that holds them puts there itself:
as they are, whatever they are."""
from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from . import _core
from ._convert import names_of
from ._convert_labels import ATTRS, as_attrs, take_attrs
from ._convert_out import library_of, to_pandas
from ._errors import ArgumentError
from ._frame import Frame


def with_places(handle: Any, data: Any, kept: Callable[[Any], bool]) -> Any:
    """A frame with, behind its columns, an empty one of each name that is to be kept: so that a
    result knows which names are taken, and takes labels along."""
    there = Frame._of(handle)
    places = _core.wb_frame_slice(handle, 0, len(there))
    for name in names_of(data):
        if name not in there and isinstance(name, str) and kept(name):
            try:
                _core.wb_frame_add_column(places, name, {"type": _core.WB_TYPE_NULL})
            except ArgumentError:
                continue  # a name too long for a frame, or there twice, is no name of a result
    take_attrs(places, data)
    return places


def put_beside(data: Any, result: Any, kept: Callable[[Any], bool]) -> Any:
    """The columns of a data frame that are kept, and behind them those of a result, without the
    places that it has for them."""
    at = [index for index, name in enumerate(names_of(data)) if kept(name)]
    taken = {names_of(data)[index] for index in at}
    new = Frame._of(_core.wb_frame_select(
        result, [name for name in Frame._of(result) if name not in taken]))
    return _PUT[library_of(data)](data, at, new, result)


def _beside_pandas(data: Any, at: list[int], new: Frame, result: Any) -> Any:
    pandas = sys.modules["pandas"]
    made = pandas.concat([data.iloc[:, at], to_pandas(new._handle, data.index)], axis=1)
    made.attrs = {ATTRS: described} if (described := as_attrs(result)) else {}
    return made


def _beside_polars(data: Any, at: list[int], new: Frame, result: Any) -> Any:
    made = new.to_polars()
    return data[:, at].hstack(made) if at else made


def _beside_arrow(data: Any, at: list[int], new: Frame, result: Any) -> Any:
    pyarrow = sys.modules["pyarrow"]
    made = new.to_arrow()
    fields = [data.schema.field(index) for index in at] + list(made.schema)
    return pyarrow.table([data.column(index) for index in at] + made.columns,
                         schema=pyarrow.schema(fields, metadata=made.schema.metadata))


_PUT: dict[str, Callable[[Any, list[int], Frame, Any], Any]] = {
    "pandas": _beside_pandas, "polars": _beside_polars, "arrow": _beside_arrow}
