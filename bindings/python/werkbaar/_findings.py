# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What a scan says beside a reference, what stands out, and what may be done about it."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import _core
from ._arguments import above_0, checked_level
from ._catalogue import Catalogue, using
from ._convert_out import check_output
from ._errors import ArgumentError
from ._frame import Frame, as_frame, give_back

Weights = Mapping[str, float]
"""How strongly each theme goes with problems of workability."""


def _weights(weights: Any) -> Any:
    """The handle of weights by theme, or of a table of them; None: all 1."""
    if weights is None:
        return None
    if isinstance(weights, Mapping) and not {"theme", "weight"} <= set(weights):
        weights = {"theme": list(weights), "weight": [float(value) for value in weights.values()]}
    return as_frame(weights)._handle


def _margin(margin: float) -> float:
    """A margin as the library takes it, to which 0 is its own default."""
    if isinstance(margin, (int, float)) and not margin >= 0:
        raise ArgumentError(f"margin is {margin}, and must be at least 0", item="margin")
    return -1.0 if margin == 0 else margin


class Reading:
    """What a scan says."""

    __slots__ = ()
    _handle: Any

    def reference(self) -> Frame:
        """What a later scan of this organisation is compared with: a reference frame
        (``docs/formats/scan-reference.md``) of kind ``earlier``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> reference = wb.Scan.run(*wb.example_scan()).reference()
        >>> set(reference["kind"]), len(reference)
        ({'earlier'}, 28)
        """
        return Frame._of(_core.wb_scan_reference(self._handle))

    def compare(self, reference: Any, *, level: float = 0.95, margin: float = 0.05,
                output: str | None = None) -> Any:
        """Hold every group against a declared reference: differences with the uncertainty of both,
        and a colour from the interval of the difference alone.

        Parameters
        ----------
        reference : Frame, or anything one is made of
            From the monitor, a :class:`Pool` or an earlier scan (:meth:`reference`).
        level : float
            Of intervals.
        margin : float
            Red is beyond it; with 0 there is no orange.
        output : str, optional
            The library of the result; that of `reference` when left out.

        Raises
        ------
        DataError
            That is no reference frame (``.row``, ``.item``).
        ConflictError
            An indicator has another fingerprint there, or none is in both (``.item``).

        Examples
        --------
        >>> import werkbaar as wb
        >>> scan = wb.Scan.run(*wb.example_scan())
        >>> moved = scan.compare(scan.reference())
        >>> moved["difference"][0], moved["colour"][0]   # with itself, which is not certain
        (0.0, 'grey')
        """
        check_output(output)
        options = {"level": checked_level(level), "margin": _margin(margin)}
        made = _core.wb_scan_compare(self._handle, as_frame(reference)._handle, options)
        return give_back(Frame._of(made), reference, output)

    def findings(self, reference: Any = None, *, weights: Any = None, level: float = 0.95,
                 fdr: float = 0.05, output: str | None = None) -> Any:
        """What stands out, in which direction, and what comes first: the findings frame
        (``docs/formats/findings.md``), a row per group and theme, with those that have a rank first.

        It says where people have it harder or better than others, and never why.

        Parameters
        ----------
        reference : Frame, or anything one is made of, optional
            As for :meth:`compare`; left out, a group is held against the rest of the organisation.
        weights : dict or table, optional
            How strongly each theme goes with problems of workability (above 0): by theme, or with
            the columns ``theme`` and ``weight``; left out, all alike.
        level : float
            Of intervals.
        fdr : float
            A finding has a p, adjusted over all rows (Benjamini and Hochberg), of at most this.
        output : str, optional
            The library of the result.

        Raises
        ------
        DataError, ConflictError
            As for :meth:`compare`; also weights that are none.

        Examples
        --------
        >>> import werkbaar as wb
        >>> found = wb.Scan.run(*wb.example_scan()).findings().to_dict()
        >>> found["group"][0], found["theme"][0], found["direction"][0]
        ('department/production/night', 'work_amount', 'problem')
        """
        check_output(output)
        options = {"level": checked_level(level), "fdr": above_0("fdr", fdr)}
        beside = None if reference is None else as_frame(reference)
        made = _core.wb_scan_findings(self._handle, None if beside is None else beside._handle,
                                      _weights(weights), options)
        return give_back(Frame._of(made), reference, output)


def check_findings(findings: Any) -> None:
    """Check findings of another instrument: may this table stand for a findings frame
    (``docs/formats/findings.md``)?

    Raises
    ------
    DataError
        What is wrong, by row and column (``.row``, ``.item``).

    Examples
    --------
    >>> import werkbaar as wb
    >>> theirs = {"id": ["f1"], "scan": ["s1"], "theme": ["noise"], "direction": ["problem"],
    ...           "status": ["ok"], "x_note": ["measured in May"]}
    >>> wb.check_findings(theirs)
    >>> try:
    ...     wb.check_findings({**theirs, "direction": ["worse"]})
    ... except wb.DataError as error:
    ...     print(error.item, error.row)
    direction 0
    """
    _core.wb_findings_check(as_frame(findings)._handle)


def suggest(findings: Any, catalogue: Catalogue | None = None, *, most: int = 3,
            language: str = "nl", output: str | None = None) -> Any:
    """Measures of a catalogue beside the problems that were found, the highest rank first.

    A measure fits when it is about the theme and for a level that can act on the group; never for
    one person, since findings are about groups.

    Parameters
    ----------
    findings : Frame, or anything one is made of
        A findings frame, also of another instrument.
    catalogue : Catalogue, optional
        What is built in when left out.
    most : int
        Measures for each finding.
    language : str
        Of the texts.
    output : str, optional
        The library of the result; that of `findings` when left out.

    Examples
    --------
    >>> import werkbaar as wb
    >>> findings = wb.Scan.run(*wb.example_scan()).findings()
    >>> proposed = wb.suggest(findings, most=2, language="en").to_dict()
    >>> proposed["number"][:2], proposed["group"][0]
    ([1, 2], 'department/production/night')
    """
    check_output(output)
    frame = as_frame(findings)
    options = {"most": above_0("most", most)}
    with using(catalogue) as handle:
        made = _core.wb_scan_suggest(frame._handle, handle, options, language)
    return give_back(Frame._of(made), findings, output)


def draft_actions(findings: Any, suggestions: Any, *, language: str | None = None,
                  output: str | None = None) -> Any:
    """Suggestions as draft actions (``docs/formats/draft-actions.md``), which :meth:`Plan.draft`
    takes in. Who, when and with what money stays open, and nothing was discussed yet.

    Parameters
    ----------
    findings : Frame, or anything one is made of
        Those that the suggestions are for.
    suggestions : Frame, or anything one is made of
        From :func:`suggest`: all rows, or those that were chosen.
    language : {"nl", "en"}, optional
        Of titles; both when left out.
    output : str, optional
        The library of the result; that of `suggestions` when left out.

    Raises
    ------
    ConflictError
        The suggestions are for other findings.

    Examples
    --------
    >>> import werkbaar as wb
    >>> findings = wb.Scan.run(*wb.example_scan()).findings()
    >>> drafts = wb.draft_actions(findings, wb.suggest(findings))
    >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
    >>> changes, report = plan.draft(drafts, parent="action-15")
    >>> set(report["outcome"]) <= {"added", "hidden"}
    True
    """
    check_output(output)
    made = _core.wb_scan_draft_actions(as_frame(findings)._handle, as_frame(suggestions)._handle,
                                       language)
    return give_back(Frame._of(made), suggestions, output)
