"""Business-rule tasks: the decision in force on the step's instant; history keeps version and matched rules
(ruling 12).
"""

from __future__ import annotations

from datetime import UTC, datetime

from engine import decisions
from engine.bpmn.effects import DecisionAsked
from engine.execution.carry_out.answers import answer
from engine.execution.cases import Case, evaluator, load_case
from engine.execution.definitions import DecisionDefinition
from engine.execution.expressions import as_moment
from engine.execution.step import Step
from engine.kernel.errors import EngineError, ProcessFault
from feel import to_json

START = "start"


def decide(step: Step, case: Case, effect: DecisionAsked) -> None:
    try:
        at = _as_of(step, case, effect)
    except ProcessFault as fault:
        case.instance.fail(effect.key, fault.code, fault.facts)
        return
    except ValueError as error:
        case.instance.fail(effect.key, "as_of_not_readable", {"value": str(error)})
        return
    definition = _find(step, effect.decision_id, at)
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


def _as_of(step: Step, case: Case, effect: DecisionAsked) -> datetime:
    """The instant whose version decides: now, or what `neiqin:asOf` says.

    `start` is the beginning of the whole case: a rule that is changed meanwhile is for the next one.
    """
    wanted = case.definition.process.nodes[effect.element_id].rules.get("asOf")
    if wanted is None:
        return step.now
    if wanted == START:
        return load_case(step, case.root_key).started_at
    moment = as_moment(case.instance.evaluate(effect.key, wanted), step.services.zone)
    if moment is None:
        raise ValueError("null")
    return moment.astimezone(UTC)


def _find(step: Step, decision_id: str, at: datetime) -> DecisionDefinition | None:
    store = step.services.definitions
    key = store.in_force(step.connection, "decision", decision_id, at)
    if key is None:
        # A case that is older than the first version is decided by what there is.
        key = store.in_force(step.connection, "decision", decision_id, step.now)
    return None if key is None else store.decision(step.connection, key)
