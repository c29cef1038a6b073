# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Models: what goes with an outcome, by design-based regression."""
from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Unpack

from . import _core
from ._arguments import Names, choice, flag, names, one_name, reader_of_bytes
from ._definition import Definition
from ._errors import ArgumentError
from ._frame import Frame, as_frame
from ._options import Sampling, estimate_options, estimate_run, keywords, refuse_others
from ._rows import Rows, naming
from ._sampling import tell_sampling
from ._source import as_source

_FAMILY = {"logit": _core.WB_FAMILY_LOGIT, "linear": _core.WB_FAMILY_LINEAR,
           "multinomial": _core.WB_FAMILY_MULTINOMIAL, "ordered": _core.WB_FAMILY_ORDERED}
#: Options of estimating that a fit knows.
HOW = ("level", "lonely", "lonely_in_domain", "ultimate_cluster", "df")


class Model(Definition):
    """An outcome, what may go with it, and how the rows were sampled.

    Coefficients say what goes together in the rows (hangt samen met), never what causes what.

    Parameters
    ----------
    outcome : str
        The column that is modelled. Of ``"logit"``: true or false, 0 and 1, or categories of
        which `event` is one.
    terms : str or list of str
        Columns: numbers have one coefficient; text and true or false one for every category
        but the reference.
    family : {"logit", "linear", "multinomial", "ordered"}
        Log odds of an event; the mean of a number; log odds of every category against the first;
        or of a higher one than a threshold (proportional odds).
    categories : str or list of str
        Of ``"multinomial"`` and ``"ordered"``: the outcome's categories in their order; the first is
        what others are compared with, or the lowest. Left out: by their bytes, numbers ascending.
    event : str, optional
        The category of the outcome that is the event; left out: true, or 1.
    categorical : str or list of str
        Terms of whole numbers that are categories.
    reference : dict of str
        Of categorical terms: the category that others are compared with; left out: the first.
    interactions : list of lists of str
        Terms whose products are in the model: ``[["age", "sex"]]``. Of three or more, those of
        fewer of them too.
    domain : str, optional
        A column that is true (or not 0) in the rows that the model is of; others stay in the
        design.
    intercept : bool
        Without one, the first categorical term has a coefficient for its reference.
    weights, strata, clusters, fpc, nested, units, replicates, calibration
        How the rows were sampled, see :class:`Design`.

    Raises
    ------
    ArgumentError
        A term that is there twice, an interaction of what is no term, a reference of numbers.

    Examples
    --------
    >>> import werkbaar as wb
    >>> rows = {"stress": [1, 0, 0, 0, 1, 1, 1, 0], "shift": ["day"] * 4 + ["night"] * 4}
    >>> model = wb.Model("stress", "shift")
    >>> model
    <werkbaar.Model: logit of stress by shift>
    >>> found = model.fit(rows).coefficients.to_dict()
    >>> found["level"], [round(x, 6) if x else x for x in found["odds_ratio"]]
    ([None, 'day', 'night'], [0.333333, None, 9.0])
    """

    __slots__ = ()

    @keywords(Sampling)
    def __init__(self, outcome: str, terms: Names = (), *, family: str = "logit",
                 event: str | None = None, categories: Names = (), categorical: Names = (),
                 reference: Mapping[str, str] | None = None,
                 interactions: Iterable[Sequence[str]] = (), domain: str | None = None,
                 intercept: bool = True, **sampling: Unpack[Sampling]) -> None:
        refuse_others(sampling, Sampling)
        handle = _core.wb_model_new(choice("family", family, _FAMILY), one_name("outcome", outcome))
        if event is not None:
            _core.wb_model_set_event(handle, one_name("event", event))
        if listed := names("categories", categories):
            _core.wb_model_set_categories(handle, listed)
        _core.wb_model_set_intercept(handle, flag("intercept", intercept))
        if domain is not None:
            _core.wb_model_set_domain(handle, one_name("domain", domain))
        _tell_terms(handle, names("terms", terms), names("categorical", categorical),
                    dict(reference or {}))
        for columns in interactions:
            _core.wb_model_add_interaction(handle, names("interactions", columns))
        spec = _core.wb_spec_new()
        tell_sampling(spec, sampling)
        _core.wb_model_set_design(handle, spec)
        self._set(handle)

    @classmethod
    def from_json(cls, text: str | bytes) -> Model:
        """Read a model from JSON.

        Raises
        ------
        DataError
            What the text says wrongly, with ``.line``, ``.column`` and ``.where``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> model = wb.Model("score", ["age"], family="linear")
        >>> wb.Model.from_json(model.to_json()) == model
        True
        """
        return cls._of(_core.wb_model_read(reader_of_bytes(text, "model")))

    def _write(self, to: Any) -> None:
        _core.wb_model_write(self._handle, to)

    def __repr__(self) -> str:
        content = json.loads(self.to_json())
        terms = [term["column"] for term in content["terms"]]
        terms += [":".join(columns) for columns in content.get("interactions", [])]
        return (f"<werkbaar.Model: {content['family']} of {content['outcome']} "
                f"by {', '.join(terms) or 'nothing'}>")

    def needed(self) -> list[str]:
        """The columns that rows must have, each once.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Model("stress", ["age"], weights="w").needed()
        ['stress', 'age', 'w']
        """
        content = json.loads(self.to_json())
        design = content["design"]
        calibration = design.get("calibration", {})
        named = [content["outcome"], *(term["column"] for term in content["terms"]),
                 content.get("domain"), design.get("weights"), *design.get("strata", []),
                 *design.get("clusters", []), *design.get("fpc", []),
                 *design.get("replicates", {}).get("columns", []), calibration.get("initial"),
                 *(column for margin in calibration.get("margins", []) for column in margin),
                 *calibration.get("auxiliaries", [])]
        return [name for name in dict.fromkeys(named) if name is not None]

    def fit(self, data: Any, *, max_iterations: int = 0, tolerance: float = 0.0,
            **how: Any) -> Fit:
        """Fit the model to rows, in as many passes as it takes.

        Parameters
        ----------
        data : Frame, Source, or anything a Frame is made of
            A Source must be one that can be read again.
        max_iterations : int
            Steps at most; 0 for 50.
        tolerance : float
            The largest last step of a coefficient; 0 for 1e-10.
        level, lonely, lonely_in_domain, ultimate_cluster, df, threads, progress
            As in :meth:`Design.mean`.

        Raises
        ------
        DataError
            A column is not there or does not vary (``.item`` names it), or no row is in the model.
        DesignError
            The design has fewer degrees of freedom than the model coefficients, or a stratum
            one unit.
        ConvergenceError
            It did not converge.

        Examples
        --------
        >>> import werkbaar as wb
        >>> rows = {"score": [1.0, 3.0, 2.0, 5.0], "years": [1, 2, 3, 4]}
        >>> fit = wb.Model("score", "years", family="linear").fit(rows)
        >>> round(fit.coefficients["estimate"][1], 6)
        1.1
        """
        run = estimate_run(how)
        unknown = [name for name in how if name not in HOW]
        if unknown:
            raise ArgumentError(f"a fit has no option '{unknown[0]}'", item=unknown[0])
        options = {"max_iterations": max_iterations, "tolerance": tolerance}
        estimating = estimate_options(how)
        return Fit(self, _reading(data, self.needed(), lambda source: _core.wb_model_fit_source(
            self._handle, source, options, estimating, run)))


class Fit:
    """A fitted model: its tables, as frames (``docs/formats/models.md``).

    Examples
    --------
    >>> import werkbaar as wb
    >>> rows = {"score": [1.0, 3.0, 2.0, 5.0], "years": [1, 2, 3, 4]}
    >>> fit = wb.Model("score", "years", family="linear").fit(rows)
    >>> fit
    <werkbaar.Fit: linear of score by years, n 4, df 2>
    >>> round(fit.summary["r_squared"][0], 6)
    0.691429
    """

    __slots__ = ("_handle", "model")

    def __init__(self, model: Model, handle: Any) -> None:
        self.model = model
        self._handle = handle

    def _table(self, part: int) -> Frame:
        return Frame._of(_core.wb_fit_table(self._handle, part))

    @property
    def coefficients(self) -> Frame:
        """Estimates, standard errors, tests and intervals; of a logit odds ratios too."""
        return self._table(_core.WB_FIT_COEFFICIENTS)

    @property
    def terms(self) -> Frame:
        """Wald's F of every term."""
        return self._table(_core.WB_FIT_TERMS)

    @property
    def summary(self) -> Frame:
        """Rows, degrees of freedom, deviances and shares explained: one row."""
        return self._table(_core.WB_FIT_SUMMARY)

    @property
    def covariance(self) -> Frame:
        """Covariances of the coefficients, each pair once."""
        return self._table(_core.WB_FIT_COVARIANCE)

    def risks(self, data: Any, risks: Names = (), *, by: Names = (), **how: Any) -> Frame:
        """The risk profile of all rows and of every group.

        For each risk the share of the problems that goes with it: 1 less the problems expected
        with the risk at its reference, in parts of those expected as it is. Associated, not
        caused; shares of several risks overlap. Of a logit.

        Parameters
        ----------
        data
            The rows that the model was fitted to.
        risks : str or list of str
            Categorical terms; left out: all that are not in `by`.
        by : str or list of str
            Columns whose combinations are the groups.
        threads, progress
            As in :meth:`Design.mean`.

        Returns
        -------
        Frame
            A row per group and risk by rank, all rows first: ``exposed``, ``odds_ratio``,
            ``attributable``, its ``se`` and interval, ``rank``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> rows = {"stress": [1, 0, 0, 0, 1, 1, 1, 0], "shift": ["day"] * 4 + ["night"] * 4}
        >>> fit = wb.Model("stress", "shift").fit(rows)
        >>> found = fit.risks(rows)
        >>> round(found["attributable"][0], 6), round(found["exposed"][0], 6)
        (0.5, 0.5)
        """
        listed, groups, run = names("risks", risks), names("by", by), _run_of(how)
        return Frame._of(_reading(data, [*self.model.needed(), *groups],
                                  lambda source: _core.wb_fit_risks(self._handle, source, listed,
                                                                    groups, run)))

    def margins(self, data: Any, terms: Names = (), *, by: Names = (), **how: Any) -> Frame:
        """Average marginal effects, and averages with a term at each of its levels.

        Parameters
        ----------
        data
            The rows that the model was fitted to.
        terms : str or list of str
            Left out: all that are not in `by`.
        by : str or list of str
            Columns whose combinations are the groups.
        threads, progress
            As in :meth:`Design.mean`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> rows = {"stress": [1, 0, 0, 0, 1, 1, 1, 0], "shift": ["day"] * 4 + ["night"] * 4}
        >>> found = wb.Model("stress", "shift").fit(rows).margins(rows).to_dict()
        >>> found["margin"], [round(x, 6) for x in found["estimate"]]
        (['mean', 'mean', 'difference'], [0.25, 0.75, 0.5])
        """
        listed, groups, run = names("terms", terms), names("by", by), _run_of(how)
        return Frame._of(_reading(data, [*self.model.needed(), *groups],
                                  lambda source: _core.wb_fit_margins(self._handle, source, listed,
                                                                      groups, run)))

    def predict(self, profiles: Any) -> Frame:
        """What is expected of profiles: rows that have a value of every term.

        Examples
        --------
        >>> import werkbaar as wb
        >>> rows = {"stress": [1, 0, 0, 0, 1, 1, 1, 0], "shift": ["day"] * 4 + ["night"] * 4}
        >>> found = wb.Model("stress", "shift").fit(rows).predict({"shift": ["night", "late"]})
        >>> [round(x, 6) if x else x for x in found.to_dict()["estimate"]], found["status"]
        ([0.75, None], ['ok', 'unknown'])
        """
        return Frame._of(_core.wb_fit_predict(self._handle, as_frame(profiles)._handle))

    def __repr__(self) -> str:
        summary = self.summary
        what = repr(self.model)[len("<werkbaar.Model: "):-1]
        return f"<werkbaar.Fit: {what}, n {summary['n'][0]}, df {summary['df'][0]:g}>"


def risk_weights(risks: Any, themes: Any = None) -> Frame:
    """How strongly themes go with problems: the weights that :meth:`ScanResults.findings` takes.

    Of a theme and a problem counts the largest attributable share of its risks; shares are
    averaged over the problems and divided by their mean, 0.1 at least.

    Parameters
    ----------
    risks : Frame or list of Frame
        What :meth:`Fit.risks` gave, one per problem.
    themes : optional
        ``risk`` and ``theme``; left out: a risk has the name of its theme.

    Examples
    --------
    >>> import werkbaar as wb
    >>> stress = wb.Frame({"risk": ["load", "night"], "attributable": [0.3, 0.1]})
    >>> found = wb.risk_weights(stress)
    >>> found["theme"], [round(x, 6) for x in found["weight"]]
    (['load', 'night'], [1.5, 0.5])
    """
    listed = [as_frame(one) for one in (risks if isinstance(risks, (list, tuple)) else [risks])]
    return Frame._of(_core.wb_risk_weights([one._handle for one in listed],
                                           None if themes is None else as_frame(themes)._handle))


def job_types(rows: Any, demands: str, control: str, *, weights: str | None = None,
              cuts: Sequence[float] | None = None, control_is_lack: bool = False) -> Frame:
    """Karasek's types of jobs of two scores: low_strain, passive, active, high_strain.

    Parameters
    ----------
    rows
        What a Frame is made of.
    demands, control, weights : str
        Columns: two scores, and the weights of the medians.
    cuts : two numbers, optional
        High is above them; left out: the weighted medians of the rows.
    control_is_lack : bool
        A high score of control says that there is little.

    Returns
    -------
    Frame
        One column, ``job_type``, to break down or model by; the cuts are in its metadata.

    Examples
    --------
    >>> import werkbaar as wb
    >>> rows = {"demands": [10, 60, 70, 20], "control": [80, 20, 90, 30]}
    >>> wb.job_types(rows, "demands", "control", cuts=(50, 50))["job_type"]
    ['low_strain', 'high_strain', 'active', 'passive']
    """
    cut = _core.WB_JOB_CUT_MEDIAN if cuts is None else _core.WB_JOB_CUT_FIXED
    if cuts is not None and len(cuts) != 2:
        raise ArgumentError("cuts are two numbers: of demands and of control", item="cuts")
    low, high = cuts if cuts is not None else (0.0, 0.0)
    named = None if weights is None else one_name("weights", weights)
    taken = [name for name in (demands, control, named) if name is not None]
    return Frame._of(_core.wb_job_types(Rows(rows).handle(taken), one_name("demands", demands),
                                        one_name("control", control), named, cut, low, high,
                                        flag("control_is_lack", control_is_lack)))


def _reading(data: Any, needed: Sequence[str], call: Callable[[Any], Any]) -> Any:
    source = as_source(data)
    if source is not None:
        with source._using() as handle:
            return call(handle)
    rows = Rows(data)
    frame = rows.handle(needed)
    with naming(rows.names):
        return call(_core.wb_source_from_frame(frame, 0))


def _run_of(how: dict[str, Any]) -> dict[str, Any]:
    run = estimate_run(how)
    if how:
        name = next(iter(how))
        raise ArgumentError(f"there is no option '{name}' here", item=name)
    return run


def _tell_terms(handle: Any, terms: Sequence[str], categorical: Sequence[str],
                reference: Mapping[str, str]) -> None:
    for name in [*categorical, *reference]:
        if name not in terms:
            raise ArgumentError(f"'{name}' is said to have categories, and is no term", item=name)
    for name in terms:
        kind = (_core.WB_TERM_CATEGORICAL if name in categorical or name in reference
                else _core.WB_TERM_AUTO)
        _core.wb_model_add_term(handle, name, kind, reference.get(name))
