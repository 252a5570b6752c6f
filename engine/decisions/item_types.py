"""Item definitions of a file as types for `instance of`."""

from __future__ import annotations

from lxml import etree

import feel
from engine.decisions.findings import part, parts

# A type that unfolds to more parts than this is only known by its kind.
_PARTS = 500


def item_types(root: etree._Element) -> frozenset[tuple[str, feel.Type]]:
    """Name and type of every item definition; allowed values are no part of a type."""
    reader = _Reader({element.get("name") or "": element for element in parts(root, "itemDefinition")})
    return frozenset((name, reader.named(name)[0]) for name in reader.definitions)


class _Reader:
    """Reads each definition once; a definition inside itself is any value."""

    def __init__(self, definitions: dict[str, etree._Element]) -> None:
        self.definitions = definitions
        self.done: dict[str, tuple[feel.Type, int]] = {}

    def named(self, name: str) -> tuple[feel.Type, int]:
        """The type and the number of its parts."""
        if name not in self.done:
            self.done[name] = (feel.Type("Any"), 1)
            self.done[name] = self._type(self.definitions[name])
        return self.done[name]

    def _type(self, element: etree._Element) -> tuple[feel.Type, int]:
        one, size = self._single(element)
        if size > _PARTS:
            one, size = feel.Type(one.name), 1
        if element.get("isCollection") != "true":
            return one, size
        return feel.Type("list", (("", one),)), size + 1

    def _single(self, element: etree._Element) -> tuple[feel.Type, int]:
        reference, function = part(element, "typeRef"), part(element, "functionItem")
        components = [(one.get("name") or "", self._type(one)) for one in parts(element, "itemComponent")]
        if components:
            entries = tuple((name, one) for name, (one, _) in components)
            return feel.Type("context", entries), 1 + sum(size for _, (_, size) in components)
        if function is not None:
            anything = ("", feel.Type("Any"))
            return feel.Type("function", tuple(anything for _ in parts(function, "parameters"))), 1
        name = "" if reference is None else (reference.text or "").strip()
        if name in self.definitions:
            return self.named(name)
        return feel.Type(name.rpartition(":")[2] or "Any"), 1
