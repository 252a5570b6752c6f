"""A message whose time is over could not expire: look at it again later, so that others come first.

It is never given up: the check names a message that is kept past its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import MESSAGE
from engine.permissions import rules
from engine.storage.prepared import Prepared

LATER = timedelta(minutes=1)
_M = MESSAGE.c
_LATER = Prepared(
    MESSAGE.update()
    .where(_M.key == bindparam("k"), _M.state == "waiting")
    .values(try_at=bindparam("at", type_=_M.try_at.type))
)


@dataclass(frozen=True)
class PostponeMessage:
    message_key: int


def _run(step: Step, command: PostponeMessage, _subject: None) -> dict[str, Any]:
    new = {"k": command.message_key, "at": step.now + LATER}
    return {"postponed": _LATER.execute(step.connection, new) == 1}


HANDLER = Handler(
    PostponeMessage,
    action="message.postpone",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_run,
    chain=lambda command, _subject: f"message:{command.message_key}",
    object=lambda command, _subject: f"message:{command.message_key}",
    audited=False,
)
