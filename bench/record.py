# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What a measurement leaves: a line of JSON in the file that WB_BENCH_RECORD names, which bench/run
does and bench/table.py reads. Without that variable nothing is kept.

A pair: {"job", "what", "against", "ours": [ms, ...], "theirs": [ms, ...], "differs", "goal"}, of which
round i of both belong together; with "floor" true the other is what nothing can beat, and ratios are ours /
theirs, else theirs / ours. A point: {"job", "along", "at", "figures": {name: number}}."""
import json
import os


def keep(line):
    file = os.environ.get("WB_BENCH_RECORD")
    if file:
        with open(file, "a", encoding="utf-8") as lines:
            lines.write(json.dumps(line) + "\n")


def keep_pair(job, what, against, ours, theirs, differs=None, goal=None, floor=False):
    """Milliseconds of rounds; differs: the largest difference of the numbers, goal: of the ratio."""
    keep({"job": job, "what": what, "against": against, "ours": [float(f"{x:.5g}") for x in ours],
          "theirs": [float(f"{x:.5g}") for x in theirs], "differs": differs, "goal": goal, "floor": floor})


def keep_point(job, along, at, **figures):
    keep({"job": job, "along": along, "at": at,
          "figures": {name: float(f"{x:.5g}") for name, x in figures.items()}})
