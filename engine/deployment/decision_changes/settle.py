"""Another person puts a proposed table into force or refuses it; who proposed it may take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.deployment.bundle import DeployFile
from engine.deployment.decision_changes.in_force import latest_key, version_of
from engine.deployment.decision_changes.preview import preview
from engine.deployment.decision_changes.queries import rows_of
from engine.deployment.decision_changes.tables import (
    ACCEPTED,
    DECISION_CHANGE,
    OPEN,
    REFUSED,
    WITHDRAWN,
)
from engine.deployment.deploy import deploy_files
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.actor import Actor
from engine.kernel.errors import Conflict, DefinitionRejected, InvalidInput, NotFound, Problem
from engine.permissions import rules

SHORTEST_REASON = 5


@dataclass(frozen=True)
class SettleDecisionChange:
    """how = accepted, refused or withdrawn; a refusal has its reason."""

    key: int
    how: str
    reason: str = ""


Change = Mapping[str, Any]


def _load(step: Step, command: SettleDecisionChange) -> Change:
    query = select(DECISION_CHANGE).where(DECISION_CHANGE.c.key == command.key).with_for_update()
    row = step.connection.execute(query).mappings().first()
    if row is None:
        raise NotFound(kind="decision_change", key=command.key)
    if row["state"] != OPEN:
        raise Conflict(reason="decision_change_settled", state=row["state"])
    return {**row, "how": command.how}


def _may(actor: Actor, change: Change) -> bool:
    """Four eyes: who proposed it can take it back, and cannot put it into force."""
    if change["how"] == WITHDRAWN:
        return change["proposed_by"] in actor.persons
    return rules.is_process_approver(actor, change) and change["proposed_by"] not in actor.persons


def _run(step: Step, command: SettleDecisionChange, change: Change) -> dict[str, Any]:
    if command.how not in (ACCEPTED, REFUSED, WITHDRAWN):
        raise InvalidInput(fields={"how": [Problem("required")]})
    reason = command.reason.strip()
    if command.how == REFUSED and len(reason) < SHORTEST_REASON:
        raise InvalidInput(fields={"reason": [Problem("too_short", facts={"least": SHORTEST_REASON})]})
    settled = {
        "state": command.how,
        "settled_by": step.actor.user_id,
        "settled_at": step.now,
        "settled_reason": reason or None,
    }
    step.connection.execute(
        DECISION_CHANGE.update().where(DECISION_CHANGE.c.key == command.key).values(**settled)
    )
    report = _put_into_force(step, change) if command.how == ACCEPTED else {}
    step.audit_detail(how=command.how, reason=reason, proposed_by=change["proposed_by"], **report)
    if step.actor.user_id != change["proposed_by"]:
        facts = {"change": str(command.key), "by": step.actor.user_id, "reason": reason}
        if command.how == ACCEPTED:
            step.notice(change["proposed_by"], "decision_change_accepted", facts)
        else:
            step.notice(change["proposed_by"], "decision_change_refused", facts)
    return report


def _put_into_force(step: Step, change: Change) -> dict[str, Any]:
    if latest_key(step, change["decision_id"]) != change["base"]:
        raise Conflict(reason="decision_changed_meanwhile", decision=change["decision_id"])
    base = version_of(step, change["base"])
    seen = preview(step, base, rows_of(change))
    if seen.problems:
        raise DefinitionRejected(seen.problems)
    file = DeployFile(base.filename, seen.content)
    report = deploy_files(step, (file,), change["reason"], effective_from=change["effective_from"])
    return {"versions": report["versions"]}


HANDLER = Handler(
    SettleDecisionChange,
    action="decision_change.settle",
    load=_load,
    rule=_may,
    run=_run,
    chain=lambda _command, change: f"decision:{change['decision_id']}",
    object=lambda command, _change: f"decision_change:{command.key}",
)
