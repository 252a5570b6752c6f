"""A second person accepts a change that waits, or refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.execution.advance import advance_announced
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import REGISTER_PROPOSAL
from engine.kernel.errors import FourEyes, RowChanged
from engine.permissions import rules
from engine.register_rows import proposals
from engine.register_rows.entry_forms import form_at
from engine.register_rows.subject import RowSubject, load, visible_row
from engine.register_rows.void import require_reason
from engine.register_rows.write import write

_P = REGISTER_PROPOSAL.c


@dataclass(frozen=True)
class DecideProposal:
    """reason: must be given where it is refused."""

    register: str
    proposal: int
    is_accepted: bool
    reason: str = ""


@dataclass
class ProposalSubject(RowSubject):
    proposal: Mapping[str, Any] | None = None


def _load(step: Step, command: DecideProposal) -> ProposalSubject:
    register = load(step, command.register, None).register
    found = proposals.one(step, register, command.proposal)
    row = None if found["row_key"] is None else visible_row(step, register, found["row_key"])
    return ProposalSubject(register, row, found["row_key"], None, found)


def _run(step: Step, command: DecideProposal, subject: ProposalSubject) -> dict[str, Any]:
    proposal = subject.proposal
    assert proposal is not None
    if proposals.is_own(step.actor, proposal):
        raise FourEyes(step=subject.register.title, person=proposal["proposed_by"])
    if proposal["state"] != proposals.WAITING:
        raise RowChanged(by=proposal["decided_by"], at=proposal["decided_at"])
    if command.is_accepted:
        if subject.row is not None and subject.row["version"] != proposal["version"]:
            raise RowChanged(by=subject.row["updated_by"], at=subject.row["updated_at"])
        write(step, subject, proposal["values"], form_at(subject.register.entry))
        reason = command.reason.strip()
    else:
        reason = require_reason(command.reason)
    _decide(step, proposal, proposals.ACCEPTED if command.is_accepted else proposals.REFUSED, reason)
    step.audit_detail(proposal=str(command.proposal), accepted=command.is_accepted, reason=reason)
    advance_announced(step)
    return {"key": subject.key, "accepted": command.is_accepted}


def _decide(step: Step, proposal: Mapping[str, Any], state: str, reason: str) -> None:
    done = step.connection.execute(
        REGISTER_PROPOSAL.update()
        .where(_P.key == proposal["key"], _P.state == proposals.WAITING)
        .values(state=state, decided_at=step.now, decided_by=step.actor.user_id, reason=reason[:500] or None)
    )
    if done.rowcount != 1:
        raise RowChanged(by=proposal["decided_by"], at=proposal["decided_at"])


HANDLER = Handler(
    DecideProposal,
    action="register.decide",
    load=_load,
    rule=rules.may_edit_register,
    run=_run,
    chain=lambda _command, subject: subject.chain,
    object=lambda _command, subject: subject.chain,
)
