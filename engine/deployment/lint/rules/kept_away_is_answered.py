"""`neiqin:keptAwayBy` names an operation that changes nothing; it is told persons, and only what it knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.bpmn.reading.rules import INPUTS
from engine.deployment.bundle import Bundle
from engine.kernel.errors import Problem

if TYPE_CHECKING:
    from engine.deployment.lint import World


def check(bundle: Bundle, world: World) -> Iterator[Problem]:
    for process, file in bundle.processes.values():
        for node in process.nodes.values():
            name = node.rules.get("keptAwayBy")
            known = world.readers.get(str(name), frozenset())
            given = {key.removeprefix(INPUTS) for key in node.rules if key.startswith(INPUTS)}
            if name is not None and "persons" not in known:
                facts = {"operation": str(name)}
                yield Problem("kept_away_unknown", file.filename, node.id, node.line, facts=facts)
                continue
            for one in sorted(given - known):
                told = {"operation": str(name), "input": one, "known": ", ".join(sorted(known))}
                yield Problem("kept_away_input_unknown", file.filename, node.id, node.line, facts=told)
