"""Parsed expressions, unary tests and templates, with a cache of what was parsed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from feel import builtins
from feel.errors import FeelError
from feel.grammar.free_names import FreeNames, free_names
from feel.grammar.nodes import Node, Type
from feel.grammar.parser import parse_expression, parse_tests
from feel.grammar.words import Phrases
from feel.limits import DEFAULT, Budget, Meter
from feel.outward import check_size
from feel.runtime import evaluator
from feel.runtime.build import Run
from feel.runtime.inward import inward
from feel.runtime.notes import FeelWarning, Notes, build_noting
from feel.runtime.scope import HostFunctions, Lookup, Scope

_FUNCTION_NAMES = Phrases(builtins.BUILTINS)
_NO_FUNCTIONS: HostFunctions = {}
# Long texts have large trees, so fewer of them are kept.
_LONG = 400


class _Parsed:
    """What expressions and tests share."""

    __slots__ = ("_found", "_noting", "_run", "text", "tree")

    def __init__(self, text: str, tree: Node) -> None:
        self.text = text
        self.tree = tree
        self._run = evaluator.build(tree)
        self._noting: Run | None = None
        self._found: FreeNames | None = None

    def _free_names(self) -> FreeNames:
        # Most expressions are evaluated and never asked for their names.
        if self._found is None:
            self._found = free_names(self.tree)
        return self._found

    @property
    def names(self) -> frozenset[str]:
        """Free variables, those in filters that may be a property of an item included."""
        found = self._free_names()
        return frozenset(found.certain | found.possible)

    @property
    def possible_names(self) -> frozenset[str]:
        """The part of `names` that may be a property of an item instead."""
        found = self._free_names()
        return frozenset(found.possible - found.certain)

    @property
    def functions(self) -> frozenset[str]:
        """Names that are called; a static check compares them with builtins and host functions."""
        return frozenset(self._free_names().functions)

    def _evaluate(self, scope: Scope) -> Any:
        return self._checked(self._run, scope)

    def _checked(self, run: Run, scope: Scope) -> Any:
        try:
            result = run(scope)
            if type(result) is list or type(result) is dict:
                check_size(result, scope.meter)
            return result
        except FeelError as error:
            # What concerns the whole result has the beginning of the text as its place.
            error.position = max(error.position, 0)
            error.locate(self.text)
            raise

    def _evaluate_noting(self, scope: Scope) -> tuple[Any, tuple[FeelWarning, ...]]:
        if self._noting is None:
            self._noting = build_noting(self.tree)
        scope.meter.notes = notes = Notes(self.text)
        try:
            return self._checked(self._noting, scope), tuple(notes.warnings)
        finally:
            scope.meter.notes = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"


class Expression(_Parsed):
    """An expression; immutable, may be shared between threads."""

    __slots__ = ()

    def evaluate(
        self,
        lookup: Lookup,
        functions: Mapping[str, Callable[..., Any]] | None = None,
        budget: Budget | Meter | None = None,
    ) -> Any:
        """The value. Wrong types give null; raises FeelBudgetError, FeelUnsupported, FeelEvaluationError.

        A Meter in place of a budget counts several evaluations together.
        """
        return self._evaluate(Scope(lookup, functions or _NO_FUNCTIONS, _meter(budget)))

    def evaluate_with_warnings(
        self,
        lookup: Lookup,
        functions: Mapping[str, Callable[..., Any]] | None = None,
        budget: Budget | Meter | None = None,
    ) -> tuple[Any, tuple[FeelWarning, ...]]:
        """The same value, and why parts of the expression were null."""
        return self._evaluate_noting(Scope(lookup, functions or _NO_FUNCTIONS, _meter(budget)))


class UnaryTests(_Parsed):
    """The tests of a decision table's cell."""

    __slots__ = ()

    def test(
        self,
        value: Any,
        lookup: Lookup,
        functions: Mapping[str, Callable[..., Any]] | None = None,
        budget: Budget | Meter | None = None,
    ) -> bool | None:
        """Three-valued: null when the value and the tests have no order or type in common."""
        scope = Scope(lookup, functions or _NO_FUNCTIONS, _meter(budget))
        result = self._evaluate(scope.below({"?": inward(value)}))
        return result if isinstance(result, bool) else None

    def test_with_warnings(
        self,
        value: Any,
        lookup: Lookup,
        functions: Mapping[str, Callable[..., Any]] | None = None,
        budget: Budget | Meter | None = None,
    ) -> tuple[bool | None, tuple[FeelWarning, ...]]:
        """The same answer, and why parts of the tests were null."""
        scope = Scope(lookup, functions or _NO_FUNCTIONS, _meter(budget))
        result, warnings = self._evaluate_noting(scope.below({"?": inward(value)}))
        return result if isinstance(result, bool) else None, warnings

    def evaluate(
        self,
        value: Any,
        lookup: Lookup,
        functions: Mapping[str, Callable[..., Any]] | None = None,
        budget: Budget | Meter | None = None,
    ) -> bool:
        """Whether the value passes; null counts as no."""
        return self.test(value, lookup, functions, budget) is True

    def holds(self, scope: Scope) -> bool:
        """Whether the value of a scope that `tested` made passes."""
        return self._evaluate(scope) is True


def tested(
    value: Any, lookup: Lookup, functions: Mapping[str, Callable[..., Any]] | None, meter: Meter
) -> Scope:
    """The scope in which many tests look at one value, which is a value of the language."""
    return Scope(lookup, functions or _NO_FUNCTIONS, meter).below({"?": value})


def _meter(budget: Budget | Meter | None) -> Meter:
    return budget if isinstance(budget, Meter) else Meter(budget or DEFAULT)


def parse(text: str, names: Iterable[str] = (), types: Iterable[tuple[str, Type]] = ()) -> Expression:
    """The expression of a text without its `=`. Cached.

    names   variables whose name has several words or signs (`Monthly Salary`), as decision models have them
    types   named types for `instance of`
    """
    return (_parse_long if len(text) > _LONG else _parse)(text, frozenset(names), frozenset(types))


def parse_unary_tests(text: str, names: Iterable[str] = ()) -> UnaryTests:
    """The tests of a cell; empty and `-` pass everything. Cached."""
    return (_parse_long_tests if len(text) > _LONG else _parse_tests)(text, frozenset(names))


def _new_expression(text: str, names: frozenset[str], types: frozenset[tuple[str, Type]]) -> Expression:
    try:
        return Expression(text, parse_expression(text, _FUNCTION_NAMES, names, dict(types)))
    except FeelError as error:
        error.locate(text)
        raise


def _new_tests(text: str, names: frozenset[str]) -> UnaryTests:
    try:
        return UnaryTests(text, parse_tests(text, _FUNCTION_NAMES, names))
    except FeelError as error:
        error.locate(text)
        raise


_parse = lru_cache(maxsize=4_096)(_new_expression)
_parse_long = lru_cache(maxsize=128)(_new_expression)
_parse_tests = lru_cache(maxsize=4_096)(_new_tests)
_parse_long_tests = lru_cache(maxsize=128)(_new_tests)


def template(text: str) -> Expression | str:
    """A Camunda attribute: `=...` is an expression, anything else the text itself."""
    return parse(text[1:]) if text.startswith("=") else text


def evaluate(
    text: str,
    lookup: Lookup | None = None,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    budget: Budget | None = None,
) -> Any:
    """Parse and evaluate."""
    return parse(text).evaluate({} if lookup is None else lookup, functions, budget)
