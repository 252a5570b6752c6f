"""Deployed definitions, parsed once per process and shared: the rows never change."""

from __future__ import annotations

import base64
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, select

from engine import decisions
from engine.bpmn.dialect import read_bpmn
from engine.bpmn.graph import Process
from engine.bpmn.model import Model
from engine.decisions import Decision
from engine.execution.tables import DEFINITION
from engine.kernel.errors import NotFound
from engine.storage.prepared import Prepared
from forms.schema import Form, read_form

T = TypeVar("T")
KEPT = 500
# The property of a user task that names the steps whose persons are kept away from it.
FOUR_EYES = "mustDifferFrom"

_ROW = Prepared(select(DEFINITION).where(DEFINITION.c.key == bindparam("k")))
_IN_FORCE = Prepared(
    select(DEFINITION.c.key)
    .where(DEFINITION.c.kind == bindparam("kind"), DEFINITION.c.id == bindparam("i"))
    .where(DEFINITION.c.effective_from <= bindparam("at", type_=DEFINITION.c.effective_from.type))
    .order_by(DEFINITION.c.effective_from.desc(), DEFINITION.c.version.desc())
    .limit(1)
)
_NAMES = [column.name for column in DEFINITION.columns]


@dataclass(frozen=True)
class ProcessDefinition:
    """One version of one process, ready to run.

    kept_apart   ids of the elements that the four eyes of some task of this process name
    """

    key: int
    id: str
    version: int
    name: str
    bindings: Mapping[str, Mapping[str, Any]]
    process: Process
    model: Model
    kept_apart: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FormDefinition:
    key: int
    id: str
    version: int
    form: Form


@dataclass(frozen=True)
class DecisionDefinition:
    key: int
    id: str
    version: int
    decision: Decision


class DefinitionStore:
    """Finds definitions; asks the database for which version, and its own memory for the parsed form."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], Any] = OrderedDict()
        self._lock = Lock()

    def process(self, connection: Connection, key: int) -> ProcessDefinition:
        return self._get("process", key, lambda: _read_process(_row(connection, key)))

    def form(self, connection: Connection, key: int) -> FormDefinition:
        return self._get("form", key, lambda: _read_form(_row(connection, key)))

    def decision(self, connection: Connection, key: int) -> DecisionDefinition:
        return self._get("decision", key, lambda: _read_decision(_row(connection, key)))

    def in_force(self, connection: Connection, kind: str, id: str, now: datetime) -> int | None:
        """Key of the version in force at this instant, or None."""
        found = _IN_FORCE.fetch_one(connection, {"kind": kind, "i": id, "at": now})
        return None if found is None else int(found[0])

    def latest_process(self, connection: Connection, process_id: str, now: datetime) -> ProcessDefinition:
        """Raises NotFound when no such process is deployed."""
        key = self.in_force(connection, "process", process_id, now)
        if key is None:
            raise NotFound(kind="process", id=process_id)
        return self.process(connection, key)

    def form_key(
        self, connection: Connection, definition: ProcessDefinition, form_id: str, now: datetime
    ) -> int | None:
        """The form that came with this version of the process, else the one in force."""
        bound = definition.bindings.get("form", {}).get(form_id)
        return int(bound) if bound is not None else self.in_force(connection, "form", form_id, now)

    def _get(self, kind: str, key: int, read: Callable[[], T]) -> T:
        with self._lock:
            kept = self._kept.get((kind, key))
        if kept is not None:
            found: T = kept
            return found
        made = read()
        with self._lock:
            self._kept[kind, key] = made
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def _row(connection: Connection, key: int) -> dict[str, Any]:
    found = _ROW.fetch_one(connection, {"k": key})
    if found is None:
        raise NotFound(kind="definition", key=key)
    return dict(zip(_NAMES, found, strict=True))


def _read_process(row: dict[str, Any]) -> ProcessDefinition:
    process = read_bpmn(bytes(row["content"]), row["filename"]).processes[row["id"]]
    return ProcessDefinition(
        row["key"],
        row["id"],
        row["version"],
        row["name"],
        row["bindings"],
        process,
        Model(process),
        _kept_apart(process),
    )


def _kept_apart(process: Process) -> frozenset[str]:
    """A rule that is an expression names persons, not elements."""
    rules = [node.rules.get(FOUR_EYES) for node in process.nodes.values()]
    return frozenset(
        name.strip() for rule in rules if isinstance(rule, str) for name in rule.split(",") if name.strip()
    )


def _read_form(row: dict[str, Any]) -> FormDefinition:
    return FormDefinition(
        row["key"], row["id"], row["version"], read_form(bytes(row["content"]), row["filename"])
    )


def _read_decision(row: dict[str, Any]) -> DecisionDefinition:
    imports = [base64.b64decode(text) for text in row["bindings"].get("imports", ())]
    found = decisions.read(bytes(row["content"]), row["filename"], imports)
    decision = next(each for each in found if each.id == row["id"])
    return DecisionDefinition(row["key"], row["id"], row["version"], decision)
