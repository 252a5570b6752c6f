"""Boxed expressions of a file."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

import feel
from engine.decisions import boxed
from engine.decisions.findings import Findings, part, parts, tag
from engine.decisions.frame import Logic
from engine.decisions.read_table import read_table

_Reader = Callable[[etree._Element, Findings, str], Logic]


def read_logic(holder: etree._Element, findings: Findings, owner: str) -> Logic:
    """The logic inside an element; a problem when there is none or it is not known."""
    for child in parts(holder):
        if tag(child) in READERS:
            return READERS[tag(child)](child, findings, owner)
    findings.add("logic_missing", holder, owner)
    return boxed.Literal("", feel.parse("null"))


def _literal(element: etree._Element, findings: Findings, owner: str) -> Logic:
    if part(element, "importedValues") is not None:
        findings.add("construct_unsupported", element, owner, construct="importedValues")
    return boxed.Literal(element.get("id") or owner, findings.expression(element, owner))


def _context(element: etree._Element, findings: Findings, owner: str) -> Logic:
    entries: list[tuple[str, Logic]] = []
    result: Logic | None = None
    for entry in parts(element, "contextEntry"):
        variable = part(entry, "variable")
        logic = read_logic(entry, findings, owner)
        if variable is None:
            result = logic
        else:
            entries.append((variable.get("name") or "", logic))
    return boxed.BoxedContext(tuple(entries), result)


def _list(element: etree._Element, findings: Findings, owner: str) -> Logic:
    return boxed.BoxedList(
        tuple(_any_logic(child, findings, owner) for child in parts(element) if tag(child) in READERS)
    )


def _any_logic(element: etree._Element, findings: Findings, owner: str) -> Logic:
    return READERS[tag(element)](element, findings, owner)


def _relation(element: etree._Element, findings: Findings, owner: str) -> Logic:
    columns = tuple(column.get("name") or "" for column in parts(element, "column"))
    rows = []
    for row in parts(element, "row"):
        cells = tuple(_any_logic(child, findings, owner) for child in parts(row) if tag(child) in READERS)
        if len(cells) != len(columns):
            findings.add("row_shape", row, owner, cells=len(cells), columns=len(columns))
        else:
            rows.append(cells)
    return boxed.Relation(columns, tuple(rows))


def read_function(element: etree._Element, findings: Findings, owner: str) -> Logic:
    """A function definition; Java and PMML are refused by name."""
    kind = element.get("kind") or "FEEL"
    if kind != "FEEL":
        findings.add("construct_unsupported", element, owner, construct=f"{kind} function")
    names = tuple(parameter.get("name") or "" for parameter in parts(element, "formalParameter"))
    return boxed.FunctionDefinition(names, read_logic(element, findings, owner))


def _invocation(element: etree._Element, findings: Findings, owner: str) -> Logic:
    bindings = []
    for binding in parts(element, "binding"):
        parameter = part(binding, "parameter")
        name = "" if parameter is None else parameter.get("name") or ""
        bindings.append((name, read_logic(binding, findings, owner)))
    return boxed.Invocation(element.get("id") or owner, read_logic(element, findings, owner), tuple(bindings))


def _inside(element: etree._Element, name: str, findings: Findings, owner: str) -> Logic:
    holder = part(element, name)
    if holder is None:
        findings.add("logic_missing", element, owner, part=name)
        return boxed.Literal("", feel.parse("null"))
    return read_logic(holder, findings, owner)


def _conditional(element: etree._Element, findings: Findings, owner: str) -> Logic:
    condition, then, otherwise = (_inside(element, name, findings, owner) for name in ("if", "then", "else"))
    return boxed.Conditional(condition, then, otherwise)


def _loop(element: etree._Element, findings: Findings, owner: str) -> Logic:
    kind = tag(element)
    body = _inside(element, "return" if kind == "for" else "satisfies", findings, owner)
    domain = _inside(element, "in", findings, owner)
    return boxed.Loop(kind, element.get("iteratorVariable") or "", domain, body)


def _filter(element: etree._Element, findings: Findings, owner: str) -> Logic:
    return boxed.Filter(_inside(element, "in", findings, owner), _inside(element, "match", findings, owner))


READERS: dict[str, _Reader] = {
    "literalExpression": _literal,
    "decisionTable": read_table,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "functionDefinition": read_function,
    "invocation": _invocation,
    "conditional": _conditional,
    "for": _loop,
    "some": _loop,
    "every": _loop,
    "filter": _filter,
}
