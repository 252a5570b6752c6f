"""In-app notices: list, count, mark as read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from engine.execution.handler import Handler
from engine.execution.step import Reader, Step
from engine.execution.tables import NOTICE
from engine.kernel.actor import Actor
from engine.permissions import rules
from engine.storage.prepared import Prepared

CAP = 100


def _is_shown(now: Any) -> ColumnElement[bool]:
    return or_(NOTICE.c.not_before.is_(None), NOTICE.c.not_before <= now)


_UNREAD = Prepared(
    select(func.count().label("count")).select_from(
        select(NOTICE.c.key)
        .where(NOTICE.c.person == bindparam("who"), NOTICE.c.read_at.is_(None))
        .where(_is_shown(bindparam("now", type_=NOTICE.c.not_before.type)))
        .limit(CAP)
        .subquery()
    )
)


@dataclass(frozen=True)
class MarkNoticesRead:
    """keys empty = all of mine."""

    keys: tuple[int, ...] = ()


@dataclass(frozen=True)
class NoticeRow:
    key: int
    kind: str
    facts: dict[str, Any]
    instance_key: int | None
    task_key: int | None
    created_at: datetime
    read_at: datetime | None


def notices(reader: Reader, actor: Actor, *, before: int | None = None, limit: int = 50) -> list[NoticeRow]:
    """Newest first; one that waited for the working hours came with them."""
    query = select(NOTICE).where(NOTICE.c.person == actor.user_id, _is_shown(reader.now))
    if before is not None:
        query = query.where(NOTICE.c.key < before)
    rows = reader.connection.execute(query.order_by(NOTICE.c.key.desc()).limit(limit)).mappings()
    return [_row(row) for row in rows]


def _row(row: Mapping[Any, Any]) -> NoticeRow:
    found = NoticeRow(**{name: row[name] for name in NoticeRow.__dataclass_fields__})
    return found if row["not_before"] is None else replace(found, created_at=row["not_before"])


def unread(reader: Reader, actor: Actor) -> int:
    """How many are unread, at most 100."""
    [(count,)] = _UNREAD.fetch_all(reader.connection, {"who": actor.user_id, "now": reader.now})
    return int(count)


def _run(step: Step, command: MarkNoticesRead, _subject: None) -> None:
    mine = NOTICE.update().where(NOTICE.c.person == step.actor.user_id, NOTICE.c.read_at.is_(None))
    mine = mine.where(_is_shown(step.now))
    if command.keys:
        mine = mine.where(NOTICE.c.key.in_(command.keys))
    step.connection.execute(mine.values(read_at=step.now))


HANDLER = Handler(
    MarkNoticesRead,
    action="notice.mark_read",
    load=lambda _step, _command: None,
    rule=rules.is_anyone_logged_in,
    run=_run,
    chain=lambda _command, _subject: "notices",
    object=lambda _command, _subject: "notices",
    audited=False,
)
