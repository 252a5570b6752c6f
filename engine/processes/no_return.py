"""The point of no return: an element that carries `neiqin:pointOfNoReturn` has been completed, in the case or
in one of its called parts, or what the property of their process says is true by now.
"""

from __future__ import annotations

from sqlalchemy import select

import feel
from engine.execution.cases import load_variables
from engine.execution.definitions import ProcessDefinition
from engine.execution.expressions import host_functions
from engine.execution.step import Reader, Step
from engine.execution.tables import ELEMENT_INSTANCE, PROCESS_INSTANCE

RULE = "pointOfNoReturn"


def is_past_no_return(step: Step | Reader, root_key: int) -> bool:
    """Asked of the whole case by its root's key."""
    parts = step.connection.execute(
        select(PROCESS_INSTANCE.c.key, PROCESS_INSTANCE.c.definition_key).where(
            PROCESS_INSTANCE.c.root_key == root_key
        )
    ).all()
    return any(_has_passed(step, part.key, part.definition_key) for part in parts)


def _has_passed(step: Step | Reader, instance_key: int, definition_key: int) -> bool:
    definition = step.services.definitions.process(step.connection, definition_key)
    return _is_true_now(step, instance_key, definition) or _is_done(step, instance_key, definition)


def _is_true_now(step: Step | Reader, instance_key: int, definition: ProcessDefinition) -> bool:
    """The expression of the process, e.g. that a deadline is over; unknown counts as no."""
    template = definition.process.root.rules.get(RULE)
    if template is None or isinstance(template, str):
        return template == "true"
    services = step.services
    functions = host_functions(step.now, services.zone, services.feel_calendar, lambda: step.organisation)
    try:
        return template.evaluate(load_variables(step, instance_key, 0), functions) is True
    except feel.FeelError:
        return False


def _is_done(step: Step | Reader, instance_key: int, definition: ProcessDefinition) -> bool:
    marked = [node.id for node in definition.process.nodes.values() if node.rules.get(RULE) == "true"]
    if not marked:
        return False
    done = select(ELEMENT_INSTANCE.c.token_key).where(
        ELEMENT_INSTANCE.c.instance_key == instance_key,
        ELEMENT_INSTANCE.c.element_id.in_(marked),
        ELEMENT_INSTANCE.c.how == "completed",
    )
    return step.connection.execute(done.limit(1)).first() is not None
