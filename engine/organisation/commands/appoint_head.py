"""A person becomes head of a department."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, Problem
from engine.organisation.commands.subjects import changed, find_person, load_department
from engine.organisation.tables import ACTIVE, DEPARTMENT
from engine.permissions import rules


@dataclass(frozen=True)
class AppointHead:
    department: str
    user_id: str


def _run(step: Step, command: AppointHead, subject: Mapping[str, Any]) -> dict[str, str]:
    person = find_person(step, command.user_id)
    if person is None or person["status"] != ACTIVE:
        raise InvalidInput(fields={"user_id": [Problem("person_unknown")]})
    step.connection.execute(
        DEPARTMENT.update()
        .where(DEPARTMENT.c.code == command.department)
        .values(head=command.user_id, **changed(step, DEPARTMENT))
    )
    step.audit_detail(head=command.user_id, before=subject["head"])
    return {"department": command.department}


HANDLER = Handler(
    AppointHead,
    action="department.appoint_head",
    load=lambda step, command: load_department(step, command.department),
    rule=rules.is_admin,
    run=_run,
    chain=lambda _command, _subject: "organisation",
    object=lambda command, _subject: f"department:{command.department}",
)
