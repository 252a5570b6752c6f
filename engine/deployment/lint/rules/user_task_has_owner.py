"""A user task without assignee and candidates would be nobody's."""

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
            if node.kind != "userTask":
                continue
            task = node.user_task
            if task is None or (task.assignee, task.candidate_groups, task.candidate_users) == (
                None,
                None,
                None,
            ):
                yield Problem("user_task_without_owner", file.filename, node.id, node.line)
