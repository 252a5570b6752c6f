"""Who is who, asked on one connection: what the engine's `ports.Organisation` needs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, select

from engine.organisation.tables import ACTIVE, DEPARTMENT, MEMBERSHIP, PERSON
from engine.organisation.territory import covers
from engine.storage.prepared import Prepared

_HOLDERS = Prepared(
    select(PERSON.c.user_id, PERSON.c.territory_codes)
    .join_from(MEMBERSHIP, PERSON, MEMBERSHIP.c.user_id == PERSON.c.user_id)
    .where(MEMBERSHIP.c.role == bindparam("role"), PERSON.c.status == ACTIVE)
    .order_by(PERSON.c.user_id)
)
_PERSON = Prepared(
    select(PERSON.c.name, PERSON.c.manager, PERSON.c.department, PERSON.c.status).where(
        PERSON.c.user_id == bindparam("user")
    )
)
_ROLES = Prepared(
    select(MEMBERSHIP.c.role)
    .join_from(MEMBERSHIP, PERSON, MEMBERSHIP.c.user_id == PERSON.c.user_id)
    .where(MEMBERSHIP.c.user_id == bindparam("user"), PERSON.c.status == ACTIVE)
)
_HEAD = Prepared(select(DEPARTMENT.c.head).where(DEPARTMENT.c.code == bindparam("code")))
_DEPARTMENT = Prepared(select(DEPARTMENT.c.name).where(DEPARTMENT.c.code == bindparam("code")))


class Directory:
    """Every answer names active people only, sorted by user id. A stranger has no roles and no manager."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holders(self, role: str, territory: str | None = None) -> list[str]:
        """Holders of the role; with a territory, those whose own cover it (without own ones: all of it)."""
        rows = _HOLDERS.fetch_all(self._connection, {"role": role})
        return [user for user, own in rows if territory is None or covers(own, territory)]

    def manager(self, user_id: str) -> str | None:
        """The person's manager; where that one has left, the manager's manager, and so on."""
        person = self._person(user_id)
        seen = {user_id}
        while person is not None:
            manager = person[1]
            # A ring of managers is a mistake in the data; nobody is then better than an endless search.
            if manager is None or manager in seen:
                return None
            if self.is_active(manager):
                return str(manager)
            seen.add(manager)
            person = self._person(manager)
        return None

    def department_head(self, user_id: str) -> str | None:
        person = self._person(user_id)
        if person is None or person[2] is None:
            return None
        found = _HEAD.fetch_one(self._connection, {"code": person[2]})
        head = None if found is None else found[0]
        return str(head) if head is not None and self.is_active(head) else None

    def department(self, user_id: str) -> str | None:
        """Name of the person's department."""
        person = self._person(user_id)
        found = None if person is None else _DEPARTMENT.fetch_one(self._connection, {"code": person[2]})
        return None if found is None else str(found[0])

    def roles_of(self, user_id: str) -> frozenset[str]:
        """Roles held now; none for a person who has left."""
        return frozenset(str(role) for (role,) in _ROLES.fetch_all(self._connection, {"user": user_id}))

    def display_name(self, user_id: str) -> str:
        """The person's name, also of one who has left; an unknown id stands for itself."""
        person = self._person(user_id)
        return user_id if person is None else str(person[0])

    def is_active(self, user_id: str) -> bool:
        person = self._person(user_id)
        return person is not None and person[3] == ACTIVE

    def _person(self, user_id: str) -> tuple[Any, ...] | None:
        return _PERSON.fetch_one(self._connection, {"user": user_id})
