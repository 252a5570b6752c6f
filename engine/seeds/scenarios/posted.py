"""What a browser would have sent for the values of a scenario."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from engine.bootstrap import Engine
from forms.components import DynamicList, Field, FileField, Form, Scope, in_scope
from forms.context import Context
from forms.typed_values import as_posted


def as_browser_sends(
    engine: Engine, form: Form, values: Mapping[str, Any], subject: str
) -> Mapping[str, Any]:
    """What a browser would have sent; files are stored first, as an upload would be."""
    services = engine.services
    context = Context(now=engine.clock.now(), zone=services.zone, secret=services.secret_key, subject=subject)
    posted = as_posted(form, _with_files(engine, form, values), context)
    return {name: posted.getlist(name) for name in posted}


def _with_files(engine: Engine, scope: Scope, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with every file stored, those in the rows of a list too."""
    given = dict(values)
    for component in in_scope(scope.components):
        key = component.key if isinstance(component, Field | DynamicList) else ""
        if key not in given:
            continue
        if isinstance(component, DynamicList):
            given[key] = [_with_files(engine, component, row) for row in given[key]]
        elif isinstance(component, FileField):
            files = given[key] if isinstance(given[key], list) else [given[key]]
            given[key] = [_keep(engine, file) for file in files]
    return given


def _keep(engine: Engine, file: Mapping[str, str]) -> Mapping[str, Any]:
    return engine.files.keep(io.BytesIO(file["text"].encode()), file["name"])
