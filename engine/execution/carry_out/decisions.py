"""Business-rule tasks: the decision in force on the step's instant; history keeps version and matched rules
(ruling 12).
"""

from __future__ import annotations

from engine import decisions
from engine.bpmn.effects import DecisionAsked
from engine.execution.carry_out.answers import answer
from engine.execution.cases import Case, evaluator
from engine.execution.definitions import DecisionDefinition
from engine.execution.step import Step
from engine.kernel.errors import EngineError
from feel import to_json


def decide(step: Step, case: Case, effect: DecisionAsked) -> None:
    definition = _find(step, effect.decision_id)
    if definition is None:
        case.instance.fail(effect.key, "decision_not_deployed", {"decision": effect.decision_id})
        return
    variables = case.instance.variables(effect.key)
    try:
        outcome = decisions.evaluate(definition.decision, variables, evaluator(step).functions)
    except EngineError as fault:
        case.instance.fail(effect.key, fault.code, fault.facts)
        return
    step.history(
        case.key,
        "decided",
        effect.element_id,
        decision=definition.id,
        name=definition.decision.name,
        version=definition.version,
        rules=list(outcome.matched),
        inputs={label: to_json(value) for label, value in outcome.inputs.items()},
        value=outcome.value,
    )
    values = {effect.result_variable: outcome.value} if effect.result_variable else {}
    answer(step, case, effect.key, effect.element_id, values)


def _find(step: Step, decision_id: str) -> DecisionDefinition | None:
    store = step.services.definitions
    key = store.in_force(step.connection, "decision", decision_id, step.now)
    return None if key is None else store.decision(step.connection, key)
