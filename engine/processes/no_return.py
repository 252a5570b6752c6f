"""The point of no return: an element that carries `neiqin:pointOfNoReturn` has been completed, in the case or
in one of its called parts.
"""

from __future__ import annotations

from sqlalchemy import select

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
    marked = [node.id for node in definition.process.nodes.values() if node.rules.get(RULE) == "true"]
    if not marked:
        return False
    done = select(ELEMENT_INSTANCE.c.token_key).where(
        ELEMENT_INSTANCE.c.instance_key == instance_key,
        ELEMENT_INSTANCE.c.element_id.in_(marked),
        ELEMENT_INSTANCE.c.how == "completed",
    )
    return step.connection.execute(done.limit(1)).first() is not None
