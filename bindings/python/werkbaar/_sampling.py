# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""How rows were sampled, for a specification: strata, stages of clusters, replicate weights, and
what weights were calibrated to."""
from __future__ import annotations

import fnmatch
import numbers
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import _core
from ._arguments import REPLICATES, UNITS, Names, choice, flag, names, one_name, type_name
from ._errors import ArgumentError, ArgumentTypeError, DataError


def _refuse_0(what: str, scale: object) -> None:
    """A scale of 0 is none, though the C library's word for that of the type."""
    if isinstance(scale, numbers.Real) and scale == 0:
        raise ArgumentError(f"{what} 0 is not above 0", item=what)


@dataclass(frozen=True, kw_only=True)
class Replicates:
    """Replicate weights: columns that carry the whole design in place of strata and clusters.

    The variance of an estimate is ``scale * sum(rscales * (replicate - centre) ** 2)``.

    Parameters
    ----------
    columns : str or list of str
        The columns of replicate weights. One text with ``*``, ``?`` or ``[`` in it is a
        pattern, which a :class:`Design` looks up among the names of its columns.
    type : {"jk1", "jkn", "jk2", "brr", "fay", "bootstrap", "sdr", "other"}
        What they are: jackknife without strata, stratified jackknife (needs `rscales`),
        paired jackknife, balanced half-samples, Fay's (needs `rho`), bootstrap, successive
        differences, or anything else (needs `scale`).
    scale : float, optional
        Of all, above 0; that of the type when left out.
    rscales : float or list of float, optional
        Of each, above 0, in the order of the columns.
    rho : float, optional
        Of ``fay``: at least 0 and below 1.
    mse : bool
        Differences from the estimate of all rows, instead of from the mean of the replicates.

    Raises
    ------
    ArgumentError
        The type is not known, a scale is not above 0, or there are more or fewer rscales than
        columns.

    Examples
    --------
    >>> import werkbaar as wb
    >>> rows = {"y": [1.0, 2.0, 6.0], "w": [1, 1, 1],
    ...         "rep1": [0.0, 1.5, 1.5], "rep2": [1.5, 0.0, 1.5], "rep3": [1.5, 1.5, 0.0]}
    >>> design = wb.Design(rows, weights="w", replicates=wb.Replicates(columns="rep*", type="jk1"))
    >>> design
    <werkbaar.Design of 3 rows, weights 'w', 3 replicate weights (jk1)>
    >>> round(design.mean("y")["se"][0], 6) == round(wb.Design(rows).mean("y")["se"][0], 6)
    True
    """

    columns: Names
    type: str
    scale: float | None = None
    rscales: float | Sequence[float] | None = None
    rho: float | None = None
    mse: bool = False

    def __post_init__(self) -> None:
        choice("type", self.type, REPLICATES)
        flag("mse", self.mse)
        _refuse_0("scale", self.scale)
        if self._pattern is None:
            object.__setattr__(self, "columns", tuple(names("columns", self.columns)))
            self._check_rscales()

    @property
    def _pattern(self) -> str | None:
        """The columns, when they are one pattern."""
        columns = self.columns
        return columns if isinstance(columns, str) and any(c in columns for c in "*?[") else None

    def _check_rscales(self) -> None:
        rscales = self.rscales
        if isinstance(rscales, (str, bytes, Mapping)):
            raise ArgumentTypeError("rscales must be a number or a list of numbers, not "
                                    f"{type_name(rscales)}", item="rscales")
        if not isinstance(rscales, Iterable):
            _refuse_0("rscales", rscales)
            return
        object.__setattr__(self, "rscales", tuple(rscales))
        for rscale in self._scales:
            _refuse_0("rscales", rscale)
        if len(self._scales) != len(self._names):
            raise ArgumentError(f"there are {len(self._scales)} rscales for {len(self._names)} "
                                "columns of replicate weights", item="rscales")

    @property
    def _names(self) -> tuple[str, ...]:
        if self._pattern is not None:
            raise ArgumentError(f"columns '{self.columns}' is a pattern, which only a Design can "
                                "look up in its data: name the columns", item="columns")
        return tuple(names("columns", self.columns))

    @property
    def _scales(self) -> tuple[float, ...]:
        """The rscale of every column; 0 is the C library's word for the type's own."""
        if isinstance(self.rscales, tuple):
            return self.rscales
        scale: Any = 0.0 if self.rscales is None else self.rscales
        return (scale,) * len(self._names)

    def _in(self, there: Iterable[Any]) -> Replicates:
        """These, of the columns that are there when they are a pattern."""
        pattern = self._pattern
        if pattern is None or pattern in (known := list(there)):
            return self if pattern is None else replace(self, columns=[pattern])
        found = [name for name in known
                 if isinstance(name, str) and fnmatch.fnmatchcase(name, pattern)]
        if not found:
            raise DataError(f"the data have no columns like '{pattern}', which are the replicate "
                            "weights", item=pattern)
        return replace(self, columns=found)

    def _tell(self, spec: Any) -> None:
        _core.wb_spec_set_replicates(spec, {
            "type": REPLICATES[self.type], "mse": flag("mse", self.mse),
            "scale": 0.0 if self.scale is None else self.scale,
            "rho": 0.0 if self.rho is None else self.rho})
        for column, rscale in zip(self._names, self._scales, strict=True):
            _core.wb_spec_add_replicate(spec, column, rscale)


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What weights were calibrated to, so that the variance knows: it is that of residuals.

    Post-stratification is one margin; raking is several; linear calibration (GREG) may have
    auxiliaries besides. `weights` of the design are those after it.

    Parameters
    ----------
    initial : str
        The column of the weights before.
    margins : list of str or of lists of str
        Each a column, or a list of columns of which the combinations are the categories;
        ``[]`` is the sum of the weights.
    auxiliaries : str or list of str
        Numeric columns of which the totals were known.

    Examples
    --------
    >>> import werkbaar as wb
    >>> rows = {"y": [1.0, 2.0, 3.0, 5.0], "sex": ["m", "m", "f", "f"],
    ...         "before": [10.0] * 4, "after": [8.0, 8.0, 12.0, 12.0]}
    >>> known = wb.Calibration(initial="before", margins=["sex"])
    >>> design = wb.Design(rows, weights="after", calibration=known)
    >>> design
    <werkbaar.Design of 4 rows, weights 'after' calibrated from 'before'>
    >>> wb.Spec(mean="y", weights="after", calibration=known).needed()
    ['y', 'after', 'before', 'sex']
    """

    initial: str
    margins: Names | Iterable[Names] = ()
    auxiliaries: Names = ()

    def __post_init__(self) -> None:
        one_name("initial", self.initial)
        margins: Any = self.margins
        if isinstance(margins, str):
            margins = [margins]
        elif not isinstance(margins, Iterable) or isinstance(margins, (bytes, Mapping)):
            raise ArgumentTypeError("margins must be a list of names or of lists of names, not "
                                    f"{type_name(margins)}", item="margins")
        object.__setattr__(self, "margins", tuple(tuple(names("margins", part))
                                                  for part in margins))
        object.__setattr__(self, "auxiliaries", tuple(names("auxiliaries", self.auxiliaries)))

    def _tell(self, spec: Any) -> None:
        _core.wb_spec_set_initial_weights(spec, self.initial)
        for columns in self.margins:
            _core.wb_spec_add_margin(spec, names("margins", columns))
        for column in self.auxiliaries:
            _core.wb_spec_add_auxiliary(spec, column)


def tell_sampling(spec: Any, given: Mapping[str, Any]) -> None:
    """Tell a specification how the rows were sampled."""
    weights = given.get("weights")
    _core.wb_spec_set_weights(spec, None if weights is None else one_name("weights", weights))
    for what, tell in (("strata", _core.wb_spec_add_stratum),
                       ("clusters", _core.wb_spec_add_cluster),
                       ("fpc", _core.wb_spec_add_fpc)):
        for column in names(what, given.get(what)):
            tell(spec, column)
    _core.wb_spec_set_nested(spec, flag("nested", given.get("nested", False)))
    _core.wb_spec_set_units(spec, choice("units", given.get("units", "auto"), UNITS))
    for what, kind in (("replicates", Replicates), ("calibration", Calibration)):
        described = given.get(what)
        if described is None:
            continue
        if not isinstance(described, kind):
            raise ArgumentTypeError(f"{what} must be a {kind.__name__}, not "
                                    f"{type_name(described)}", item=what)
        described._tell(spec)


def settled(given: Mapping[str, Any], there: Iterable[Any]) -> dict[str, Any]:
    """The same, to be said more than once: iterators read, patterns looked up."""
    said = {what: value for what, value in given.items() if value is not None}
    for what in ("strata", "clusters", "fpc"):
        if what in said:
            said[what] = tuple(names(what, said[what]))
    if isinstance(said.get("replicates"), Replicates):
        said["replicates"] = said["replicates"]._in(there)
    return said
