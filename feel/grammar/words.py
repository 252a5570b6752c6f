"""The words of the language, and the names of several words that the grammar knows."""

from __future__ import annotations

from collections.abc import Iterable

from feel.errors import FeelError
from feel.grammar.tokens import Token, tokenize

RESERVED = frozenset(
    [
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "and",
        "or",
        "between",
        "instance",
        "function",
        "null",
        "true",
        "false",
    ]
)

# Properties of values that have a space in their name: `x.time offset`.
PROPERTIES = ("time offset", "start included", "end included")

TYPES = (
    *("date and time", "days and time duration", "years and months duration"),
    # Other names that Camunda and older editions have for them.
    *("date time", "day time duration", "day-time-duration", "year month duration", "year-month-duration"),
)


class Phrases:
    """Names that consist of several tokens, found by their first token; the longest match wins.

    `Monthly Salary`, `days in weekend` or `a+b` is a name only where it is declared: by the list of builtin
    functions, by the caller (names of a decision model), or by the text (keys, parameters, iterators).
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Declare one name; names of a single token need no declaration."""
        try:
            parts = tuple(token.text for token in tokenize(name)[:-1])
        except FeelError:
            # A declared name that is made of other signs can never stand in a text.
            return
        if len(parts) > 1:
            known = self._by_first.setdefault(parts[0], [])
            if (parts, name) not in known:
                known.append((parts, name))
                known.sort(key=lambda entry: -len(entry[0]))

    def match(self, tokens: list[Token], index: int) -> tuple[str, int] | None:
        """The longest declared name that starts here, and the number of its tokens."""
        for parts, name in self._by_first.get(tokens[index].text, ()):
            end = index + len(parts)
            if end <= len(tokens) and all(
                token.text == part and token.kind in ("name", "op", "number")
                for token, part in zip(tokens[index:end], parts, strict=True)
            ):
                return name, len(parts)
        return None
