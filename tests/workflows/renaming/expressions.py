"""Renames the variables that an expression takes from outside, where they stand and nowhere else.

The text is parsed as the engine does: a word in quotes, the key of a context, a part of a path, the name of
an argument or of an iterator is none of our variables, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

import feel
from feel.grammar import nodes
from feel.grammar.nodes import Node
from feel.grammar.shape import children

Fields = Mapping[str, str]
_TAG = re.compile(r"\{\{(\s*(?:#if|#loop)?)(.*?)\}\}", re.DOTALL)


def expression(text: str, fields: Fields, but: Collection[str] = ()) -> str:
    """The FEEL text, without its `=`. Names in `but` stay."""
    return _replaced(text, feel.parse(text).tree, fields, but)


def unary_tests(text: str, fields: Fields) -> str:
    return _replaced(text, feel.parse_unary_tests(text).tree, fields, ())


def template(text: str, fields: Fields, but: Collection[str] = ()) -> str:
    """A Camunda attribute: FEEL after `=`, anything else stays."""
    return f"={expression(text[1:], fields, but)}" if text.startswith("=") else text


def words(text: str, fields: Fields) -> str:
    """A text of a form: FEEL after `=`, or with `{{FEEL}}`, `{{#if FEEL}}`, `{{#loop FEEL}}` in it."""

    def inner(tag: re.Match[str]) -> str:
        if tag[2].strip() in ("/if", "/loop"):
            return tag[0]
        return "{{" + tag[1] + expression(tag[2], fields) + "}}"

    return template(text, fields) if text.startswith("=") else _TAG.sub(inner, text)


def _replaced(text: str, tree: Node, fields: Fields, but: Collection[str]) -> str:
    free = _free(tree, frozenset(("?", "item", "partial", "this", "parent", *but)))
    for node in sorted(free, key=lambda one: -one.pos):
        new = fields.get(node.name)
        if new is not None:
            end = node.pos + len(node.name)
            assert text[node.pos : end] == node.name, f"{node.name} does not stand at {node.pos} of {text}"
            text = text[: node.pos] + new + text[end:]
    return text


def _free(node: Node, bound: frozenset[str]) -> Iterator[nodes.Name]:
    """The names that the expression does not bind itself."""
    if isinstance(node, nodes.Name):
        if node.name not in bound:
            yield node
    elif isinstance(node, nodes.For | nodes.Quantified):
        yield from _of_loop(node, bound)
    elif isinstance(node, nodes.FunctionLiteral):
        yield from _free(node.body, bound | frozenset(node.parameters))
    elif isinstance(node, nodes.ContextLiteral):
        for key, value in node.entries:
            yield from _free(value, bound)
            bound = bound | {key}
    elif isinstance(node, nodes.Call) and isinstance(node.callee, nodes.Name):
        for argument in node.arguments:
            yield from _free(argument, bound)
    else:
        for child in children(node):
            yield from _free(child, bound)


def _of_loop(node: nodes.For | nodes.Quantified, bound: frozenset[str]) -> Iterator[nodes.Name]:
    for iterator in node.iterators:
        yield from _free(iterator.domain, bound)
        if iterator.end is not None:
            yield from _free(iterator.end, bound)
        bound = bound | {iterator.name}
    yield from _free(node.body if isinstance(node, nodes.For) else node.condition, bound)
