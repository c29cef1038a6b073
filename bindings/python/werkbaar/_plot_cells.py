# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The tables of a monitor as charts take them: which rows, with which labels, and what is hidden."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ._errors import ArgumentError
from ._frame import Frame, as_frame
from ._monitor import MonitorResults
from ._plot_base import Row, Words, id_text, rows_of, table, unit_of

CELL = ("wave", "statistic", "variable", "status")


class Cells:
    """One part of a monitor's results, and the labels of what is in it."""

    def __init__(self, results: Any, part: str, columns: Sequence[str], language: str,
                 labels: Any = None) -> None:
        self.words = Words(language)
        self.results = results if isinstance(results, MonitorResults) else None
        if self.results is not None:
            results = self.results.table(part, self.words.language)
            labels = self.results.table("labels", self.words.language)
        self.frame: Frame = table(f"the table '{part}'", results, (*CELL, *columns))
        self.rows = rows_of(self.frame)
        before = self.frame.columns[:self.frame.columns.index("statistic")]
        self.dimensions = [name for name in before if name not in ("wave", "reference")]
        self._labels = {} if labels is None else _by_id(rows_of(as_frame(labels)))

    def other(self, part: str, given: Any) -> list[Row]:
        """The rows of another part: that which was given, else of the same results."""
        if given is not None:
            return rows_of(as_frame(given))
        return [] if self.results is None else rows_of(
            self.results.table(part, self.words.language))

    def dimension(self, by: str | None) -> str | None:
        """A variable that groups are made of."""
        if by is not None and by not in self.dimensions:
            raise ArgumentError(f"there are no groups by '{by}': there is "
                                f"{', '.join(self.dimensions) or 'none'}", item="by")
        return by

    def of(self, rows: list[Row], by: str | None) -> list[Row]:
        """Rows of the groups of one variable, or, of none, those of all together."""
        return [row for row in rows
                if all((row.get(name) is not None) == (name == by) for name in self.dimensions)]

    def about(self, variable: str, category: str | None) -> list[Row]:
        """Rows of one measure, and one category of it."""
        found = [row for row in self.rows if row["variable"] == variable]
        categories = list(dict.fromkeys(row.get("category") for row in found))
        if category is None and None not in categories:
            if len(categories) > 1:
                raise ArgumentError(f"'{variable}' has categories: choose one of "
                                    f"{', '.join(map(str, categories))}", item="category")
            category = next(iter(categories), None)
        found = [row for row in found if row.get("category") == category]
        if not found:
            raise ArgumentError(f"there is no '{variable}' in the table", item="variable")
        return found

    def waves(self) -> list[str]:
        """The waves in their order: that of their numbers when all are, else of the table."""
        known = list(dict.fromkeys(row["wave"] for row in self.rows))
        return sorted(known, key=int) if all(map(str.isdecimal, known)) else known

    def wave(self, wave: str | int | None) -> str:
        """A wave, or the last of which there is an estimate."""
        if wave is not None:
            if all(row["wave"] != str(wave) for row in self.rows):
                raise ArgumentError(f"there is no wave {wave} in the table", item="wave")
            return str(wave)
        there = {row["wave"] for row in self.rows if row["status"] in ("ok", "extreme")}
        if not there:
            raise ArgumentError("no wave of the table has an estimate", item="wave")
        return [name for name in self.waves() if name in there][-1]

    def unit(self, column: str, variable: str) -> str:
        """In what a column is counted."""
        return unit_of(self.frame, column, variable)

    def label(self, what: str, variable: str | None, id: str) -> str:
        """The label of an id, or the id."""
        return self._labels.get((what, variable, id)) or self._labels.get((what, None, id)) or id

    def measure(self, row: Row, kind_too: bool = True) -> str:
        """The label of what a row is about, with its kind where several have one label."""
        label = self._labels.get(("measure", row["variable"])) or row["variable"]
        kind = row.get("kind")
        if kind_too and self._labels and kind in ("problem", "acute"):
            label = f"{label}, {self.words[kind]}"
        category = row.get("category")
        if category is not None:
            label += f": {self.label('measure_category', row['variable'], category)}"
        return label


def _by_id(rows: list[Row]) -> dict[Any, str]:
    found: dict[Any, str] = {}
    for row in rows:
        key = (row["what"], row["variable"])
        found[key if row["what"] == "measure" else (*key, id_text(row["id"]))] = row["label"]
    return found


def is_shown(row: Row, column: str = "estimate") -> bool:
    """Is there a number to show?"""
    return row["status"] != "hidden" and row.get(column) is not None


def numbers(row: Row, *names: str) -> Row:
    """The numbers of a row that are there."""
    return {name: row[name] for name in names if row.get(name) is not None}
