"""Whether the rows of the cases agree with each other. Reads only.

Each rule walks the whole installation in snapshots of its own, so that a large one neither fills the memory
nor keeps the database from cleaning up behind the cases that go on meanwhile. Silence is good.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from engine.execution.check import audits, calls, cases, files, leftovers, messages, start_timers
from engine.execution.check.finding import Finding, Lend

__all__ = ["Finding", "Lend", "findings"]


def findings(lend: Lend, at: datetime) -> Iterator[Finding]:
    """Everything that does not fit, as it is found. `at`: the machine's instant, which files carry."""
    rules = (cases, leftovers, calls, messages, start_timers, audits)
    for rule in rules:
        yield from rule.check(lend)
    yield from files.check(lend, at)
