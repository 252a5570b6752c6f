"""Which characters an item of a pattern takes."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from feel.patterns.blocks import BLOCKS

Test = Callable[[str], bool]

_CATEGORIES = frozenset(
    (
        *("L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No"),
        *("P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So"),
        *("Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co", "Cn"),
    )
)
# A simple set looks at a character so often at most; two looks more take as long as a simple set.
_SIMPLE = 6

CLASSES: dict[str, Test] = {
    "d": lambda char: char.isdecimal(),
    "s": lambda char: char in " \t\n\r\f\v",
    "w": lambda char: char == "_" or char.isalnum() or unicodedata.category(char).startswith("M"),
    # What XML names begin with, and what they consist of.
    "i": lambda char: char in "_:" or char.isalpha(),
    "c": lambda char: char in "_:.-\u00b7" or char.isalnum() or unicodedata.category(char).startswith("M"),
}


def category(name: str) -> Test | None:
    """The test of `\\p{name}`; None when there is no such category or block."""
    if name in _CATEGORIES:
        return lambda char: unicodedata.category(char).startswith(name)
    if name.startswith("Is") and name[2:] in BLOCKS:
        low, high = BLOCKS[name[2:]]
        return lambda char: low <= ord(char) <= high
    return None


@dataclass(frozen=True, slots=True)
class CharacterSet:
    """Ranges and tests, perhaps negated, perhaps without the characters of another set."""

    ranges: tuple[tuple[str, str], ...] = ()
    tests: tuple[Test, ...] = ()
    negated: bool = False
    without: CharacterSet | None = field(default=None)

    def test(self, *, ignore_case: bool) -> Test:
        """A test of one character."""
        plain = self._plain(ignore_case)
        without = None if self.without is None else self.without.test(ignore_case=ignore_case)
        negated = self.negated
        if without is None:
            return (lambda char: not plain(char)) if negated else plain
        return lambda char: plain(char) is not negated and not without(char)

    def weight(self, *, ignore_case: bool) -> int:
        """How many times as long as a simple set it takes to look at a character, at least 1."""
        looks = (1 + len(self.tests)) * (3 if ignore_case else 1)
        nested = 0 if self.without is None else self.without.weight(ignore_case=ignore_case)
        return 1 + max(0, looks - _SIMPLE) // 2 + nested

    def _plain(self, ignore_case: bool) -> Test:
        tests = self.tests
        lows, highs = _apart(self.ranges)

        def is_in(char: str) -> bool:
            place = bisect_right(lows, char)
            return (place > 0 and char <= highs[place - 1]) or any(test(char) for test in tests)

        if not ignore_case:
            return is_in
        # Case is ignored before a negation: `[^Q]` then takes neither Q nor q.
        return lambda char: is_in(char) or is_in(char.lower()) or is_in(char.upper())


def _apart(ranges: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The same characters in ranges that do not overlap, first and last characters in order."""
    lows: list[str] = []
    highs: list[str] = []
    for low, high in sorted(ranges):
        if highs and low <= highs[-1]:
            highs[-1] = max(highs[-1], high)
        else:
            lows.append(low)
            highs.append(high)
    return lows, highs
