"""A job failed: one try less, or as many left as the worker says; with none an incident on its element."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from engine.execution.carry_out.incidents import add_incident_to
from engine.execution.cases import load_case
from engine.execution.commands.jobs import load_leased
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import JOB
from engine.kernel.errors import InvalidInput, Problem
from engine.permissions import rules

BACKOFF = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))


MOST_RETRIES = 1_000
MOST_BACKOFF = timedelta(days=365)


@dataclass(frozen=True)
class FailJob:
    """code and facts say why, as an incident will.

    retries    how many tries are left; None: one less. Zero where no repetition can cure the fault
    backoff    when the next try is due; None: later after each try
    variables  become local ones of the job's element, for the next try and for whoever reads the incident
    """

    job_key: int
    worker: str
    code: str
    facts: dict[str, Any]
    retries: int | None = None
    backoff: timedelta | None = None
    variables: dict[str, Any] = field(default_factory=dict)


def _load(step: Step, command: FailJob) -> dict[str, Any]:
    wrong: dict[str, list[Problem]] = {}
    if command.retries is not None and not 0 <= command.retries <= MOST_RETRIES:
        wrong["retries"] = [Problem("retries_invalid", facts={"most": MOST_RETRIES})]
    if command.backoff is not None and not timedelta(0) <= command.backoff <= MOST_BACKOFF:
        wrong["backoff"] = [Problem("backoff_invalid", facts={"most": MOST_BACKOFF.days})]
    if wrong:
        raise InvalidInput(fields=wrong)
    return load_leased(step, command.job_key, command.worker)


def _run(step: Step, command: FailJob, row: dict[str, Any]) -> dict[str, Any]:
    retries = max(0, row["retries"] - 1) if command.retries is None else command.retries
    attempts = row["attempts"] + 1
    backoff = BACKOFF[min(attempts, len(BACKOFF)) - 1] if command.backoff is None else command.backoff
    step.connection.execute(
        JOB.update()
        .where(JOB.c.key == row["key"])
        .values(
            retries=retries,
            attempts=attempts,
            next_at=step.real_now + backoff,
            lease_until=None,
            worker=None,
            error=command.code,
        )
    )
    if command.variables:
        case = load_case(step, row["instance_key"])
        case.instance.set_variables(row["token_key"], command.variables, local=True)
    if retries == 0:
        facts = {"type": row["type"], **command.facts}
        at = (row["instance_key"], row["token_key"], row["element_id"])
        add_incident_to(step, *at, "job", row["key"], command.code, facts)
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
