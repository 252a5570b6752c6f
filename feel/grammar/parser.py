"""The two entries of the grammar: an expression, and unary tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from feel.errors import FeelSyntaxError
from feel.grammar.constructs import Constructs
from feel.grammar.nodes import Node, Tests, Type
from feel.grammar.shape import check_shape
from feel.grammar.words import Phrases


class Parser(Constructs):
    """The whole grammar."""

    def whole_expression(self) -> Node:
        """An expression and nothing after it."""
        if self.at("="):
            # The sign in front is the attribute's; as a test of an input it stands in cells alone.
            raise self.unexpected("expression")
        tree = self.expression()
        self._end()
        return tree

    def whole_tests(self) -> Tests:
        """Unary tests: empty or `-` (anything), `not(...)`, or a list."""
        if self.token.kind == "end":
            return Tests(0, (), anything=True)
        if self.at("-") and self.ahead(1).kind == "end":
            return Tests(self.token.pos, (), anything=True)
        negated = self._negation()
        if negated is not None:
            return Tests(0, negated, negated=True)
        items = self._items()
        self._end()
        return Tests(0, items)

    def _items(self) -> tuple[Node, ...]:
        items = [self.expression()]
        while self.at(","):
            self.advance()
            items.append(self.expression())
        return tuple(items)

    def _negation(self) -> tuple[Node, ...] | None:
        """The tests of `not( ... )` when it is the whole text; `not(a) or b` is an ordinary expression."""
        if not (self.at_word("not") and self.ahead(1).kind == "op" and self.ahead(1).text == "("):
            return None
        start, depth, nested = self.index, self.depth, self.nested
        self.index += 2
        try:
            items = self._items()
            self.expect(")")
            self._end()
        except FeelSyntaxError:
            # The second reading reports what is wrong, if it is wrong there too.
            self.index, self.depth, self.nested = start, depth, nested
            return None
        return items

    def _end(self) -> None:
        if self.token.kind != "end":
            raise self.unexpected("end")


def parse_expression(text: str, functions: Phrases, names: Iterable[str], types: Mapping[str, Type]) -> Node:
    """The tree of an expression."""
    tree = Parser(text, functions, names, types).whole_expression()
    check_shape(tree)
    return tree


def parse_tests(text: str, functions: Phrases, names: Iterable[str]) -> Tests:
    """The tree of unary tests."""
    tree = Parser(text, functions, names).whole_tests()
    for item in tree.items:
        check_shape(item)
    return tree
