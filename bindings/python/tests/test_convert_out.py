# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Results leave as the library that the data came in; how long calls run."""
import builtins
import sys

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import werkbaar as wb
from werkbaar._frame import as_frame, give_back
from werkbaar._run import run_options
from werkbaar._source import as_source

RESULT = wb.Frame({"a": [1, 2]}, metadata={"wave": 2023})


@pytest.mark.parametrize("like, kind", [
    (pd.DataFrame(), pd.DataFrame), (pl.DataFrame(), pl.DataFrame), (pa.table({}), pa.Table),
    (pa.record_batch({"a": [1]}), pa.Table), ({}, wb.Frame), ([], wb.Frame),
    (wb.Frame(), wb.Frame), (None, wb.Frame), (pd.Series([1]), wb.Frame)])
def test_the_library_that_came_in_comes_out(like, kind):
    found = give_back(RESULT, like, None)
    assert type(found) is kind
    assert wb.Frame(found)["a"] == [1, 2]


@pytest.mark.parametrize("output, kind", [
    ("pandas", pd.DataFrame), ("polars", pl.DataFrame), ("arrow", pa.Table),
    ("frame", wb.Frame)])
def test_output_says_otherwise(output, kind):
    assert type(give_back(RESULT, pd.DataFrame(), output)) is kind


@pytest.mark.parametrize("output", ["numpy", "", 3, pd])
def test_another_output_is_refused(output):
    with pytest.raises(wb.ArgumentError, match="output must be") as caught:
        give_back(RESULT, None, output)
    assert caught.value.item == "output"


def test_rows_of_pandas_keep_their_index():
    like = pd.DataFrame({"x": [5, 6]}, index=["i", "j"])
    assert give_back(RESULT, like, None, same_rows=True).index.tolist() == ["i", "j"]
    assert give_back(RESULT, like, None).index.tolist() == [0, 1]
    assert give_back(RESULT, {}, "pandas", same_rows=True).index.tolist() == [0, 1]


def test_a_frame_stays_itself():
    assert as_frame(RESULT) is RESULT
    assert as_frame({"a": [1]})["a"] == [1]


def test_what_is_read_as_it_goes_is_a_source():
    source = wb.Source(RESULT)
    assert as_source(source) is source
    assert next(as_source(pa.table(RESULT).to_reader()))["a"] == [1, 2]
    for data in (RESULT, pd.DataFrame(), pa.table({}), {"a": [1]}, None):
        assert as_source(data) is None


def test_calls_run_on_all_cores_by_default():
    assert run_options() == {"threads": -1, "progress": None, "memory_limit": None}
    assert run_options(2, False, 10) == {"threads": 2, "progress": None, "memory_limit": 10}
    with pytest.raises(wb.ArgumentTypeError, match="progress must be"):
        run_options(None, 3, None)


def test_progress_is_a_bar_of_tqdm(capsys):
    pytest.importorskip("tqdm")
    wb.Source({"a": range(100)}, chunk_rows=10).collect(progress=True)
    assert "100%" in capsys.readouterr().err


def test_progress_is_a_line_without_tqdm(capsys, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("tqdm"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    monkeypatch.setattr(builtins, "__import__", without)
    wb.Source({"a": range(100)}, chunk_rows=10).collect(progress=True)
    shown = capsys.readouterr().err
    assert shown.endswith("100%\n") and "\r" in shown


def test_progress_counts_up_to_one():
    seen = []
    wb.Source({"a": range(100)}, chunk_rows=10).collect(progress=seen.append)
    assert seen == sorted(seen) and seen[-1] == 1
    assert all(0 <= fraction <= 1 for fraction in seen)


@pytest.mark.parametrize("limit", [-1, "much", 1.5])
def test_a_memory_limit_is_a_number_of_bytes(limit):
    with pytest.raises(wb.ArgumentError):
        wb.Source({"a": range(100)}, chunk_rows=10).collect(memory_limit=limit)


def test_a_memory_limit_is_kept():
    source = wb.Source({"a": range(100_000)}, chunk_rows=1000)
    with pytest.raises(wb.LimitError) as caught:
        source.collect(memory_limit=1000)
    assert isinstance(caught.value, MemoryError)
