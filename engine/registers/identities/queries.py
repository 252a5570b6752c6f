"""Whose identity number is on file. The number itself is entered here and never shown whole again.

It is no column of the table that lists and histories read: `write` seals it, `_told` shows the first six and
the last four signs.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine.execution.ports import Action, Column, Register
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, Problem
from engine.registers.identities.tables import IDENTITY
from engine.registers.shared import rows
from engine.registers.shared.check_digits import is_identity_number
from engine.registers.shared.groups import MASTER_DATA
from engine.registers.shared.plain import Rows
from engine.storage.keyring import new_key, open_with, seal_with

NAME = "identities"
EDIT = frozenset({"sales_assistant_lead", "legal_reviewer"})
STATE: Mapping[str, Mapping[str, str]] = {
    "on_file": {"zh-Hans": "已登记", "en": "On file"},
    "dropped": {"zh-Hans": "已销毁", "en": "Destroyed"},
}
COLUMNS = (
    Column("person", {"zh-Hans": "员工", "en": "Employee"}, "person", True),
    Column("id_card", {"zh-Hans": "身份证号", "en": "Identity number"}, see=EDIT),
    Column("state", {"zh-Hans": "状态", "en": "State"}, "enum", False, STATE),
    Column("dropped_at", {"zh-Hans": "销毁时间", "en": "Destroyed at"}, "datetime", in_list=False),
)


def write(step: Step, key: int | None, values: Mapping[str, Any]) -> int:
    """Key of the row. Raises InvalidInput; the problems name the columns and never hold the number."""
    before = None if key is None else rows.locked(step, IDENTITY, key)
    person = values.get("person") if before is None else before["person"]
    number = str(values.get("id_card") or "").strip().upper()
    if before is not None and not number and before["dropped_at"] is None:
        # What is on file is not shown again, so that nothing typed means nothing changed.
        return int(before["key"])
    problems = _problems(step, before, person, number)
    if problems:
        raise InvalidInput(fields={name: [problem] for name, problem in problems.items()})
    sealed = _sealed(step, str(person), number)
    if before is None:
        return int(rows.insert(step, IDENTITY, NAME, {"person": person, **sealed})["key"])
    rows.update(step, IDENTITY, NAME, before, {"dropped_at": None}, beside=sealed)
    return int(before["key"])


def _problems(step: Step, before: Any, person: Any, number: str) -> dict[str, Problem]:
    problems: dict[str, Problem] = {}
    if before is None and not step.organisation.is_active(str(person or "")):
        problems["person"] = Problem("person_unknown")
    elif before is None and find(step, {"person": person}) is not None:
        problems["person"] = Problem("taken_already")
    if not is_identity_number(number, step.services.calendar.local_date(step.now)):
        problems["id_card"] = Problem("identity_number_wrong")
    return problems


def _sealed(step: Step, person: str, number: str) -> dict[str, str]:
    """A key of his own for each person, so that it can be dropped."""
    key = new_key()
    wrapped = step.services.vault.seal(base64.b64encode(key).decode(), f"person_key:{person}")
    return {"person_key": wrapped, "id_card_enc": seal_with(key, number, f"identity:{person}")}


def opened(reader: Any, row: Mapping[str, Any]) -> str | None:
    """The number in clear, for papers that must bear it; None once the key was dropped."""
    if row["person_key"] is None:
        return None
    wrapped = reader.services.vault.open(row["person_key"], f"person_key:{row['person']}")
    return open_with(base64.b64decode(wrapped), row["id_card_enc"], f"identity:{row['person']}")


def _told(reader: Any, found: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    return [
        {
            "key": row["key"],
            "person": row["person"],
            "id_card": masked(opened(reader, row)),
            "state": "dropped" if row["person_key"] is None else "on_file",
            **{name: row[name] for name in ("dropped_at", "updated_at", "updated_by", "version", "is_void")},
        }
        for row in found
    ]


def masked(number: str | None) -> str | None:
    """The first six and the last four signs."""
    return None if number is None else f"{number[:6]}{'•' * (len(number) - 10)}{number[-4:]}"


def drop(step: Step, key: int, _values: Mapping[str, Any]) -> None:
    """Destroys the number: without its key nobody reads it, here or in a copy."""
    before = rows.locked(step, IDENTITY, key)
    gone = {"person_key": None, "id_card_enc": None}
    rows.update(step, IDENTITY, NAME, before, {"dropped_at": step.now}, beside=gone)


def find(reader: Any, values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    query = select(IDENTITY).where(IDENTITY.c.person == str(values.get("person")))
    row = reader.connection.execute(query).mappings().first()
    return None if row is None else _told(reader, [dict(row)])[0]


_ROWS = Rows(IDENTITY, COLUMNS, number="person", searched=("person",), told=_told)
REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "身份证件", "en": "Identity numbers"},
    columns=COLUMNS,
    list=_ROWS.list,
    one=_ROWS.one,
    see=EDIT | {"general_manager", "auditor"},
    reference=("person", "person"),
    icon="square-user",
    group=MASTER_DATA,
    entry=Path(__file__).parent / "entry.form",
    write=write,
    edit=EDIT,
    find=find,
    secret=frozenset({"id_card"}),
    actions=(
        Action(
            "drop",
            {"zh-Hans": "销毁身份证号", "en": "Destroy the number"},
            None,
            drop,
            roles=EDIT,
            when=lambda row: row["state"] == "on_file",
            icon="circle-x",
        ),
    ),
)
