# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Files of any size: the numbers of one frame, a few batches in memory, errors that name the file."""
import os
import pathlib
import subprocess
import sys

import pytest

import werkbaar as wb
from beyond import INSTRUMENT, MODEL, SPEC, answers, parts, same_estimates, same_fit
from cases import SAMPLE

Y = {"y": [1.0, 2.0, 4.0]}


def written(folder, suffix):
    """The answers in four files."""
    for number, part in enumerate(parts(3)):
        path = folder / f"part-{number}.{suffix}"
        if suffix == "csv":
            wb.write_csv(part, path)
        elif suffix == "sav":
            wb.write_statfile(part, path)
        else:
            arrow = part.to_arrow()
            module = pytest.importorskip(f"pyarrow.{suffix}")
            getattr(module, "write_table" if suffix == "parquet" else "write_feather")(arrow, path)
    return folder / f"part-*.{suffix}"


@pytest.mark.parametrize("suffix", ["parquet", "feather", "sav"])
def test_tally_files__gives_the_numbers_of_one_frame(tmp_path, suffix):
    files = written(tmp_path, suffix)
    assert same_estimates(wb.tally_files(files, SPEC, instrument=INSTRUMENT))


def test_tally_files__reads_csv_as_read_csv_does():
    # The file begins with a comment; "NA" is missing in text too.
    assert same_estimates(wb.tally_files(SAMPLE, SPEC, instrument=INSTRUMENT))


def test_fit_files__gives_the_fit_of_one_frame(tmp_path):
    files = written(tmp_path, "parquet")
    assert same_fit(wb.fit_files(files, MODEL, instrument=INSTRUMENT))


@pytest.mark.parametrize("read", [
    lambda files: wb.fit_files(files, wb.Model("y", "x", family="linear")),
    lambda files: wb.tally_files(files, mean="x")], ids=["fit", "tally"])
def test_files__name_the_file_and_the_row_in_it(tmp_path, read):
    for name, first in (("a", 1.0), ("b", 2e50)):
        wb.write_csv({"x": [3.0, first, 2.0], "y": [1.0, 2.0, 4.0]}, tmp_path / f"{name}.csv")
    with pytest.raises(wb.DataError, match="1e50") as raised:
        read([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert raised.value.row == 1 and "b.csv" in raised.value.__notes__[0]


def test_tally_files__has_the_same_bits_for_any_batches_and_threads(tmp_path):
    files = written(tmp_path, "parquet")
    tallies = [wb.tally_files(files, SPEC, instrument=INSTRUMENT, batch_rows=rows, threads=threads)
               for rows, threads in ((1 << 16, None), (7, 1), (1000, 2))]
    first, *others = [tally.estimate().to_dict() for tally in tallies]
    assert all(other == first for other in others)


def test_tally_files__takes_files_in_the_order_of_their_names(tmp_path):
    # Clusters that must follow each other show any other order.
    for name in "cab":
        wb.write_csv({"y": [1.0, 2.0], "c": [ord(name) - 1, ord(name)]}, tmp_path / f"{name}.csv")
    spec = wb.Spec(mean="y", clusters="c", units="ordered")
    assert len(wb.tally_files(f"{tmp_path}/*.csv", spec)) == 6
    with pytest.raises(wb.DataError, match="follow each other"):
        wb.tally_files([tmp_path / f"{name}.csv" for name in "acb"], spec)


def test_tally_files__reads_only_columns_that_are_needed(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = wb.Frame(Y).to_arrow()
    module = pytest.importorskip("pyarrow")
    lists = module.array([[1], [2, 3], []])  # of a type that a frame does not hold
    parquet.write_table(arrow.append_column("others", lists), tmp_path / "a.parquet")
    assert len(wb.tally_files(tmp_path / "a.parquet", mean="y")) == 3
    with pytest.raises(wb.WerkbaarError, match="others"):
        wb.tally_files(tmp_path / "a.parquet", mean="others")


def test_tally_files__takes_a_dataset_with_a_filter(tmp_path):
    dataset = pytest.importorskip("pyarrow.dataset")
    module = pytest.importorskip("pyarrow")
    table = module.table({"year": [2019, 2019, 2023], **Y})
    dataset.write_dataset(table, tmp_path, format="parquet", partitioning=["year"],
                          partitioning_flavor="hive")
    waves = dataset.dataset(tmp_path, partitioning="hive")
    found = wb.tally_files(waves, mean="y", by="year").estimate()
    assert (found["year"], found["estimate"]) == ([2019, 2023], [1.5, 4.0])
    one = waves.filter(dataset.field("year") == 2019)
    assert wb.tally_files(one, mean="y").estimate()["estimate"] == [1.5]


def test_tally_files__of_an_empty_tally_makes_one_pass(tmp_path):
    wb.write_csv(Y, tmp_path / "a.csv")
    first = wb.tally_files(tmp_path / "a.csv", wb.Tally(quantile="y"))
    assert first.estimate()["status"] == ["one_pass"]
    second = wb.tally_files(tmp_path / "a.csv", first.second_pass())
    assert second.estimate()["status"] != ["one_pass"]
    with pytest.raises(wb.ArgumentError, match="has rows"):
        wb.tally_files(tmp_path / "a.csv", first)
    with pytest.raises(wb.ArgumentError, match="mean is said"):
        wb.tally_files(tmp_path / "a.csv", wb.Tally(mean="y"), mean="y")


def test_tally_files__names_the_file_and_its_row(tmp_path):
    wb.write_csv({"y": [1.0, 2.0], "w": [1.0, 1.0]}, tmp_path / "a.csv")
    wb.write_csv({"y": [1.0, 2.0], "w": [1.0, -1.0]}, tmp_path / "b.csv")
    with pytest.raises(wb.DataError) as error:
        wb.tally_files(f"{tmp_path}/*.csv", mean="y", weights="w")
    assert error.value.row == 1 and error.value.item == "w"
    assert error.value.__notes__ == [f"in {tmp_path / 'b.csv'}"]


@pytest.mark.parametrize("files, kind, words", [
    ("nothing-*.csv", wb.IoError, "there is no file"), ([], wb.ArgumentError, "none"),
    (3, wb.ArgumentTypeError, "files must be paths"), (b"a", wb.ArgumentTypeError, "bytes"),
    (__file__, wb.ArgumentError, "known by its suffix")])
def test_tally_files__refuses(files, kind, words):
    with pytest.raises(kind, match=words):
        wb.tally_files(files, mean="y")


def test_tally_files__says_what_is_no_parquet(tmp_path):
    pytest.importorskip("pyarrow")
    (tmp_path / "a.parquet").write_bytes(b"no parquet at all")
    with pytest.raises(wb.IoError) as error:
        wb.tally_files(tmp_path / "a.parquet", mean="y")
    assert error.value.where == str(tmp_path / "a.parquet")


def test_tally_files__refuses_scores_that_nobody_can_make():
    with pytest.raises(wb.DataError, match="geen"):
        wb.tally_files(SAMPLE, mean="geen", instrument=INSTRUMENT)
    with pytest.raises(wb.DataError) as error:
        wb.tally_files(SAMPLE, mean="werkbaar")
    assert error.value.item == "werkbaar"


def test_tally_files__minds_memory_and_tells_of_progress(tmp_path):
    wb.write_csv({"y": list(range(200000))}, tmp_path / "a.csv")
    told = []
    wb.tally_files(tmp_path / "a.csv", mean="y", progress=told.append)
    assert told
    with pytest.raises(wb.CancelledError):
        wb.tally_files(tmp_path / "a.csv", mean="y", progress=lambda fraction: False)
    with pytest.raises(wb.LimitError):
        wb.tally_files(tmp_path / "a.csv", quantile="y", memory_limit=1000)


HUNGRY = r"""
import re, sys
import werkbaar as wb
tally = wb.tally_files(sys.argv[1:], mean="a", by="g", threads=1)
print(len(tally), re.search(r"VmHWM:\s+(\d+) kB", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif("asan" in os.environ.get("LD_PRELOAD", ""), reason="keeps what was freed")
def test_tally_files__takes_memory_of_batches_and_not_of_rows(tmp_path):
    numpy = pytest.importorskip("numpy")
    parquet = pytest.importorskip("pyarrow.parquet")
    module = pytest.importorskip("pyarrow")
    numbers = numpy.arange(1_000_000)
    table = module.table({"a": numbers * 0.5, "g": numbers % 24})  # 16 MB
    path = tmp_path / "a.parquet"
    parquet.write_table(table, path, row_group_size=1 << 16)
    kilobytes = []
    for times in (2, 16):
        done = subprocess.run([sys.executable, "-c", HUNGRY, *[path] * times], check=True,
                              capture_output=True, text=True)
        rows, peak = map(int, done.stdout.split())
        assert rows == times * 1_000_000
        kilobytes.append(peak)
    assert kilobytes[1] < kilobytes[0] + 64 * 1024  # 14 more would be 224 MB


def test_what_makes_scores_is_sent_along_as_the_items_that_it_takes():
    from werkbaar._parts import scoring

    how = scoring(INSTRUMENT, SPEC.needed())
    assert how.scores == ("werkbaar", "leermogelijkheden", "vermoeidheid_problem")
    assert set(how.items) < set(answers().columns) and "r1_01" not in how.items
    assert scoring(INSTRUMENT, ["sector"]) is None and scoring(None, ["werkbaar"]) is None


def test_paths_are_paths(tmp_path):
    name = pathlib.Path(tmp_path, "a[1].csv")  # a name that looks like a pattern
    wb.write_csv(Y, name)
    assert len(wb.tally_files([name, name], mean="y")) == 6
