"""Constructs that begin with a keyword, and types."""

from __future__ import annotations

from feel.errors import FeelUnsupported
from feel.grammar import nodes, words
from feel.grammar.nodes import Node, Type
from feel.grammar.primaries import Primaries

_TYPES = words.Phrases(words.TYPES)
_WITH_PARTS = ("list", "range", "context", "function")


class Constructs(Primaries):
    """`if`, `for`, `some`, `every`, `function`, types."""

    def keyword(self, word: str) -> Node | None:
        """The construct that this keyword opens, if it opens one."""
        if word == "if":
            return self._if()
        if word == "for":
            return self._for()
        if word in ("some", "every"):
            return self._quantified()
        if word == "function":
            return self._function()
        return None

    def _if(self) -> Node:
        opening = self.token
        branches: list[tuple[Node, Node]] = []
        while self.at_word("if"):
            self.advance()
            condition = self.expression()
            self.expect_word("then")
            branches.append((condition, self.expression()))
            self.expect_word("else")
        return nodes.If(opening.pos, tuple(branches), self.expression())

    def _for(self) -> Node:
        opening = self.advance()
        iterators = self._iterators()
        self.expect_word("return")
        return nodes.For(opening.pos, iterators, self.expression())

    def _quantified(self) -> Node:
        opening = self.advance()
        iterators = self._iterators()
        self.expect_word("satisfies")
        return nodes.Quantified(opening.pos, opening.text == "every", iterators, self.expression())

    def _iterators(self) -> tuple[nodes.Iterator, ...]:
        iterators = [self._iterator()]
        while self.at(","):
            self.advance()
            iterators.append(self._iterator())
        return tuple(iterators)

    def _iterator(self) -> nodes.Iterator:
        name = self._iterator_name()
        self.expect_word("in")
        domain = self.expression()
        if not self.at(".."):
            return nodes.Iterator(name, domain)
        self.advance()
        return nodes.Iterator(name, domain, self.expression())

    def _iterator_name(self) -> str:
        declared = self.names.match(self.tokens, self.index)
        if declared:
            self.index += declared[1]
            return declared[0]
        first = self.token
        if first.kind == "quoted":
            return self.advance().text
        parts = []
        while self.token.kind == "name" and self.token.text != "in":
            parts.append(self.advance().text)
        if not parts:
            raise self.unexpected("name")
        name = " ".join(parts)
        self.names.add(name)
        return name

    def _function(self) -> Node:
        opening = self.advance()
        self.expect("(")
        parameters: list[str] = []
        types: list[Type | None] = []
        while not self.at(")"):
            parameters.append(self.free_name(":", ",", ")")[0])
            types.append(self._parameter_type())
            if not self.at(")"):
                self.expect(",")
        self.advance()
        if self.at_word("external"):
            raise FeelUnsupported("external function", self.token.pos)
        known = tuple(types) if any(types) else ()
        return nodes.FunctionLiteral(opening.pos, tuple(parameters), self.expression(), known)

    def _parameter_type(self) -> Type | None:
        if not self.at(":"):
            return None
        self.advance()
        return self.type()

    def type(self) -> Type:
        """`number`, `list<number>`, `context<a: number>`, `function<number> -> string`, `range<date>`."""
        self.go_down()
        name = self._type_name()
        if name in self.types:
            self.go_up()
            return self.types[name]
        parts: list[tuple[str, Type]] = []
        if name in _WITH_PARTS and self.at("<"):
            self.advance()
            while not self.at(">"):
                parts.append(self._type_part(name))
                if not self.at(">"):
                    self.expect(",")
            self.advance()
        if name == "function" and self.at("->"):
            self.advance()
            parts.append(("->", self.type()))
        self.go_up()
        return Type(name, tuple(parts))

    def _type_part(self, outer: str) -> tuple[str, Type]:
        if outer != "context":
            return "", self.type()
        key = self.free_name(":")[0]
        self.expect(":")
        return key, self.type()

    def _type_name(self) -> str:
        known = _TYPES.match(self.tokens, self.index) or self.names.match(self.tokens, self.index)
        if known:
            self.index += known[1]
            return known[0]
        if self.token.kind not in ("name", "quoted"):
            raise self.unexpected("type")
        return self.advance().text
