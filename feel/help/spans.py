"""From where to where each part of an expression stands in the text.

The tree knows one place of each construct, which for `a > b` is its sign. The rest follows from the parts
inside it and from the tokens.
"""

from __future__ import annotations

from bisect import bisect_left

from feel.grammar import nodes
from feel.grammar.nodes import Node
from feel.grammar.shape import children
from feel.grammar.tokens import Token, tokenize

Span = tuple[int, int]
_PAIRS = {"(": ")", "[": "]", "{": "}"}
# Constructs that begin at their own place; the others begin with their first part.
_OPENING = (
    nodes.ListLiteral,
    nodes.ContextLiteral,
    nodes.RangeLiteral,
    nodes.Prefix,
    nodes.Negate,
    nodes.If,
    nodes.For,
    nodes.Quantified,
    nodes.FunctionLiteral,
)


class Spans:
    """The spans of the nodes of one text."""

    def __init__(self, text: str) -> None:
        self._tokens = tokenize(text)[:-1]
        self._starts = [token.pos for token in self._tokens]
        self._partners = _partners(self._tokens)

    def of(self, node: Node) -> Span:
        """Start and end (exclusive) of a part, the brackets inside it included."""
        first, last = self._tokens_of(node)
        return self._tokens[first].pos, self._tokens[last].end

    def _at(self, pos: int) -> int:
        return min(bisect_left(self._starts, pos), len(self._tokens) - 1)

    def _tokens_of(self, node: Node) -> tuple[int, int]:
        """Numbers of the first and the last token."""
        own = self._at(node.pos)
        first = last = own
        for child in children(node):
            low, high = self._tokens_of(child)
            first, last = min(first, low), max(last, high)
        if isinstance(node, _OPENING):
            first = own
        if isinstance(node, nodes.Name):
            last = self._name_end(own, node.name)
        elif isinstance(node, nodes.Path):
            last = self._name_end(own + 1, node.name)
        elif isinstance(node, nodes.Call | nodes.Filter | nodes.ListLiteral | nodes.ContextLiteral):
            last = max(last, self._partners.get(own, last))
        elif isinstance(node, nodes.RangeLiteral):
            last = min(last + 1, len(self._tokens) - 1)
        elif isinstance(node, nodes.InstanceOf):
            last = self._type_end(own + 2, node.type.name)
        return self._balanced(first, last)

    def _name_end(self, place: int, name: str) -> int:
        """The last token of a name of one or several words."""
        place = min(place, len(self._tokens) - 1)
        if self._tokens[place].kind == "quoted":
            return place
        joined = self._tokens[place].text
        wanted = name.replace(" ", "")
        while len(joined) < len(wanted) and place + 1 < len(self._tokens):
            place += 1
            joined += self._tokens[place].text
        return place

    def _type_end(self, place: int, name: str) -> int:
        """The last token of the type whose name begins here: its parts in `<>` and what a function gives."""
        place = self._name_end(place, name)
        depth = 0
        while place + 1 < len(self._tokens):
            following = self._tokens[place + 1]
            sign = following.text if following.kind == "op" else ""
            if not depth and sign not in ("<", "->") and self._tokens[place].text != "->":
                break
            depth += {"<": 1, ">": -1}.get(sign, 0)
            place += 1
        return place

    def _balanced(self, first: int, last: int) -> tuple[int, int]:
        """Wide enough for both ends of every bracket inside."""
        place = first
        while place <= last:
            partner = self._partners.get(place, place)
            if partner > last:
                last = partner
            elif partner < first:
                first = place = partner
            place += 1
        return first, last


def _partners(tokens: list[Token]) -> dict[int, int]:
    """The bracket that belongs to each bracket; those of open ranges (`]1..5[`) have none."""
    found: dict[int, int] = {}
    open_ones: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind != "op":
            continue
        if token.text in _PAIRS:
            open_ones.append(place)
        elif token.text in (")", "]", "}") and open_ones:
            # A range may end with the other kind of bracket.
            opening = tokens[open_ones[-1]].text
            if _PAIRS[opening] == token.text or {opening, token.text} <= {"(", "[", ")", "]"}:
                partner = open_ones.pop()
                found[partner], found[place] = place, partner
    return found
