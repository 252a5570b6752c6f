"""What a form field is checked by is an operation that changes nothing, and is told only what it knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.deployment.bundle import Bundle
from engine.kernel.errors import Problem

if TYPE_CHECKING:
    from engine.deployment.lint import World


def check(bundle: Bundle, world: World) -> Iterator[Problem]:
    for form, file in bundle.forms.values():
        for field in form.fields():
            asked = field.check
            if asked is None:
                continue
            known = world.readers.get(asked.operation)
            if known is None:
                facts = {"operation": asked.operation, "field": field.key}
                yield Problem("form_check_unknown", file.filename, field.id, field.line, facts=facts)
                continue
            for name in sorted(asked.inputs.keys() - known):
                told = {"operation": asked.operation, "input": name, "known": ", ".join(sorted(known))}
                yield Problem("form_check_input_unknown", file.filename, field.id, field.line, facts=told)
