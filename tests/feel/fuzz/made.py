"""Texts made by the grammar, with plausible arguments, and with values at the limits."""

from __future__ import annotations

import random
from collections.abc import Callable

from feel.builtins import BUILTINS
from feel.builtins.registry import Overload
from tests.feel.fuzz.values import NAMES

_FUNCTIONS = tuple(sorted(BUILTINS))
_OPERATORS = ("+", "-", "*", "/", "**", "<", "<=", ">", ">=", "=", "!=", "and", "or")
_NUMBERS = (
    "0",
    "1",
    "2",
    "3",
    "-1",
    "0.5",
    "1e3",
    "7.25",
    "10",
    "100",
    "5000",
    "1e30",
    "0.1e-30",
    ".5",
    "999999",
)
_TEXTS = (
    '""', '"a"', '"abc"', '"合同章"', '"🐎"', '"a,b;c"', '"1"', '"2026-05-20"', '"P1D"', '"10:00:00"',
    '"\\u4E00\\n"',
    '"2026-05-20T10:00:00+08:00"', '"P1Y2M"', '"{\\"a\\": [1, 2]}"', '"P1DT2H3M4.5S"', '"-P3M"', '"[1,"',
    '"Z"',
)  # fmt: skip
_PATTERNS = (
    '"a+"', '"(a+)+$"', '"[a-z]{1,3}"', '"(a|b)*c"', '"^\\\\s*$"', '"(?=a)"', '"[^a]"',
    '"(a?){50}a{50}"', '"\\\\d+"',
    '"["', '"(.*)(.*)(.*)x"', '"x*"', '"\\\\p{Lu}"', '"(?:(?:a{20}){20}){20}"', '"."', '"$1"', '"i"',
    '"[A-Z-[OI]]"',
)  # fmt: skip
_AT = (
    '@"2026-05-20"', '@"2026-05-20T10:00:00Z"', '@"10:00:00+08:00"', '@"P1D"', '@"P1Y"', '@"nonsense"',
    '@"PT36H"',
    '@"10:00:00@Asia/Tokyo"', '@"2026-03-29T02:30:00@Europe/Berlin"', '@"-P1D"', '@"9999-12-31"',
    '@"-0001-01-01"',
)  # fmt: skip
_TYPES = ("number", "string", "boolean", "date", "list<number>", "context<a: number>", "Any",
    "function<number> -> Any",
          "date and time", "days and time duration", "range<date>", "nonsense")  # fmt: skip
_KEYS = ("a", "b", "key", '"x y"', "value", "`order-id`")
_PROPERTIES = ("a", "b", "year", "month", "day", "weekday", "hour", "time offset", "timezone", "days",
    "months", "start",
               "end included", "s", "`x y`")  # fmt: skip
_LOOSE = ("x", "y", "i", "item", "partial", "?")


class Maker:
    """Makes one text; every choice comes from the generator that it is given."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        # Now and then a text is deep or wide.
        self.room = rng.choice((4, 8, 8, 16, 16, 40, 120))

    def expression(self, depth: int = 0) -> str:
        """An expression; near the limit of depth and size only plain ones."""
        self.room -= 1
        if self.room < 0 or depth > 6:
            return self.plain()
        return self.rng.choice(_FORMS)(self, depth + 1)

    def plain(self) -> str:
        """A name or a literal."""
        choices = (NAMES, NAMES, _NUMBERS, _TEXTS, _AT, ("true", "false", "null"), _LOOSE)
        return self.rng.choice(self.rng.choice(choices))

    def cell(self) -> str:
        """The cell of a decision table."""
        tests = [self._test() for _ in range(self.rng.choice((1, 1, 2, 3)))]
        joined = ", ".join(tests)
        return self.rng.choice((joined, joined, f"not({joined})", "-", f"? in ({joined})"))

    def _test(self) -> str:
        sign = self.rng.choice(("", "", "< ", "<= ", "> ", ">= ", "!= ", "= "))
        return sign + self.expression(3)

    def several(self, depth: int, most: int = 4) -> list[str]:
        """Up to `most` expressions."""
        return [self.expression(depth) for _ in range(self.rng.randint(0, most))]

    def binary(self, depth: int) -> str:
        parts = [self.expression(depth)]
        for _ in range(self.rng.choice((1, 1, 1, 2, 5))):
            parts += [self.rng.choice(_OPERATORS), self.expression(depth)]
        return " ".join(parts)

    def bracket(self, depth: int) -> str:
        return f"({self.expression(depth)})"

    def negative(self, depth: int) -> str:
        return f"-{self.expression(depth)}"

    def listing(self, depth: int) -> str:
        return f"[{', '.join(self.several(depth))}]"

    def context(self, depth: int) -> str:
        entries = [f"{self.rng.choice(_KEYS)}: {value}" for value in self.several(depth, 3)]
        return "{" + ", ".join(entries) + "}"

    def span(self, depth: int) -> str:
        low, high = self.expression(depth), self.expression(depth)
        return f"{self.rng.choice('[(]')}{low}..{high}{self.rng.choice('])[')}"

    def among(self, depth: int) -> str:
        tests = ", ".join(self._test() for _ in range(self.rng.randint(1, 3)))
        return f"{self.plain()} in ({tests})"

    def between(self, depth: int) -> str:
        return f"{self.plain()} between {self.expression(depth)} and {self.expression(depth)}"

    def typed(self, depth: int) -> str:
        return f"{self.expression(depth)} instance of {self.rng.choice(_TYPES)}"

    def choice(self, depth: int) -> str:
        return f"if {self.expression(depth)} then {self.expression(depth)} else {self.expression(depth)}"

    def loop(self, depth: int) -> str:
        word, joint = self.rng.choice((("for", "return"), ("some", "satisfies"), ("every", "satisfies")))
        domains = [
            self._domain(depth, name) for name in self.rng.choice((("x",), ("x", "y"), ("i", "x", "y")))
        ]
        return f"{word} {', '.join(domains)} {joint} {self.expression(depth)}"

    def _domain(self, depth: int, name: str) -> str:
        if self.rng.random() < 0.3:
            return f"{name} in {self.rng.choice(_NUMBERS)}..{self.rng.choice(_NUMBERS)}"
        return f"{name} in {self.expression(depth)}"

    def path(self, depth: int) -> str:
        return f"{self._target(depth)}.{self.rng.choice(_PROPERTIES)}"

    def filtered(self, depth: int) -> str:
        return f"{self._target(depth)}[{self.expression(depth)}]"

    def _target(self, depth: int) -> str:
        made = self.expression(depth)
        return made if made.isalnum() or made[-1:] in (")", "]", "}") else f"({made})"

    def literal_function(self, depth: int) -> str:
        called = f"(function({self.rng.choice(('x', 'x, y', ''))}) {self.expression(depth)})"
        return called + (f"({', '.join(self.several(depth, 2))})" if self.rng.random() < 0.7 else "")

    def call(self, depth: int) -> str:
        name = self.rng.choice(_FUNCTIONS)
        overload = self.rng.choice(BUILTINS[name])
        if self.rng.random() < 0.2:
            return f"{name}({', '.join(self.several(depth))})"
        return f"{name}({', '.join(self._arguments(overload, depth))})"

    def _arguments(self, overload: Overload, depth: int) -> list[str]:
        arguments = []
        named = self.rng.random() < 0.1
        for parameter in overload.parameters:
            if parameter.optional and self.rng.random() < 0.5:
                break
            kinds = {kind.__name__ for kind in parameter.kinds}
            made = (
                self.expression(depth) if self.rng.random() < 0.4 else self._of(kinds, parameter.name, depth)
            )
            arguments.append(f"{parameter.name}: {made}" if named else made)
        return arguments

    def _of(self, kinds: set[str], name: str, depth: int) -> str:
        if "str" in kinds and name in ("pattern", "delimiter", "flags", "replacement"):
            return self.rng.choice(_PATTERNS)
        if "str" in kinds:
            return self.rng.choice((*_TEXTS, "s"))
        if "Decimal" in kinds:
            return self.rng.choice((*_NUMBERS, "n", "a"))
        if "list" in kinds:
            return self.rng.choice(("xs", "ls", self.listing(depth)))
        if "dict" in kinds:
            return self.rng.choice(("c", self.context(depth)))
        if "Range" in kinds:
            return self.rng.choice(("r", self.span(depth)))
        if "Function" in kinds:
            return f"function(x, y) {self.expression(depth)}"
        return self.rng.choice((*_AT, "d", "t", "m", "p", "q"))

    def host(self, depth: int) -> str:
        return self.rng.choice(
            ("now()", "today()", 'holders("SA")', "work days(today(), 2)", "no such(1)", "f(1)")
        )

    def name_or_value(self, _depth: int) -> str:
        return self.plain()

    def repeated(self, depth: int) -> str:
        """The same again and again: what counts steps and depth must end it."""
        inner, count = self.plain(), self.rng.choice((3, 10, 35, 60))
        opening, closing = self.rng.choice(
            (("(", ")"), ("[", "]"), ("-", ""), ("not(", ")"), ("1 in ", ""), ("{a: ", "}"))
        )
        return opening * count + inner + closing * count


Form = Callable[[Maker, int], str]
_FORMS: tuple[Form, ...] = (
    Maker.binary, Maker.binary, Maker.binary, Maker.call, Maker.call, Maker.call, Maker.call,
    Maker.name_or_value,
    Maker.name_or_value, Maker.bracket, Maker.negative, Maker.listing, Maker.context, Maker.span, Maker.among,
    Maker.between, Maker.typed, Maker.choice, Maker.loop, Maker.loop, Maker.path, Maker.path, Maker.filtered,
    Maker.filtered, Maker.literal_function, Maker.host, Maker.repeated,
)  # fmt: skip
