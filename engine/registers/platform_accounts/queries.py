"""The register of accounts, and how its rows are entered; passwords go another way, see `set_password`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine.execution.ports import Register
from engine.execution.step import Step
from engine.kernel.errors import Problem
from engine.registers.platform_accounts import rotation
from engine.registers.platform_accounts.columns import COLUMNS
from engine.registers.platform_accounts.tables import ACCOUNT, ACTIVE
from engine.registers.shared import references, rows
from engine.registers.shared.entering import Entered, Found, Row
from engine.registers.shared.groups import PLATFORMS
from engine.registers.shared.plain import Rows

NAME = "platform_accounts"
SEE = frozenset({"sales_assistant", "sales_assistant_lead", "sales_manager", "general_manager", "auditor"})
USE = frozenset({"sales_assistant", "sales_assistant_lead"})
# What decides whether one person alone may see the password is not changed by one person alone either.
GUARDED = ("can_quote", "ca_key_no")


def needs_two(row: Row) -> bool:
    """Whether a reveal needs a second person (SOD-07)."""
    return bool(row["can_quote"] or row["ca_key_no"])


def _rules(_step: Step, row: Row) -> Iterator[Found]:
    if row["rotate_every_days"] < 1:
        yield "rotate_every_days", Problem("must_be_positive")
    if row["phone_bound"] and not re.fullmatch(r"1\d{10}", row["phone_bound"]):
        yield "phone_bound", Problem("mobile_malformed", facts={"mobile": row["phone_bound"]})
    if row["ca_key_no"]:
        for name in ("ca_holder", "ca_valid_to"):
            if row[name] is None:
                yield name, Problem("required")


ENTERED = Entered(
    NAME,
    ACCOUNT,
    COLUMNS,
    required=("agency", "bidder_entity", "login_name", "rotate_every_days", "status"),
    defaults={"bidder_entity": "self", "can_quote": False, "rotate_every_days": 90, "status": ACTIVE},
    fixed=("agency",),
    unique=(("agency", "login_name"),),
    lengths={"login_name": 80, "ca_key_no": 60},
    rules=_rules,
)


def _told(reader: Any, found: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """With the state of the password on the day of reading."""
    today = reader.now.astimezone(reader.services.zone).date()
    agencies = {row["agency"]: references.row_of(reader, "agencies", row["agency"]) for row in found}
    return [
        {
            **row,
            "label": f"{(agencies[row['agency']] or {}).get('name', row['agency'])} {row['login_name']}",
            "password_page": f"/registers/{NAME}/{row['key']}/password",
            "rotation_due_on": rotation.due_on(row),
            "rotation": _state(row, rotation.is_due(row, today)),
        }
        for row in found
    ]


def _state(row: Row, is_due: bool) -> str:
    if row["last_rotated_on"] is None:
        return "none"
    return "due" if is_due else "ok"


def find(reader: Any, values: Mapping[str, Any]) -> Row | None:
    """The account with this login on this platform."""
    same = select(ACCOUNT).where(
        ACCOUNT.c.agency == str(values.get("agency")), ACCOUNT.c.login_name == str(values.get("login_name"))
    )
    row = reader.connection.execute(same).mappings().first()
    return None if row is None else {str(name): row[name] for name in row}


_ROWS = Rows(
    ACCOUNT, COLUMNS, number="login_name", searched=("agency", "login_name", "ca_key_no"), told=_told
)
REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "平台账号", "en": "Platform accounts"},
    columns=COLUMNS,
    list=_ROWS.list,
    one=_ROWS.one,
    see=SEE,
    reference=("key", "label"),
    icon="monitor",
    group=PLATFORMS,
    entry=Path(__file__).parent / "entry.form",
    write=ENTERED.write,
    edit=USE,
    find=find,
    void=lambda step, key, reason: rows.void(step, ACCOUNT, NAME, key, reason),
    needs_second=lambda row, changes: row is not None and any(name in changes for name in GUARDED),
)
