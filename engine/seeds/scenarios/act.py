"""A fact that a person records on the page of a register's row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bootstrap import Engine
from engine.kernel.actor import Actor
from engine.register_rows.act import RunRegisterAction
from engine.register_rows.entry_forms import form_at, subject_of
from engine.seeds.scenarios.posted import as_browser_sends
from engine.seeds.scenarios.read import ScenarioWrong


def act(engine: Engine, step: Mapping[str, Any], who: Actor) -> None:
    """On the first row that holds `row`. Raises ScenarioWrong where there is no such action or row."""
    name, _, action = step["action"].partition(".")
    register = engine.services.registers.get(name)
    found = [one for one in register.actions if one.name == action] if register is not None else []
    if not found:
        raise ScenarioWrong(f"{step['action']}: no such action of a register")
    rows = rows_of(engine, name, step["row"])
    if not rows:
        raise ScenarioWrong(f"{name} has no row with {step['row']}")
    key = rows[0]["key"]
    values, subject = step.get("values", {}), subject_of(name, key)
    posted = as_browser_sends(engine, form_at(found[0].form), values, subject)
    engine.execute(RunRegisterAction(name, key, action, posted), who)


def rows_of(engine: Engine, register: str, where: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Rows that hold these values, newest first."""
    wanted = {name: str(value) for name, value in where.items()}
    with engine.read() as reader:
        rows = engine.services.registers[register].list(reader, {}, "", None, 1_000).rows
    return [row for row in rows if all(str(row.get(name)) == text for name, text in wanted.items())]
