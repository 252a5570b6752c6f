"""Reading tokens one after the other; the base of the parser's rule classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from feel import limits
from feel.errors import FeelBudgetError, FeelSyntaxError
from feel.grammar import words
from feel.grammar.nodes import Node, Type
from feel.grammar.tokens import Token, tokenize

_NO_TYPES: Mapping[str, Type] = {}


class Cursor:
    """A place in the token list, and the rules that the parts of the grammar need from each other."""

    def __init__(
        self,
        source: str,
        functions: words.Phrases,
        names: Iterable[str],
        types: Mapping[str, Type] = _NO_TYPES,
    ) -> None:
        self.source = source
        self.tokens = tokenize(source)
        self.index = 0
        self.depth = 0
        self.nested = 0
        self.functions = functions
        self.types = types
        self.names = words.Phrases(names)

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.index]

    def ahead(self, offset: int) -> Token:
        """The token `offset` places further on, or the end."""
        return self.tokens[min(self.index + offset, len(self.tokens) - 1)]

    def advance(self) -> Token:
        """Take the next token."""
        token = self.tokens[self.index]
        if token.kind != "end":
            self.index += 1
        return token

    def at(self, *operators: str) -> bool:
        """Whether one of these operators comes next."""
        token = self.tokens[self.index]
        return token.kind == "op" and token.text in operators

    def at_word(self, word: str) -> bool:
        """Whether this keyword comes next."""
        token = self.tokens[self.index]
        return token.kind == "name" and token.text == word

    def expect(self, *operators: str) -> Token:
        """Take one of these operators or refuse."""
        if not self.at(*operators):
            raise self.unexpected(" ".join(operators))
        return self.advance()

    def expect_word(self, word: str) -> Token:
        """Take this keyword or refuse."""
        if not self.at_word(word):
            raise self.unexpected(word)
        return self.advance()

    def unexpected(self, expected: str) -> FeelSyntaxError:
        """The refusal of the next token."""
        token = self.token
        code = "unexpected_end" if token.kind == "end" else "unexpected_token"
        return FeelSyntaxError(code, token.pos, expected, found=self.source[token.pos : token.end][:40])

    def go_down(self) -> None:
        """One level deeper in brackets or keywords."""
        self.depth += 1
        if self.depth > limits.DEPTH:
            raise FeelBudgetError("depth", limits.DEPTH, self.token.pos)

    def go_up(self) -> None:
        """One level up again."""
        self.depth -= 1

    def free_name(self, *stops: str) -> tuple[str, int]:
        """A declared name of any words and signs up to one of the operators in `stops` (keys, parameters).

        Returns the name as written and its offset, and makes it known to the rest of the text.
        """
        first = self.token
        if first.kind in ("text", "quoted"):
            self.advance()
            self.names.add(first.text)
            return first.text, first.pos
        if first.kind != "name":
            raise self.unexpected("name")
        while self.token.kind in ("name", "number") or (
            self.at("-", "+", "*", "/", ".", "**", "'", "’") and not self.at(*stops)
        ):
            last = self.advance()
        name = self.source[first.pos : last.end]
        self.names.add(name)
        return name, first.pos

    def expression(self, minimum: int = 1) -> Node:
        """An expression whose operators bind at least as strongly as `minimum`."""
        raise NotImplementedError

    def primary(self) -> Node:
        """A literal, a name, a bracketed expression, or a keyword construct."""
        raise NotImplementedError

    def keyword(self, word: str) -> Node | None:
        """The construct that this keyword opens, if it opens one."""
        raise NotImplementedError

    def arguments(self, callee: Node) -> Node:
        """The call of `callee`; the opening bracket is the next token."""
        raise NotImplementedError

    def type(self) -> Type:
        """A type name with its parts."""
        raise NotImplementedError
