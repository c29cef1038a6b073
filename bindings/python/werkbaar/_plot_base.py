# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What every chart shares: the look (look.json, which R reads too), words and numbers in a
language, and what must stand on a chart: unit, source, n, level, preset, SYNTHETIC."""
from __future__ import annotations

import functools
import json
import pathlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ._arguments import choice
from ._errors import ArgumentError, UnsupportedError
from ._frame import Frame, as_frame

if TYPE_CHECKING:
    import altair

Row = dict[str, Any]
Spec = dict[str, Any]

# Ticks with a decimal where they have one: 2.5%, not 2% or 3%.
PERCENT = ".1~%"
DECIMAL = ".1~f"


@functools.cache
def look() -> dict[str, Any]:
    """How charts look."""
    text = pathlib.Path(__file__).with_name("look.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


class Words:
    """Texts and numbers in a language."""

    def __init__(self, language: str) -> None:
        names = {name: name for name in look()["words"]}
        self.language = choice("language", language, names)
        self._words: dict[str, str] = look()["words"][self.language]

    def __getitem__(self, name: str) -> str:
        return self._words[name]

    def of(self, name: str) -> str:
        """The word of an id; the id itself where there is none."""
        return self._words.get(name, name)

    def number(self, value: float, decimals: int = 0) -> str:
        """1234.5 as 1.234,5 or 1,234.5."""
        text = f"{round(value, decimals) + 0.0:,.{decimals}f}"  # -0.0 + 0.0 is 0.0
        signs = {",": self["thousand"], ".": self["decimal"]}
        return "".join(signs.get(sign, sign) for sign in text).replace("-", "−")

    def all_of(self, value: float) -> str:
        """A number with the decimals that it has: 95, 99.5."""
        return self.number(value, len(f"{value:.10g}".partition(".")[2]))

    def value(self, value: float, unit: str, decimals: int = 1) -> str:
        """A number as it is read: a share in percent."""
        if unit == "percent":
            return self.number(100 * value, decimals) + self["percent"]
        return self.number(100 * value if unit == "points" else value, decimals)


def _ids_of(names: Sequence[str]) -> list[str]:
    """The columns of estimates that say what a row is of."""
    if "statistic" not in names:
        return [name for name in names if name == "wave"]
    return [*names[:names.index("statistic")], *(name for name in names if name == "category")]


def id_text(value: Any) -> Any:
    """An id as text; a table that was read from a file may have it as a number."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return None if value is None else str(value)


def rows_of(frame: Frame) -> list[Row]:
    """A dict per row. What a hidden cell might still hold as a number does not come along."""
    columns = frame.to_dict()
    for name in _ids_of(list(columns)):
        columns[name] = [id_text(value) for value in columns[name]]
    found = [dict(zip(columns, values)) for values in zip(*columns.values())]
    for row in found:
        if row.get("status") == "hidden":
            row.update({name: None for name, value in row.items()
                        if isinstance(value, (int, float)) and not isinstance(value, bool)})
    return found


def table(name: str, data: Any, columns: Iterable[str]) -> Frame:
    """A frame with these columns.

    Raises ArgumentError when one is not there."""
    frame = as_frame(data)
    for column in columns:
        if column not in frame:
            raise ArgumentError(f"{name} has no column '{column}', which this chart is made of",
                                item=column)
    return frame


def unit_of(frame: Frame, column: str, variable: str) -> str:
    """``percent``, ``points``, ``score``, ``difference``: as the metadata of the table say."""
    formats = (frame.metadata or {}).get("sheet", {}).get("formats", {}).get(column)
    if isinstance(formats, Mapping):
        formats = formats["of"].get(variable, formats["else"])
    return str(formats or ("points" if column == "difference" else "percent"))


def notes(words: Words, frame: Frame, first: Iterable[str | None], source: str | None,
          rest: Iterable[str | None] = (), *, intervals: bool = True,
          made_up: str = "synthetic_note") -> list[str]:
    """The lines under a title: what is shown, remarks, source, preset, SYNTHETIC."""
    said = frame.metadata or {}
    level = said.get("level") if intervals else None
    interval = None if level is None else f"{words.all_of(100 * level)}{words['interval']}"
    what = " · ".join(part for part in (*first, interval) if part)
    came = source or said.get("definition") or said.get("title") or words["none"]
    lines = [what, *rest, f"{words['source']}: {came}",
             words["preset_note"] if _says(said, "verified", False) else None,
             words[made_up] if _is_synthetic(said, source) else None]
    return [line for line in lines if line]


def _is_synthetic(said: Any, source: str | None) -> bool:
    """Did nobody give these answers? Metadata say so however deep, or whoever names the source."""
    return (_says(said, "synthetic", True)
            or any(mark in f"{source} {said}" for mark in ("SYNTHETIC", "SYNTHETISCH")))


def _says(said: Any, key: str, value: bool) -> bool:
    """Is it said anywhere in metadata? Results carry those of what they were made of."""
    if isinstance(said, Mapping):
        return said.get(key) is value or any(_says(part, key, value) for part in said.values())
    return isinstance(said, list) and any(_says(part, key, value) for part in said)


def n_text(counts: Iterable[int | None]) -> str | None:
    """How many answers a chart rests on: n = 329–335."""
    known = [count for count in counts if count is not None]
    if not known:
        return None
    low, high = min(known), max(known)
    return f"n = {low}" if low == high else f"n = {low}–{high}"


def series_scales(names: Sequence[str]) -> dict[str, Spec]:
    """A colour, a shape and a dash of its own for every series."""
    kept = look()["series"]
    if len(names) > len(kept):
        raise ArgumentError(f"a chart has at most {len(kept)} series, and these are {len(names)}: "
                            "choose some of them")
    parts = {"color": "colour", "shape": "shape", "strokeDash": "dash"}
    return {channel: {"domain": list(names), "range": [one[part] for one in kept[:len(names)]]}
            for channel, part in parts.items()}


@functools.cache
def hatch_path() -> str:
    """The strokes that stand where a number is hidden, as a shape of two by two."""
    return "".join(f"M{a},{b}L{c},{d}" for a, b, c, d in look()["hatch"]["lines"])


def hatch(data: list[Row], encoding: Spec, size: float) -> Spec:
    """A layer of hatched places."""
    kept = look()["hatch"]
    return {"data": {"values": data}, "encoding": encoding,
            "mark": {"type": "point", "shape": hatch_path(), "size": size, "filled": False,
                     "stroke": kept["colour"], "strokeWidth": kept["width"], "opacity": 1}}


def watermark(words: Words) -> Spec:
    """The word SYNTHETIC across a chart."""
    return {"data": {"values": [{}]},
            "mark": {"type": "text", "text": words["synthetic"], "angle": 340,
                     "fontSize": look()["sizes"]["synthetic"], "fontWeight": "bold",
                     "color": look()["ink"], "opacity": look()["synthetic_opacity"],
                     "x": {"expr": "width / 2"}, "y": {"expr": "height / 2"}}}


def _config(words: Words) -> Spec:
    kept, sizes = look(), look()["sizes"]
    axis = {"labelFontSize": sizes["label"], "titleFontSize": sizes["axis"],
            "titleFontWeight": "normal", "labelColor": kept["ink"], "titleColor": kept["ink"],
            "gridColor": kept["grid"], "domainColor": kept["quiet"], "tickColor": kept["quiet"],
            "labelLimit": 260}
    legend = {"labelFontSize": sizes["label"], "titleFontSize": sizes["axis"], "labelLimit": 260,
              "titleFontWeight": "normal", "symbolSize": 110, "symbolStrokeWidth": 2}
    signs = {"decimal": words["decimal"], "thousands": words["thousand"], "grouping": [3],
             "currency": ["", ""]}
    return {"font": kept["font"], "background": kept["paper"], "view": {"stroke": None},
            "locale": {"number": signs},
            "axis": axis, "axisX": {"labelFlush": False}, "legend": legend,
            "title": {"anchor": "start", "frame": "group", "fontSize": sizes["title"],
                      "subtitleFontSize": sizes["subtitle"], "subtitleColor": kept["quiet"],
                      "color": kept["ink"], "offset": 12, "subtitlePadding": 5}}


def made(layers: list[Spec], title: str, lines: list[str], words: Words,
         **more: Any) -> altair.LayerChart:
    """The chart, checked against the schema of Vega-Lite.

    Raises UnsupportedError when Altair is not there."""
    try:
        import altair
    except ImportError as error:
        raise UnsupportedError("charts are made with Altair, which is not installed: "
                               "pip install 'werkbaar[plot]' brings it") from error
    if any(line.startswith(words["synthetic"]) for line in lines):
        layers = [*layers, watermark(words)]
    spec = {"layer": layers, "title": {"text": title, "subtitle": lines}, "config": _config(words),
            "width": look()["sizes"]["width"], **more}
    chart: altair.LayerChart = altair.LayerChart.from_dict(spec)
    return chart
