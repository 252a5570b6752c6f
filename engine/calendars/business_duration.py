"""Durations in working time: `P2D` is two workdays, `PT4H` four working hours, `P1DT2H` both."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Protocol

from engine.kernel.errors import InvalidInput, Problem

_FORM = re.compile(r"P(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,7})M)?)?", re.ASCII)


class Workdays(Protocol):
    """What counting needs of the working calendar."""

    def local(self, moment: datetime) -> datetime: ...

    def at(self, day: date, clock: time) -> datetime: ...

    def next_workday(self, day: date) -> date: ...

    def add_workdays(self, day: date, count: int) -> date: ...

    def add_work_hours(self, moment: datetime, hours: Decimal) -> datetime: ...


def add_work_duration(calendar: Workdays, moment: datetime, text: str, times: int = 1) -> datetime:
    """The instant when that much working time, `times` over, has passed since `moment`.

    Workdays keep the time of day (Wednesday 10:00 and `P2D` is Friday 10:00), then the hours are walked.
    Raises InvalidInput for everything else that ISO 8601 knows: a working year, month, week or second is
    not defined.
    """
    match = _FORM.fullmatch(text)
    if match is None or not any(match.groups()):
        raise InvalidInput(
            fields={"duration": [Problem("work_duration_unreadable", facts={"value": text[:40]})]}
        )
    days, hours, minutes = (times * int(group or 0) for group in match.groups())
    local = calendar.local(moment)
    day = calendar.add_workdays(local.date(), days)
    start = calendar.at(day, local.time())
    return calendar.add_work_hours(start, Decimal(hours) + Decimal(minutes) / 60)
