"""Works jobs after the commit that made them: leased, carried out, answered; a fault costs a try."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Thread
from typing import Any

from engine.bootstrap import Engine
from engine.execution.carry_out.jobs import OWN_TYPES
from engine.execution.commands.complete_job import CompleteJob
from engine.execution.commands.fail_job import FailJob
from engine.execution.commands.jobs import LeaseJobs
from engine.execution.commands.throw_error import ThrowError
from engine.jobs.document_render import render_document
from engine.jobs.faults import JobFailed, facts_of
from engine.kernel.actor import Actor
from engine.kernel.errors import BusinessError, Conflict, EngineError, InvalidInput, NotFound

ACTOR = Actor.system("worker")
log = logging.getLogger("neiqin.jobs")

# A worker is told the job's row and answers what CompleteJob takes beside the job: variables and documents.
Work = Callable[[Engine, Mapping[str, Any]], Mapping[str, Any]]
# So many may hang in one process before it takes no more; their leases run out meanwhile.
MOST_HANGING = 16

WORK: dict[str, Work] = {
    "document.render": render_document,
    **dict.fromkeys(OWN_TYPES, lambda _engine, _row: {}),
}


def work_due(engine: Engine, worker: str, most: int = 100, patience: float | None = None) -> int:
    """Works what is due now, one after the other; returns how many jobs were completed.

    patience   seconds after which the next is begun beside one that takes longer; None waits for each
    """
    done = tried = 0
    while tried < most:
        # One at a time, so that the lease of the next does not run while this one is worked.
        rows = [] if _hanging() else engine.execute(LeaseJobs(tuple(WORK), worker, most=1), ACTOR)
        if not rows:
            break
        tried += 1
        done += (
            _work(engine, worker, rows[0]) if patience is None else _beside(engine, worker, rows[0], patience)
        )
    return done


_running: list[Thread] = []


def _hanging() -> bool:
    _running[:] = [thread for thread in _running if thread.is_alive()]
    if len(_running) >= MOST_HANGING:
        log.error("%s jobs do not come to an end: this node takes no more", len(_running))
        return True
    return False


def _beside(engine: Engine, worker: str, row: Mapping[str, Any], patience: float) -> int:
    """Works it in a thread of its own, which is left to itself when it takes long."""
    answered: list[int] = []

    def work() -> None:
        try:
            answered.append(_work(engine, worker, row))
        except BaseException:  # nobody stands behind a thread: its lease runs out, which costs the try
            log.exception("job %s (%s) broke its thread", row["key"], row["type"])

    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join(patience)
    if thread.is_alive():
        log.warning("job %s (%s) takes longer than %s s", row["key"], row["type"], patience)
        _running.append(thread)
    return sum(answered)


def _work(engine: Engine, worker: str, row: Mapping[str, Any]) -> int:
    try:
        answer: Any = CompleteJob(row["key"], worker, **WORK[row["type"]](engine, row))
    except BusinessError as error:
        answer = ThrowError(row["key"], worker, error.error_code, error.variables)
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # a worker's fault, even an exit, must never stop the others' jobs
        return _failed(engine, worker, row, fault)
    try:
        engine.execute(answer, ACTOR)
    except (Conflict, NotFound) as late:
        # The case went on without it, or the lease ran out and another worker has it: nothing to answer.
        log.info("job %s is not ours any more: %s", row["key"], late)
        return 0
    except Exception as fault:  # its answer did not fit the model, which is this job's fault alone
        return _failed(engine, worker, row, fault)
    return 1


def _failed(engine: Engine, worker: str, row: Mapping[str, Any], fault: BaseException) -> int:
    log.error("job %s failed", row["key"], exc_info=fault)
    code = fault.code if isinstance(fault, EngineError) else "job_failed"
    told = FailJob(row["key"], worker, code, facts_of(fault))
    if isinstance(fault, JobFailed):
        told = replace(told, retries=fault.retries, backoff=fault.backoff, variables=fault.variables)
    try:
        engine.execute(told, ACTOR)
    except (Conflict, NotFound) as late:
        log.info("job %s is not ours any more: %s", row["key"], late)
    except InvalidInput as wrong:  # what it said of its failure cannot be kept, which is a fault of its own
        return _failed(engine, worker, row, wrong)
    return 0
