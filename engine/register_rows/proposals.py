"""Changes that a second person must accept (SoD): they wait, and whoever proposed one is not the second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.execution.ports import Register
from engine.execution.step import Reader, Step
from engine.execution.tables import REGISTER_PROPOSAL
from engine.kernel.actor import Actor
from engine.kernel.errors import InvalidInput, NotFound, Problem
from engine.register_rows.entry_forms import as_variable
from engine.register_rows.subject import RowSubject

WAITING, ACCEPTED, REFUSED = "waiting", "accepted", "refused"
MOST = 50
_P = REGISTER_PROPOSAL.c


def propose_if_needed(step: Step, subject: RowSubject, values: Mapping[str, Any]) -> str | None:
    """Key of the proposal as text, None where the register lets this person write by himself.

    Raises InvalidInput where a secret is among what would wait: it must stand nowhere in clear.
    """
    register = subject.register
    changes = differing(subject.row, values)
    if register.needs_second is None or not changes or not register.needs_second(subject.row, changes):
        return None
    secrets = sorted(register.secret & changes.keys())
    if secrets:
        raise InvalidInput(fields={name: [Problem("secret_must_stand_alone")] for name in secrets})
    key = step.keys.next()
    step.connection.execute(
        REGISTER_PROPOSAL.insert().values(
            key=key,
            register=register.name,
            row_key=subject.key,
            version=None if subject.row is None else subject.row["version"],
            values=dict(values),
            state=WAITING,
            proposed_at=step.now,
            proposed_by=step.actor.user_id,
            on_behalf_of=step.actor.on_behalf_of,
        )
    )
    step.audit_detail(proposal=str(key), proposed=sorted(changes))
    return str(key)


def differing(row: Mapping[str, Any] | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are not the row's; of a new row, all that were given."""
    if row is None:
        return {name: value for name, value in values.items() if value not in (None, "", [])}
    return {name: value for name, value in values.items() if not _same(row.get(name), value)}


def _same(held: Any, given: Any) -> bool:
    empty: tuple[Any, ...] = (None, "", [])
    return as_variable(held) == as_variable(given) or (held in empty and given in empty)


def waiting(reader: Reader | Step, register: str, key: int | None = None) -> list[dict[str, Any]]:
    """The proposals that wait: of a row, or of the whole register."""
    statement = select(REGISTER_PROPOSAL).where(_P.register == register, _P.state == WAITING)
    if key is not None:
        statement = statement.where(_P.row_key == key)
    found = reader.connection.execute(statement.order_by(_P.key).limit(MOST)).mappings()
    return [dict(row) for row in found]


def one(reader: Reader | Step, register: Register, key: int) -> dict[str, Any]:
    """Raises NotFound."""
    statement = select(REGISTER_PROPOSAL).where(_P.key == key, _P.register == register.name)
    found = reader.connection.execute(statement).mappings().first()
    if found is None:
        raise NotFound(kind="register_proposal", key=key)
    return dict(found)


def is_own(actor: Actor, proposal: Mapping[str, Any]) -> bool:
    """He proposed it, or somebody whom he stands in for did, or who stood in for him."""
    return bool(actor.persons & {proposal["proposed_by"], proposal["on_behalf_of"]})
