"""The requirements graph of one model: decisions, knowledge, services, inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from engine.decisions import circles
from engine.decisions.document import line_of
from engine.decisions.findings import ID, Findings, part, parts, tag
from engine.decisions.item_types import TypeBook, name_of
from engine.decisions.model import (
    Decision,
    Definitions,
    Element,
    Home,
    InputData,
    Knowledge,
    Need,
    Service,
)
from engine.decisions.naming import Naming
from engine.decisions.read_boxed import read_body, read_logic, read_parameters
from engine.decisions.table import Table
from engine.decisions.value_types import ANYTHING, Basic, Callables, ValueType
from engine.decisions.value_types import definition as behind

if TYPE_CHECKING:
    from engine.decisions.library import Loaded

# Decisions that require each other in one line.
_CHAIN: Final = 50
_ELEMENTS: Final = ("decision", "businessKnowledgeModel", "decisionService", "inputData")

# What a reference may mean, by the name of the referring element.
_KINDS: Final = {
    "requiredDecision": ("decision",),
    "requiredInput": ("inputData",),
    "requiredKnowledge": ("businessKnowledgeModel", "decisionService"),
    "outputDecision": ("decision",),
    "inputDecision": ("decision",),
    "inputData": ("inputData",),
}
_CLASSES: Final[dict[type, str]] = {
    Decision: "decision",
    InputData: "inputData",
    Knowledge: "businessKnowledgeModel",
    Service: "decisionService",
}


def _kind_of(element: Element | None) -> str:
    return _CLASSES.get(type(element), "")


class GraphReader:
    """Reads the elements of one model; what is wrong inside one is noted under its key."""

    def __init__(
        self, root: etree._Element, findings: Findings, book: TypeBook, imports: Mapping[str, Loaded]
    ) -> None:
        self.root = root
        self.findings = findings
        self.book = book
        self.elements: dict[str, etree._Element] = {}
        self.home = Home(
            root.get("namespace") or "",
            imports={name: loaded.definitions.home for name, loaded in imports.items()},
        )
        self.naming = Naming(root, book, self.home)

    def definitions(self) -> Definitions:
        """Everything of the model."""
        self.findings.book = self.book
        self._index()
        self.home.names = self.naming.declared(self.elements.values())
        types = self.book.for_instance_of()
        for key, element in self.elements.items():
            self.findings.key = key
            self.findings.types = types
            self._read(key, element)
        self._check_lines()
        self.findings.key = ""
        for found in self.findings.found:
            if not found.harmless:
                self.home.faults.setdefault(found.key, []).append(found.problem)
        return Definitions(
            self.root.get("name") or "",
            tuple(one for one in self.home.elements.values() if isinstance(one, Decision)),
            tuple(one for one in self.home.elements.values() if isinstance(one, Service)),
            tuple(one for one in self.home.elements.values() if isinstance(one, Knowledge)),
            tuple(one.variable for one in self.home.elements.values() if isinstance(one, InputData)),
            self.home,
            tuple(one.problem for one in self.findings.found if one.problem.severity == "warning"),
        )

    def _index(self) -> None:
        for element in parts(self.root, *_ELEMENTS):
            # A file may leave ids out where nothing refers to them; the name takes their place.
            key = element.get("id") or element.get("name") or ""
            self.findings.key = key
            if not ID.fullmatch(key):
                self.findings.add("bad_id", element, id=key[:120])
            if key in self.elements:
                self.findings.key = ""
                self.findings.add("duplicate_id", element, id=key)
            elif key:
                self.elements[key] = element
        self.findings.key = ""

    def _read(self, key: str, element: etree._Element) -> None:
        needs = self._needs(element)
        self.findings.know(self.naming.everywhere, self.naming.within(element, needs, self.elements))
        kind = tag(element)
        if kind == "decision":
            self.home.elements[key] = self._decision(key, element, needs)
        elif kind == "businessKnowledgeModel":
            self.home.elements[key] = self._knowledge(key, element, needs)
        elif kind == "decisionService":
            self.home.elements[key] = self._service(key, element)
        elif kind == "inputData":
            self.home.elements[key] = InputData(
                key, name_of(element), _variable(element), self.book.of(part(element, "variable"))
            )

    def _decision(self, key: str, element: etree._Element, needs: tuple[Need, ...]) -> Decision:
        logic = read_logic(element, self.findings, key)
        table = logic if isinstance(logic, Table) else None
        facts: dict[str, Any] = {}
        if table is not None:
            facts = {
                "hit_policy": table.hit_policy,
                "aggregation": table.aggregation,
                "inputs": table.inputs,
                "outputs": table.outputs,
                "rules": table.rules,
            }
        return Decision(
            id=key,
            name=name_of(element) or key,
            variable=_variable(element),
            logic=logic,
            kind=self.book.of(part(element, "variable")),
            needs=needs,
            line=line_of(element),
            home=self.home,
            **facts,
        )

    def _knowledge(self, key: str, element: etree._Element, needs: tuple[Need, ...]) -> Knowledge:
        body = part(element, "encapsulatedLogic")
        parameters = () if body is None else read_parameters(body, self.findings)
        reading = read_logic if body is None else read_body
        logic = reading(element if body is None else body, self.findings, key)
        result = self._result(element)
        return Knowledge(key, name_of(element), _variable(element), logic, parameters, result, needs)

    def _result(self, element: etree._Element) -> ValueType:
        """The type of what a function gives: of a function type its result, else the type itself."""
        variable = part(element, "variable")
        if variable is None:
            return ANYTHING
        kind = self.book.of(variable)
        inner = behind(kind)
        if isinstance(inner, Callables):
            return inner.result
        return ANYTHING if inner == Basic("function") else kind

    def _service(self, key: str, element: etree._Element) -> Service:
        outputs = self._targets(element, "outputDecision")
        inputs = (*self._targets(element, "inputData"), *self._targets(element, "inputDecision"))
        return Service(
            key, name_of(element), _variable(element), outputs, inputs, self._result(element), self.home
        )

    def _needs(self, element: etree._Element) -> tuple[Need, ...]:
        found: list[Need] = []
        for holder in parts(element, "informationRequirement", "knowledgeRequirement"):
            for target in parts(holder, "requiredDecision", "requiredInput", "requiredKnowledge"):
                need = self._need(target, element, tag(target))
                if need is not None:
                    found.append(need)
        return tuple(found)

    def _targets(self, element: etree._Element, kind: str) -> tuple[Need, ...]:
        return tuple(
            need for target in parts(element, kind) if (need := self._need(target, element, kind)) is not None
        )

    def _need(self, target: etree._Element, owner: etree._Element, kind: str) -> Need | None:
        """The element that a reference means: `#id` here, `namespace#id` in an import or one of its own."""
        space, _, key = (target.get("href") or "").strip().rpartition("#")
        if space in ("", self.home.namespace):
            if key in self.elements and tag(self.elements[key]) in _KINDS[kind]:
                return Need((), key)
        else:
            for path, home in _imports(self.home):
                if home.namespace == space and _kind_of(home.elements.get(key)) in _KINDS[kind]:
                    return Need(path, key)
        self.findings.add("unknown_reference", target, owner.get("id") or "", href=target.get("href"))
        return None

    def _check_lines(self) -> None:
        """Decisions may not need each other in a circle; functions may call each other, within a budget."""
        decisions = {key: one for key, one in self.home.elements.items() if isinstance(one, Decision)}
        needs = {
            key: [one for one in element.required if one in decisions] for key, element in decisions.items()
        }
        done = circles.heights(needs)
        for key, height in done.items():
            if height == _CHAIN + 1:
                self.findings.key = key
                self.findings.add("requirements_too_deep", self.elements[key], allowed=_CHAIN)
        for key in needs.keys() - done.keys():
            path = circles.circle(needs, done, key)
            if key in path:
                self.findings.key = key
                self.findings.add("requirement_cycle", self.elements[key], path=path)


def _imports(home: Home) -> Iterator[tuple[tuple[str, ...], Home]]:
    """The models below, each once on its shortest path, the near ones first."""
    level: list[tuple[tuple[str, ...], Home]] = [((), home)]
    seen = {id(home)}
    while level:
        below = [((*path, name), one) for path, above in level for name, one in above.imports.items()]
        level = []
        for path, one in below:
            if id(one) not in seen:
                seen.add(id(one))
                level.append((path, one))
        yield from level


def _variable(element: etree._Element) -> str:
    variable = part(element, "variable")
    name = name_of(variable) if variable is not None else ""
    return name or name_of(element) or element.get("id") or ""
