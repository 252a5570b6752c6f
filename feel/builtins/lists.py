"""Lists: contains, sublist, append, concatenate, union, distinct values, flatten, sort, all, any, ..."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from feel import compare, numbers
from feel.builtins.registry import builtin
from feel.builtins.statistics import spread
from feel.runtime.scope import Scope
from feel.values import Function


@builtin("list contains", "list: list", "element: any")
def list_contains(scope: Scope, items: list[Any], element: Any) -> bool:
    """Whether an item equals the element."""
    scope.meter.walk(2 * len(items))
    return any(compare.same(item, element, scope.meter) for item in items)


def _place(position: Decimal, size: int) -> int | None:
    """0-based place of a position that counts from 1, or from the end when negative; null outside."""
    place = numbers.whole(position)
    if not place or abs(place) > size:
        return None
    return place - 1 if place > 0 else size + place


@builtin("sublist", "list: list", "start position: number", "length?: number")
def sublist(_scope: Scope, items: list[Any], start: Decimal, length: Decimal | None = None) -> Any:
    """The items from a position on, at most `length`."""
    first = _place(start, len(items))
    if first is None:
        return None
    count = len(items) if length is None else numbers.whole(length)
    if count is None or count < 1 or (length is not None and first + count > len(items)):
        return None
    return items[first : first + count]


@builtin("append", "list: list", "items...: any")
def append(_scope: Scope, items: list[Any], *more: Any) -> Any:
    """The list with items at its end."""
    return [*items, *more]


@builtin("concatenate", "lists...: list")
def concatenate(scope: Scope, *lists: list[Any]) -> Any:
    """One list after the other."""
    scope.meter.item_count(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before", "list: list", "position: number", "newItem: any")
def insert_before(_scope: Scope, items: list[Any], position: Decimal, new: Any) -> Any:
    """The list with an item before a position."""
    place = _place(position, len(items))
    return None if place is None else [*items[:place], new, *items[place:]]


@builtin("remove", "list: list", "position: number")
def remove(_scope: Scope, items: list[Any], position: Decimal) -> Any:
    """The list without the item at a position."""
    place = _place(position, len(items))
    return None if place is None else [*items[:place], *items[place + 1 :]]


@builtin("list replace", "list: list", "position: number", "newItem: any")
def replace_at(_scope: Scope, items: list[Any], position: Decimal, new: Any) -> Any:
    """The list with another item at a position."""
    place = _place(position, len(items))
    return None if place is None else [*items[:place], new, *items[place + 1 :]]


@builtin("list replace", "list: list", "match: function", "newItem: any")
def replace_matching(scope: Scope, items: list[Any], match: Function, new: Any) -> Any:
    """The list with another item wherever the function says so."""
    answers = [match.call(scope, [item, new]) for item in items]
    if not all(isinstance(answer, bool) for answer in answers):
        return None
    return [new if answer else item for item, answer in zip(items, answers, strict=True)]


@builtin("reverse", "list: list")
def reverse(_scope: Scope, items: list[Any]) -> Any:
    """The list from its end."""
    return items[::-1]


@builtin("index of", "list: list", "match: any")
def index_of(scope: Scope, items: list[Any], match: Any) -> Any:
    """All positions of an element, from 1."""
    scope.meter.walk(2 * len(items))
    return [Decimal(place) for place, item in enumerate(items, 1) if compare.same(item, match, scope.meter)]


def _distinct(scope: Scope, items: list[Any]) -> list[Any]:
    """Each value once, in the order of the first."""
    found: dict[Any, Any] = {}
    others: list[Any] = []
    scope.meter.walk(3 * len(items))
    for item in items:
        found.setdefault(_key(scope, item, others), item)
    return list(found.values())


def _key(scope: Scope, item: Any, others: list[Any]) -> Any:
    """The same for equal values: itself where a hash is exact, else its place among the `others`."""
    if isinstance(item, str | Decimal | bool) or item is None:
        return type(item), item
    scope.meter.walk(len(others) + 1)
    for place, other in enumerate(others):
        if compare.same(item, other, scope.meter):
            return place
    others.append(item)
    return len(others) - 1


@builtin("union", "lists...: list")
def union(scope: Scope, *lists: list[Any]) -> Any:
    """All lists as one, each value once."""
    if len(lists) == 1 and lists[0] and all(isinstance(item, list) for item in lists[0]):
        lists = tuple(lists[0])
    return _distinct(scope, concatenate(scope, *lists))


@builtin("distinct values", "list: list")
def distinct_values(scope: Scope, items: list[Any]) -> Any:
    """Each value once."""
    return _distinct(scope, items)


@builtin("duplicate values", "list: list")
def duplicate_values(scope: Scope, items: list[Any]) -> Any:
    """The values that come more than once, each once, in the order of the first."""
    found: dict[Any, list[Any]] = {}
    others: list[Any] = []
    scope.meter.walk(3 * len(items))
    for item in items:
        found.setdefault(_key(scope, item, others), []).append(item)
    return [equals[0] for equals in found.values() if len(equals) > 1]


@builtin("flatten", "list: list")
def flatten(scope: Scope, items: list[Any]) -> Any:
    """Lists inside lists, at any depth, as one."""
    flat: list[Any] = []
    open_lists = [iter(items)]
    while open_lists:
        for item in open_lists[-1]:
            scope.meter.walk()
            if isinstance(item, list):
                open_lists.append(iter(item))
                break
            flat.append(item)
        else:
            open_lists.pop()
    return flat


@builtin("sort", "list: list")
def sort_naturally(scope: Scope, items: list[Any]) -> Any:
    """Ascending; null where there is no order."""
    scope.meter.walk(4 * len(items))
    if any(compare.order(items[0], item) is None for item in items):
        return None
    return sorted(items, key=cmp_to_key(lambda one, other: compare.order(one, other) or 0))


@builtin("sort", "list: list", "precedes: function")
def sort_by(scope: Scope, items: list[Any], precedes: Function) -> Any:
    """By a function that says whether its first argument comes before its second; stable.

    Null when the function gives anything but a boolean.
    """

    def compared(one: Any, other: Any) -> int:
        answer = precedes.call(scope, [one, other])
        if not isinstance(answer, bool):
            raise _NoAnswer
        # Python's sort asks for nothing but "less", so one call is enough.
        return -1 if answer else 1

    try:
        return sorted(items, key=cmp_to_key(compared))
    except _NoAnswer:
        return None


class _NoAnswer(Exception):
    """The function that should say which item comes first gave no boolean."""


def _logic(scope: Scope, values: Sequence[Any], decisive: bool) -> Any:
    items = spread(values)
    scope.meter.walk(len(items))
    if any(item is decisive for item in items):
        return decisive
    return (not decisive) if all(item is (not decisive) for item in items) else None


@builtin("and", "list...: any")
@builtin("all", "list...: any")
def all_true(scope: Scope, *values: Any) -> Any:
    """False if one is, true if all are (also of an empty list), else null."""
    return _logic(scope, values, False)


@builtin("or", "list...: any")
@builtin("any", "list...: any")
def any_true(scope: Scope, *values: Any) -> Any:
    """True if one is, false if all are (also of an empty list), else null."""
    return _logic(scope, values, True)


@builtin("is empty", "list: list")
def is_empty(_scope: Scope, items: list[Any]) -> bool:
    """Whether there is no item."""
    return not items


@builtin("partition", "list: list", "size: number")
def partition(scope: Scope, items: list[Any], size: Decimal) -> Any:
    """Lists of `size` items, the last may be shorter; null below one."""
    step = numbers.whole(size)
    if step is None or step < 1:
        return None
    starts = range(0, len(items), step)
    scope.meter.take(64 * len(starts))
    return [items[start : start + step] for start in starts]
