# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The keywords that several functions take, once: their types, what they become for the C
library, and signatures that show them."""
from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from ._arguments import (INTERVAL, LONELY, MADE, QUANTILE_RULE, Breakdowns, Names, Pairs,
                         Quantiles, Ranks, above_0, checked_level, choice, flag)
from ._errors import ArgumentTypeError
from ._run import Progress, run_options

if TYPE_CHECKING:
    from ._sampling import Calibration, Replicates

F = TypeVar("F", bound=Callable[..., Any])


class Sampling(TypedDict, total=False):
    """How the rows were sampled, see :class:`werkbaar.Design`."""

    weights: str | None
    strata: Names | None
    clusters: Names | None
    fpc: Names | None
    nested: bool
    units: str
    replicates: Replicates | None
    calibration: Calibration | None


class Estimands(TypedDict, total=False):
    """What to estimate, see :class:`werkbaar.Spec`."""

    mean: Names
    total: Names
    proportion: Names
    variance: Names
    ratio: Pairs
    covariance: Pairs
    correlation: Pairs
    quantile: Quantiles
    rank: Ranks


class Groups(TypedDict, total=False):
    """For which groups, and beside what, see :meth:`werkbaar.Design.mean`."""

    by: Breakdowns
    categories: Mapping[str, Sequence[str]] | None
    design_effect: str | bool | None


class Asked(Estimands, Groups, Sampling, total=False):
    """All that a specification says."""


class Options(TypedDict, total=False):
    """How estimates are made, see :meth:`werkbaar.Design.mean`."""

    level: float
    interval: str
    drop_empty: bool
    lonely: str
    lonely_in_domain: bool
    ultimate_cluster: bool
    df: float | None
    precision: bool
    quantile_rule: str


class Making(TypedDict, total=False):
    """Replicates that are made of the design."""

    replicates: str | None
    n_replicates: int | None
    seed: int | None
    rho: float
    mse: bool


class Running(TypedDict, total=False):
    """How a long call runs."""

    threads: int | None
    progress: Progress


class Estimating(Options, Making, Running, total=False):
    """What a tally is asked to estimate with."""

    output: str | None


class Asking(Groups, Estimating, total=False):
    """What a design is asked beside the columns."""


class AskingAll(Estimands, Asking, total=False):
    """What a design is asked."""


DEFAULTS: dict[str, Any] = {
    "nested": False, "units": "auto", **dict.fromkeys(Estimands.__annotations__, ()),
    "level": 0.95, "interval": "logit", "drop_empty": False, "lonely": "fail",
    "lonely_in_domain": False, "ultimate_cluster": False, "precision": False,
    "quantile_rule": "math", "rho": 0.0, "mse": False}

_CHECKED: dict[str, Callable[[str, Any], Any]] = {
    "level": lambda what, value: checked_level(value),
    "interval": lambda what, value: choice(what, value, INTERVAL),
    "lonely": lambda what, value: choice(what, value, LONELY),
    "replicates": lambda what, value: choice(what, value, MADE),
    "quantile_rule": lambda what, value: choice(what, value, QUANTILE_RULE),
    "df": above_0, "n_replicates": above_0, "seed": lambda what, value: value,
    "rho": lambda what, value: value,
    **dict.fromkeys(("drop_empty", "lonely_in_domain", "ultimate_cluster", "precision", "mse"),
                    flag)}
_OPTIONAL = ("df", *Making.__annotations__)


def taken(given: MutableMapping[str, Any], kind: type) -> dict[str, Any]:
    """The keywords of a kind, which the others are left without."""
    return {name: given.pop(name) for name in kind.__annotations__ if name in given}


def refuse_others(given: Iterable[str], *kinds: type) -> None:
    """Refuse keywords that are of none of the kinds, as Python does."""
    known = [name for kind in kinds for name in kind.__annotations__]
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; is '{near[0]}' meant?" if near else ""
            raise ArgumentTypeError(f"unexpected keyword argument '{name}'{hint}", item=name)


def estimate_options(given: MutableMapping[str, Any]) -> dict[str, Any] | None:
    """The options of estimating for the C library, of which the keywords are left without them.

    None, the quick way, where they are its own."""
    asked = {**taken(given, Options), **taken(given, Making)}
    return {name: _CHECKED[name](name, value) for name, value in asked.items()
            if value is not None or name not in _OPTIONAL} or None


def estimate_run(given: MutableMapping[str, Any]) -> dict[str, Any]:
    """How the call runs, of which the keywords are left without it."""
    return run_options(**taken(given, Running), memory_limit=0)


def keywords(*kinds: type) -> Callable[[F], F]:
    """Show the keywords of some kinds in the signature of a function that takes them as one."""
    def shown(function: F) -> F:
        own = inspect.signature(function)
        kept = [parameter for parameter in own.parameters.values()
                if parameter.kind is not inspect.Parameter.VAR_KEYWORD]
        more = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY,
                                  default=DEFAULTS.get(name), annotation=_annotation(hint))
                for kind in kinds for name, hint in kind.__annotations__.items()]
        function.__signature__ = own.replace(  # type: ignore[attr-defined]
            parameters=[*kept, *more])
        return function
    return shown


def _annotation(hint: Any) -> str:
    """A hint as it was written."""
    return getattr(hint, "__forward_arg__", str(hint))
