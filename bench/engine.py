# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The jobs of bench/engine in svy (PyPI): python engine.py FILE.

Answers each line with a job's name by one line: the milliseconds that passed, those of
processor time, and the numbers the job gave. One thread is asked for by the environment.
"""
from __future__ import annotations

import sys
import time
from collections.abc import Callable

import svy

from engine_rows import B, Y, load


def main() -> None:
    people = load(sys.argv[1])
    few = people.head(12000).with_row_index("person")

    def clustered() -> svy.Sample:
        return svy.Sample(people, svy.Design(stratum="stratum", psu="psu", wgt="weight"))

    def pairs(result: object) -> list[float]:
        table = result.to_polars()
        if "grp" in table.columns:
            table = table.sort("grp")
        return [value for row in table.select("est", "se").rows() for value in row]

    def bootstrap() -> list[float]:
        sample = svy.Sample(few, svy.Design(stratum="stratum", psu="person", wgt="weight"))
        made = sample.weighting.create_bs_wgts(500, rstate=4)
        results = made.estimation.mean(B, method="replication")
        return [value for result in results for value in pairs(result)]

    def rao_scott() -> list[float]:
        stats = clustered().categorical.tabulate("b1", "grp").stats
        return [stats.f.value, stats.f.p_value]

    def median() -> list[float]:
        row = clustered().estimation.median("y1").to_polars().row(0, named=True)
        return [row["est"], row["lci"], row["uci"]]

    jobs: dict[str, Callable[[], list[float]]] = {
        "mean": lambda: pairs(clustered().estimation.mean("y1")),
        "means": lambda: [value for result in clustered().estimation.mean(Y)
                          for value in pairs(result)],
        "groups": lambda: pairs(clustered().estimation.mean("y1", by="grp")),
        "rao_scott": rao_scott,
        "median": median,
        "bootstrap": bootstrap,
    }
    for line in sys.stdin:
        start, busy = time.perf_counter(), time.process_time()
        numbers = jobs[line.strip()]()
        print(1e3 * (time.perf_counter() - start), 1e3 * (time.process_time() - busy),
              *numbers, flush=True)


if __name__ == "__main__":
    main()
