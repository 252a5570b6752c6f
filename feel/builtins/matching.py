"""Text by pattern: matches, replace, split, extract."""

from __future__ import annotations

from typing import Any

from feel import patterns
from feel.builtins.registry import builtin
from feel.patterns import BadPattern, Match, Program
from feel.runtime.scope import Scope


@builtin("matches", "input: string", "pattern: string", "flags?: string|null")
def matches(scope: Scope, text: str, pattern: str, flags: str | None = None) -> Any:
    """Whether the pattern is found; null when it is no pattern."""
    program = _program(scope, pattern, flags)
    return None if program is None else patterns.found(program, text, scope.meter)


def _program(scope: Scope, pattern: str, flags: str | None = None) -> Program | None:
    try:
        return patterns.compiled(pattern, flags or "", scope.meter)
    except BadPattern:
        return None


@builtin("replace", "input: string", "pattern: string", "replacement: string", "flags?: string|null")
def replace(scope: Scope, text: str, pattern: str, replacement: str, flags: str | None = None) -> Any:
    """Every match replaced; `$1` is a group, `$0` the whole match, `\\$` the sign itself.

    Null for a pattern that matches no character at all, as in XPath.
    """
    program = _program(scope, pattern, flags)
    scope.meter.walk(2 * len(replacement))
    parts = None if program is None else _parts(replacement, program.groups, plain="q" in (flags or ""))
    if program is None or parts is None or patterns.found(program, "", scope.meter):
        return None
    made: list[str] = []
    last = 0
    groups = max((part for part in parts if isinstance(part, int)), default=0)
    for match in patterns.find_all(program, text, scope.meter, groups):
        scope.meter.walk(2 * len(parts))
        made.append(text[last : match.start])
        made.append(_filled(parts, text, match))
        scope.meter.text_size(len(made[-1]))
        last = match.end
    made.append(text[last:])
    return "".join(made)


def _filled(parts: list[str | int], text: str, match: Match) -> str:
    return "".join(match.group(text, part) if isinstance(part, int) else part for part in parts)


def _parts(replacement: str, groups: int, *, plain: bool) -> list[str | int] | None:
    """Texts and numbers of groups; null for a `$` or `\\` that stands alone."""
    if plain:
        return [replacement]
    parts: list[str | int] = []
    place = 0
    while place < len(replacement):
        char, following = replacement[place], replacement[place + 1 : place + 2]
        if char == "$" and following.isascii() and following.isdigit():
            number, place = _group_number(replacement, place + 1, groups)
            # A group that the pattern does not have is empty.
            parts.append(number if number <= groups else "")
            continue
        if char in "$\\":
            if char == "$" or following not in ("$", "\\"):
                return None
            char = following
            place += 1
        parts.append(char)
        place += 1
    return parts


def _group_number(replacement: str, place: int, groups: int) -> tuple[int, int]:
    """As many digits as still name a group, at least one."""
    number = int(replacement[place])
    place += 1
    while replacement[place : place + 1].isdecimal() and number * 10 + int(replacement[place]) <= groups:
        number = number * 10 + int(replacement[place])
        place += 1
    return number, place


@builtin("split", "string: string", "delimiter: string")
def split(scope: Scope, text: str, delimiter: str) -> Any:
    """The parts between the matches of a delimiter pattern; an empty one stands between all characters."""
    program = _program(scope, delimiter)
    if program is None:
        return None
    parts: list[str] = []
    last = 0
    for match in patterns.find_all(program, text, scope.meter, groups=0):
        if match.end > 0:
            parts.append(text[last : match.start])
            last = match.end
    return [*parts, text[last:]]


@builtin("extract", "input: string", "pattern: string")
@builtin("extract", "string: string", "pattern: string")
def extract(scope: Scope, text: str, pattern: str) -> Any:
    """The texts of all matches."""
    program = _program(scope, pattern)
    if program is None:
        return None
    return [match.group(text, 0) for match in patterns.find_all(program, text, scope.meter, groups=0)]
