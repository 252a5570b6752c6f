"""A page of the inbox among many open tasks: busy people, people without any, first pages and deep ones.

TASKS open tasks, two of five with an assignee, the others offered to one or two of 200 groups, some far more
popular. Beside them lie five rows of history for each task, as the target has it.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Select, String, bindparam, case, cast, func, literal, select, true

from engine.bootstrap import Engine
from engine.execution.tables import HISTORY, PROCESS_INSTANCE, USER_TASK, USER_TASK_CANDIDATE
from engine.kernel.actor import Actor
from engine.processes.start import StartProcess
from engine.storage.prepared import Prepared
from engine.user_tasks.inbox import inbox
from tests.benchmarks import rounds
from tests.benchmarks.figures import in_ms, percentile, tell
from tests.faults import company
from tests.support.databases import Databases

# The target speaks of a million: `BENCH_TASKS=1000000 make bench ARGS=inbox_p95_pg`.
TASKS = 200_000
HISTORIES = 5
CASES, PERSONS, GROUPS, BASE = 10_000, 5_000, 200, 10**12
ASKED = 400
_LINES = Prepared(
    select(USER_TASK).where(USER_TASK.c.key >= bindparam("k")).order_by(USER_TASK.c.key).limit(50)
)


def inbox_p95_sqlite(folder: Path) -> None:
    _inbox("inbox_p95_sqlite", Databases("sqlite", folder), folder, "SQL <= 0.2 ms")


def inbox_p95_pg(folder: Path) -> None:
    _inbox("inbox_p95_pg", Databases("postgresql", folder), folder, "SQL <= 0.5 ms")


def _inbox(name: str, made: Databases, folder: Path, target: str) -> None:
    """The whole query with its rows made. Floor: fifty tasks in the order of their keys, as they lie."""
    count = int(os.environ.get("BENCH_TASKS") or TASKS)
    engine = company.open_engine(made.copy_of(rounds.fill), folder / name)
    _crowd(engine, count)
    dice = random.Random(7)
    people = [_person(dice, number) for number in range(ASKED)]
    pages, floor = [], []
    for person, scope in people:
        with engine.read() as reader:
            began = time.perf_counter()
            page = inbox(reader, person, scope=scope)
            pages.append(time.perf_counter() - began)
            if page.next_cursor:
                began = time.perf_counter()
                inbox(reader, person, scope=scope, cursor=page.next_cursor)
                pages.append(time.perf_counter() - began)
            began = time.perf_counter()
            _LINES.fetch_all(reader.connection, {"k": BASE + dice.randrange(count)})
            floor.append(time.perf_counter() - began)
    value, bound = percentile(pages, 0.95) * 1000, percentile(floor, 0.95) * 1000
    tell(
        name,
        value,
        "ms",
        bound,
        value / bound,
        target,
        tasks=count,
        histories=count * HISTORIES,
        **in_ms(pages),
    )
    engine.close()
    made.close()


def _person(dice: random.Random, number: int) -> tuple[Actor, str]:
    """Every tenth has no task and no group with any."""
    scope = dice.choice(("mine", "groups"))
    if number % 10 == 0:
        return Actor(f"nobody{number}", frozenset({"none"})), scope
    roles = {"g0", *(f"g{dice.randrange(GROUPS)}" for _ in range(4))}
    return Actor(f"u{dice.randrange(PERSONS)}", frozenset(roles)), scope


def _crowd(engine: Engine, count: int) -> None:
    """Copies of one case and one task, made by the database itself."""
    begun = engine.execute(StartProcess("round", values={"title": "合同"}), company.LIN)["instance_key"]
    instance, task, candidate = PROCESS_INSTANCE.c, USER_TASK.c, USER_TASK_CANDIDATE.c
    with engine.database.begin() as connection:
        n = _numbers(CASES)
        new: dict[str, Any] = {"key": n.c.n + BASE, "root_key": n.c.n + BASE}
        connection.execute(_copies(PROCESS_INSTANCE, instance.key == begun, n, new))
        n = _numbers(count)
        is_mine = n.c.n % 5 < 2
        due = literal("2026-") + cast(n.c.n * 7919 % 9_000_000 + 1_000_000, String)
        new = {
            "key": n.c.n + BASE, "instance_key": n.c.n % CASES + BASE, "due_sort": due,
            "assignee": case((is_mine, literal("u") + cast(n.c.n % PERSONS, String)), else_=None),
        }  # fmt: skip
        connection.execute(_copies(USER_TASK, task.instance_key == begun, n, new))
        made = select(literal("g:g0"), task.due_sort, task.key, task.available_from)
        made = made.where(task.key >= BASE, task.assignee.is_(None))
        into = USER_TASK_CANDIDATE.insert()
        names = [candidate.who, candidate.due_sort, candidate.task_key, candidate.available_from]
        connection.execute(into.from_select(names, made.where(task.key % 3 == 0)))
        group = literal("g:g") + cast(task.key % (GROUPS - 1) + 1, String)
        other = select(group, task.due_sort, task.key, task.available_from)
        connection.execute(into.from_select(names, other.where(task.key >= BASE, task.assignee.is_(None))))
        n = _numbers(count * HISTORIES)
        new = {"id": n.c.n + BASE, "instance_key": n.c.n % CASES + BASE}
        one = (
            HISTORY.c.id
            == select(func.min(HISTORY.c.id)).where(HISTORY.c.instance_key == begun).scalar_subquery()
        )
        connection.execute(_copies(HISTORY, one, n, new))
        connection.exec_driver_sql("ANALYZE")


def _numbers(count: int) -> Any:
    first = select(literal(1, BigInteger).label("n")).cte("n", recursive=True)
    return first.union_all(select(first.c.n + 1).where(first.c.n < count))


def _copies(table: Any, which: Any, numbers: Any, new: dict[str, Any]) -> Any:
    names = [column.name for column in table.columns]
    shown: Select[Any] = select(*(new.get(name, table.c[name]) for name in names))
    return table.insert().from_select(names, shown.select_from(table.join(numbers, true())).where(which))


BENCHMARKS: dict[str, Callable[[Path], None]] = {
    "inbox_p95_sqlite": inbox_p95_sqlite,
    "inbox_p95_pg": inbox_p95_pg,
}
