"""A small company on a real engine: people, a clock that stands still, and models drawn for one test.

Templates hold the schema and the people, so that a test pays for a copy and not for the migrations.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Table, select

from engine.bootstrap import Engine, Settings, build_engine, schema
from engine.deployment.bundle import DeployFile
from engine.deployment.deploy import Deploy
from engine.execution.ports import Operation
from engine.execution.tables import INCIDENT, PROCESS_INSTANCE, USER_TASK, VARIABLE
from engine.jobs import timers
from engine.kernel import exact_json
from engine.kernel.actor import Actor
from engine.kernel.clock import FixedClock
from engine.organisation.commands.add_department import AddDepartment
from engine.organisation.commands.add_person import AddPerson
from engine.organisation.commands.appoint_head import AppointHead
from engine.processes.start import StartProcess
from engine.storage.database import Database
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.complete import CompleteTask
from tests.support import models

# Wednesday 20 May 2026, 09:00 in Shanghai.
MORNING = "2026-05-20T01:00:00+00:00"
SECRET = b"only-for-tests-0123456789abcdef-0123"
SEED = Actor.system("seed")
PDF = b"%PDF-1.4\n%test\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

# person -> (name, roles, manager); everyone but the general manager belongs to sales, which sunlixing heads.
PEOPLE: dict[str, tuple[str, tuple[str, ...], str | None]] = {
    "guzhiyuan": ("顾之远", ("general_manager",), None),
    "sunlixing": ("孙立行", ("sales_manager", "process_approver"), "guzhiyuan"),
    "linxiaolan": ("林晓岚", ("sales_assistant",), "sunlixing"),
    "zhouzimo": ("周子墨", ("sales_assistant",), "sunlixing"),
    "chenjing": ("陈静", ("sales_assistant", "sales_assistant_lead"), "sunlixing"),
    "mahuifang": ("马会芳", ("seal_keeper",), "guzhiyuan"),
    "xujing": ("许静", ("legal_reviewer",), "guzhiyuan"),
    "wanglei": ("王磊", ("warehouse_keeper",), "guzhiyuan"),
    "hewen": ("贺文", ("admin", "operator", "process_owner"), "guzhiyuan"),
    "caiyun": ("蔡云", ("auditor",), "guzhiyuan"),
}


class Upload:
    """A file as a form posts it."""

    def __init__(self, filename: str, content: bytes = PDF) -> None:
        self.filename = filename
        self.stream = io.BytesIO(content)


def settings_for(url: str, folder: Path, *, demo: bool = False) -> Settings:
    return Settings(data_dir=folder, database_url=url, secret_key=SECRET, demo=demo)


def fill(url: str) -> None:
    """A template: the newest schema and the people."""
    with TemporaryDirectory() as folder:
        engine = build_engine(settings_for(url, Path(folder)), clock=FixedClock(MORNING))
        schema.upgrade(engine.database)
        _hire(engine)
        engine.close()


def _hire(engine: Engine) -> None:
    engine.execute(AddDepartment("sales", "销售部"), SEED)
    for number, (user, (name, roles, manager)) in enumerate(PEOPLE.items(), start=1):
        department = None if manager is None else "sales"
        email = f"{user}@example.com"
        person = AddPerson(user, f"E{number:02d}", name, roles, department, manager, email=email)
        engine.execute(person, SEED)
    engine.execute(AppointHead("sales", "sunlixing"), SEED)


class Company:
    """An engine over one database, with short words for what tests do."""

    def __init__(self, url: str, folder: Path, *, demo: bool = False, at: str = MORNING) -> None:
        self.url, self.folder, self.demo = url, folder, demo
        self.clock = FixedClock(at)
        self.operations: list[Operation] = []
        self.engine = self._build()

    def _build(self) -> Engine:
        settings = settings_for(self.url, self.folder, demo=self.demo)
        return build_engine(settings, clock=self.clock, registers=(), operations=tuple(self.operations))

    def restart(self) -> None:
        """A new process on the same database, which remembers nothing."""
        self.engine.close()
        self.engine = self._build()

    def another_node(self) -> Engine:
        return self._build()

    def offer(self, *operations: Operation) -> None:
        """Operations that service tasks may call."""
        self.operations.extend(operations)
        self.engine.services.operations.update({one.name: one for one in operations})

    def actor(self, who: str, on_behalf_of: str | None = None) -> Actor:
        if who.startswith("system:"):
            return Actor(who)
        return replace(Actor(who, frozenset(PEOPLE[who][1])), on_behalf_of=on_behalf_of)

    def execute(self, command: Any, who: str | Actor, key: str | None = None) -> Any:
        actor = who if isinstance(who, Actor) else self.actor(who)
        return self.engine.execute(command, actor, idempotency_key=key)

    # Definitions.

    def deploy(self, *files: tuple[str, bytes], reason: str = "test") -> Any:
        bundle = tuple(DeployFile(name, content) for name, content in files)
        return self.execute(Deploy(bundle, reason), "hewen")

    def draw(
        self, body: str, links: str, process: str = "P", forms: Iterable[bytes] = (), **rules: str
    ) -> Any:
        """Deploys one process of start `s`, end `e` and the body, which sales assistants may start."""
        files = [(f"{process}/process.bpmn", models.process(body, links, process, **rules))]
        files += [(f"{process}/{json.loads(form)['id']}.form", form) for form in forms]
        return self.deploy(*files)

    # Cases.

    def start(
        self,
        process: str = "P",
        who: str = "linxiaolan",
        values: Mapping[str, Any] | None = None,
        **posted: str,
    ) -> int:
        """Key of the new case. A person posts to the start form; `system:...` gives typed values."""
        command = StartProcess(process, {name: [text] for name, text in posted.items()}, values=values or {})
        return int(self.execute(command, who)["instance_key"])

    def open(self, instance: int) -> list[str]:
        """Element ids of the open tasks of the case and its parts, sorted."""
        return sorted(row["element_id"] for row in self._tasks(instance))

    def task(self, instance: int, element: str) -> dict[str, Any]:
        """The newest task of this element in the case or its parts."""
        keys = [row["key"] for row in self._tree(instance)]
        rows = [row for row in self.rows(USER_TASK, element_id=element) if row["instance_key"] in keys]
        return rows[-1]

    def claim(self, instance: int, element: str, who: str) -> Any:
        return self.execute(ClaimTask(self.task(instance, element)["key"]), who)

    def complete(self, instance: int, element: str, who: str, key: str | None = None, **posted: str) -> Any:
        """Claims where nobody has it, then completes."""
        task = self.task(instance, element)
        if task["assignee"] is None and task["state"] == "created":
            self.execute(ClaimTask(task["key"]), who)
        values = {name: [text] for name, text in posted.items()}
        return self.execute(CompleteTask(task["key"], values), who, key)

    def state(self, instance: int) -> str:
        return str(self.rows(PROCESS_INSTANCE, key=instance)[0]["state"])

    def variables(self, instance: int) -> dict[str, Any]:
        rows = self.rows(VARIABLE, instance_key=instance, scope=1)
        return {row["name"]: exact_json.loads(row["value"]) for row in rows}

    def incidents(self, instance: int | None = None) -> list[dict[str, Any]]:
        """The open ones, oldest first."""
        where = {} if instance is None else {"instance_key": instance}
        return [row for row in self.rows(INCIDENT, **where) if row["resolved_at"] is None]

    def fire(self) -> int:
        return timers.fire_due(self.engine)

    # The database.

    def rows(self, table: Table, **where: Any) -> list[dict[str, Any]]:
        """All rows that equal these values, by primary key."""
        query = select(table).order_by(*table.primary_key.columns)
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        with self.engine.read() as reader:
            return [dict(row) for row in reader.connection.execute(query).mappings()]

    def count(self, table: Table) -> int:
        return len(self.rows(table))

    def _tree(self, instance: int) -> list[dict[str, Any]]:
        root = self.rows(PROCESS_INSTANCE, key=instance)[0]["root_key"]
        return self.rows(PROCESS_INSTANCE, root_key=root)

    def _tasks(self, instance: int) -> list[dict[str, Any]]:
        keys = {row["key"] for row in self._tree(instance)}
        return [row for row in self.rows(USER_TASK, state="created") if row["instance_key"] in keys]


def empty_schema(url: str) -> None:
    """A template: the newest schema and nobody."""
    database = Database(url)
    schema.upgrade(database)
    database.dispose()


@pytest.fixture
def company(database_from: Any, tmp_path: Path) -> Iterator[Company]:
    """The company on an SQLite and on a PostgreSQL database."""
    made = Company(database_from(fill), tmp_path)
    yield made
    made.engine.close()


@pytest.fixture
def demo_company(database_from: Any, tmp_path: Path) -> Iterator[Company]:
    """The same, whose clock may be moved."""
    made = Company(database_from(fill), tmp_path, demo=True)
    yield made
    made.engine.close()
