"""`neiqin:keptAwayBy` names an operation that changes nothing and is told of persons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.deployment.bundle import Bundle
from engine.kernel.errors import Problem

if TYPE_CHECKING:
    from engine.deployment.lint import World


def check(bundle: Bundle, world: World) -> Iterator[Problem]:
    for process, file in bundle.processes.values():
        for node in process.nodes.values():
            name = node.rules.get("keptAwayBy")
            if name is not None and "persons" not in world.readers.get(str(name), frozenset()):
                facts = {"operation": str(name)}
                yield Problem("kept_away_unknown", file.filename, node.id, node.line, facts=facts)
