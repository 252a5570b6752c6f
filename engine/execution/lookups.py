"""References of form fields (`source`: "employees?status=active"), searched with the actor's rights."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from engine.execution.step import Reader, Step
from engine.kernel.actor import Actor
from forms.components import Option


class RegisterLookup:
    """Asks the registers. A register that the actor may not open has no options."""

    def __init__(self, step: Step | Reader, actor: Actor) -> None:
        self._step = step
        self._actor = actor

    def options(self, source: str, search: str, limit: int) -> Sequence[Option]:
        name, _, query = source.partition("?")
        register = self._step.services.registers.get(name)
        if register is None or (register.see and not register.see & self._actor.roles):
            return []
        page = register.list(self._step, dict(parse_qsl(query)), search, None, limit)
        value, label = register.reference
        return [Option(str(row[value]), str(row[label])) for row in page.rows]

    def resolve(self, source: str, id: str) -> Option | None:
        return next((option for option in self.options(source, "", 500) if option.value == id), None)
