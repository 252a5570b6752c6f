"""What stops a model at an element."""

from __future__ import annotations

from typing import Any

from engine.kernel.errors import ProcessFault


class Fault(ProcessFault):
    """The model cannot go on at an element; facts: reason (a code) and what its sentence needs."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason=reason, **facts)

    @property
    def code(self) -> str:
        """The reason itself: it says more than the class."""
        reason: str = self.facts["reason"]
        return reason
