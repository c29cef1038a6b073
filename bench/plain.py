# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The plain part of a survey by hand in DuckDB and Polars: plain.py duckdb|polars FILE.

Shares of five answers by group with weights, and the same with the standard errors of a design of strata
and rows alone, on the rows of `engine generate`, which are in memory as the library likes them best. Answers
each line with a job's name by one line: the milliseconds that passed, those of processor time, and the
numbers the job gave: share and error of every answer, group after group; or shares alone."""
from __future__ import annotations

import importlib.metadata
import sys
import time
from collections.abc import Callable, Iterable

import polars as pl

from engine_rows import B, load

Numbers = list[float]
KEYS = {"shares": ["grp"], "cells": ["grp", "code"]}


def rows_of(path: str) -> pl.DataFrame:
    return load(path).select("stratum", "grp", "code", "weight", *B)


# ---- DuckDB ----

def sql_shares(keys: list[str]) -> str:
    shares = ", ".join(f"sum(weight * {b}) / sum(weight)" for b in B)
    return f"SELECT {shares} FROM people GROUP BY {', '.join(keys)} ORDER BY {', '.join(keys)}"


def sql_errors(keys: list[str]) -> str:
    """Of every stratum and group the sums of w and w² of all rows and of those that say yes: the
    variance of a share p is that of the totals of w (y - p) / Σ w, by stratum."""
    by = ", ".join(keys)
    sums = ", ".join(f"sum(weight * {b}) s_{b}, sum(weight * weight * {b}) q_{b}" for b in B)
    shares = ", ".join(f"sum(s_{b}) / sum(w) p_{b}" for b in B)
    found = ", ".join(
        f"any_value(p_{b}), sqrt(sum(n / (n - 1) * (q_{b} * (1 - 2 * p_{b}) + p_{b} * p_{b} * w2"
        f" - (s_{b} - p_{b} * w) * (s_{b} - p_{b} * w) / n))) / any_value(total)" for b in B)
    return (f"WITH strata AS (SELECT stratum, count(*) n FROM people GROUP BY stratum), "
            f"parts AS (SELECT stratum, {by}, sum(weight) w, sum(weight * weight) w2, {sums} FROM people "
            f"GROUP BY stratum, {by}), "
            f"groups AS (SELECT {by}, sum(w) total, {shares} FROM parts GROUP BY {by}) "
            f"SELECT {found} FROM parts JOIN groups USING ({by}) JOIN strata USING (stratum) "
            f"GROUP BY {by} ORDER BY {by}")


def duckdb_jobs(path: str) -> dict[str, Callable[[], Numbers]]:
    import duckdb

    base = duckdb.connect()
    base.execute("SET threads = 1")
    rows = rows_of(path).to_arrow()
    base.register("rows", rows)
    base.execute("CREATE TABLE people AS SELECT * FROM rows")

    def job(sql: str) -> Callable[[], Numbers]:
        return lambda: in_order(base.execute(sql).fetchall())

    return {name: job(sql(keys)) for kind, sql in (("", sql_errors), ("_alone", sql_shares))
            for name, keys in ((key + kind, KEYS[key]) for key in KEYS)}


# ---- Polars ----

def polars_shares(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    w = pl.col("weight")
    shares = [((w * pl.col(b)).sum() / w.sum()).alias(b) for b in B]
    return rows.lazy().group_by(keys).agg(shares).sort(keys).select(B).collect()


def polars_errors(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    w = pl.col("weight")
    sums = [part for b in B for part in ((w * pl.col(b)).sum().alias(f"s_{b}"),
                                         (w * w * pl.col(b)).sum().alias(f"q_{b}"))]
    parts = rows.lazy().group_by(["stratum", *keys]).agg(
        w.sum().alias("w"), (w * w).sum().alias("w2"), *sums)
    strata = rows.lazy().group_by("stratum").agg(pl.len().cast(pl.Float64).alias("n"))
    groups = parts.group_by(keys).agg(pl.col("w").sum().alias("total"), *(
        (pl.col(f"s_{b}").sum() / pl.col("w").sum()).alias(f"p_{b}") for b in B))
    all_of = parts.join(groups, on=keys).join(strata, on="stratum")
    found = [one for b in B for one in (pl.col(f"p_{b}").first(), variance(b).sqrt().alias(f"e_{b}"))]
    return all_of.group_by(keys).agg(found).sort(keys).drop(keys).collect()


def variance(b: str) -> pl.Expr:
    n, p, s, q = (pl.col(name) for name in ("n", f"p_{b}", f"s_{b}", f"q_{b}"))
    rest = s - p * pl.col("w")
    squares = q * (1 - 2 * p) + p * p * pl.col("w2") - rest * rest / n
    return (n / (n - 1) * squares).sum() / pl.col("total").first() ** 2


def polars_jobs(path: str) -> dict[str, Callable[[], Numbers]]:
    rows = rows_of(path)

    def job(make: Callable[[pl.DataFrame, list[str]], pl.DataFrame],
            keys: list[str]) -> Callable[[], Numbers]:
        return lambda: in_order(make(rows, keys).rows())

    return {name + kind: job(make, keys) for name, keys in KEYS.items()
            for kind, make in (("", polars_errors), ("_alone", polars_shares))}


# ---- serving ----

def in_order(table: Iterable[tuple[float, ...]]) -> Numbers:
    """Those of a group after each other."""
    return [value for row in table for value in row]


def main() -> None:
    kind, path = sys.argv[1:]
    if kind == "version":
        print(path, importlib.metadata.version(path))
        return
    jobs = {"duckdb": duckdb_jobs, "polars": polars_jobs}[kind](path)
    for line in sys.stdin:
        start, busy = time.perf_counter(), time.process_time()
        numbers = jobs[line.strip()]()
        took, busy = time.perf_counter() - start, time.process_time() - busy
        print(1e3 * took, 1e3 * busy, *(repr(number) for number in numbers), flush=True)


if __name__ == "__main__":
    main()
