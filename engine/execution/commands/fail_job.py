"""A job failed: one try less, and when none is left an incident on its element."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.execution.advance import advance
from engine.execution.carry_out.incidents import add_incident
from engine.execution.cases import load_case
from engine.execution.commands.jobs import load_leased
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import JOB
from engine.permissions import rules

BACKOFF = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))


@dataclass(frozen=True)
class FailJob:
    """code and facts say why. `final` spends all tries at once, for a fault that no repetition can cure."""

    job_key: int
    worker: str
    code: str
    facts: dict[str, Any]
    final: bool = False


def _load(step: Step, command: FailJob) -> dict[str, Any]:
    return load_leased(step, command.job_key, command.worker)


def _run(step: Step, command: FailJob, row: dict[str, Any]) -> dict[str, Any]:
    retries = 0 if command.final else max(0, row["retries"] - 1)
    attempts = row["attempts"] + 1
    later = step.real_now + BACKOFF[min(attempts, len(BACKOFF)) - 1]
    step.connection.execute(
        JOB.update()
        .where(JOB.c.key == row["key"])
        .values(
            retries=retries,
            attempts=attempts,
            next_at=later,
            lease_until=None,
            worker=None,
            error=command.code,
        )
    )
    if retries == 0:
        case = load_case(step, row["instance_key"])
        facts = {"type": row["type"], **command.facts}
        add_incident(step, case, row["token_key"], row["element_id"], "job", row["key"], command.code, facts)
        advance(step, case)
    return {"retries": retries}


HANDLER = Handler(
    FailJob,
    action="job.fail",
    load=_load,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, row: f"instance:{row['instance_key']}",
    object=lambda command, _row: f"job:{command.job_key}",
    instance_key=lambda _command, row: row["instance_key"],
)
