"""Persons whom a register keeps from a task because of what they did in other cases (`neiqin:keptAwayBy`).

Four eyes look at the steps of one case. What one person did in two cases only a register knows: the property
names an operation that changes nothing, is told `persons` and what `neiqin:keptAwayBy.<input>` gives, and
answers `kept_away`: person -> {"reason", further facts}. It is asked when the task opens, so that it
is offered to the right people, and again when somebody would take or complete it, since other cases go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.bpmn.graph import Node
from engine.bpmn.reading.rules import INPUTS
from engine.execution.cases import Case
from engine.execution.ports import OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused

RULE = "keptAwayBy"
# In a task's list of exclusions: not an earlier step keeps the person away but this reason.
BY_REASON = "reason:"


def ask(
    step: Step, case: Case, token: int, node: Node, persons: Iterable[str]
) -> dict[str, Mapping[str, Any]]:
    """Person -> facts, `reason` among them; nobody where the task has no such rule.

    Raises OperationRefused where the operation is not there any more.
    """
    name = node.rules.get(RULE)
    people = sorted(set(persons))
    if not isinstance(name, str) or not people:
        return {}
    operation = step.services.operations.get(name)
    if operation is None or not operation.reads_only:
        raise OperationRefused(reason="check_not_possible", operation=name)
    given = {key.removeprefix(INPUTS): value for key, value in node.rules.items() if key.startswith(INPUTS)}
    known = {key: case.instance.evaluate(token, value) for key, value in given.items()}
    call = OperationCall(
        instance_key=case.key,
        token_key=token,
        element_id=node.id,
        idempotency_key="",
        variables={**known, "persons": people},
        headers={},
        started_by=case.started_by,
    )
    found: Mapping[str, Mapping[str, Any]] = operation.run(step, call)["kept_away"]
    return {person: facts for person, facts in found.items() if person in people}
