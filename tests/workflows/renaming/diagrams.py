"""Renames in BPMN and DMN files: ids and all that refers to them, variables in mappings and expressions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from tests.workflows.renaming import expressions
from tests.workflows.renaming.names import BPMN, PARSER, Names, announced_names

ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
# Attributes whose text is no reference, even where it looks like an id.
_WORDS = frozenset({"name", "target", "source", "value", "key", "type", "expression", "retries", "label"})
_VARIABLES = frozenset({"resultVariable", "inputElement", "outputElement", "outputCollection"})
# Operations that the engine carries out itself or hands to its own workers.
_OURS = ("register.", "notify", "step.", "document.render")


def process(data: bytes, names: Names, outputs: Mapping[str, Collection[str]]) -> bytes:
    root = etree.fromstring(data, PARSER)
    heard = _from_registers(root)
    for node in _elements(root):
        kind = _operation(node)
        _references(node, names)
        if node in heard:
            node.set("target", names.fields.get(node.get("target", ""), node.get("target", "")))
        elif node.tag in (f"{ZEEBE}input", f"{ZEEBE}output"):
            _mapping(node, names, kind, outputs.get(kind or "", ()))
        elif node.tag == f"{ZEEBE}property":
            _property(node, names)
        else:
            _expressions(node, names)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def decisions(data: bytes, names: Names) -> bytes:
    root = etree.fromstring(data, PARSER)
    for node in _elements(root):
        _references(node, names)
        href = node.get("href", "")
        if href.startswith("#"):
            node.set("href", f"#{names.ids.get(href[1:], href[1:])}")
        if etree.QName(node).localname == "text" and node.text:
            node.text = _cell(node, node.text, names)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return (node for node in root.iter() if isinstance(node.tag, str))


def _attributes(node: etree._Element) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, value in node.attrib.items()]


def _references(node: etree._Element, names: Names) -> None:
    """Ids, and attributes and texts that are an id and nothing else."""
    for attribute, value in _attributes(node):
        if attribute not in _WORDS and attribute not in _VARIABLES and value in names.ids:
            node.set(attribute, names.ids[value])
    if node.tag == f"{BPMN}message" and node.get("name") in names.ids:
        node.set("name", names.ids[str(node.get("name"))])
    if node.text and node.text.strip() in names.ids:
        node.text = names.ids[node.text.strip()]


def _operation(node: etree._Element) -> str | None:
    """The operation of the task that a mapping belongs to, None where it belongs to no operation."""
    if node.tag not in (f"{ZEEBE}input", f"{ZEEBE}output"):
        return None
    mapping = node.getparent()
    holder = None if mapping is None else mapping.getparent()
    found = None if holder is None else holder.find(f"{ZEEBE}taskDefinition")
    kind = "" if found is None else found.get("type", "")
    return kind if kind.startswith(_OURS) else None


def _mapping(node: etree._Element, names: Names, kind: str | None, answers: Collection[str]) -> None:
    """What goes into an operation and comes out of it keeps the operation's names."""
    is_input = node.tag == f"{ZEEBE}input"
    but = () if is_input else answers
    node.set("source", expressions.template(node.get("source", ""), names.fields, but))
    if kind is None or not is_input:
        target = node.get("target", "")
        node.set("target", names.fields.get(target, target))


def _from_registers(root: etree._Element) -> set[etree._Element]:
    """Output mappings of events that hear what registers announce: they read it in the registers' words."""
    said = announced_names()
    own = {one.get("id") for one in root.iter(f"{BPMN}message") if one.get("name") in said}
    heard = (one for one in root.iter(f"{BPMN}messageEventDefinition") if one.get("messageRef") in own)
    return {output for one in heard for output in _parent(one).iter(f"{ZEEBE}output")}


def _parent(node: etree._Element) -> etree._Element:
    parent = node.getparent()
    assert parent is not None, "a definition of an event stands in its event"
    return parent


def _property(node: etree._Element, names: Names) -> None:
    value = node.get("value", "")
    if value.startswith("="):
        node.set("value", expressions.template(value, names.fields))
    else:
        words = [word.strip() for word in value.split(",")]
        if any(word in names.ids for word in words):
            node.set("value", ",".join(names.ids.get(word, word) for word in words))


def _expressions(node: etree._Element, names: Names) -> None:
    for attribute, value in _attributes(node):
        if attribute in _VARIABLES:
            node.set(attribute, names.fields.get(value, value))
        elif value.startswith("="):
            node.set(attribute, expressions.template(value, names.fields))
    if node.text and node.text.strip().startswith("="):
        node.text = expressions.template(node.text.strip(), names.fields)


def _cell(node: etree._Element, text: str, names: Names) -> str:
    """The text of a decision: an expression, or the tests of a cell."""
    holder = node.getparent()
    kind = "" if holder is None else etree.QName(holder).localname
    if not text.strip() or kind in ("inputValues", "outputValues"):
        return text
    if kind == "inputEntry":
        return expressions.unary_tests(text, names.fields)
    return expressions.expression(text, names.fields)
