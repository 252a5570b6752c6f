"""The drawing as the second player sees it: read from the XML with nothing of the engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

B = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
Z = "{http://camunda.org/schema/zeebe/1.0}"
Way = tuple[str, str, str]
TOLD = ("timer", "message", "signal")


def said(xml: ElementTree.Element, name: str) -> str:
    """An attribute; "" when it is not there."""
    return xml.get(name, "")


def part(xml: ElementTree.Element, path: str) -> ElementTree.Element:
    """The one part that is there."""
    found = xml.find(path)
    assert found is not None, path
    return found


@dataclass
class Element:
    id: str
    kind: str
    xml: ElementTree.Element
    scope: str
    ways: list[tuple[str, str, str]] = field(default_factory=list)  # flow, target, condition

    def has(self, tag: str) -> bool:
        return self.xml.find(f"{B}{tag}") is not None

    @property
    def event(self) -> str:
        found = [one.tag for one in self.xml if one.tag.endswith("EventDefinition")]
        return found[0].removeprefix(B).removesuffix("EventDefinition") if found else ""

    @property
    def interrupts(self) -> bool:
        return "false" not in (self.xml.get("cancelActivity"), self.xml.get("isInterrupting"))

    @property
    def is_handler(self) -> bool:
        return self.xml.get("triggeredByEvent") == "true"

    @property
    def is_repeated(self) -> bool:
        return self.has("multiInstanceLoopCharacteristics") or self.has("standardLoopCharacteristics")


class Drawing:
    """Elements by id, and what is asked of them; everything is looked for anew each time."""

    def __init__(self, xml: bytes) -> None:
        self.elements: dict[str, Element] = {}
        process = part(ElementTree.fromstring(xml), f"{B}process")
        self._read(process, "")
        self.process = self.elements[said(process, "id")]

    def _read(self, xml: ElementTree.Element, scope: str) -> None:
        here = self.elements[said(xml, "id")] = Element(said(xml, "id"), xml.tag.removeprefix(B), xml, scope)
        for child in xml:
            is_node = (
                said(child, "id") and child.tag.startswith(B) and not child.tag.endswith("EventDefinition")
            )
            if is_node and child.tag != f"{B}sequenceFlow":
                self._read(child, here.id)
        for flow in xml.findall(f"{B}sequenceFlow"):
            condition = flow.findtext(f"{B}conditionExpression", "")
            self.elements[said(flow, "sourceRef")].ways.append(
                (said(flow, "id"), said(flow, "targetRef"), condition)
            )

    def rim(self, element: Element) -> list[Element]:
        return [one for one in self.elements.values() if one.xml.get("attachedToRef") == element.id]

    def handlers(self, scope: Element) -> list[Element]:
        return [one for one in self.elements.values() if one.scope == scope.id and one.is_handler]

    def first(self, scope: Element) -> Element:
        return next(
            one for one in self.elements.values() if one.scope == scope.id and one.kind == "startEvent"
        )

    def into(self, element: Element) -> set[str]:
        """The flows that lead to the element."""
        ways = (way for other in self.elements.values() for way in other.ways)
        return {flow for flow, target, _ in ways if target == element.id}

    def reached(self, start: Element, gateway: Element) -> set[str]:
        """The flows on all paths from an element that do not pass the gateway."""
        flows: set[str] = set()
        todo, seen = [start], set[str]()
        while todo:
            element = todo.pop()
            if element.id in seen or element is gateway:
                continue
            seen.add(element.id)
            for source in (element, *self.rim(element)):
                for flow, target, _ in source.ways:
                    flows.add(flow)
                    todo.append(self.elements[target])
        return flows


def holds(condition: str, variables: Mapping[str, int]) -> bool:
    if condition == "=true":
        return True
    read = re.fullmatch(r"=(\w+) (<|>|>=) (\d+)", condition)
    assert read is not None, condition
    name, sign, number = read.groups()
    value = variables.get(name)
    if value is None:
        return False
    return {"<": value < int(number), ">": value > int(number), ">=": value >= int(number)}[sign]
