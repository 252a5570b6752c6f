"""WTForms form classes, one for each form and one for the rows of each list, built once per definition."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from wtforms.form import BaseForm

from forms.components import Field, Scope, in_scope
from forms.inputs import input_class

# The classes hold fields but never their scope, or the weak keys would live for ever.
_CLASSES: WeakKeyDictionary[Scope, type[ScopeForm]] = WeakKeyDictionary()


class ScopeForm(BaseForm):
    """The fields of one scope: the form itself or one row of a list.

    BaseForm and not Form, because a field key may be any name, `data` and `validate` too, and must never
    become an attribute of the class.
    """

    unbound: ClassVar[list[tuple[str, Any]]]

    def __init__(self, prefix: str, zone: tzinfo) -> None:
        super().__init__(self.unbound, prefix=prefix)
        for field in self:
            field.zone = zone


def form_class(scope: Scope) -> type[ScopeForm]:
    """The WTForms class of a form or of a list's rows."""
    found = _CLASSES.get(scope)
    if found is None:
        fields = [c for c in in_scope(scope.components) if isinstance(c, Field)]
        unbound = [(field.name, input_class(field)(field)) for field in fields]
        found = type("BoundScopeForm", (ScopeForm,), {"unbound": unbound})
        _CLASSES[scope] = found
    return found
