"""The Jinja dialect of templates: its constructs, filters and tests. All else is refused at upload."""

from __future__ import annotations

from jinja2 import nodes

from engine.documents.word.refusal import Refused

FILTERS = frozenset(
    {
        "money",
        "price",
        "qty",
        "cn_upper",
        "date",
        "datetime",
        "mark",
        "yes_no",
        "default",
        "join",
        "length",
        "first",
        "last",
        "trim",
        "upper",
        "lower",
    }
)
TESTS = frozenset(
    {
        "defined",
        "undefined",
        "none",
        "in",
        "true",
        "false",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "even",
        "odd",
        "divisibleby",
    }
)
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Scope, nodes.ScopedEvalContextModifier,
    nodes.If, nodes.For, nodes.Assign, nodes.With,
    nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Getattr, nodes.Getitem, nodes.Slice,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Concat,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos,
    nodes.Filter, nodes.Test, nodes.Keyword,
)  # fmt: skip


def check_dialect(template: nodes.Template, part: str) -> None:
    """Raises Refused for the first construct that templates may not use."""
    for node in _walk(template):
        if isinstance(node, nodes.Call):
            _check_call(node, part)
        elif not isinstance(node, _ALLOWED):
            raise Refused("template_construct", part, node.lineno, construct=type(node).__name__.lower())
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise Refused("template_filter_unknown", part, node.lineno, filter=str(node.name)[:60])
        elif isinstance(node, nodes.Test) and node.name not in TESTS:
            raise Refused("template_test_unknown", part, node.lineno, test=str(node.name)[:60])
        elif isinstance(node, nodes.For) and node.recursive:
            raise Refused("template_construct", part, node.lineno, construct="recursive")
        else:
            _check_names(node, part)


def _check_call(node: nodes.Call, part: str) -> None:
    name = node.node.name if isinstance(node.node, nodes.Name) else type(node.node).__name__.lower()
    if name != "range" or node.dyn_args or node.dyn_kwargs or node.kwargs:
        raise Refused("template_call", part, node.lineno, name=name[:60])


def _check_names(node: nodes.Node, part: str) -> None:
    name = getattr(node, "name", None) or getattr(node, "attr", None)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        name = node.arg.value
    if isinstance(name, str) and name.startswith("_"):
        raise Refused("template_name", part, node.lineno, name=name[:60])


def _walk(template: nodes.Template) -> list[nodes.Node]:
    """All nodes, parents first. Not recursive: an expression may be nested deeper than Python's stack."""
    found: list[nodes.Node] = []
    waiting: list[nodes.Node] = [template]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(node.iter_child_nodes())
    return found
