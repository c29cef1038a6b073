# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Programs that take turns at the same jobs, so that all meet the same state of the machine."""
import os
import statistics
import subprocess
import sys

ONE_THREAD = {"POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
              "OPENBLAS_NUM_THREADS": "1"}


class Worker:
    """A program that answers a job with milliseconds, processor time and numbers."""

    def __init__(self, command):
        self.process = subprocess.Popen([str(word) for word in command], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env={**os.environ, **ONE_THREAD})

    def do(self, job):
        self.process.stdin.write(job + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"bench: '{self.process.args[0]}' stopped at {job}")
        return [float(word) for word in line.split()]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def difference(ours, theirs):
    """The largest relative difference of the numbers both give."""
    return max((abs(a - b) / max(abs(a), abs(b), 1e-300)
                for a, b in zip(ours, theirs, strict=True)), default=0.0)


def ratio(times, above, below, which):
    return statistics.median(a[which] / b[which]
                             for a, b in zip(times[above], times[below]))
