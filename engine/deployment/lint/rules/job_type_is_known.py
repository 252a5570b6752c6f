"""A service task whose type is neither an operation nor a job of ours waits for a worker from outside: a
warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.deployment.bundle import Bundle
from engine.kernel.errors import Problem

if TYPE_CHECKING:
    from engine.deployment.lint import World


def check(bundle: Bundle, world: World) -> Iterator[Problem]:
    known = world.operations | world.job_types
    for process, file in bundle.processes.values():
        for node in process.nodes.values():
            wanted = node.job.type if node.job is not None else None
            if isinstance(wanted, str) and wanted not in known:
                facts = {"type": wanted}
                yield Problem("job_type_is_external", file.filename, node.id, node.line, "warning", facts)
