"""What the form of a row is shown with, before anybody sends it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.expressions import host_functions
from engine.execution.lookups import RegisterLookup
from engine.execution.ports import Register
from engine.execution.step import Reader
from engine.kernel.actor import Actor
from engine.register_rows.entry_forms import seen_by_form, subject_of
from forms.context import Context


def form_context(
    reader: Reader, actor: Actor, register: Register, key: int | None, row: Mapping[str, Any] | None
) -> Context:
    """As the command will read it. `key` and `row` are None for a new one."""
    services = reader.services
    return Context(
        now=reader.now,
        zone=services.zone,
        values=seen_by_form(register, row),
        roles=actor.roles,
        language=actor.language,
        functions=host_functions(
            reader.now, services.zone, services.feel_calendar, lambda: reader.organisation
        ),
        lookups=RegisterLookup(reader, actor),
        secret=services.secret_key,
        subject=subject_of(register.name, key),
        reserved=frozenset({"csrf_token", "idempotency_key", "version"}),
    )
