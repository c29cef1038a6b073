# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Charts over waves: a measure and its interval, and what was published beside it."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ._errors import ArgumentError
from ._plot_base import (DECIMAL, PERCENT, Row, Spec, Words, hatch, id_text, look, made, n_text,
                         notes, series_scales)
from ._plot_cells import Cells, is_shown, numbers

if TYPE_CHECKING:
    import altair


def waves(results: Any, variable: str = "werkbaar", *, category: str | None = None,
          by: str | None = None, groups: Sequence[str] | None = None, published: Any = None,
          changes: Any = None, labels: Any = None, zero: bool = True, source: str | None = None,
          language: str = "nl") -> altair.LayerChart:
    """A measure over the waves, with intervals.

    A line stops where a wave cannot be compared with the one before, has no estimate, or is
    hidden; what is hidden is hatched and has no number in the chart.

    Parameters
    ----------
    results : MonitorResults, or the table ``cells``
        Of results, the other tables are taken too.
    variable, category : str
        The measure, and of one with categories which.
    by : str, optional
        The variable whose groups are the series, eight at most; all together when left out.
    groups : list of str, optional
        Only these groups.
    published, changes, labels : optional
        Those tables, beside a table ``cells``. ``published=False``: without published figures.
    zero : bool
        The axis begins at 0; where it does not, the chart says so.
    source : str, optional
        What the chart names as its source; the definition when left out. A source that says
        SYNTHETIC makes the chart say it too, as do the metadata of the tables.
    language : {"nl", "en"}

    Examples
    --------
    >>> import werkbaar as wb
    >>> import werkbaar.plot
    >>> cells = wb.Frame({"wave": ["2019", "2023"], "statistic": ["mean"] * 2,
    ...                   "variable": ["werkbaar"] * 2, "estimate": [0.496, 0.518],
    ...                   "lower": [0.48, 0.50], "upper": [0.51, 0.53], "n": [900, 950],
    ...                   "status": ["ok", "ok"]})
    >>> chart = wb.plot.waves(cells, language="en")
    >>> chart.to_dict()["title"]["subtitle"]
    ['share · n = 900–950', 'Source: not told']
    """
    cells = Cells(results, "cells", ("estimate", "lower", "upper"), language, labels)
    by, words = cells.dimension(by), cells.words
    wanted = {id_text(group) for group in groups or ()}
    rows = [row for row in cells.of(cells.about(variable, category), by)
            if groups is None or by is None or row[by] in wanted]
    if not rows:
        raise ArgumentError("no rows of the table are in the chart", item="groups")
    unit = cells.unit("estimate", variable)
    beside = [] if published is False else _published(cells, published, variable, category, by)
    breaks = _breaks(cells, changes, variable, category, by)
    data = _points(cells, rows, by, breaks, unit)
    names = list(dict.fromkeys(row["series"] for row in data))
    extra = [row for row in _published_points(cells, beside, by, unit) if row["series"] in names]
    _place(data, extra)
    hidden = [row for row in data if "state" in row and row["state"] == "hidden"]
    lines = notes(words, cells.frame, [words["share" if unit == "percent" else "score"],
                                       n_text(row.get("n") for row in data)], source,
                  [words["hidden_note"] if hidden else None,
                   words["published_note"] if extra else None,
                   words["broken_note"] if any(row["broken"] for row in data) else None,
                   None if zero else words["axis_not_zero"]])
    layers = _layers(data, extra, names, _axes(words, data, extra, unit, zero), by)
    return made(layers, cells.measure(rows[0]), lines, words,
                height=look()["sizes"]["height"])


def _published(cells: Cells, given: Any, variable: str, category: str | None,
               by: str | None) -> list[Row]:
    rows = cells.other("published", None if given is True else given)
    return [row for row in cells.of(rows, by)
            if row["variable"] == variable and row.get("category") == category
            and row.get("published") is not None and row.get("published_status") != "conflict"]


def _breaks(cells: Cells, given: Any, variable: str, category: str | None,
            by: str | None) -> set[tuple[Any, str]]:
    """The group and wave of what cannot be compared with the wave before."""
    return {(row.get(by) if by else None, row["wave"])
            for row in cells.of(cells.other("changes", given), by)
            if row["variable"] == variable and row["status"] == "not_comparable"
            and row.get("compared_with", "previous") == "previous"
            and (category is None or row.get("category") == category)}


def _place(*lots: list[Row]) -> None:
    """Waves that are numbers, all of them, lie in time."""
    points = [point for lot in lots for point in lot]
    if all(point["wave"].isdecimal() for point in points):
        for point in points:
            point["wave"] = int(point["wave"])


def _series(cells: Cells, row: Row, by: str | None) -> str:
    return cells.words["total"] if by is None else cells.label("category", by, row[by])


def _points(cells: Cells, rows: list[Row], by: str | None, breaks: set[tuple[Any, str]],
            unit: str) -> list[Row]:
    """A row per wave and series, with the number of the unbroken piece of line it is on."""
    found: list[Row] = []
    piece: dict[str, int] = {}
    places = {wave: place for place, wave in enumerate(cells.waves())}
    for row in sorted(rows, key=lambda row: places[row["wave"]]):
        name = _series(cells, row, by)
        broken = (row.get(by) if by else None, row["wave"]) in breaks
        point = {"wave": row["wave"], "series": name, "broken": broken}
        if broken or not is_shown(row):
            piece[name] = piece.get(name, 0) + 1
        if is_shown(row):
            point |= {"piece": f"{name} {piece.get(name, 0)}",
                      "text": cells.words.value(row["estimate"], unit),
                      **numbers(row, "estimate", "lower", "upper", "n")}
        else:
            point["state"] = "hidden" if row["status"] == "hidden" else "empty"
        found.append(point)
    return found


def _published_points(cells: Cells, rows: list[Row], by: str | None, unit: str) -> list[Row]:
    return [{"wave": row["wave"], "series": _series(cells, row, by),
             "published": row["published"], "text": cells.words.value(row["published"], unit)}
            for row in rows]


def _axes(words: Words, data: list[Row], extra: list[Row], unit: str, zero: bool) -> Spec:
    times = list(dict.fromkeys(row["wave"] for row in [*data, *extra]))
    in_time = all(isinstance(time, int) for time in times)
    x: Spec = {"field": "wave", "title": words["wave"],
               "type": "quantitative" if in_time else "ordinal",
               "axis": {"values": sorted(times) if in_time else times, "format": "d",
                        "grid": False, "labelAngle": 0}}
    if in_time:
        x["scale"] = {"zero": False, "padding": 24, "nice": False}
    else:
        x["sort"] = times
        x["axis"].pop("format")
    y: Spec = {"type": "quantitative", "scale": {"zero": zero},
               "title": words["share" if unit == "percent" else "score"],
               "axis": {"format": PERCENT if unit == "percent" else DECIMAL}}
    return {"x": x, "y": y}


def _layers(data: list[Row], extra: list[Row], names: list[str], axes: Spec,
            by: str | None) -> list[Spec]:
    """Line, intervals and points of each series, beside each other and not upon one another."""
    scales, sizes = series_scales(names), look()["sizes"]
    legend = {"title": None, "symbolStrokeWidth": 0} if by else None
    channels = {channel: {"field": "series", "type": "nominal", "scale": scale, "legend": legend,
                          "sort": names} for channel, scale in scales.items()}
    tooltip = [{"field": "series", "title": "\u200b"}, {"field": "wave", "title": "\u200b\u200b"},
               {"field": "text", "title": "\u200b\u200b\u200b"}]
    layers: list[Spec] = []
    for index, name in enumerate(names):
        aside = {"xOffset": 7 * (index - (len(names) - 1) / 2)}
        own = [row for row in data if row["series"] == name]
        shown = {"values": [row for row in own if "estimate" in row]}
        color, dash, shape = (channels[part] for part in ("color", "strokeDash", "shape"))
        y = {**axes["y"], "field": "estimate"}
        layers += [
            {"data": shown, "mark": {"type": "line", "strokeWidth": sizes["line"], **aside},
             "encoding": {"x": axes["x"], "y": y, "color": color, "strokeDash": dash,
                          "detail": {"field": "piece", "type": "nominal"}}},
            {"data": {"values": [row for row in own if "lower" in row]},
             "mark": {"type": "rule", "strokeWidth": sizes["interval"], **aside},
             "encoding": {"x": axes["x"], "y": {**axes["y"], "field": "lower"},
                          "y2": {"field": "upper"}, "color": color}},
            {"data": {"values": [row for row in extra if row["series"] == name]},
             "mark": {"type": "point", "filled": True, "fill": look()["paper"], "opacity": 1,
                      "size": 2 * sizes["point"], "strokeWidth": 1.5, **aside},
             "encoding": {"x": axes["x"], "y": {**axes["y"], "field": "published"},
                          "stroke": {**color, "legend": None}, "shape": {**shape, "legend": None},
                          "tooltip": tooltip}},
            {"data": shown, "mark": {"type": "point", "filled": True, "opacity": 1,
                                     "size": sizes["point"], **aside},
             "encoding": {"x": axes["x"], "y": y, "color": color, "shape": shape,
                          "tooltip": tooltip}}]
        gone = [{"wave": row["wave"]} for row in own if row.get("state") == "hidden"]
        if gone:
            layer = hatch(gone, {"x": axes["x"]}, 150)
            layer["mark"] |= {"y": {"expr": "height - 8"}, **aside,
                              "stroke": scales["color"]["range"][index]}
            layers.append(layer)
    return layers
