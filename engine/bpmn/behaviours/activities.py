"""Tasks: something outside is asked and the token waits for its answer, or the value is computed at once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.bpmn import mapping
from engine.bpmn.behaviours.events import waits
from engine.bpmn.behaviours.subscriptions import open_boundaries, subscribe
from engine.bpmn.effects import DecisionAsked, JobCreated, TaskOpened
from engine.bpmn.elements import Behaviour, ElementToken
from engine.bpmn.fault import Fault
from engine.bpmn.graph import CalledDecision, Job, Node, Script
from engine.bpmn.tokens import Mover
from engine.kernel import outside


class Activity(Behaviour):
    """Opens the scope and the boundary events, then asks."""

    is_answered = True

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        open_activity(mover, token)
        self.ask(mover, token)
        return None


def open_activity(mover: Mover, token: ElementToken) -> None:
    """History, input mapping, then the boundary events, which see the mapped variables."""
    mover.enter_history(token)
    mapping.take_in(mover, token)
    open_boundaries(mover, token)


class OpenTask(Activity):
    def ask(self, mover: Mover, token: ElementToken) -> None:
        token.internal["w"] = 1
        mover.effects.append(TaskOpened(token.key, token.node.id))


class Work(Activity):
    """`zeebe:taskDefinition`: an operation or a job."""

    def ask(self, mover: Mover, token: ElementToken) -> None:
        job = _given(token.node.job, Job)
        kind = mover.evaluate(token.key, job.type)
        if not isinstance(kind, str) or not kind or outside.key_problem(kind) is not None:
            raise Fault("job_type_not_text", value=str(kind)[:100])
        retries = _count(mover.evaluate(token.key, job.retries))
        token.internal["w"] = 1
        mover.effects.append(JobCreated(token.key, token.node.id, kind, retries, job.headers))


class AskDecision(Activity):
    def ask(self, mover: Mover, token: ElementToken) -> None:
        decision = _given(token.node.decision, CalledDecision)
        decision_id = mover.evaluate(token.key, decision.decision_id)
        if not isinstance(decision_id, str) or not decision_id:
            raise Fault("decision_id_not_text", value=str(decision_id))
        token.internal["w"] = 1
        mover.effects.append(DecisionAsked(token.key, token.node.id, decision_id, decision.result_variable))


class Receive(Activity):
    """A receive task waits for its message."""

    is_answered = False

    def ask(self, mover: Mover, token: ElementToken) -> None:
        subscribe(mover, token, token.node)

    def trigger(self, mover: Mover, token: ElementToken, event: Node, variables: Mapping[str, Any]) -> bool:
        if event.id != token.node.id:
            return super().trigger(mover, token, event, variables)
        if not waits(token):
            return False
        mover.come(token, variables)
        return True


class RunScript(Activity):
    is_answered = False

    def ask(self, mover: Mover, token: ElementToken) -> None:
        script = _given(token.node.script, Script)
        mover.finish(token, {script.result_variable: mover.evaluate(token.key, script.expression)})


class Manual(Activity):
    """A task that only documents: passed at once, with its mappings."""

    is_answered = False

    def ask(self, mover: Mover, token: ElementToken) -> None:
        mover.finish(token)


def _given(value: Any, kind: type[Any]) -> Any:
    if not isinstance(value, kind):
        raise AssertionError(f"the reader let an element without {kind.__name__} pass")
    return value


def _count(value: Any) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    if isinstance(value, Decimal) and value == value.to_integral_value() and value >= 0:
        return int(value)
    raise Fault("retries_not_a_count", value=str(value))
