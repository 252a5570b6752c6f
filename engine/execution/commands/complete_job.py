"""A worker has done a job: its results become variables, its documents attachments of the case, and the case
goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from engine.execution.advance import advance
from engine.execution.carry_out import signals
from engine.execution.carry_out.jobs import CONTINUE_TYPE, SIGNAL_TYPE
from engine.execution.cases import load_case
from engine.execution.commands.jobs import end_job, load_leased
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.permissions import rules


@dataclass(frozen=True)
class CompleteJob:
    """documents: {"source", "filename", "media_type", "size", "sha256"} of files that are already in the
    store.
    """

    job_key: int
    worker: str
    variables: dict[str, Any] = field(default_factory=dict)
    documents: tuple[dict[str, Any], ...] = ()


def _load(step: Step, command: CompleteJob) -> dict[str, Any]:
    return load_leased(step, command.job_key, command.worker)


def _run(step: Step, command: CompleteJob, row: dict[str, Any]) -> dict[str, Any]:
    case = load_case(step, row["instance_key"])
    end_job(step, row["key"], "completed")
    for document in command.documents:
        _attach(step, case.key, document)
    with step.opening_at(row["opens_at"]):
        if row["type"] == CONTINUE_TYPE:
            case.instance.go_on()
        elif row["type"] == SIGNAL_TYPE:
            signals.go_on(step, case, row)
        else:
            case.instance.complete(row["token_key"], dict(command.variables))
            step.history(case.key, "job_done", row["element_id"], type=row["type"])
        advance(step, case)
    return {"job_key": row["key"]}


def _attach(step: Step, instance_key: int, document: dict[str, Any]) -> None:
    step.writes.attachments.append(
        {
            "key": step.keys.next(),
            "instance_key": instance_key,
            "task_key": None,
            "added_by": step.actor.user_id,
            "added_at": step.now,
            **document,
        }
    )


HANDLER = Handler(
    CompleteJob,
    action="job.complete",
    load=_load,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, row: f"instance:{row['instance_key']}",
    object=lambda command, _row: f"job:{command.job_key}",
    instance_key=lambda _command, row: row["instance_key"],
    # `FailJob` tries again and makes one incident after the last try.
    records_faults=False,
)
