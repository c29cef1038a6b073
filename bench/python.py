# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the Python package costs over the C library: calls on ready handles, columns that come
in, and the part of scoring that is spent in C.

usage: bench/python.py, by a Python with numpy, and the package on its path; bench/run does so"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

import werkbaar as wb
from werkbaar import _core

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("WB_BENCH_BUILD", HERE.parent / "build-bench"))
ROWS, COLUMNS, RUNS = 1_000_000, 40, 11
random = np.random.default_rng(2024)


def median_time(call, runs=RUNS):
    """Median seconds of a call."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        kept = call()
        times.append(time.perf_counter() - start)
        del kept
    return statistics.median(times)


def per_call(call, calls=20000):
    """Nanoseconds of one call of many."""
    start = time.perf_counter()
    for _ in range(calls):
        call()
    return (time.perf_counter() - start) / calls * 1e9


# ---- calls on ready handles ----

def small_tally():
    n = 1000
    tally = wb.Tally(mean="y", weights="w", strata="h")
    tally.update({"y": random.normal(size=n), "w": random.uniform(1, 2, n),
                  "h": random.integers(0, 12, n)})
    return tally


def estimating():
    """Nanoseconds of an estimate in C and here, by turns, since both wait for other work on the
    machine: the least of each."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "small.tally")
        small_tally().to_file(path)
        tally = wb.Tally.from_file(path)  # as C reads it
        program = [BUILD / "bench" / "estimate_calls", path, "1000"]
        pairs = [(float(subprocess.run(program, check=True, capture_output=True,
                                       text=True).stdout),
                  per_call(lambda: tally.estimate(threads=1), 1000)) for _ in range(10 * RUNS)]
    return min(c for c, _ in pairs), min(ours for _, ours in pairs)


def time_calls():
    instrument, tally = wb.Instrument.builtin("wbm-employees"), small_tally()
    print("a call on ready handles, ns, the least of several runs (goal: under 3000 over C)")
    for name, call in (("Instrument.id", lambda: instrument.id),
                       ("Instrument.verified", lambda: instrument.verified),
                       ("len(Tally)", lambda: len(tally)),
                       ("Tally.spec_hash", lambda: tally.spec_hash)):
        print(f"  {name:<22} {min(per_call(call) for _ in range(RUNS)):8.0f}")
    c, ours = estimating()
    print(f"  {'Tally.estimate':<22} {ours:8.0f}   in C {c:.0f}, over C {ours - c:.0f}")


# ---- columns ----

def answers(dtype="int8"):
    return {f"q{i:02d}": random.integers(0, 4, ROWS).astype(dtype) for i in range(COLUMNS)}


def optional(name):
    try:
        return __import__(name)
    except ImportError:
        return None


def time_columns():
    print(f"a column of {ROWS:,} rows into a frame, microseconds")
    ints, doubles = answers(), answers("float64")
    cases = {"numpy int8": ints, "numpy float64": doubles}
    if (pandas := optional("pandas")) is not None:
        cases["pandas int8, one block"] = pandas.DataFrame(np.column_stack(list(ints.values())),
                                                           columns=list(ints))
        cases["pandas int8, apart"] = pandas.DataFrame(ints)
        words = pandas.Series(random.choice(["care", "trade", "industry"], ROWS))
        cases["pandas text"] = pandas.DataFrame({"sector": words})
        cases["pandas category"] = pandas.DataFrame({"sector": words.astype("category")})
    if (polars := optional("polars")) is not None:
        cases["polars int8"] = polars.DataFrame(ints)
    if (pyarrow := optional("pyarrow")) is not None:
        cases["pyarrow int8"] = pyarrow.table(ints)
    for name, data in cases.items():
        columns = len(data) if isinstance(data, dict) else data.shape[1]
        seconds = median_time(lambda: wb.Frame(data)) / columns
        print(f"  {name:<22} {seconds * 1e6:10.1f}")


# ---- scoring ----

def instrument():
    """Four scales of ten answers 0 to 3, a light on each, and `werkbaar`."""
    def label(word):
        return {"nl": word}

    names = [f"q{i:02d}" for i in range(COLUMNS)]
    groups = [names[i:i + 10] for i in range(0, COLUMNS, 10)]
    return wb.Instrument.from_json(json.dumps({
        "format": "werkbaar-instrument/1.0", "id": "bench", "version": "1", "licence": "MIT",
        "source": "made for measuring", "unit": "person", "languages": ["nl"],
        "title": label("bench"),
        "items": [{"id": name, "label": label(name), "text": "none", "min": 0, "max": 3,
                   "reversed": at % 3 == 0} for at, name in enumerate(names)],
        "scales": [{"id": f"s{at}", "label": label("s"), "rule": "percent", "min_answered": 7,
                    "items": items} for at, items in enumerate(groups)],
        "indicators": [{"id": f"i{at}", "label": label("i"), "kind": "workability",
                        "scale": f"s{at}", "direction": "high",
                        "problem": {"comparison": "at_least", "value": "60",
                                    "source": "made for measuring"}}
                       for at in range(len(groups))],
        "composites": [{"id": "werkbaar", "label": label("none"), "rule": "none_of",
                        "of": [f"i{at}" for at in range(len(groups))]}]}))


def time_scoring():
    definition, data = instrument(), answers()
    cases = {"numpy": data}
    if (pandas := optional("pandas")) is not None:
        cases["pandas"] = pandas.DataFrame(data)
    if (polars := optional("polars")) is not None:
        cases["polars"] = polars.DataFrame(data)
    run = {"threads": 1}
    print(f"scoring {ROWS:,} x {COLUMNS} int8 columns on one thread, ms (goal: over 90% in C)")
    for name, given in cases.items():
        frame = wb.Frame(given)
        c = median_time(lambda: _core.wb_score(definition._handle, frame._handle, None, run))
        ours = median_time(lambda: wb.score(given, definition, threads=1, output="frame"))
        back = median_time(lambda: wb.score(given, definition, threads=1))
        print(f"  {name:<8} {ours * 1e3:8.1f}   in C {c * 1e3:.1f}, {c / ours:.1%};"
              f"   with its own data frame back {back * 1e3:.1f}, {c / back:.1%}")


print(f"Python {sys.version.split()[0]}, werkbaar {wb.__version__}")
time_calls()
time_columns()
time_scoring()
