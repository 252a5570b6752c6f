"""Lets messages expire that found nobody in their time, oldest first; any number of nodes may do it."""

from __future__ import annotations

import logging

from sqlalchemy import or_, select

from engine.bootstrap import Engine
from engine.execution.commands.expire_message import ExpireMessage
from engine.execution.commands.postpone_message import PostponeMessage
from engine.execution.tables import MESSAGE
from engine.kernel.actor import Actor

BATCH = 100
ACTOR = Actor.system("message")
log = logging.getLogger("neiqin.messages")


def expire_due(engine: Engine) -> int:
    """Expires up to a batch of what is due now; returns how many. One that fails is put off."""
    with engine.read() as reader:
        due = (
            select(MESSAGE.c.key)
            .where(MESSAGE.c.state == "waiting", MESSAGE.c.expires_at <= reader.now)
            .where(or_(MESSAGE.c.try_at.is_(None), MESSAGE.c.try_at <= reader.now))
            .order_by(MESSAGE.c.expires_at, MESSAGE.c.key)
            .limit(BATCH)
        )
        keys = list(reader.connection.execute(due).scalars())
    return sum(_expire(engine, key) for key in keys)


def _expire(engine: Engine, key: int) -> int:
    try:
        return int(engine.execute(ExpireMessage(key), ACTOR)["expired"])
    except Exception:  # it is tried again later and must not hold up the others
        log.exception("message %s could not expire", key)
        engine.execute(PostponeMessage(key), ACTOR)
        return 0
