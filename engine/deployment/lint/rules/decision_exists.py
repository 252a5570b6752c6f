"""Every decision that a business-rule task names is in the bundle or deployed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.deployment.bundle import Bundle
from engine.kernel.errors import Problem

if TYPE_CHECKING:
    from engine.deployment.lint import World


def check(bundle: Bundle, world: World) -> Iterator[Problem]:
    known = bundle.decisions.keys() | world.decisions
    for process, file in bundle.processes.values():
        for node in process.nodes.values():
            wanted = node.decision.decision_id if node.decision is not None else None
            if isinstance(wanted, str) and wanted not in known:
                yield Problem(
                    "decision_not_found", file.filename, node.id, node.line, facts={"decision": wanted}
                )
