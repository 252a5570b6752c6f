"""Random passwords for the people of a company, told once.

The caller is given the logins before their hashes are stored, so that it can put them in a safe place first.
Cut between the two, the next run makes new ones for whoever has no account yet.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from engine.organisation.commands.set_password import SetPassword
from engine.organisation.tables import ACCOUNT, ACTIVE, MEMBERSHIP, PERSON
from engine.seeds.company import SEED, Engine

# Without the letters and digits that are taken for one another when read from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LENGTH = 3, 4


@dataclass(frozen=True)
class Login:
    """What is printed for one person."""

    user_id: str
    name: str
    roles: tuple[str, ...]
    password: str = field(repr=False)


def give_logins(
    engine: Engine, tell: Callable[[Sequence[Login]], None], *, everybody: bool = False
) -> tuple[Login, ...]:
    """Gives a password to everyone without an account, or to everybody anew; returns what was given.

    tell   keeps the logins; called once, before anything is stored, unless there is nothing to give
    """
    logins = tuple(
        Login(user, name, roles, make_password()) for user, name, roles in _waiting(engine, everybody)
    )
    if logins:
        tell(logins)
    for login in logins:
        engine.execute(SetPassword(login.user_id, login.password, must_change=False), SEED)
    return logins


def make_password() -> str:
    """Twelve characters in three groups, about 59 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def _waiting(engine: Engine, everybody: bool) -> list[tuple[str, str, tuple[str, ...]]]:
    with engine.read() as reader:
        statement = (
            select(PERSON.c.user_id, PERSON.c.name).where(PERSON.c.status == ACTIVE).order_by(PERSON.c.emp_no)
        )
        people = reader.connection.execute(statement).all()
        accounts = set(reader.connection.scalars(select(ACCOUNT.c.user_id)))
        held: dict[str, list[str]] = {}
        for user, role in reader.connection.execute(select(MEMBERSHIP).order_by(MEMBERSHIP.c.role)):
            held.setdefault(user, []).append(role)
    return [
        (user, name, tuple(held.get(user, ()))) for user, name in people if everybody or user not in accounts
    ]
