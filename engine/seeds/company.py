"""Departments, people and register rows of a company file. Whatever is there already stays as it is."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import Column, select

from engine.kernel.actor import Actor
from engine.organisation.commands.add_department import AddDepartment
from engine.organisation.commands.add_person import AddPerson
from engine.organisation.commands.appoint_head import AppointHead
from engine.organisation.tables import DEPARTMENT, PERSON
from engine.register_rows.write import WriteRegisterRow
from engine.seeds.company_file import Company

SEED = Actor.system("seed")


class Engine(Protocol):
    """What seeding asks of the engine."""

    def execute(self, command: Any, actor: Actor) -> Any: ...

    def read(self) -> AbstractContextManager[Any]: ...


def seed_company(engine: Engine, company: Company) -> int:
    """Returns how many commands were needed. Cut anywhere, the next run does the rest.

    1. Departments, without heads. 2. People, managers first. 3. Heads. 4. Rows of registers.
    """
    commands = [*_departments(engine, company), *_people(engine, company)]
    for command in commands:
        engine.execute(command, SEED)
    later = [*_heads(engine, company), *_register_rows(engine, company)]
    for command in later:
        engine.execute(command, SEED)
    return len(commands) + len(later)


def _departments(engine: Engine, company: Company) -> list[Any]:
    known = _known(engine, DEPARTMENT.c.code)
    return [AddDepartment(d["code"], d["name"]) for d in company.departments if d["code"] not in known]


def _people(engine: Engine, company: Company) -> list[Any]:
    known = _known(engine, PERSON.c.user_id)
    return [_person(person) for person in company.people if person["user_id"] not in known]


def _person(person: Any) -> AddPerson:
    number = str(person["emp_no"])
    return AddPerson(
        user_id=person["user_id"],
        emp_no=number,
        name=person["name"],
        roles=tuple(person.get("roles", ())),
        department=person.get("department"),
        manager=person.get("manager"),
        # No operator gives out 100: the numbers of the demo ring at nobody's.
        mobile=person.get("mobile", f"100{int(number[1:]):08d}"),
        email=person.get("email", f"{person['user_id']}@demo.invalid"),
        territory_codes=tuple(person.get("territory_codes", ())),
    )


def _heads(engine: Engine, company: Company) -> list[Any]:
    with engine.read() as reader:
        headless = set(
            reader.connection.scalars(select(DEPARTMENT.c.code).where(DEPARTMENT.c.head.is_(None)))
        )
    wanted = [d for d in company.departments if d.get("head") and d["code"] in headless]
    return [AppointHead(d["code"], d["head"]) for d in wanted]


def _register_rows(engine: Engine, company: Company) -> list[Any]:
    """Each register knows which of its rows are missing, or by which commands they come; without the
    registers there is nothing to do.
    """
    if importlib.util.find_spec("engine.registers") is None:
        return []
    seeds = importlib.import_module("engine.registers.package").SEEDS
    with engine.read() as reader:
        wanted = [
            (name, one) for name, rows in company.registers.items() for one in seeds[name](reader, rows)
        ]
    return [WriteRegisterRow(name, values=one) if isinstance(one, Mapping) else one for name, one in wanted]


def _known(engine: Engine, column: Column[Any]) -> set[str]:
    with engine.read() as reader:
        return set(reader.connection.scalars(select(column)))
