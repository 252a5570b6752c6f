"""A model and the models that it imports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from engine.decisions.document import line_of, read_document
from engine.decisions.findings import Findings, parts, tag
from engine.decisions.graph import GraphReader
from engine.decisions.item_types import TypeBook, name_of
from engine.decisions.model import Definitions
from engine.kernel.errors import DefinitionRejected, Problem

NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "https://www.omg.org/spec/DMN/20240513/MODEL/",
)
# Models that import each other in one line.
_CHAIN = 10
# Models that a file may import altogether.
_MODELS = 200


@dataclass(slots=True)
class Loaded:
    """A model that was read: what it defines, its types, what was found, and the models it imports."""

    definitions: Definitions
    book: TypeBook
    findings: Findings
    imports: dict[str, Loaded] = field(default_factory=dict)

    def problems(self) -> list[Problem]:
        """Everything for which a file is refused, the imports' included."""
        return [problem for one in self.everything() for problem in one.findings.problems]

    def everything(self) -> list[Loaded]:
        """This model and all below it, each once."""
        found: list[Loaded] = []
        ahead = [self]
        while ahead:
            one = ahead.pop()
            if not any(one is other for other in found):
                found.append(one)
                ahead.extend(reversed(one.imports.values()))
        return found


class Library:
    """Files that may be imported, by namespace."""

    def __init__(self, files: Iterable[tuple[str, bytes]]) -> None:
        self.roots: dict[str, tuple[str, etree._Element]] = {}
        for filename, data in files:
            root = _root(data, filename)
            self.roots.setdefault(root.get("namespace") or "", (filename, root))
        self.done: dict[str, Loaded] = {}
        self.open: list[str] = []

    def read(self, data: bytes, filename: str) -> Loaded:
        """A model with its imports. Raises DefinitionRejected."""
        loaded = self._read(_root(data, filename), filename)
        found = [one for model in loaded.everything() for one in model.findings.found]
        fatal = [one.problem for one in found if not one.harmless and not one.key]
        if fatal:
            raise DefinitionRejected(fatal)
        return loaded

    def _read(self, root: etree._Element, filename: str) -> Loaded:
        findings = Findings(filename, root.get("expressionLanguage") or "")
        namespace = root.get("namespace") or ""
        self.open.append(namespace)
        imports = self._imports(root, findings)
        self.open.pop()
        book = TypeBook(
            root, findings, {name: (one.book.namespace, one.book) for name, one in imports.items()}
        )
        book.check_all()
        definitions = GraphReader(root, findings, book, imports).definitions()
        return Loaded(definitions, book, findings, imports)

    def _imports(self, root: etree._Element, findings: Findings) -> dict[str, Loaded]:
        found: dict[str, Loaded] = {}
        for element in parts(root, "import"):
            name, namespace = name_of(element), element.get("namespace") or ""
            if not _is_dmn(element.get("importType") or ""):
                findings.warn("construct_unsupported", element, name, construct="import of another kind")
            elif namespace in self.open:
                findings.add("import_cycle", element, name, path=[*self.open, namespace])
            elif namespace not in self.roots:
                findings.add("import_missing", element, name, namespace=namespace)
            elif name in found or any(one.book.namespace == namespace for one in found.values()):
                findings.add("duplicate_id", element, name, id=name or namespace)
            elif len(self.open) > _CHAIN or len(self.done) >= _MODELS:
                findings.add("imports_too_deep", element, name, allowed=_CHAIN)
            else:
                found[name] = self._imported(namespace)
        return found

    def _imported(self, namespace: str) -> Loaded:
        if namespace not in self.done:
            filename, root = self.roots[namespace]
            self.done[namespace] = self._read(root, filename)
        return self.done[namespace]


def namespaces(data: bytes, filename: str) -> tuple[str, frozenset[str]]:
    """The namespace of a file, and those that it imports. Raises DefinitionRejected."""
    root = _root(data, filename)
    imported = (element.get("namespace") or "" for element in parts(root, "import"))
    return root.get("namespace") or "", frozenset(imported)


def _root(data: bytes, filename: str) -> etree._Element:
    root = read_document(data, filename)
    if tag(root) != "definitions" or etree.QName(root).namespace not in NAMESPACES:
        raise DefinitionRejected(
            [Problem("not_dmn", filename, line=line_of(root), facts={"root": str(root.tag)})]
        )
    return root


def _is_dmn(kind: str) -> bool:
    return kind in NAMESPACES or "/DMN/" in kind or not kind
