"""Boxed expressions of a file."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

import feel
from engine.decisions import boxed, iterators
from engine.decisions.findings import Findings, part, parts, tag
from engine.decisions.frame import Logic
from engine.decisions.item_types import name_of
from engine.decisions.model import Parameter
from engine.decisions.read_table import read_table
from engine.decisions.value_types import ANYTHING, ValueType
from feel.grammar import nodes

_Reader = Callable[[etree._Element, Findings, str], Logic]


def read_logic(holder: etree._Element, findings: Findings, owner: str) -> Logic:
    """The logic inside an element; a problem when there is none or it is not known."""
    for child in parts(holder):
        if tag(child) in READERS:
            return READERS[tag(child)](child, findings, owner)
    findings.add("logic_missing", holder, owner)
    return boxed.Nothing()


def type_of(findings: Findings, holder: etree._Element | None) -> ValueType:
    """The type that the `typeRef` of an element names."""
    return ANYTHING if findings.book is None else findings.book.of(holder)


def _literal(element: etree._Element, findings: Findings, owner: str) -> Logic:
    if part(element, "importedValues") is not None:
        findings.warn("construct_unsupported", element, owner, construct="importedValues")
        return boxed.Nothing()
    return boxed.Literal(element.get("id") or owner, findings.expression(element, owner))


def _context(element: etree._Element, findings: Findings, owner: str) -> Logic:
    entries: list[boxed.Entry] = []
    result: Logic | None = None
    for entry in parts(element, "contextEntry"):
        variable = part(entry, "variable")
        logic = read_logic(entry, findings, owner)
        if variable is None:
            result = logic
        else:
            entries.append(boxed.Entry(name_of(variable), logic, type_of(findings, variable)))
    names = [entry.name for entry in entries]
    if len(set(names)) < len(names):
        # The standard knows no context with one name twice; it is null, as the same text in FEEL.
        findings.warn("duplicate_id", element, owner, id=next(one for one in names if names.count(one) > 1))
        return boxed.Nothing()
    return boxed.BoxedContext(tuple(entries), result)


def _list(element: etree._Element, findings: Findings, owner: str) -> Logic:
    return boxed.BoxedList(
        tuple(_any_logic(child, findings, owner) for child in parts(element) if tag(child) in READERS)
    )


def _any_logic(element: etree._Element, findings: Findings, owner: str) -> Logic:
    return READERS[tag(element)](element, findings, owner)


def _relation(element: etree._Element, findings: Findings, owner: str) -> Logic:
    columns = tuple((name_of(column), type_of(findings, column)) for column in parts(element, "column"))
    rows = []
    for row in parts(element, "row"):
        cells = tuple(_any_logic(child, findings, owner) for child in parts(row) if tag(child) in READERS)
        if len(cells) != len(columns):
            findings.add("row_shape", row, owner, cells=len(cells), columns=len(columns))
        else:
            rows.append(cells)
    return boxed.Relation(columns, tuple(rows))


def read_parameters(element: etree._Element, findings: Findings) -> tuple[Parameter, ...]:
    """The formal parameters of a function definition."""
    return tuple(Parameter(name_of(one), type_of(findings, one)) for one in parts(element, "formalParameter"))


def read_body(element: etree._Element, findings: Findings, owner: str) -> Logic:
    """The body of a function definition; one in Java or PMML gives null, with a warning."""
    kind = element.get("kind") or "FEEL"
    if kind not in ("FEEL", "F"):
        findings.warn("construct_unsupported", element, owner, construct=f"{kind} function")
        return boxed.Nothing()
    return read_logic(element, findings, owner)


def _function(element: etree._Element, findings: Findings, owner: str) -> Logic:
    parameters = tuple((one.name, one.kind) for one in read_parameters(element, findings))
    return boxed.FunctionDefinition(parameters, read_body(element, findings, owner))


def _invocation(element: etree._Element, findings: Findings, owner: str) -> Logic:
    bindings: list[boxed.Entry] = []
    for binding in parts(element, "binding"):
        parameter = part(binding, "parameter")
        name = "" if parameter is None else name_of(parameter)
        bindings.append(boxed.Entry(name, read_logic(binding, findings, owner), type_of(findings, parameter)))
    callee = read_logic(element, findings, owner)
    place = element.get("id") or owner
    return boxed.Invocation(place, callee, _call(callee, bindings), tuple(bindings))


def _call(callee: Logic, bindings: list[boxed.Entry]) -> feel.Expression | None:
    """The call of a function that is named by a text, with the bindings as named arguments."""
    if not isinstance(callee, boxed.Literal):
        return None
    arguments = tuple(nodes.Name(0, slot) for slot in boxed.slots(len(bindings)))
    names = tuple(binding.name for binding in bindings)
    tree = nodes.Call(0, callee.expression.tree, arguments, names)
    return feel.Expression(callee.expression.text, tree)


def _inside(element: etree._Element, name: str, findings: Findings, owner: str) -> Logic:
    holder = part(element, name)
    if holder is None:
        findings.add("logic_missing", element, owner, part=name)
        return boxed.Nothing()
    return read_logic(holder, findings, owner)


def _conditional(element: etree._Element, findings: Findings, owner: str) -> Logic:
    condition, then, otherwise = (_inside(element, name, findings, owner) for name in ("if", "then", "else"))
    return boxed.Conditional(condition, then, otherwise)


def _loop(element: etree._Element, findings: Findings, owner: str) -> Logic:
    kind = tag(element)
    body = _inside(element, "return" if kind == "for" else "satisfies", findings, owner)
    domain = _inside(element, "in", findings, owner)
    variable = " ".join((element.get("iteratorVariable") or "").split())
    return iterators.Loop(kind, variable, domain, body)


def _filter(element: etree._Element, findings: Findings, owner: str) -> Logic:
    return iterators.Filter(
        _inside(element, "in", findings, owner), _inside(element, "match", findings, owner)
    )


READERS: dict[str, _Reader] = {
    "literalExpression": _literal,
    "decisionTable": read_table,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "functionDefinition": _function,
    "invocation": _invocation,
    "conditional": _conditional,
    "for": _loop,
    "some": _loop,
    "every": _loop,
    "filter": _filter,
}
