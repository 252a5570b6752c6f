"""Which variables an expression needs, down to their members, so that a misspelt one can be told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from feel.expression import Expression, UnaryTests, parse
from feel.grammar import nodes
from feel.grammar.nodes import Node
from feel.grammar.shape import children

Path = tuple[str, ...]
# What a name of the text itself stands for: a member of a variable, or a value that no variable holds.
_Bound = Mapping[str, "Path | None"]


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a variable is read or a function called.

    path       the variable and the members that are read of it: `order.lines[qty > 1].price` reads
               ("order", "lines", "price"); the items of a list stand for the list
    position   0-based offset of the place
    called     a function of this name is called
    member_of  set in filters: the name may be a member of the items of this path instead; () where the
               filtered value is no variable; None outside of filters
    """

    path: Path
    position: int
    called: bool = False
    member_of: Path | None = None


def names(expression: str | Expression | UnaryTests) -> tuple[Use, ...]:
    """Every use of a name that the text takes from outside, in the order of the text.

    What the text binds itself is no use: `x` of `for x in xs`, parameters, keys of contexts, `item`,
    `partial` and `?`. Raises what `parse` raises.
    """
    tree = (parse(expression) if isinstance(expression, str) else expression).tree
    found = list(_Uses().below(tree, {}, None))
    return tuple(sorted(dict.fromkeys(found), key=lambda use: use.position))


class _Uses:
    """Walks a tree; `bound` are the names of the text, `items` the path of the innermost filtered value."""

    def below(self, node: Node, bound: _Bound, items: Path | None) -> Iterator[Use]:
        if isinstance(node, nodes.Name | nodes.Path | nodes.Filter):
            yield from self._read(node, bound, items)
        elif isinstance(node, nodes.For | nodes.Quantified):
            yield from self._loop(node, bound, items)
        elif isinstance(node, nodes.FunctionLiteral):
            yield from self.below(node.body, {**bound, **dict.fromkeys(node.parameters)}, items)
        elif isinstance(node, nodes.ContextLiteral):
            for key, value in node.entries:
                yield from self.below(value, bound, items)
                bound = {**bound, key: self._path(value, bound)}
        elif isinstance(node, nodes.Call):
            yield from self._call(node, bound, items)
        else:
            for child in children(node):
                yield from self.below(child, bound, items)

    def _read(self, node: Node, bound: _Bound, items: Path | None) -> Iterator[Use]:
        """A chain of paths and filters: one use for the whole, and those inside the filters."""
        path = self._path(node, bound)
        first = node
        while isinstance(first, nodes.Path | nodes.Filter):
            if isinstance(first, nodes.Filter):
                of = self._path(first.value, bound) or ()
                yield from self.below(first.condition, {**bound, "item": of or None}, of)
            first = first.value
        if not isinstance(first, nodes.Name):
            yield from self.below(first, bound, items)
        elif first.name != "?" and path:
            # A name of the text that stands for a variable is a use of the variable's members.
            own = first.name in bound
            if not own or len(path) > len(bound[first.name] or ()):
                yield Use(path, first.pos, member_of=None if own else items)

    def _path(self, node: Node, bound: _Bound) -> Path | None:
        if isinstance(node, nodes.Name):
            return bound.get(node.name, (node.name,))
        if isinstance(node, nodes.Filter):
            return self._path(node.value, bound)
        if isinstance(node, nodes.Path):
            base = self._path(node.value, bound)
            return None if base is None else (*base, node.name)
        return None

    def _loop(self, node: nodes.For | nodes.Quantified, bound: _Bound, items: Path | None) -> Iterator[Use]:
        for iterator in node.iterators:
            yield from self.below(iterator.domain, bound, items)
            if iterator.end is not None:
                yield from self.below(iterator.end, bound, items)
            of = None if iterator.end is not None else self._path(iterator.domain, bound)
            bound = {**bound, iterator.name: of}
        if isinstance(node, nodes.For):
            yield from self.below(node.body, {**bound, "partial": None}, items)
        else:
            yield from self.below(node.condition, bound, items)

    def _call(self, node: nodes.Call, bound: _Bound, items: Path | None) -> Iterator[Use]:
        if isinstance(node.callee, nodes.Name):
            if node.callee.name not in bound:
                yield Use((node.callee.name,), node.callee.pos, called=True)
        else:
            yield from self.below(node.callee, bound, items)
        for argument in node.arguments:
            yield from self.below(argument, bound, items)
