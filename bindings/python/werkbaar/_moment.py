# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Moments and days: the library has no clock of its own."""
from __future__ import annotations

import datetime

from ._arguments import type_name
from ._errors import ArgumentError, ArgumentTypeError

Moment = datetime.date | int | None
"""A datetime with a time zone, a day, microseconds since 1970 in UTC, or None."""

Day = str | datetime.date
"""A day: a date, or a text such as "2026-01-31"."""

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_MICROSECOND = datetime.timedelta(microseconds=1)
_DAY = datetime.timedelta(days=1)


def micros(what: str, moment: object, *, end: bool = False) -> int:
    """Microseconds since 1970; of a day its first moment, or its last."""
    if isinstance(moment, int):
        return moment
    if isinstance(moment, datetime.datetime):
        if moment.tzinfo is None:
            raise ArgumentError(f"{what} has no time zone: {moment.isoformat()}", item=what)
        return (moment - _EPOCH) // _MICROSECOND
    if isinstance(moment, datetime.date):
        start = datetime.datetime(moment.year, moment.month, moment.day,
                                  tzinfo=datetime.timezone.utc)
        return (start - _EPOCH + (_DAY - _MICROSECOND if end else 0 * _DAY)) // _MICROSECOND
    raise ArgumentTypeError(f"{what} must be a datetime, a date or microseconds, not "
                            f"{type_name(moment)}", item=what)


def now_micros(moment: Moment) -> int:
    """Now, unless told otherwise: the library itself has no clock."""
    if moment is None:
        moment = datetime.datetime.now(datetime.timezone.utc)
    return micros("now", moment)


def day_text(what: str, day: object) -> str:
    """A day as the library reads it."""
    if isinstance(day, datetime.date):
        return f"{day.year:04}-{day.month:02}-{day.day:02}"  # of a datetime too
    if isinstance(day, str):
        return day
    raise ArgumentTypeError(f"{what} must be a date or a text, not {type_name(day)}", item=what)
