"""Events: passed at once, waited for, or thrown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import feel
from engine.bpmn import iso, mapping, spiff
from engine.bpmn.effects import Left, MessageThrown, TimerSet
from engine.bpmn.elements import Behaviour, ElementToken
from engine.bpmn.expressions import Template
from engine.bpmn.faults import Fault, throw
from engine.bpmn.graph import TIMER, Node, Timer
from engine.bpmn.tokens import Mover


def subscribe(mover: Mover, host: ElementToken, event: Node) -> None:
    """Ask the outside to tell when the event comes. Errors need nobody: they rise through the tree."""
    if event.event is None or event.event.kind != TIMER or event.event.timer is None:
        return
    value = _due(mover, host, event.event.timer)
    host.internal["w"] = 1
    mover.effects.append(
        TimerSet(host.key, host.key, event.id, event.event.timer.kind, value, event.interrupting)
    )


def _due(mover: Mover, host: ElementToken, timer: Timer) -> str | date | datetime:
    value = mover.evaluate(host.key, timer.value)
    if timer.kind == "date" and isinstance(value, date):
        return value
    text = value if isinstance(value, str) else feel.to_json(value)
    if not isinstance(text, str) or not iso.is_timer(timer.kind, text):
        raise Fault("timer_invalid", kind=timer.kind, value=str(value))
    return text


class PassEvent(Behaviour):
    """Start, boundary (it has already fired), none throw and none end events."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        mapping.hand_over(mover, token)
        mover.effects.append(Left(token.key, token.node.id, "completed"))
        return True


class WaitForTimer(Behaviour):
    """Intermediate timer catch event."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        mapping.take_in(mover, token)
        self.ask(mover, token)
        return None

    def ask(self, mover: Mover, token: ElementToken) -> None:
        subscribe(mover, token, token.node)

    def trigger(self, mover: Mover, token: ElementToken, event: Node, variables: Mapping[str, Any]) -> bool:
        if event.id != token.node.id or "w" not in token.internal:
            return False
        mover.finish(token, variables)
        return True


class ThrowMessage(Behaviour):
    """A message throw, end event or send task without a job: its input mapping is what it carries."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        mapping.take_in(mover, token)
        for attached in token.spec.boundaries:
            subscribe(mover, token, mover.model.nodes[attached])
        event = token.node.event
        name = mover.evaluate(token.key, event.name) if event is not None and event.name is not None else None
        if not isinstance(name, str) or not name:
            raise Fault("message_name_not_text", value=str(name))
        key = _correlation_key(mover, token, token.node.rules.get("correlationKey"))
        live = _time_to_live(mover, token, token.node.rules.get("timeToLive"))
        carried = mover.scopes.own(token.key) if token.node.inputs else {}
        mover.effects.append(MessageThrown(token.key, token.node.id, name, key, carried, live))
        mover.finish(token)
        return None


def _correlation_key(mover: Mover, token: ElementToken, template: Template | None) -> str:
    if template is None:
        return ""
    value = feel.to_json(mover.evaluate(token.key, template))
    if value is None or isinstance(value, bool | list | dict):
        raise Fault("correlation_key_missing", value=str(value))
    return str(value)


def _time_to_live(mover: Mover, token: ElementToken, template: Template | None) -> str:
    if template is None:
        return ""
    value = feel.to_json(mover.evaluate(token.key, template))
    if not isinstance(value, str) or not iso.is_time_to_live(value):
        raise Fault("time_to_live_invalid", value=str(value), most=iso.MOST_DAYS_TO_LIVE)
    return value


class ThrowError(Behaviour):
    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        event = token.node.event
        code = (
            mover.evaluate(token.owner.key, event.code)
            if event is not None and event.code is not None
            else ""
        )
        # Started, so that history is told when the scope that catches it takes this token away.
        token.mark(spiff.STARTED)
        if not throw(mover, token, str(code), {}):
            raise Fault("error_not_caught", error_code=str(code))
        return None


class EndAll(PassEvent):
    """Terminate end event: whatever else runs in the same scope is taken away."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        passed = super().enter(mover, token)
        for sibling in token.owner.inside:
            if sibling is not token:
                mover.terminate(sibling)
        return passed
