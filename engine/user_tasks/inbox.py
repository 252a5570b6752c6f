"""The inbox: what is mine, what my groups may take, what I did. Keyset pages, no OFFSET, no exact counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select, tuple_, union_all

from engine.execution.carry_out.user_tasks import due_sort
from engine.execution.step import Reader
from engine.execution.tables import (
    COMPLETION,
    PROCESS_INSTANCE,
    USER_TASK,
    USER_TASK_CANDIDATE,
    USER_TASK_EXCLUSION,
)
from engine.kernel.actor import Actor
from engine.kernel.errors import InvalidInput, Problem
from engine.storage import cursors
from engine.storage.prepared import Prepared

CAP = 100
_T = USER_TASK.c
# What a line shows, and nothing of the drafts, which can be long.
_LINE = (
    _T.key,
    _T.instance_key,
    _T.process_id,
    _T.element_id,
    _T.name,
    _T.title,
    _T.business_key,
    _T.assignee,
    _T.priority,
    _T.due_at,
    _T.created_at,
    _T.ended_at,
    _T.state,
    _T.draft_at,
    _T.candidate_groups,
    PROCESS_INSTANCE.c.started_by,
)


class InboxRow(NamedTuple):
    """One line. `claimable`: it waits for anyone of a group; `ended_at` only in the done list."""

    key: int
    instance_key: int
    process_id: str
    element_id: str
    name: str
    title: str
    business_key: str | None
    assignee: str | None
    priority: int
    due_at: datetime | None
    created_at: datetime
    ended_at: datetime | None
    started_by: str
    claimable: bool
    has_draft: bool
    candidate_groups: tuple[str, ...] = ()


_ASSIGNEE = InboxRow._fields.index("assignee")


@dataclass(frozen=True)
class Page:
    rows: Sequence[InboxRow]
    next_cursor: str | None


def inbox(
    reader: Reader,
    actor: Actor,
    *,
    scope: str = "mine",
    search: str | None = None,
    process_id: str | None = None,
    due: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """scope `mine`, `groups` (most urgent first: due date, then age) or `done` (newest first).

    A task that waits for the working hours of its day comes with them.

    due: `overdue` or `today`. Never another person's claimed tasks, never a task that four eyes keep from the
    actor.
    """
    if scope == "done":
        return _done(reader, actor, search, process_id, cursor, limit)
    if scope not in ("mine", "groups"):
        raise InvalidInput(fields={"scope": [Problem("unknown_option", facts={"value": scope[:40]})]})
    after = _after(cursor) if cursor else None
    names = _names(actor)
    values = {**_values(actor, names, after), "now": reader.now}
    filters = _filters(reader, search, process_id, due)
    shape = (scope, len(names), len(actor.persons), limit + 1, after is not None)
    if filters:
        found: Sequence[Any] = reader.connection.execute(_lines(_keys(*shape, filters)), values).all()
    else:
        found = _page_of(*shape).fetch_all(reader.connection, values)
    rows = [_row(line) for line in found]
    more = len(rows) > limit
    last = rows[limit - 1] if more else None
    return Page(rows[:limit], cursors.encode(_sort_of(last), last.key) if last is not None else None)


def counts(reader: Reader, actor: Actor) -> dict[str, int]:
    """How many are mine and my groups', each at most 100."""
    names = _names(actor)
    values = {**_values(actor, names, None), "now": reader.now}
    found = {}
    for scope in ("mine", "groups"):
        [(count,)] = _count_of(scope, len(names), len(actor.persons)).fetch_all(reader.connection, values)
        found[scope] = int(count)
    return found


def _names(actor: Actor) -> list[str]:
    """The names under which open tasks are offered to the actor."""
    return [f"u:{person}" for person in sorted(actor.persons)] + [f"g:{role}" for role in sorted(actor.roles)]


def _values(actor: Actor, names: Sequence[str], after: tuple[str, int] | None) -> dict[str, Any]:
    values: dict[str, Any] = {"user": actor.user_id}
    values |= {f"who_{place}": name for place, name in enumerate(names)}
    values |= {f"person_{place}": person for place, person in enumerate(sorted(actor.persons))}
    if after is not None:
        values |= {"after_due": after[0], "after_key": after[1]}
    return values


@lru_cache(maxsize=256)
def _page_of(scope: str, names: int, persons: int, limit: int, is_later: bool) -> Prepared:
    """The statement of a page without filters, which nearly everybody looks at; built once a shape."""
    return Prepared(_lines(_keys(scope, names, persons, limit, is_later, [])))


@lru_cache(maxsize=256)
def _count_of(scope: str, names: int, persons: int) -> Prepared:
    keys = _keys(scope, names, persons, CAP, False, [])
    return Prepared(select(func.count().label("count")).select_from(keys.subquery()))


def _keys(
    scope: str, names: int, persons: int, limit: int, is_later: bool, filters: list[ColumnElement[bool]]
) -> Select[Any]:
    if scope == "mine":
        return _mine(filters, is_later, limit)
    return _groups(names, persons, filters, is_later, limit)


def _filters(
    reader: Reader, search: str | None, process_id: str | None, due: str | None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search:
        pattern = cursors.like(search[:100])
        found.append(
            or_(*(column.ilike(pattern, escape="\\") for column in (_T.title, _T.name, _T.business_key)))
        )
    if process_id:
        found.append(_T.process_id == process_id)
    if due == "overdue":
        found.append(_T.due_at < reader.now)
    elif due == "today":
        today = reader.services.calendar.local_date(reader.now)
        found.append(_T.due_at <= reader.services.calendar.end_of_workday(today))
    return found


def _mine(filters: list[ColumnElement[bool]], is_later: bool, limit: int) -> Select[Any]:
    query = select(_T.key.label("key"), _T.due_sort.label("due_sort")).where(
        _T.assignee == bindparam("user"), _T.state == "created", _is_there(_T.available_from), *filters
    )
    return _page(query, _T.due_sort, _T.key, is_later, limit)


def _groups(
    names: int, persons: int, filters: list[ColumnElement[bool]], is_later: bool, limit: int
) -> Select[Any]:
    """The first rows of each group, merged, without doubles: one index walk a group, never a scan."""
    c = USER_TASK_CANDIDATE.c
    not_kept_away = ~exists().where(
        USER_TASK_EXCLUSION.c.task_key == c.task_key,
        or_(*(USER_TASK_EXCLUSION.c.person == bindparam(f"person_{place}") for place in range(persons))),
    )
    branches = []
    for place in range(names):
        query = select(c.task_key.label("key"), c.due_sort.label("due_sort")).where(
            c.who == bindparam(f"who_{place}"), _is_there(c.available_from), not_kept_away
        )
        if filters:
            query = query.join(USER_TASK, _T.key == c.task_key).where(*filters)
        branches.append(select(_page(query, c.due_sort, c.task_key, is_later, limit).subquery()))
    merged = union_all(*branches).subquery()
    return (
        select(merged.c.key, merged.c.due_sort)
        .distinct()
        .order_by(merged.c.due_sort, merged.c.key)
        .limit(limit)
    )


def _is_there(available_from: Any) -> ColumnElement[bool]:
    return or_(available_from.is_(None), available_from <= bindparam("now", type_=available_from.type))


def _page(query: Select[Any], due: Any, key: Any, is_later: bool, limit: int) -> Select[Any]:
    if is_later:
        last = tuple_(bindparam("after_due", type_=due.type), bindparam("after_key", type_=key.type))
        query = query.where(tuple_(due, key) > last)
    return query.order_by(due, key).limit(limit)


def _lines(keys: Select[Any]) -> Select[Any]:
    page = keys.subquery()
    return (
        select(*_LINE)
        .join(page, page.c.key == _T.key)
        .join(PROCESS_INSTANCE, PROCESS_INSTANCE.c.key == _T.instance_key)
        .order_by(_T.due_sort, _T.key)
    )


def _done(
    reader: Reader, actor: Actor, search: str | None, process_id: str | None, cursor: str | None, limit: int
) -> Page:
    query = (
        select(*_LINE)
        .join(COMPLETION, COMPLETION.c.task_key == _T.key)
        .join(PROCESS_INSTANCE, PROCESS_INSTANCE.c.key == _T.instance_key)
        .where(COMPLETION.c.completed_by == actor.user_id, *_filters(reader, search, process_id, None))
        .order_by(COMPLETION.c.completed_at.desc(), _T.key.desc())
        .limit(limit + 1)
    )
    if cursor:
        moment, last_key = cursors.decode(cursor, 2)
        at, key = _moment(moment), cursors.key(last_key)
        query = query.where(
            or_(
                COMPLETION.c.completed_at < at,
                (COMPLETION.c.completed_at == at) & (_T.key < key),
            )
        )
    rows = [_row(line) for line in reader.connection.execute(query)]
    more = len(rows) > limit
    last = rows[limit - 1] if more else None
    at_text = last.ended_at.isoformat() if last is not None and last.ended_at is not None else ""
    return Page(rows[:limit], cursors.encode(at_text, last.key) if last is not None else None)


def _after(cursor: str) -> tuple[str, int]:
    due, key = cursors.decode(cursor, 2)
    return due, cursors.key(key)


def _moment(text: str) -> datetime:
    """An instant between two that every zone can tell, so that the database can compare it."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("no zone")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(fields={"cursor": [Problem("cursor_unreadable")]}) from error


def _row(line: Sequence[Any]) -> InboxRow:
    """Of the columns of `_LINE`: what they hold in its order, then what follows from the last ones."""
    state, draft_at, groups, started_by = line[-4:]
    claimable = line[_ASSIGNEE] is None and state == "created"
    return InboxRow._make((*line[:-4], started_by, claimable, draft_at is not None, tuple(groups)))


def _sort_of(row: InboxRow) -> str:
    return due_sort(row.due_at)
