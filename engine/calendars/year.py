"""What is known of one year: its holidays and its make-up working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CalendarYear:
    """The State Council's notice for one year.

    holidays    date -> name of the holiday. A notice may name the last days of December before and make-up
                days around it
    workdays    date -> name of the holiday that is made up for (调休上班)
    source      where the list was taken from
    """

    year: int
    holidays: Mapping[date, str]
    workdays: Mapping[date, str]
    source: str = ""
