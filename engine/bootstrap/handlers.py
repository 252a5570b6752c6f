"""Every command of the engine and who answers for it, read top to bottom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.deployment import deploy
from engine.deployment.decision_changes import propose, settle
from engine.execution.commands import (
    begin_demo,
    broadcast_signal,
    complete_job,
    count_use,
    expire_job,
    expire_message,
    fail_job,
    fire_start_timer,
    fire_timer,
    housekeeping,
    jobs,
    move_clock,
    note_check,
    note_export,
    outbox,
    postpone_lease,
    postpone_message,
    postpone_start_timer,
    postpone_timer,
    publish_message,
    record_incident,
    retry_incident,
    throw_error,
)
from engine.execution.handler import Handler
from engine.organisation.commands import HANDLERS as ORGANISATION
from engine.processes import attach, cancel, comment, notices, start
from engine.register_rows import HANDLERS as REGISTER_ROWS
from engine.user_tasks import claim, complete, release, save_draft

HANDLERS: tuple[Handler[Any, Any], ...] = (
    # Cases and their tasks.
    start.HANDLER,
    cancel.HANDLER,
    comment.HANDLER,
    attach.HANDLER,
    notices.HANDLER,
    claim.HANDLER,
    release.HANDLER,
    save_draft.HANDLER,
    complete.HANDLER,
    # Definitions.
    deploy.HANDLER,
    propose.HANDLER,
    settle.HANDLER,
    # The engine's own work.
    fire_timer.HANDLER,
    postpone_timer.HANDLER,
    fire_start_timer.HANDLER,
    postpone_start_timer.HANDLER,
    jobs.HANDLER,
    complete_job.HANDLER,
    fail_job.HANDLER,
    expire_job.HANDLER,
    postpone_lease.HANDLER,
    throw_error.HANDLER,
    publish_message.HANDLER,
    expire_message.HANDLER,
    postpone_message.HANDLER,
    broadcast_signal.HANDLER,
    record_incident.HANDLER,
    retry_incident.HANDLER,
    move_clock.HANDLER,
    begin_demo.HANDLER,
    count_use.HANDLER,
    note_export.HANDLER,
    outbox.LEASE_HANDLER,
    outbox.MARK_HANDLER,
    housekeeping.BEAT_HANDLER,
    housekeeping.KEEP_HANDLER,
    note_check.BEGIN_HANDLER,
    note_check.NOTE_HANDLER,
    # Rows of registers that people enter themselves.
    *REGISTER_ROWS,
    # People and accounts.
    *ORGANISATION,
)


def by_command(extra: Iterable[Handler[Any, Any]] = ()) -> dict[type, Handler[Any, Any]]:
    """Command -> handler. Raises ValueError when two answer for the same command."""
    found: dict[type, Handler[Any, Any]] = {}
    for handler in (*HANDLERS, *extra):
        if handler.command in found:
            raise ValueError(f"two handlers for {handler.command.__name__}")
        found[handler.command] = handler
    return found
