"""A process that names nobody in `neiqin:startableBy` can be started by nobody, only be called: a warning.

One that messages or signals alone start needs nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.deployment.bundle import Bundle
from engine.kernel.errors import Problem

if TYPE_CHECKING:
    from engine.deployment.lint import World


def check(bundle: Bundle, world: World) -> Iterator[Problem]:
    for process, file in bundle.processes.values():
        if process.plain_start(process.root) is not None and "startableBy" not in process.root.rules:
            yield Problem("nobody_may_start", file.filename, process.id, process.line, "warning")
