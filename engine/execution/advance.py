"""Carries out what comes out of the token mover until every touched case waits or has ended."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from engine.bpmn import effects as e
from engine.execution.carry_out import (
    calls,
    closing,
    decisions,
    incidents,
    jobs,
    messages,
    signals,
    timers,
    trace,
    user_tasks,
)
from engine.execution.cases import Case
from engine.execution.step import Step

CarryOut = Callable[[Step, Case, Any], "Iterable[Case] | None"]

_CARRY_OUT: dict[type, CarryOut] = {
    e.TaskOpened: user_tasks.open_task,
    e.JobCreated: jobs.create,
    e.DecisionAsked: decisions.decide,
    e.CallStarted: calls.start,
    e.TimerSet: timers.set_timer,
    e.MessageSubscribed: messages.subscribe,
    e.MessageThrown: messages.throw,
    e.SignalSubscribed: signals.subscribe,
    e.SignalThrown: signals.throw,
    e.ErrorThrown: calls.throw_error,
    e.EscalationThrown: calls.escalate,
    e.SubscriptionClosed: closing.close_one,
    e.WaitClosed: closing.close,
    e.Entered: trace.entered,
    e.Left: trace.left,
    e.IncidentRaised: incidents.raise_incident,
    e.Ended: calls.end,
    e.Continue: jobs.go_on_later,
}


def advance(step: Step, case: Case) -> None:
    """Runs until nothing is left to carry out.

    A carried-out effect may move tokens of the same case (an operation that answered) or hand back other
    cases that now move (a child that starts, a parent whose child ended, those who waited for a signal); all
    are taken up before the step ends.
    """
    _run(step, deque([case]))


def advance_announced(step: Step) -> None:
    """Delivers what a command without a case announced, and runs those who waited for it."""
    _run(step, deque(messages.announce(step)))


def _run(step: Step, waiting: deque[Case]) -> None:
    while waiting:
        moving = waiting.popleft()
        while effects := moving.instance.take_effects():
            for effect in effects:
                if isinstance(effect, e.WAITS) and not moving.instance.has_token(effect.key):
                    # An earlier effect of this batch ended the token: nobody waits there any more.
                    continue
                waiting.extend(_CARRY_OUT[type(effect)](step, moving, effect) or ())
        waiting.extend(closing.flush(step))
        if not waiting:
            # Only now: a case must not hear of what its own operation wrote before it stands still.
            waiting.extend(messages.announce(step))
