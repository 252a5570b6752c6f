"""The tree of variable scopes: Camunda's rules for reading and writing.

A variable is kept as its exact JSON text, so nothing is ever aliased and no value can break a saved instance.
Names that begin with `#` are the mover's own (collected results of a multi-instance): no FEEL name contains
that sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.expressions import to_text
from engine.kernel import exact_json, outside
from engine.kernel.errors import InvalidInput

_MISSING = object()


@dataclass(frozen=True, slots=True)
class ScopeChanges:
    """Variable rows to write: put = (scope key, name, JSON text), deleted = (scope key, name)."""

    put: list[tuple[int, str, str]]
    deleted: list[tuple[int, str]]


class Scopes:
    """Scope key -> {name: JSON text}, with pointers to the scope above."""

    def __init__(self) -> None:
        self._texts: dict[int, dict[str, str]] = {}
        self._above: dict[int, int | None] = {}
        self._decoded: dict[tuple[int, str], Any] = {}
        self._touched: dict[tuple[int, str], None] = {}
        self._stored: set[tuple[int, str]] = set()

    def open(self, key: int, above: int | None) -> None:
        """Begin a scope. Opening it again changes nothing."""
        self._above.setdefault(key, above)

    def close(self, key: int) -> None:
        """End a scope and forget its variables."""
        self._above.pop(key, None)
        for name in self._texts.pop(key, ()):
            self._touch(key, name)

    def is_open(self, key: int) -> bool:
        return key in self._above

    def has_variables(self, key: int) -> bool:
        return bool(self._texts.get(key))

    @property
    def is_empty(self) -> bool:
        return not self._above and not self._texts

    def put(self, key: int, name: str, value: Any) -> None:
        """Set a variable in this very scope."""
        self.put_text(key, name, to_text(value))

    def put_all(self, key: int, variables: Mapping[str, Any]) -> None:
        for name, value in variables.items():
            self.put(key, name, value)

    def put_text(self, key: int, name: str, text: str) -> None:
        texts = self._texts.setdefault(key, {})
        # Forms send every field again; what says what it said is no change and costs no row.
        if texts.get(name) != text:
            texts[name] = text
            self._touch(key, name)

    def get(self, key: int | None, name: str, default: Any = None) -> Any:
        """The value visible from the scope. Shared and only to be read: `view` gives copies."""
        while key is not None:
            texts = self._texts.get(key)
            if texts is not None and name in texts:
                return self._value(key, name, texts[name])
            key = self._above.get(key)
        return default

    def peek(self, key: int, name: str) -> Any:
        """The value of a variable of this very scope; None when it has none."""
        text = self._texts.get(key, {}).get(name)
        return None if text is None else exact_json.loads(text)

    def take(self, key: int, name: str) -> Any:
        """The value of a variable of this very scope, which has it no more; None when it had none."""
        text = self._texts.get(key, {}).pop(name, None)
        if text is None:
            return None
        self._touch(key, name)
        return exact_json.loads(text)

    def merge_up(self, key: int, values: Mapping[str, Any]) -> None:
        """Write each value where its name lives, upward from the scope; a new name begins at the root."""
        for name, value in values.items():
            at = key
            while name not in self._texts.get(at, ()):
                above = self._above.get(at)
                if above is None:
                    break
                at = above
            self.put(at, name, value)

    def own(self, key: int) -> dict[str, Any]:
        """Fresh copies of the variables of this very scope."""
        texts = self._texts.get(key, {})
        return {
            name: exact_json.loads(text)
            for name, text in texts.items()
            if not name.startswith(outside.RESERVED)
        }

    def view(self, key: int | None) -> dict[str, Any]:
        """Fresh copies of everything visible from the scope; the nearest of a name wins."""
        seen: dict[str, Any] = {}
        while key is not None:
            seen = self.own(key) | seen
            key = self._above.get(key)
        return seen

    def load(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Fill from stored rows (scope key, name, JSON text)."""
        for key, name, text in rows:
            self._texts.setdefault(key, {})[name] = text
            self._stored.add((key, name))

    def rows(self) -> list[tuple[int, str, str]]:
        return [(key, name, text) for key, texts in self._texts.items() for name, text in texts.items()]

    def changes(self) -> ScopeChanges:
        """What differs from the stored rows. Asking twice is harmless; what was given counts as stored."""
        changes = ScopeChanges([], [])
        for key, name in self._touched:
            text = self._texts.get(key, {}).get(name)
            if text is not None:
                changes.put.append((key, name, text))
                self._stored.add((key, name))
            elif (key, name) in self._stored:
                changes.deleted.append((key, name))
        return changes

    def _touch(self, key: int, name: str) -> None:
        self._touched[key, name] = None
        self._decoded.pop((key, name), None)

    def _value(self, key: int, name: str, text: str) -> Any:
        place = (key, name)
        value = self._decoded.get(place, _MISSING)
        if value is _MISSING:
            value = self._decoded[place] = exact_json.loads(text)
        return value


class ScopeLookup:
    """What FEEL sees from a scope: `extra` names first, then the variables upward."""

    __slots__ = ("_extra", "_key", "_scopes")

    def __init__(self, scopes: Scopes, key: int, extra: Mapping[str, Any] | None = None) -> None:
        self._scopes = scopes
        self._key = key
        self._extra = extra

    def get(self, name: str, default: Any = None) -> Any:
        if self._extra is not None and name in self._extra:
            return self._extra[name]
        return self._scopes.get(self._key, name, default)


def assign(values: dict[str, Any], target: str, value: Any) -> None:
    """Set a mapping target that may be a path (`order.total`), copying the contexts on the way."""
    head, _, rest = target.partition(".")
    if not rest:
        values[head] = value
        return
    inner = dict(values[head]) if isinstance(values.get(head), dict) else {}
    assign(inner, rest, value)
    values[head] = inner


def checked(variables: Mapping[str, Any] | None) -> dict[str, Any]:
    """Variables from outside, copied. Raises InvalidInput for names and values that no case can keep."""
    values = dict(variables or {})
    wrong = outside.problems_of(values)
    if wrong:
        raise InvalidInput(fields=wrong)
    return values
