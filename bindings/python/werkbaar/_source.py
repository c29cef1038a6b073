# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""wb.Source: frames one after another, for data that need not stand in memory whole."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from . import _core
from ._convert_arrow import source_of_arrow
from ._convert_out import library_of
from ._errors import ArgumentTypeError, IoError
from ._frame import Frame, as_frame
from ._hold import Hold
from ._run import Progress, run_options


class Source:
    """Frames one after another, with the same columns.

    One is made by `scan_csv`, of an Arrow stream, or of a frame in chunks. Iterating gives the
    frames that are left; `rewind` starts again where that can be. Threads may share a source:
    each frame goes to one of them.

    Parameters
    ----------
    data : Source, pyarrow RecordBatchReader, or anything a Frame is made of
    chunk_rows : int, default 16384
        Rows of a frame, of data that stand in memory.

    Examples
    --------
    >>> import werkbaar as wb
    >>> source = wb.Source({"a": [1, 2, 3]}, chunk_rows=2)
    >>> [len(frame) for frame in source]
    [2, 1]
    """

    __slots__ = ("_handle", "_hold", "__weakref__")

    _handle: Any

    def __init__(self, data: Any, *, chunk_rows: int = 16384) -> None:
        if isinstance(data, Source):
            raise ArgumentTypeError("data is a Source already", item="data")
        if _is_reader(data):
            handle = source_of_arrow(data)
        else:
            handle = _core.wb_source_from_frame(as_frame(data)._handle, chunk_rows)
        self._set(handle)

    def _set(self, handle: Any) -> None:
        self._handle = handle
        self._hold = Hold("source")

    @classmethod
    def _of(cls, handle: Any) -> Source:
        """The source of a handle of the low layer."""
        source = cls.__new__(cls)
        source._set(handle)
        return source

    @contextmanager
    def _using(self) -> Iterator[Any]:
        """The handle, for one call at a time: others wait, and one inside another is refused."""
        with self._hold:
            yield self._handle

    def __iter__(self) -> Iterator[Frame]:
        return self

    def __next__(self) -> Frame:
        try:
            with self._using() as handle:
                frame = _core.wb_source_next(handle)
        except StopIteration as raised:
            raise IoError("what the source reads raised StopIteration") from raised
        if frame is None:
            raise StopIteration
        return Frame._of(frame)

    def rewind(self) -> None:
        """Start again at the first frame.

        Examples
        --------
        >>> import werkbaar as wb
        >>> source = wb.Source({"a": [1, 2, 3]})
        >>> len(source.collect())
        3
        >>> source.rewind()
        >>> len(source.collect())
        3
        """
        with self._using() as handle:
            _core.wb_source_rewind(handle)

    def schema(self) -> Frame:
        """A frame without rows that has the columns of the source; nothing is used up.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Source({"a": [1, 2, 3]}).schema().types
        {'a': 'int64'}
        """
        with self._using() as handle:
            return Frame._of(_core.wb_source_schema(handle))

    def collect(self, *, progress: Progress = None, memory_limit: int | None = None) -> Frame:
        """All that is left, in one frame.

        Parameters
        ----------
        progress : bool or callable, optional
            True for a bar, or a function of the fraction done (negative when the total is not
            known); when that returns False, the call ends with a CancelledError.
        memory_limit : int, optional
            Bytes that the frame may take.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Source({"a": [1, 2, 3]}, chunk_rows=2).collect()["a"]
        [1, 2, 3]
        """
        with self._using() as handle:
            run = run_options(None, progress, memory_limit)
            return Frame._of(_core.wb_source_collect(handle, run))

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The frames that are left as an Arrow stream, which takes the source over."""
        with self._using() as handle:
            return _core.wb_source_export_arrow(handle)

    def __repr__(self) -> str:
        return "<werkbaar.Source>"

    def __reduce__(self) -> Any:
        raise ArgumentTypeError("a Source cannot be pickled or copied: it is read as it goes; "
                                "collect() it into a Frame")


def as_source(data: Any) -> Source | None:
    """A source of what is read as it goes: a Source, or a pyarrow RecordBatchReader; None for
    data that stand in memory."""
    if isinstance(data, Source):
        return data
    return Source(data) if _is_reader(data) else None


def _is_reader(data: object) -> bool:
    """A RecordBatchReader of pyarrow?"""
    return library_of(data) == "arrow" and not hasattr(data, "num_rows")
