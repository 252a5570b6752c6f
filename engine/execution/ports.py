"""Protocols by which rooms meet without importing each other; bootstrap fills them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol


class Organisation(Protocol):
    """Who is who. Every answer names active people only, sorted by user id."""

    def holders(self, role: str, territory: str | None = None) -> list[str]: ...

    def manager(self, user_id: str) -> str | None: ...

    def department_head(self, user_id: str) -> str | None: ...

    def department(self, user_id: str) -> str | None: ...

    def roles_of(self, user_id: str) -> frozenset[str]: ...

    def display_name(self, user_id: str) -> str: ...

    def is_active(self, user_id: str) -> bool: ...


class Calendar(Protocol):
    """Working days and hours of the company (zone of the company; see `engine/calendars`)."""

    def is_workday(self, day: date) -> bool: ...

    def add_workdays(self, day: date, count: int) -> date: ...

    def next_workday(self, day: date) -> date: ...

    def prev_workday(self, day: date) -> date: ...

    def workdays_between(self, start: date, end: date) -> int: ...

    def add_work_hours(self, moment: datetime, hours: Decimal) -> datetime: ...

    def start_of_workday(self, day: date) -> datetime: ...

    def end_of_workday(self, day: date) -> datetime: ...

    def local_date(self, moment: datetime) -> date: ...

    def local(self, moment: datetime) -> datetime: ...

    def at(self, day: date, clock: time) -> datetime: ...


@dataclass(frozen=True)
class Operation:
    """A registered function that a service task may call inside the step's transaction.

    name          what `zeebe:taskDefinition type` says, e.g. `register.seal_uses.open`
    run           (step, call) -> mapping of results, which become the job's variables
    inputs        name -> type word (`text`, `number`, `date`, `list`, `context`, `boolean`), `?` appended
                  when optional
    outputs       the same for results
    inverse       name of the operation that undoes it, or None when `irreversible`
    reads_only    True when it changes nothing
    """

    name: str
    run: Callable[[Any, OperationCall], Mapping[str, Any]]
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    inverse: str | None = None
    irreversible: bool = False
    reads_only: bool = False


@dataclass(frozen=True)
class OperationCall:
    """What an operation is told: where it was called and with what.

    idempotency_key   `<instance key>:<token key>`: the same call repeated has the same key
    variables         the task's local variables (its input mapping), or all visible ones where nothing is
                      mapped
    headers           `zeebe:taskHeaders`
    started_by        who started the case
    """

    instance_key: int
    token_key: int
    element_id: str
    idempotency_key: str
    variables: Mapping[str, Any]
    headers: Mapping[str, str]
    started_by: str


@dataclass(frozen=True)
class Column:
    """One column of a register's list.

    kind       text, number, qty, money, price, pct, date, datetime, bool, person, enum, instance, url,
               page (the address of a page of this product, linked under the column's label),
               reference (a row of `register`), files (kept files), rows (objects with `columns` of their own)
    see        role codes that may see it; empty = whoever may open the register
    register   of a reference: the name of the register whose `reference` value stands here
    columns    of rows: what each object holds
    in_list    False: the row's own page shows it and the list of rows does not
    """

    key: str
    label: Mapping[str, str]
    kind: str = "text"
    filter: bool = False
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    see: frozenset[str] = frozenset()
    register: str = ""
    columns: Sequence[Column] = ()
    in_list: bool = True


@dataclass(frozen=True)
class RegisterPage:
    rows: Sequence[Mapping[str, Any]]
    next_cursor: str | None


def _always(_row: Mapping[str, Any]) -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """A fact that a person records on the page of a row, e.g. that a refund arrived.

    form   path of a form file in the register's folder; None = the button alone asks for nothing
    run    (step, row key, values of the form) -> None; raises InvalidInput, OperationRefused
    roles  role codes that may; empty = nobody
    when   whether the row, as `one` gives it, is in a state where the fact can be recorded
    """

    name: str
    label: Mapping[str, str]
    form: Path | None
    run: Callable[[Any, int, Mapping[str, Any]], Any]
    roles: frozenset[str] = frozenset()
    when: Callable[[Mapping[str, Any]], bool] = _always
    icon: str = "pencil"


@dataclass(frozen=True)
class Register:
    """A register as the pages, the export and the reporting view see it.

    list   (reader, filters: {column key: text}, search, cursor, limit) -> RegisterPage; each row has `key`
           and, where one
           exists, `instance_key`
    one    (reader, key) -> mapping or None
    see    role codes that may open it; empty = every employee
    reference   (column whose value a form field keeps, column whose text it shows)
    icon   name in the sprite of the pages
    group  what the list of registers puts it under

    Rows that people enter themselves, by page or by Excel file; without `entry` and `write` nobody does:
    entry  path of the form for a new row and for a change of one. Its field keys are column keys, its labels
           the headings in Excel
    write  (step, row key or None, values) -> key of the row. Raises InvalidInput with the columns that are
           wrong
    edit   role codes that may; empty = nobody
    find   (reader, values) -> the row that a line of an Excel file means, or None; without it every line is
           a new row
    void   (step, row key, reason): the row counts no more
    needs_second   (row or None, {column: new value}) -> whether another person of `edit` must accept that
    secret   columns whose values stand in no history
    actions  facts that are recorded on the row's page
    """

    name: str
    title: Mapping[str, str]
    columns: Sequence[Column]
    list: Callable[..., RegisterPage]
    one: Callable[[Any, int], Mapping[str, Any] | None]
    see: frozenset[str] = frozenset()
    reference: tuple[str, str] = ("key", "key")
    icon: str = "table-2"
    group: Mapping[str, str] = field(default_factory=dict)
    entry: Path | None = None
    write: Callable[[Any, int | None, Mapping[str, Any]], int] | None = None
    edit: frozenset[str] = frozenset()
    find: Callable[[Any, Mapping[str, Any]], Mapping[str, Any] | None] | None = None
    void: Callable[[Any, int, str], Any] | None = None
    needs_second: Callable[[Mapping[str, Any] | None, Mapping[str, Any]], bool] | None = None
    secret: frozenset[str] = frozenset()
    actions: tuple[Action, ...] = ()


def _every(_row: Mapping[str, Any], _today: date) -> bool:
    return True


def _as_they_are(_row: Mapping[str, Any]) -> Any:
    return 0


@dataclass(frozen=True)
class Report:
    """Rows of one register, chosen, put in order and added up: a page with a picture, and for Excel.

    register   name of the register; who may open it and see a column may here
    columns    keys of its columns in the order of the report
    filters    column key -> value, as the register's list takes them
    keep       (row, the company's day) -> whether the row is in the report
    sort       row -> what it is ordered by
    bars       key of the column whose values make the bars of the picture; a row with null is told by `other`
    shows_all  whether values that no row has get a bar too
    late       values that are bad news
    measure    key of the column that is added up in a bar; empty = rows are counted
    totals     keys of the columns with a sum below
    period     key of the date column by which the reader chooses from and to; empty = the report is of today
    days       with a period: how many days back it begins, where the reader chooses nothing
    """

    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    register: str
    columns: Sequence[str]
    filters: Mapping[str, str] = field(default_factory=dict)
    keep: Callable[[Mapping[str, Any], date], bool] = _every
    sort: Callable[[Mapping[str, Any]], Any] = _as_they_are
    bars: str = ""
    other: Mapping[str, str] = field(default_factory=dict)
    shows_all: bool = False
    late: frozenset[str] = frozenset()
    measure: str = ""
    totals: Sequence[str] = ()
    period: str = ""
    days: int = 7
