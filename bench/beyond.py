# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Beyond one machine: five shares in 24 groups with strata and weights of a file, on files, Dask and
Spark, beside the same job that reads the same columns and drops them, on one worker and two; and the
memory of the driver as rows and cells grow.

usage: bench/beyond.py [files|dask|spark] [ROWS [ROUNDS]], by a Python with what it takes, and the
package on its path"""
import operator
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
import psutil
import pyarrow
import pyarrow.dataset
import pyarrow.parquet

from record import keep_pair

import werkbaar as wb
from werkbaar._files import pieces
from werkbaar._parts import work

SHARES = [f"y{i}" for i in range(5)]
SPEC = wb.Spec(mean=SHARES, by="cell", weights="w", strata="h")
BLOCKS = 16


def rows_of(count, seed):
    """SYNTHETIC rows in random order."""
    random = np.random.default_rng(seed)
    shares = {name: random.random(count) < 0.1 + 0.15 * i for i, name in enumerate(SHARES)}
    cells = pyarrow.array([f"cell {i:02d}" for i in range(24)])
    return pyarrow.table({**shares, "w": random.uniform(0.5, 2, count),
                          "cell": cells.take(random.integers(0, 24, count)),
                          "h": random.integers(0, 12, count).astype("int16")})


def write(folder, rows):
    """A file of as many blocks as there are parts of every job."""
    path = pathlib.Path(folder, f"rows-{rows}.parquet")
    step = -(-rows // BLOCKS)
    with pyarrow.parquet.ParquetWriter(path, rows_of(1, 0).schema) as writer:
        for block in range(BLOCKS):
            count = min(step, rows - block * step)
            writer.write_table(rows_of(count, block), row_group_size=count)
    return path


def busy():
    """Seconds that processors spent on this process and all that it started, which still run."""
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def seconds(job):
    """By the clock, and busy."""
    before, start = busy(), time.perf_counter()
    job()
    return time.perf_counter() - start, busy() - before


def report(name, rounds, ours, dropping):
    """The two jobs in turn, after a round that is not counted: medians, and those of the ratios of
    rounds."""
    pairs = [(seconds(ours), seconds(dropping)) for _ in range(rounds + 1)][1:]
    keep_pair("beyond one machine", name, "reading the same columns",
              *([1e3 * one[0] for one in job] for job in zip(*pairs)), goal=1.2, floor=True)
    said = []
    for kind, what in enumerate(("clock", "busy")):
        mine, theirs = ([one[kind] for one in job] for job in zip(*pairs))
        ratio = statistics.median(map(operator.truediv, mine, theirs))
        said.append(f"{what} {statistics.median(mine):6.2f} s, dropping "
                    f"{statistics.median(theirs):6.2f} s, ratio {ratio:4.2f}")
    print(f"  {name:<20} {'   '.join(said)}   (goal 1.20)", flush=True)


def same(tally, expected):
    """The estimates of one machine, within 1e-13."""
    found = tally.estimate()
    for name in ("estimate", "se"):
        assert np.allclose(found[name], expected[name], rtol=1e-13, atol=0), name


# ---- files ----

def drop_file(path):
    coded = pyarrow.dataset.ParquetFileFormat(dictionary_columns=["cell"])  # as tally_files does
    scanner = pyarrow.dataset.dataset(path, format=coded).scanner(
        columns=SPEC.needed(), batch_size=1 << 16)
    for _ in scanner.to_reader():
        pass


def files(path, rounds, expected):
    same(wb.tally_files(path, SPEC), expected)
    report("files", rounds, lambda: wb.tally_files(path, SPEC),
           lambda: drop_file(path))


# ---- Dask ----

def dask(path, rounds, expected):
    import dask.dataframe as frames
    from distributed import Client, LocalCluster

    import werkbaar.dask as on

    for workers in (1, 2):
        with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as made:
            with Client(made):
                data = frames.read_parquet(path, split_row_groups=1, columns=SPEC.needed())
                same(on.tally(data, SPEC), expected)
                same(on.tally(path, SPEC), expected)
                report(f"Dask, {workers}, data frame", rounds, lambda: on.tally(data, SPEC),
                       lambda: drop_parts(data.to_delayed(), len))
                report(f"Dask, {workers}, paths", rounds, lambda: on.tally(path, SPEC),
                       lambda: drop_parts(pieces(path), drop_piece))


def drop_parts(parts, drop):
    import dask

    return dask.delayed(list)([dask.delayed(drop, pure=False)(part) for part in parts]).compute()


def drop_piece(piece):
    """Reading as the tally does, by the work of a pass."""
    for _ in piece.opened(work(wb.Tally(SPEC), None), threads=False):
        pass


# ---- Spark ----

def drop_batches(batches):
    for _ in batches:
        pass
    return iter(())


def spark(path, rounds, expected):
    from pyspark.sql import SparkSession

    import werkbaar.spark as on

    os.environ["PYSPARK_PYTHON"] = sys.executable
    warnings.simplefilter("ignore", FutureWarning)  # about pandas
    for workers in (1, 2):
        size = path.stat().st_size // BLOCKS
        session = (SparkSession.builder.master(f"local-cluster[{workers},1,1024]")
                   .config("spark.ui.enabled", "false")
                   .config("spark.ui.showConsoleProgress", "false")
                   .config("spark.sql.files.maxPartitionBytes", size)
                   .config("spark.sql.files.openCostInBytes", 0)
                   .config("spark.executorEnv.PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
                   .getOrCreate())
        session.sparkContext.setLogLevel("OFF")
        data = session.read.parquet(os.fspath(path))
        same(on.tally(data, SPEC), expected)
        chosen = data.select(*SPEC.needed())
        report(f"Spark, {workers}", rounds,
               lambda: on.tally(data, SPEC),
               lambda: chosen.mapInArrow(drop_batches, "part long").count())
        session.stop()


# ---- the driver ----

def drive(path, by):
    """A driver of Dask, in a process of its own: what its peak of memory grows by."""
    from distributed import Client, LocalCluster

    import werkbaar.dask as on

    spec = wb.Spec(mean=SHARES, by=by, weights="w", strata="h")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        with Client(made):
            before = peak()
            tally = on.tally(path, spec)
            after = peak()
    print(f"  {len(tally):>11,} rows, by {' x '.join(by):<20} a tally {len(tally.to_bytes()):>9,} bytes, "
          f"the driver {(after - before) / 1024:5.1f} MB more at its peak")


def peak():
    """The most kilobytes that were resident. (getrusage() counts what the parent had.)"""
    status = pathlib.Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])


def driver(folder, rows):
    """By rows, and by cells."""
    for count in (rows // 16, rows):
        path = write(folder, count)
        for by in (["cell"], ["cell", *SHARES[:3]]):
            subprocess.run([sys.executable, __file__, "drive", path, *by], check=True)


JOBS = {"files": files, "dask": dask, "spark": spark}


def main():
    words = sys.argv[1:]
    asked = [words.pop(0)] if words and words[0] in JOBS else list(JOBS)
    rows = int(words[0]) if words else 16_000_000
    rounds = int(words[1]) if len(words) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        path = write(folder, rows)
        print(f"{rows:,} SYNTHETIC rows in {BLOCKS} blocks of Parquet, "
              f"{path.stat().st_size / 1e6:.0f} MB; median of {rounds}")
        expected = wb.tally_files(path, SPEC).estimate()
        for name in asked:
            JOBS[name](path, rounds, expected)
        if "dask" in asked:
            driver(folder, rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["drive"]:
        drive(sys.argv[2], sys.argv[3:])
    else:
        main()
