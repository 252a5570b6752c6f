"""Namespaces and small helpers around the XML tree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

Xml = etree._Element

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
MODELER = "{http://camunda.org/schema/modeler/1.0}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"

_ID = re.compile(r"[A-Za-z_][\w.-]{0,99}", re.ASCII)
_VARIABLE = re.compile(r"[^\W\d]\w{0,99}(?:\.[^\W\d]\w{0,99}){0,9}")


def local(element: Xml) -> str:
    """The tag without its namespace."""
    return etree.QName(element).localname


def is_in(element: Xml, namespace: str) -> bool:
    return str(element.tag).startswith(namespace)


def bpmn_children(element: Xml) -> Iterator[Xml]:
    return (child for child in element if is_in(child, BPMN))


def line_of(element: Xml) -> int:
    # The stubs have no type for it; it is None for elements that were not parsed.
    line: int | None = getattr(element, "sourceline", None)
    return line or 0


def text_of(element: Xml | None) -> str:
    return "" if element is None else "".join(str(part) for part in element.itertext()).strip()


def flag(element: Xml, name: str, default: bool) -> bool:
    value = element.get(name)
    return default if value is None else value.strip() in ("true", "1")


def reference(text: str | None) -> str:
    """An id out of a QName: `tns:Message_1` means `Message_1`."""
    return (text or "").strip().rpartition(":")[2]


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def is_variable(text: str) -> bool:
    """A variable name or a path of names; what FEEL can read without quotes."""
    return _VARIABLE.fullmatch(text) is not None
