"""A worker took a job and did not answer within its lease: that costs a try, as a failure does.

The last try makes an incident on the element, so that a worker which hangs or dies over the same job is seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from engine.execution.carry_out.incidents import add_incident_to
from engine.execution.cases import lock_root
from engine.execution.commands.jobs import NAMES
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import JOB
from engine.kernel.errors import NotFound
from engine.permissions import rules
from engine.storage.prepared import Prepared

_SELECT = Prepared(select(JOB).where(JOB.c.key == bindparam("k")))


@dataclass(frozen=True)
class ExpireJob:
    job_key: int


def _load(step: Step, command: ExpireJob) -> dict[str, Any]:
    found = _SELECT.fetch_one(step.connection, {"k": command.job_key})
    if found is None:
        raise NotFound(kind="job", key=command.job_key)
    lock_root(step, found[NAMES.index("instance_key")])
    found = _SELECT.fetch_one(step.connection, {"k": command.job_key})
    assert found is not None
    return dict(zip(NAMES, found, strict=True))


def _run(step: Step, _command: ExpireJob, row: dict[str, Any]) -> dict[str, Any]:
    """Whoever answered, or took the job anew, since it was looked for has it."""
    until = row["lease_until"]
    if row["state"] != "created" or until is None or until >= step.real_now:
        return {"expired": False}
    retries = max(0, row["retries"] - 1)
    fresh = {"retries": retries, "attempts": row["attempts"] + 1, "error": "job_not_answered"}
    released = {"lease_until": None, "worker": None, "next_at": step.real_now}
    taken = JOB.update().where(JOB.c.key == row["key"], JOB.c.lease_until == until)
    if step.connection.execute(taken.values(**fresh, **released)).rowcount != 1:
        return {"expired": False}
    if retries == 0:
        facts = {"type": row["type"], "worker": row["worker"], "tries": row["attempts"] + 1}
        at = (row["instance_key"], row["token_key"], row["element_id"])
        add_incident_to(step, *at, "job", row["key"], "job_not_answered", facts)
    return {"expired": True, "retries": retries}


HANDLER = Handler(
    ExpireJob,
    action="job.expire",
    load=_load,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, row: f"instance:{row['instance_key']}",
    object=lambda command, _row: f"job:{command.job_key}",
    instance_key=lambda _command, row: row["instance_key"],
)
