"""What a register holds, written into a file and imported again, changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from engine.bootstrap import Engine
from engine.execution.ports import Register
from engine.kernel.actor import Actor
from engine.register_rows.entry_forms import form_at, seen_by_form
from engine.register_rows.sheets.import_rows import ImportRegisterRows, importable
from engine.registers.package import REGISTERS
from forms.components import ChoiceField, Field

ENTERED = [
    one for one in REGISTERS if one.entry is not None and one.write is not None and one.find is not None
]
OVERSEES = frozenset({"sales_manager", "finance_manager", "general_manager"})


@pytest.mark.parametrize("register", ENTERED, ids=lambda one: str(one.name))
def test_the_rows_of_the_company_come_back_as_they_are(engine: Engine, register: Register) -> None:
    fields = importable(form_at(register.entry))
    absent = [one.key for one in fields if not _is_there(engine, one)]
    if absent:
        pytest.skip(f"refers to registers that are not there: {absent}")
    with engine.read() as reader:
        rows = register.list(reader, {}, "", None, 50).rows
        held = [seen_by_form(register, register.one(reader, row["key"])) for row in rows]
    lines = tuple((place, _line(fields, row)) for place, row in enumerate(held, start=2))

    actor = Actor("guzhiyuan", register.edit | OVERSEES)
    answer = engine.execute(ImportRegisterRows(register.name, lines), actor)

    assert [one for one in answer["verdicts"] if one["verdict"] != "same"] == []


def _is_there(engine: Engine, field: Field) -> bool:
    if not isinstance(field, ChoiceField) or field.source.register is None:
        return True
    return field.source.register.source.partition("?")[0] in engine.services.registers


def _line(fields: list[Field], row: dict[str, Any]) -> dict[str, Any]:
    values = {field.key: row.get(field.key) for field in fields}
    return {key: "、".join(value) if isinstance(value, list) else value for key, value in values.items()}
