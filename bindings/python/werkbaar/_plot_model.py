# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Charts of models and cut-offs: odds ratios with intervals, and the curve of a score."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._errors import ArgumentError
from ._frame import as_frame
from ._model import Fit
from ._plot_base import PERCENT, Row, Spec, Words, look, made, n_text, notes, rows_of, table

if TYPE_CHECKING:
    import altair


def forest(fit: Any, *, category: str | None = None, labels: Mapping[str, str] | None = None,
           source: str | None = None, language: str = "nl") -> altair.LayerChart:
    """The odds ratios of a fit with their intervals, on a log axis; references are open.

    Parameters
    ----------
    fit : Fit, or its coefficients
        Of a logit.
    category : str, optional
        Of a multinomial model: the category of the outcome.
    labels : dict of str, optional
        Texts for terms, levels and the outcome: ``{"shift": "Shift", "night": "at night"}``.
    source, language
        As for :func:`waves`.

    Examples
    --------
    >>> import werkbaar as wb
    >>> import werkbaar.plot
    >>> rows = {"stress": [1, 0, 0, 0, 1, 1, 1, 0], "shift": ["day"] * 4 + ["night"] * 4}
    >>> chart = wb.plot.forest(wb.Model("stress", "shift").fit(rows), language="en")
    >>> chart.to_dict()["title"]["subtitle"]
    ['stress · odds ratio (log axis) · n = 8 · 95% interval', 'associated with; says nothing of causes', 'Source: not told']
    """
    words, said = Words(language), dict(labels or {})
    count = fit.summary["n"][0] if isinstance(fit, Fit) else None
    frame = table("the table of coefficients", fit.coefficients if isinstance(fit, Fit) else fit,
                  ("term", "odds_ratio", "odds_lower", "odds_upper", "status"))
    rows = [row for row in rows_of(frame) if row["term"] != "(intercept)"
            and (category is None or row.get("category") == category)]
    if not rows or (category is None and len({row.get("category") for row in rows}) > 1):
        raise ArgumentError("choose the category of the outcome of which the odds ratios are",
                            item="category")
    data = [_odds(row, words, said) for row in rows]
    outcome = (frame.metadata or {}).get("outcome")
    lines = notes(words, frame, [said.get(str(outcome), outcome), words["odds_ratio"],
                                 n_text([count])], source, [words["associated"]])
    return made(_forest(words, data), words["forest"], lines, words,
                height={"step": look()["sizes"]["row"]})


def _odds(row: Row, words: Words, said: dict[str, str]) -> Row:
    parts = [str(part) for part in (row["term"], row.get("level")) if part is not None]
    found: Row = {"term": ": ".join(said.get(part, part) for part in parts)}
    if row["status"] == "reference":
        return found | {"reference": 1, "text": words["reference"]}
    if row["odds_ratio"] is None or row["odds_ratio"] <= 0:
        return found | {"text": words["not_estimated"]}
    known = {name: row[name] for name in ("odds_ratio", "odds_lower", "odds_upper")
             if row[name] is not None and row[name] > 0}
    text = words.number(row["odds_ratio"], 2)
    if len(known) == 3:
        text += (f" ({words.number(row['odds_lower'], 2)}–{words.number(row['odds_upper'], 2)})")
    return found | known | {"text": text}


def _forest(words: Words, data: list[Row]) -> list[Spec]:
    sizes, first = look()["sizes"], look()["series"][0]
    y = {"field": "term", "type": "nominal", "title": None, "axis": {"grid": False},
         "sort": [row["term"] for row in data]}
    x = {"type": "quantitative", "title": words["odds_ratio"],
         "scale": {"type": "log", "nice": False, "padding": 10},
         "axis": {"values": [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10,
                           20, 50, 100],
                  "labelExpr": "replace(format(datum.value, '~r'), '.', "
                               f"'{words['decimal']}')"}}
    shown = [row for row in data if "odds_ratio" in row]
    return [
        {"data": {"values": [{"at": 1}]}, "encoding": {"x": {**x, "field": "at"}},
         "mark": {"type": "rule", "color": look()["quiet"]}},
        {"data": {"values": [row for row in shown if "odds_lower" in row and "odds_upper" in row]},
         "mark": {"type": "rule", "strokeWidth": sizes["line"], "color": first["colour"]},
         "encoding": {"y": y, "x": {**x, "field": "odds_lower"}, "x2": {"field": "odds_upper"}}},
        {"data": {"values": shown}, "mark": {"type": "point", "filled": True, "opacity": 1,
                                             "size": 1.4 * sizes["point"],
                                             "color": first["colour"]},
         "encoding": {"y": y, "x": {**x, "field": "odds_ratio"}}},
        {"data": {"values": [row for row in data if "reference" in row]},
         "mark": {"type": "point", "filled": True, "fill": look()["paper"], "opacity": 1,
                  "stroke": look()["ink"], "size": sizes["point"]},
         "encoding": {"y": y, "x": {**x, "field": "reference"}}},
        {"data": {"values": data}, "encoding": {"y": y, "text": {"field": "text"}},
         "mark": {"type": "text", "align": "left", "x": {"expr": "width + 8"},
                  "fontSize": sizes["cell"], "color": look()["ink"]}}]


def roc(curve: Any, auc: Any = None, *, level: str = "problem", title: str | None = None,
        source: str | None = None, language: str = "nl") -> altair.LayerChart:
    """The curve of a score against a criterion, with the cut-offs that do best.

    Parameters
    ----------
    curve, auc : the two tables of :func:`werkbaar.roc`
    level : {"problem", "acute"}
        Whose curve, where there are two.
    title : str, optional
    source, language
        As for :func:`waves`.

    Examples
    --------
    >>> import werkbaar as wb
    >>> import werkbaar.plot
    >>> rows = {"score": [0, 0, 1, 1, 2, 2, 3, 3],
    ...         "tired": [False, False, False, True, False, True, True, True]}
    >>> chart = wb.plot.roc(*wb.roc(rows, "score", "tired"), language="en")
    >>> chart.to_dict()["title"]["subtitle"][0]
    'score, tired · area 0.88 (0.60–1.00) · n = 8 · 95% interval'
    """
    words = Words(language)
    frame = table("the curve", curve, ("cut", "sensitivity", "specificity", "best_youden",
                                       "best_cost"))
    rows = [row for row in rows_of(frame) if row.get("level", level) == level
            and row["sensitivity"] is not None and row["specificity"] is not None]
    if not rows:
        raise ArgumentError(f"the curve has no rows of the level '{level}'", item="level")
    data = [{"cut": row["cut"], "sensitivity": row["sensitivity"],
             "false_alarm": 1 - row["specificity"], "specificity": row["specificity"],
             "best": _best(row, words)} for row in rows]
    area = [row for row in rows_of(as_frame(auc)) if row.get("level", level) == level
            and row.get("method", "design") == "design"] if auc is not None else []
    counts = [row["n_positive"] + row["n_negative"] for row in area]
    what = ", ".join(str(rows[0][name]) for name in ("score", "criterion") if name in rows[0])
    lines = notes(words, frame, [what, *(_area(row, words) for row in area), n_text(counts)],
                  source, [words["not_official"], words["chance"]])
    side = look()["sizes"]["height"] * 1.25
    return made(_roc(words, data), title or words["roc"], lines, words,
                width=side, height=side)


def _best(row: Row, words: Words) -> str | None:
    reasons = [words[name] for name in ("best_youden", "best_cost") if row[name]]
    return f"{words['cut']} {_cut(row, words)}: {', '.join(reasons)}" if reasons else None


def _cut(row: Row, words: Words) -> str:
    return f"{row['cut']:.4g}".replace(".", words["decimal"])


def _area(row: Row, words: Words) -> str:
    text = f"{words['auc']} {words.number(row['auc'], 2)}"
    if row["lower"] is None or row["upper"] is None:
        return text
    return f"{text} ({words.number(row['lower'], 2)}–{words.number(row['upper'], 2)})"


def _roc(words: Words, data: list[Row]) -> list[Spec]:
    sizes, first = look()["sizes"], look()["series"][0]
    scale = {"domain": [0, 1], "nice": False}
    x = {"field": "false_alarm", "type": "quantitative", "scale": scale,
         "title": words["false_alarm"], "axis": {"format": PERCENT}}
    y = {"field": "sensitivity", "type": "quantitative", "scale": scale,
         "title": words["sensitivity"], "axis": {"format": PERCENT}}
    corners = [{"false_alarm": end, "sensitivity": end} for end in (0, 1)]
    ordered = sorted([*data, *corners], key=lambda row: (row["false_alarm"], row["sensitivity"]))
    path = [{**row, "order": place} for place, row in enumerate(ordered)]
    best = [row for row in data if row["best"]]
    return [
        {"data": {"values": corners}, "encoding": {"x": x, "y": y},
         "mark": {"type": "line", "strokeDash": [5, 4], "strokeWidth": 1,
                  "color": look()["quiet"]}},
        {"data": {"values": path},
         "mark": {"type": "line", "strokeWidth": sizes["line"], "color": first["colour"]},
         "encoding": {"x": x, "y": y, "order": {"field": "order", "type": "quantitative"}}},
        {"data": {"values": data}, "encoding": {"x": x, "y": y, "tooltip": [
            {"field": name, "title": words[word]} for name, word in
            (("cut", "cut"), ("sensitivity", "sensitivity"), ("false_alarm", "false_alarm"))]},
         "mark": {"type": "point", "filled": True, "opacity": 1, "size": 0.4 * sizes["point"],
                  "color": first["colour"]}},
        {"data": {"values": best}, "encoding": {"x": x, "y": y},
         "mark": {"type": "point", "shape": "diamond", "filled": True, "opacity": 1,
                  "size": 3 * sizes["point"], "color": look()["ink"]}},
        {"data": {"values": best}, "encoding": {"x": x, "y": y, "text": {"field": "best"}},
         "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 10, "dy": 6,
                  "fontSize": sizes["cell"], "color": look()["ink"]}}]
