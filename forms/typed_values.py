"""Values given as JSON (a scenario, an API client) brought to what a browser would have posted.

So there is one way in: whoever completes a task passes the same parsers, conditions, rights and rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from forms.binding import get, is_missing
from forms.choices import token_of
from forms.components import (
    ChoiceField,
    DateTimeField,
    DynamicList,
    ExpressionField,
    Field,
    FileField,
    Form,
    Scope,
    in_scope,
)
from forms.context import Context
from forms.kept_files import name_of, seal
from forms.posted import Posted
from forms.words import said


def as_posted(form: Form, values: Mapping[str, Any], context: Context) -> Posted:
    """The post that these values mean. Files are given as descriptions of stored files.

    Names that the form does not know are kept as they are, so that the reading lists them as ignored.
    """
    texts: dict[str, list[str]] = {}
    _scope(form, values, "", context, texts)
    known = {c.path[0] for c in in_scope(form.components) if isinstance(c, Field | DynamicList)}
    for name in values:
        if name not in known:
            texts.setdefault(str(name), [""])
    return Posted(texts)


def _scope(
    scope: Scope, values: Mapping[str, Any], prefix: str, context: Context, texts: dict[str, list[str]]
) -> None:
    for component in in_scope(scope.components):
        if not isinstance(component, Field | DynamicList):
            continue
        value = get(values, component.path)
        if is_missing(value):
            continue
        name = prefix + component.name
        if isinstance(component, DynamicList):
            for place, item in enumerate(value if isinstance(value, list | tuple) else []):
                texts[f"{name}-{place}"] = ["1"]
                _scope(
                    component, item if isinstance(item, Mapping) else {}, f"{name}-{place}-", context, texts
                )
        elif isinstance(component, FileField):
            files = value if isinstance(value, list | tuple) else [value]
            sealed = [seal(context, component.ref, file) for file in files if isinstance(file, Mapping)]
            texts[name_of(name)] = [text for text in sealed if text]
        else:
            texts[name] = _texts(component, value, context)


def _texts(field: Field, value: Any, context: Context) -> list[str]:
    if isinstance(field, ChoiceField):
        values = value if isinstance(value, list | tuple) and field.multiple else [value]
        return [token_of(_plain(v)) for v in values if v is not None]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(field, DateTimeField) and field.subtype == "datetime":
        return [_local(value, context)]
    if isinstance(field, ExpressionField):
        return [""]
    return [said(_plain(value))]


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return Decimal(repr(value))
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def _local(value: Any, context: Context) -> str:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return str(value)
    if not isinstance(value, datetime):
        return said(_plain(value))
    local = value.astimezone(context.zone) if value.tzinfo else value
    return local.strftime("%Y-%m-%dT%H:%M:%S")
