"""Finding and stamping rows, for every command of the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, Table, select

from engine.execution.step import Step
from engine.kernel.errors import NotFound
from engine.organisation.tables import ACCOUNT, DEPARTMENT, PERSON, WEB_SESSION


def find_person(step: Step, user_id: str) -> Mapping[str, Any] | None:
    return _first(step, select(PERSON).where(PERSON.c.user_id == user_id))


def load_person(step: Step, user_id: str) -> Mapping[str, Any]:
    """Raises NotFound."""
    return _found(find_person(step, user_id), "person", user_id)


def names_of(step: Step, person: Mapping[str, Any]) -> list[str]:
    """What is known of a person and the company to whoever guesses a password."""
    known = (person["name"], person["emp_no"], person["email"], person["mobile"], step.services.company)
    return [str(one) for one in known if one]


def load_account(step: Step, user_id: str) -> Mapping[str, Any]:
    """Raises NotFound."""
    return _found(_first(step, select(ACCOUNT).where(ACCOUNT.c.user_id == user_id)), "account", user_id)


def load_department(step: Step, code: str) -> Mapping[str, Any]:
    """Raises NotFound."""
    return _found(_first(step, select(DEPARTMENT).where(DEPARTMENT.c.code == code)), "department", code)


def new_row(step: Step) -> dict[str, Any]:
    """The columns that every kept row begins with."""
    who = step.actor.user_id
    return {
        "key": step.keys.next(),
        "created_at": step.now,
        "created_by": who,
        "updated_at": step.now,
        "updated_by": who,
        "version": 1,
        "is_void": False,
    }


def changed(step: Step, table: Table) -> dict[Any, Any]:
    """The columns that every change of a kept row sets."""
    return {"updated_at": step.now, "updated_by": step.actor.user_id, "version": table.c.version + 1}


def load_session(step: Step, id_hash: str) -> Mapping[str, Any]:
    """Raises NotFound."""
    return _found(
        _first(step, select(WEB_SESSION).where(WEB_SESSION.c.id_hash == id_hash)), "session", id_hash[:8]
    )


def _first(step: Step, statement: Select[Any]) -> Mapping[str, Any] | None:
    row = step.connection.execute(statement).mappings().first()
    return None if row is None else {str(name): value for name, value in row.items()}


def _found(row: Mapping[str, Any] | None, kind: str, id: str) -> Mapping[str, Any]:
    if row is None:
        raise NotFound(kind=kind, id=id)
    return row
