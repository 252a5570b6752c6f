"""The nightly check: one node takes it, and what it found is kept for the pages and told to the operators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from engine.execution.commands.move_clock import put_setting
from engine.execution.handler import Handler
from engine.execution.step import Reader, Step
from engine.execution.tables import SETTING
from engine.permissions import rules

BEGUN, LAST = "check_begun", "check_last"
NIGHT = range(1, 5)
# At night when the last one is not of this night; by day only where the last night had none.
AT_NIGHT, BY_DAY = timedelta(hours=20), timedelta(hours=36)
_S = SETTING.c


@dataclass(frozen=True)
class BeginCheck:
    """Takes the check where it is due. Of several nodes that ask at once one is told to begin."""


@dataclass(frozen=True)
class NoteCheck:
    """count: how many findings; first: the first of them, each with code, facts, case and element."""

    count: int
    first: tuple[Mapping[str, Any], ...] = ()


def last_check(reader: Reader) -> Mapping[str, Any] | None:
    """{"at", "count", "first"} of the newest check of the nights; None before the first."""
    found = reader.connection.execute(select(_S.value, _S.updated_at).where(_S.name == LAST)).first()
    if found is None:
        return None
    return {"at": found.updated_at, "count": int(found.value["count"]), "first": found.value["first"]}


def _begin(step: Step, _command: BeginCheck, _subject: None) -> dict[str, Any]:
    row = {"value": {}, "updated_at": step.real_now, "updated_by": step.actor.user_id}
    last = step.connection.execute(select(_S.updated_at).where(_S.name == BEGUN)).scalar()
    if last is None:
        # Two nodes meet at the primary key: the second is tried again, and then sees the first.
        step.connection.execute(SETTING.insert().values(name=BEGUN, **row))
        return {"begins": True}
    if not _is_due(step, last):
        return {"begins": False}
    taken = SETTING.update().where(_S.name == BEGUN, _S.updated_at == last).values(**row)
    return {"begins": step.connection.execute(taken).rowcount == 1}


def _is_due(step: Step, last: datetime) -> bool:
    passed = step.real_now - last
    is_night = step.real_now.astimezone(step.services.zone).hour in NIGHT
    return passed >= (AT_NIGHT if is_night else BY_DAY)


def _note(step: Step, command: NoteCheck, _subject: None) -> None:
    value = {"count": command.count, "first": [dict(one) for one in command.first]}
    put_setting(step, LAST, value)
    step.audit_detail(found=command.count)
    if command.count:
        for person in step.organisation.holders("operator"):
            step.notice(person, "check_found", {"count": command.count}, is_at_once=True)


BEGIN_HANDLER = Handler(
    BeginCheck,
    action="check.begin",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_begin,
    chain=lambda _command, _subject: "house",
    object=lambda _command, _subject: "check",
    audited=False,
)
NOTE_HANDLER = Handler(
    NoteCheck,
    action="check.note",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_note,
    chain=lambda _command, _subject: "house",
    object=lambda _command, _subject: "check",
)
