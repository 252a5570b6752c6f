"""Item definitions of a file: types of values, and the types that `instance of` knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

import feel
from engine.decisions.findings import Findings, part, parts, tag
from engine.decisions.value_types import (
    ANYTHING,
    Basic,
    Callables,
    Items,
    Named,
    Restricted,
    Structure,
    ValueType,
)

# A type that unfolds to more parts than this is only known by its kind.
_PARTS: Final = 500
_TYPES: Final = 5_000
# Definitions that are other names of each other.
_CHAIN: Final = 50

_NAMES: Final[dict[str, str]] = {
    name: name
    for name in (
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
        "list",
        "context",
        "range",
        "function",
    )
} | {
    "dateTime": "date and time",
    "date time": "date and time",
    "dayTimeDuration": "days and time duration",
    "day time duration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "year month duration": "years and months duration",
    # What editors of Camunda 7 write.
    **dict.fromkeys(("integer", "long", "double", "int", "float", "decimal"), "number"),
}


def name_of(element: etree._Element) -> str:
    """The name of an element, white space made one."""
    return " ".join((element.get("name") or "").split())


class TypeBook:
    """The types of one model: its item definitions, those of its imports, and the types of FEEL."""

    def __init__(
        self, root: etree._Element, findings: Findings, imports: Mapping[str, tuple[str, TypeBook]]
    ) -> None:
        self.root = root
        self.findings = findings
        self.namespace = root.get("namespace") or ""
        self.imports = imports
        self.definitions: dict[str, etree._Element] = {}
        self._done: dict[str, ValueType] = {}
        self._components: frozenset[str] | None = None
        self._shapes: frozenset[tuple[str, feel.Type]] | None = None
        self._check()

    def _check(self) -> None:
        for element in parts(self.root, "itemDefinition"):
            name = name_of(element)
            if name in self.definitions:
                self.findings.add("duplicate_id", element, "", id=name)
            self.definitions.setdefault(name, element)
        for name, element in self.definitions.items():
            if self._is_endless(name):
                self.findings.add("item_definition_cycle", element, name, name=name)
                self._done[name] = ANYTHING

    def _is_endless(self, name: str) -> bool:
        seen = 0
        while name in self.definitions:
            seen += 1
            if seen > _CHAIN:
                return True
            reference = part(self.definitions[name], "typeRef")
            if reference is None or part(self.definitions[name], "itemComponent") is not None:
                return False
            name = self._own_name(reference.text or "", reference)
        return False

    def _own_name(self, text: str, element: etree._Element) -> str:
        """The name of a definition of this file, written with or without a prefix of its namespace."""
        name = " ".join(text.split())
        prefix, colon, rest = name.rpartition(":")
        if name not in self.definitions and colon and element.nsmap.get(prefix) == self.namespace:
            return rest
        return name

    def of(self, holder: etree._Element | None) -> ValueType:
        """The type that the `typeRef` of an element names; anything where there is none."""
        return ANYTHING if holder is None else self.named(holder.get("typeRef") or "", holder)

    def named(self, text: str, element: etree._Element) -> ValueType:
        """The type of a name, be it a definition, one of an import or one of FEEL."""
        name = self._own_name(text, element)
        if name in self.definitions:
            return Named(name, lambda: self.definition(name))
        imported = self._imported(name, element)
        if imported is not None:
            return imported
        plain = name.rpartition(":")[2].strip()
        return Basic(_NAMES[plain]) if plain in _NAMES else ANYTHING

    def _imported(self, name: str, element: etree._Element) -> ValueType | None:
        prefix, colon, rest = name.rpartition(":")
        space = element.nsmap.get(prefix) if colon else None
        for import_name, (namespace, book) in self.imports.items():
            inner = name if not import_name else name.removeprefix(f"{import_name}.")
            if space is not None and space == namespace:
                inner = rest
            elif import_name and inner == name:
                continue
            if inner in book.definitions or (inner != name and book._imported(inner, element)):
                return book.named(inner, element)
        return None

    def definition(self, name: str) -> ValueType:
        """The type of a definition of this file."""
        if name not in self._done:
            self._done[name] = self._read(self.definitions[name])
        return self._done[name]

    def _read(self, element: etree._Element) -> ValueType:
        kind = self._single(element)
        allowed = part(element, "allowedValues")
        if allowed is not None:
            kind = self._allowing(kind, allowed, element)
        if element.get("isCollection") in ("true", "1"):
            kind = Items(kind)
        constraint = part(element, "typeConstraint")
        return kind if constraint is None else self._restricted(kind, constraint, element)

    def _allowing(self, kind: ValueType, allowed: etree._Element, element: etree._Element) -> ValueType:
        """Allowed values of a type of lists are those of its items."""
        inner = kind.item() if element.get("isCollection") not in ("true", "1") else None
        if inner is None or inner is ANYTHING:
            return self._restricted(kind, allowed, element)
        return Items(self._restricted(inner, allowed, element))

    def _restricted(self, kind: ValueType, holder: etree._Element, element: etree._Element) -> ValueType:
        tests, listed = self.findings.listed(holder, name_of(element))
        return Restricted(kind, tests, listed)

    def _single(self, element: etree._Element) -> ValueType:
        components = [(name_of(one), self._read(one)) for one in parts(element, "itemComponent")]
        if components:
            return Structure(tuple(components))
        function = part(element, "functionItem")
        if function is not None:
            count = sum(1 for one in parts(function) if tag(one) == "parameters")
            return Callables(count, self.named(function.get("outputTypeRef") or "", function))
        reference = part(element, "typeRef")
        return ANYTHING if reference is None else self.named(reference.text or "", reference)

    def for_instance_of(self) -> frozenset[tuple[str, feel.Type]]:
        """Name and type of every item definition; allowed values are no part of a type."""
        if self._shapes is not None:
            return self._shapes
        own = _Shapes(self)
        found = {(name, own.named(name)[0]) for name in self.definitions}
        for import_name, (_, book) in self.imports.items():
            prefix = f"{import_name}." if import_name else ""
            found |= {(prefix + name, kind) for name, kind in book.for_instance_of()}
        # Models that import each other on many ways would multiply the names.
        self._shapes = frozenset(found) if len(found) <= _TYPES else frozenset()
        return self._shapes

    def component_names(self) -> frozenset[str]:
        """Names of the parts of all structures, those of imports included."""
        if self._components is None:
            own = {
                name_of(one) for one in self.root.iter() if isinstance(one.tag, str) and _is_component(one)
            }
            below = (book.component_names() for _, book in self.imports.values())
            self._components = frozenset(own.union(*below))
        return self._components

    def check_all(self) -> None:
        """Read every definition, so that all faults are found at once."""
        for name in self.definitions:
            self.definition(name)


def _is_component(element: etree._Element) -> bool:
    return tag(element) == "itemComponent"


class _Shapes:
    """Reads each definition once; a definition inside itself is any value."""

    def __init__(self, book: TypeBook) -> None:
        self.book = book
        self.done: dict[str, tuple[feel.Type, int]] = {}
        self.depth = 0

    def named(self, name: str) -> tuple[feel.Type, int]:
        """The type and the number of its parts."""
        if name not in self.done:
            self.done[name] = (feel.Type("Any"), 1)
            self.depth += 1
            if self.depth <= _CHAIN:
                self.done[name] = self._type(self.book.definitions[name])
            self.depth -= 1
        return self.done[name]

    def _type(self, element: etree._Element) -> tuple[feel.Type, int]:
        one, size = self._single(element)
        if size > _PARTS:
            one, size = feel.Type(one.name), 1
        if element.get("isCollection") not in ("true", "1"):
            return one, size
        return feel.Type("list", (("", one),)), size + 1

    def _single(self, element: etree._Element) -> tuple[feel.Type, int]:
        reference, function = part(element, "typeRef"), part(element, "functionItem")
        components = [(name_of(one), self._type(one)) for one in parts(element, "itemComponent")]
        if components:
            entries = tuple((name, one) for name, (one, _) in components)
            return feel.Type("context", entries), 1 + sum(size for _, (_, size) in components)
        if function is not None:
            anything = ("", feel.Type("Any"))
            return feel.Type("function", tuple(anything for _ in parts(function, "parameters"))), 1
        if reference is None:
            return feel.Type("Any"), 1
        name = self.book._own_name(reference.text or "", reference)
        if name in self.book.definitions:
            return self.named(name)
        return self._foreign(name), 1

    def _foreign(self, name: str) -> feel.Type:
        for import_name, (_, book) in self.book.imports.items():
            inner = name.removeprefix(f"{import_name}.") if import_name else name
            if inner in book.definitions and (inner != name or not import_name):
                return _Shapes(book).named(inner)[0]
        plain = name.rpartition(":")[2].strip()
        return feel.Type(_NAMES.get(plain, "Any"))
