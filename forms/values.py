"""Parsers for posted text: each returns the value or raises Refused. They accept less than Python does.

Python's own `Decimal`, `int` and `date.fromisoformat` take Arabic digits, underscores, NaN, exponents and
week dates; a clerk never means those.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from forms.problems import Refused

_NUMBER = re.compile(r"-?[0-9]{1,18}(?:[.,][0-9]{1,6})?")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?")
# Two of them are no signs at all: XML, and so every Excel and Word file, refuses to hold them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def clean_text(text: str) -> str:
    """The text with `\\n` as its only line end. Refuses control characters and lone surrogates."""
    if _CONTROL.search(text):
        raise Refused("text_control_character")
    if _SURROGATE.search(text):
        raise Refused("text_not_unicode")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def number(text: str) -> Decimal:
    """A finite Decimal of at most 18 digits before and 6 behind the point; a comma is read as the point.

    "1,234" could mean one thousand or one and a fraction, and "1,234.50" only the former: both are refused
    with the advice to leave the separator out.
    """
    text = text.strip(" \t\n")
    if _THOUSANDS.fullmatch(text):
        raise Refused("number_thousands")
    if not _NUMBER.fullmatch(text):
        raise Refused("number_malformed")
    return Decimal(text.replace(",", "."))


def day(text: str) -> date:
    """A date of the years 1900 to 2200, written YYYY-MM-DD."""
    found = _DATE.fullmatch(text.strip(" \t\n"))
    if not found:
        raise Refused("date_malformed")
    year, month, day_of_month = (int(part) for part in found.groups())
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Refused("date_year", min=_FIRST_YEAR, max=_LAST_YEAR)
    try:
        return date(year, month, day_of_month)
    except ValueError as error:
        raise Refused("date_not_in_calendar") from error


def clock_time(text: str) -> time:
    """A time of day, written HH:MM or HH:MM:SS."""
    found = _TIME.fullmatch(text.strip(" \t\n"))
    if not found:
        raise Refused("time_malformed")
    hour, minute, second = (int(part or "0") for part in found.groups())
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise Refused("time_malformed") from error


def instant(text: str, zone: tzinfo) -> datetime:
    """An aware datetime in the company's zone, written YYYY-MM-DDTHH:MM as a browser does (a space for the
    T too).
    """
    text = text.strip(" \t\n")
    if len(text) < 11 or text[10] not in "T ":
        raise Refused("datetime_malformed")
    return datetime.combine(day(text[:10]), clock_time(text[11:]), zone)
