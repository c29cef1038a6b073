# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The low layer: handles, indices, buffers and bytes, and what it refuses."""
from array import array

import pytest

import werkbaar as wb
from werkbaar import _core

FRAME = wb.Frame({"a": [1, None], "b": ["x", "é"]})._handle


def test_cells():
    assert _core.wb_frame_double(FRAME, 0, 0) == 1.0
    assert _core.wb_frame_int64(FRAME, 0, 0) == 1
    assert _core.wb_frame_is_missing(FRAME, 0, 1) == 1
    assert _core.wb_frame_text(FRAME, 1, 1) == "é"
    assert _core.wb_frame_text(FRAME, 0, 0) is None


@pytest.mark.parametrize("column, row", [(2, 0), (-1, 0), (0, 2), (0, -1), (2**70, 0)])
@pytest.mark.parametrize("getter", ["double", "int64", "is_missing", "text"])
def test_a_cell_outside_is_refused(getter, column, row):
    with pytest.raises((IndexError, wb.ArgumentError)):
        getattr(_core, f"wb_frame_{getter}")(FRAME, column, row)


def test_another_handle_or_none_is_refused():
    for wrong in (None, 3, "wb_frame", _core.wb_spec_new(), wb.Source({})._handle):
        with pytest.raises(wb.ArgumentTypeError, match="frame must be wb_frame"):
            _core.wb_frame_row_count(wrong)


def test_a_handle_that_was_handed_over_is_used_up():
    source = _core.wb_source_from_frame(FRAME, 0)
    stream = _core.wb_source_export_arrow(source)
    for use in (_core.wb_source_next, _core.wb_source_rewind, _core.wb_source_export_arrow):
        with pytest.raises(wb.ArgumentError, match="used up"):
            use(source)
    again = _core.wb_source_import_arrow(stream)
    del source
    assert _core.wb_frame_row_count(_core.wb_source_next(again)) == 2
    with pytest.raises(wb.ArgumentError):
        _core.wb_source_import_arrow(stream)


def test_readers_read_rewind_and_know_their_name():
    reader = _core.wb_reader_of(b"werkbaar", "memory")
    assert _core.wb_reader_name(reader) == "memory"
    assert _core.wb_reader_read(reader, 4) == b"werk"
    assert _core.wb_reader_read(reader, 99) == b"baar"
    assert _core.wb_reader_read(reader, 99) == b""
    _core.wb_reader_rewind(reader)
    assert _core.wb_reader_read(reader, 1) == b"w"
    with pytest.raises(wb.ArgumentError):
        _core.wb_reader_read(reader, -1)
    with pytest.raises(wb.ArgumentTypeError, match="bytes or an object with read"):
        _core.wb_reader_of(3, "x")


def test_writers_keep_what_is_written():
    writer = _core.wb_writer_to_memory()
    _core.wb_writer_write(writer, b"werk")
    _core.wb_writer_write(writer, bytearray(b"\0baar"))
    assert _core.wb_writer_bytes(writer) == b"werk\0baar"
    with pytest.raises(TypeError):
        _core.wb_writer_write(writer, "text")


@pytest.mark.parametrize("column, message", [
    ({"values": array("d", [1])}, "1 values where 2 are needed"),
    ({"values": b"ab", "odd": 1}, "not known"),
    ({"values": memoryview(b"abcd").cast("B", (2, 2))}, "dimensions"),
    ({"values": "ab"}, "buffer of numbers"),
    ({"values": memoryview(b"ab").cast("c")}, "no number"),
    ({"values": b"ab", "type": _core.WB_TYPE_FLOAT64}, "cannot stand for"),
    ({"values": b"ab", "type": 99}, "cannot stand for"),
    ({"values": b"\0\5", "categories": ["x"]}, "outside its 1 categories"),
    ({"values": b"\0\2", "type": _core.WB_TYPE_BOOL}, "neither 0 nor 1"),
    ({"values": array("i", [1, 2]), "validity": b""}, "bytes of validity"),
    ({"values": array("d", [0, 1]), "categories": ["x"]}, "codes that are not integers"),
    ({"values": b"\0\0", "type": _core.WB_TYPE_DICTIONARY}, "outside its 0 categories"),
    ({"values": b"ab", "offsets": array("q", [0, 1])}, "1 texts with an end where 2"),
    ({"values": b"ab", "offsets": b""}, "bytes and int64 offsets"),
    ({"values": b"ab", "offsets": array("q", [0, 1, 3])}, "outside its 2 bytes"),
    ({"values": b"ab", "offsets": array("q", [-1, 1, 2])}, "outside its 2 bytes"),
    ({"values": b"ab", "offsets": array("q", [0, 2**40, 2])}, "backwards"),
    ({"values": b"a\xff", "offsets": array("q", [0, 1, 2])}, "not valid UTF-8"),
    ([], "a dict"),
])
def test_a_column_that_contradicts_itself_is_refused_and_nothing_added(column, message):
    frame = _core.wb_frame_new(2)
    with pytest.raises(wb.WerkbaarError, match=message):
        _core.wb_frame_add_column(frame, "a", column)
    assert _core.wb_frame_column_count(frame) == 0


@pytest.mark.parametrize("n_rows", [2**61, 2**62, 2**63 - 1])
@pytest.mark.parametrize("column", [
    {"values": array("d", [1])}, {"values": array("d", [1]), "validity": b"\1"},
    {"values": b"a", "offsets": array("q", [0, 1])}])
def test_a_column_of_impossible_length_is_refused(column, n_rows):
    with pytest.raises(wb.ArgumentError, match="are needed"):
        _core.wb_frame_add_column(_core.wb_frame_new(n_rows), "a", column)


def test_numbers_at_odd_addresses_are_laid_out_anew():
    raw = bytearray(b"_" + array("d", [1.5, -2.0]).tobytes())
    for odd in (memoryview(raw)[1:].cast("d"), memoryview(raw)[1:].cast("d")[::-1]):
        frame = wb.Frame({"a": odd})
        assert frame["a"] == list(odd)


@pytest.mark.parametrize("name", ["é" * 300, "aé" * 300])
def test_a_message_too_long_for_its_place_is_cut(name):
    with pytest.raises(wb.DataError, match="éé|aéaé") as caught:
        _core.wb_frame_add_texts(_core.wb_frame_new(1), name, [1])
    assert caught.value.row == 0


def test_what_is_packed_depends_on_the_values_alone():
    one = wb.Frame({"a": [1, None, 3], "b": ["x", None, ""], "c": [None, True, False]})
    other = wb.Frame({"a": [7, 1, None, 3], "b": ["w", "x", None, ""],
                      "c": [True, None, True, False]})[1:]
    for index in range(3):
        packed = _core.column_pack(one._handle, index)
        assert packed == _core.column_pack(other._handle, index)
        assert packed["validity"][0] == [0b101, 0b101, 0b110][index]
    assert "validity" not in _core.column_pack(one[2:]._handle, 1)


@pytest.mark.parametrize("out", [array("f", [0, 0]), array("d", [0]), b"0123456789abcdef", None])
def test_an_output_that_does_not_fit_is_refused(out):
    with pytest.raises(wb.ArgumentError):
        _core.wb_frame_copy_doubles(FRAME, 0, 0, 2, 0.0, out)


@pytest.mark.parametrize("first, n_rows", [(0, 3), (-1, 1), (2, 1), (0, -1), (2**62, 2**62)])
def test_rows_outside_are_refused(first, n_rows):
    with pytest.raises((wb.ArgumentError, IndexError)):
        _core.column_values(FRAME, 0, first, n_rows)
    with pytest.raises(wb.WerkbaarError):
        _core.wb_frame_slice(FRAME, first, n_rows)


def test_text_with_what_c_cannot_hold_is_refused():
    frame = _core.wb_frame_new(1)
    for name in ("a\0b", "\ud800", "", "n" * 128):
        with pytest.raises(wb.WerkbaarError):
            _core.wb_frame_add_texts(frame, name, ["x"])
    with pytest.raises(wb.DataError) as caught:
        _core.wb_frame_add_texts(frame, "a", ["\ud800"])
    assert (caught.value.item, caught.value.row) == ("a", 0)
    _core.wb_frame_add_texts(frame, "a", ["x\0y"])
    assert _core.column_values(frame, 0, 0, 1) == ["x\0y"]
