"""Which posted names a form knows, by their shape alone: `key`, `group-key`, `list-0-key`, `list-0`,
`scan.kept`.
"""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from forms.components import DynamicList, ExpressionField, Field, FileField, Form, Scope, in_scope
from forms.kept_files import SUFFIX

_PLACE = re.compile(r"(?<=-)[0-9]{1,6}(?=-|$)")
_SHAPES: WeakKeyDictionary[Form, frozenset[str]] = WeakKeyDictionary()


def shape(name: str) -> str:
    """A name with every row number replaced, `list-#-key`."""
    return _PLACE.sub("#", name)


def known(form: Form, name: str) -> bool:
    """True for the name of a field that can hold something typed, of a row, or of kept files."""
    shapes = _SHAPES.get(form)
    if shapes is None:
        shapes = _SHAPES[form] = frozenset(_shapes_of(form, ""))
    return shape(name) in shapes


def _shapes_of(scope: Scope, prefix: str) -> set[str]:
    found: set[str] = set()
    for component in in_scope(scope.components):
        if isinstance(component, FileField):
            found.add(prefix + component.name + SUFFIX)
        elif isinstance(component, DynamicList):
            row = f"{prefix}{component.name}-#"
            found.add(row)
            found |= _shapes_of(component, row + "-")
        elif isinstance(component, Field) and not isinstance(component, ExpressionField):
            found.add(prefix + component.name)
    return found
