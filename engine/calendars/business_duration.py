"""Durations in working time: `P2D` is two workdays, `PT4H` four working hours, `P1DT2H` both."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from engine.calendars.work_calendar import WorkCalendar
from engine.kernel.errors import InvalidInput, Problem

_FORM = re.compile(r"P(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,7})M)?)?", re.ASCII)


def add_work_duration(calendar: WorkCalendar, moment: datetime, text: str) -> datetime:
    """The instant when that much working time has passed since `moment`.

    Workdays keep the time of day (Wednesday 10:00 and `P2D` is Friday 10:00), then the hours are walked.
    Raises InvalidInput for everything else that ISO 8601 knows: a working year, month, week or second is
    not defined.
    """
    match = _FORM.fullmatch(text)
    if match is None or not any(match.groups()):
        raise InvalidInput(
            fields={"duration": [Problem("work_duration_unreadable", facts={"value": text[:40]})]}
        )
    days, hours, minutes = (int(group or 0) for group in match.groups())
    local = calendar.local(moment)
    day = calendar.add_workdays(local.date(), days)
    start = calendar.at(day, local.time())
    return calendar.add_work_hours(start, Decimal(hours) + Decimal(minutes) / 60)
