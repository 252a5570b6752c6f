"""A worker reports an error of the business: whoever catches its code goes on, else it is an incident."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from engine.execution.advance import advance
from engine.execution.cases import load_case
from engine.execution.commands.jobs import end_job, load_leased
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel import outside
from engine.kernel.errors import InvalidInput, Problem
from engine.permissions import rules


@dataclass(frozen=True)
class ThrowError:
    """code: the error code that a boundary event or event subprocess catches."""

    job_key: int
    worker: str
    code: str
    variables: dict[str, Any] = field(default_factory=dict)


def _load(step: Step, command: ThrowError) -> dict[str, Any]:
    problem = outside.key_problem(command.code) if command.code else Problem("required")
    if problem is not None:
        raise InvalidInput(fields={"code": [problem]})
    return load_leased(step, command.job_key, command.worker)


def _run(step: Step, command: ThrowError, row: dict[str, Any]) -> dict[str, Any]:
    case = load_case(step, row["instance_key"])
    end_job(step, row["key"], "failed", error=command.code)
    step.history(case.key, "error_thrown", row["element_id"], error_code=command.code, type=row["type"])
    case.instance.throw_error(row["token_key"], command.code, dict(command.variables))
    advance(step, case)
    return {"job_key": row["key"]}


HANDLER = Handler(
    ThrowError,
    action="job.throw_error",
    load=_load,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, row: f"instance:{row['instance_key']}",
    object=lambda command, _row: f"job:{command.job_key}",
    instance_key=lambda _command, row: row["instance_key"],
)
