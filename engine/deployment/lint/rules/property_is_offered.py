"""A property that is read and does nothing yet is told, so that nobody relies on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.deployment.bundle import Bundle
from engine.kernel.errors import Problem

if TYPE_CHECKING:
    from engine.deployment.lint import World

NOT_YET = ("allowReturnTo",)


def check(bundle: Bundle, _world: World) -> Iterator[Problem]:
    for process, file in bundle.processes.values():
        for node in process.nodes.values():
            for name in NOT_YET:
                if name in node.rules:
                    facts = {"property": f"neiqin:{name}"}
                    yield Problem("property_not_offered", file.filename, node.id, node.line, "warning", facts)
