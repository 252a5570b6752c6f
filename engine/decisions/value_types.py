"""Types of values, and the implicit conversions of DMN 10.3.2.9.4.

A value that conforms to a type stays as it is; a list of one item becomes the item, a single value becomes a
list, a date becomes a date and time of midnight UTC; anything else does not fit, which makes it null.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import feel
from engine.decisions.faults import DecisionFault

MISFIT: Final = object()
#: How deep a value is looked into; nothing deeper can be made by an expression.
_DEPTH = 100
_NO_NAMES: dict[str, Any] = {}
_MIDNIGHT = feel.parse('date and time(day, @"00:00:00Z")')


@dataclass(frozen=True, slots=True)
class Walk:
    """Going over a value: the work is counted, for a value may hold one part many times.

    whole   every part of a structure must be there; otherwise those that are missing count as null
    """

    meter: feel.Meter
    whole: bool = True

    def over(self, count: int) -> None:
        """Pay for so many parts. Raises DecisionFault when all work is used up."""
        try:
            self.meter.walk(count)
        except feel.FeelBudgetError as error:
            raise DecisionFault(decision="", reason="feel_budget", limit="steps") from error


class ValueType(Protocol):
    """A type of values."""

    def fits(self, value: Any, walk: Walk, depth: int = 0) -> bool:
        """Whether a value conforms as it is; null conforms to every type."""

    def item(self) -> ValueType | None:
        """The type of the items where this is a type of lists."""


@dataclass(frozen=True, slots=True)
class Anything:
    """No demand."""

    def fits(self, _value: Any, _walk: Walk, _depth: int = 0) -> bool:
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

    def fits(self, value: Any, _walk: Walk, _depth: int = 0) -> bool:
        """By the name of the value's type."""
        return value is None or feel.type_name(value) == self.name

    def item(self) -> ValueType | None:
        """Anything for `list`."""
        return ANYTHING if self.name == "list" else None


@dataclass(frozen=True, slots=True)
class Items:
    """A list of one type."""

    of: ValueType

    def fits(self, value: Any, walk: Walk, depth: int = 0) -> bool:
        """Every item has to."""
        if value is None:
            return True
        if not isinstance(value, list) or depth >= _DEPTH:
            return False
        walk.over(len(value))
        return all(self.of.fits(item, walk, depth + 1) for item in value)

    def item(self) -> ValueType | None:
        """The type of the items."""
        return self.of


@dataclass(frozen=True, slots=True)
class Structure:
    """A context with at least these entries."""

    parts: tuple[tuple[str, ValueType], ...]

    def fits(self, value: Any, walk: Walk, depth: int = 0) -> bool:
        """Every part must be there and fit."""
        if value is None:
            return True
        if not isinstance(value, dict) or depth >= _DEPTH:
            return False
        walk.over(len(self.parts))
        if walk.whole and not all(name in value for name, _ in self.parts):
            return False
        return all(part.fits(value.get(name), walk, depth + 1) for name, part in self.parts)

    def item(self) -> ValueType | None:
        """None."""
        return None


@dataclass(frozen=True, slots=True)
class Callables:
    """Functions of so many parameters; `result` converts what decision logic of this type gives."""

    count: int
    result: ValueType = ANYTHING

    def fits(self, value: Any, _walk: Walk, _depth: int = 0) -> bool:
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

    def fits(self, value: Any, walk: Walk, depth: int = 0) -> bool:
        """The base type first; null is no value that could be forbidden."""
        return value is None or (self.base.fits(value, walk, depth) and passes(self.tests, value, walk))

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

    def fits(self, value: Any, walk: Walk, depth: int = 0) -> bool:
        """As the definition."""
        return value is None or self.resolved().fits(value, walk, depth)

    def item(self) -> ValueType | None:
        """As the definition."""
        return self.resolved().item()


def passes(tests: feel.UnaryTests, value: Any, walk: Walk) -> bool:
    """Whether a value passes tests that look at nothing else; a failing test is no pass."""
    try:
        return tests.holds(feel.tested(value, _NO_NAMES, None, walk.meter))
    except feel.FeelError:
        return False


def convert(kind: ValueType, value: Any, walk: Walk) -> Any:
    """The value as one of the type, or MISFIT."""
    if value is None or kind is ANYTHING or kind.fits(value, walk):
        return value
    if kind.item() is None and isinstance(value, list) and len(value) == 1:
        return value[0] if kind.fits(value[0], walk) else _moment(kind, value[0], walk)
    if kind.item() is not None and not isinstance(value, list):
        return [value] if kind.fits([value], walk) else MISFIT
    return _moment(kind, value, walk)


def _moment(kind: ValueType, value: Any, walk: Walk) -> Any:
    if feel.type_name(value) != "date":
        return MISFIT
    moment = _MIDNIGHT.evaluate({"day": value})
    return moment if moment is not None and kind.fits(moment, walk) else MISFIT


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
