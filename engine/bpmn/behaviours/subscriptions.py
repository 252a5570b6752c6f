"""Asking the outside to tell when an event comes: timers, messages, signals."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.bpmn import iso
from engine.bpmn.effects import MessageSubscribed, SignalSubscribed, TimerSet
from engine.bpmn.elements import ElementToken
from engine.bpmn.expressions import Template, kept
from engine.bpmn.fault import Fault
from engine.bpmn.graph import AWAITED, MESSAGE, Event, Node, Timer
from engine.bpmn.tokens import Mover
from engine.kernel import outside


def subscribe(mover: Mover, host: ElementToken, event: Node) -> None:
    """Names, keys and times are seen from the host. Errors and escalations need nobody: they rise."""
    awaited = event.event
    if awaited is None or awaited.kind not in AWAITED:
        return
    if awaited.timer is not None:
        value = _due(mover, host, awaited.timer)
        effect: Any = TimerSet(host.key, host.key, event.id, awaited.timer.kind, value, event.interrupting)
    elif awaited.kind == MESSAGE:
        name = name_of(mover, host, awaited, "message_name_not_text")
        key = correlation_key(mover, host, awaited.correlation_key)
        effect = MessageSubscribed(host.key, event.id, name, key, event.interrupting)
    else:
        name = name_of(mover, host, awaited, "signal_name_not_text")
        effect = SignalSubscribed(host.key, event.id, name, event.interrupting)
    host.internal["w"] = 1
    mover.effects.append(effect)


def open_listeners(mover: Mover, scope: ElementToken) -> None:
    """Listen to what starts the event subprocesses of a scope."""
    for name in scope.spec.listeners:
        subscribe(mover, scope, mover.model.nodes[name])


def open_boundaries(mover: Mover, host: ElementToken) -> None:
    for name in host.spec.boundaries:
        subscribe(mover, host, mover.model.nodes[name])


def name_of(mover: Mover, token: ElementToken, event: Event | None, fault: str) -> str:
    """The name of a message or signal, which an expression may give."""
    name = mover.evaluate(token.key, event.name) if event is not None and event.name is not None else None
    if not isinstance(name, str) or not name:
        raise Fault(fault, value=str(name))
    return _findable(name)


def correlation_key(mover: Mover, token: ElementToken, template: Template | None) -> str:
    """What a message is told apart by, as text: a number is written without zeros at its end."""
    if template is None:
        return ""
    value = kept(mover.evaluate(token.key, template))
    if value is None or isinstance(value, bool | list | dict):
        raise Fault("correlation_key_missing", value=str(value))
    return _findable(format(value.normalize(), "f") if isinstance(value, Decimal) else str(value))


def _findable(text: str) -> str:
    """Others are to find it in an index, which takes no text of any length."""
    if outside.key_problem(text) is not None:
        value = text[:100].encode("utf-8", "replace").decode()
        raise Fault("key_not_usable", value=value, most=outside.KEY_CHARACTERS)
    return text


def _due(mover: Mover, host: ElementToken, timer: Timer) -> str | date | datetime:
    value = mover.evaluate(host.key, timer.value)
    found = iso.timer_value(timer.kind, value)
    if found is None:
        raise Fault("timer_invalid", kind=timer.kind, value=str(value))
    return found
