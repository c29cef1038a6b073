# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Charts of the groups of one wave: dots with intervals, a table of colours, bottlenecks."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ._arguments import choice
from ._errors import ArgumentError
from ._frame import as_frame
from ._monitor import MonitorResults
from ._plot_base import (DECIMAL, PERCENT, Row, Spec, hatch, look, made, n_text, notes,
                         series_scales)
from ._plot_cells import Cells, is_shown, numbers

if TYPE_CHECKING:
    import altair

_AGAINST = {"rest": "rest", "total": "total"}


def groups(results: Any, by: str, variable: str = "werkbaar", *, category: str | None = None,
           wave: str | int | None = None, against: str | None = None, labels: Any = None,
           source: str | None = None, language: str = "nl") -> altair.LayerChart:
    """The groups of a wave, dot and interval: their estimates beside the total, or their
    differences from a reference.

    Parameters
    ----------
    results : MonitorResults, or a table ``cells`` or ``groups``
    by : str
        The variable that the groups are of.
    variable, category : str
        The measure, and of one with categories which.
    wave : str or int, optional
        The last with an estimate when left out.
    against : {"rest", "total"}, optional
        Show differences from it; estimates when left out (of a table ``groups``: the rest).
    labels, source, language
        As for :func:`waves`.

    Examples
    --------
    >>> import werkbaar as wb
    >>> import werkbaar.plot
    >>> cells = wb.Frame({"wave": ["2023"] * 3, "sex": [None, "m", "v"],
    ...                   "statistic": ["mean"] * 3, "variable": ["werkbaar"] * 3,
    ...                   "estimate": [0.5, 0.52, None], "lower": [0.48, 0.49, None],
    ...                   "upper": [0.52, 0.55, None], "n": [90, 60, None],
    ...                   "status": ["ok", "ok", "hidden"]})
    >>> chart = wb.plot.groups(cells, "sex", language="en")
    >>> chart.to_dict()["title"]["subtitle"][1]
    'hatched: hidden (too few answers or too uncertain)'
    """
    frame = None if isinstance(results, MonitorResults) else as_frame(results)
    differ = against is not None or (frame is not None and "difference" in frame)
    column = "difference" if differ else "estimate"
    cells = Cells(results if frame is None else frame, "groups" if differ else "cells",
                  (column, "lower", "upper"), language, labels)
    words, chosen = cells.words, cells.wave(wave)
    rows = [row for row in cells.about(variable, category) if row["wave"] == chosen]
    other = choice("against", against or "rest", _AGAINST)
    if differ:
        rows = [row for row in rows if row["against"] == other]
    own = cells.of(rows, cells.dimension(by))
    if not own:
        raise ArgumentError(f"there are no groups by '{by}' in wave {chosen}", item="by")
    unit = cells.unit(column, variable)
    data = [_group(cells, row, by, column, unit) for row in own]
    total = [] if differ else [row for row in cells.of(rows, None) if is_shown(row)]
    zero_at = [{"at": 0}] if differ else [{"at": row["estimate"]} for row in total]
    kind = {"points": "points", "difference": "score_points", "percent": "share"}.get(unit, "score")
    shown = [f"{words['wave']} {chosen}", words[kind],
             words[f"against_{other}"] if differ else words["line_total"] if total else None,
             n_text(row.get("n") for row in data)]
    lines = notes(words, cells.frame, shown, source, _states(cells, data))
    axis = _axis(kind, differ)
    return made(_dots(cells, data, zero_at, column, words[kind], axis, differ),
                cells.measure(own[0]), lines, words,
                height={"step": look()["sizes"]["row"]})


def _group(cells: Cells, row: Row, by: str, column: str, unit: str) -> Row:
    made_of: Row = {"group": cells.label("category", by, row[by])}
    if not is_shown(row, column):
        return made_of | {"state": "hidden" if row["status"] == "hidden" else "empty"}
    return made_of | {"text": cells.words.value(row[column], unit),
                      **numbers(row, column, "lower", "upper", "n")}


def _states(cells: Cells, data: list[Row]) -> list[str | None]:
    states = {row.get("state") for row in data}
    return [cells.words[f"{state}_note"] if state in states else None
            for state in ("hidden", "empty")]


def _axis(kind: str, differ: bool) -> Spec:
    if kind == "points":
        return {"labelExpr": "(datum.value > 0 ? '+' : '') + format(100 * datum.value, '.1~f')"}
    return {"format": f"+{DECIMAL}" if differ else PERCENT if kind == "share" else DECIMAL}


def _dots(cells: Cells, data: list[Row], lines_at: list[Row], column: str, title: str, axis: Spec,
          differ: bool) -> list[Spec]:
    sizes, first = look()["sizes"], look()["series"][0]
    y = {"field": "group", "type": "nominal", "title": None, "axis": {"grid": False},
         "sort": [row["group"] for row in data]}
    x = {"type": "quantitative", "title": title, "axis": axis, "scale": {"zero": True}}
    shown = [row for row in data if column in row]
    layers: list[Spec] = [
        {"data": {"values": lines_at}, "encoding": {"x": {**x, "field": "at"}},
         "mark": {"type": "rule", "strokeDash": [1, 0] if differ else [5, 3],
                  "color": look()["quiet"]}},
        {"data": {"values": [row for row in shown if "lower" in row]},
         "mark": {"type": "rule", "strokeWidth": sizes["line"], "color": first["colour"]},
         "encoding": {"y": y, "x": {**x, "field": "lower"}, "x2": {"field": "upper"}}},
        {"data": {"values": shown}, "mark": {"type": "point", "filled": True, "opacity": 1,
                                             "size": sizes["point"] * 1.4, "shape": first["shape"],
                                             "color": first["colour"]},
         "encoding": {"y": y, "x": {**x, "field": column},
                      "tooltip": [{"field": "group", "title": "\u200b"},
                                  {"field": "text", "title": "\u200b\u200b"}]}}]
    return layers + _without_number(cells, data, y)


def _without_number(cells: Cells, data: list[Row], y: Spec) -> list[Spec]:
    """The word, and for what is hidden the hatch, at the left of a row."""
    gone = [{"group": row["group"], "state": row["state"], "word": cells.words[row["state"]]}
            for row in data if "state" in row]
    if not gone:
        return []
    hatched = hatch([row for row in gone if row["state"] == "hidden"], {"y": y}, 200)
    hatched["mark"]["x"] = 12
    word = {"data": {"values": gone}, "encoding": {"y": y, "text": {"field": "word"}},
            "mark": {"type": "text", "align": "left", "x": 26, "color": look()["quiet"],
                     "fontSize": look()["sizes"]["cell"], "fontStyle": "italic"}}
    return [hatched, word]


def heat(results: Any, by: str, variables: Sequence[str] | None = None, *,
         wave: str | int | None = None, labels: Any = None, source: str | None = None,
         language: str = "nl") -> altair.LayerChart:
    """A table of shares, groups by indicators: a number and a colour in each cell; one that is
    hidden is hatched and has none.

    Parameters
    ----------
    results : MonitorResults, or the table ``cells``
    by : str
        The variable that the groups are of.
    variables : list of str, optional
        Shares; when left out, that of each problem.
    wave : str or int, optional
        The last with an estimate when left out.
    labels, source, language
        As for :func:`waves`.

    Examples
    --------
    >>> import werkbaar as wb
    >>> import werkbaar.plot
    >>> cells = wb.Frame({"wave": ["2023"] * 2, "sex": ["m", "v"], "statistic": ["mean"] * 2,
    ...                   "variable": ["stress"] * 2, "kind": ["problem"] * 2,
    ...                   "estimate": [0.3125, 0.4375], "n": [60, 50],
    ...                   "status": ["ok", "hidden"]})
    >>> text = wb.plot.heat(cells, "sex").to_json()
    >>> "0.3125" in text, "0.4375" in text
    (True, False)
    """
    cells = Cells(results, "cells", ("estimate",), language, labels)
    words, chosen, by_name = cells.words, cells.wave(wave), cells.dimension(by)
    rows = [row for row in cells.of(cells.rows, by_name) if row["wave"] == chosen]
    wanted = list(dict.fromkeys(row["variable"] for row in rows if row.get("kind") == "problem")
                  ) if variables is None else list(variables)
    rows = [row for row in rows if row["variable"] in wanted and row.get("category") is None]
    if missing := [name for name in wanted if name not in {row["variable"] for row in rows}]:
        raise ArgumentError(f"there is no '{missing[0]}' in the table", item="variables")
    if any(cells.unit("estimate", name) != "percent" for name in wanted) or not rows:
        raise ArgumentError("the cells of the table are shares, of one variable or more",
                            item="variables")
    rows.sort(key=lambda row: wanted.index(row["variable"]))
    kinds = {str(row.get("kind")) for row in rows}
    one = words[kinds.pop()] if kinds in ({"problem"}, {"acute"}) else None
    data = [_cell(cells, row, by, one is None) for row in rows]
    lines = notes(words, cells.frame, [f"{words['wave']} {chosen}", words["share"], one,
                                       n_text(row.get("n") for row in data)], source,
                  _states(cells, data), intervals=False)
    return made(_tiles(data), cells.label("variable", None, by).capitalize(), lines, words,
                width={"step": look()["sizes"]["column"]},
                height={"step": look()["sizes"]["row"]})


def _cell(cells: Cells, row: Row, by: str, kind_too: bool) -> Row:
    found = {"group": cells.label("category", by, row[by]),
             "measure": cells.measure(row, kind_too)}
    if not is_shown(row):
        return found | {"state": "hidden" if row["status"] == "hidden" else "empty"}
    return found | {"text": cells.words.value(row["estimate"], "percent", 0),
                    **numbers(row, "estimate", "n")}


def _tiles(data: list[Row]) -> list[Spec]:
    sizes, colours = look()["sizes"], look()["sequential"]
    x = {"field": "measure", "type": "nominal", "title": None,
         "sort": list(dict.fromkeys(row["measure"] for row in data)),
         "axis": {"orient": "top", "labelAngle": -40, "domain": False, "ticks": False,
                  "labelAlign": "left"}}
    y = {"field": "group", "type": "nominal", "title": None,
         "sort": list(dict.fromkeys(row["group"] for row in data)),
         "axis": {"domain": False, "ticks": False}}
    shown = [row for row in data if "estimate" in row]
    highest = max((row["estimate"] for row in shown), default=1)
    place = {"x": x, "y": y}
    dark = highest * look()["dark_from"] / (len(colours) - 1)
    layers: list[Spec] = [
        {"data": {"values": shown}, "mark": {"type": "rect", "stroke": look()["grid"]},
         "encoding": {**place, "color": {"field": "estimate", "type": "quantitative", "legend": None,
                                         "scale": {"domain": [0, highest], "range": colours}}}},
        {"data": {"values": [{**row, "dark": row["estimate"] >= dark} for row in shown]},
         "mark": {"type": "text", "fontSize": sizes["cell"]},
         "encoding": {**place, "text": {"field": "text"}, "color": {
             "condition": {"test": "datum.dark", "value": look()["paper"]},
             "value": look()["ink"]}}}]
    gone = [row for row in data if row.get("state") == "hidden"]
    layers.append({"data": {"values": gone}, "encoding": place,
                   "mark": {"type": "rect", "filled": False, "stroke": look()["grid"]}})
    beside = [-0.75, -0.25, 0.25, 0.75]
    for part in beside if gone else []:
        layer = hatch(gone, place, (sizes["row"] - 8) ** 2 / 2)
        layer["mark"]["xOffset"] = part * sizes["column"] / 2
        layers.append(layer)
    return layers


def bottlenecks(results: Any, by: str | None = None, *, variable: str = "knelpunten",
                wave: str | int | None = None, how: str = "stacked", labels: Any = None,
                source: str | None = None, language: str = "nl") -> altair.LayerChart:
    """How many bottlenecks people have, 0 to 4: by wave, or by group of a wave.

    Parameters
    ----------
    results : MonitorResults, or the table ``cells``
    by : str, optional
        The variable that the groups are of; the waves when left out.
    variable : str
        That which counts them.
    wave : str or int, optional
        Of the groups: the last with an estimate when left out. Without `by`: only this one.
    how : {"stacked", "dots"}
        Bars of all people, or dots with intervals.
    labels, source, language
        As for :func:`waves`.

    Examples
    --------
    >>> import werkbaar as wb
    >>> import werkbaar.plot
    >>> cells = wb.Frame({"wave": ["2023"] * 3, "statistic": ["proportion"] * 3,
    ...                   "variable": ["knelpunten"] * 3, "category": ["0", "1", "2"],
    ...                   "estimate": [0.5, 0.3, 0.2], "lower": [0.45, 0.25, 0.15],
    ...                   "upper": [0.55, 0.35, 0.25], "n": [400] * 3, "status": ["ok"] * 3})
    >>> chart = wb.plot.bottlenecks(cells, language="en")
    >>> chart.to_dict()["title"]["text"]
    'number of bottlenecks'
    """
    cells = Cells(results, "cells", ("estimate", "category"), language, labels)
    words, draw = cells.words, choice("how", how, _HOW)
    rows = [row for row in cells.of(cells.rows, cells.dimension(by))
            if row["variable"] == variable and row["category"] is not None]
    chosen = cells.wave(wave) if by is not None or wave is not None else None
    rows = [row for row in rows if chosen is None or row["wave"] == chosen]
    if not rows:
        raise ArgumentError(f"there is no '{variable}' in the table", item="variable")
    gone = {row[by or "wave"] for row in rows if row["status"] == "hidden"}
    data = [_count(cells, row, by, gone) for row in rows]
    lines = notes(words, cells.frame, [f"{words['wave']} {chosen}" if chosen else None,
                                       words["people"], n_text(row.get("n") for row in data)],
                  source, _states(cells, data), intervals=draw is _dotted)
    return made(draw(cells, data), words["bottlenecks"], lines, words,
                height={"step": look()["sizes"]["row"] * (2 if draw is _dotted else 1)})


def _count(cells: Cells, row: Row, by: str | None, gone: set[Any]) -> Row:
    """One count of a group. Where one is hidden, so is the group: the others add up with it."""
    group = cells.label("category", by, row[by]) if by else row["wave"]
    found: Row = {"group": group, "count": row["category"], "order": str(row["category"])}
    if row[by or "wave"] in gone or not is_shown(row):
        return found | {"state": "hidden" if row[by or "wave"] in gone else "empty"}
    text = cells.words.value(row["estimate"], "percent", 0) if row["estimate"] >= 0.045 else ""
    return found | {"text": text, **numbers(row, "estimate", "lower", "upper", "n")}


def _per_row(cells: Cells, data: list[Row], y: Spec) -> list[Spec]:
    once = {row["group"]: {"group": row["group"], "state": row["state"]}
            for row in data if "state" in row}
    return _without_number(cells, list(once.values()), y)


def _stacked(cells: Cells, data: list[Row]) -> list[Spec]:
    colours, counts = look()["stack"], sorted({row["count"] for row in data})
    if len(counts) > len(colours):
        raise ArgumentError(f"at most {len(colours)} counts are stacked: choose how='dots'")
    starts: dict[str, float] = {}
    bars = []
    for row in sorted(data, key=lambda row: str(row["order"])):
        if "estimate" in row:
            start = starts.get(row["group"], 0.0)
            starts[row["group"]] = start + row["estimate"]
            bars.append({**row, "from": start, "to": starts[row["group"]],
                         "middle": start + row["estimate"] / 2,
                         "dark": counts.index(row["count"]) >= look()["dark_from"]})
    y = {"field": "group", "type": "nominal", "title": None, "axis": {"grid": False},
         "sort": list(dict.fromkeys(row["group"] for row in data))}
    x = {"type": "quantitative", "title": cells.words["people"], "axis": {"format": PERCENT},
         "scale": {"domain": [0, 1], "nice": False}}
    scale = {"domain": counts, "range": colours[:len(counts)]}
    return [
        {"data": {"values": bars}, "mark": {"type": "bar", "stroke": look()["ink"],
                                            "strokeWidth": 0.7},
         "encoding": {"y": y, "x": {**x, "field": "from"}, "x2": {"field": "to"},
                      "color": {"field": "count", "type": "nominal", "scale": scale,
                                "legend": {"title": cells.words["bottlenecks"], "orient": "top",
                                           "symbolStrokeColor": look()["ink"]}}}},
        {"data": {"values": bars}, "mark": {"type": "text", "fontSize": look()["sizes"]["cell"]},
         "encoding": {"y": y, "x": {**x, "field": "middle"}, "text": {"field": "text"},
                      "color": {"condition": {"test": "datum.dark", "value": look()["paper"]},
                                "value": look()["ink"]}}},
        *_per_row(cells, data, y)]


def _dotted(cells: Cells, data: list[Row]) -> list[Spec]:
    counts, sizes = sorted({str(row["count"]) for row in data}), look()["sizes"]
    scales = series_scales(counts)
    y = {"field": "group", "type": "nominal", "title": None, "axis": {"grid": False},
         "sort": list(dict.fromkeys(row["group"] for row in data))}
    x = {"type": "quantitative", "title": cells.words["people"], "axis": {"format": PERCENT}}
    layers: list[Spec] = []
    legend = {"title": cells.words["bottlenecks"], "orient": "top"}
    for index, count in enumerate(counts):
        aside = {"yOffset": 8 * (index - (len(counts) - 1) / 2)}
        own = [row for row in data if str(row["count"]) == count and "estimate" in row]
        color, shape = ({"field": "count", "type": "nominal", "scale": scales[part],
                         "legend": legend} for part in ("color", "shape"))
        layers += [
            {"data": {"values": [row for row in own if "lower" in row]},
             "mark": {"type": "rule", "strokeWidth": sizes["interval"], **aside},
             "encoding": {"y": y, "x": {**x, "field": "lower"}, "x2": {"field": "upper"},
                          "color": color}},
            {"data": {"values": own}, "mark": {"type": "point", "filled": True, "opacity": 1,
                                               "size": sizes["point"], **aside},
             "encoding": {"y": y, "x": {**x, "field": "estimate"}, "color": color,
                          "shape": shape}}]
    return layers + _per_row(cells, data, y)


_HOW = {"stacked": _stacked, "dots": _dotted}
