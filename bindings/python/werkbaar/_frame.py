# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""wb.Frame: named columns of equal length, in which answers come and results leave."""
from __future__ import annotations

import importlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, overload

from . import _convert_labels as _labels
from . import _convert_out as _out
from . import _core
from ._arguments import written
from ._convert import frame_of
from ._errors import ArgumentError, ArgumentTypeError
from ._pickle import column_state, frame_of_state, out_of_band
from ._show import as_html, as_text

if TYPE_CHECKING:
    import numpy
    import pandas
    import polars


class Frame:
    """Named columns of equal length.

    Data come in without a copy where their type and layout allow: change them afterwards and
    the frame changes along. A frame itself never changes its values; labels and the like are
    set on this frame alone, not on those it was made of.

    Parameters
    ----------
    data : data frame, dict, list of dicts, array, or None
        A data frame of pandas, Polars or pyarrow, a DuckDB relation, or anything else that has
        ``__arrow_c_stream__`` or ``__arrow_c_array__``; a dict of name and column (a list with
        None where a value is missing, an array of numpy, a column of another library); a list
        of dicts; an array of two dimensions, with `names`, or a structured one. The index of a
        pandas DataFrame stays behind. A time without a zone counts as UTC.
    names : sequence of str, optional
        The names of the columns of a numpy array.
    labels : dict or metadata of pyreadstat, optional
        For each name a text that describes the column. The metadata object that pyreadstat
        gives beside a data frame brings value labels and missing ranges as well.
    value_labels : dict, optional
        For each name a dict of code and text.
    missing_ranges : dict, optional
        For each name a list of codes, or pairs (low, high) of codes, that mean "no answer".
        They stay values of the column; what computes reads them as missing.
    metadata : dict, optional
        How the data were made; anything that JSON can hold.

    Examples
    --------
    >>> import werkbaar as wb
    >>> wb.Frame({"id": [1, 2, 3], "q1": [4, None, 5], "sex": ["m", "v", None]})
    id  q1  sex
    ───────────
     1   4  m
     2      v
     3   5
    [3 rows x 3 columns]
    """

    __slots__ = ("_handle", "__weakref__")

    _handle: Any

    def __init__(self, data: Any = None, *, names: Sequence[str] | None = None,
                 labels: Any = None, value_labels: Mapping[str, Any] | None = None,
                 missing_ranges: Mapping[str, Any] | None = None,
                 metadata: Mapping[str, Any] | None = None) -> None:
        meta = labels if _labels.is_pyreadstat(labels) else None
        if meta is not None:
            data = _labels.without_tagged(data, meta)
        if isinstance(data, Frame) and names is None:
            handle = _core.wb_frame_slice(data._handle, 0, len(data))
        else:
            handle = frame_of(data, names)
            _labels.take_attrs(handle, data)
        if meta is not None:
            _labels.take_pyreadstat(handle, meta)
        elif labels is not None:
            for name, label in _labels.check_mapping("labels", labels).items():
                _labels.set_label(handle, name, label)
        for name, texts in _labels.check_mapping("value_labels", value_labels or {}).items():
            _labels.set_value_labels(handle, name, texts)
        for name, ranges in _labels.check_mapping("missing_ranges", missing_ranges or {}).items():
            _labels.add_missing_ranges(handle, name, ranges)
        if metadata is not None:
            _labels.set_metadata(handle, metadata)
        self._handle = handle

    @classmethod
    def _of(cls, handle: Any) -> Frame:
        """The frame of a handle of the low layer."""
        frame = cls.__new__(cls)
        frame._handle = handle
        return frame

    def _column(self, name: object) -> int:
        return _labels.column_index(self._handle, name)

    def _changeable(self) -> Any:
        """A handle of its own, so that a call that still uses the old one is not disturbed."""
        return _core.wb_frame_slice(self._handle, 0, len(self))

    # ---- what is in it ----

    def __len__(self) -> int:
        return int(_core.wb_frame_row_count(self._handle))

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"a": [1, 2, 3]}).shape
        (3, 1)
        """
        return len(self), int(_core.wb_frame_column_count(self._handle))

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"b": [1], "a": [2]}).columns
        ['b', 'a']
        """
        return _out.names_of(self._handle)

    @property
    def types(self) -> dict[str, str]:
        """The type of each column: null, bool, int8 to int64, uint8 to uint64, float32, float64,
        utf8 (text), dictionary (categories), date32 (dates) or timestamp.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"a": [1, None], "b": ["x", "y"]}).types
        {'a': 'int64', 'b': 'utf8'}
        """
        handle = self._handle
        return {name: _core.wb_type_name(_core.wb_frame_column_type(handle, index))
                for index, name in enumerate(_out.names_of(handle))}

    @property
    def metadata(self) -> dict[str, Any] | None:
        """How the data were made, as a dict; None when nothing is known. What changes in the
        dict does not change in the frame: see `set_metadata`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"a": [1]}, metadata={"source": "SYNTHETIC"}).metadata
        {'source': 'SYNTHETIC'}
        """
        text = _core.wb_frame_metadata(self._handle)
        return None if text is None else dict(json.loads(text))

    def keys(self) -> list[str]:
        """The names of the columns: with it, ``dict(frame)`` has all columns as lists.

        Examples
        --------
        >>> import werkbaar as wb
        >>> dict(wb.Frame({"a": [1, None]}))
        {'a': [1, None]}
        """
        return self.columns

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _core.wb_frame_find(self._handle, name) >= 0

    @overload
    def __getitem__(self, key: str) -> list[Any]: ...

    @overload
    def __getitem__(self, key: slice | list[str]) -> Frame: ...

    def __getitem__(self, key: str | slice | list[str]) -> list[Any] | Frame:
        """A column as a list (None where missing), some rows, or some columns."""
        if isinstance(key, slice):
            first, last, step = key.indices(len(self))
            if step != 1:
                raise ArgumentError(f"rows of a frame are taken one by one, not by {step}",
                                    item="step")
            return Frame._of(_core.wb_frame_slice(self._handle, first, max(0, last - first)))
        if isinstance(key, list):
            return self.select(key)
        return _out.python_values(self._handle, self._column(key))

    def select(self, names: str | Iterable[str]) -> Frame:
        """A frame of some columns, in the order of `names`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"a": [1], "b": [2], "c": [3]}).select(["c", "a"]).columns
        ['c', 'a']
        """
        wanted = [names] if isinstance(names, str) else list(names)
        for name in wanted:
            self._column(name)
        return Frame._of(_core.wb_frame_select(self._handle, wanted))

    def equals(self, other: object) -> bool:
        """Has another frame the same columns with the same types, values, labels and metadata?

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"a": [1, None]}).equals(wb.Frame({"a": [1, None]}))
        True
        """
        return isinstance(other, Frame) and self.__getstate__() == other.__getstate__()

    def append(self, *others: Any) -> Frame:
        """This frame with others under it; see `concat`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"a": [1, 2]}).append({"a": [3]})["a"]
        [1, 2, 3]
        """
        return concat([self, *others])

    # ---- labels ----

    def label(self, name: str) -> str | None:
        """The text that describes a column.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"q1": [4]}, labels={"q1": "Ik werk snel"}).label("q1")
        'Ik werk snel'
        """
        return _core.wb_frame_label(self._handle, self._column(name))

    def set_label(self, name: str, label: str | None) -> None:
        """Set the text that describes a column; None removes it.

        Examples
        --------
        >>> import werkbaar as wb
        >>> frame = wb.Frame({"q1": [4]})
        >>> frame.set_label("q1", "Ik werk snel")
        >>> frame.label("q1")
        'Ik werk snel'
        """
        handle = self._changeable()
        _labels.set_label(handle, name, label)
        self._handle = handle

    def value_labels(self, name: str) -> dict[int | float, str]:
        """The texts of the codes of a column.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"sex": [1]}, value_labels={"sex": {1: "man"}}).value_labels("sex")
        {1: 'man'}
        """
        return _labels.value_labels(self._handle, self._column(name))

    def set_value_labels(self, name: str, labels: Mapping[float, str]) -> None:
        """Give codes of a column a text; other codes keep theirs.

        Examples
        --------
        >>> import werkbaar as wb
        >>> frame = wb.Frame({"sex": [1, 2]})
        >>> frame.set_value_labels("sex", {1: "man", 2: "vrouw"})
        >>> frame.value_labels("sex")
        {1: 'man', 2: 'vrouw'}
        """
        handle = self._changeable()
        _labels.set_value_labels(handle, name, labels)
        self._handle = handle

    def missing_ranges(self, name: str) -> list[tuple[int | float, int | float]]:
        """The codes of a column that mean "no answer", as pairs (low, high).

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"q1": [4, 99]}, missing_ranges={"q1": [99]}).missing_ranges("q1")
        [(99, 99)]
        """
        return _labels.missing_ranges(self._handle, self._column(name))

    def add_missing_ranges(self, name: str, ranges: Iterable[float | tuple[float, float]]) -> None:
        """Declare more codes that mean "no answer": codes, or pairs (low, high).

        Examples
        --------
        >>> import werkbaar as wb
        >>> frame = wb.Frame({"q1": [4, 99]})
        >>> frame.add_missing_ranges("q1", [(97, 99), -1])
        >>> frame.missing_ranges("q1")
        [(97, 99), (-1, -1)]
        """
        handle = self._changeable()
        _labels.add_missing_ranges(handle, name, ranges)
        self._handle = handle

    def set_metadata(self, metadata: Mapping[str, Any] | None) -> None:
        """Say how the data were made; None removes it.

        Examples
        --------
        >>> import werkbaar as wb
        >>> frame = wb.Frame({"a": [1]})
        >>> frame.set_metadata({"wave": 2023})
        >>> frame.metadata
        {'wave': 2023}
        """
        handle = self._changeable()
        _labels.set_metadata(handle, metadata)
        self._handle = handle

    def categories(self, name: str) -> list[str] | None:
        """The categories of a dictionary column; None for another type.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"a": ["x"]}).categories("a") is None
        True
        """
        handle, index = self._handle, self._column(name)
        if _core.wb_frame_column_type(handle, index) != _core.WB_TYPE_DICTIONARY:
            return None
        return _out.categories_of(handle, index)

    def is_ordered(self, name: str) -> bool:
        """Have the categories of a column an order?

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"a": ["x"]}).is_ordered("a")
        False
        """
        return bool(_core.wb_frame_is_ordered(self._handle, self._column(name)))

    # ---- Arrow ----

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return _core.wb_source_export_arrow(_core.wb_source_from_frame(self._handle, 0))

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        schema, array = _core.wb_frame_export_arrow(self._handle)
        return schema, array

    def __arrow_c_schema__(self) -> object:
        schema, _ = _core.wb_frame_export_arrow(_core.wb_frame_slice(self._handle, 0, 0))
        return schema

    # ---- to other libraries ----

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame: Int64 and the like where whole numbers are missing, boolean where
        bools are, Categorical for categories, datetime64 for dates and, in UTC, for times.
        Labels and metadata are in ``attrs["werkbaar"]``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"a": [1, None]}).to_pandas()["a"].tolist()
        [1, <NA>]
        """
        table: pandas.DataFrame = _out.to_pandas(self._handle)
        return table

    def to_polars(self) -> polars.DataFrame:
        """A Polars DataFrame, without a copy where the types allow.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"a": [1, None]}).to_polars()["a"].to_list()
        [1, None]
        """
        import polars

        return polars.DataFrame(self)

    def to_arrow(self) -> Any:
        """A pyarrow Table, without a copy where the types allow.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"a": [1, None]}).to_arrow()["a"].to_pylist()
        [1, None]
        """
        return importlib.import_module("pyarrow").table(self)

    def to_numpy(self, columns: str | Iterable[str] | None = None) -> numpy.ndarray[Any, Any]:
        """One column as an array of its own type, or several as one float64 array of two
        dimensions. Missing numbers are NaN; whole numbers of which some are missing become
        float64.

        Examples
        --------
        >>> import werkbaar as wb
        >>> frame = wb.Frame({"a": [1, 2], "b": [0.5, None]})
        >>> frame.to_numpy("a").tolist()
        [1, 2]
        >>> frame.to_numpy().tolist()
        [[1.0, 0.5], [2.0, nan]]
        """
        import numpy as np

        if isinstance(columns, str):
            column: numpy.ndarray[Any, Any] = _out.to_numpy(self._handle, self._column(columns))
            return column
        chosen = [self._column(name) for name in (self.columns if columns is None else columns)]
        table = np.empty((len(self), len(chosen)), order="F")
        for at, index in enumerate(chosen):
            table[:, at] = _out.doubles(self._handle, index)
        return table

    def to_dict(self) -> dict[str, list[Any]]:
        """A dict of name and list of values, None where missing.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Frame({"a": [1, None], "b": ["x", "y"]}).to_dict()
        {'a': [1, None], 'b': ['x', 'y']}
        """
        return {name: self[name] for name in self.columns}

    @overload
    def to_csv(self, path: None = None, **options: Any) -> str: ...

    @overload
    def to_csv(self, path: str | os.PathLike[str] | IO[bytes], **options: Any) -> None: ...

    def to_csv(self, path: str | os.PathLike[str] | IO[bytes] | None = None,
               **options: Any) -> str | None:
        """Write CSV to a file, or give it as text; see `write_csv` for the options.

        Examples
        --------
        >>> import werkbaar as wb
        >>> print(wb.Frame({"a": [1, None], "b": ["x", "y"]}).to_csv(), end="")
        a,b
        1,x
        ,y
        """
        from ._csv import csv_text, write_csv

        if path is None:
            return csv_text(self, **options)
        write_csv(self, path, **options)
        return None

    def to_json(self) -> str:
        """The frame as a JSON object of metadata, columns and rows.

        Examples
        --------
        >>> import json
        >>> import werkbaar as wb
        >>> json.loads(wb.Frame({"a": [1, None]}).to_json())["rows"]
        [{'a': 1}, {'a': None}]
        """
        return written(lambda to: _core.wb_json_write(to, self._handle)).decode()

    def to_xlsx(self, path: str | os.PathLike[str] | IO[bytes], *,
                note: str | None = None) -> None:
        """Write a spreadsheet of one sheet; see `write_xlsx`.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> file = io.BytesIO()
        >>> wb.Frame({"a": [1, None]}).to_xlsx(file)
        >>> file.getvalue()[:2]
        b'PK'
        """
        from ._xlsx import write_xlsx

        write_xlsx({"Sheet1": self}, path, note=note)

    # ---- showing, copying ----

    def __repr__(self) -> str:
        return as_text(self._handle)

    def _repr_html_(self) -> str:
        return as_html(self._handle)

    def __getstate__(self) -> dict[str, Any]:
        handle = self._handle
        return {"n_rows": len(self), "metadata": _core.wb_frame_metadata(handle),
                "columns": [column_state(handle, index)
                            for index in range(_core.wb_frame_column_count(handle))]}

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        parts: list[Any] = list(super().__reduce_ex__(protocol))
        return (*parts[:2], out_of_band(parts[2])) if protocol >= 5 else tuple(parts)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._handle = frame_of_state(state)

    def __copy__(self) -> Frame:
        return Frame(self)

    def __deepcopy__(self, memo: object) -> Frame:
        return Frame(self)


def concat(frames: Iterable[Any]) -> Frame:
    """One frame under another: columns of the same names and types, in the order of the first.

    Categories are united; labels and metadata are those of the first.

    Parameters
    ----------
    frames : iterable of Frame or of anything a Frame is made of

    Examples
    --------
    >>> import werkbaar as wb
    >>> wb.concat([{"a": [1]}, {"a": [2, 3]}])["a"]
    [1, 2, 3]
    """
    if isinstance(frames, (str, bytes, Frame, Mapping)) or not isinstance(frames, Iterable):
        raise ArgumentTypeError(f"frames must be a list of frames, not {type(frames).__name__}",
                                item="frames")
    return Frame._of(_core.wb_frame_append([as_frame(frame)._handle for frame in frames]))


def as_frame(data: Any) -> Frame:
    """A frame of whatever holds a table; a frame as it is."""
    return data if isinstance(data, Frame) else Frame(data)


def give_back(frame: Frame, like: Any = None, output: str | None = None, *,
              same_rows: bool = False) -> Any:
    """A result as a table of the library that the data came in, or of `output`.

    With `same_rows`, row for row that of `like`: a pandas result takes over its index.
    """
    library = _out.check_output(output) or _out.library_of(like)
    if library == "pandas":
        index = like.index if same_rows and _out.library_of(like) == "pandas" else None
        return _out.to_pandas(frame._handle, index)
    if library == "polars":
        return frame.to_polars()
    if library == "arrow":
        return frame.to_arrow()
    return frame
