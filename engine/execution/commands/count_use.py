"""Counts uses of something limited, in fixed windows of real time, for all workers and nodes together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import RATE_COUNTER
from engine.permissions import rules
from engine.storage.prepared import Prepared

_R = RATE_COUNTER.c
_OLD_WINDOWS = 86_400

_ADD = Prepared(
    RATE_COUNTER.update()
    .where(_R.bucket == bindparam("b"), _R.window == bindparam("w"))
    .values(count=_R.count + 1)
)
_READ = Prepared(select(_R["count"]).where(_R.bucket == bindparam("b"), _R.window == bindparam("w")))
_FIRST = Prepared(RATE_COUNTER.insert(), ["bucket", "window", "count"])
_FORGET = Prepared(RATE_COUNTER.delete().where(_R.window < bindparam("old")))


@dataclass(frozen=True)
class CountUse:
    """bucket: what is limited and for whom, e.g. `login:10.0.0.7`; seconds: the length of the window."""

    bucket: str
    seconds: int


def uses(connection: Connection, bucket: str, seconds: int, at: datetime) -> tuple[int, int]:
    """(uses in the window of this real instant, seconds until it ends), counting none."""
    key, left = _window(bucket, seconds, at)
    found = _READ.fetch_one(connection, key)
    return 0 if found is None else found[0], left


def _run(step: Step, command: CountUse, _subject: None) -> dict[str, Any]:
    now = step.real_now
    key, _ = _window(command.bucket, command.seconds, now)
    if _ADD.execute(step.connection, key) == 0:
        _FIRST.execute(step.connection, {"bucket": key["b"], "window": key["w"], "count": 1})
        _FORGET.execute(step.connection, {"old": int(now.timestamp()) - _OLD_WINDOWS})
    count, left = uses(step.connection, command.bucket, command.seconds, now)
    return {"count": count, "seconds_left": left}


def _window(bucket: str, seconds: int, at: datetime) -> tuple[dict[str, Any], int]:
    """The row of a bucket at an instant, and the seconds until its window ends."""
    second = int(at.timestamp())
    start = second - second % seconds
    return {"b": bucket[:200], "w": start}, start + seconds - second


HANDLER = Handler(
    CountUse,
    action="use.count",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, _subject: "uses",
    object=lambda command, _subject: f"bucket:{command.bucket}",
    audited=False,
)
