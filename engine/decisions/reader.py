"""A DMN file to decisions. The namespaces of DMN 1.1 to 1.5 differ in name alone for what is read here."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from engine.decisions.document import line_of, read_document
from engine.decisions.findings import ID, Findings, part, parts, tag
from engine.decisions.item_types import item_types
from engine.decisions.model import Decision, Knowledge, Service
from engine.decisions.read_boxed import read_function, read_logic
from engine.decisions.table import Table
from engine.kernel.errors import DefinitionRejected, Problem

NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "https://www.omg.org/spec/DMN/20240513/MODEL/",
)
# Decisions that require each other in one line.
_CHAIN = 50
_ELEMENTS = ("decision", "businessKnowledgeModel", "decisionService", "inputData", "knowledgeSource")


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything of one file."""

    name: str
    decisions: tuple[Decision, ...]
    services: tuple[Service, ...] = ()
    inputs: tuple[str, ...] = field(default=())


def read(data: bytes, filename: str) -> tuple[Decision, ...]:
    """The decisions of a file in its order. Raises DefinitionRejected with all problems."""
    return read_definitions(data, filename).decisions


def read_definitions(data: bytes, filename: str) -> Definitions:
    """Decisions and decision services of a file. Raises DefinitionRejected with all problems."""
    root = read_document(data, filename)
    if tag(root) != "definitions" or etree.QName(root).namespace not in NAMESPACES:
        raise DefinitionRejected(
            [Problem("not_dmn", filename, line=line_of(root), facts={"root": str(root.tag)})]
        )
    findings = Findings(
        filename, _declared_names(root), item_types(root), root.get("expressionLanguage") or ""
    )
    definitions = _Reader(root, findings).definitions()
    if findings.problems:
        raise DefinitionRejected(findings.problems)
    return definitions


def _declared_names(root: etree._Element) -> frozenset[str]:
    """Names with spaces or signs, which FEEL must be told of."""
    names = {element.get("name") or "" for element in root.iter() if isinstance(element.tag, str)}
    names |= {
        element.get("iteratorVariable") or "" for element in root.iter() if isinstance(element.tag, str)
    }
    names.discard(root.get("name") or "")
    return frozenset(name for name in names if name and not name.isidentifier() and _is_feel_name(name))


def _is_feel_name(name: str) -> bool:
    return (
        name[0].isalpha() and len(name) <= 200 and all(char.isalnum() or char in " _-+*/'.$" for char in name)
    )


class _Reader:
    """Elements by id, read when they are first required, so that order in the file does not matter."""

    def __init__(self, root: etree._Element, findings: Findings) -> None:
        self.root = root
        self.findings = findings
        self.elements: dict[str, etree._Element] = {}
        self.decisions: dict[str, Decision] = {}
        self.knowledge: dict[str, Knowledge | Service] = {}
        self.open: list[str] = []

    def definitions(self) -> Definitions:
        for element in parts(self.root, "import"):
            self.findings.add("import_unsupported", element, name=element.get("name"))
        self._index()
        decisions = [self._decision(key) for key in self._of("decision")]
        services = [self._required(key, self.root) for key in self._of("decisionService")]
        if not decisions:
            self.findings.add("no_decision", self.root)
        inputs = tuple(element.get("name") or "" for element in parts(self.root, "inputData"))
        return Definitions(
            self.root.get("name") or "",
            tuple(decision for decision in decisions if decision),
            tuple(service for service in services if isinstance(service, Service)),
            inputs,
        )

    def _of(self, kind: str) -> list[str]:
        return [key for key, element in self.elements.items() if tag(element) == kind]

    def _index(self) -> None:
        for element in parts(self.root, *_ELEMENTS):
            # A file may leave ids out where nothing refers to them; the name takes their place.
            key = element.get("id") or element.get("name") or ""
            if not ID.fullmatch(key):
                self.findings.add("bad_id", element, id=key[:120])
            elif key in self.elements:
                self.findings.add("duplicate_id", element, id=key)
            else:
                self.elements[key] = element

    def _decision(self, key: str) -> Decision | None:
        if key in self.decisions:
            return self.decisions[key]
        element = self.elements[key]
        if not self._enter(key, element):
            return None
        name = element.get("name") or key
        variable = part(element, "variable")
        requires = [
            self._decision(one)
            for one in self._references(element, "informationRequirement", "requiredDecision")
        ]
        knowledge = [
            self._required(one, element)
            for one in self._references(element, "knowledgeRequirement", "requiredKnowledge")
        ]
        logic = read_logic(element, self.findings, key)
        table = logic if isinstance(logic, Table) else None
        self.open.pop()
        self.decisions[key] = Decision(
            id=key,
            name=name,
            variable=(variable.get("name") if variable is not None else None) or name,
            logic=logic,
            requires=tuple(one for one in requires if one),
            knowledge=tuple(one for one in knowledge if one),
            hit_policy=table.hit_policy if table else "",
            aggregation=table.aggregation if table else "",
            inputs=table.inputs if table else (),
            outputs=table.outputs if table else (),
            rules=table.rules if table else (),
            line=line_of(element),
        )
        return self.decisions[key]

    def _enter(self, key: str, element: etree._Element) -> bool:
        if key in self.open:
            self.findings.add("requirement_cycle", element, path=[*self.open, key])
            return False
        if len(self.open) >= _CHAIN:
            self.findings.add("requirements_too_deep", element, allowed=_CHAIN)
            return False
        self.open.append(key)
        return True

    def _references(self, element: etree._Element, requirement: str, name: str) -> list[str]:
        found = []
        for holder in parts(element, requirement):
            target = part(holder, name)
            if target is not None:
                found.append(self._reference(target, element))
            elif part(holder, "requiredInput") is not None:
                self._reference(next(parts(holder, "requiredInput")), element)
        return [key for key in found if key]

    def _reference(self, target: etree._Element, owner: etree._Element) -> str:
        space, _, key = (target.get("href") or "").rpartition("#")
        if space not in ("", self.root.get("namespace")) or key not in self.elements:
            self.findings.add("unknown_reference", target, owner.get("id") or "", href=target.get("href"))
            return ""
        return key

    def _required(self, key: str, owner: etree._Element) -> Knowledge | Service | None:
        """The knowledge model or service of an id."""
        if key in self.knowledge:
            return self.knowledge[key]
        element = self.elements[key]
        if tag(element) not in ("businessKnowledgeModel", "decisionService"):
            self.findings.add("unknown_reference", owner, href=f"#{key}")
            return None
        if tag(element) == "decisionService" and key in self.open:
            # A decision inside a service may call that service; there it is not a function.
            return None
        if not self._enter(key, element):
            return None
        self.knowledge[key] = (
            self._service(element) if tag(element) == "decisionService" else self._model(element)
        )
        self.open.pop()
        return self.knowledge[key]

    def _model(self, element: etree._Element) -> Knowledge:
        key = element.get("id") or ""
        requires = [
            self._required(one, element)
            for one in self._references(element, "knowledgeRequirement", "requiredKnowledge")
        ]
        body = part(element, "encapsulatedLogic")
        logic = (
            read_logic(element, self.findings, key)
            if body is None
            else read_function(body, self.findings, key)
        )
        return Knowledge(key, self._variable(element), logic, tuple(one for one in requires if one))

    def _service(self, element: etree._Element) -> Service:
        outputs = [self._decision(key) for key in self._targets(element, "outputDecision")]
        parameters = [
            self._variable(self.elements[key])
            for kind in ("inputData", "inputDecision")
            for key in self._targets(element, kind)
        ]
        key = element.get("id") or ""
        return Service(key, self._variable(element), tuple(one for one in outputs if one), tuple(parameters))

    def _targets(self, element: etree._Element, kind: str) -> list[str]:
        return [key for target in parts(element, kind) if (key := self._reference(target, element))]

    def _variable(self, element: etree._Element) -> str:
        variable = part(element, "variable")
        return (variable.get("name") if variable is not None else None) or element.get("name") or ""
