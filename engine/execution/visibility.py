"""Who may see a case: the starter, everyone who did or is asked for a task of it, and those who oversee.

Asked of a whole case (root and called parts): who approves inside a called part sees the case it belongs to.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, or_, select

from engine.execution.tables import (
    COMPLETION,
    NOTICE,
    PROCESS_INSTANCE,
    USER_TASK,
    USER_TASK_CANDIDATE,
)
from engine.kernel.actor import Actor
from engine.storage.prepared import Prepared

OVERSEERS = frozenset({"operator", "auditor", "general_manager"})

# Whom `std` in a form means beside those who take part (domain: the desk and who answers for it).
STANDARD = frozenset(
    {"sales_assistant", "sales_assistant_lead", "sales_manager", "general_manager", "auditor"}
)

_PI = PROCESS_INSTANCE.c
_ROOT = Prepared(select(_PI.root_key).where(_PI.key == bindparam("k")))


def may_see(connection: Connection, actor: Actor, instance_key: int) -> bool:
    """True when the actor may open this case."""
    found = _ROOT.fetch_one(connection, {"k": instance_key})
    if found is None:
        return False
    if actor.is_system or actor.roles & OVERSEERS:
        return True
    return _took_part(connection, actor, found[0])


def takes_part(connection: Connection, actor: Actor, instance_key: int) -> bool:
    """Whether `std` in a form of this case means the actor. An operator who repairs it, or someone who was
    only told of it, sees the case but is an onlooker.
    """
    found = _ROOT.fetch_one(connection, {"k": instance_key})
    if found is None:
        return False
    return actor.is_system or bool(actor.roles & STANDARD) or _has_work(connection, actor, found[0])


def _took_part(connection: Connection, actor: Actor, root_key: int) -> bool:
    if _has_work(connection, actor, root_key):
        return True
    tree = select(_PI.key).where(_PI.root_key == root_key).scalar_subquery()
    told = select(NOTICE.c.key).where(
        NOTICE.c.instance_key.in_(tree), NOTICE.c.person.in_(list(actor.persons))
    )
    return connection.execute(told.limit(1)).first() is not None


def _has_work(connection: Connection, actor: Actor, root_key: int) -> bool:
    people = list(actor.persons)
    tree = select(_PI.key).where(_PI.root_key == root_key).scalar_subquery()
    who = [f"u:{person}" for person in people] + [f"g:{role}" for role in actor.roles]
    started = select(_PI.key).where(_PI.root_key == root_key, _PI.started_by.in_(people))
    did = select(COMPLETION.c.task_key).where(
        COMPLETION.c.instance_key.in_(tree),
        or_(COMPLETION.c.completed_by.in_(people), COMPLETION.c.on_behalf_of.in_(people)),
    )
    works = select(USER_TASK.c.key).where(
        USER_TASK.c.instance_key.in_(tree), USER_TASK.c.state == "created", USER_TASK.c.assignee.in_(people)
    )
    asked = (
        select(USER_TASK.c.key)
        .join(USER_TASK_CANDIDATE, USER_TASK_CANDIDATE.c.task_key == USER_TASK.c.key)
        .where(USER_TASK.c.instance_key.in_(tree), USER_TASK_CANDIDATE.c.who.in_(who))
    )
    return any(
        connection.execute(query.limit(1)).first() is not None for query in (started, works, did, asked)
    )
