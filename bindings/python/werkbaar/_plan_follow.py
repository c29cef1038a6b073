# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Following an action plan up: how it stands on a day, and what actors report."""
from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, Self

from . import _core
from ._arguments import Names, names, write_file, written
from ._changes import Changes
from ._frame import Frame, as_frame
from ._moment import Day, Moment, day_text, now_micros


class Following:
    """What a plan says of itself on a day; see ``docs/formats/plan-follow.md``."""

    __slots__ = ()
    _handle: Any

    def status(self, today: Day, language: str = "nl") -> Frame:
        """How every action and sub-action stands: objective, section, part_of, action,
        number, title, force, status, since, why, state, basis, due, actors, who.

        ``state`` tells late (the date has passed while it is planned or running) from past
        (it has passed and nothing tells whether it was done).

        Parameters
        ----------
        today : date or str
            The day for which it is told.
        language : {"nl", "en"}
            Of the texts.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> set(plan.status("2020-03-01").to_dict()["status"])
        {'unknown'}
        """
        return Frame._of(_core.wb_plan_status(self._handle, day_text("today", today), language))

    def progress(self, today: Day, language: str = "nl") -> Frame:
        """How many actions of each objective stand how, and a last row of all.

        ``share_done`` is missing where no status is known, else the least that it can be;
        ``known`` says of how many it is.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> progress = plan.progress("2020-03-01").to_dict()
        >>> progress["actions"], progress["known"][-1], progress["share_done"][-1]
        ([10, 2, 20, 32], 'none', None)
        """
        return Frame._of(_core.wb_plan_progress(self._handle, day_text("today", today), language))

    def agenda(self, today: Day, days: int = 90, language: str = "nl") -> Frame:
        """What is due within so many days, late, past, or without a date, by day: action,
        number, title, record, what, basis, date, due, days, state, status, recurring,
        actors, who.

        Examples
        --------
        >>> import datetime
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> agenda = plan.agenda(datetime.date(2020, 3, 1)).to_dict()
        >>> agenda["record"][0], agenda["due"][0], agenda["state"][0]
        ('action-4.approval', datetime.date(2017, 12, 31), 'past')
        """
        return Frame._of(_core.wb_plan_agenda(self._handle, day_text("today", today), days,
                                              language))

    def calendar(self, path: str | os.PathLike[str] | None = None, *, now: Moment = None,
                 language: str = "nl") -> str | None:
        """All dates of the agenda as a calendar (iCalendar, RFC 5545).

        Parameters
        ----------
        path : path, optional
            Write it there; without, it is given back as text.
        now : datetime, date or int, optional
            When the calendar was made; this moment when it is not given.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> calendar = plan.calendar()
        >>> calendar.startswith("BEGIN:VCALENDAR"), calendar.count("BEGIN:VEVENT")
        (True, 9)
        """
        made = now_micros(now)

        def write(to: Any) -> None:
            _core.wb_plan_calendar(self._handle, made, language, to)

        if path is None:
            return written(write).decode()
        write_file(write, path)
        return None

    def duties(self, today: Day, actor: str | None = None, language: str = "nl") -> Frame:
        """Who has which part in which actions: a row per actor, role and action.

        Parameters
        ----------
        today : date or str
        actor : str, optional
            The id of one.

        Raises
        ------
        ArgumentError
            The plan has no such actor.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> duties = plan.duties("2020-03-01", "esf").to_dict()
        >>> list(zip(duties["role"], duties["number"]))
        [('partner', '8'), ('responsible', '19'), ('addressed', '19')]
        """
        return Frame._of(_core.wb_plan_duties(self._handle, day_text("today", today), actor,
                                              language))

    def duty_counts(self, today: Day, language: str = "nl") -> Frame:
        """:meth:`duties` counted, a row per actor and role.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> counts = plan.duty_counts("2020-03-01", "en").to_dict()
        >>> counts["name"][0], counts["role"][0], counts["open"][0], counts["late"][0]
        ('Flemish social partners', 'responsible', 6, 0)
        """
        return Frame._of(_core.wb_plan_duty_counts(self._handle, day_text("today", today),
                                                   language))

    def budget(self, language: str = "nl") -> Frame:
        """The money, a row per budget line, in cents; what is not known is missing.

        Examples
        --------
        >>> import werkbaar as wb
        >>> budget = wb.Plan.builtin("actieplan-werkbaar-werk").budget().to_dict()
        >>> budget["current"][-5:], budget["counted"][-4]
        ([300000000, 4000000000, 500000000, None, None], 'general')
        """
        return Frame._of(_core.wb_plan_budget(self._handle, language))

    def budget_totals(self, by: Names = ()) -> Frame:
        """Sums of budget lines. One with an unknown part is no total: it is missing, and its
        known part stands beside it.

        Parameters
        ----------
        by : str or list of str
            ``"year"``, ``"source"``, ``"action"``, ``"certainty"``, ``"status"``; none: one
            sum.

        Examples
        --------
        >>> import werkbaar as wb
        >>> totals = wb.Plan.builtin("actieplan-werkbaar-werk").budget_totals("year").to_dict()
        >>> totals["year"][0], totals["current"][0], totals["current_known"][0]
        (2020, None, 800000000)
        """
        return Frame._of(_core.wb_plan_budget_totals(self._handle, names("by", by)))

    def open(self, language: str = "nl") -> Frame:
        """What the source says is to be determined, and answers that are awaited or were not
        given.

        Examples
        --------
        >>> import werkbaar as wb
        >>> found = wb.Plan.builtin("actieplan-werkbaar-werk").open().to_dict()
        >>> sorted(set(found["state"]))
        ['awaited', 'not_answered', 'to_be_determined']
        """
        return Frame._of(_core.wb_plan_open(self._handle, language))

    def since(self, since: Day, language: str = "nl") -> Frame:
        """What the plan itself dates on or after a day. What changed in it, whatever its date,
        is in :meth:`Plan.diff` and in the history of a :class:`Store`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> plan.since("2018-12-14", "en").to_dict()["date"]
        ['2018-12-14']
        """
        return Frame._of(_core.wb_plan_since(self._handle, day_text("since", since), language))

    def answers(self, language: str = "nl") -> Frame:
        """The questions that were asked about the plan, a row per answer or part of one.

        Examples
        --------
        >>> import werkbaar as wb
        >>> answers = wb.Plan.builtin("actieplan-werkbaar-werk").answers("en").to_dict()
        >>> answers["number"][0], answers["status"][0], answers["awaited"][0]
        ('1', 'awaited', 'Department of Work and Social Economy')
        """
        return Frame._of(_core.wb_plan_answers(self._handle, language))

    @classmethod
    def compare(cls, plans: Iterable[Self], language: str = "nl") -> Frame:
        """In how many plans there is an action about a theme, of a kind, in each sector and in
        all: breakdown, theme, kind, sector, plans, of, share, text, actions, done.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> wb.Plan.compare([plan, plan], "en").to_dict()["text"][0]
        '2 of 2'
        """
        return Frame._of(_core.wb_plan_compare([plan._handle for plan in plans], language))

    def sheet(self, actor: str | None = None, language: str = "nl") -> Frame:
        """The sheet on which an actor reports: record, field, action, number, title, expects,
        present, and new and reason to fill in.

        Raises
        ------
        ArgumentError
            The plan has no such actor.

        Examples
        --------
        >>> import werkbaar as wb
        >>> sheet = wb.Plan.builtin("actieplan-werkbaar-werk").sheet("esf", "en").to_dict()
        >>> sheet["field"][0], sheet["present"][0], sheet["new"][0]
        ('status', 'unknown', None)
        """
        return Frame._of(_core.wb_plan_sheet(self._handle, actor, language))

    def check_sheet(self, sheet: Any, language: str = "en") -> Frame:
        """What is wrong in a sheet that came back, a row each; none: :meth:`report` takes it.

        Parameters
        ----------
        sheet : Frame, or anything a Frame is made of
            Columns record, field, present, new, and reason if there is one.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> plan.check_sheet({"record": ["action-5"], "field": ["status"],
        ...                   "present": ["unknown"], "new": ["ready"]}).to_dict()["text"]
        ["'ready' is no value of this field"]
        """
        return Frame._of(_core.wb_plan_sheet_check(self._handle, as_frame(sheet)._handle,
                                                   language))

    def report(self, sheet: Any, today: Day, actor: str | None = None,
               language: str = "nl") -> Changes:
        """The changes that a sheet asks for, for :meth:`Plan.apply` or :meth:`Store.apply`.

        Parameters
        ----------
        sheet : Frame, or anything a Frame is made of
        today : date or str
            The day of new statuses and notes.
        actor : str, optional
            Who reports.
        language : {"nl", "en"}
            Of the texts in the sheet.

        Raises
        ------
        DataError
            A row is wrong: ``.row`` and ``.item``, the column.
        ConflictError
            The plan has something else by now than stood in the sheet.

        Examples
        --------
        >>> import werkbaar as wb
        >>> plan = wb.Plan.builtin("actieplan-werkbaar-werk")
        >>> changes = plan.report({"record": ["action-5"], "field": ["status"],
        ...                        "present": ["unknown"], "new": ["running"]}, "2020-03-01")
        >>> plan.apply(changes).progress("2020-03-01").to_dict()["running"][-1]
        1
        """
        return Changes._of(_core.wb_plan_sheet_changes(
            self._handle, as_frame(sheet)._handle, day_text("today", today), actor, language))
