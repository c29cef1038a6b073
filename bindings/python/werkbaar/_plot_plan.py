# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Charts of an action plan: its actions in time, and its money."""
from __future__ import annotations

import datetime
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._arguments import choice
from ._errors import ArgumentError
from ._frame import Frame
from ._moment import Day, day_text
from ._plan import Plan
from ._plot_base import Row, Spec, Words, look, made, notes, rows_of, series_scales, table

if TYPE_CHECKING:
    import altair

_STATUS = ("unknown", "planned", "running", "done", "stopped")
_MONEY = {"original": "original", "current": "current", "spent": "spent"}


def timeline(plan: Any, *, today: Day | None = None, title: str | None = None,
             source: str | None = None, language: str = "nl") -> altair.LayerChart:
    """The actions of a plan in time. Those without a date are counted, not drawn.

    Parameters
    ----------
    plan : Plan, or the frame of its actions
    today : date or str, optional
        A line on that day.
    title : str, optional
        That of the plan when left out.
    source, language
        As for :func:`waves`.

    Examples
    --------
    >>> import werkbaar as wb
    >>> import werkbaar.plot
    >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
    >>> chart = wb.plot.timeline(plan, today="2020-03-01", language="en")
    >>> chart.to_dict()["title"]["subtitle"][0]
    '42 actions and parts of them · actions without a date: 22'
    """
    words = Words(language)
    made_of = plan.actions(words.language) if isinstance(plan, Plan) else plan
    frame = table("the frame of actions", made_of, ("number", "title", "from", "to", "status"))
    rows = rows_of(frame)
    dated = [row for row in rows if row["from"] or row["to"]]
    if not dated:
        raise ArgumentError("no action of the plan has a date")
    day = None if today is None else day_text("today", today)
    until = _end(dated, day)
    data = [_bar(row, until, words) for row in dated]
    undated = len(rows) - len(dated)
    what = [f"{len(rows)} {words['actions']}",
            f"{words['undated_note']}: {undated}" if undated else None]
    rest = [" · ".join(words[word] for word, there in (
        ("open_end", any("open" in row for row in data)),
        ("one_date", any("alone" in row for row in data))) if there)]
    name = title or (plan.title(words.language) if isinstance(plan, Plan) else words["timeline"])
    lines = notes(words, frame, what, _source(plan, name, words.language, source), rest,
                  made_up="synthetic_plan")
    return made(_timeline(words, data, day), name, lines, words,
                height={"step": look()["sizes"]["row"]})


def _source(plan: Any, name: str, language: str, source: str | None) -> str | None:
    """What is given, else which plan it is; one that is made up says so in its title."""
    if not isinstance(plan, Plan):
        return source
    said = source or f"{plan.id}, {plan.version}"
    made_up = any("SYNTHETI" in title for title in (name, plan.title(language)))
    return f"{said}, SYNTHETIC" if made_up and "SYNTHETI" not in said else said


def _end(rows: list[Row], day: str | None) -> str:
    """Up to where open ends are drawn: a year behind the last date."""
    dates = [str(row[name]) for row in rows for name in ("from", "to") if row[name]]
    last = datetime.date.fromisoformat(max([*dates, *([day] if day else [])]))
    return str(last + datetime.timedelta(days=365))


def _bar(row: Row, until: str, words: Words) -> Row:
    number = f"{row['number']}. " if row["number"] else ""
    name = textwrap.shorten(f"{number}{row['title'] or ''}", 64, placeholder=" …")
    found: Row = {"action": name, "status": words.of(row["status"] or "unknown")}
    start, end = (str(row[part]) if row[part] else None for part in ("from", "to"))
    if start and end:
        return found | {"from": start, "to": end}
    if start and row.get("open_end"):
        return found | {"from": start, "to": until, "open": True}
    return found | {"alone": start or end}


def _timeline(words: Words, data: list[Row], day: str | None) -> list[Spec]:
    names = [words[status] for status in _STATUS if words[status] in {x["status"] for x in data}]
    others = sorted({row["status"] for row in data} - set(names))
    scales = series_scales([*names, *others])
    y = {"field": "action", "type": "nominal", "title": None, "axis": {"labelLimit": 400},
         "sort": [row["action"] for row in data]}
    x = {"type": "temporal", "title": None, "scale": {"padding": 14}, "axis": {"format": "%Y", "tickCount": "year"}}
    channel = {part: {"field": "status", "type": "nominal", "scale": scales[part],
                      "legend": {"title": words["status"], "orient": "top"}}
               for part in ("color", "strokeDash")}
    layers: list[Spec] = [
        {"data": {"values": [row for row in data if "from" in row]},
         "mark": {"type": "rule", "strokeWidth": 5},
         "encoding": {"y": y, "x": {**x, "field": "from"}, "x2": {"field": "to"}, **channel}},
        {"data": {"values": [row for row in data if "open" in row]},
         "mark": {"type": "point", "shape": "triangle-right", "filled": True, "size": 130,
                  "opacity": 1},
         "encoding": {"y": y, "x": {**x, "field": "to"}, "color": channel["color"]}},
        {"data": {"values": [row for row in data if "alone" in row]},
         "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 110, "opacity": 1},
         "encoding": {"y": y, "x": {**x, "field": "alone"}, "color": channel["color"]}}]
    if day:
        at = {"values": [{"day": day, "word": words["today"]}]}
        layers += [{"data": at, "encoding": {"x": {**x, "field": "day"}},
                    "mark": {"type": "rule", "strokeDash": [4, 3], "color": look()["ink"]}},
                   {"data": at, "encoding": {"x": {**x, "field": "day"},
                                             "text": {"field": "word"}},
                    "mark": {"type": "text", "y": 0, "dy": -7, "color": look()["ink"]}}]
    return layers


def budget(plan: Any, *, by: str = "source", amount: str = "current",
           labels: Mapping[str, str] | None = None, title: str | None = None,
           source: str | None = None, language: str = "nl") -> altair.LayerChart:
    """The money of a plan: what is known of it, and how many lines have no amount.

    Parameters
    ----------
    plan : Plan, or the frame of its budget totals
        Of totals: by what they are is their first column.
    by : {"source", "year", "action", "certainty", "status"}
        The rows, of a Plan.
    amount : {"original", "current", "spent"}
    labels : dict of str, optional
        Texts for the rows.
    title, source, language
        As for :func:`timeline`.

    Examples
    --------
    >>> import werkbaar as wb
    >>> import werkbaar.plot
    >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
    >>> chart = wb.plot.budget(plan, by="year", language="en")
    >>> chart.to_dict()["title"]["subtitle"][1]
    'at least: lines without an amount are not in it'
    """
    words, which = Words(language), choice("amount", amount, _MONEY)
    said = dict(labels or {})
    if isinstance(plan, Plan):
        frame: Frame = plan.budget_totals(by)
        if by == "source":
            money = plan.budget(words.language)
            said = {**dict(zip(money["source"], money["source_name"])), **said}
        name = title or plan.title(words.language)
    else:
        frame, name = table("the frame of totals", plan, ()), title or words["budget"]
    known, unknown = f"{which}_known", f"{which}_unknown"
    frame = table("the frame of totals", frame, ("lines", known, unknown))
    key = frame.columns[0]
    totals = rows_of(frame)
    data = [_sum(row, key, known, unknown, words, said) for row in totals]
    left_out = sum(row.get("left_out") or 0 for row in totals)
    what = [words[which], words["euro"], f"{sum(row['lines'] for row in totals)} {words['lines']}",
            f"{left_out} {words['left_out_note']}" if left_out else None]
    rest = [words["budget_note"] if any(row["missing"] for row in data) else None]
    lines = notes(words, frame, what, _source(plan, name, words.language, source), rest,
                  made_up="synthetic_plan")
    return made(_budget(words, data), name, lines, words,
                height={"step": look()["sizes"]["row"]})


def _sum(row: Row, key: str, known: str, unknown: str, words: Words,
         said: dict[str, str]) -> Row:
    id = str(row[key]) if key != "lines" and row[key] is not None else None
    name = words["total" if key == "lines" else "none"] if id is None else said.get(
        id, words.of(id))
    found: Row = {"row": textwrap.shorten(name, 52, placeholder=" …"), "missing": row[unknown]}
    parts = []
    if row[known] is not None:
        found["cents"] = row[known]
        parts.append(f"€ {words.number(row[known] / 100)}")
    if row[unknown]:
        parts.append(f"{'+ ' if parts else ''}{row[unknown]} {words['unknown_lines']}")
    if not parts:
        parts = [f"{row.get('left_out') or 0} {words['left_out_note']}"]
    return found | {"text": " ".join(parts)}


def _budget(words: Words, data: list[Row]) -> list[Spec]:
    sizes, colour = look()["sizes"], look()["stack"][2]
    y = {"field": "row", "type": "nominal", "title": None, "axis": {"grid": False},
         "sort": [row["row"] for row in data]}
    highest = max([row.get("cents", 0) for row in data] + [1])
    x = {"field": "cents", "type": "quantitative", "title": words["euro"],
         "scale": {"domain": [0, 1.6 * highest], "nice": False},
         "axis": {"tickCount": 6, "labelExpr":
                  f"replace(format(datum.value / 100, ',.0f'), /,/g, '{words['thousand']}')"}}
    text = {"type": "text", "align": "left", "fontSize": sizes["cell"], "color": look()["ink"]}
    some, none = ([row for row in data if ("cents" in row) == there] for there in (True, False))
    return [
        {"data": {"values": some}, "encoding": {"y": y, "x": x},
         "mark": {"type": "bar", "color": colour, "stroke": look()["ink"], "strokeWidth": 0.7,
                  "height": {"band": 0.6}}},
        {"data": {"values": some}, "encoding": {"y": y, "x": x, "text": {"field": "text"}},
         "mark": {**text, "dx": 6}},
        {"data": {"values": none}, "encoding": {"y": y, "text": {"field": "text"}},
         "mark": {**text, "x": 6, "fontStyle": "italic", "color": look()["quiet"]}}]
