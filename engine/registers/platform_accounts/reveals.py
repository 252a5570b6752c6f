"""The rows of reveals: found, locked, moved on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.execution.step import Reader, Step
from engine.kernel.errors import NotFound, OperationRefused
from engine.registers.platform_accounts.tables import ACCOUNT, APPROVED, REVEAL, SHOWN

LAPSED, HIDDEN = "lapsed", "hidden"
MOST = 20
_R = REVEAL.c
Row = Mapping[str, Any]


def locked(step: Step, key: int) -> Row:
    """Raises NotFound."""
    row = step.connection.execute(select(REVEAL).where(_R.key == key).with_for_update()).mappings().first()
    if row is None:
        raise NotFound(kind="credential_reveal", key=key)
    return {str(name): row[name] for name in row}


def move(step: Step, reveal: Row, before: str, **values: Any) -> None:
    """Raises OperationRefused where it is in another state by now: each step of a reveal is taken once."""
    done = step.connection.execute(
        REVEAL.update().where(_R.key == reveal["key"], _R.state == before).values(**values)
    )
    if done.rowcount != 1:
        raise OperationRefused(reason="reveal_is_over")


def state(reveal: Row, now: datetime) -> str:
    """`lapsed`: it was let and not opened in time; `hidden`: it was shown and its minute is over."""
    kept: str = reveal["state"]
    is_over = reveal["until"] is not None and now > reveal["until"]
    return {APPROVED: LAPSED, SHOWN: HIDDEN}.get(kept, kept) if is_over else kept


def of_account(reader: Reader, account: int) -> list[dict[str, Any]]:
    """The last ones, the newest first, each with its state at this moment."""
    query = select(REVEAL).where(_R.account_key == account).order_by(_R.key.desc()).limit(MOST)
    found = reader.connection.execute(query).mappings()
    return [{**row, "state": state(dict(row), reader.now)} for row in found]


def login_of(reader: Reader | Step, reveal: Row) -> str:
    query = select(ACCOUNT.c.login_name).where(ACCOUNT.c.key == reveal["account_key"])
    return str(reader.connection.scalar(query))
