# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Specifications: what one pass over rows is to estimate, fixed before the first row."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from . import _core
from ._arguments import STATISTIC, breakdowns, names, reader_of_bytes, type_name, written
from ._convert_out import python_values
from ._errors import ArgumentTypeError

Names = str | Iterable[str]
Breakdowns = str | Sequence[str] | Sequence[Sequence[str]] | None


class Spec:
    """The sampling design, what to estimate, and for which groups.

    It never changes once made. Tallies of equal specifications merge.

    Parameters
    ----------
    mean, total : str or list of str
        Numeric or bool columns.
    proportion : str or list of str
        Text, bool, date or whole-number columns, of which the share of every category.
    by : str, list of str, or list of lists, optional
        The groups: ``"sex"``; ``["sex", "age"]`` for every combination of both;
        ``[["sex"], ["age"], []]`` for several breakdowns in one pass, of which ``[]`` is
        everyone together. Left out: everyone together.
    weights : str, optional
        The column of weights, inverse inclusion probabilities.
    strata : str or list of str
        The columns that together are the strata.
    categories : dict of lists of str
        Categories of text columns that come first in the result, in this order, also when
        no row has them.

    Raises
    ------
    ArgumentError
        The same estimate, breakdown, stratum or category is asked for twice, or a column of
        `by` is named like a column of the result.

    Examples
    --------
    >>> import werkbaar as wb
    >>> spec = wb.Spec(mean=["werkbaar"], by=[["sector"], []], weights="w", strata="region")
    >>> spec
    <werkbaar.Spec: mean of werkbaar by sector and for everyone, weights w, strata region>
    >>> wb.Spec.from_json(spec.to_json()) == spec
    True
    """

    __slots__ = ("_handle", "_json", "__weakref__")
    _handle: Any
    _json: bytes | None

    def __init__(self, *, mean: Names = (), total: Names = (), proportion: Names = (),
                 by: Breakdowns = None, weights: str | None = None, strata: Names | None = (),
                 categories: Mapping[str, Sequence[str]] | None = None) -> None:
        if weights is not None and not isinstance(weights, str):
            raise ArgumentTypeError("weights must be the name of a column, not "
                                    f"{type_name(weights)}", item="weights")
        handle = _core.wb_spec_new()
        _core.wb_spec_set_weights(handle, weights)
        for column in names("strata", strata):
            _core.wb_spec_add_stratum(handle, column)
        for what, columns in (("mean", mean), ("total", total), ("proportion", proportion)):
            for column in names(what, columns):
                _core.wb_spec_add_estimand(handle, STATISTIC[what], column)
        for breakdown in breakdowns(by):
            _core.wb_spec_add_breakdown(handle, breakdown)
        for column, category in declared(categories):
            _core.wb_spec_add_category(handle, column, category)
        self._handle = handle
        self._json = None

    @classmethod
    def _of(cls, handle: Any) -> Spec:
        made = cls.__new__(cls)
        made._handle = handle
        made._json = None
        return made

    @classmethod
    def from_json(cls, text: str | bytes) -> Spec:
        """Read a specification from JSON.

        Raises
        ------
        DataError
            What the text says wrongly, with ``.line``, ``.column`` and ``.where``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Spec.from_json('{"format": "werkbaar-spec/1.0", "estimands": '
        ...                   '[{"statistic": "total", "variable": "jobs"}]}')
        <werkbaar.Spec: total of jobs>
        """
        return cls._of(_core.wb_spec_read(reader_of_bytes(text, "spec")))

    def to_json(self) -> str:
        """The specification as canonical JSON.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Spec(mean="y").to_json()
        '{"estimands":[{"statistic":"mean","variable":"y"}],"format":"werkbaar-spec/1.0"}'
        """
        return self._bytes().decode()

    def _bytes(self) -> bytes:
        if self._json is None:
            self._json = written(lambda to: _core.wb_spec_write(self._handle, to))
        return self._json

    def __repr__(self) -> str:
        return f"<werkbaar.Spec: {self.in_words()}>"

    def needed(self) -> list[str]:
        """The columns that rows must have, each once.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Spec(mean=["a", "b"], by=["sex", "a"], weights="w").needed()
        ['a', 'b', 'sex', 'w']
        """
        found: list[str] = python_values(_core.wb_spec_columns(self._handle), 0)
        return found

    def in_words(self) -> str:
        """What it asks for, on one line.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Spec(mean=["a", "b"], by=["sex", "age"]).in_words()
        'mean of a, mean of b by sex x age'
        """
        content = json.loads(self._bytes())
        estimands = [f"{part['statistic']} of {part['variable']}"
                     for part in content["estimands"]]
        groups = ["by " + " x ".join(part) if part else "for everyone"
                  for part in content.get("breakdowns", [])]
        words = " ".join(filter(None, [", ".join(estimands) or "nothing", " and ".join(groups)]))
        if "weights" in content:
            words += f", weights {content['weights']}"
        if "strata" in content:
            words += f", strata {' x '.join(content['strata'])}"
        return words

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spec):
            return NotImplemented
        return self._bytes() == other._bytes()

    def __hash__(self) -> int:
        return hash(self._bytes())

    def __copy__(self) -> Spec:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Spec:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_json, (self.to_json(),)


def declared(categories: Mapping[str, Sequence[str]] | None) -> Iterable[tuple[str, str]]:
    """Every category that is declared, with its column."""
    if categories is None:
        return
    if not isinstance(categories, Mapping):
        raise ArgumentTypeError("categories must be a dict of lists of texts, not "
                                f"{type_name(categories)}", item="categories")
    for column, values in categories.items():
        if isinstance(values, str):
            raise ArgumentTypeError(
                f"categories of '{column}' must be a list of texts, not one text",
                item="categories")
        for category in names(f"categories of '{column}'", values):
            yield column, category
