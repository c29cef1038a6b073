# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""CSV in and out."""
import io
import pathlib

import pytest

import werkbaar as wb

TEXT = b"id;q1;t\n1;2,5;x\n2;NA;\"y;z\"\n"


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "answers.csv"
    file.write_bytes(TEXT)
    return file


FOUND = {"id": [1, 2], "q1": [2.5, None], "t": ["x", "y;z"]}


def test_a_path_bytes_and_files_read_the_same(path):
    with path.open("rb") as file:
        for source in (path, str(path), TEXT, bytearray(TEXT), memoryview(TEXT),
                       io.BytesIO(TEXT), file):
            assert wb.read_csv(source).to_dict() == FOUND


def test_options_of_reading():
    assert wb.read_csv(b"a|b\n", delimiter=",").columns == ["a|b"]
    assert wb.read_csv(b"a,b\n1,.\n", missing=".").to_dict() == {"a": [1], "b": [None]}
    assert wb.read_csv(b'a;b\n"1,5";x\n', decimal=",")["a"] == [1.5]
    types = {"a": "int8", "b": ["laag", "hoog"], "c": "utf8", "d": "float64", "e": "bool"}
    frame = wb.read_csv(b"a,b,c,d,e,f\n1,hoog,007,1,1,2\n", types=types)
    assert frame.types == {"a": "int8", "b": "dictionary", "c": "utf8", "d": "float64",
                           "e": "bool", "f": "int32"}
    assert frame.categories("b") == ["laag", "hoog"]
    assert wb.read_csv(b"a\n5\n", types=wb.Frame({"a": [0.5]})).types == {"a": "float64"}


def test_declared_categories_keep_their_order():
    pd = pytest.importorskip("pandas")
    level = pd.Series(pd.Categorical(["high", "low"], categories=["low", "high"], ordered=True), name="level")
    frame = wb.read_csv(b"level,other\nhigh,low\nlow,high\n",
                        types=wb.Frame(pd.DataFrame({"level": level, "other": level.cat.as_unordered()})))
    assert (frame.is_ordered("level"), frame.is_ordered("other")) == (True, False)
    assert frame.to_pandas()["level"].equals(level)


def test_scanning_gives_chunks_and_starts_again(path):
    source = wb.scan_csv(path, chunk_rows=1)
    assert [frame["id"] for frame in source] == [[1], [2]]
    source.rewind()
    assert source.collect().to_dict() == FOUND


def test_a_file_that_cannot_seek_is_read_once(path):
    class Pipe:
        def __init__(self, data):
            self.data = io.BytesIO(data)

        def read(self, size):
            return self.data.read(size)

    source = wb.scan_csv(Pipe(TEXT), chunk_rows=1)
    assert source.collect().to_dict() == FOUND
    with pytest.raises(wb.UnsupportedError):
        source.rewind()


def test_reading_starts_where_the_file_stands():
    file = io.BytesIO(b"not this\na\n1\n")
    file.readline()
    source = wb.scan_csv(file)
    assert source.collect()["a"] == [1]
    source.rewind()
    assert source.collect()["a"] == [1]


def test_a_fault_is_named_with_its_place(path):
    path.write_bytes(b"a,b\n1,2\n3,x\n")
    with pytest.raises(wb.DataError) as caught:
        wb.read_csv(path, types={"b": "int32"})
    error = caught.value
    assert (error.line, error.column, error.row, error.item) == (3, 2, 1, "b")
    assert str(path) in str(error)
    with pytest.raises(wb.DataError, match="input"):
        wb.read_csv(b"a,b\n1\n")


@pytest.mark.parametrize("options", [
    {"delimiter": ";;"}, {"delimiter": 3}, {"decimal": "x"}, {"types": ["int8"]},
    {"types": {"a": "int7"}}, {"types": {"a": "dictionary"}}, {"types": {"a": int}},
    {"types": {"z": "int8"}}, {"types": {"a": [1, 2]}}, {"types": {3: "int8"}},
    {"missing": 3}, {"infer_rows": -1}, {"infer_rows": "all"}])
def test_options_that_cannot_be_are_refused(options):
    with pytest.raises(wb.WerkbaarError):
        wb.read_csv(b"a\n1\n", **options)


@pytest.mark.parametrize("source", [3, None, ["a.csv"], io.StringIO("a\n1\n"), object()])
def test_what_cannot_be_read_is_refused(source):
    with pytest.raises(wb.ArgumentTypeError):
        wb.read_csv(source)


FRAME = wb.Frame({"a": [1, None], "b": [0.5, 2.25], "t": ["x,y", None]})


@pytest.mark.parametrize("options, text", [
    ({}, 'a,b,t\n1,0.5,"x,y"\n,2.25,\n'),
    ({"delimiter": ";", "decimal": ","}, 'a;b;t\n1;0,5;x,y\n;2,25;\n'),
    ({"header": False, "crlf": True}, '1,0.5,"x,y"\r\n,2.25,\r\n'),
    ({"comment": "SYNTHETIC"}, '# SYNTHETIC\na,b,t\n1,0.5,"x,y"\n,2.25,\n')])
def test_writing(options, text, tmp_path):
    assert FRAME.to_csv(**options) == text
    path = tmp_path / "out.csv"
    FRAME.to_csv(path, **options)
    assert path.read_bytes().decode() == text
    file = io.BytesIO()
    wb.write_csv(FRAME, file, **options)
    assert file.getvalue().decode() == text


def test_what_was_written_is_read_again(tmp_path):
    path = tmp_path / "out.csv"
    wb.write_csv(wb.Source(FRAME, chunk_rows=1), str(path))
    assert wb.read_csv(path).to_dict() == FRAME.to_dict()
    wb.write_csv({"a": [1]}, path)
    assert wb.read_csv(path).to_dict() == {"a": [1]}


@pytest.mark.parametrize("path", [3, None, ["a"]])
def test_a_place_that_cannot_be_written_is_refused(path):
    with pytest.raises(wb.ArgumentTypeError):
        wb.write_csv(FRAME, path)


def test_writing_fails_whole(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("before")
    with pytest.raises(wb.CancelledError):
        wb.write_csv(wb.Source(FRAME, chunk_rows=1), path, progress=lambda fraction: False)
    assert path.read_text() == "before"
    assert list(pathlib.Path(tmp_path).iterdir()) == [path]
    with pytest.raises(wb.IoError):
        wb.write_csv(FRAME, tmp_path / "no" / "such" / "folder.csv")
