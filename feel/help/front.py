"""The sign in front of an expression, where a text without it is only a text."""

from __future__ import annotations

from feel.errors import FeelError
from feel.expression import parse
from feel.grammar import nodes

_MEANT = (
    nodes.And,
    nodes.Call,
    nodes.Compare,
    nodes.For,
    nodes.If,
    nodes.In,
    nodes.Between,
    nodes.Quantified,
)


def lacks_equals(text: str) -> bool:
    """Whether the text of an attribute was probably meant as an expression.

    It is FEEL that calls, compares or chooses, but has no `=` in front; a name or plain words are none.
    """
    if text.lstrip().startswith("=") or len(text) > 1_000:
        return False
    try:
        tree = parse(text).tree
    except FeelError:
        return False
    return isinstance(tree, _MEANT)
