"""Element instances: entered and left."""

from __future__ import annotations

from engine.bpmn.effects import Entered, Left
from engine.execution import tell
from engine.execution.cases import Case
from engine.execution.step import Step


def entered(step: Step, case: Case, effect: Entered) -> None:
    case.entered[effect.key] = {
        "instance_key": case.key,
        "token_key": effect.key,
        "parent_key": effect.parent_key,
        "element_id": effect.element_id,
        "entered_at": step.now,
    }


def left(step: Step, case: Case, effect: Left) -> None:
    case.left[effect.key] = effect.how
    case.elements_left[effect.key] = effect.element_id
    tell.of_ended_task(step, case, effect.key, effect.element_id, effect.how)
