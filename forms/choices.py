"""The options of a choice field, wherever they come from, and whether a posted text is one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import feel
from forms import expressions, limits
from forms.components import ChoiceField, Option
from forms.context import Context
from forms.reading.options import option_of
from forms.words import said

SHOWN = 200
"""Options of a register that a page shows at once; the search finds the others."""


def token(option: Option) -> str:
    """The text that stands for an option in a page."""
    return token_of(option.value)


def token_of(value: Any) -> str:
    """The text for a value: itself, or its JSON for objects and lists."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return said(value)


class Choices:
    """Asked many times while one form is read, so answers of registers and expressions are remembered."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._resolved: dict[tuple[str, str], Option | None] = {}

    def options(self, field: ChoiceField, lookup: Mapping[str, Any], search: str = "") -> list[Option]:
        """All options, for a register the first 200 that fit the search."""
        source = field.source
        if source.register is not None:
            register = self.register(field, lookup)
            lookups = self._context.lookups
            return list(lookups.options(register, search, SHOWN)) if lookups else []
        if source.key or source.expression is not None:
            return _options_of(self._dynamic(field, lookup))
        translate = self._context.translate
        return [
            Option(o.value, translate(field.ref, f"option.{o.value}", o.label), o.disabled)
            for o in source.values
        ]

    def find(self, field: ChoiceField, text: str, lookup: Mapping[str, Any]) -> Option | None:
        """The option that a posted text stands for; None where there is none or it is disabled."""
        if field.source.register is not None:
            return self._resolve(self.register(field, lookup), text)
        for option in self.options(field, lookup):
            if token(option) == text and not option.disabled:
                return option
        return None

    def register(self, field: ChoiceField, lookup: Mapping[str, Any]) -> str:
        """The register's address, its FEEL filled in."""
        words = field.source.register
        return words.fill(lookup, self._context.feel_functions).plain() if words else ""

    def _resolve(self, register: str, text: str) -> Option | None:
        key = (register, text)
        if key not in self._resolved:
            lookups = self._context.lookups
            self._resolved[key] = lookups.resolve(register, text) if lookups else None
        return self._resolved[key]

    def _dynamic(self, field: ChoiceField, lookup: Mapping[str, Any]) -> Any:
        if field.source.expression is not None:
            try:
                return expressions.value(field.source.expression, lookup, self._context.feel_functions)
            except feel.FeelError:
                return None
        value: Any = self._context.values
        for part in field.source.key.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value


def _options_of(value: Any) -> list[Option]:
    if not isinstance(value, list):
        return []
    found = (option_of(item) for item in value[: limits.CHOICES])
    return [option for option in found if option is not None]
