"""References of form fields (`source`: "employees?status=active"), searched with the actor's rights."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from engine.execution.step import Reader, Step
from engine.kernel.actor import Actor
from forms.components import Option

# No row is called by more; a database need not search for what somebody pasted.
LONGEST_CODE = 200


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
        page = register.list(self._step, dict(parse_qsl(query)), search[:LONGEST_CODE], None, limit)
        value, label = register.reference
        return [Option(str(row[value]), str(row[label])) for row in page.rows]

    def resolve(self, source: str, id: str) -> Option | None:
        """Asked by its own words first: the row may stand far behind the first page of its register."""
        if len(id) > LONGEST_CODE:
            return None
        for search, most in ((id, 50), ("", 500)):
            found = next((one for one in self.options(source, search, most) if one.value == id), None)
            if found is not None:
                return found
        return None
