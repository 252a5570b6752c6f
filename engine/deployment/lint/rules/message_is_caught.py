"""A message that no process of the bundle and no deployed one waits for is dropped when sent: a warning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.bpmn.messages import ANY, caught, thrown
from engine.deployment.bundle import Bundle
from engine.kernel.errors import Problem

if TYPE_CHECKING:
    from engine.deployment.lint import World


def check(bundle: Bundle, world: World) -> Iterator[Problem]:
    known = world.messages.union(*(caught(process) for process, _ in bundle.processes.values()))
    if ANY in known:
        return
    for process, file in bundle.processes.values():
        for node, name in thrown(process):
            if name not in known and name != ANY:
                facts = {"message": name}
                yield Problem("message_not_caught", file.filename, node.id, node.line, "warning", facts)
