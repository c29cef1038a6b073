# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Rows that come in parts: what each part is asked, how answers are put together, and in how many
passes. Files, Dask and Spark bring the parts."""
from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from . import _core
from ._arguments import type_name
from ._errors import ArgumentError, ArgumentTypeError, ConflictError
from ._instrument import Instrument, as_instrument
from ._model import Fit, Model
from ._model_pass import ModelPass
from ._options import Asked
from ._rows import Rows, naming
from ._score import score
from ._source import Source, as_source
from ._spec import Spec
from ._tally import Tally

State = TypeVar("State", Tally, ModelPass)
"""What a pass over rows leaves behind."""


@dataclass(frozen=True)
class Scoring:
    """Scores that are made of the rows before they are counted."""

    instrument: Instrument
    scores: tuple[str, ...]
    items: tuple[str, ...]

    def of(self, data: Any) -> Source:
        """The scores of rows, beside what else they have, as they are read."""
        made = score(_source(data), self.instrument, select=self.scores)
        assert isinstance(made, Source)
        return made


def _source(data: Any) -> Source:
    found = as_source(data)
    if found is not None:
        return found
    rows = Rows(data)
    return Source._of(_core.wb_source_from_frame(rows.handle(rows.names), 0))


def scoring(instrument: Instrument | str | None, needed: Iterable[str]) -> Scoring | None:
    """How the columns that are scores are made; None where there are none."""
    if instrument is None:
        return None
    definition = as_instrument(instrument)
    made_of = _items_by_score(json.loads(definition.to_json()))
    scores = [name for name in needed if name in made_of]
    items = dict.fromkeys(item for name in scores for item in made_of[name])
    return Scoring(definition, tuple(scores), tuple(items)) if scores else None


def _items_by_score(definition: dict[str, Any]) -> dict[str, list[str]]:
    """The items that every column of scores is made of."""
    scales = {scale["id"]: scale["items"] for scale in definition["scales"]}
    lights = {one["id"]: scales[one["scale"]] for one in definition.get("indicators", ())}
    parts = {one["id"]: one["of"] for one in definition.get("composites", ())}

    def items_of(part: str) -> list[str]:
        return lights[part] if part in lights else [
            item for each in parts[part] for item in items_of(each)]

    composed = {name: items_of(name) for name in parts}
    found: dict[str, list[str]] = {}
    for name, items in (scales | composed).items():
        found |= {name: items, f"{name}_reason": items}
    for name, items in lights.items():
        found |= {f"{name}_problem": items, f"{name}_acute": items}
    return found


@dataclass(frozen=True)
class Work:
    """What every part of the rows is asked: it travels to them, as bytes and names."""

    kind: type[Tally] | type[ModelPass]
    blank: bytes
    columns: tuple[str, ...]
    clusters: tuple[str, ...]
    scoring: Scoring | None

    def part(self, data: Any) -> bytes:
        """What the rows of one part leave behind. Nothing else happens: it can be done again."""
        state = self.kind.from_bytes(self.blank)
        self.add(state, data, threads=1)
        return state.to_bytes()

    def add(self, state: Tally | ModelPass, data: Any, **run: Any) -> None:
        """Add the rows of a part."""
        state.update(data if self.scoring is None else self.scoring.of(data), **run)

    def merged(self, parts: Iterable[bytes]) -> bytes:
        """The parts in their order as one."""
        states = map(self.kind.from_bytes, parts)
        first: Any = next(states)
        for other in states:
            first.merge(other)
        return bytes(first.to_bytes())

    def columns_of(self, there: Iterable[str]) -> list[str]:
        """Those of the columns that are there which the work takes; the library names another."""
        wanted = set(self.columns)
        return [name for name in there if name in wanted]


def work(state: Tally | ModelPass, how: Scoring | None) -> Work:
    """The work of a pass, which begins with what a state knows already."""
    needed = _needed(state)
    if how is not None:
        needed = [*(name for name in needed if name not in how.scores), *how.items]
    return Work(type(state), state.to_bytes(), tuple(dict.fromkeys(needed)),
                tuple(_design(state).get("clusters", ())), how)


def _needed(state: Tally | ModelPass) -> list[str]:
    return state.spec.needed() if isinstance(state, Tally) else state.model.needed()


def _design(state: Tally | ModelPass) -> dict[str, Any]:
    """How the rows were sampled."""
    if isinstance(state, Tally):
        return dict(json.loads(state.spec.to_json()))
    return dict(json.loads(state.model.to_json())["design"])


def check_fan_in(fan_in: int) -> None:
    """How many tallies become one."""
    if fan_in < 2:
        raise ArgumentError(f"fan_in must be 2 or more, not {fan_in}", item="fan_in")


Over = Callable[[Any, Work], Any]
"""One pass over all parts: the state it begins with and its work, to the state of all rows."""


def tallied(what: Spec | Tally | None, asked: Asked, instrument: Instrument | str | None,
            over: Over) -> Tally:
    """The tally of all parts, in as many passes as it takes; of a Tally, in one."""
    empty = _given(what, asked) if isinstance(what, Tally) else Tally(what, **asked)
    how = scoring(instrument, empty.spec.needed())
    first: Tally = over(empty, work(empty, how))
    if isinstance(what, Tally) or not empty.spec._takes_two_passes() or not len(first):
        return first
    empty = first.second_pass()
    second: Tally = over(empty, work(empty, how))
    if len(second) != len(first):
        raise ConflictError(f"the second pass saw {len(second)} rows and the first {len(first)}: "
                            "the rows must be the same every time they are read")
    return second


def _given(tally: Tally, asked: Asked) -> Tally:
    for name in asked:
        raise ArgumentError(f"{name} is said by the tally, which is given too", item=name)
    if len(tally):
        raise ArgumentError("the tally has rows, which would count with every part: give an empty "
                            "one, and merge", item="what")
    return tally


def fitted(model: Model, options: dict[str, Any], instrument: Instrument | str | None,
           over: Over) -> Fit:
    """The fit of a model to all parts, in as many passes as it takes."""
    if not isinstance(model, Model):
        raise ArgumentTypeError(f"model must be a Model, not {type_name(model)}", item="model")
    how = scoring(instrument, model.needed())
    current: ModelPass = ModelPass(model, **options)
    fit: Fit | None = None
    while fit is None:
        current = over(current, work(current, how))
        fit = current.step()
    return fit
