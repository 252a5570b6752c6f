"""Whose change may alter what a component shows: its condition, its value, its options, its words.

A page asks the server to settle the form anew when one of these inputs changes, and for no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import lru_cache
from typing import Any

import feel
from forms.components import ChoiceField, Component, DynamicList, ExpressionField, Field, Form, Group
from forms.words import Words, expressions_in

_INNER = ("components", "rules", "check", "blind_until")


@lru_cache(maxsize=2_000)
def reads(component: Component, form: Form) -> frozenset[str]:
    """Names of variables that the component's own expressions read, through computed fields too.

    Members of a row are named as they are in the row (`this.qty` and `qty` are both qty).
    """
    found: set[str] = set()
    open_names = list(_own(component))
    computed = _computed(form)
    while open_names:
        name = open_names.pop()
        if name not in found:
            found.add(name)
            open_names.extend(computed.get(name, ()))
    return frozenset(found)


@lru_cache(maxsize=2_000)
def _own(component: Component) -> frozenset[str]:
    names: set[str] = set()
    for field in fields(component):
        # What is inside a group or a list stands for itself; rules speak only when the form is sent.
        if field.name not in _INNER:
            for expression in _expressions(getattr(component, field.name)):
                names |= _first_names(expression)
    if isinstance(component, ChoiceField) and component.source.key:
        names.add(component.source.key.split(".")[0])
    return frozenset(names)


@lru_cache(maxsize=200)
def _computed(form: Form) -> dict[str, frozenset[str]]:
    """What each computed field reads; a change of it shows in whatever reads the field.

    Whoever reads a list reads its columns too: their computed fields are among what may change it.
    """
    found: dict[str, frozenset[str]] = {}
    for component in _all(form.components):
        if isinstance(component, ExpressionField):
            found[component.path[-1]] = found.get(component.path[-1], frozenset()) | _own(component)
        elif isinstance(component, Field | DynamicList) and component.hide is not None:
            # A hidden field has no value, so what hides it changes whatever reads it.
            names = frozenset(_first_names(component.hide))
            found[component.path[-1]] = found.get(component.path[-1], frozenset()) | names
    return found


def _all(components: Iterable[Component]) -> Iterator[Component]:
    for component in components:
        yield component
        if isinstance(component, Group | DynamicList):
            yield from _all(component.components)


def _expressions(value: Any) -> Iterator[feel.Expression]:
    if isinstance(value, feel.Expression):
        yield value
    elif isinstance(value, Words):
        yield from expressions_in(value)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _expressions(item)
    elif hasattr(value, "__dataclass_fields__"):
        for field in fields(value):
            yield from _expressions(getattr(value, field.name))


def _first_names(expression: feel.Expression) -> set[str]:
    names = set()
    for use in feel.names(expression):
        if use.called:
            continue
        inner = [part for part in use.path if part not in ("this", "parent")]
        names.update(inner[:1])
    return names
