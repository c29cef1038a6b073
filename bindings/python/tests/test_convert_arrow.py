# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Frames of what speaks Arrow: pyarrow, Polars, DuckDB; and those of frames."""
import datetime
import gc

import duckdb
import polars as pl
import pyarrow as pa
import pytest

import werkbaar as wb

NOON = datetime.datetime(2023, 5, 1, 12, tzinfo=datetime.timezone.utc)
DAY = datetime.date(2023, 5, 1)


def addresses(table, name="a"):
    """Where the buffers of a column lie, as Arrow hands them out."""
    return [buffer.address for buffer in pa.table(table)[name].chunk(0).buffers() if buffer]


def polars_frame():
    return pl.DataFrame({
        "i": pl.Series([1, None], dtype=pl.Int8), "f": [0.5, None], "b": [True, None],
        "t": ["x", None], "d": [DAY, None], "w": [NOON, None],
        "ms": pl.Series([NOON, None], dtype=pl.Datetime("ms", "Europe/Brussels")),
        "c": pl.Series(["x", None], dtype=pl.Categorical),
        "e": pl.Series(["y", None], dtype=pl.Enum(["x", "y"])), "n": [None, None]})


FOUND = {"i": [1, None], "f": [0.5, None], "b": [True, None], "t": ["x", None],
         "d": [DAY, None], "w": [NOON, None], "ms": [NOON, None], "c": ["x", None],
         "e": ["y", None], "n": [None, None]}


def test_every_type_of_polars():
    frame = wb.Frame(polars_frame())
    assert frame.to_dict() == FOUND
    assert list(frame.types.values()) == ["int8", "float64", "bool", "utf8", "date32",
                                          "timestamp", "timestamp", "dictionary", "dictionary",
                                          "null"]
    assert frame.categories("e") == ["x", "y"]
    assert frame.to_polars()["c"].to_list() == ["x", None]


@pytest.mark.parametrize("of", [
    pa.table, lambda data: pa.table(data).combine_chunks().to_batches()[0],
    lambda data: pa.table(data).to_reader(), duckdb.from_arrow, wb.Frame])
def test_every_library_that_speaks_arrow(of):
    data = pa.table(polars_frame().drop("n", "c", "e"))
    frame = wb.Frame(of(data))
    assert frame.to_dict() == {name: FOUND[name] for name in data.column_names}


def test_a_duckdb_relation():
    frame = wb.Frame(duckdb.sql("select range::int as a, 'x' || range as b from range(3)"))
    assert frame.to_dict() == {"a": [0, 1, 2], "b": ["x0", "x1", "x2"]}
    assert duckdb.sql("select sum(a) from frame").fetchall() == [(3,)]


def test_columns_of_libraries_in_a_dict():
    frame = wb.Frame({"a": pl.Series("z", [1, None]), "b": pa.array(["x", None]),
                      "c": pa.chunked_array([[1.5], [None]]),
                      "d": pa.array(["x", None]).dictionary_encode()})
    assert frame.to_dict() == {"a": [1, None], "b": ["x", None], "c": [1.5, None],
                               "d": ["x", None]}


@pytest.mark.parametrize("table", [
    pa.table({"a": list(range(1000))}), pa.table({"a": [0.5] * 1000}),
    pa.table({"a": ["werkbaar"] * 1000}), pl.DataFrame({"a": range(1000)}),
    pl.DataFrame({"a": [0.5, None] * 500})])
def test_values_go_in_and_out_without_a_copy(table):
    frame = wb.Frame(table)
    assert addresses(frame)[-1] == addresses(table)[-1]
    assert addresses(frame.to_arrow())[-1] == addresses(table)[-1]
    assert addresses(wb.Frame(frame)[:])[-1] == addresses(table)[-1]


def test_buffers_live_as_long_as_they_are_needed():
    table = frame = wb.Frame(pl.DataFrame({"a": range(10_000), "t": ["x"] * 10_000}))
    for _ in range(5):
        table = wb.Frame(pa.table(frame))
        table = wb.Frame(pl.DataFrame(table))
    del frame
    gc.collect()
    assert table["a"] == list(range(10_000)) and set(table["t"]) == {"x"}


@pytest.mark.parametrize("table, words", [
    (pl.DataFrame({"a": [[1]]}), "list"), (pa.table({"a": [{"x": 1}]}), "'a'"),
    (pl.DataFrame({"a": [datetime.timedelta(1)]}), "'a'"),
    (pa.table({"a": [b"x"]}), "'a'"), (pa.table([[1], [2]], names=["a", "a"]), "'a'"),
    (pa.table({"a": pa.array([1], pa.timestamp("ns"))}), "microseconds"),
    (pa.table({"": [1]}), "column 0 has no name"), (pl.LazyFrame({"a": [1]}), "collect"),
    (pa.array([1, 2]), "struct"), (pl.Series([1]), "one column"), (pa.chunked_array([[1]]), "struct"),
])
def test_what_a_frame_cannot_hold_is_refused(table, words):
    with pytest.raises(wb.WerkbaarError, match=words):
        wb.Frame(table)


def test_a_decimal_column_is_refused_by_name():
    with pytest.raises(wb.UnsupportedError, match="decimal") as caught:
        wb.Frame(duckdb.sql("select 1.5::decimal(4, 1) as a"))
    assert caught.value.item == "a"


def test_empty_tables():
    assert wb.Frame(pl.DataFrame()).shape == (0, 0)
    assert wb.Frame(pa.table({})).shape == (0, 0)
    assert wb.Frame(pl.DataFrame({"a": []}, schema={"a": pl.Int8})).types == {"a": "int8"}
    assert wb.Frame(pa.schema([("a", pa.int8())]).empty_table()).shape == (0, 1)
    for frame in (wb.Frame(), wb.Frame({"a": []})):
        assert frame.to_polars().shape == frame.to_arrow().shape == frame.shape


def test_a_stream_that_fails_says_why():
    def batches():
        yield pa.record_batch({"a": [1]})
        raise LookupError("the line dropped")

    reader = pa.RecordBatchReader.from_batches(pa.schema([("a", pa.int64())]), batches())
    with pytest.raises(wb.WerkbaarError, match="the line dropped"):
        wb.Frame(reader)


@pytest.mark.parametrize("wrong", [None, 3, (1, 2), object()])
def test_an_object_that_hands_out_nonsense_is_refused(wrong):
    class Stream:
        def __arrow_c_stream__(self, requested_schema=None):
            return wrong

    class Array:
        def __arrow_c_array__(self, requested_schema=None):
            return wrong

    for data in (Stream(), Array()):
        with pytest.raises((wb.WerkbaarError, ValueError, TypeError)):
            wb.Frame(data)


def test_the_schema_alone():
    class Schema:
        def __arrow_c_schema__(self):
            return wb.Frame({"a": [1], "t": ["x"]}).__arrow_c_schema__()

    assert pa.schema(Schema()).names == ["a", "t"]


def test_metadata_travel_with_arrow():
    frame = wb.Frame({"a": [1]}, metadata={"wave": 2023})
    assert frame.to_arrow().schema.metadata == {b"werkbaar": b'{"wave":2023}'}
    assert wb.Frame(frame.to_arrow()).metadata == {"wave": 2023}


def test_a_category_that_is_there_twice_is_one():
    texts = pa.DictionaryArray.from_arrays(pa.array([2, 1, 0, None]), ["ja", "nee", "ja"])
    frame = wb.Frame({"a": texts})
    assert frame["a"] == ["ja", "nee", "ja", None]
    made = frame.to_pandas()["a"]
    assert made.cat.categories.tolist() == ["ja", "nee"]
    assert made.cat.codes.tolist() == [0, 1, 0, -1]


def test_categories_of_chunks_are_united():
    chunks = [pa.array(["x"]).dictionary_encode(), pa.array(["y", "x"]).dictionary_encode()]
    assert wb.Frame({"a": pa.chunked_array(chunks)})["a"] == ["x", "y", "x"]
