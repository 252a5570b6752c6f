"""Events that throw, and end events. An input mapping gives what is carried, an output mapping what stays."""

from __future__ import annotations

from typing import Any

from engine.bpmn import catching, iso, mapping, spiff
from engine.bpmn.behaviours.subscriptions import correlation_key, name_of, open_boundaries
from engine.bpmn.effects import EscalationThrown, Left, MessageThrown, SignalThrown
from engine.bpmn.elements import Behaviour, ElementToken
from engine.bpmn.expressions import Template, kept
from engine.bpmn.fault import Fault
from engine.bpmn.faults import throw
from engine.bpmn.graph import ESCALATION
from engine.bpmn.tokens import Mover


class Pass(Behaviour):
    """A none throw or none end event."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        if token.node.inputs or token.node.outputs:
            mapping.take_in(mover, token)
            mover.finish(token)
            return None
        mover.effects.append(Left(token.key, token.node.id, "completed"))
        return True


class EndAll(Pass):
    """Terminate end event: whatever else runs in the same scope is taken away, and the scope completes."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        for sibling in token.owner.inside:
            if sibling is not token:
                mover.terminate(sibling)
        return super().enter(mover, token)


class ThrowLink(Pass):
    """Goes on at the link catch event of the same name in the same scope."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        link = token.node.link
        if link is None:
            raise AssertionError(f"the reader let the link {token.node.id} without its other end pass")
        token.take = [link]
        return super().enter(mover, token)


class ThrowMessage(Behaviour):
    """A message throw, end event or send task without a job."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        mapping.take_in(mover, token)
        open_boundaries(mover, token)
        name = name_of(mover, token, token.node.event, "message_name_not_text")
        key = correlation_key(mover, token, token.node.rules.get("correlationKey"))
        live = _time_to_live(mover, token, token.node.rules.get("timeToLive"))
        carried = carried_by(mover, token)
        mover.effects.append(MessageThrown(token.key, token.node.id, name, key, carried, live))
        mover.finish(token)
        return None


class ThrowSignal(Behaviour):
    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        mapping.take_in(mover, token)
        name = name_of(mover, token, token.node.event, "signal_name_not_text")
        mover.effects.append(SignalThrown(token.key, token.node.id, name, carried_by(mover, token)))
        mover.finish(token)
        return None


class ThrowError(Behaviour):
    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        mapping.take_in(mover, token)
        self.ask(mover, token)
        return None

    def ask(self, mover: Mover, token: ElementToken) -> None:
        code = _code_of(mover, token)
        # Started, so that history is told when the scope that catches it takes this token away.
        token.mark(spiff.STARTED)
        if not throw(mover, token, code, carried_by(mover, token)):
            raise Fault("error_not_caught", error_code=code)


class ThrowEscalation(Behaviour):
    """Tells the scopes around and goes on, unless what catches it interrupts.

    In a called process that does not catch it itself, the caller is asked first: the event waits for
    `Instance.answer`, or is taken away with its process.
    """

    is_answered = True

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        mapping.take_in(mover, token)
        code = _code_of(mover, token)
        token.mark(spiff.STARTED)
        carried = carried_by(mover, token)
        caught = catching.rise(mover, token, ESCALATION, code, carried)
        if caught is None and mover.called:
            token.internal["w"] = 1
            mover.effects.append(EscalationThrown(token.key, token.node.id, code, carried))
        elif token.is_alive:
            mover.finish(token)
        return None


def carried_by(mover: Mover, token: ElementToken) -> dict[str, Any]:
    """What goes along with the event: the variables of its input mapping, and nothing without one."""
    return mover.scopes.own(token.key) if token.node.inputs else {}


def _code_of(mover: Mover, token: ElementToken) -> str:
    event = token.node.event
    code = mover.evaluate(token.key, event.code) if event is not None and event.code is not None else None
    if not isinstance(code, str) or not code:
        raise Fault("event_code_not_text", value=str(code))
    return code


def _time_to_live(mover: Mover, token: ElementToken, template: Template | None) -> str:
    if template is None:
        return ""
    value = kept(mover.evaluate(token.key, template))
    if not isinstance(value, str) or not iso.is_time_to_live(value):
        raise Fault("time_to_live_invalid", value=str(value), most=iso.MOST_DAYS_TO_LIVE)
    return value
