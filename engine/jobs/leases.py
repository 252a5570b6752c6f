"""Takes jobs back from workers that did not answer in time; any number of nodes may do it."""

from __future__ import annotations

import logging

from sqlalchemy import select

from engine.bootstrap import Engine
from engine.execution.commands.expire_job import ExpireJob
from engine.execution.commands.postpone_lease import PostponeLease
from engine.execution.tables import JOB
from engine.kernel.actor import Actor

BATCH = 100
ACTOR = Actor.system("worker")
log = logging.getLogger("neiqin.jobs")


def expire_due(engine: Engine) -> int:
    """Takes back up to a batch of jobs whose lease has run out; returns how many. One that fails is
    put off.
    """
    over = (
        select(JOB.c.key)
        .where(JOB.c.state == "created", JOB.c.lease_until < engine.clock.real_now())
        .order_by(JOB.c.lease_until, JOB.c.key)
        .limit(BATCH)
    )
    with engine.read() as reader:
        keys = list(reader.connection.scalars(over))
    return sum(_expire(engine, key) for key in keys)


def _expire(engine: Engine, key: int) -> int:
    try:
        return int(engine.execute(ExpireJob(key), ACTOR)["expired"])
    except Exception:  # it is tried again later and must not hold up the others
        log.exception("job %s could not be taken back", key)
        engine.execute(PostponeLease(key), ACTOR)
        return 0
