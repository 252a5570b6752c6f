"""A misspelt variable is null in FEEL and nothing says so: a name that nothing gives, and that is nearly one
that something gives, is told.

A warning and no refusal: workers, messages and whoever starts a case may bring what no drawing names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import feel
from engine.bpmn.graph import Flow, Node, Process
from engine.deployment.bundle import Bundle
from engine.deployment.lint.rules.functions_are_known import expressions_of
from engine.kernel.errors import Problem
from forms.components import DynamicList, Field, Form, in_scope

if TYPE_CHECKING:
    from engine.deployment.lint import World

# What the engine itself puts beside the variables of a case.
_ALWAYS = frozenset({
    "starter", "business_key", "loopCounter", "numberOfInstances", "numberOfActiveInstances",
    "numberOfCompletedInstances", "numberOfTerminatedInstances", "value",
})  # fmt: skip
# Of a shorter name nothing is left when one sign of it is wrong.
_SHORTEST = 3


def check(bundle: Bundle, world: World) -> Iterator[Problem]:
    """The processes of a bundle call each other and send messages: what one gives, all may read."""
    given = _ALWAYS.union(*(_given(process, bundle, world) for process, _ in bundle.processes.values()))
    for process, file in bundle.processes.values():
        owners: list[Node | Flow] = [*process.nodes.values(), *process.flows.values()]
        for owner in owners:
            for name, text in sorted(_read(owner, world)):
                meant = () if name in given or len(name) < _SHORTEST else feel.did_you_mean(name, given)
                if meant:
                    facts: dict[str, Any] = {"name": name, "expression": text[:200], "meant": list(meant)}
                    yield Problem("variable_unknown", file.filename, owner.id, owner.line, "warning", facts)


def _read(owner: Node | Flow, world: World) -> set[tuple[str, str]]:
    """(name, expression): without what may be a property of an item, and without what an output mapping
    takes from somebody of whom nobody knows what he brings.
    """
    if isinstance(owner, Node) and _is_answered_from_outside(owner, world):
        owner = replace(owner, outputs=())
    return {
        (name, expression.text)
        for expression in expressions_of(owner)
        for name in expression.names - expression.possible_names
    }


def _is_answered_from_outside(node: Node, world: World) -> bool:
    is_work = node.job is not None and node.job.type not in world.outputs
    return is_work or node.event is not None or node.called is not None or node.kind == "receiveTask"


def _given(process: Process, bundle: Bundle, world: World) -> set[str]:
    found: set[str] = set()
    for node in process.nodes.values():
        found.update(_of_node(node))
        found.update(_of_forms(node, bundle))
        if node.job is not None and isinstance(node.job.type, str):
            found.update(world.outputs.get(node.job.type, ()))
    return found


def _of_node(node: Node) -> Iterator[str]:
    for line in (*node.inputs, *node.outputs):
        yield line.target.partition(".")[0]
    if node.multi is not None:
        yield from (name for name in (node.multi.item, node.multi.collection) if name)
    if node.script is not None:
        yield node.script.result_variable.partition(".")[0]
    if node.decision is not None:
        yield node.decision.result_variable.partition(".")[0]
    if node.job is not None and "resultVariable" in node.job.headers:
        yield node.job.headers["resultVariable"]


def _of_forms(node: Node, bundle: Bundle) -> Iterator[str]:
    for form_id in (node.form_id, node.user_task.form_id if node.user_task else None):
        if isinstance(form_id, str) and form_id in bundle.forms:
            yield from _fields(bundle.forms[form_id][0])


def _fields(form: Form) -> Iterable[str]:
    for component in in_scope(form.components):
        if isinstance(component, Field | DynamicList):
            yield component.path[0]
            bind = component.properties.get("bind", "")
            if bind:
                yield f"{bind.partition('.')[0]}_key"
