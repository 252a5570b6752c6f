"""A start timer must give a time as it is deployed, where there is no variable yet.

Beside the rules, since it asks the clock, the calendar and the people, which a bundle alone has not.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.deployment.bundle import Bundle
from engine.execution.carry_out import start_timers
from engine.execution.step import Reader, Step
from engine.kernel.errors import Problem


def check(bundle: Bundle, reader: Reader | Step) -> Iterator[Problem]:
    for process, file in bundle.processes.values():
        for node, value in start_timers.unusable(reader, process):
            yield Problem(
                "start_timer_without_time", file.filename, node.id, node.line, facts={"value": value[:80]}
            )
