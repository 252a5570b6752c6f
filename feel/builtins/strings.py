"""Text: substring, string length, case, contains, starts with, ends with, string join, trim, ..."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from feel import numbers
from feel.builtins.registry import builtin
from feel.runtime.scope import Scope


@builtin("substring", "string: string", "start position: number", "length?: number")
def substring(_scope: Scope, text: str, start: Decimal, length: Decimal | None = None) -> Any:
    """From a position (1 first, -1 last); null where the position is outside or the length below one."""
    place = numbers.whole(start)
    if not place or abs(place) > len(text):
        return None if place != len(text) + 1 or place == 0 else ""
    first = place - 1 if place > 0 else len(text) + place
    if length is None:
        return text[first:]
    count = numbers.whole(length)
    return None if count is None or count < 1 else text[first : first + count]


@builtin("string length", "string: string")
def string_length(_scope: Scope, text: str) -> Decimal:
    """In characters (code points)."""
    return Decimal(len(text))


@builtin("upper case", "string: string")
def upper_case(_scope: Scope, text: str) -> str:
    """All letters large."""
    return text.upper()


@builtin("lower case", "string: string")
def lower_case(_scope: Scope, text: str) -> str:
    """All letters small."""
    return text.lower()


def _searched(scope: Scope, text: str) -> None:
    """Pay for a search that may nearly find the match everywhere."""
    scope.meter.walk(len(text) // 100)


@builtin("substring before", "string: string", "match: string")
def substring_before(scope: Scope, text: str, match: str) -> str:
    """What stands before the first match; empty without one."""
    _searched(scope, text)
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after", "string: string", "match: string")
def substring_after(scope: Scope, text: str, match: str) -> str:
    """What stands after the first match; empty without one."""
    _searched(scope, text)
    return text.partition(match)[2] if match else text


@builtin("contains", "string: string", "match: string")
def contains(scope: Scope, text: str, match: str) -> bool:
    """Whether the match stands in the text."""
    _searched(scope, text)
    return match in text


@builtin("starts with", "string: string", "match: string")
def starts_with(_scope: Scope, text: str, match: str) -> bool:
    """Whether the text begins so."""
    return text.startswith(match)


@builtin("ends with", "string: string", "match: string")
def ends_with(_scope: Scope, text: str, match: str) -> bool:
    """Whether the text ends so."""
    return text.endswith(match)


@builtin("trim", "string: string")
def trim(_scope: Scope, text: str) -> str:
    """Without white space at both ends."""
    return text.strip()


@builtin("is blank", "string: string")
def is_blank(_scope: Scope, text: str) -> bool:
    """Whether there is nothing but white space."""
    return not text.strip()


@builtin("string join", "list: list", "delimiter?: string|null")
def string_join(scope: Scope, items: list[Any], delimiter: str | None = None) -> Any:
    """The texts of a list with a delimiter between; nulls are left out, anything else makes it null."""
    return _joined(scope, items, delimiter or "", "", "")


@builtin("string join", "list: list", "delimiter: string|null", "prefix: string|null", "suffix: string|null")
def string_join_around(
    scope: Scope, items: list[Any], delimiter: str | None, prefix: str | None, suffix: str | None
) -> Any:
    """With a prefix and a suffix around the whole."""
    return _joined(scope, items, delimiter or "", prefix or "", suffix or "")


def _joined(scope: Scope, items: list[Any], delimiter: str, prefix: str, suffix: str) -> Any:
    scope.meter.walk(len(items))
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        return None
    scope.meter.text_size(sum(map(len, texts)) + len(delimiter) * len(texts) + len(prefix) + len(suffix))
    return f"{prefix}{delimiter.join(texts)}{suffix}"
