# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Spark: the numbers of one machine, on a cluster of two executors, of which one is killed."""
import os
import pathlib
import pickle
import shutil
import signal
import sys

import pytest

import werkbaar as wb
from beyond import INSTRUMENT, MODEL, SPEC, Fatal, answers, same_estimates, same_fit
from cases import LONG

if not LONG:
    pytest.skip("Spark is for long runs: WERKBAAR_LONG=1", allow_module_level=True)
pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("Spark takes Java, which is not there", allow_module_level=True)

import pyarrow  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

import werkbaar.spark as on  # noqa: E402


@pytest.fixture(scope="module")
def session():
    """A driver, and two executors that are processes of their own, each with a Python."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    path = os.pathsep.join(filter(None, sys.path))
    made = (SparkSession.builder.master("local-cluster[2,1,1024]").appName("werkbaar")
            .config("spark.ui.enabled", "false").config("spark.executor.memory", "1g")
            .config("spark.executorEnv.PYTHONPATH", path)
            .config("spark.sql.shuffle.partitions", "4").getOrCreate())
    made.sparkContext.setLogLevel("OFF")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The answers as Parquet, in blocks that are small enough for several partitions."""
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path_factory.mktemp("spark") / "answers.parquet"
    parquet.write_table(answers().to_arrow(), path, row_group_size=400)
    return os.fspath(path)


@pytest.fixture(scope="module")
def table(session, file):
    return session.read.parquet(file).repartition(7).cache()


def test_tally__gives_the_numbers_of_one_machine(table):
    assert same_estimates(on.tally(table, SPEC, instrument=INSTRUMENT))


def test_tally__merges_in_levels(table):
    assert same_estimates(on.tally(table.repartition(11), SPEC, instrument=INSTRUMENT, fan_in=2))


def test_fit__is_that_of_one_machine(table):
    assert same_fit(on.fit(table, MODEL, instrument=INSTRUMENT))


def test_tally__merges_neighbours(session):
    # A cluster may be in two partitions that follow each other, and in no others.
    rows = [(float(i), (i + 1) // 2) for i in range(24)]
    data = session.sparkContext.parallelize(rows, 12).toDF(["y", "c"])
    spec = wb.Spec(mean="y", clusters="c", units="ordered")
    found = on.tally(data, spec, fan_in=3).estimate()
    assert (found["estimate"], found["df"]) == ([11.5], [12.0])


def test_tally__of_no_rows_and_of_partitions_without_rows(session):
    data = session.createDataFrame([(1.0,), (3.0,)], "y double")
    assert len(on.tally(data.filter("y > 5"), mean="y")) == 0
    assert on.tally(data.repartition(5), mean="y").estimate()["estimate"] == [2.0]


def test_tally__takes_columns_with_dots_and_leaves_what_it_does_not_need(session):
    data = session.createDataFrame([(1.0, [1, 2]), (2.0, [])], "`a.b` double, l array<int>")
    assert on.tally(data, mean="a.b").estimate()["estimate"] == [1.5]


def test_an_error_on_an_executor_is_the_error_here(session):
    data = session.createDataFrame([(1.0, 1.0), (2.0, -1.0)], "y double, w double").coalesce(1)
    with pytest.raises(wb.DataError) as error:
        on.tally(data, mean="y", weights="w")
    assert (error.value.item, error.value.row) == ("w", 1)
    assert error.value.__notes__ == ["in partition 0, counted from 0"]
    with pytest.raises(wb.DataError, match="geen"):
        on.tally(data, mean="geen")
    with pytest.raises(wb.ArgumentError, match="fan_in"):
        on.tally(data, mean="y", fan_in=1)


def kill_executor():
    """End the Java process that the Python of this task belongs to."""
    process = os.getppid()  # what forks such Pythons
    while pathlib.Path(f"/proc/{process}/comm").read_text(encoding="ascii").strip() != "java":
        stat = pathlib.Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        process = int(stat.rpartition(")")[2].split()[1])
        assert process > 1
    os.kill(process, signal.SIGKILL)


@pytest.mark.parametrize("executor", [False, True], ids=["python", "executor"])
def test_a_task_that_is_killed_changes_nothing(session, file, tmp_path, executor):
    fatal = Fatal(tmp_path, kill_executor if executor else None)
    data = session.read.parquet(file).repartition(7)

    def with_trouble(batches):
        from pyspark import TaskContext

        for batch in batches:
            if TaskContext.get().partitionId() == 5:
                fatal()
            yield batch

    troubled = data.mapInArrow(with_trouble, data.schema)
    assert same_estimates(on.tally(troubled, SPEC, instrument=INSTRUMENT, fan_in=2))
    assert fatal.happened()


def test_a_task_that_is_killed_while_fitting_changes_nothing(session, file, tmp_path):
    fatal = Fatal(tmp_path, kill_executor)
    data = session.read.parquet(file).repartition(5)

    def with_trouble(batches):
        for batch in batches:
            fatal()
            yield batch

    troubled = data.mapInArrow(with_trouble, data.schema)
    assert same_fit(on.fit(troubled, MODEL, instrument=INSTRUMENT))
    assert fatal.happened()


# ---- merging, without a session ----

def states(*values):
    made = []
    for value in values:
        tally = wb.Tally(mean="y")
        tally.update({"y": value})
        made.append(tally.to_bytes())
    return made


def batch(rows):
    return pyarrow.RecordBatch.from_pylist(rows, schema=pyarrow.schema(
        [("into", pyarrow.int64()), *on._FIELDS]))


def merged(*batches):
    from werkbaar._parts import work

    empty = wb.Tally(mean="y")
    found = on._merging(work(empty, None))(iter(batches))
    return [row for each in found for row in each.to_pylist()]


def test_what_goes_into_the_same_is_merged_across_batches():
    a, b, c = states([1.0], [2.0, 3.0], [4.0])
    found = merged(batch([{"into": 0, "part": 0, "state": a}, {"into": 0, "part": 1, "state": b}]),
                   batch([{"into": 1, "part": 2, "state": c}]))
    assert [row["part"] for row in found] == [0, 1]
    assert [len(wb.Tally.from_bytes(row["state"])) for row in found] == [3, 1]


def test_a_part_that_is_there_twice_is_refused():
    a, b = states([1.0], [2.0])
    found = merged(batch([{"into": 0, "part": 3, "state": a}, {"into": 0, "part": 3, "state": b}]))
    assert isinstance(pickle.loads(found[0]["error"]), wb.ConflictError)
