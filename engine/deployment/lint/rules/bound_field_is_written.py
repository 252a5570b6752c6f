"""A field is bound to a column that an operation of its register writes, and not in the rows of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.deployment.bundle import Bundle
from engine.execution.bound_fields import KEY, operation_of
from engine.kernel.errors import Problem

if TYPE_CHECKING:
    from engine.deployment.lint import World


def check(bundle: Bundle, world: World) -> Iterator[Problem]:
    for form, file in bundle.forms.values():
        for field in form.fields():
            if not field.bind:
                continue
            # The address of a field in a list is `<list>.<field>`.
            in_list = "." in field.ref
            register, _, column = field.bind.partition(".")
            known = world.writers.get(operation_of(register), frozenset()) - {KEY}
            if column in known and not in_list:
                continue
            facts = {"field": field.key, "bind": field.bind, "known": ", ".join(sorted(known))}
            code = "bind_in_list" if in_list else "bind_unknown"
            yield Problem(code, file.filename, field.id, field.line, facts=facts)
