"""What the forms of a case keep from a reader's roles, by whatever door it would leave (ruling 26): timeline,
variables, files. Asked of the whole case, since values travel between a case and its called parts.

What a second person must type without seeing it (`blindUntil`) is kept from everybody until that is true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from engine.execution.cases import load_variables
from engine.execution.expressions import host_functions
from engine.execution.step import Reader
from engine.execution.tables import PROCESS_INSTANCE, USER_TASK
from engine.execution.visibility import takes_part
from engine.kernel.actor import Actor
from engine.processes.start import start_form
from forms.access import audience_of
from forms.components import Component, DynamicList, Field, Form, Group
from forms.expressions import holds

Path = tuple[str, ...]


@dataclass(frozen=True)
class Hidden:
    """paths: names from the variable inwards, through the rows of lists; sources: of attachments."""

    paths: frozenset[Path]
    sources: frozenset[str]

    def without(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values, less what is hidden."""
        kept = dict(values)
        for path in self.paths:
            _cut(kept, path)
        return kept


def hidden_from(reader: Reader, actor: Actor, instance_key: int) -> Hidden:
    """Of every form that a task or the start of the whole case was filled in with."""
    found: set[tuple[Path, str]] = set()
    audience = audience_of(actor.roles, takes_part(reader.connection, actor, instance_key))
    for form in _forms(reader, instance_key):
        found.update(_hidden(form.components, (), _Reading(audience, _typing(reader, instance_key, form))))
    return Hidden(frozenset(path for path, _ in found), frozenset(f"form:{ref}" for _, ref in found))


def _forms(reader: Reader, instance_key: int) -> Iterator[Form]:
    root = select(PROCESS_INSTANCE.c.root_key).where(PROCESS_INSTANCE.c.key == instance_key).scalar_subquery()
    parts = reader.connection.execute(
        select(PROCESS_INSTANCE.c.key, PROCESS_INSTANCE.c.definition_key).where(
            PROCESS_INSTANCE.c.root_key == root
        )
    ).all()
    store = reader.services.definitions
    for definition_key in sorted({part.definition_key for part in parts}):
        form = start_form(reader, store.process(reader.connection, definition_key))
        if form is not None:
            yield form
    of_tasks = select(USER_TASK.c.form_key).where(
        USER_TASK.c.instance_key.in_([part.key for part in parts]), USER_TASK.c.form_key.isnot(None)
    )
    for form_key in reader.connection.execute(of_tasks.distinct()).scalars().all():
        yield store.form(reader.connection, form_key).form


def _typing(reader: Reader, instance_key: int, form: Form) -> frozenset[str]:
    """Addresses of the fields that somebody else must still type without seeing them."""
    waiting = [field for field in form.fields() if field.blind_until is not None]
    if not waiting:
        return frozenset()
    variables, services = load_variables(reader, instance_key, 0), reader.services
    functions = host_functions(reader.now, services.zone, services.feel_calendar, lambda: reader.organisation)
    return frozenset(
        field.ref
        for field in waiting
        if field.blind_until is not None and not holds(field.blind_until, variables, functions)
    )


@dataclass(frozen=True)
class _Reading:
    """Who reads, and what nobody reads yet; seen: whether what is around is shown."""

    roles: frozenset[str]
    typing: frozenset[str]
    seen: bool = True

    def shows(self, component: Component) -> bool:
        return self.seen and component.access.may_see(self.roles) and component.ref not in self.typing


def _hidden(components: Sequence[Component], base: Path, reading: _Reading) -> Iterator[tuple[Path, str]]:
    """(path, address) of every field that is not shown; what is around a field counts for it too."""
    for component in components:
        shown = reading.shows(component)
        inner = replace(reading, seen=shown)
        if isinstance(component, Group):
            yield from _hidden(component.components, base, inner)
        elif isinstance(component, DynamicList):
            yield from _hidden(component.components, base + component.path, inner)
            if not shown:
                yield base + component.path, component.ref
        elif isinstance(component, Field) and not shown:
            yield base + component.path, component.ref


def _cut(values: dict[str, Any], path: Path) -> None:
    name, rest = path[0], path[1:]
    if name not in values:
        return
    if not rest:
        del values[name]
    else:
        values[name] = _inside(values[name], rest)


def _inside(value: Any, path: Path) -> Any:
    if isinstance(value, list):
        return [_inside(item, path) for item in value]
    if isinstance(value, Mapping):
        inner = dict(value)
        _cut(inner, path)
        return inner
    return value
