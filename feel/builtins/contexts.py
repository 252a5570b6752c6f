"""Contexts: get value, get entries, context, context put, context merge."""

from __future__ import annotations

from typing import Any

from feel.builtins.registry import builtin
from feel.runtime.scope import Scope


@builtin("get value", "m: context", "key: string")
@builtin("get value", "context: context", "key: string")
def get_value(_scope: Scope, context: dict[str, Any], key: str) -> Any:
    """The entry of this key."""
    return context.get(key)


@builtin("get value", "context: context", "keys: list")
def get_nested_value(_scope: Scope, context: Any, keys: list[Any]) -> Any:
    """The entry at a path of keys."""
    for key in keys:
        if not isinstance(context, dict) or not isinstance(key, str):
            return None
        context = context.get(key)
    return context if keys else None


@builtin("get entries", "m: context")
@builtin("get entries", "context: context")
def get_entries(scope: Scope, context: dict[str, Any]) -> list[Any]:
    """A list of `{key, value}`, in the order of the context."""
    scope.meter.take(100 * len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries: list")
def from_entries(scope: Scope, entries: list[Any]) -> Any:
    """The context of a list of `{key, value}`; null when one is no such entry or a key comes twice."""
    scope.meter.take(48 * len(entries))
    result: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry or not isinstance(entry.get("key"), str):
            return None
        if entry["key"] in result:
            return None
        result[entry["key"]] = entry["value"]
    return result


@builtin("put", "context: context", "key: string", "value: any")
@builtin("context put", "context: context", "key: string", "value: any")
def put(scope: Scope, context: dict[str, Any], key: str, value: Any) -> Any:
    """The context with one entry set."""
    scope.meter.take(48 * (len(context) + 1))
    return {**context, key: value}


@builtin("context put", "context: context", "keys: list", "value: any")
def put_nested(scope: Scope, context: dict[str, Any], keys: list[Any], value: Any) -> Any:
    """The context with the entry at a path of keys set; missing contexts on the way are made.

    Null where something else is in the way.
    """
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    path = [context]
    for key in keys[:-1]:
        below = path[-1].get(key)
        if below is not None and not isinstance(below, dict):
            return None
        path.append({} if below is None else below)
    for level, key in zip(reversed(path), reversed(keys), strict=True):
        value = put(scope, level, key, value)
    return value


@builtin("put all", "contexts...: any")
@builtin("context merge", "contexts...: any")
def merge(scope: Scope, *contexts: Any) -> Any:
    """All entries; of a key that comes twice the last value, in the place of the first."""
    if len(contexts) == 1 and isinstance(contexts[0], list):
        contexts = tuple(contexts[0])
    result: dict[str, Any] = {}
    for context in contexts:
        if not isinstance(context, dict):
            return None
        scope.meter.take(48 * len(context))
        result.update(context)
    return result
