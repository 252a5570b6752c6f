"""Cases inside a step: locked once, loaded once, written once at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from engine.bpmn.graph import Node, Process
from engine.bpmn.instance import Instance
from engine.bpmn.scopes import ScopeChanges
from engine.execution.definitions import ProcessDefinition
from engine.execution.expressions import StepEvaluator, host_functions
from engine.execution.step import Reader, Step
from engine.execution.tables import ELEMENT_INSTANCE, PROCESS_INSTANCE, VARIABLE
from engine.kernel.errors import ConcurrentChange, NotFound
from engine.storage.prepared import Prepared

_PI = PROCESS_INSTANCE.c
_COLUMNS = [column.name for column in PROCESS_INSTANCE.columns]

_SELECT = Prepared(select(PROCESS_INSTANCE).where(_PI.key == bindparam("k")))
_MEMBER = PROCESS_INSTANCE.alias("member")
# SQLite's one writer is lock enough and it has no such clause; SQLAlchemy leaves it out there.
_LOCK_ROOT = Prepared(
    select(_PI.key)
    .where(_PI.key == select(_MEMBER.c.root_key).where(_MEMBER.c.key == bindparam("k")).scalar_subquery())
    .with_for_update()
)
_VARIABLES = Prepared(
    select(VARIABLE.c.scope, VARIABLE.c.name, VARIABLE.c.value).where(
        VARIABLE.c.instance_key == bindparam("k")
    )
)
_INSERT = Prepared(PROCESS_INSTANCE.insert(), _COLUMNS)
_UPDATE = Prepared(
    PROCESS_INSTANCE.update()
    .where(_PI.key == bindparam("k"), _PI.revision == bindparam("was"))
    .values(
        state=bindparam("new_state"),
        has_incident=bindparam("new_incident"),
        business_key=bindparam("new_business_key"),
        title=bindparam("new_title"),
        ended_at=bindparam("new_ended_at", type_=_PI.ended_at.type),
        visible_to=bindparam("new_visible_to", type_=_PI.visible_to.type),
        revision=_PI.revision + 1,
        tokens=bindparam("new_tokens"),
    )
)
_PUT_VARIABLE = Prepared(VARIABLE.insert(), ["instance_key", "scope", "name", "value"])
_SET_VARIABLE = Prepared(
    VARIABLE.update()
    .where(
        VARIABLE.c.instance_key == bindparam("k"),
        VARIABLE.c.scope == bindparam("s"),
        VARIABLE.c.name == bindparam("n"),
    )
    .values(value=bindparam("v"))
)
_DROP_VARIABLE = Prepared(
    VARIABLE.delete().where(
        VARIABLE.c.instance_key == bindparam("k"),
        VARIABLE.c.scope == bindparam("s"),
        VARIABLE.c.name == bindparam("n"),
    )
)
_LEAVE = Prepared(
    ELEMENT_INSTANCE.update()
    .where(ELEMENT_INSTANCE.c.instance_key == bindparam("k"), ELEMENT_INSTANCE.c.token_key == bindparam("t"))
    .values(left_at=bindparam("at", type_=ELEMENT_INSTANCE.c.left_at.type), how=bindparam("h"))
)


@dataclass
class Case:
    """One process instance in this step. `revision` is None while it is new."""

    key: int
    root_key: int
    definition: ProcessDefinition
    instance: Instance
    started_by: str
    started_at: datetime
    title: str
    state: str = "active"
    business_key: str | None = None
    parent_key: int | None = None
    parent_token: int | None = None
    parent_element: str | None = None
    has_incident: bool = False
    ended_at: datetime | None = None
    visible_to: list[str] | None = None
    revision: int | None = None
    known_variables: set[tuple[int, str]] = field(default_factory=set)
    entered: dict[int, dict[str, Any]] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)
    elements_left: dict[int, str] = field(default_factory=dict)
    # Tokens whose task this step has ended itself.
    tasks_ended: set[int] = field(default_factory=set)
    # What is in the row, to see at the end whether this step changed it.
    stored: tuple[Any, ...] | None = None

    def changeable(self, tokens: str) -> tuple[Any, ...]:
        """The columns that a step may change."""
        said = (self.state, self.has_incident, self.business_key, self.title)
        return (*said, self.ended_at, self.visible_to, tokens)

    def hosts_of_timers(self, token: int) -> list[int]:
        """The token and the scopes that it is in, as far as the drawing gives them timers."""
        process, instance = self.definition.process, self.instance
        return [
            key
            for key in instance.scopes_of(token)
            if _holds_timers(process, process.nodes.get(instance.element_of(key), process.root))
        ]


def _holds_timers(process: Process, node: Node) -> bool:
    """An event subprocess may begin with one, which its own drawing says."""
    events = [process.nodes[boundary].event for boundary in node.boundaries]
    return bool(node.event_subprocesses) or any(event is not None and event.timer for event in events)


def lock_root(step: Step, instance_key: int) -> int:
    """Locks the whole tree of a case by its root row; returns the root's key. Raises NotFound."""
    found = _LOCK_ROOT.fetch_one(step.connection, {"k": instance_key})
    if found is None:
        raise NotFound(kind="process_instance", key=instance_key)
    return int(found[0])


def load_case(step: Step, key: int) -> Case:
    """The case with its live tokens; the same object for the whole step. The caller has locked its root."""
    case = step.cases.get(key)
    if case is None:
        case = step.cases[key] = _load(step, key)
    return case


def _load(step: Step, key: int) -> Case:
    found = _SELECT.fetch_one(step.connection, {"k": key})
    if found is None:
        raise NotFound(kind="process_instance", key=key)
    row = dict(zip(_COLUMNS, found, strict=True))
    definition = step.services.definitions.process(step.connection, row["definition_key"])
    variables = _VARIABLES.fetch_all(step.connection, {"k": key})
    instance = Instance.load(definition.model, evaluator(step), row["tokens"], variables)
    case = Case(
        key=key,
        root_key=row["root_key"],
        definition=definition,
        instance=instance,
        started_by=row["started_by"],
        started_at=row["started_at"],
        title=row["title"],
        state=row["state"],
        business_key=row["business_key"],
        parent_key=row["parent_key"],
        parent_token=row["parent_token"],
        parent_element=row["parent_element"],
        has_incident=bool(row["has_incident"]),
        ended_at=row["ended_at"],
        visible_to=row["visible_to"],
        revision=row["revision"],
        known_variables={(scope, name) for scope, name, _ in variables},
    )
    case.stored = case.changeable(row["tokens"])
    return case


def new_case(
    step: Step,
    definition: ProcessDefinition,
    *,
    started_by: str,
    title: str,
    parent: Case | None = None,
    parent_token: int | None = None,
    parent_element: str | None = None,
) -> Case:
    """A case that does not run yet."""
    key = step.keys.next()
    case = Case(
        key=key,
        root_key=parent.root_key if parent is not None else key,
        definition=definition,
        instance=Instance.create(definition.model, evaluator(step), called=parent is not None),
        started_by=started_by,
        started_at=step.now,
        title=title,
        business_key=parent.business_key if parent is not None else None,
        parent_key=parent.key if parent is not None else None,
        parent_token=parent_token,
        parent_element=parent_element,
    )
    step.cases[key] = case
    return case


def load_variables(reader: Reader | Step, instance_key: int, token_key: int) -> dict[str, Any]:
    """What a live token sees, read from a snapshot; the process's variables when the token has left."""
    found = _SELECT.fetch_one(reader.connection, {"k": instance_key})
    if found is None:
        raise NotFound(kind="process_instance", key=instance_key)
    row = dict(zip(_COLUMNS, found, strict=True))
    services = reader.services
    functions = host_functions(reader.now, services.zone, services.feel_calendar, lambda: reader.organisation)
    definition = services.definitions.process(reader.connection, row["definition_key"])
    variables = _VARIABLES.fetch_all(reader.connection, {"k": instance_key})
    instance = Instance.load(definition.model, StepEvaluator(functions), row["tokens"], variables)
    return instance.variables(token_key) if instance.has_token(token_key) else instance.variables()


def evaluator(step: Step) -> StepEvaluator:
    """One evaluator a step: its host functions share the step's instant and directory."""
    found = step.__dict__.get("_evaluator")
    if found is None:
        services = step.services
        functions = host_functions(step.now, services.zone, services.feel_calendar, lambda: step.organisation)
        found = step.__dict__["_evaluator"] = StepEvaluator(functions)
    kept: StepEvaluator = found
    return kept


def save_cases(step: Step) -> None:
    """Writes every case that the step touched. Raises ConcurrentChange when another step was faster."""
    for case in step.cases.values():
        changes = case.instance.changes()
        _save_row(step, case, has_changes=bool(changes.put or changes.deleted))
        _save_variables(step, case, changes)
        _save_elements(step, case)


def _save_row(step: Step, case: Case, *, has_changes: bool) -> None:
    tokens = case.instance.dump()
    if case.revision is None:
        row = {name: getattr(case, name, None) for name in _COLUMNS}
        row |= {
            "definition_key": case.definition.key,
            "process_id": case.definition.id,
            "version": case.definition.version,
            "revision": 1,
            "tokens": tokens,
        }
        _INSERT.execute(step.connection, row)
        return
    if not has_changes and case.stored == case.changeable(tokens):
        # Only looked at, as the cases around a called one are.
        return
    new = {
        "k": case.key,
        "was": case.revision,
        "new_state": case.state,
        "new_incident": case.has_incident,
        "new_business_key": case.business_key,
        "new_title": case.title,
        "new_ended_at": case.ended_at,
        "new_visible_to": case.visible_to,
        "new_tokens": tokens,
    }
    if _UPDATE.execute(step.connection, new) != 1:
        raise ConcurrentChange(kind="process_instance", key=case.key)


def _save_variables(step: Step, case: Case, changes: ScopeChanges) -> None:
    new, changed = [], []
    for scope, name, text in changes.put:
        if (scope, name) in case.known_variables:
            changed.append({"k": case.key, "s": scope, "n": name, "v": text})
        else:
            new.append({"instance_key": case.key, "scope": scope, "name": name, "value": text})
    dropped = [
        {"k": case.key, "s": scope, "n": name}
        for scope, name in changes.deleted
        if (scope, name) in case.known_variables
    ]
    _PUT_VARIABLE.execute_many(step.connection, new)
    _SET_VARIABLE.execute_many(step.connection, changed)
    _DROP_VARIABLE.execute_many(step.connection, dropped)


def _save_elements(step: Step, case: Case) -> None:
    left = [
        {"k": case.key, "t": token, "at": step.now, "h": how}
        for token, how in case.left.items()
        if token not in case.entered
    ]
    for token, row in case.entered.items():
        how = case.left.get(token)
        step.writes.elements.append({**row, "left_at": step.now if how else None, "how": how})
    _LEAVE.execute_many(step.connection, left)
