"""Works jobs after the commit that made them: leased, carried out, answered; a fault costs a try."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from engine.bootstrap import Engine
from engine.execution.carry_out.jobs import CONTINUE_TYPE
from engine.execution.commands.complete_job import CompleteJob
from engine.execution.commands.fail_job import FailJob
from engine.execution.commands.jobs import LeaseJobs
from engine.jobs.document_render import render_document
from engine.jobs.faults import facts_of
from engine.kernel.actor import Actor
from engine.kernel.errors import Conflict, EngineError, NotFound

ACTOR = Actor.system("worker")
log = logging.getLogger("neiqin.jobs")

# A worker is told the job's row and answers what CompleteJob takes beside the job: variables and documents.
Work = Callable[[Engine, Mapping[str, Any]], Mapping[str, Any]]

WORK: dict[str, Work] = {
    "document.render": render_document,
    CONTINUE_TYPE: lambda _engine, _row: {},
}


def work_due(engine: Engine, worker: str, most: int = 100) -> int:
    """Works what is due now; returns how many jobs were completed."""
    done = 0
    while done < most:
        rows = engine.execute(LeaseJobs(tuple(WORK), worker), ACTOR)
        if not rows:
            break
        done += sum(_work(engine, worker, row) for row in rows)
    return done


def _work(engine: Engine, worker: str, row: Mapping[str, Any]) -> int:
    try:
        answer = WORK[row["type"]](engine, row)
    except Exception as fault:  # a worker's fault must never stop the others' jobs
        return _failed(engine, worker, row, fault)
    try:
        engine.execute(CompleteJob(row["key"], worker, **answer), ACTOR)
    except (Conflict, NotFound) as late:
        # The case went on without it, or the lease ran out and another worker has it: nothing to answer.
        log.info("job %s is not ours any more: %s", row["key"], late)
        return 0
    except Exception as fault:  # its answer did not fit the model, which is this job's fault alone
        return _failed(engine, worker, row, fault)
    return 1


def _failed(engine: Engine, worker: str, row: Mapping[str, Any], fault: Exception) -> int:
    log.error("job %s failed", row["key"], exc_info=fault)
    code = fault.code if isinstance(fault, EngineError) else "job_failed"
    try:
        engine.execute(FailJob(row["key"], worker, code, facts_of(fault)), ACTOR)
    except (Conflict, NotFound) as late:
        log.info("job %s is not ours any more: %s", row["key"], late)
    return 0
