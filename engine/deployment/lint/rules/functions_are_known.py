"""A misspelt function gives null in FEEL, so a condition is never true: every function must exist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import feel
from engine.bpmn.graph import Flow, Node
from engine.deployment.bundle import Bundle
from engine.kernel.errors import Problem

if TYPE_CHECKING:
    from engine.deployment.lint import World


def check(bundle: Bundle, world: World) -> Iterator[Problem]:
    known = feel.BUILTIN_NAMES | world.functions
    for process, file in bundle.processes.values():
        owners: list[Node | Flow] = [*process.nodes.values(), *process.flows.values()]
        for owner in owners:
            for expression in expressions_of(owner):
                for name in sorted(expression.functions - known):
                    facts: dict[str, Any] = {"function": name, "expression": expression.text[:200]}
                    facts["meant"] = list(feel.did_you_mean(name, known))
                    yield Problem("function_unknown", file.filename, owner.id, owner.line, facts=facts)


def expressions_of(owner: Node | Flow) -> Iterator[feel.Expression]:
    """Every expression of an element, without those of the elements around it."""
    for field in fields(owner):
        if field.name not in ("outgoing", "incoming", "shape", "edge"):
            yield from _inside(getattr(owner, field.name))


def _inside(value: Any) -> Iterator[feel.Expression]:
    if isinstance(value, feel.Expression):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _inside(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _inside(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _inside(getattr(value, field.name))
