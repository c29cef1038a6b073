# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Specifications: what one pass over rows is to estimate, fixed before the first row."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Unpack

from . import _core
from ._arguments import (DESIGN_EFFECT, RANK, STATISTIC, breakdowns, choice, each, names, pairs,
                         reader_of_bytes, type_name)
from ._convert_out import check_output, python_values
from ._definition import Definition
from ._errors import ArgumentTypeError
from ._frame import Frame, give_back
from ._options import (Asked, Estimating, estimate_options, estimate_run, keywords,
                       refuse_others)
from ._rows import Rows, naming
from ._sampling import tell_sampling
from ._source import Source, as_source

#: Estimands of one column, and of two.
_SINGLE = ("mean", "total", "proportion", "variance")
_RATIO, _PAIRED = "ratio", ("covariance", "correlation")


class Spec(Definition):
    """The sampling design, what to estimate, and for which groups.

    It never changes once made. Tallies of equal specifications merge.

    Parameters
    ----------
    mean, total, variance : str or list of str
        Numeric columns; of the first two also bool ones.
    proportion : str or list of str
        Text, bool, date or whole-number columns, of which the share of every category.
    ratio, covariance, correlation : pair of str, or list of pairs
        Numeric columns: ``("cost", "income")`` for costs as a share of income, or several
        such pairs.
    quantile : str, list of str, or dict of numbers
        Numeric columns: the median of each, or a dict of their probabilities:
        ``{"y": [0.25, 0.5, 0.75]}``. Standard errors take a second pass over the rows, which a
        Design and :meth:`estimate` make by themselves, see :meth:`Tally.second_pass`.
    rank : str, list of str, or dict of {"wilcoxon", "van_der_waerden", "median"}
        Numeric columns: the mean of the scores of their ranks, for :meth:`Design.equal`: the
        tests of Wilcoxon (more groups: Kruskal and Wallis), van der Waerden, Mood. Takes a
        second pass too.
    by : str, list of str, or list of lists, optional
        The groups: ``"sex"``; ``["sex", "age"]`` for every combination of both;
        ``[["sex"], ["age"], []]`` for several breakdowns in one pass, of which ``[]`` is
        everyone together. Left out: everyone together.
    categories : dict of lists of str
        Categories of text columns that come first in the result, in this order, also when
        no row has them.
    design_effect : {"wor", "wr"} or bool, optional
        Compare with a simple random sample without replacement (also True), or with: the
        column ``deff`` of the result.
    weights, strata, clusters, fpc, nested, units, replicates, calibration
        How the rows were sampled, see :class:`Design`.

    Raises
    ------
    ArgumentError
        The same estimate, breakdown, stratum, cluster or category is asked for twice, or a
        column of `by` is named like a column of the result.

    Examples
    --------
    >>> import werkbaar as wb
    >>> spec = wb.Spec(mean=["werkbaar"], by=[["sector"], []], weights="w", strata="region")
    >>> spec
    <werkbaar.Spec: mean of werkbaar by sector and for everyone, weights w, strata region>
    >>> wb.Spec.from_json(spec.to_json()) == spec
    True
    """

    __slots__ = ()

    @keywords(Asked)
    def __init__(self, **asked: Unpack[Asked]) -> None:
        refuse_others(asked, Asked)
        handle = _core.wb_spec_new()
        tell_sampling(handle, asked)
        tell_estimands(handle, asked)
        for breakdown in breakdowns(asked.get("by")):
            _core.wb_spec_add_breakdown(handle, breakdown)
        for column, category in declared(asked.get("categories")):
            _core.wb_spec_add_category(handle, column, category)
        self._set(handle)

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

    def _write(self, to: Any) -> None:
        _core.wb_spec_write(self._handle, to)

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
        estimands = [_estimand_in_words(part) for part in content["estimands"]]
        groups = ["by " + " x ".join(part) if part else "for everyone"
                  for part in content.get("breakdowns", [])]
        asked = filter(None, [", ".join(estimands) or "nothing", " and ".join(groups)])
        return ", ".join([" ".join(asked), *_sampling_in_words(content)])

    def _takes_two_passes(self) -> bool:
        """Quantiles and ranks need all rows once more: what lies below a value is known at
        the end."""
        return any(part["statistic"] in ("quantile", "rank")
                   for part in json.loads(self._bytes())["estimands"])

    @keywords(Estimating)
    def estimate(self, data: Any, **how: Unpack[Estimating]) -> Any:
        """Estimate of rows, in as many passes over them as it takes.

        Parameters
        ----------
        data : Frame, Source, or anything a Frame is made of
            A Source is used up; for quantiles and ranks it must be one that can start again,
            as that of a file can.
        **how
            As for :meth:`Design.mean`.

        Raises
        ------
        UnsupportedError
            A second pass is needed, and the source cannot start again.

        Examples
        --------
        >>> import werkbaar as wb
        >>> spec = wb.Spec(mean="y", quantile="y")
        >>> spec.estimate(wb.scan_csv(b"y\\n1\\n2\\n4\\n"))["estimate"]
        [2.3333333333333335, 2.0]
        """
        refuse_others(how, Estimating)
        asked: dict[str, Any] = {**how}
        output = check_output(asked.pop("output", None))
        options, run = estimate_options(asked), estimate_run(asked)
        source, there = as_source(data), None
        if source is None:
            rows = Rows(data)
            there = rows.names
            source = Source._of(_core.wb_source_from_frame(rows.handle(self.needed()), 0))
        with source._using() as handle, naming(there or ()):
            found = Frame._of(_core.wb_estimate_source(self._handle, handle, options, run))
        return give_back(found, None if there is None else data, output)


def tell_estimands(spec: Any, asked: Mapping[str, Any]) -> None:
    """Tell a specification what to estimate."""
    for what in _SINGLE:
        for column in names(what, asked.get(what)):
            _core.wb_spec_add_estimand(spec, STATISTIC[what], column)
    for numerator, denominator in pairs(_RATIO, asked.get(_RATIO, ())):
        _core.wb_spec_add_ratio(spec, numerator, denominator)
    for what in _PAIRED:
        for x, y in pairs(what, asked.get(what, ())):
            _core.wb_spec_add_pair(spec, STATISTIC[what], x, y)
    for column, probability in each("quantile", asked.get("quantile"), 0.5):
        _core.wb_spec_add_quantile(spec, column, probability)
    for column, score in each("rank", asked.get("rank"), "wilcoxon"):
        _core.wb_spec_add_rank(spec, column, choice("rank", score, RANK))
    effect = asked.get("design_effect")
    if effect is not None and effect is not False:
        word = "wor" if effect is True else effect
        _core.wb_spec_set_design_effect(spec, choice("design_effect", word, DESIGN_EFFECT))


def _estimand_in_words(part: Mapping[str, Any]) -> str:
    if "numerator" in part:
        return f"ratio of {part['numerator']}/{part['denominator']}"
    subject = part["variable"] if "variable" in part else f"{part['x']},{part['y']}"
    which = [str(part[name]) for name in ("probability", "score") if name in part]
    return f"{' '.join([part['statistic'], *which])} of {subject}"


def _sampling_in_words(content: Mapping[str, Any]) -> Iterable[str]:
    """How the rows were sampled, part by part."""
    calibration = content.get("calibration", {})
    if "weights" in content:
        yield f"weights {content['weights']}" + (
            f" calibrated from {calibration['initial']}" if "initial" in calibration else "")
    for what, between in (("strata", " x "), ("clusters", " > "), ("fpc", " > ")):
        if what in content:
            yield f"{what} {between.join(content[what])}"
    if "replicates" in content:
        replicates = content["replicates"]
        yield f"{len(replicates['columns'])} replicate weights ({replicates.get('type')})"


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
