"""Every form that a task or a start event names is in the bundle or deployed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.deployment.bundle import Bundle
from engine.kernel.errors import Problem

if TYPE_CHECKING:
    from engine.deployment.lint import World


def check(bundle: Bundle, world: World) -> Iterator[Problem]:
    known = bundle.forms.keys() | world.forms
    for process, file in bundle.processes.values():
        for node in process.nodes.values():
            wanted = node.user_task.form_id if node.user_task is not None else node.form_id
            if isinstance(wanted, str) and wanted not in known:
                yield Problem("form_not_found", file.filename, node.id, node.line, facts={"form": wanted})
