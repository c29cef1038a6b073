# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Action plans: who promised what, by when, with what money, and what became of it."""
from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, BinaryIO

from . import _core
from ._arguments import above_0, checked_level, is_flag, read_text, reader_of_file
from ._changes import Changes, using
from ._convert_out import check_output
from ._definition import FileDefinition
from ._errors import ArgumentTypeError
from ._frame import Frame, as_frame, give_back
from ._moment import Day, day_text
from ._plan_follow import Following


def _cell_text(value: object) -> str:
    """A value of a breakdown column as the library compares it."""
    if is_flag(value):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


class Plan(Following, FileDefinition):
    """An action plan: objectives, sections, actions and sub-actions, and all about them.

    It never changes once made, so threads may share it. Make one with :meth:`builtin`,
    :meth:`from_file` or :meth:`from_json`. Two plans are equal when all they say is (see
    :attr:`hash`).

    What a source leaves empty stays empty, and an amount that is still to be determined
    is missing, never zero.

    Examples
    --------
    >>> import werkbaar as wb
    >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
    >>> plan.title("en")
    'Action plan Workable work of the Flemish social partners (2017)'
    >>> actions = plan.actions("en").to_dict()
    >>> len(actions["id"]), actions["title"][0]
    (42, 'Qualitative study of work stress among the self-employed')
    """

    __slots__ = ()

    def __init__(self, *given: object, **named: object) -> None:
        raise ArgumentTypeError(
            "a Plan is made by Plan.builtin(), .from_file() or .from_json()")

    @classmethod
    def builtin(cls, id: str) -> Plan:
        """A plan that comes with the library.

        Parameters
        ----------
        id : str
            One of :meth:`builtins`.

        Raises
        ------
        ArgumentError
            There is none with this id; the message names those there are.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Plan.builtin("actieplan-werkbaar-werk").scope
        'flemish'
        """
        return cls._of(_core.wb_plan_builtin(id))

    @staticmethod
    def builtins() -> list[str]:
        """The ids of the plans that come with the library.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Plan.builtins()
        ['actieplan-werkbaar-werk']
        """
        return [_core.wb_plan_builtin_id(index)
                for index in range(_core.wb_plan_builtin_count())]

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | BinaryIO) -> Plan:
        """Read a plan file (``docs/formats/plan.md``).

        Parameters
        ----------
        file : path or file object
            A file object gives bytes: open it as binary.

        Raises
        ------
        DataError
            What the file says wrongly, with ``.line``, ``.column`` and ``.where``.
        VersionError
            It is made for a newer library.
        LimitError
            It is nested too deep, or too large.
        IoError
            It cannot be read.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> file = io.BytesIO(wb.Plan.builtin("actieplan-werkbaar-werk").to_json().encode())
        >>> wb.Plan.from_file(file).id
        'actieplan-werkbaar-werk'
        """
        return cls._of(_core.wb_plan_read(reader_of_file(file)))

    @classmethod
    def from_json(cls, text: str | bytes) -> Plan:
        """Read a plan from the text of a plan file.

        Raises as :meth:`from_file`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> wb.Plan.from_json(plan.to_json()) == plan
        True
        """
        return cls._of(read_text(_core.wb_plan_read, text, "plan"))

    def _write(self, to: Any) -> None:
        _core.wb_plan_write(self._handle, to)

    @property
    def id(self) -> str:
        """The id of the plan, such as ``"actieplan-werkbaar-werk"``."""
        found: str = _core.wb_plan_id(self._handle)
        return found

    @property
    def version(self) -> str:
        """The version of the plan."""
        found: str = _core.wb_plan_version(self._handle)
        return found

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
        found: str = _core.wb_plan_hash(self._handle)
        return found

    @property
    def scope(self) -> str:
        """Whose plan it is: ``"flemish"``, ``"sector"`` or ``"organisation"``."""
        found: str = _core.wb_plan_scope(self._handle)
        return found

    def title(self, language: str = "nl") -> str:
        """The title in a language, else in the first of the plan's that has one.

        Examples
        --------
        >>> import werkbaar as wb
        >>> wb.Plan.builtin("actieplan-werkbaar-werk").title()
        'Actieplan Werkbaar werk van de Vlaamse sociale partners (2017)'
        """
        found: str = _core.wb_plan_title(self._handle, language)
        return found

    def actions(self, language: str = "nl") -> Frame:
        """The actions frame: a row per action and sub-action, in the order of the plan.

        What an action has not of its own it takes from its block, else from the action it
        is part of. Lists are ids joined by commas. Columns: id, part_of, number,
        number_certainty, objective, section, block, heading, title, force,
        force_certainty, kind, levels, target_groups, themes, indicators, addressed_to,
        responsible, partners, funders, timing, from, to, open_end, to_be_determined, cost
        (cents), status, status_date, origin, discussed, response.

        Examples
        --------
        >>> import werkbaar as wb
        >>> actions = wb.Plan.builtin("actieplan-werkbaar-werk").actions().to_dict()
        >>> actions["number"][7], actions["responsible"][7], actions["status"][7]
        ('8', 'flemish-authorities,stia', 'unknown')
        """
        return Frame._of(_core.wb_plan_actions(self._handle, language))

    def table(self, kind: str, language: str = "nl") -> Frame:
        """All records of one kind: id, parent, list, position and a column per field.

        Parameters
        ----------
        kind : str
            ``"action"``, ``"actor"``, ``"funding"``, ``"budget"``, ``"answer"``, ... (see
            ``docs/formats/plan.md``).
        language : str
            Of the texts.

        Raises
        ------
        ArgumentError
            There is no such kind; the message names those there are.

        Examples
        --------
        >>> import werkbaar as wb
        >>> budgets = wb.Plan.builtin("actieplan-werkbaar-werk").table("budget").to_dict()
        >>> budgets["amount"]
        [300000000, 4000000000, 500000000, None, None]
        """
        return Frame._of(_core.wb_plan_table(self._handle, kind, language))

    def evaluate(self, estimates: Any, wave: str, today: Day, *,
                 level: float = 0.95, power: float = 0.8, language: str = "en",
                 variable: str | None = None, statistic: str | None = None,
                 category: str | None = None, unit: str | None = None,
                 where: Mapping[str, object] | None = None,
                 output: str | None = None) -> Any:
        """What moved since: each target of the plan beside the latest estimate of its
        indicator and that at its start, with a verdict by a written table.

        A verdict compares an interval with a number and a date of the plan. It is no proof
        that the plan moved anything. The rules stand in ``include/werkbaar/plan.h``, the
        columns in ``docs/formats/evaluation.md``.

        Parameters
        ----------
        estimates : Frame, or anything one is made of
            Estimates, from this library or not: ``variable`` (ids of indicators), ``estimate``
            and the column of waves; ``statistic``, ``category``, ``se``, ``df``, ``lower``,
            ``upper``, ``n``, ``status`` and ``unit`` where there are such. Columns before
            ``statistic`` and ``variable`` are breakdowns.
        wave : str
            The column of waves: years, dates, or texts such as ``"2019-05"``.
        today : str or date
            The day it is made for; later waves are not looked at.
        level : float
            Of the intervals.
        power : float
            Of the smallest change that is detectable.
        language : {"en", "nl"}
            Of titles and sentences.
        variable : str, optional
            The column with the ids of indicators.
        statistic, category : str, optional
            Only rows of these.
        unit : str, optional
            What estimates are in: ``"share"``, ``"percent"`` or another.
        where : dict, optional
            Values of breakdown columns. Of the others the rows for everyone count.
        output : str, optional
            The library of the result; that of `estimates` when left out.

        Raises
        ------
        DataError
            These are no estimates, or a wave is no date.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> waves = {"year": [2017, 2024], "variable": ["training-participation"] * 2,
        ...          "estimate": [7.1, 10.4], "se": [0.4, 0.5], "unit": ["percent"] * 2}
        >>> found = plan.evaluate(waves, "year", "2026-01-31").to_dict()
        >>> found["verdict"]
        ['not_yet', 'no_estimate', 'no_estimate']
        >>> print(found["text"][0])
        10.4% (9.4 to 11.4) in 2024: the target of 15% is not reached so far; the plan gives no date; moved since 2017 by +3.3 percentage points (+2.0 to +4.6)
        """
        check_output(output)
        options = {"level": checked_level(level), "power": above_0("power", power),
                   "language": language,
                   "variable": variable, "statistic": statistic, "category": category,
                   "unit": unit, "where": [f"{column}={_cell_text(value)}"
                                           for column, value in (where or {}).items()]}
        frame = as_frame(estimates)
        found = _core.wb_plan_evaluate(self._handle, frame._handle, wave,
                                       day_text("today", today), options)
        return give_back(Frame._of(found), estimates, output)

    def draft(self, drafts: Any, *, parent: str | None = None,
              language: str = "en") -> tuple[Changes, Frame]:
        """What a scan proposes, as changes to this plan: actions that are planned and not yet
        discussed. :meth:`check` says of each that it must be discussed before it runs.

        Parameters
        ----------
        drafts : Frame, or anything one is made of
            A row per action; ``docs/formats/draft-actions.md`` has the columns. Rows whose
            ``status`` is hidden never come in.
        parent : str, optional
            The section or action that they come below; left out: the section, where the plan
            has one only.
        language : {"en", "nl"}
            Of the report.

        Returns
        -------
        Changes, Frame
            What :meth:`apply` or a store takes, and a report: scan, finding, measure, action
            (its id, the same for ever), outcome (added, present, hidden), text.

        Raises
        ------
        DataError
            A value that the plan cannot take, with ``.row`` and ``.item``: its column.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> drafts = {"scan": ["5d0c"], "finding": ["workload-north"], "status": ["ok"],
        ...           "title_en": ["Fewer interruptions"]}
        >>> changes, report = plan.draft(drafts, parent="action-15")
        >>> report.to_dict()["outcome"]
        ['added']
        >>> findings = plan.apply(changes).check().to_dict()
        >>> findings["record"][findings["rule"].index("undiscussed")]
        'scan-6c7531c72aa0e1d1a923'
        """
        changes, report = _core.wb_plan_draft(self._handle, as_frame(drafts)._handle,
                                              {"language": language, "parent": parent})
        return Changes._of(changes), Frame._of(report)

    def check(self, language: str = "en") -> Frame:
        """What is wrong in the plan, what is doubtful, and what is not known.

        A row per finding: severity (error, warning or notice), rule, record, kind, where
        (JSON pointer) and text, a sentence in ``"nl"`` or ``"en"``.

        Examples
        --------
        >>> import werkbaar as wb
        >>> findings = wb.Plan.builtin("actieplan-werkbaar-werk").check().to_dict()
        >>> set(findings["severity"])
        {'notice'}
        >>> findings["text"][0]
        "no timing is given for 'action-3'"
        """
        return Frame._of(_core.wb_plan_check(self._handle, {"language": language}))

    def apply(self, changes: Changes) -> Plan:
        """A new plan: this one with the operations carried out, all or none.

        Raises
        ------
        ConflictError
            Something is not as an operation expects it; the message shows both values and
            ``.where`` names the operation.
        DataError
            The schema does not allow it.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> changes = wb.Changes()
        >>> changes.set("action-5", "cost", 250000, expected=None)
        >>> after = plan.apply(changes)
        >>> plan.diff(after).to_json() == changes.to_json()
        True
        """
        with using(changes) as handle:
            return Plan._of(_core.wb_plan_apply(self._handle, handle))

    def diff(self, after: Plan) -> Changes:
        """The operations that make another version of this one: few, field by field and
        language by language.

        Raises
        ------
        ConflictError
            These are two plans, or an id is another kind of record in each.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> plan.diff(plan)
        <werkbaar.Changes of 0 operations>
        """
        return Changes._of(_core.wb_plan_diff(self._handle, Plan._handle_of("after", after)))

    def merge(self, ours: Plan, theirs: Plan, language: str = "en") -> tuple[Plan, Frame]:
        """Two plans that were both made of this one brought together: ours with what theirs
        changed, and a frame with a row for each conflict, where ours stands.

        Examples
        --------
        >>> import werkbaar as wb
        >>> base = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> changes = wb.Changes()
        >>> changes.set("action-5", "cost", 250000, expected=None)
        >>> merged, conflicts = base.merge(base, base.apply(changes))
        >>> merged == base.apply(changes), len(conflicts)
        (True, 0)
        """
        merged, conflicts = _core.wb_plan_merge(
            self._handle, Plan._handle_of("ours", ours), Plan._handle_of("theirs", theirs),
            language)
        return Plan._of(merged), Frame._of(conflicts)

    def __repr__(self) -> str:
        return f"<werkbaar.Plan '{self.id}' version {self.version}>"
