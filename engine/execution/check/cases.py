"""Each running case against its rows: every token that waits has something to wait for, every row its token.

The state holds the tokens; what they wait for are rows of other tables, written in the same transaction. A
few hundred cases are looked at in one snapshot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, select, true

from engine.bpmn.graph import Node
from engine.bpmn.instance import ROOT, Instance
from engine.bpmn.state import LiveToken
from engine.execution import tables as t
from engine.execution.carry_out.jobs import CONTINUE_TYPE, OWN_TYPES
from engine.execution.check.finding import Finding, Lend, snapshot
from engine.execution.definitions import ProcessDefinition
from engine.execution.expressions import StepEvaluator
from engine.execution.step import Reader
from engine.kernel.errors import EngineError

BATCH = 200
_PI = t.PROCESS_INSTANCE.c
# One without a try left waits for the operator of its incident, and for nobody else.
_IS_TRIED = and_(t.JOB.c.state == "created", t.JOB.c.retries > 0)
# What waits for a token: the table, and what is true of a row as long as it waits.
WAITING: dict[str, tuple[Table, ColumnElement[bool]]] = {
    "task": (t.USER_TASK, t.USER_TASK.c.state == "created"),
    "timer": (t.TIMER, t.TIMER.c.state == "waiting"),
    "job": (t.JOB, and_(_IS_TRIED, t.JOB.c.type.not_in(OWN_TYPES))),
    "message": (t.SUBSCRIPTION, true()),
    "signal": (t.SIGNAL_SUBSCRIPTION, true()),
}
EVENTS = ("timer", "message", "signal")
_MISSING = {"task": "task_missing", "job": "job_missing"}


@dataclass
class Rows:
    """What the tables hold for one case: token key -> element ids, by kind.

    called     (called case, token that called it)
    continues  a job lets it go on after the limit of moves
    """

    waits: dict[str, dict[int, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    incidents: set[int] = field(default_factory=set)
    called: list[tuple[int, int]] = field(default_factory=list)
    elements: dict[int, str] = field(default_factory=dict)
    scopes: set[int] = field(default_factory=set)
    continues: bool = False
    has_incident: bool = False

    @property
    def is_empty(self) -> bool:
        return not (any(self.waits.values()) or self.called or self.continues or self.has_incident)


def check(lend: Lend) -> Iterator[Finding]:
    last = 0
    while True:
        with snapshot(lend) as reader:
            found = _batch(reader, last)
            rows = _rows(reader, {row["key"]: row["root_key"] for row in found})
            for row in found:
                yield from _case(reader, row, rows[row["key"]])
        if len(found) < BATCH:
            return
        last = found[-1]["key"]


def _batch(reader: Reader, after: int) -> list[dict[str, Any]]:
    query = select(_PI.key, _PI.root_key, _PI.definition_key, _PI.tokens)
    query = query.where(_PI.state == "active", _PI.key > after).order_by(_PI.key).limit(BATCH)
    return [dict(row) for row in reader.connection.execute(query).mappings()]


def _rows(reader: Reader, roots: dict[int, int]) -> dict[int, Rows]:
    found: dict[int, Rows] = defaultdict(Rows)
    keys = list(roots)
    _add_waits(reader.connection, keys, found)
    _add_called(reader.connection, roots, found)
    _add_marks(reader.connection, keys, found)
    return found


def _add_waits(connection: Connection, keys: list[int], found: dict[int, Rows]) -> None:
    for kind, (table, is_waiting) in WAITING.items():
        query = select(table.c.instance_key, table.c.token_key, table.c.element_id)
        query = query.where(table.c.instance_key.in_(keys), is_waiting)
        for case, token, element in connection.execute(query):
            found[case].waits[kind].setdefault(token, set()).add(element)
    goes_on = select(t.JOB.c.instance_key).where(_IS_TRIED, t.JOB.c.type == CONTINUE_TYPE)
    for case in connection.scalars(goes_on.where(t.JOB.c.instance_key.in_(keys))):
        found[case].continues = True


def _add_called(connection: Connection, roots: dict[int, int], found: dict[int, Rows]) -> None:
    called = select(_PI.key, _PI.parent_key, _PI.parent_token).where(
        _PI.root_key.in_(set(roots.values())), _PI.parent_key.in_(list(roots)), _PI.state == "active"
    )
    for key, parent, token in connection.execute(called):
        found[parent].called.append((key, token))


def _add_marks(connection: Connection, keys: list[int], found: dict[int, Rows]) -> None:
    """Open incidents, elements that are entered, and scopes that hold variables."""
    incidents = select(t.INCIDENT.c.instance_key, t.INCIDENT.c.token_key)
    open_ = incidents.where(t.INCIDENT.c.instance_key.in_(keys), t.INCIDENT.c.resolved_at.is_(None))
    for case, token in connection.execute(open_):
        found[case].has_incident = True
        found[case].incidents.add(token)
    live = select(t.ELEMENT_INSTANCE).where(
        t.ELEMENT_INSTANCE.c.instance_key.in_(keys), t.ELEMENT_INSTANCE.c.left_at.is_(None)
    )
    for row in connection.execute(live):
        found[row.instance_key].elements[row.token_key] = row.element_id
    scopes = select(t.VARIABLE.c.instance_key, t.VARIABLE.c.scope).distinct()
    for case, scope in connection.execute(scopes.where(t.VARIABLE.c.instance_key.in_(keys))):
        found[case].scopes.add(scope)


def _case(reader: Reader, row: dict[str, Any], rows: Rows) -> Iterator[Finding]:
    case = row["key"]
    try:
        definition = reader.services.definitions.process(reader.connection, row["definition_key"])
        instance = Instance.load(definition.model, StepEvaluator({}), row["tokens"], ())
    except (EngineError, ValueError, KeyError, TypeError) as fault:
        yield Finding("case_unreadable", {"reason": f"{type(fault).__name__}: {fault}"[:200]}, case)
        return
    tokens = {token.key: token for token in instance.tokens}
    yield from _without_token(case, rows, tokens, definition)
    if rows.is_empty:
        yield Finding("waits_for_nothing", {}, case, _where(tokens))
        return
    parents = {token.parent_key for token in tokens.values()}
    for token in tokens.values():
        node = definition.process.nodes.get(token.element_id, definition.process.root)
        code = _lacks(rows, token, node, is_leaf=token.key not in parents and not token.is_scope)
        if code is not None:
            yield Finding(code, {}, case, token.element_id)


def _where(tokens: dict[int, LiveToken]) -> str | None:
    """The element at which it stands: the youngest token."""
    return tokens[max(tokens)].element_id if tokens else None


def _lacks(rows: Rows, token: LiveToken, node: Node, *, is_leaf: bool) -> str | None:
    """What a live token should have and has not; None where all is well."""
    if token.state == "ready":
        return None if rows.continues else "continuation_missing"
    if token.state == "incident":
        return None if token.key in rows.incidents else "incident_missing"
    if token.state == "active" and token.key not in rows.elements:
        return "element_missing"
    if token.state != "active" or not is_leaf or token.key in rows.incidents:
        return None
    if node.called is not None:
        return None if any(at == token.key for _, at in rows.called) else "called_missing"
    for kind, is_asked in (("task", node.kind == "userTask"), ("job", node.job is not None)):
        if is_asked:
            return None if token.key in rows.waits[kind] else _MISSING[kind]
    return None if any(token.key in rows.waits[kind] for kind in EVENTS) else "event_missing"


def _without_token(
    case: int, rows: Rows, tokens: dict[int, LiveToken], definition: ProcessDefinition
) -> Iterator[Finding]:
    for kind, waits in rows.waits.items():
        for token, elements in waits.items():
            if token not in tokens:
                for element in sorted(elements):
                    yield Finding("token_gone", {"what": kind}, case, element)
    for token, element in rows.elements.items():
        if token not in tokens or tokens[token].element_id != element:
            yield Finding("token_gone", {"what": "element"}, case, element)
    for scope in sorted(rows.scopes - tokens.keys() - {ROOT}):
        yield Finding("token_gone", {"what": "variable", "scope": scope}, case)
    for called, token in rows.called:
        held = tokens.get(token)
        node = None if held is None else definition.process.nodes.get(held.element_id)
        if node is None or node.called is None:
            yield Finding("caller_elsewhere", {"caller": case}, called)
