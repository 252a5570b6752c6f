"""A department is added; its head is appointed once that person is known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, Problem
from engine.organisation.commands.subjects import new_row
from engine.organisation.tables import DEPARTMENT
from engine.permissions import rules

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class AddDepartment:
    code: str
    name: str


def _run(step: Step, command: AddDepartment, _subject: None) -> dict[str, str]:
    _require_good(step, command)
    step.connection.execute(
        DEPARTMENT.insert().values(**new_row(step), code=command.code, name=command.name.strip())
    )
    step.audit_detail(code=command.code, name=command.name)
    return {"code": command.code}


def _require_good(step: Step, command: AddDepartment) -> None:
    problems: dict[str, list[Problem]] = {}
    if not _CODE.fullmatch(command.code):
        problems["code"] = [Problem("code_malformed")]
    elif (
        step.connection.scalar(select(DEPARTMENT.c.key).where(DEPARTMENT.c.code == command.code)) is not None
    ):
        problems["code"] = [Problem("taken_already")]
    if not command.name.strip():
        problems["name"] = [Problem("required")]
    if problems:
        raise InvalidInput(fields=problems)


HANDLER = Handler(
    AddDepartment,
    action="department.add",
    load=lambda _step, _command: None,
    rule=rules.is_admin,
    run=_run,
    chain=lambda _command, _subject: "organisation",
    object=lambda command, _subject: f"department:{command.code}",
)
