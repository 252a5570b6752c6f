"""A case as the subject of a command, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.execution.cases import Case, load_case, lock_root
from engine.execution.step import Step
from engine.execution.visibility import may_see
from engine.kernel.errors import NotFound


@dataclass(frozen=True)
class CaseSubject:
    """What the rules read."""

    case: Case
    visible: bool
    past_no_return: bool = False

    @property
    def started_by(self) -> str:
        return self.case.started_by

    @property
    def instance_key(self) -> int:
        return self.case.key


def load_visible(step: Step, key: int) -> CaseSubject:
    """The case, locked. Raises NotFound also when the actor may not see it: its existence is told to nobody
    else.
    """
    lock_root(step, key)
    if not may_see(step.connection, step.actor, key):
        raise NotFound(kind="process_instance", key=key)
    return CaseSubject(load_case(step, key), True)
