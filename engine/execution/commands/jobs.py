"""Jobs: what every command about a job needs, and the leasing of due jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from engine.execution.cases import lock_root
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import JOB
from engine.kernel.errors import Conflict, NotFound
from engine.permissions import rules
from engine.storage.prepared import Prepared

NAMES = [column.name for column in JOB.columns]
_SELECT = Prepared(select(JOB).where(JOB.c.key == bindparam("k")))


@dataclass(frozen=True)
class LeaseJobs:
    """Takes up to `most` due jobs of these types for `worker`; another may take them when the lease has run
    out, which costs the job a try. One that was lost at its last try is left to `ExpireJob`.
    """

    types: tuple[str, ...]
    worker: str
    most: int = 10
    lease_seconds: int = 60


def load_leased(step: Step, job_key: int, worker: str) -> dict[str, Any]:
    """The open job that this worker holds, with its case locked. Raises NotFound; Conflict when it is
    another's now.
    """
    found = _SELECT.fetch_one(step.connection, {"k": job_key})
    if found is None:
        raise NotFound(kind="job", key=job_key)
    lock_root(step, found[NAMES.index("instance_key")])
    found = _SELECT.fetch_one(step.connection, {"k": job_key})
    assert found is not None
    row = dict(zip(NAMES, found, strict=True))
    if row["state"] != "created" or row["worker"] != worker:
        raise Conflict(kind="job", key=job_key, state=row["state"], worker=row["worker"])
    return row


def end_job(step: Step, key: int, state: str, **values: Any) -> None:
    step.connection.execute(
        JOB.update()
        .where(JOB.c.key == key)
        .values(state=state, lease_until=None, ended_at=step.now, **values)
    )


def _lease(step: Step, command: LeaseJobs, _subject: None) -> list[dict[str, Any]]:
    is_lost = and_(JOB.c.lease_until < step.real_now, JOB.c.retries > 1)
    free = or_(JOB.c.lease_until.is_(None), is_lost)
    wanted = (
        select(JOB.c.key)
        .where(
            JOB.c.state == "created",
            JOB.c.retries > 0,
            JOB.c.type.in_(command.types),
            JOB.c.next_at <= step.real_now,
            free,
        )
        .order_by(JOB.c.next_at)
        .limit(command.most)
        .with_for_update(skip_locked=True)
    )
    keys = [key for (key,) in step.connection.execute(wanted)]
    if not keys:
        return []
    until = step.real_now + timedelta(seconds=command.lease_seconds)
    spent = {"retries": JOB.c.retries - 1, "attempts": JOB.c.attempts + 1}
    step.connection.execute(
        JOB.update().where(JOB.c.key.in_(keys), JOB.c.lease_until.isnot(None)).values(**spent)
    )
    step.connection.execute(
        JOB.update().where(JOB.c.key.in_(keys)).values(lease_until=until, worker=command.worker)
    )
    rows = step.connection.execute(select(JOB).where(JOB.c.key.in_(keys)).order_by(JOB.c.key)).mappings()
    return [dict(row) for row in rows]


HANDLER = Handler(
    LeaseJobs,
    action="job.lease",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_lease,
    chain=lambda _command, _subject: "jobs",
    object=lambda command, _subject: f"worker:{command.worker}",
    audited=False,
)
