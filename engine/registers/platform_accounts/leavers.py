"""Whoever has seen a password and leaves takes it along: the accounts that he knows are due from then on."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import or_, select

from engine.execution.step import Step
from engine.registers.platform_accounts.queries import NAME
from engine.registers.platform_accounts.tables import ACCOUNT, ACTIVE, CREDENTIAL, REVEAL
from engine.registers.shared import rows


def known_by(step: Step, person: str) -> list[dict[str, Any]]:
    """The accounts whose present password this person was shown, or put in himself."""
    shown = select(REVEAL.c.account_key).where(
        REVEAL.c.account_key == CREDENTIAL.c.account_key,
        or_(REVEAL.c.asked_by == person, REVEAL.c.on_behalf_of == person),
        REVEAL.c.shown_at >= CREDENTIAL.c.set_at,
    )
    query = (
        select(ACCOUNT)
        .join_from(ACCOUNT, CREDENTIAL, CREDENTIAL.c.account_key == ACCOUNT.c.key)
        .where(or_(CREDENTIAL.c.set_by == person, shown.exists()))
        .where(ACCOUNT.c.status == ACTIVE, ACCOUNT.c.is_void.is_(False))
        .order_by(ACCOUNT.c.key)
    )
    return [dict(row) for row in step.connection.execute(query).mappings()]


def mark(step: Step, person: str, today: date) -> list[str]:
    """Logins of the accounts that are due because of him; those that are already stay as they are."""
    marked = [row for row in known_by(step, person) if row["change_since"] is None]
    for row in marked:
        rows.update(step, ACCOUNT, NAME, row, {"change_since": today})
    return [row["login_name"] for row in marked]


def who_know(step: Step) -> list[str]:
    """Everybody who put in or was shown a password at any time."""
    set_by = step.connection.scalars(select(CREDENTIAL.c.set_by).distinct())
    asked = step.connection.execute(
        select(REVEAL.c.asked_by, REVEAL.c.on_behalf_of).where(REVEAL.c.shown_at.is_not(None)).distinct()
    )
    people = {*set_by, *(person for pair in asked for person in pair)}
    return sorted(one for one in people if one is not None and not one.startswith("system:"))
