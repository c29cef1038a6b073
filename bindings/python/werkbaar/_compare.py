# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What estimates of one sample say together: differences, trends, tests, standardisation."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from numbers import Real
from typing import Any, Unpack

from . import _core
from ._arguments import ADJUST, TABLE_TEST, above_0, choice, one_name, type_name
from ._errors import ArgumentTypeError
from ._frame import Frame, as_frame
from ._options import AskingAll, keywords

#: What a comparison asks of a tally: given it, the options of estimating and a run, a frame.
Verb = Callable[[Any, Any, Any], Any]


class Comparing:
    """Comparisons that a :class:`Design` and a :class:`Tally` make alike.

    A design is told what to estimate and for which groups (`mean`, `total`, ..., `by`, see
    :class:`Spec`); of a tally its specification says so, and only the keywords of
    :meth:`Tally.estimate` are left. The covariance between the estimates is that of the design:
    groups and waves may share units.
    """

    __slots__ = ()

    def _compared(self, verb: Verb, asked: dict[str, Any], column: str | None,
                  across: bool = False) -> Any:
        """The result of a comparison between the levels of a column; `across`: between
        outcomes or breakdowns too."""
        raise NotImplementedError

    def _asking_for(self, **estimands: str) -> dict[str, Any]:
        """Estimands that a comparison is of, where it is told them."""
        raise NotImplementedError

    @keywords(AskingAll)
    def covariances(self, **asked: Unpack[AskingAll]) -> Any:
        """The covariances of estimates, within each breakdown.

        Keywords are those of :meth:`Design.estimate`, which gives the estimates themselves.

        Returns
        -------
        data frame
            ``row_i``, ``row_j`` (rows of the estimates, counted from 0, ``row_i <= row_j``) and
            ``covariance``, missing where one of the two has no standard error.

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"a": [1.0, 2.0, 3.0], "b": [3.0, 2.0, 1.0]})
        >>> found = design.covariances(mean=["a", "b"]).to_dict()
        >>> found["row_i"], found["row_j"], [round(value, 4) for value in found["covariance"]]
        ([0, 0, 1], [0, 1, 1], [0.3333, -0.3333, 0.3333])
        """
        return self._compared(_core.wb_tally_covariances, {**asked}, None, across=True)

    @keywords(AskingAll)
    def contrasts(self, expressions: str | Iterable[str] | Mapping[str, str],
                  **asked: Unpack[AskingAll]) -> Any:
        """Differences, ratios and other functions of estimates, each an expression.

        Parameters
        ----------
        expressions : str, list of str, or dict of str
            Such as ``'mean(y)[sex = "f"] - mean(y)[sex = "m"]'`` or ``'mean(y) - 3'``, with
            ``+ - * / ^``, parentheses and ``log exp sqrt logit expit``. An estimate is its
            statistic and variable (``proportion(y = yes)``, ``ratio(x/y)``), then its cell in
            brackets: the breakdown by exactly those columns must be among `by`. Keys of a dict
            are names, as is what stands before ``:=``. Of ``exp(...)``, as an odds ratio is,
            interval and test are made for what is inside (``docs/formats/tests.md``).
        **asked
            As for :meth:`Design.estimate`.

        Returns
        -------
        data frame
            ``contrast``, ``estimate``, ``se``, ``lower``, ``upper``, ``df``, ``t``, ``p``
            (two-sided, that the value is 0), ``status``.

        Raises
        ------
        ArgumentError
            An expression cannot be read (``.row``: which one, ``.column``: where in it).
        DataError
            There is no such estimate; which there are is in the message.

        Examples
        --------
        >>> import werkbaar as wb
        >>> rows = {"y": [1.0, 2.0, 3.0, 5.0, 6.0], "sex": ["m", "f", "m", "f", "f"]}
        >>> design = wb.Design(rows)
        >>> found = design.contrasts({"gap": "mean(y)[sex = f] - mean(y)[sex = m]"}, mean="y",
        ...                          by="sex")
        >>> found["contrast"], [round(value, 4) for value in found["estimate"]]
        (['gap'], [2.3333])
        """
        texts = expression_list(expressions)

        def verb(tally: Any, how: Any, run: Any) -> Any:
            return _core.wb_tally_contrasts(tally, texts, how, run)

        return self._compared(verb, {**asked}, None, across=True)

    @keywords(AskingAll)
    def pairs(self, column: str, *, adjust: str = "none", **asked: Unpack[AskingAll]) -> Any:
        """All differences between two levels of a column, within each other group.

        Of two groups this is the design-based t test. For waves of which the samples overlap,
        the persons or workplaces they share are the clusters and the wave is no stratum.

        Parameters
        ----------
        column : str
            The column whose levels are compared; `by` may name other ones.
        adjust : {"none", "holm", "bh"}
            Correction of p for the number of differences: Holm's, for the chance of any false
            claim, or Benjamini and Hochberg's, for the share of false ones among the claims.
        **asked
            As for :meth:`Design.estimate`.

        Returns
        -------
        data frame
            The other columns of `by`, `column`, ``reference`` (the level it is compared with),
            ``statistic``, ``variable``, ``category``, ``difference``, ``se``, ``lower``,
            ``upper``, ``df``, ``p``, ``p_adjusted``, ``status``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> rows = {"y": [1.0, 2.0, 3.0, 5.0, 6.0, 4.0], "job": ["a", "b", "a", "b", "c", "c"]}
        >>> found = wb.Design(rows).pairs("job", mean="y", adjust="holm")
        >>> found["job"], found["reference"], found["difference"]
        (['b', 'c', 'c'], ['a', 'a', 'b'], [1.5, 3.0, 1.5])
        """
        options = {"adjust": choice("adjust", adjust, ADJUST)}

        def verb(tally: Any, how: Any, run: Any) -> Any:
            return _core.wb_tally_pairs(tally, column, options, how, run)

        return self._compared(verb, {**asked}, column)

    @keywords(AskingAll)
    def trend(self, column: str, *, degree: int = 1, **asked: Unpack[AskingAll]) -> Any:
        """The trend of estimates over the levels of a column, such as waves or age groups.

        Parameters
        ----------
        column : str
            Numbers or dates, or texts, which count 1, 2, ... in the order of their categories.
        degree : int
            Of the polynomial, 1 to 5: 1 is the slope per unit of `column`, higher terms are
            orthogonal ones; from 2 on a joint test says whether there is any trend.
        **asked
            As for :meth:`Design.estimate`.

        Returns
        -------
        data frame
            The other columns of `by`, ``statistic``, ``variable``, ``category``, ``term``,
            ``estimate``, ``se``, ``lower``, ``upper``, ``f``, ``df1``, ``df2``, ``p``,
            ``levels``, ``status``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> rows = {"year": [2019] * 3 + [2021] * 3 + [2023] * 3,
        ...         "y": [1.0, 2.0, 3.0, 2.0, 3.0, 4.0, 5.0, 6.0, 4.0]}
        >>> found = wb.Design(rows, strata="year").trend("year", mean="y")
        >>> found["term"], found["estimate"]
        (['linear'], [0.75])
        """
        options = {"degree": above_0("degree", degree)}

        def verb(tally: Any, how: Any, run: Any) -> Any:
            return _core.wb_tally_trend(tally, column, options, how, run)

        return self._compared(verb, {**asked}, column)

    @keywords(AskingAll)
    def equal(self, column: str, **asked: Unpack[AskingAll]) -> Any:
        """Test that an estimate is the same in all levels of a column: the adjusted Wald test.

        Keywords are those of :meth:`Design.estimate`; `by` may name other columns.

        Returns
        -------
        data frame
            The other columns of `by`, ``statistic``, ``variable``, ``category``, ``f``,
            ``df1``, ``df2``, ``p``, ``levels``, ``status``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> rows = {"y": [1.0, 2.0, 3.0, 5.0, 6.0, 4.0], "job": ["a", "b", "a", "b", "c", "c"]}
        >>> found = wb.Design(rows).equal("job", mean="y")
        >>> found["df1"], found["levels"], found["status"]
        ([2.0], [3], ['ok'])
        """
        def verb(tally: Any, how: Any, run: Any) -> Any:
            return _core.wb_tally_equal(tally, column, how, run)

        return self._compared(verb, {**asked}, column)

    @keywords(AskingAll)
    def standardise(self, column: str, standard: Any, **asked: Unpack[AskingAll]) -> Any:
        """Means, proportions and ratios as they would be with the composition of a standard.

        Parameters
        ----------
        column : str
            The column, such as age groups, of which the composition is that of the standard.
        standard : dict, or anything a Frame is made of
            The weight of each level of `column`: a dict, or a frame with the columns `column`
            and ``weight``. They are scaled to sum to 1.
        **asked
            As for :meth:`Design.estimate`.

        Returns
        -------
        data frame
            As of :meth:`Design.estimate`, without `column`; ``status`` ``incomplete`` where a
            level with a weight has no estimate in the group.

        Raises
        ------
        DataError
            A weight is negative or missing, or the levels of the standard are not those of
            the column.

        Examples
        --------
        >>> import werkbaar as wb
        >>> rows = {"y": [1.0, 2.0, 3.0, 5.0], "age": ["old", "young", "old", "young"]}
        >>> design = wb.Design(rows)
        >>> design.standardise("age", {"young": 1, "old": 3}, mean="y")["estimate"]
        [2.375]
        """
        weights = standard_frame(column, standard)

        def verb(tally: Any, how: Any, run: Any) -> Any:
            return _core.wb_tally_standardise(tally, column, weights._handle, how, run)

        return self._compared(verb, {**asked}, column)

    @keywords(AskingAll)
    def independence(self, *, test: str = "rao_scott_f", **asked: Unpack[AskingAll]) -> Any:
        """Test that a distribution is the same in all levels of a column.

        Of every `proportion`, against the last column of every breakdown in `by`, within the
        combinations of its other columns.

        Parameters
        ----------
        test : {"rao_scott_f", "rao_scott_chisq", "wald", "adj_wald", "lincom", "saddlepoint", \
"satterthwaite", "all"}
            Rao and Scott's of the second order, of the first, Wald's, adjusted for few
            degrees of freedom, the exact distribution of Pearson's statistic, that by
            saddlepoint, or of the second order as if the sample were large; or a row of each.
        **asked
            As for :meth:`Design.estimate`.

        Returns
        -------
        data frame
            The columns of `by` (the tested one missing), ``statistic``, ``variable``, ``by``
            (the tested column), ``test``, ``pearson``, ``value``, ``df1``, ``df2``, ``p``,
            ``rows``, ``columns``, ``empty_rows``, ``empty_columns``, ``n``, ``status``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> rows = {"ill": ["no", "yes", "no", "no", "yes", "yes", "no", "no"],
        ...         "sex": ["m", "m", "m", "m", "f", "f", "f", "f"]}
        >>> found = wb.Design(rows).independence(proportion="ill", by="sex")
        >>> found["by"], round(found["pearson"][0], 4), found["status"]
        (['sex'], 0.5333, ['ok'])
        """
        options = test_options(test)

        def verb(tally: Any, how: Any, run: Any) -> Any:
            return _core.wb_tally_independence(tally, options, how, run)

        return self._compared(verb, {**asked}, None)

    @keywords(AskingAll)
    def fit(self, variable: str, expected: Any, *, test: str = "rao_scott_f",
            **asked: Unpack[AskingAll]) -> Any:
        """Test that the categories of a column have given shares, in every group.

        Parameters
        ----------
        variable : str
            The column; of a tally one whose proportion its specification asks for.
        expected : dict, or anything a Frame is made of
            The share of each category: a dict, or a frame with the columns ``category`` and
            ``weight``. They are scaled to sum to 1.
        test : str
            As for :meth:`independence`.
        **asked
            As for :meth:`Design.estimate`.

        Returns
        -------
        data frame
            As of :meth:`independence`, without ``by``, ``rows`` and ``empty_rows``.

        Raises
        ------
        DataError
            A share is not above 0, or the categories are others than those of the column.

        Examples
        --------
        >>> import werkbaar as wb
        >>> design = wb.Design({"ill": ["no", "yes", "no", "no", "yes", "yes", "no", "no"]})
        >>> found = design.fit("ill", {"no": 0.8, "yes": 0.2})
        >>> found["statistic"], round(found["pearson"][0], 4)
        (['fit'], 1.5312)
        """
        options, shares = test_options(test), standard_frame("category", expected)

        def verb(tally: Any, how: Any, run: Any) -> Any:
            return _core.wb_tally_fit(tally, variable, shares._handle, options, how, run)

        one_name("variable", variable)
        return self._compared(verb, {**self._asking_for(proportion=variable), **asked}, None)


def test_options(test: object) -> dict[str, int]:
    """Which test of a table, or all of them."""
    if test == "all":
        return {"all_tests": 1}
    return {"test": choice("test", test, {**TABLE_TEST, "all": 0})}


def expression_list(expressions: object) -> list[str]:
    """One expression, a list of several, or a dict of them by name."""
    if isinstance(expressions, Mapping):
        expressions = [f"{name} := {text}" for name, text in expressions.items()]
    listed = [expressions] if isinstance(expressions, str) else expressions
    if not isinstance(listed, Iterable) or isinstance(listed, bytes):
        raise ArgumentTypeError("expressions must be a text, a list or a dict of texts, not "
                                f"{type_name(listed)}", item="expressions")
    return list(listed)


def standard_frame(column: str, standard: Any) -> Frame:
    """The frame of a standard, also of a dict of the weights of levels."""
    if isinstance(standard, Mapping) and all(isinstance(weight, Real)
                                             for weight in standard.values()):
        return Frame({column: list(standard), "weight": [float(w) for w in standard.values()]})
    return as_frame(standard)


def with_column(groups: list[list[str]], column: str | None) -> list[list[str]]:
    """Breakdowns that have a column, behind the others; the same one once."""
    if column is None:
        return groups
    one_name("column", column)
    made = [part if column in part else [*part, column] for part in groups or [[]]]
    return [part for at, part in enumerate(made) if part not in made[:at]]
