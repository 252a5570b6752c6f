"""The point of no return: an element that carries `neiqin:pointOfNoReturn` has been completed, in the case or
in one of its called parts. A process that says by an expression when it is reached says so for its case and
all called parts.
"""

from __future__ import annotations

from sqlalchemy import select

import feel
from engine.bpmn.expressions import Template
from engine.execution.cases import load_variables
from engine.execution.definitions import ProcessDefinition
from engine.execution.expressions import host_functions
from engine.execution.step import Reader, Step
from engine.execution.tables import ELEMENT_INSTANCE, PROCESS_INSTANCE

RULE = "pointOfNoReturn"
_PI = PROCESS_INSTANCE.c


def is_past_no_return(step: Step | Reader, root_key: int) -> bool:
    """Asked of the whole case by its root's key."""
    parts = step.connection.execute(
        select(_PI.key, _PI.definition_key).where(_PI.root_key == root_key).order_by(_PI.key)
    ).all()
    store = step.services.definitions
    whole = {part.key: store.process(step.connection, part.definition_key) for part in parts}
    said = whole[root_key].process.root.rules.get(RULE)
    if said is not None:
        return _is_true_now(step, root_key, said)
    return any(is_past(step, key, definition) for key, definition in whole.items())


def is_past(step: Step | Reader, instance_key: int, definition: ProcessDefinition) -> bool:
    """Whether this one case, or part of a case, has completed such an element."""
    marked = [node.id for node in definition.process.nodes.values() if node.rules.get(RULE) == "true"]
    if not marked:
        return False
    done = select(ELEMENT_INSTANCE.c.token_key).where(
        ELEMENT_INSTANCE.c.instance_key == instance_key,
        ELEMENT_INSTANCE.c.element_id.in_(marked),
        ELEMENT_INSTANCE.c.how == "completed",
    )
    return step.connection.execute(done.limit(1)).first() is not None


def _is_true_now(step: Step | Reader, instance_key: int, template: Template) -> bool:
    """E.g. that a deadline is over; what cannot be told counts as no."""
    if isinstance(template, str):
        return template == "true"
    services = step.services
    functions = host_functions(step.now, services.zone, services.feel_calendar, lambda: step.organisation)
    try:
        return template.evaluate(load_variables(step, instance_key, 0), functions) is True
    except feel.FeelError:
        return False
