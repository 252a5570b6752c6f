"""Who may see a case: the starter, everyone who did or is asked for a task of it, those whom its
process names (`neiqin:visibleTo`), and those who oversee.

Asked of a whole case (root and called parts): who approves inside a called part sees the case it belongs to.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, literal_column, or_, select

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
_VISIBLE_TO = Prepared(select(_PI.visible_to).where(_PI.key == bindparam("k")))


def may_see(connection: Connection, actor: Actor, instance_key: int) -> bool:
    """True when the actor may open this case."""
    found = _ROOT.fetch_one(connection, {"k": instance_key})
    if found is None:
        return False
    if actor.is_system or actor.roles & OVERSEERS:
        return True
    return _took_part(connection, actor, found[0]) or _is_named(connection, actor, found[0])


def _is_named(connection: Connection, actor: Actor, root_key: int) -> bool:
    """`neiqin:visibleTo` of the process names one of his roles, or him."""
    found = _VISIBLE_TO.fetch_one(connection, {"k": root_key})
    return found is not None and bool((actor.persons | actor.roles) & set(found[0] or ()))


def takes_part(connection: Connection, actor: Actor, instance_key: int) -> bool:
    """Whether `std` in a form of this case means the actor. An operator who repairs it, or someone who was
    only told of it, sees the case but is an onlooker.
    """
    found = _ROOT.fetch_one(connection, {"k": instance_key})
    if found is None:
        return False
    return actor.is_system or bool(actor.roles & STANDARD) or _has_work(connection, actor, found[0])


def _took_part(connection: Connection, actor: Actor, root_key: int) -> bool:
    return _has_work(connection, actor, root_key) or _is_found(
        _told(len(actor.persons)), connection, actor, root_key
    )


def _has_work(connection: Connection, actor: Actor, root_key: int) -> bool:
    return _is_found(_work(len(actor.persons), len(actor.roles)), connection, actor, root_key)


def _is_found(asked: Prepared, connection: Connection, actor: Actor, root_key: int) -> bool:
    people = sorted(actor.persons)
    values: dict[str, Any] = {"root": root_key}
    values |= {f"person_{place}": person for place, person in enumerate(people)}
    values |= {f"who_{place}": f"u:{person}" for place, person in enumerate(people)}
    values |= {f"role_{place}": f"g:{role}" for place, role in enumerate(actor.roles)}
    return asked.fetch_one(connection, values) is not None


# A statement for each number of persons and roles, which are few.
@lru_cache(maxsize=64)
def _work(persons: int, roles: int) -> Prepared:
    """Started it, has or had a task of it, or is asked for one."""
    people = _binds("person", persons)
    tree = _tree()
    started = select(_PI.key).where(_PI.root_key == bindparam("root"), _PI.started_by.in_(people))
    works = select(USER_TASK.c.key).where(
        USER_TASK.c.instance_key.in_(tree), USER_TASK.c.state == "created", USER_TASK.c.assignee.in_(people)
    )
    did = select(COMPLETION.c.task_key).where(
        COMPLETION.c.instance_key.in_(tree),
        or_(COMPLETION.c.completed_by.in_(people), COMPLETION.c.on_behalf_of.in_(people)),
    )
    asked = (
        select(USER_TASK.c.key)
        .join(USER_TASK_CANDIDATE, USER_TASK_CANDIDATE.c.task_key == USER_TASK.c.key)
        .where(
            USER_TASK.c.instance_key.in_(tree),
            USER_TASK_CANDIDATE.c.who.in_([*_binds("who", persons), *_binds("role", roles)]),
        )
    )
    return _any_of(started, works, did, asked)


@lru_cache(maxsize=8)
def _told(persons: int) -> Prepared:
    return _any_of(
        select(NOTICE.c.key).where(
            NOTICE.c.instance_key.in_(_tree()), NOTICE.c.person.in_(_binds("person", persons))
        )
    )


def _any_of(*queries: Select[Any]) -> Prepared:
    """One row when one of them has any; the later ones are not looked at then."""
    return Prepared(select(literal_column("1")).where(or_(*(query.exists() for query in queries))))


def _tree() -> Any:
    return select(_PI.key).where(_PI.root_key == bindparam("root")).scalar_subquery()


def _binds(name: str, count: int) -> list[ColumnElement[Any]]:
    return [bindparam(f"{name}_{place}") for place in range(count)]
