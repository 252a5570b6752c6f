"""What the case pages show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from engine.bpmn.graph import Process
from engine.execution.definitions import ProcessDefinition
from engine.execution.step import Reader
from engine.execution.tables import (
    ATTACHMENT,
    COMMENT,
    ELEMENT_INSTANCE,
    HISTORY,
    INCIDENT,
    PROCESS_INSTANCE,
    USER_TASK,
    VARIABLE,
)
from engine.execution.visibility import may_see
from engine.kernel import exact_json
from engine.kernel.actor import Actor
from engine.kernel.errors import NotFound
from engine.permissions import rules
from engine.processes.hidden import Hidden, hidden_from
from engine.processes.no_return import is_past_no_return
from engine.processes.path import flows_taken
from engine.storage import cursors

_PI = PROCESS_INSTANCE.c
_OPEN_TASK = [column for column in USER_TASK.c if column.name not in ("draft", "draft_at")]


@dataclass(frozen=True)
class CaseView:
    """One case with its called parts.

    For the drawing, marks: element id -> done, now, wait, error; taken: ids of the flows gone along.
    """

    case: Mapping[str, Any]
    parts: Sequence[Mapping[str, Any]]
    definition: ProcessDefinition
    open_tasks: Sequence[Mapping[str, Any]]
    incidents: Sequence[Mapping[str, Any]]
    marks: Mapping[str, str]
    taken: frozenset[str]
    may: frozenset[str]


@dataclass(frozen=True)
class CancelSubject:
    """What the rule of cancelling reads: the page asks the same rule as the command."""

    started_by: str
    past_no_return: bool


@dataclass(frozen=True)
class TimelineEntry:
    """kind: see `Step.history`; facts: what its sentence needs."""

    id: int
    at: datetime
    kind: str
    instance_key: int
    element_id: str | None
    element_name: str | None
    actor: str
    on_behalf_of: str | None
    facts: Mapping[str, Any]


def my_cases(
    reader: Reader,
    actor: Actor,
    *,
    state: str | None = None,
    search: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> tuple[list[Mapping[str, Any]], str | None]:
    """The cases that I started, newest first, without the called parts."""
    query = select(PROCESS_INSTANCE).where(_PI.started_by == actor.user_id, _PI.parent_key.is_(None))
    if state:
        query = query.where(_PI.state == state)
    if search:
        pattern = cursors.like(search[:100])
        query = query.where(or_(*(one.ilike(pattern, escape="\\") for one in (_PI.title, _PI.business_key))))
    if cursor:
        query = query.where(_PI.key < cursors.key(cursors.decode(cursor, 1)[0]))
    found = reader.connection.execute(query.order_by(_PI.key.desc()).limit(limit + 1)).mappings()
    rows: list[Mapping[str, Any]] = [dict(row) for row in found]
    more = len(rows) > limit
    return rows[:limit], cursors.encode(rows[limit - 1]["key"]) if more else None


def open_tasks(reader: Reader, root_keys: Sequence[int]) -> list[Mapping[str, Any]]:
    """Open tasks of these cases and their parts: where they stand and with whom.

    What somebody has typed into one and not yet sent is nobody else's.
    """
    query = (
        select(*_OPEN_TASK, _PI.root_key)
        .join(PROCESS_INSTANCE, _PI.key == USER_TASK.c.instance_key)
        .where(_PI.root_key.in_(root_keys), USER_TASK.c.state == "created")
        .order_by(USER_TASK.c.key)
    )
    return [dict(row) for row in reader.connection.execute(query).mappings()]


def case_view(reader: Reader, actor: Actor, key: int) -> CaseView:
    """Raises NotFound also when the actor may not see it."""
    if not may_see(reader.connection, actor, key):
        raise NotFound(kind="process_instance", key=key)
    case = dict(reader.connection.execute(select(PROCESS_INSTANCE).where(_PI.key == key)).mappings().one())
    parts = [dict(row) for row in _tree(reader, case["root_key"])]
    keys = [part["key"] for part in parts]
    incidents = (
        reader.connection.execute(
            select(INCIDENT).where(INCIDENT.c.instance_key.in_(keys)).order_by(INCIDENT.c.key)
        )
        .mappings()
        .all()
    )
    definition = reader.services.definitions.process(reader.connection, case["definition_key"])
    marks, taken = _path(reader, definition.process, key, incidents)
    return CaseView(
        case=case,
        parts=parts,
        definition=definition,
        open_tasks=open_tasks(reader, [case["root_key"]]),
        incidents=[dict(row) for row in incidents],
        marks=marks,
        taken=taken,
        may=_may(reader, actor, case),
    )


def _may(reader: Reader, actor: Actor, case: Mapping[str, Any]) -> frozenset[str]:
    verbs = {"comment", "attach"}
    subject = CancelSubject(case["started_by"], is_past_no_return(reader, case["root_key"]))
    if case["state"] == "active" and rules.is_starter_before_no_return(actor, subject):
        verbs.add("cancel")
    if rules.is_operator(actor, subject):
        verbs.add("repair")
    return frozenset(verbs)


def _tree(reader: Reader, root_key: int) -> Any:
    return reader.connection.execute(
        select(PROCESS_INSTANCE).where(_PI.root_key == root_key).order_by(_PI.key)
    ).mappings()


def _path(
    reader: Reader, process: Process, key: int, incidents: Sequence[Any]
) -> tuple[dict[str, str], frozenset[str]]:
    """Marks of elements, and the flows gone along."""
    element = ELEMENT_INSTANCE.c
    rows = reader.connection.execute(
        select(element.token_key, element.element_id, element.left_at, element.how).where(
            element.instance_key == key
        )
    ).all()
    marks: dict[str, str] = {}
    for _, element_id, left_at, how in rows:
        if left_at is None:
            marks[element_id] = "now"
        elif how == "completed":
            marks.setdefault(element_id, "done")
    for incident in incidents:
        if incident["instance_key"] == key and incident["resolved_at"] is None:
            marks[incident["element_id"]] = "error"
    completed = {token for token, _, _, how in rows if how == "completed"}
    return marks, flows_taken(process, [(token, element_id) for token, element_id, _, _ in rows], completed)


def timeline(reader: Reader, actor: Actor, key: int) -> list[TimelineEntry]:
    """The whole case, its parts included, oldest first. Values of forms are left out where the actor may not
    see them.
    """
    if not may_see(reader.connection, actor, key):
        raise NotFound(kind="process_instance", key=key)
    root = reader.connection.execute(select(_PI.root_key).where(_PI.key == key)).scalar_one()
    parts = {row["key"]: row for row in _tree(reader, root)}
    rows = reader.connection.execute(
        select(HISTORY).where(HISTORY.c.instance_key.in_(list(parts))).order_by(HISTORY.c.id)
    ).mappings()
    hidden = hidden_from(reader, actor, key)
    return [_entry(reader, parts, row, hidden) for row in rows]


def _entry(reader: Reader, parts: Mapping[int, Any], row: Any, hidden: Hidden) -> TimelineEntry:
    definition = reader.services.definitions.process(
        reader.connection, parts[row["instance_key"]]["definition_key"]
    )
    node = definition.process.nodes.get(row["element_id"] or "")
    part = row["kind"] == "case_ended" and parts[row["instance_key"]]["parent_key"] is not None
    return TimelineEntry(
        id=row["id"],
        at=row["at"],
        # Older lines say of a called part what is true of the whole.
        kind="part_ended" if part else row["kind"],
        instance_key=row["instance_key"],
        element_id=row["element_id"],
        element_name=None if node is None else node.name,
        actor=row["actor"],
        on_behalf_of=row["on_behalf_of"],
        facts=_without(row["facts"], hidden),
    )


def _without(facts: Mapping[str, Any], hidden: Hidden) -> Mapping[str, Any]:
    """What was typed, less what this reader may not see.

    What a decision was told stands under the words of its table; no name tells which of it is hidden.
    """
    shown = {name: value for name, value in facts.items() if name != "inputs" or not hidden.paths}
    values = facts.get("values")
    return shown if not isinstance(values, Mapping) else {**shown, "values": hidden.without(values)}


def variables(reader: Reader, actor: Actor, key: int) -> dict[str, Any]:
    """The variables of the process scope, without those of fields that this actor may not see."""
    if not may_see(reader.connection, actor, key):
        raise NotFound(kind="process_instance", key=key)
    rows = reader.connection.execute(
        select(VARIABLE.c.name, VARIABLE.c.value)
        .where(VARIABLE.c.instance_key == key, VARIABLE.c.scope == 1)
        .order_by(VARIABLE.c.name)
    )
    values = {name: exact_json.loads(text) for name, text in rows if not name.startswith("#")}
    return hidden_from(reader, actor, key).without(values)


def documents(reader: Reader, actor: Actor, key: int) -> list[Mapping[str, Any]]:
    """Files of the case and its parts, oldest first, without those of fields that the actor may not see."""
    if not may_see(reader.connection, actor, key):
        raise NotFound(kind="process_instance", key=key)
    root = reader.connection.execute(select(_PI.root_key).where(_PI.key == key)).scalar_one()
    keys = [row["key"] for row in _tree(reader, root)]
    query = select(ATTACHMENT).where(ATTACHMENT.c.instance_key.in_(keys)).order_by(ATTACHMENT.c.key)
    hidden = hidden_from(reader, actor, key)
    rows = reader.connection.execute(query).mappings()
    return [dict(row) for row in rows if row["source"] not in hidden.sources]


def comments(reader: Reader, actor: Actor, key: int) -> list[Mapping[str, Any]]:
    """Comments on the case and its parts, oldest first."""
    if not may_see(reader.connection, actor, key):
        raise NotFound(kind="process_instance", key=key)
    root = reader.connection.execute(select(_PI.root_key).where(_PI.key == key)).scalar_one()
    keys = [row["key"] for row in _tree(reader, root)]
    query = select(COMMENT).where(COMMENT.c.instance_key.in_(keys)).order_by(COMMENT.c.key)
    return [dict(row) for row in reader.connection.execute(query).mappings()]


def attachment(reader: Reader, actor: Actor, key: int) -> Mapping[str, Any]:
    """One file's row. Raises NotFound also when the actor may not see its case, or the field of the file."""
    row = reader.connection.execute(select(ATTACHMENT).where(ATTACHMENT.c.key == key)).mappings().first()
    if row is None or not may_see(reader.connection, actor, row["instance_key"]):
        raise NotFound(kind="attachment", key=key)
    if row["source"] in hidden_from(reader, actor, row["instance_key"]).sources:
        raise NotFound(kind="attachment", key=key)
    return dict(row)
