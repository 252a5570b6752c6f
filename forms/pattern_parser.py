"""The subset of JavaScript regular expressions that a form may use, read into a tree.

Taken: literals, `.`, classes, `\\d \\w \\s` and their opposites, `\\uXXXX`, `^ $`, groups, `|`, `* + ?
{m,n}` (lazy marks change nothing for a yes or no). Not taken: lookaround, backreferences, named groups,
`\\b`, `\\p{..}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from forms import limits

Test = Callable[[str], bool]


class PatternRefused(Exception):
    """The pattern uses what is not supported (code pattern_unsupported) or is too big (pattern_too_big)."""

    def __init__(self, code: str, construct: str = "") -> None:
        super().__init__(code, construct)
        self.code, self.construct = code, construct


@dataclass(frozen=True)
class Char:
    """One character that passes the test."""

    test: Test


@dataclass(frozen=True)
class Anchor:
    """`^` or `$`."""

    mark: str


@dataclass(frozen=True)
class Sequence:
    """Parts one behind the other."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Choice:
    """One of several."""

    options: tuple[Tree, ...]


@dataclass(frozen=True)
class Repeat:
    """A part, `least` to `most` times (None: without end)."""

    part: Tree
    least: int
    most: int | None


Tree = Char | Anchor | Sequence | Choice | Repeat

_DIGITS = frozenset("0123456789")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_SPACES = frozenset(
    " \t\n\r\f\v\u00a0\ufeff\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_SETS = {"d": _DIGITS, "w": _WORD, "s": _SPACES}
_PLAIN = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v"}
_COUNT = re.compile(r"\{([0-9]{1,3})(?:(,)([0-9]{1,3})?)?\}")


def parse(text: str) -> Tree:
    """The tree of a pattern. Raises PatternRefused."""
    if len(text) > limits.PATTERN_CHARACTERS:
        raise PatternRefused("pattern_too_big")
    parser = _Parser(text)
    tree = parser.choice(0)
    if parser.at != len(text):
        raise PatternRefused("pattern_unsupported", ")")
    return tree


class _Parser:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    @property
    def next(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        taken = self.next
        if not taken:
            raise PatternRefused("pattern_unsupported", self.text[-1:])
        self.at += 1
        return taken

    def choice(self, depth: int) -> Tree:
        if depth > limits.DEPTH:
            raise PatternRefused("pattern_too_big")
        options = [self.sequence(depth)]
        while self.next == "|":
            self.at += 1
            options.append(self.sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self, depth: int) -> Tree:
        parts: list[Tree] = []
        while self.next and self.next not in "|)":
            parts.append(self.repeated(self.atom(depth)))
        return Sequence(tuple(parts))

    def atom(self, depth: int) -> Tree:
        mark = self.take()
        if mark in "^$":
            return Anchor(mark)
        if mark == ".":
            return Char(lambda c: c not in "\n\r\u2028\u2029")
        if mark == "[":
            return Char(self.character_class())
        if mark == "(":
            return self.group(depth)
        if mark == "\\":
            return Char(self.escape())
        if mark in "*+?{}]":
            raise PatternRefused("pattern_unsupported", mark)
        return Char(_is(mark))

    def group(self, depth: int) -> Tree:
        if self.next == "?":
            if self.text[self.at : self.at + 2] != "?:":
                raise PatternRefused("pattern_unsupported", "(" + self.text[self.at : self.at + 2])
            self.at += 2
        tree = self.choice(depth + 1)
        if self.take() != ")":
            raise PatternRefused("pattern_unsupported", "(")
        return tree

    def repeated(self, part: Tree) -> Tree:
        least, most = self.count()
        if (least, most) == (1, 1):
            return part
        if isinstance(part, Anchor):
            raise PatternRefused("pattern_unsupported", part.mark)
        if self.next == "?":
            self.at += 1
        if self.next and self.next in "*+?{":
            raise PatternRefused("pattern_unsupported", self.next)
        return Repeat(part, least, most)

    def count(self) -> tuple[int, int | None]:
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self.next in simple:
            return simple[self.take()]
        found = _COUNT.match(self.text, self.at)
        if not found:
            return 1, 1
        self.at = found.end()
        least = int(found[1])
        most = least if not found[2] else int(found[3]) if found[3] else None
        if most is not None and most < least:
            raise PatternRefused("pattern_unsupported", found.group())
        # A fixed count of one is no repetition, and (1, 1) says so.
        return least, most

    def escape(self) -> Test:
        mark = self.take()
        if mark.lower() in _SETS:
            return _in(_SETS[mark.lower()], mark.isupper())
        return _is(self.escaped_character(mark))

    def escaped_character(self, mark: str) -> str:
        if mark in _PLAIN:
            return _PLAIN[mark]
        if mark in "ux":
            digits = self.text[self.at : self.at + (4 if mark == "u" else 2)]
            if not re.fullmatch("[0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}", digits) or len(digits) != (
                4 if mark == "u" else 2
            ):
                raise PatternRefused("pattern_unsupported", "\\" + mark)
            self.at += len(digits)
            return chr(int(digits, 16))
        if mark.isalnum():
            raise PatternRefused("pattern_unsupported", "\\" + mark)
        return mark

    def character_class(self) -> Test:
        negated = self.next == "^"
        if negated:
            self.at += 1
        tests: list[Test] = []
        while self.next != "]":
            tests.append(self.class_member())
        self.at += 1
        return lambda c: any(test(c) for test in tests) is not negated

    def class_member(self) -> Test:
        mark = self.take()
        if mark == "\\" and self.next.lower() in _SETS:
            return self.escape()
        low = self.escaped_character(self.take()) if mark == "\\" else mark
        if self.next != "-" or self.text[self.at + 1 : self.at + 2] in ("]", ""):
            return _is(low)
        self.at += 1
        mark = self.take()
        if mark == "\\" and self.next.lower() in _SETS:
            raise PatternRefused("pattern_unsupported", "-\\" + self.next)
        high = self.escaped_character(self.take()) if mark == "\\" else mark
        if high < low:
            raise PatternRefused("pattern_unsupported", f"{low}-{high}")
        return lambda c: low <= c <= high


def _is(mark: str) -> Test:
    return lambda c: c == mark


def _in(members: frozenset[str], negated: bool) -> Test:
    return lambda c: (c in members) is not negated
