"""In which state a paper is on a day; and the same as conditions, so that lists can be filtered by it.

A paper that another supersedes is replaced once that one is in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_

from engine.registers.qualifications.tables import QUALIFICATION

VALID, EXPIRING, EXPIRED, REPLACED = "valid", "expiring", "expired", "replaced"
EXPIRING_DAYS = 90
_Q = QUALIFICATION.c
Row = Mapping[str, Any]


def state(row: Row, day: date, *, is_replaced: bool) -> str:
    if is_replaced:
        return REPLACED
    ends = row["valid_to"]
    if ends is None:
        return VALID
    if ends < day:
        return EXPIRED
    return EXPIRING if ends <= day + timedelta(days=EXPIRING_DAYS) else VALID


def holds(row: Row, day: date) -> bool:
    begins, ends = row["valid_from"], row["valid_to"]
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def condition(text: str, day: date) -> ColumnElement[bool]:
    """The rows in this state; no row for a state that is none."""
    replaced = is_replaced(day)
    expired = _Q.valid_to < day
    soon = and_(_Q.valid_to >= day, _Q.valid_to <= day + timedelta(days=EXPIRING_DAYS))
    later = or_(_Q.valid_to.is_(None), _Q.valid_to > day + timedelta(days=EXPIRING_DAYS))
    wanted = {
        REPLACED: replaced,
        EXPIRED: and_(expired, not_(replaced)),
        EXPIRING: and_(soon, not_(replaced)),
        VALID: and_(later, not_(replaced)),
    }
    return wanted.get(text, _Q.key.is_(None))


def is_replaced(day: date) -> ColumnElement[bool]:
    newer = QUALIFICATION.alias("newer")
    begun = or_(newer.c.valid_from.is_(None), newer.c.valid_from <= day)
    return exists().where(newer.c.supersedes == _Q.doc_no, newer.c.is_void.is_(False), begun)
