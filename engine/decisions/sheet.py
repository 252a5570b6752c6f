"""A decision table as text in rows and columns, read from a DMN file and written back into it.

Only the rules change: columns, types, hit policy and everything else of the file stay as they were drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from engine.decisions.document import read_document
from engine.kernel.errors import NotFound

MOST_ROWS = 1_000


@dataclass(frozen=True)
class Heading:
    """A column: `label` as people read it, the FEEL that is tested or the name of the result, the allowed
    values as drawn.
    """

    label: str
    text: str
    type: str
    allowed: str = ""


@dataclass(frozen=True)
class Row:
    """One rule; `id` is empty for a new one. A cell of a condition that is empty or `-` is always true."""

    id: str
    tests: tuple[str, ...]
    results: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table of a file."""

    id: str
    name: str
    about: str
    hit_policy: str
    inputs: tuple[Heading, ...]
    outputs: tuple[Heading, ...]
    rows: tuple[Row, ...]


def read_sheet(data: bytes, filename: str, decision_id: str) -> Sheet:
    """Raises NotFound where the file has no decision table of that id, DefinitionRejected for a bad file."""
    decision, table = _table(read_document(data, filename), decision_id)
    about = _child(decision, "description")
    return Sheet(
        decision_id,
        decision.get("name") or decision_id,
        "" if about is None else (about.text or "").strip(),
        table.get("hitPolicy") or "UNIQUE",
        tuple(_input(column) for column in _children(table, "input")),
        tuple(_output(column) for column in _children(table, "output")),
        tuple(_row(rule, number) for number, rule in enumerate(_children(table, "rule"), 1)),
    )


def write_sheet(data: bytes, filename: str, decision_id: str, rows: Sequence[Row]) -> bytes:
    """The file with these rules in this order. A rule that keeps its id keeps what else it holds."""
    root = read_document(data, filename)
    _decision, table = _table(root, decision_id)
    old = {rule.get("id") or str(number): rule for number, rule in enumerate(_children(table, "rule"), 1)}
    ids = {one.get("id") or "" for one in root.iter()}
    for rule in old.values():
        table.remove(rule)
    for row in rows:
        rule = old.pop(row.id) if row.id in old else _new_rule(table, row, ids)
        table.append(rule)
        _fill(rule, row)
    etree.indent(table, space="  ", level=2)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _table(root: etree._Element, decision_id: str) -> tuple[etree._Element, etree._Element]:
    for decision in root.iter("{*}decision"):
        table = _child(decision, "decisionTable")
        if decision.get("id") == decision_id and table is not None:
            return decision, table
    raise NotFound(kind="decision_table", id=decision_id)


def _input(column: etree._Element) -> Heading:
    expression, allowed = _child(column, "inputExpression"), _child(column, "inputValues")
    text = "" if expression is None else _text(expression)
    kind = "" if expression is None else expression.get("typeRef") or ""
    return Heading(column.get("label") or text, text, kind, "" if allowed is None else _text(allowed))


def _output(column: etree._Element) -> Heading:
    name, allowed = column.get("name") or "", _child(column, "outputValues")
    values = "" if allowed is None else _text(allowed)
    return Heading(column.get("label") or name, name, column.get("typeRef") or "", values)


def _row(rule: etree._Element, number: int) -> Row:
    note = _child(rule, "description")
    return Row(
        rule.get("id") or str(number),
        tuple(_text(cell) for cell in _children(rule, "inputEntry")),
        tuple(_text(cell) for cell in _children(rule, "outputEntry")),
        "" if note is None else (note.text or "").strip(),
    )


def _new_rule(table: etree._Element, row: Row, ids: set[str]) -> etree._Element:
    rule = etree.Element(_name(table, "rule"), id=_free("Rule", ids))
    for kind, cells in (("inputEntry", row.tests), ("outputEntry", row.results)):
        for _cell in cells:
            entry = etree.SubElement(rule, _name(table, kind), id=_free(kind, ids))
            etree.SubElement(entry, _name(table, "text"))
    return rule


def _free(stem: str, ids: set[str]) -> str:
    number = 1
    while f"{stem}_{number}" in ids:
        number += 1
    ids.add(f"{stem}_{number}")
    return f"{stem}_{number}"


def _fill(rule: etree._Element, row: Row) -> None:
    for kind, cells in (("inputEntry", row.tests), ("outputEntry", row.results)):
        for entry, text in zip(_children(rule, kind), cells, strict=True):
            holder = _child(entry, "text")
            holder = etree.SubElement(entry, _name(rule, "text")) if holder is None else holder
            holder.text = text
    note = _child(rule, "description")
    if note is None and row.note:
        note = etree.Element(_name(rule, "description"))
        rule.insert(0, note)
    if note is not None:
        note.text = row.note


def _name(near: etree._Element, local: str) -> str:
    return f"{{{etree.QName(near).namespace}}}{local}"


def _children(element: etree._Element, local: str) -> Iterator[etree._Element]:
    return element.iterchildren(f"{{*}}{local}")


def _child(element: etree._Element, local: str) -> etree._Element | None:
    return next(_children(element, local), None)


def _text(element: etree._Element) -> str:
    holder = _child(element, "text")
    return "" if holder is None else (holder.text or "").strip()
