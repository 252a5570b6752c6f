"""A person joins: name, department, manager, roles. The account comes with the first password."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, Problem
from engine.organisation.commands.subjects import find_person, new_row
from engine.organisation.roles import ROLES
from engine.organisation.tables import ACTIVE, DEPARTMENT, MEMBERSHIP, PERSON
from engine.organisation.territory import CODE
from engine.permissions import rules

_USER_ID = re.compile(r"[a-z][a-z0-9_.-]{1,39}")
_MOBILE = re.compile(r"1[0-9]{10}")


@dataclass(frozen=True)
class AddPerson:
    """user_id: login name, never changed; territory_codes: six digits each, none = everywhere."""

    user_id: str
    emp_no: str
    name: str
    roles: tuple[str, ...] = ()
    department: str | None = None
    manager: str | None = None
    mobile: str | None = None
    email: str | None = None
    territory_codes: tuple[str, ...] = ()


def _run(step: Step, command: AddPerson, _subject: None) -> dict[str, str]:
    problems = {key: [Problem(code)] for key, code in _problems(step, command)}
    if problems:
        raise InvalidInput(fields=problems)
    row = new_row(step) | {
        "user_id": command.user_id,
        "emp_no": command.emp_no,
        "name": command.name.strip(),
        "mobile": command.mobile,
        "email": command.email,
        "department": command.department,
        "manager": command.manager,
        "territory_codes": sorted(command.territory_codes),
        "status": ACTIVE,
    }
    step.connection.execute(PERSON.insert().values(**row))
    for role in sorted(set(command.roles)):
        step.connection.execute(MEMBERSHIP.insert().values(user_id=command.user_id, role=role))
    step.audit_detail(emp_no=command.emp_no, name=command.name, roles=sorted(set(command.roles)))
    return {"user_id": command.user_id}


def _problems(step: Step, command: AddPerson) -> list[tuple[str, str]]:
    """(field, code) of everything that is wrong."""
    known_department = select(DEPARTMENT.c.key).where(DEPARTMENT.c.code == command.department)
    known_number = select(PERSON.c.key).where(PERSON.c.emp_no == command.emp_no)
    manager = None if command.manager is None else find_person(step, command.manager)
    wrong = {
        ("user_id", "user_id_malformed"): _USER_ID.fullmatch(command.user_id) is None,
        ("user_id", "taken_already"): find_person(step, command.user_id) is not None,
        ("emp_no", "required"): not command.emp_no,
        ("emp_no", "taken_already"): step.connection.scalar(known_number) is not None,
        ("name", "required"): not command.name.strip(),
        ("mobile", "phone_malformed"): command.mobile is not None and not _MOBILE.fullmatch(command.mobile),
        ("department", "department_unknown"): command.department is not None
        and step.connection.scalar(known_department) is None,
        ("manager", "person_unknown"): command.manager is not None
        and (manager is None or manager["status"] != ACTIVE),
        ("roles", "role_unknown"): not set(command.roles) <= ROLES.keys(),
        ("territory_codes", "territory_malformed"): not all(map(CODE.fullmatch, command.territory_codes)),
    }
    return [problem for problem, is_wrong in wrong.items() if is_wrong]


HANDLER = Handler(
    AddPerson,
    action="person.add",
    load=lambda _step, _command: None,
    rule=rules.is_admin,
    run=_run,
    chain=lambda _command, _subject: "organisation",
    object=lambda command, _subject: f"person:{command.user_id}",
)
