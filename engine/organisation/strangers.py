"""Wrong passwords for names that no account has, counted and locked as for one that exists.

Otherwise the lock after the fifth try, and the time that its writing takes, would tell which names exist. The
counts lie among the counters of uses, under a hash of the name, and are swept with them after a day.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, select

from engine.execution.tables import RATE_COUNTER
from engine.organisation.accounts import FAILURES, LOCKED_FOR

_R = RATE_COUNTER.c


def locked_until(connection: Connection, name: str, now: datetime) -> datetime | None:
    """Until when the name is locked, None where it is not."""
    until = connection.scalar(select(func.max(_R.window)).where(_R.bucket == _bucket("locked", name)))
    moment = None if until is None else datetime.fromtimestamp(until, UTC)
    return moment if moment is not None and now < moment else None


def count_failure(connection: Connection, name: str, now: datetime) -> datetime | None:
    """One more try; the fifth locks for as long as an account is locked. Returns until when, or None."""
    bucket, second = _bucket("tried", name), int(now.timestamp())
    failed = (connection.scalar(select(func.max(_R["count"])).where(_R.bucket == bucket)) or 0) + 1
    connection.execute(delete(RATE_COUNTER).where(_R.bucket == bucket))
    if failed < FAILURES:
        connection.execute(RATE_COUNTER.insert().values(bucket=bucket, window=second, count=failed))
        return None
    until = now + LOCKED_FOR
    locked = _bucket("locked", name)
    connection.execute(delete(RATE_COUNTER).where(_R.bucket == locked))
    connection.execute(
        RATE_COUNTER.insert().values(bucket=locked, window=int(until.timestamp()), count=failed)
    )
    return until


def _bucket(what: str, name: str) -> str:
    return f"stranger:{what}:{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()}"
