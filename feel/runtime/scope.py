"""Where names are looked up: the caller's lookup at the root, and one scope per loop, filter or function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from feel.limits import Meter
from feel.runtime.inward import inward

HostFunctions = Mapping[str, Callable[..., Any]]


class Lookup(Protocol):
    """A mapping, or anything that answers `get`.

    One that has the attribute `speaks_feel` gives values of the language, which are taken as they are;
    what any other gives is converted, which looks at all of it.
    """

    def get(self, name: str, default: Any = None, /) -> Any:
        """The value, or the default when there is none."""


_ABSENT = object()


class Scope:
    """Names bound here, else those of the parent. Values of the caller are converted once."""

    __slots__ = ("functions", "lookup", "meter", "parent", "values")

    def __init__(self, lookup: Lookup, functions: HostFunctions, meter: Meter) -> None:
        self.parent: Scope | None = None
        self.values: dict[str, Any] = {}
        self.lookup = lookup
        self.functions = functions
        self.meter = meter

    def below(self, values: dict[str, Any]) -> Scope:
        """A scope inside this one."""
        scope = Scope.__new__(Scope)
        scope.parent = self
        scope.values = values
        scope.lookup = self.lookup
        scope.functions = self.functions
        scope.meter = self.meter
        return scope

    def has(self, name: str) -> bool:
        """Whether the name is bound or the caller has it; it may be null."""
        scope: Scope | None = self
        while scope is not None:
            if scope.values.get(name) is not None or (scope.parent is not None and name in scope.values):
                return True
            scope = scope.parent
        return self.lookup.get(name, _ABSENT) is not _ABSENT

    def host(self, word: str) -> Callable[..., Any] | None:
        """The host function of this name; spaces may be written as underscores."""
        if not self.functions:
            return None
        found = self.functions.get(word)
        return found if found is not None or " " not in word else self.functions.get(word.replace(" ", "_"))

    def get(self, name: str) -> Any:
        """The value of a name; an absent one is null."""
        scope = self
        while True:
            if name in scope.values:
                return scope.values[name]
            if scope.parent is None:
                break
            scope = scope.parent
        value = self.lookup.get(name, None)
        if not getattr(self.lookup, "speaks_feel", False):
            value = inward(value)
        scope.values[name] = value
        return value
