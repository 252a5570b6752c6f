"""Counts uses in fixed windows of real time, in the database, so that all workers count together."""

from __future__ import annotations

from engine.execution.commands.count_use import CountUse, uses
from engine.kernel.actor import Actor
from webapp import web
from webapp.session_time import real_now

ACTOR = Actor.system("limits")


def count(bucket: str, seconds: int) -> tuple[int, int]:
    """(how often this bucket was used in the present window, seconds until the window ends)."""
    used = web.execute(CountUse(bucket, seconds), by=ACTOR)
    return used["count"], used["seconds_left"]


def used(bucket: str, seconds: int) -> tuple[int, int]:
    """The same of a bucket that is not used now."""
    return uses(web.reader().connection, bucket, seconds, real_now())
