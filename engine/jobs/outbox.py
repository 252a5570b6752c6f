"""Sends what waits in the outbox, at least once, with a stable key; gives up after twelve tries and tells an
operator.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.bootstrap import Engine
from engine.execution.commands.outbox import LeaseOutbox, MarkOutbox
from engine.execution.tables import OUTBOX
from engine.jobs.mail import compose_mail
from engine.kernel.actor import Actor
from engine.notifications.backoff import next_delay
from engine.notifications.senders import Sender

ACTOR = Actor.system("outbox")
log = logging.getLogger("neiqin.outbox")


def send_due(engine: Engine, sender: Sender, most: int = 200) -> int:
    """Sends what is due now; returns how many went out."""
    sent = 0
    while sent < most:
        rows = engine.execute(LeaseOutbox(), ACTOR)
        if not rows:
            break
        sent += sum(_send(engine, sender, row) for row in rows)
    return sent


def waiting(engine: Engine) -> int:
    """How many rows wait, for the metrics; at most 1,000 are counted."""
    with engine.read() as reader:
        return len(
            reader.connection.execute(
                select(OUTBOX.c.id).where(OUTBOX.c.state == "waiting").limit(1000)
            ).all()
        )


def _send(engine: Engine, sender: Sender, row: Mapping[str, Any]) -> int:
    attempts = row["attempts"] + 1
    try:
        envelope = compose_mail(engine, row)
        if envelope is not None:
            sender.send(envelope)
    except Exception as fault:  # one bad row must not stop the rest of the post
        log.warning("outbox %s failed: %s", row["id"], fault)
        delay = next_delay(attempts)
        state = "dead" if delay is None else "waiting"
        error = f"{type(fault).__name__}: {fault}"[:500]
        engine.execute(MarkOutbox(row["id"], state, attempts, delay or timedelta(0), error), ACTOR)
        return 0
    engine.execute(MarkOutbox(row["id"], "sent", attempts), ACTOR)
    return 1
