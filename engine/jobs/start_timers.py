"""Begins the cases of start timers that are due, oldest first; any number of nodes may do it."""

from __future__ import annotations

import logging

from sqlalchemy import select

from engine.bootstrap import Engine
from engine.execution.commands.fire_start_timer import FireStartTimer
from engine.execution.commands.postpone_start_timer import PostponeStartTimer
from engine.execution.tables import START_TIMER
from engine.jobs.faults import facts_of
from engine.kernel.actor import Actor
from engine.kernel.errors import EngineError

BATCH = 100
ACTOR = Actor.system("timer")
log = logging.getLogger("neiqin.timers")


def start_due(engine: Engine) -> int:
    """Begins the case of each that is due now; returns how many began. One that fails is put off."""
    begun = 0
    while keys := _due(engine):
        begun += sum(_start(engine, key) for key in keys)
        if len(keys) < BATCH:
            break
    return begun


def _due(engine: Engine) -> list[int]:
    with engine.read() as reader:
        due = (
            select(START_TIMER.c.key)
            .where(START_TIMER.c.state == "waiting", START_TIMER.c.try_at < reader.now)
            .order_by(START_TIMER.c.try_at, START_TIMER.c.key)
            .limit(BATCH)
        )
        return list(reader.connection.scalars(due))


def _start(engine: Engine, key: int) -> int:
    for command in (FireStartTimer(key), FireStartTimer(key, in_a_job=True)):
        try:
            return int(engine.execute(command, ACTOR)["fired"])
        except Exception as fault:  # whatever it was, the row must not be tried in a circle
            log.exception("start timer %s failed", key)
            last = fault
    code = last.code if isinstance(last, EngineError) else "step_failed"
    engine.execute(PostponeStartTimer(key, code, facts_of(last)), ACTOR)
    return 0
