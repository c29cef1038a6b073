# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Dask: the numbers of one machine, with threads and, in long runs, on a cluster that loses a worker."""
import subprocess
import sys

import pytest

import werkbaar as wb
from beyond import (INSTRUMENT, MODEL, SPEC, Fatal, answers, parts, same_estimates, same_fit,
                    scored)
from cases import LONG, SAMPLE

dask = pytest.importorskip("dask")
frames = pytest.importorskip("dask.dataframe")
on = pytest.importorskip("werkbaar.dask")


@pytest.fixture(autouse=True)
def threads(request):
    """Threads, unless a test has a cluster."""
    if "cluster" in request.fixturenames:
        yield
        return
    with dask.config.set(scheduler="threads"):
        yield


def table(count):
    return frames.from_pandas(answers().to_pandas(), npartitions=count, sort=False)


@pytest.mark.parametrize("count, fan_in", [(1, 8), (5, 2), (13, 3)])
def test_tally__gives_the_numbers_of_one_machine(count, fan_in):
    assert same_estimates(on.tally(table(count), SPEC, instrument=INSTRUMENT, fan_in=fan_in))


def test_tally__takes_rows_that_have_been_scored():
    data = frames.from_pandas(scored().to_pandas(), npartitions=3, sort=False)
    assert same_estimates(on.tally(data, SPEC))


def test_tally__takes_bags_and_delayed_parts():
    assert same_estimates(on.tally(table(3).to_bag(format="dict"), SPEC, instrument=INSTRUMENT))
    delayed = [dask.delayed(part) for part in parts(4)]  # the first has no rows
    assert same_estimates(on.tally(delayed, SPEC, instrument=INSTRUMENT))
    assert same_estimates(on.tally(dask.delayed(answers()), SPEC, instrument=INSTRUMENT))


def test_tally__takes_delayed_parts_that_are_read_as_it_goes():
    parted = [dask.delayed(lambda: wb.Source({"y": [1.0, 2.0]}, chunk_rows=1))(),
              dask.delayed(lambda: wb.Frame({"y": [6.0]}).to_arrow().to_reader())()]
    assert on.tally(parted, mean="y").estimate()["estimate"] == [3.0]


@pytest.mark.parametrize("rows", [1, 500, 1 << 20])
def test_tally__takes_paths(tmp_path, monkeypatch, rows):
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("werkbaar._files._PIECE_ROWS", rows)
    arrow = answers().to_arrow()
    parquet.write_table(arrow[:1200], tmp_path / "a.parquet", row_group_size=400)
    parquet.write_table(arrow[1200:], tmp_path / "b.parquet", row_group_size=90)
    assert same_estimates(on.tally(f"{tmp_path}/*.parquet", SPEC, instrument=INSTRUMENT))
    assert same_estimates(on.tally([tmp_path / "a.parquet", tmp_path / "b.parquet"], SPEC,
                                   instrument=INSTRUMENT))


def test_tally__takes_files_without_rows_and_says_what_is_none(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    arrow = answers().to_arrow()
    parquet.write_table(arrow[:0], tmp_path / "a.parquet")
    parquet.ParquetWriter(tmp_path / "b.parquet", arrow.schema).close()
    parquet.write_table(arrow, tmp_path / "c.parquet")
    assert same_estimates(on.tally(f"{tmp_path}/*.parquet", SPEC, instrument=INSTRUMENT))
    assert same_estimates(wb.tally_files(f"{tmp_path}/*.parquet", SPEC, instrument=INSTRUMENT))
    (tmp_path / "d.parquet").write_bytes(b"no parquet at all")
    with pytest.raises(wb.IoError) as error:
        on.tally(tmp_path / "d.parquet", mean="y")
    assert error.value.where == str(tmp_path / "d.parquet")


def test_tally__names_the_file(tmp_path):
    wb.write_csv({"y": [1.0], "w": [-1.0]}, tmp_path / "a.csv")
    with pytest.raises(wb.DataError) as error:
        on.tally(tmp_path / "a.csv", mean="y", weights="w")
    assert error.value.__notes__ == [f"in {tmp_path / 'a.csv'}", "in part 0 of 1, counted from 0"]


def test_fit__is_that_of_one_machine():
    assert same_fit(on.fit(table(5), MODEL, instrument=INSTRUMENT))


def test_tally__has_the_same_bits_every_time():
    first, *others = [on.tally(table(9), SPEC, instrument=INSTRUMENT, fan_in=2).estimate().to_dict()
                      for _ in range(3)]
    assert all(other == first for other in others)


def test_tally__merges_neighbours():
    # A cluster may be in two parts that follow each other, and in no others.
    delayed = [dask.delayed({"y": [1.0, 2.0], "c": [i, i + 1]}) for i in range(7)]
    spec = wb.Spec(mean="y", clusters="c", units="ordered")
    assert on.tally(delayed, spec, fan_in=2).estimate()["df"] == [7.0]


def test_tally__reads_only_columns_that_are_needed(tmp_path):
    table(2).to_parquet(tmp_path)
    read = frames.read_parquet(tmp_path)
    asked = []
    on._parts(_Watched(read, asked), on_work(["werkbaar"]))
    assert set(asked[0]) < set(answers().columns) and "r1_01" not in asked[0]
    assert same_estimates(on.tally(read, SPEC, instrument=INSTRUMENT))


class _Watched:
    def __init__(self, data, asked):
        self.columns, self._data, self._asked = data.columns, data, asked

    def __getitem__(self, names):
        self._asked.append(names)
        return self._data[names]

    def to_delayed(self):
        raise AssertionError("no column was chosen")


def on_work(mean):
    from werkbaar._parts import scoring, work

    empty = wb.Tally(mean=mean)
    return work(empty, scoring(INSTRUMENT, mean))


def test_tally__of_no_parts_and_no_rows():
    assert len(on.tally([], mean="y")) == 0
    nothing = [dask.delayed({"y": []}), dask.delayed({"y": []})]
    assert len(on.tally(nothing, mean="y")) == 0
    with pytest.raises(wb.DataError):
        on.fit(nothing, wb.Model("y", family="linear"))


def test_tally__names_the_part_and_its_row():
    delayed = [dask.delayed({"y": [1.0], "w": [1.0]}), dask.delayed({"y": [1.0], "w": [-1.0]})]
    with pytest.raises(wb.DataError) as error:
        on.tally(delayed, mean="y", weights="w")
    assert (error.value.item, error.value.row) == ("w", 0)
    assert error.value.__notes__ == ["in part 1 of 2, counted from 0"]


def test_tally__refuses_rows_that_are_others_in_the_second_pass():
    rows = iter([[1.0, 2.0], [1.0, 2.0, 3.0]])
    changing = [dask.delayed(lambda: {"y": next(rows)}, pure=False)()]
    with pytest.raises(wb.ConflictError, match="saw 3 rows and the first 2"):
        on.tally(changing, quantile="y")


@pytest.mark.parametrize("data, more, words", [
    (3, {}, "data must be"), (b"a", {}, "data must be"), ([], {"fan_in": 1}, "fan_in"),
    ([], {"what": wb.Spec(mean="y")}, "mean")])
def test_tally__refuses(data, more, words):
    what = more.pop("what", None)
    with pytest.raises(wb.ArgumentError, match=words):
        on.tally(data, what, **{"mean": "y", **more})


# ---- a cluster ----

@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    if not LONG:
        pytest.skip("a cluster of processes is for long runs: WERKBAAR_LONG=1")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1,
                                  dashboard_address=None) as made:
        with distributed.Client(made) as client:
            yield client


def test_a_cluster_gives_the_numbers_of_one_machine(cluster):
    assert same_estimates(on.tally(table(7), SPEC, instrument=INSTRUMENT))
    assert same_fit(on.fit(table(3), MODEL, instrument=INSTRUMENT))


def test_a_cluster_takes_what_its_workers_hold(cluster):
    futures = cluster.scatter(parts(3))
    assert same_estimates(on.tally(futures, SPEC, instrument=INSTRUMENT))
    assert same_estimates(on.tally(SAMPLE, SPEC, instrument=INSTRUMENT))


def test_an_error_on_a_worker_is_the_error_here(cluster):
    with pytest.raises(wb.DataError) as error:
        on.tally(table(3), mean="geen")
    assert error.value.item == "geen" and "in part" in error.value.__notes__[0]


@pytest.mark.parametrize("fatal_part", [0, 5])
def test_a_worker_that_is_killed_changes_nothing(cluster, tmp_path, fatal_part):
    # Of part 5 others are done by then; what the worker had of them is lost with it.
    fatal = Fatal(tmp_path)

    def with_trouble(part, number):
        if number == fatal_part:
            fatal()
        return part

    delayed = [dask.delayed(with_trouble)(part, number) for number, part in enumerate(parts(7))]
    assert same_estimates(on.tally(delayed, SPEC, instrument=INSTRUMENT, fan_in=2))
    assert fatal.happened()


def test_a_worker_that_is_killed_while_fitting_changes_nothing(cluster, tmp_path):
    fatal = Fatal(tmp_path)

    def with_trouble(part, number):
        if number == 3:
            fatal()
        return part

    delayed = [dask.delayed(with_trouble)(part, number) for number, part in enumerate(parts(5))]
    assert same_fit(on.fit(delayed, MODEL, instrument=INSTRUMENT))
    assert fatal.happened()


def test_it_is_imported_by_who_asks_for_it():
    code = "import sys, werkbaar; assert 'dask' not in sys.modules; import werkbaar.dask"
    subprocess.run([sys.executable, "-c", code], check=True)
