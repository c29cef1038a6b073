# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Sources: frames one by one, again from the start, by many threads, as Arrow streams."""
import copy
import gc
import io
import os
import pickle
import threading

import polars as pl
import pyarrow as pa
import pytest

import werkbaar as wb
from werkbaar import _core


def numbers(n_rows=10, chunk_rows=3):
    return wb.Source({"a": range(n_rows)}, chunk_rows=chunk_rows)


def test_iterating_gives_the_chunks_that_are_left():
    source = numbers()
    assert [frame["a"] for frame in source] == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]]
    assert list(source) == []
    source.rewind()
    assert next(source)["a"] == [0, 1, 2]
    assert source.collect()["a"] == [3, 4, 5, 6, 7, 8, 9]
    assert source.collect().shape == (0, 1)


def test_the_schema_uses_nothing_up():
    source = numbers()
    assert source.schema().types == {"a": "int64"}
    assert len(source.schema()) == 0
    assert source.collect().shape == (10, 1)


def test_a_stream_of_arrow_is_read_once():
    source = wb.Source(pa.table({"a": [1, 2]}).to_reader())
    assert source.schema().columns == ["a"]
    assert source.collect()["a"] == [1, 2]
    with pytest.raises(wb.UnsupportedError):
        source.rewind()


def test_a_source_is_an_arrow_stream_and_is_used_up_by_it():
    source = numbers()
    next(source)
    assert pl.DataFrame(source)["a"].to_list() == [3, 4, 5, 6, 7, 8, 9]
    for use in (next, list, wb.Source.rewind, wb.Source.schema, wb.Source.collect, pa.table):
        with pytest.raises(wb.ArgumentError, match="used up"):
            use(source)


def test_a_scored_source_takes_over_the_one_it_reads():
    answers = {f"w3_0{index}": [3, 0, None] for index in range(1, 5)}
    source = wb.Source(answers, chunk_rows=2)
    scores = wb.score(source, "wbm-employees", select=["leermogelijkheden"], keep="none")
    with pytest.raises(wb.ArgumentError, match="used up"):
        next(source)
    del source
    gc.collect()
    assert scores.collect()["leermogelijkheden"] == [100.0, 0.0, None]


@pytest.mark.parametrize("chunk_rows", [-1, "a", None, 1.5, 2**70])
def test_chunks_have_rows(chunk_rows):
    with pytest.raises(wb.ArgumentError):
        wb.Source({"a": [1]}, chunk_rows=chunk_rows)


def test_what_is_no_data_is_refused():
    for wrong in (3, "a.csv", numbers()):
        with pytest.raises(wb.ArgumentTypeError):
            wb.Source(wrong)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_source_cannot_be_copied(again):
    with pytest.raises(wb.ArgumentTypeError, match="collect"):
        again(numbers())


def test_threads_share_a_source_and_no_frame_is_lost():
    source = numbers(2000, 1)
    found = []
    threads = [threading.Thread(target=lambda: found.extend(frame["a"][0] for frame in source))
               for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(2000))


def test_a_source_is_not_read_from_inside_its_own_reading():
    class File:
        source = None
        problem = None

        def __init__(self):
            self.rest = [b"a\n", b"1\n" * 100_000, b"2\n" * 100_000]

        def read(self, size):
            if self.source is not None and self.problem is None:
                with pytest.raises(wb.ConflictError) as caught:
                    next(self.source)
                self.problem = caught.value
            chunk = self.rest.pop(0) if self.rest else b""
            self.rest[:0] = [chunk[size:]] if len(chunk) > size else []
            return chunk[:size]

    file = File()
    file.source = wb.scan_csv(file, chunk_rows=10)
    assert len(file.source.collect()) == 200_000
    assert "the source is at work" in str(file.problem)


def test_a_file_that_raises_stop_iteration_is_not_at_its_end():
    class File:
        content = io.BytesIO(b"a\n" + b"1\n" * 1_000_000)

        def read(self, size):
            return next(iter(lambda: self.content.read(size), b""))

    with pytest.raises(wb.IoError, match="StopIteration"):
        list(wb.scan_csv(File(), chunk_rows=1000))


def test_a_frame_of_a_source_outlives_it():
    source = numbers()
    frame = next(source)
    del source
    gc.collect()
    assert frame["a"] == [0, 1, 2]


def test_the_text_of_a_source_reads_nothing():
    source = numbers()
    assert repr(source) == "<werkbaar.Source>"
    assert _core.wb_frame_row_count(_core.wb_source_next(source._handle)) == 3


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_source_at_work_in_a_thread_left_behind_by_fork_says_so():
    inside, go_on = threading.Event(), threading.Event()

    def wait(fraction):
        inside.set()
        go_on.wait()

    source = numbers()
    worker = threading.Thread(target=lambda: source.collect(progress=wait))
    worker.start()
    inside.wait()
    child = os.fork()
    if child == 0:
        try:
            next(source)
        except wb.ConflictError as error:
            os._exit(0 if "forked" in str(error) else 1)
        os._exit(2)
    status = os.waitpid(child, 0)[1]
    go_on.set()
    worker.join()
    assert os.waitstatus_to_exitcode(status) == 0
