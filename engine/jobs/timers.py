"""Fires due timers, oldest first.

Any number of nodes may do this at once: each timer's own step takes the row by a conditional update, and the
node
that comes second leaves quietly.
"""

from __future__ import annotations

import logging

from sqlalchemy import select

from engine.bootstrap import Engine
from engine.execution.commands.fire_timer import FireTimer
from engine.execution.commands.postpone_timer import PostponeTimer
from engine.execution.tables import TIMER
from engine.jobs.faults import facts_of
from engine.kernel.actor import Actor
from engine.kernel.errors import EngineError

BATCH = 100
ACTOR = Actor.system("timer")
log = logging.getLogger("neiqin.timers")


def fire_due(engine: Engine, most: int = 10_000) -> int:
    """Fires what is due now; returns how many fired. A timer that fails is put off and does not hold up the
    others.
    """
    fired = tried = 0
    while tried < most:
        keys = _due(engine)
        if not keys:
            break
        for key in keys:
            tried += 1
            fired += _fire(engine, key)
        if len(keys) < BATCH:
            break
    return fired


def _due(engine: Engine) -> list[int]:
    with engine.read() as reader:
        due = (
            select(TIMER.c.key)
            .where(TIMER.c.state == "waiting", TIMER.c.try_at < reader.now)
            .order_by(TIMER.c.try_at, TIMER.c.key)
            .limit(BATCH)
        )
        return [key for (key,) in reader.connection.execute(due)]


def _fire(engine: Engine, key: int) -> int:
    try:
        result = engine.execute(FireTimer(key), ACTOR)
    except Exception as fault:  # whatever it was, the row is due again and must not be tried in a circle
        log.exception("timer %s failed", key)
        code = fault.code if isinstance(fault, EngineError) else "step_failed"
        engine.execute(PostponeTimer(key, code, facts_of(fault)), ACTOR)
        return 0
    return int(result["fired"])
