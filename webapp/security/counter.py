"""Counts uses in fixed windows of real time, in the database, so that all workers count together."""

from __future__ import annotations

from engine.execution.commands.count_use import CountUse
from engine.kernel.actor import Actor
from webapp import web

ACTOR = Actor.system("limits")


def count(bucket: str, seconds: int) -> tuple[int, int]:
    """(how often this bucket was used in the present window, seconds until the window ends)."""
    used = web.execute(CountUse(bucket, seconds), by=ACTOR)
    return used["count"], used["seconds_left"]
