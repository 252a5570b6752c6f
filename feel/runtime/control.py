"""`if`, `for`, `some`, `every`, function literals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from feel import wide
from feel.errors import FeelError
from feel.grammar import nodes
from feel.grammar.nodes import Node
from feel.grammar.shape import children, measure
from feel.runtime import types
from feel.runtime.build import Run, body_cost, build, builds, placed
from feel.runtime.scope import Scope
from feel.values import Function, Range


@builds(nodes.If)
def conditional(node: nodes.If) -> Run:
    """The first branch whose condition is true; null and non-booleans count as not true."""
    branches = [(build(condition), build(value)) for condition, value in node.branches]
    otherwise = build(node.otherwise)

    def run(scope: Scope) -> Any:
        for condition, value in branches:
            if condition(scope) is True:
                return value(scope)
        return otherwise(scope)

    return run


class _NoList(Exception):
    """A loop over something that is neither a list nor a range of whole numbers or dates."""


Values = Callable[[Scope], Iterable[Any]]


def _domain(iterator: nodes.Iterator) -> Values:
    start = build(iterator.domain)
    end = build(iterator.end) if iterator.end is not None else None

    def values(scope: Scope) -> Iterable[Any]:
        first = start(scope)
        if end is not None:
            numbers, make = _count(first, end(scope), scope)
            return map(make, numbers)
        if isinstance(first, list):
            return first
        if isinstance(first, Range):
            return span(first, scope)
        raise _NoList

    return values


# Numbers, and what makes a value of one: only those that a loop comes to are made.
_Counted = tuple[range, Callable[[int], Any]]


def _count(first: Any, last: Any, scope: Scope) -> _Counted:
    """From first to last in steps of one, downwards when last is smaller."""
    if isinstance(first, Decimal) and isinstance(last, Decimal):
        if first != first.to_integral_value() or last != last.to_integral_value():
            raise _NoList
        scope.meter.item_count(int(abs(last - first)) + 1)
        step = 1 if first <= last else -1
        return range(int(first), int(last) + step, step), Decimal
    return _days(first, last, scope)


def _days(first: Any, last: Any, scope: Scope) -> _Counted:
    if type(first) not in wide.DATE_TYPES or type(last) not in wide.DATE_TYPES:
        raise _NoList
    start, end = wide.days_of(first), wide.days_of(last)
    scope.meter.item_count(abs(end - start) + 1)
    step = 1 if start <= end else -1
    return range(start, end + step, step), wide.make_date


def span(value: Range, scope: Scope) -> Iterable[Any]:
    """The whole numbers or days of a range, in order."""
    if value.start is None or value.end is None:
        raise _NoList
    numbers, make = _count(value.start, value.end, scope)
    if not value.start_included:
        numbers = numbers[1:]
    return map(make, numbers if value.end_included else numbers[:-1])


# The name, what gives its values, and the steps that this costs.
_Bound = tuple[str, Values, int]


def _bound(iterator: nodes.Iterator) -> _Bound:
    ends = [iterator.domain] if iterator.end is None else [iterator.domain, iterator.end]
    return iterator.name, _domain(iterator), sum(map(body_cost, ends))


def _each(iterators: list[_Bound], scope: Scope, bound: dict[str, Any]) -> Iterator[Scope]:
    """One scope for every combination; a later domain may use the earlier names."""
    (word, values, _), rest = iterators[0], iterators[1:]
    for value in values(scope):
        names = {**bound, word: value}
        inner = scope.below(names)
        if rest:
            # The next domain is evaluated anew for each value of this one.
            scope.meter.step(rest[0][2])
            yield from _each(rest, inner, names)
        else:
            yield inner


def _uses_partial(node: Node) -> bool:
    return (isinstance(node, nodes.Name) and node.name == "partial") or any(
        map(_uses_partial, children(node))
    )


@builds(nodes.For)
def loop(node: nodes.For) -> Run:
    """A list with one value per combination; `partial` is the list so far."""
    iterators = [_bound(iterator) for iterator in node.iterators]
    body, cost, partial = build(node.body), body_cost(node.body), _uses_partial(node.body)

    def run(scope: Scope) -> Any:
        results: list[Any] = []
        meter = scope.meter
        try:
            for inner in _each(iterators, scope, {}):
                meter.step(cost)
                if partial:
                    meter.walk(len(results))
                    inner.values["partial"] = list(results)
                results.append(body(inner))
            return meter.items(results)
        except _NoList:
            return None
        except FeelError as error:
            raise placed(error, node.pos) from error.__cause__

    return run


@builds(nodes.Quantified)
def quantified(node: nodes.Quantified) -> Run:
    """`some` and `every`, three-valued as a chain of `or` or `and`."""
    iterators = [_bound(iterator) for iterator in node.iterators]
    condition, cost, decisive = build(node.condition), body_cost(node.condition), not node.every

    def run(scope: Scope) -> Any:
        result: bool | None = not decisive
        try:
            for inner in _each(iterators, scope, {}):
                scope.meter.step(cost)
                value = condition(inner)
                if value is decisive:
                    return decisive
                if value is not (not decisive):
                    result = None
        except _NoList:
            return None
        except FeelError as error:
            raise placed(error, node.pos) from error.__cause__
        return result

    return run


@builds(nodes.FunctionLiteral)
def function_literal(node: nodes.FunctionLiteral) -> Run:
    """A function that keeps the scope where it was written."""
    body, cost = build(node.body), body_cost(node.body)
    levels = measure(node.body)[1] + 2
    known = [(place, kind) for place, kind in enumerate(node.types) if kind is not None]

    def run(scope: Scope) -> Any:
        def call(_caller: Scope, arguments: list[Any]) -> Any:
            if len(arguments) != len(node.parameters):
                return None
            for place, kind in known:
                arguments[place] = types.converted(arguments[place], kind)
                if arguments[place] is types.NO_FIT:
                    return None
            meter = scope.meter
            meter.step(cost)
            meter.enter(levels)
            try:
                return body(scope.below(dict(zip(node.parameters, arguments, strict=True))))
            finally:
                meter.leave(levels)

        return Function(node.parameters, call, types=node.types)

    return run
