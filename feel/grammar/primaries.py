"""Literals, names, brackets, calls."""

from __future__ import annotations

from feel.grammar import nodes, words
from feel.grammar.nodes import Node
from feel.grammar.operators import ADDITION, Operators
from feel.temporal import read_at

# Operators that stand behind an operand; where an operand begins, such a word can only be a variable.
_MAY_BE_NAMES = ("instance", "between")
_CONSTANTS = {"null": None, "true": True, "false": False}


class Primaries(Operators):
    """What operators work on."""

    def primary(self) -> Node:
        """A literal, a name, a bracketed expression, or a keyword construct."""
        token = self.token
        if token.kind == "number":
            return nodes.Literal(self.advance().pos, token.number)
        if token.kind == "text":
            return nodes.Literal(self.advance().pos, token.text)
        if token.kind == "at":
            return nodes.Literal(self.advance().pos, read_at(token.text))
        if token.kind == "quoted":
            return nodes.Name(self.advance().pos, token.text)
        if token.kind == "name":
            return self._word()
        if token.kind == "op":
            return self._bracket()
        raise self.unexpected("expression")

    def _bracket(self) -> Node:
        token = self.token
        if token.text == "?":
            return nodes.Name(self.advance().pos, "?")
        if token.text == "(":
            return self._parenthesis()
        if token.text == "[":
            return self._list_or_range()
        if token.text == "]":
            self.advance()
            start = self.expression(ADDITION)
            return self.range_end(token.pos, start, start_included=False)
        if token.text == "{":
            return self._context()
        raise self.unexpected("expression")

    def _parenthesis(self) -> Node:
        opening = self.advance()
        inner = self.expression()
        if self.at(".."):
            return self.range_end(opening.pos, inner, start_included=False)
        self.expect(")")
        return inner

    def _list_or_range(self) -> Node:
        opening = self.advance()
        items: list[Node] = []
        while not self.at("]"):
            items.append(self.expression())
            if len(items) == 1 and self.at(".."):
                return self.range_end(opening.pos, items[0], start_included=True)
            if not self.at("]"):
                self.expect(",")
                if self.at("]"):
                    raise self.unexpected("expression")
        self.advance()
        return nodes.ListLiteral(opening.pos, tuple(items))

    def _context(self) -> Node:
        opening = self.advance()
        entries: list[tuple[str, Node]] = []
        while not self.at("}"):
            key, _ = self.free_name(":")
            self.expect(":")
            entries.append((key, self.expression()))
            if not self.at("}"):
                self.expect(",")
                if self.at("}"):
                    raise self.unexpected("name")
        self.advance()
        return nodes.ContextLiteral(opening.pos, tuple(entries))

    def _word(self) -> Node:
        token = self.token
        declared = self.names.match(self.tokens, self.index)
        if declared:
            self.index += declared[1]
            return nodes.Name(token.pos, declared[0])
        function = self._function_name()
        if function:
            return nodes.Name(token.pos, function)
        if token.text in _CONSTANTS:
            return nodes.Literal(self.advance().pos, _CONSTANTS[token.text])
        construct = self.keyword(token.text)
        if construct is not None:
            return construct
        if token.text in words.RESERVED and token.text not in _MAY_BE_NAMES:
            raise self.unexpected("expression")
        return nodes.Name(self.advance().pos, token.text)

    def _function_name(self) -> str:
        """The name of a function of several words; the bracket after it is what makes it one.

        Words that follow each other are never an expression, so a host function needs no declaration;
        builtins with a keyword inside (`date and time`) are found in the list.
        """
        known = self.functions.match(self.tokens, self.index)
        if known and self._is_opening(known[1]):
            self.index += known[1]
            return known[0]
        if self.token.text in ("and", "or") and self._is_opening(1):
            # The conjunction of a list; as an operator the word never stands where an operand begins.
            return self.advance().text
        count = 0
        while self.ahead(count).kind == "name" and self.ahead(count).text not in words.RESERVED:
            count += 1
        if count < 2 or not self._is_opening(count):
            return ""
        return " ".join(self.advance().text for _ in range(count))

    def _is_opening(self, offset: int) -> bool:
        token = self.ahead(offset)
        return token.kind == "op" and token.text == "("

    def arguments(self, callee: Node) -> Node:
        """Positional or named arguments, never both."""
        opening = self.expect("(")
        values: list[Node] = []
        names: list[str] = []
        while not self.at(")"):
            name = self._argument_name()
            if name:
                names.append(name)
            if len(names) not in (0, len(values) + 1):
                raise self.unexpected("positional or named arguments")
            values.append(self.expression())
            if not self.at(")"):
                self.expect(",")
                if self.at(")"):
                    raise self.unexpected("expression")
        self.advance()
        return nodes.Call(opening.pos, callee, tuple(values), tuple(names))

    def _argument_name(self) -> str:
        declared = self.names.match(self.tokens, self.index)
        if declared and self._is_colon(declared[1]):
            self.index += declared[1] + 1
            return declared[0]
        count = 0
        while self.ahead(count).kind in ("name", "quoted"):
            count += 1
        if not count or not self._is_colon(count):
            return ""
        name = " ".join(self.advance().text for _ in range(count))
        self.advance()
        return name

    def _is_colon(self, offset: int) -> bool:
        token = self.ahead(offset)
        return token.kind == "op" and token.text == ":"
