"""Call activities: a called process is a case of its own (ruling 7), ended together with the step that ends
it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.effects import CallStarted, Ended, ErrorThrown, EscalationThrown
from engine.execution import tell
from engine.execution.carry_out import message_starts
from engine.execution.carry_out.answers import answer
from engine.execution.cases import Case, load_case, new_case
from engine.execution.step import Step
from engine.kernel.errors import NotFound

MAX_DEPTH = 20


def start(step: Step, case: Case, effect: CallStarted) -> list[Case]:
    try:
        definition = step.services.definitions.latest_process(step.connection, effect.process_id, step.now)
    except NotFound:
        case.instance.fail(effect.key, "called_process_not_deployed", {"process": effect.process_id})
        return []
    if definition.process.plain_start(definition.process.root) is None:
        # It begins by a message or a signal alone.
        case.instance.fail(effect.key, "called_process_has_no_start", {"process": effect.process_id})
        return []
    if _depth(step, case) >= MAX_DEPTH:
        case.instance.fail(effect.key, "called_too_deep", {"process": effect.process_id, "limit": MAX_DEPTH})
        return []
    child = new_case(
        step,
        definition,
        started_by=case.started_by,
        title=case.title,
        parent=case,
        parent_token=effect.key,
        parent_element=effect.element_id,
    )
    child.instance.start(dict(effect.variables))
    return [child]


def throw_error(step: Step, case: Case, effect: ErrorThrown) -> list[Case]:
    """Asks the callers from the nearest up; an error that none of them catches stands where it was thrown."""
    for caller, token in _callers(step, case):
        if caller.instance.catch_error(
            token, effect.code, dict(effect.variables), has_waited=_has_waited(case)
        ):
            return [caller]
    case.instance.fail(effect.key, "error_not_caught", {"error_code": effect.code})
    return []


def escalate(step: Step, case: Case, effect: EscalationThrown) -> list[Case]:
    """Asks the callers from the nearest up; unless one of them takes this case away, it goes on."""
    moving = [case]
    for caller, token in _callers(step, case):
        caught = caller.instance.escalate(
            token, effect.code, dict(effect.variables), has_waited=_has_waited(case)
        )
        if caught:
            moving.append(caller)
        if caught == "interrupted":
            return moving
        if caught:
            break
    case.instance.answer(effect.key)
    return moving


def end(step: Step, case: Case, effect: Ended) -> list[Case]:
    """Closes the case; a called one hands its variables to the caller."""
    case.state = "completed" if effect.how == "completed" else "terminated"
    case.ended_at = step.now
    reached = tell.end_reached(case)
    kind = "case_ended" if case.parent_key is None else "part_ended"
    step.history(case.key, kind, None if reached is None else reached.id, how=case.state)
    tell.of_ended_case(step, case, reached)
    if case.parent_key is None or effect.how != "completed":
        return message_starts.start_next(step, case)
    parent = load_case(step, case.parent_key)
    assert case.parent_token is not None
    assert case.parent_element is not None
    token, element, values = case.parent_token, case.parent_element, case.instance.variables()
    answer(step, parent, token, element, values, has_waited=_has_waited(case))
    return [parent]


def _has_waited(case: Case) -> bool:
    """False for a part that this very step has begun: a caller that calls it in a circle never waits."""
    return case.revision is not None


def _depth(step: Step, case: Case) -> int:
    return sum(1 for _ in _callers(step, case))


def _callers(step: Step, case: Case) -> Iterator[tuple[Case, int]]:
    """(calling case, its token at the call activity), from the nearest up."""
    at = case
    while at.parent_key is not None:
        caller = load_case(step, at.parent_key)
        assert at.parent_token is not None
        yield caller, at.parent_token
        at = caller
