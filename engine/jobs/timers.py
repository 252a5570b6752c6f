"""Fires due timers, oldest first.

Any number of nodes may do this at once: each timer's own step takes the row by a conditional update, and the
node that comes second leaves quietly. It then goes on at another case, so that nodes which began with the
same one spread over what is due and do not follow each other from row to row. The timers of one case, its
parts among them, are tried in their order.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable
from itertools import chain

from sqlalchemy import select

from engine.bootstrap import Engine
from engine.execution.commands.fire_timer import FireTimer
from engine.execution.commands.postpone_timer import PostponeTimer
from engine.execution.tables import PROCESS_INSTANCE, TIMER
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
    is_alone = True
    while tried < most:
        cases = _due(engine)
        begin_at = 0 if is_alone or not cases else random.randrange(len(cases))
        done, count, is_alone = _fire_all(engine, chain(*cases[begin_at:], *cases[:begin_at]))
        fired, tried = fired + done, tried + count
        if is_alone and count < BATCH:
            break
    return fired


def _due(engine: Engine) -> list[list[int]]:
    """The oldest timers that are due, those of one case together: each case where its oldest one stands."""
    by_case: dict[int, list[int]] = {}
    with engine.read() as reader:
        due = (
            select(TIMER.c.key, PROCESS_INSTANCE.c.root_key)
            .join(PROCESS_INSTANCE, PROCESS_INSTANCE.c.key == TIMER.c.instance_key)
            .where(TIMER.c.state == "waiting", TIMER.c.try_at < reader.now)
            .order_by(TIMER.c.try_at, TIMER.c.key)
            .limit(BATCH)
        )
        for key, root in reader.connection.execute(due):
            by_case.setdefault(root, []).append(key)
    return list(by_case.values())


def _fire_all(engine: Engine, keys: Iterable[int]) -> tuple[int, int, bool]:
    """(fired, tried, True when all were tried); at the first one that another node had, the rest may be had
    too.
    """
    fired = tried = 0
    for key in keys:
        tried += 1
        outcome = _fire(engine, key)
        if outcome is False:
            return fired, tried, False
        fired += outcome is True
    return fired, tried, True


def _fire(engine: Engine, key: int) -> bool | None:
    """None: it failed, and is put off."""
    try:
        result = engine.execute(FireTimer(key), ACTOR)
    except Exception as fault:  # whatever it was, the row is due again and must not be tried in a circle
        log.exception("timer %s failed", key)
        code = fault.code if isinstance(fault, EngineError) else "step_failed"
        engine.execute(PostponeTimer(key, code, facts_of(fault)), ACTOR)
        return None
    return bool(result["fired"])
