"""What the properties of a process say about each of its cases: its number, and who else may open it.

businessKey   the number that people know the case by: the first value that is there stays. What an operation
              answers as `business_key` goes before it. The called parts of a case carry its number.
visibleTo     roles and persons who may open the case beside those who take part (as onlookers: what a form
              keeps from them stays hidden). Evaluated at every step, so that it follows the variables; asked
              of the whole case, and never of a called part by itself.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select

from engine.bpmn.expressions import Template, kept
from engine.bpmn.instance import ROOT
from engine.execution.cases import Case
from engine.execution.step import Step
from engine.execution.tables import PROCESS_INSTANCE, USER_TASK
from engine.kernel.errors import ProcessFault
from engine.storage.prepared import Prepared

BUSINESS_KEY, VISIBLE_TO = "businessKey", "visibleTo"
LONGEST_KEY = 200

_PI, _T = PROCESS_INSTANCE.c, USER_TASK.c
_OF_TASKS = Prepared(
    USER_TASK.update()
    .where(_T.instance_key == bindparam("i"), _T.state == "created")
    .values(business_key=bindparam("new"))
)
_PARTS = Prepared(
    select(_PI.key).where(
        _PI.root_key == bindparam("r"), _PI.key != bindparam("r"), _PI.business_key.is_(None)
    )
)
_OF_PART = Prepared(
    PROCESS_INSTANCE.update()
    .where(_PI.key == bindparam("i"))
    .values(business_key=bindparam("new"), revision=_PI.revision + 1)
)


def settle_cases(step: Step) -> None:
    """At the end of a step, when the variables are what they will be."""
    for case in list(step.cases.values()):
        settle_business_key(step, case)
        _settle_visible_to(case)


def settle_business_key(step: Step, case: Case) -> None:
    """Gives the case its number as soon as the expression has one."""
    template = case.definition.process.root.rules.get(BUSINESS_KEY)
    if template is None or case.business_key is not None:
        return
    value = _value(case, template)
    if isinstance(value, str | Decimal) and str(value).strip():
        give_business_key(step, case, str(value))


def give_business_key(step: Step, case: Case, text: str) -> None:
    """The case, its open tasks, and the parts that have no number of their own are known by it from now."""
    case.business_key = text.strip()[:LONGEST_KEY]
    _give_to_tasks(step, case.key, case.business_key)
    if case.key != case.root_key:
        return
    for other in step.cases.values():
        if other.root_key == case.key and other.business_key is None:
            other.business_key = case.business_key
            _give_to_tasks(step, other.key, case.business_key)
    for (key,) in _PARTS.fetch_all(step.connection, {"r": case.key}):
        if key not in step.cases:
            _OF_PART.execute(step.connection, {"i": key, "new": case.business_key})
            _give_to_tasks(step, key, case.business_key)


def names(value: Any) -> list[str]:
    """Roles and persons: a FEEL list, or text separated by commas; whatever else names nobody."""
    found = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return list(dict.fromkeys(name.strip() for name in found if isinstance(name, str) and name.strip()))


def _give_to_tasks(step: Step, instance_key: int, number: str) -> None:
    for row in step.writes.user_tasks:
        if row["instance_key"] == instance_key:
            row["business_key"] = number
    _OF_TASKS.execute(step.connection, {"i": instance_key, "new": number})


def _settle_visible_to(case: Case) -> None:
    template = case.definition.process.root.rules.get(VISIBLE_TO)
    if template is not None and case.parent_key is None:
        case.visible_to = names(_value(case, template))


def _value(case: Case, template: Template) -> Any:
    try:
        return kept(case.instance.evaluate(ROOT, template))
    except ProcessFault as fault:
        fault.facts.setdefault("instance_key", case.key)
        fault.facts.setdefault("element_id", case.definition.id)
        raise
