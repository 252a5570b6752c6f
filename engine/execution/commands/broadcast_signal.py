"""A signal comes in from outside: whoever waits for it goes on, and what it starts begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from engine.execution.advance import advance
from engine.execution.carry_out import signals
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel import outside
from engine.kernel.errors import InvalidInput, Problem
from engine.permissions import rules


@dataclass(frozen=True)
class BroadcastSignal:
    name: str
    variables: dict[str, Any] = field(default_factory=dict)


def _load(step: Step, command: BroadcastSignal) -> int:
    wrong = outside.problems_of(command.variables)
    problem = outside.key_problem(command.name) if command.name else Problem("required")
    if problem is not None:
        wrong["name"] = [problem]
    if wrong:
        raise InvalidInput(fields=wrong)
    return step.keys.next()


def _run(step: Step, command: BroadcastSignal, key: int) -> dict[str, Any]:
    heard = signals.broadcast(step, command.name, command.variables)
    for case in heard.moved:
        advance(step, case)
    return {"signal_key": key, "instances": [case.key for case in heard.moved], "later": heard.later}


HANDLER = Handler(
    BroadcastSignal,
    action="signal.broadcast",
    load=_load,
    rule=rules.is_operator,
    run=_run,
    chain=lambda _command, key: f"signal:{key}",
    object=lambda command, _key: f"signal:{command.name}",
)
