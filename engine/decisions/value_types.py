"""Types of values, and the implicit conversions of DMN 10.3.2.9.4.

A value that conforms to a type stays as it is; a list of one item becomes the item, a single value becomes a
list, a date becomes a date and time of midnight UTC; anything else does not fit, which makes it null.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import feel

MISFIT: Final = object()
#: How deep a value is looked into; nothing deeper can be made by an expression.
_DEPTH = 100
_NO_NAMES: dict[str, Any] = {}
_MIDNIGHT = feel.parse('date and time(day, @"00:00:00Z")')


class ValueType(Protocol):
    """A type of values."""

    def fits(self, value: Any, depth: int = 0, whole: bool = True) -> bool:
        """Whether a value conforms as it is; null conforms to every type.

        whole   every part of a structure must be there; otherwise those that are missing count as null
        """

    def item(self) -> ValueType | None:
        """The type of the items where this is a type of lists."""


@dataclass(frozen=True, slots=True)
class Anything:
    """No demand."""

    def fits(self, _value: Any, _depth: int = 0, _whole: bool = True) -> bool:
        """Always."""
        return True

    def item(self) -> ValueType | None:
        """None: a list is as good as anything else."""
        return None


ANYTHING: Final = Anything()


@dataclass(frozen=True, slots=True)
class Basic:
    """A type of FEEL by its name; `list` and `context` without a word on what is inside."""

    name: str

    def fits(self, value: Any, _depth: int = 0, _whole: bool = True) -> bool:
        """By the name of the value's type."""
        return value is None or feel.type_name(value) == self.name

    def item(self) -> ValueType | None:
        """Anything for `list`."""
        return ANYTHING if self.name == "list" else None


@dataclass(frozen=True, slots=True)
class Items:
    """A list of one type."""

    of: ValueType

    def fits(self, value: Any, depth: int = 0, whole: bool = True) -> bool:
        """Every item has to."""
        if value is None:
            return True
        inside = isinstance(value, list) and depth < _DEPTH
        return inside and all(self.of.fits(item, depth + 1, whole) for item in value)

    def item(self) -> ValueType | None:
        """The type of the items."""
        return self.of


@dataclass(frozen=True, slots=True)
class Structure:
    """A context with at least these entries."""

    parts: tuple[tuple[str, ValueType], ...]

    def fits(self, value: Any, depth: int = 0, whole: bool = True) -> bool:
        """Every part must be there and fit."""
        if value is None:
            return True
        if not isinstance(value, dict) or depth >= _DEPTH:
            return False
        if whole and not all(name in value for name, _ in self.parts):
            return False
        return all(part.fits(value.get(name), depth + 1, whole) for name, part in self.parts)

    def item(self) -> ValueType | None:
        """None."""
        return None


@dataclass(frozen=True, slots=True)
class Callables:
    """Functions of so many parameters; `result` converts what decision logic of this type gives."""

    count: int
    result: ValueType = ANYTHING

    def fits(self, value: Any, _depth: int = 0, _whole: bool = True) -> bool:
        """By the number of parameters."""
        if value is None:
            return True
        return isinstance(value, feel.Function) and (value.variadic or len(value.parameters) == self.count)

    def item(self) -> ValueType | None:
        """None."""
        return None


@dataclass(frozen=True, slots=True)
class Restricted:
    """A type with conditions on the whole value (`typeConstraint`, or `allowedValues` of a single one)."""

    base: ValueType
    tests: feel.UnaryTests
    listed: feel.Expression | None = None

    def fits(self, value: Any, depth: int = 0, whole: bool = True) -> bool:
        """The base type first; null is no value that could be forbidden."""
        return value is None or (self.base.fits(value, depth, whole) and passes(self.tests, value))

    def item(self) -> ValueType | None:
        """As the base."""
        return self.base.item()


@dataclass(slots=True, eq=False)
class Named:
    """A definition by its name, found when it is first needed: a tree's node may hold a list of nodes."""

    name: str
    find: Callable[[], ValueType]
    found: ValueType | None = field(default=None)

    def resolved(self) -> ValueType:
        """The definition."""
        if self.found is None:
            self.found = self.find()
        return self.found

    def fits(self, value: Any, depth: int = 0, whole: bool = True) -> bool:
        """As the definition."""
        return value is None or self.resolved().fits(value, depth, whole)

    def item(self) -> ValueType | None:
        """As the definition."""
        return self.resolved().item()


def passes(tests: feel.UnaryTests, value: Any) -> bool:
    """Whether a value passes tests that look at nothing else; a failing test is no pass."""
    try:
        return tests.evaluate(value, _NO_NAMES)
    except feel.FeelError:
        return False


def convert(kind: ValueType, value: Any, *, whole: bool = True) -> Any:
    """The value as one of the type, or MISFIT; `whole` as in `fits`."""
    if value is None or kind is ANYTHING or kind.fits(value, 0, whole):
        return value
    if kind.item() is None and isinstance(value, list) and len(value) == 1:
        return value[0] if kind.fits(value[0], 0, whole) else _moment(kind, value[0])
    if kind.item() is not None and not isinstance(value, list):
        return [value] if kind.fits([value], 0, whole) else MISFIT
    return _moment(kind, value)


def _moment(kind: ValueType, value: Any) -> Any:
    if feel.type_name(value) != "date":
        return MISFIT
    moment = _MIDNIGHT.evaluate({"day": value})
    return moment if moment is not None and kind.fits(moment) else MISFIT


def definition(kind: ValueType) -> ValueType:
    """What stands behind a name, and behind conditions."""
    seen = 0
    while seen < _DEPTH:
        seen += 1
        if isinstance(kind, Named):
            kind = kind.resolved()
        elif isinstance(kind, Restricted):
            kind = kind.base
        else:
            break
    return kind
