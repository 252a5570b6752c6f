"""`neiqin:mustDifferFrom` names steps of the same process that a person does, or `starter`."""

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
            rule = node.rules.get("mustDifferFrom")
            if rule is None:
                continue
            if node.kind != "userTask":
                yield Problem("four_eyes_on_other_element", file.filename, node.id, node.line)
            if not isinstance(rule, str):
                continue
            for name in (part.strip() for part in rule.split(",")):
                target = process.nodes.get(name)
                if name != "starter" and (target is None or target.kind not in ("userTask", "callActivity")):
                    yield Problem(
                        "four_eyes_target_not_found", file.filename, node.id, node.line, facts={"step": name}
                    )
