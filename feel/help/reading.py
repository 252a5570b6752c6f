"""Asking the parser whether a text is FEEL."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from feel.builtins import BUILTINS
from feel.errors import FeelError
from feel.grammar.parser import parse_expression, parse_tests
from feel.grammar.words import Phrases

_FUNCTIONS = Phrases(BUILTINS)

#: A text -> its first mistake, or None.
Reader = Callable[[str], FeelError | None]


def reader(names: Iterable[str] = (), *, tests: bool = False) -> Reader:
    """Reads expressions, or the cells of decision tables."""
    known = frozenset(names)

    def first_mistake(text: str) -> FeelError | None:
        # Nothing is kept of what is tried here: the cache of `feel.parse` is for what runs.
        try:
            if tests:
                parse_tests(text, _FUNCTIONS, known)
            else:
                parse_expression(text, _FUNCTIONS, known, {})
        except FeelError as error:
            error.locate(text)
            return error
        return None

    return first_mistake
