"""A lost job could not be taken back from its worker: look at it again later, so that others come first.

Its lease lasts as much longer: nobody else takes it meanwhile, and a late answer of its worker still counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import JOB
from engine.permissions import rules
from engine.storage.prepared import Prepared

LATER = timedelta(minutes=1)
_J = JOB.c
# Whoever has taken it anew meanwhile keeps his own lease.
_LATER = Prepared(
    JOB.update()
    .where(_J.key == bindparam("k"), _J.state == "created")
    .where(_J.lease_until < bindparam("now", type_=_J.lease_until.type))
    .values(lease_until=bindparam("at", type_=_J.lease_until.type))
)


@dataclass(frozen=True)
class PostponeLease:
    job_key: int


def _run(step: Step, command: PostponeLease, _subject: None) -> dict[str, Any]:
    new = {"k": command.job_key, "now": step.real_now, "at": step.real_now + LATER}
    return {"postponed": _LATER.execute(step.connection, new) == 1}


HANDLER = Handler(
    PostponeLease,
    action="job.postpone",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, _subject: "jobs",
    object=lambda command, _subject: f"job:{command.job_key}",
    audited=False,
)
