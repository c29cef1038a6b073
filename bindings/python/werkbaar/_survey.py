# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Estimates with their uncertainty: designs, and changes between waves."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, Unpack

from . import _core
from ._arguments import (LONELY, REFERENCE, Names, breakdowns, checked_level, choice, matched,
                         names)
from ._compare import Comparing, Verb, with_column
from ._convert_out import categories_of, check_output, library_of
from ._frame import Frame, as_frame, give_back
from ._options import (Asking, AskingAll, Sampling,
                       estimate_options, estimate_run, keywords, refuse_others)
from ._reliability import Measured, Scales, reliability_options
from ._rows import Rows, naming
from ._run import run_options
from ._sampling import Calibration, Replicates, settled
from ._spec import Spec


class Design(Comparing):
    """Rows with the sampling design they came from, to estimate of.

    Rows are the sampling units when no clusters are named. They are drawn with replacement
    within strata where no population sizes are. Weights are inverse inclusion probabilities.
    A missing outcome makes a row no member of that outcome's domain: the row stays in the
    design. What can be wrong with the design itself is refused at once.

    A column of `data` comes in when it is first asked for, and is borrowed where its type
    allows: what is changed in it afterwards may change what is estimated. What the other
    columns hold does not matter. The categories of a pandas Categorical, and of any column
    whose categories have an order, come in that order in results, also when no row has them.

    Parameters
    ----------
    data : Frame, or anything one is made of
        The rows. A Source is for :class:`werkbaar.Tally`.
    weights : str, optional
        The column of weights: finite, at least 0, not all 0. All rows weigh 1 when left out.
    strata : str or list of str, optional
        The columns that together are the strata; one stratum when left out.
    clusters : str or list of str, optional
        The columns that identify sampling units, one a stage, the first stage (the PSUs)
        first. Ids of a later stage count within the unit of the stage before it.
    fpc : str or list of str, optional
        The finite population corrections, one column a stage: how many units there are in
        the population (of the stratum; of the unit of the stage before), or, when all values
        are at most 1, the fraction of them that was sampled. A stage without one, and all
        after it, is drawn with replacement.
    nested : bool
        Ids of the first stage count within the stratum: PSU 1 of two strata is two units.
        Else the same id in two strata is an error.
    units : {"auto", "open", "ordered"}
        When the totals of a sampling unit are complete: rows at once and clusters at the
        end; rows at the end too (made replicates and covariances between outcomes need
        that, where there are no clusters); or as the first, with the word that the rows of
        each cluster, of one stage, follow each other, so that it is complete when the next
        begins. That changes no estimate, is faster and takes less memory; comparisons of
        groups or outcomes that share clusters, and made replicates, are then refused, and a
        cluster that comes back is a `DataError`.
    replicates : Replicates, optional
        Replicate weights, in place of strata, clusters and fpc.
    calibration : Calibration, optional
        What the weights were calibrated to.

    Raises
    ------
    DataError
        A column is not there, or a weight is negative, missing or infinite (``.row``,
        ``.item``), a stratum or cluster is missing, or an fpc varies within its stratum.
    DesignError
        A PSU is in two strata, an fpc is smaller than the sample, or the parts of the
        design do not go together (``.item``).

    Examples
    --------
    >>> import werkbaar as wb
    >>> rows = {"y": [1.0, 2.0, 3.0, 4.0], "w": [1.0, 1.0, 2.0, 2.0], "sex": ["m", "f", "m", "f"]}
    >>> design = wb.Design(rows, weights="w")
    >>> design.mean("y").to_dict()["estimate"]
    [2.8333333333333335]
    >>> design.mean("y", by="sex").to_dict()["sex"]
    ['f', 'm']

    Schools drawn within regions, of which 10 and 20 exist, and pupils in them:

    >>> pupils = {"region": ["n", "n", "n", "s", "s", "s"], "school": [1, 1, 2, 3, 4, 4],
    ...           "schools": [10, 10, 10, 20, 20, 20], "score": [4.0, 5.0, 7.0, 6.0, 8.0, 9.0]}
    >>> design = wb.Design(pupils, strata="region", clusters="school", fpc="schools")
    >>> design
    <werkbaar.Design of 6 rows, no weights, strata 'region', clusters 'school', fpc 'schools'>
    >>> design.mean("score")["df"]
    [2.0]
    """

    __slots__ = ("_library", "_rows", "_sampling", "__weakref__")

    @keywords(Sampling)
    def __init__(self, data: Any, **sampling: Unpack[Sampling]) -> None:
        refuse_others(sampling, Sampling)
        self._rows = Rows(data)
        self._library = library_of(data)
        self._sampling = settled(sampling, self._rows.names)
        self._check()

    def _check(self) -> None:
        """Refuse a design that no estimate could be made with."""
        if not self._sampling:
            return
        there, one = self._rows.names, "1"
        while one in there:
            one += "1"
        spec = Spec(mean=one, **self._sampling)
        tally = _core.wb_tally_new(spec._handle)
        handle = _core.wb_frame_slice(self._rows.handle(spec.needed()), 0, self.row_count)
        _core.wb_frame_add_column(handle, one, {
            "type": _core.WB_TYPE_INT8, "values": memoryview(bytes(self.row_count)).cast("b")})
        with naming(there):
            _core.wb_tally_update(tally, handle, run_options(None, None, 0))
        if self.row_count > 0:
            _core.wb_tally_estimate(tally, {"lonely": LONELY["certainty"]}, None)

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return self._rows.row_count

    @property
    def weights(self) -> str | None:
        """The column of weights, or None."""
        return self._sampling.get("weights")

    @property
    def strata(self) -> tuple[str, ...]:
        """The columns that together are the strata."""
        return self._columns("strata")

    @property
    def clusters(self) -> tuple[str, ...]:
        """The columns that identify the units of each stage."""
        return self._columns("clusters")

    @property
    def fpc(self) -> tuple[str, ...]:
        """The columns of population sizes or sampled fractions of each stage."""
        return self._columns("fpc")

    @property
    def replicates(self) -> Replicates | None:
        """The replicate weights, or None."""
        return self._sampling.get("replicates")

    @property
    def calibration(self) -> Calibration | None:
        """What the weights were calibrated to, or None."""
        return self._sampling.get("calibration")

    def _columns(self, what: str) -> tuple[str, ...]:
        found: tuple[str, ...] = self._sampling.get(what, ())
        return found

    def __len__(self) -> int:
        return self.row_count

    def __repr__(self) -> str:
        words = [f"{self.row_count} rows"]
        words.append("no weights" if self.weights is None else f"weights '{self.weights}'")
        if self.calibration is not None:
            words[-1] += f" calibrated from '{self.calibration.initial}'"
        for what, between in (("strata", " x "), ("clusters", " > "), ("fpc", " > ")):
            if columns := self._columns(what):
                words.append(f"{what} {between.join(map(repr, columns))}")
        if self.replicates is not None:
            words.append(f"{len(self.replicates._names)} replicate weights "
                         f"({self.replicates.type})")
        elif not self.strata and not self.clusters and self.calibration is None:
            words.append("no strata")
        return f"<werkbaar.Design of {', '.join(words)}>"

    @keywords(Asking)
    def mean(self, columns: Names, **asked: Unpack[Asking]) -> Any:
        """Estimate the means of numeric or bool columns; of a bool it is a share.

        Parameters
        ----------
        columns : str or list of str
            The outcomes.
        by : str, list of str, or list of lists, optional
            The groups: ``"sex"``; ``["sex", "age"]`` for every combination of both;
            ``[["sex"], ["age"], []]`` for several breakdowns in one pass, of which ``[]``
            is everyone together.
        categories : dict of lists of str, optional
            Categories of text columns that come first in the result, in this order, also
            when no row has them.
        design_effect : {"wor", "wr"} or bool, optional
            Compare with a simple random sample without replacement (also True), or with:
            the column ``deff`` of the result.
        level : float
            Of the intervals.
        interval : {"logit", "wald", "wilson", "beta", "likelihood", "asin", \
"agresti_coull", "jeffreys"}
            How intervals of shares are made; those of other estimates are Wald's. ``beta`` is
            Korn and Graubard's, also called exact; all but ``logit`` have one for a share of
            exactly 0 or 1.
        drop_empty : bool
            Leave out groups without rows.
        lonely : {"fail", "certainty", "centre", "average", "collapse"}
            What to do with a stratum of which one unit was sampled: refuse, count it for
            nothing, compare it with the mean of all units, give it the average of the other
            strata, or join it to the next stratum.
        lonely_in_domain : bool
            Do that also where a group has one unit of a stratum.
        ultimate_cluster : bool
            Let the first stage alone count, whatever later ones and their fpc are.
        df : float, optional
            Degrees of freedom of every interval; units less strata when left out.
        quantile_rule : str
            Of quantiles, see :meth:`quantile`.
        precision : bool
            Add the columns ``cv`` and ``precision``: a flag after the rules of NCHS (shares)
            and Statistics Canada (other estimates).
        replicates : {"jk1", "jkn", "brr", "fay", "bootstrap"}, optional
            Make replicates of the design, instead of linearising.
        n_replicates, seed : int, optional
            Of a bootstrap: how many (500), and which; a seed gives the same ones each time.
        rho : float
            Of ``fay``.
        mse : bool
            Differences of made replicates from the estimate of all rows.
        threads : int, optional
            How many at most; all cores when left out.
        progress : bool or callable, optional
            True for a bar, or a function of the fraction done; when that returns False, the
            call ends with a CancelledError.
        output : str, optional
            The library of the result; that of the data when left out.

        Returns
        -------
        data frame
            The estimates (``docs/formats/estimates.md``): the columns of `by`, then
            ``statistic``, ``variable``, ``category``, ``estimate``, ``se``, ``lower``,
            ``upper``, ``df``, ``n``, ``deff``, ``status``.

        Raises
        ------
        DataError
            A column is not there or of the wrong type (``.item``), or there are no rows.
        DesignError
            A stratum has one sampled unit (``.item``).

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"y": [1.0, 2.0, 3.0, 6.0], "sex": ["m", "f", "m", "f"]})
        >>> design.mean("y", by=[["sex"], []]).to_dict()["estimate"]
        [4.0, 2.0, 3.0]
        """
        return self.estimate(mean=columns, **asked)

    @keywords(Asking)
    def total(self, columns: Names, **asked: Unpack[Asking]) -> Any:
        """Estimate the totals of numeric or bool columns.

        Keywords, result and errors are those of :meth:`mean`; intervals are Wald's.

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"y": [1.0, 2.0, 3.0], "w": [10.0, 10.0, 20.0]}, weights="w")
        >>> design.total("y").to_dict()["estimate"]
        [90.0]
        """
        return self.estimate(total=columns, **asked)

    @keywords(Asking)
    def proportion(self, columns: Names, **asked: Unpack[Asking]) -> Any:
        """Estimate the share of every category of text, bool, date or whole-number columns.

        Keywords, result and errors are those of :meth:`mean`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"job": ["care", "trade", "care", "care"]})
        >>> shares = design.proportion("job").to_dict()
        >>> shares["category"], shares["estimate"]
        (['care', 'trade'], [0.75, 0.25])
        """
        return self.estimate(proportion=columns, **asked)

    @keywords(Asking)
    def ratio(self, numerator: Names, denominator: Names, **asked: Unpack[Asking]) -> Any:
        """Estimate ratios of two totals, over the rows where both are observed.

        One numerator or denominator goes with each of several others; as many of both go
        together in order. Other keywords, result and errors are those of :meth:`mean`; the
        ``variable`` is ``numerator/denominator``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"sick": [2.0, 0.0, 4.0], "worked": [200.0, 100.0, 100.0]})
        >>> design.ratio("sick", "worked").to_dict()["estimate"]
        [0.015]
        """
        return self.estimate(
            ratio=matched("numerator", numerator, "denominator", denominator), **asked)

    @keywords(Asking)
    def variance(self, columns: Names, **asked: Unpack[Asking]) -> Any:
        """Estimate the variances of numeric columns in the population.

        Keywords, result and errors are those of :meth:`mean`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Design({"y": [1.0, 2.0, 3.0, 4.0, 5.0]}).variance("y").to_dict()["estimate"]
        [2.5]
        """
        return self.estimate(variance=columns, **asked)

    @keywords(Asking)
    def covariance(self, x: Names, y: Names, **asked: Unpack[Asking]) -> Any:
        """Estimate covariances of two columns, over the rows where both are observed.

        Pairs are made as by :meth:`ratio`; the ``variable`` is ``x,y``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"a": [1.0, 2.0, 3.0], "b": [2.0, 2.0, 8.0]})
        >>> design.covariance("a", "b").to_dict()["estimate"]
        [3.0]
        """
        return self.estimate(covariance=matched("x", x, "y", y), **asked)

    @keywords(Asking)
    def correlation(self, x: Names, y: Names, **asked: Unpack[Asking]) -> Any:
        """Estimate correlations of two columns, over the rows where both are observed.

        Pairs are made as by :meth:`ratio`; the ``variable`` is ``x,y``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"a": [1.0, 2.0, 3.0, 4.0], "b": [2.0, 1.0, 4.0, 3.0]})
        >>> round(design.correlation("a", "b").to_dict()["estimate"][0], 12)
        0.6
        """
        return self.estimate(correlation=matched("x", x, "y", y), **asked)

    @keywords(Asking)
    def quantile(self, columns: Names, probabilities: float | Iterable[float] = 0.5,
                 **asked: Unpack[Asking]) -> Any:
        """Estimate quantiles of numeric columns, with Woodruff's intervals.

        Parameters
        ----------
        columns : str or list of str
            The outcomes.
        probabilities : float or list of float
            Between 0 and 1; the median when left out.
        quantile_rule : {"math", "school", "hf7"}
            Which value a quantile is: the least one that has at least that share at or below
            it; the same, but halfway to the next where that share is exact; or linear between
            values, the seventh definition of Hyndman and Fan, as of R's ``quantile``.
        **asked
            As for :meth:`mean`.

        Returns
        -------
        data frame
            As of :meth:`mean`; the ``category`` is the probability.

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"y": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]})
        >>> found = design.quantile("y", [0.25, 0.5])
        >>> found["category"], found["estimate"]
        (['0.25', '0.5'], [2.0, 4.0])
        """
        if isinstance(probabilities, Iterable) and not isinstance(probabilities, str):
            probabilities = list(probabilities)
        return self.estimate(
            quantile=dict.fromkeys(names("columns", columns), probabilities), **asked)

    @keywords(AskingAll)
    def estimate(self, **asked: Unpack[AskingAll]) -> Any:
        """Estimate several things at once.

        What to estimate is said as to :class:`Spec`; other keywords, result and errors are
        those of :meth:`mean`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"y": [1.0, 2.0, 3.0], "job": ["care", "trade", "care"]})
        >>> design.estimate(mean="y", proportion="job").to_dict()["statistic"]
        ['mean', 'proportion', 'proportion']
        """
        return self._compared(_core.wb_tally_estimate, {**asked}, None)

    @keywords(Asking)
    def reliability(self, scales: Scales, *, select: Names | None = None,
                    codes: tuple[float, float] | None = None, pairs: bool = False,
                    **asked: Unpack[Asking]) -> Any:
        """How well scales measure: Cronbach's alpha, omega, Guttman's lambda 6, Mokken's
        scalability, correlations of items with the rest, floor, ceiling, straight-lining and
        missing answers, with design-based standard errors.

        Coefficients are over the rows with an answer to all items of the scale.

        Parameters
        ----------
        scales : Instrument, str, or dict of lists of str
            An instrument or its id, of which items are reversed as declared; or the items of
            each scale by its name, where ``"-item"`` is reversed.
        select : str or list of str, optional
            Which scales of the instrument; all when left out.
        codes : pair of numbers, optional
            The lowest and the highest code of all items, of scales that are lists: for
            reversing, and for floor and ceiling.
        pairs : bool
            Also the scalability of every pair of items.
        by, categories, level, interval, lonely, threads, output, ...
            As for :meth:`mean`; the interval is that of shares.

        Returns
        -------
        data frame
            The columns of `by`, then ``scale``, ``item`` (missing: of the scale), ``other``
            (the second item of a pair), ``statistic``, ``estimate``, ``se``, ``lower``,
            ``upper``, ``df``, ``n``, ``se_simple``, ``lower_simple``, ``upper_simple``
            (as of a simple random sample: of alpha Feldt's interval, of a scalability
            the standard error of R's mokken), ``status``; see ``docs/quality.md``.

        Raises
        ------
        DataError
            An item is no column or holds no numbers, or an answer is no code of its item
            (``.item``, ``.row``).

        Examples
        --------
        >>> import werkbaar as wb
        >>> answers = {"q1": [1, 2, 4, 5, 3], "q2": [2, 2, 5, 4, 3], "q3": [5, 3, 2, 1, 3]}
        >>> found = wb.Design(answers).reliability({"load": ["q1", "q2", "-q3"]}, codes=(1, 5))
        >>> row = found["statistic"].index("alpha")
        >>> round(found["estimate"][row], 4), found["n"][row]
        (0.9451, 5)
        """
        refuse_others(asked, Asking)
        said: dict[str, Any] = {**asked}
        library = check_output(said.pop("output", None)) or self._library
        measured = Measured(scales, select, codes)
        options, run = estimate_options(said), estimate_run(said)
        said["by"] = breakdowns(said.get("by"))
        spec = self._spec(said, open_rows="replicates" in (options or ()))
        with naming(self._rows.names):
            rows = self._rows.handle([*spec.needed(), *measured.columns])
            found = _core.wb_reliability_source(
                measured.handle, spec._handle, _core.wb_source_from_frame(rows, 0),
                reliability_options(pairs), options, run)
        return give_back(Frame._of(found), None, library)

    def _compared(self, verb: Verb, asked: dict[str, Any], column: str | None,
                  across: bool = False) -> Any:
        refuse_others(asked, AskingAll)
        library = check_output(asked.pop("output", None)) or self._library
        options, run = estimate_options(asked), estimate_run(asked)
        asked["by"] = with_column(breakdowns(asked.get("by")), column)
        spec = self._spec(asked, open_rows=across or "replicates" in (options or ()))
        tally = self._tally(spec, run)
        if spec._takes_two_passes():
            tally = self._filled(_core.wb_tally_second_pass(tally), spec, run)
        found = verb(tally, options, {"threads": run["threads"]})
        return give_back(Frame._of(found), None, library)

    def _asking_for(self, **estimands: str) -> dict[str, Any]:
        return {**estimands}

    def _spec(self, asked: Mapping[str, Any], *, open_rows: bool = False) -> Spec:
        """The specification of what is asked; with rows that stay open if that is needed."""
        said: dict[str, Any] = {**self._sampling, **asked}
        said["proportion"] = names("proportion", said.get("proportion"))
        categories = said.get("categories")
        if categories is None or isinstance(categories, Mapping):  # else Spec refuses them
            columns = dict.fromkeys([*said["proportion"], *chain.from_iterable(said["by"])])
            said["categories"] = {**self._declared(columns), **(categories or {})}
        if open_rows and not self.clusters and said.get("units", "auto") == "auto":
            said["units"] = "open"
        return Spec(**said)

    def _declared(self, columns: Iterable[str]) -> dict[str, list[str]]:
        """The categories that the data themselves declare: those of pandas, and of others when
        they have an order. Elsewhere a dictionary is but a way to store texts."""
        handle = self._rows.handle(columns)
        found: dict[str, list[str]] = {}
        for name in columns:
            at = _core.wb_frame_find(handle, name)
            if at < 0 or _core.wb_frame_column_type(handle, at) != _core.WB_TYPE_DICTIONARY:
                continue
            if self._library == "pandas" or _core.wb_frame_is_ordered(handle, at):
                found[name] = categories_of(handle, at)
        return found

    def _tally(self, spec: Spec, run: dict[str, Any]) -> Any:
        return self._filled(_core.wb_tally_new(spec._handle), spec, run)

    def _filled(self, tally: Any, spec: Spec, run: dict[str, Any]) -> Any:
        """A tally with all rows in it."""
        with naming(self._rows.names):
            _core.wb_tally_update(tally, self._rows.handle(spec.needed()), run)
        return tally


def change(estimates: Any, column: str, *, reference: str = "previous", level: float = 0.95,
           output: str | None = None) -> Any:
    """Differences between waves that were sampled independently.

    Independently: the wave is a stratum column, or each wave is a tally of its own.

    Parameters
    ----------
    estimates : Frame, or anything one is made of
        Estimates with the wave among the columns of `by`.
    column : str
        The column that is the wave. Waves are compared in the order of the rows.
    reference : {"previous", "first"}
        What each wave is compared with.
    level : float
        Of the intervals.
    output : str, optional
        The library of the result; that of `estimates` when left out.

    Returns
    -------
    data frame
        The other columns of `by`, `column`, ``reference``, ``statistic``, ``variable``,
        ``category``, ``difference``, ``se``, ``lower``, ``upper``, ``df``, ``p``
        (two-sided), ``status``.

    Raises
    ------
    DataError
        `estimates` is no estimates frame, or has no such column.

    Examples
    --------
    >>> import werkbaar as wb
    >>> rows = {"year": [2019, 2019, 2023, 2023], "y": [1.0, 2.0, 3.0, 5.0]}
    >>> estimates = wb.Design(rows, strata="year").mean("y", by="year")
    >>> wb.change(estimates, "year").to_dict()["difference"]
    [2.5]
    """
    options = {"reference": choice("reference", reference, REFERENCE),
               "level": checked_level(level)}
    check_output(output)
    frame = as_frame(estimates)
    changes = _core.wb_estimates_change(frame._handle, column, options)
    return give_back(Frame._of(changes), estimates, output)
