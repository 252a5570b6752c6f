"""Which processes a person may start."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from engine.execution.expressions import host_functions
from engine.execution.step import Reader
from engine.execution.tables import DEFINITION
from engine.kernel.actor import Actor
from engine.kernel.errors import NotFound
from engine.permissions import rules
from engine.processes.start import StartSubject, start_form, startable_by
from forms.schema import Form


@dataclass(frozen=True)
class Startable:
    id: str
    name: str
    version: int
    documentation: str
    form: Form | None
    category: str = ""


def startable(reader: Reader, actor: Actor) -> list[Startable]:
    """The processes in force that this person may start, by category and name."""
    ids = reader.connection.execute(
        select(DEFINITION.c.id).where(DEFINITION.c.kind == "process").distinct().order_by(DEFINITION.c.id)
    ).scalars()
    found = [one for id in list(ids) if (one := _startable(reader, actor, id)) is not None]
    return sorted(found, key=lambda one: (one.category, one.name))


def startable_one(reader: Reader, actor: Actor, process_id: str) -> Startable:
    """Raises NotFound when it is not in force or this person may not start it."""
    found = _startable(reader, actor, process_id)
    if found is None:
        raise NotFound(kind="process", id=process_id)
    return found


def _startable(reader: Reader, actor: Actor, process_id: str) -> Startable | None:
    store = reader.services.definitions
    key = store.in_force(reader.connection, "process", process_id, reader.now)
    if key is None:
        return None
    definition = store.process(reader.connection, key)
    if definition.process.plain_start(definition.process.root) is None:
        # It begins by messages and signals alone, not by hand.
        return None
    services = reader.services
    functions = host_functions(reader.now, services.zone, services.feel_calendar, lambda: reader.organisation)
    if not rules.may_start(actor, StartSubject(definition, startable_by(reader, definition, functions))):
        return None
    return Startable(
        definition.id,
        definition.name,
        definition.version,
        definition.process.root.documentation,
        start_form(reader, definition),
        str(definition.process.root.rules.get("category", "")),
    )
