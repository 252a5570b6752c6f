"""Operators by precedence: or, and, comparison, addition, multiplication, power, negation, postfix."""

from __future__ import annotations

from feel import limits
from feel.errors import FeelBudgetError
from feel.grammar import nodes, words
from feel.grammar.cursor import Cursor
from feel.grammar.nodes import Node

OR, AND, COMPARISON, ADDITION, MULTIPLICATION, POWER = range(1, 7)

_LEVELS = {
    "=": COMPARISON,
    "!=": COMPARISON,
    "<": COMPARISON,
    "<=": COMPARISON,
    ">": COMPARISON,
    ">=": COMPARISON,
    "+": ADDITION,
    "-": ADDITION,
    "*": MULTIPLICATION,
    "/": MULTIPLICATION,
    "**": POWER,
}
_WORD_LEVELS = {"or": OR, "and": AND, "between": COMPARISON, "in": COMPARISON, "instance": COMPARISON}
# Operands inside operands, brackets or not: what the recursion of this parser really costs.
_NESTED = 100
_OPENS_OPERAND = frozenset(("(", "[", "{", "-", "?", "<", "<=", ">", ">="))


class Operators(Cursor):
    """Binary, prefix and postfix operators."""

    def expression(self, minimum: int = OR) -> Node:
        """Precedence climbing; a chain of one level is one node, so that a long sum is not a deep tree."""
        self.nested += 1
        if minimum == OR:
            self.go_down()
        if self.nested > _NESTED:
            raise FeelBudgetError("depth", limits.DEPTH, self.token.pos)
        left = self._climb(self._prefix(), minimum)
        if minimum == OR:
            self.go_up()
        self.nested -= 1
        return left

    def _climb(self, left: Node, minimum: int) -> Node:
        while (level := self._level()) >= minimum:
            left = self._continue(left, level)
        return left

    def _level(self) -> int:
        token = self.token
        if token.kind == "op":
            return _LEVELS.get(token.text, 0)
        return _WORD_LEVELS.get(token.text, 0) if token.kind == "name" else 0

    def _continue(self, left: Node, level: int) -> Node:
        if level in (OR, AND):
            return self._logic(left, level)
        if level > COMPARISON:
            return self._arithmetic(left, level)
        token = self.advance()
        if token.kind == "op":
            if self.at("=", "!=", "<", "<=", ">", ">="):
                # `a == b`, `a => b`, `a <> b` are slips; a range such as `(> b)` is compared in brackets.
                raise self.unexpected("expression")
            return nodes.Compare(token.pos, token.text, left, self.expression(ADDITION))
        if token.text == "between":
            low = self.expression(ADDITION)
            self.expect_word("and")
            return nodes.Between(token.pos, left, low, self.expression(ADDITION))
        if token.text == "in":
            self.go_down()
            tests = self._in_tests()
            self.go_up()
            return nodes.In(token.pos, left, tests)
        self.expect_word("of")
        return nodes.InstanceOf(token.pos, left, self.type())

    def _logic(self, left: Node, level: int) -> Node:
        word = "or" if level == OR else "and"
        items = [left]
        while self.at_word(word):
            self.advance()
            items.append(self.expression(level + 1))
        kind = nodes.Or if level == OR else nodes.And
        return kind(left.pos, tuple(items))

    def _arithmetic(self, left: Node, level: int) -> Node:
        rest: list[tuple[str, Node, int]] = []
        while self._level() == level:
            token = self.advance()
            rest.append((token.text, self.expression(level + 1), token.pos))
        return nodes.Arithmetic(left.pos, left, tuple(rest))

    def _in_tests(self) -> tuple[Node, ...]:
        if not self.at("("):
            return (self.expression(COMPARISON),)
        opening = self.advance()
        first = self.expression()
        if self.at(".."):
            return (self.range_end(opening.pos, first, start_included=False),)
        if self.at(")"):
            # One bracketed test only begins an ordinary expression: `x in (a) + 1`, `x in (list)[1]`.
            self.advance()
            return (self._climb(self._postfix(first), COMPARISON),)
        items = [first]
        while self.at(","):
            self.advance()
            items.append(self.expression())
        self.expect(")")
        return tuple(items)

    def range_end(self, pos: int, start: Node, *, start_included: bool) -> Node:
        """The rest of a range, from its `..` on."""
        self.expect("..")
        end = self.expression(ADDITION)
        closing = self.expect("]", ")", "[")
        return nodes.RangeLiteral(pos, start, end, start_included, closing.text == "]")

    def _prefix(self) -> Node:
        token = self.token
        if token.kind == "op":
            if token.text == "-":
                self.advance()
                self.go_down()
                operand = self._prefix()
                self.go_up()
                return nodes.Negate(token.pos, operand)
            if token.text in ("<", "<=", ">", ">=", "=", "!="):
                self.advance()
                self.go_down()
                operand = self.expression(ADDITION)
                self.go_up()
                return nodes.Prefix(token.pos, token.text, operand)
        return self._postfix(self.primary())

    def _postfix(self, value: Node) -> Node:
        while True:
            token = self.token
            if self.at("."):
                self.advance()
                value = nodes.Path(token.pos, value, self._property())
            elif self.at("("):
                value = self.arguments(value)
            elif self.at("[") and not self._closes_range():
                self.advance()
                condition = self.expression()
                self.expect("]")
                value = nodes.Filter(token.pos, value, condition)
            else:
                return value

    def _closes_range(self) -> bool:
        """Whether this `[` is the open end of `]1..5[`: nothing follows that a filter could begin with."""
        following = self.ahead(1)
        if following.kind == "op":
            return following.text not in _OPENS_OPERAND
        return following.kind == "end" or (
            following.kind == "name"
            and following.text in ("and", "or", "then", "else", "return", "satisfies", "in")
        )

    def _property(self) -> str:
        found = self.names.match(self.tokens, self.index) or _PROPERTIES.match(self.tokens, self.index)
        if found:
            self.index += found[1]
            return found[0]
        if self.token.kind not in ("name", "quoted"):
            raise self.unexpected("name")
        return self.advance().text


_PROPERTIES = words.Phrases(words.PROPERTIES)
