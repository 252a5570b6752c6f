"""Pattern text to a tree (XPath syntax, with `\\b` and lazy quantifiers as Java has them).

Look-around is refused by name: it is not part of XPath, and it is what makes matching explode.
"""

from __future__ import annotations

from dataclasses import dataclass

from feel.errors import FeelBudgetError, FeelUnsupported
from feel.patterns.sets import CLASSES, CharacterSet, category

REPEATS = 1_000
DEPTH = 40
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}


class BadPattern(Exception):
    """The text is no pattern."""


class Item:
    """Part of a pattern."""


@dataclass(frozen=True, slots=True)
class One(Item):
    """One character of a set."""

    set: CharacterSet


@dataclass(frozen=True, slots=True)
class Dot(Item):
    """`.`"""


@dataclass(frozen=True, slots=True)
class Place(Item):
    """`^`, `$`, `b`, `B`: a place between characters."""

    kind: str


@dataclass(frozen=True, slots=True)
class Sequence(Item):
    """One after the other."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Choice(Item):
    """One of several."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Repeat(Item):
    """From `least` to `most` times; None is without end."""

    item: Item
    least: int
    most: int | None
    greedy: bool


@dataclass(frozen=True, slots=True)
class Group(Item):
    """A captured part."""

    number: int
    item: Item


@dataclass(frozen=True, slots=True)
class Back(Item):
    """What a group has taken, once more."""

    number: int


class Reader:
    """Reads one pattern; `groups` is the number of captured parts so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        self.groups = 0
        self.depth = 0
        self._open: set[int] = set()

    def whole(self) -> Item:
        """The whole pattern."""
        item = self._choice()
        if self.pos < len(self.text):
            raise BadPattern
        return item

    def _peek(self) -> str:
        return self.text[self.pos : self.pos + 1]

    def _take(self) -> str:
        char = self._peek()
        if not char:
            raise BadPattern
        self.pos += 1
        return char

    def _accept(self, word: str) -> bool:
        if not self.text.startswith(word, self.pos):
            return False
        self.pos += len(word)
        return True

    def _choice(self) -> Item:
        self.depth += 1
        if self.depth > DEPTH:
            raise FeelBudgetError("pattern", DEPTH)
        items = [self._sequence()]
        while self._accept("|"):
            items.append(self._sequence())
        self.depth -= 1
        return items[0] if len(items) == 1 else Choice(tuple(items))

    def _sequence(self) -> Item:
        items: list[Item] = []
        while self._peek() and self._peek() not in "|)":
            items.append(self._repeated(self._atom()))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _repeated(self, item: Item) -> Item:
        sign = self._peek()
        if not sign or sign not in "*+?{":
            return item
        least, most = self._counts()
        if isinstance(item, Place):
            raise BadPattern
        repeated = Repeat(item, least, most, greedy=not self._accept("?"))
        if self._peek() and self._peek() in "*+?{":
            raise BadPattern
        return repeated

    def _counts(self) -> tuple[int, int | None]:
        sign = self._take()
        if sign != "{":
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        body, closed, _ = self.text[self.pos :].partition("}")
        low, comma, high = body.partition(",")
        numbers = [part for part in (low, high) if part]
        if not closed or not low or not all(part.isascii() and part.isdigit() for part in numbers):
            raise BadPattern
        self.pos += len(body) + 1
        if any(len(part) > 6 or int(part) > REPEATS for part in numbers):
            raise FeelBudgetError("pattern", REPEATS)
        most = int(high) if high else None if comma else int(low)
        if most is not None and most < int(low):
            raise BadPattern
        return int(low), most

    def _atom(self) -> Item:
        char = self._take()
        if char == "(":
            return self._group()
        if char == "[":
            return One(self._set())
        if char == "\\":
            return self._escape()
        if char == ".":
            return Dot()
        if char in "^$":
            return Place(char)
        if char in "*+?{}])":
            raise BadPattern
        return One(CharacterSet(((char, char),)))

    def _group(self) -> Item:
        if self._accept("?:"):
            item: Item = Sequence((self._choice(),))
        elif self._peek() == "?":
            raise FeelUnsupported("look-around or named group in a pattern")
        else:
            self.groups += 1
            number = self.groups
            self._open.add(number)
            item = Group(number, self._choice())
            self._open.discard(number)
        if not self._accept(")"):
            raise BadPattern
        return item

    def _escape(self) -> Item:
        char = self._peek()
        if char and char in "bB":
            self.pos += 1
            return Place(char)
        if char.isdigit() and char.isascii():
            return self._back_reference()
        return One(self._escaped_set())

    def _back_reference(self) -> Item:
        """As many digits as still name a group; the group must be closed."""
        number = int(self._take())
        while (
            self._peek().isascii()
            and self._peek().isdigit()
            and number * 10 + int(self._peek()) <= self.groups
        ):
            number = number * 10 + int(self._take())
        if not 1 <= number <= self.groups or number in self._open:
            raise BadPattern
        return Back(number)

    def _escaped_set(self) -> CharacterSet:
        """The set of an escape; the backslash is taken already."""
        char = self._take()
        if char.lower() in CLASSES:
            return CharacterSet(tests=(CLASSES[char.lower()],), negated=char.isupper())
        if char in "pP":
            return self._category(negated=char == "P")
        if char.isalnum() and char not in _ESCAPES:
            raise BadPattern
        literal = _ESCAPES.get(char, char)
        return CharacterSet(((literal, literal),))

    def _category(self, *, negated: bool) -> CharacterSet:
        name, closed, _ = self.text[self.pos :].partition("}")
        test = category(name[1:]) if closed and name.startswith("{") else None
        if test is None:
            raise BadPattern
        self.pos += len(name) + 1
        return CharacterSet(tests=(test,), negated=negated)

    def _set(self) -> CharacterSet:
        """A set in brackets; the opening one is taken already."""
        negated = self._accept("^")
        ranges: list[tuple[str, str]] = []
        parts: list[CharacterSet] = []
        while not self._accept("]"):
            if (ranges or parts) and self._accept("-["):
                self.depth += 1
                if self.depth > DEPTH:
                    raise FeelBudgetError("pattern", DEPTH)
                without = self._set()
                if not self._accept("]"):
                    raise BadPattern
                return self._united(ranges, parts, negated, without)
            self._set_item(ranges, parts)
        if not ranges and not parts:
            raise BadPattern
        return self._united(ranges, parts, negated, None)

    def _united(
        self,
        ranges: list[tuple[str, str]],
        parts: list[CharacterSet],
        negated: bool,
        without: CharacterSet | None,
    ) -> CharacterSet:
        # What is not negated is its one test, which needs no wrapping.
        tests = tuple(part.test(ignore_case=False) if part.negated else part.tests[0] for part in parts)
        return CharacterSet(tuple(ranges), tests, negated, without)

    def _set_item(self, ranges: list[tuple[str, str]], parts: list[CharacterSet]) -> None:
        low = self._set_character()
        if isinstance(low, CharacterSet):
            parts.append(low)
            return
        following = self.text[self.pos + 1 : self.pos + 2]
        if self._peek() != "-" or following in ("]", "["):
            ranges.append((low, low))
            return
        self.pos += 1
        high = self._set_character()
        if isinstance(high, CharacterSet) or high < low:
            raise BadPattern
        ranges.append((low, high))

    def _set_character(self) -> str | CharacterSet:
        char = self._take()
        if char == "[":
            raise BadPattern
        if char != "\\":
            return char
        escaped = self._escaped_set()
        return escaped if escaped.tests else escaped.ranges[0][0]
