"""The decision files of one deployment import each other by their namespaces."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from engine.decisions import namespaces
from engine.deployment.files import DeployFile
from engine.kernel.errors import DefinitionRejected

SUFFIX = ".dmn"


@dataclass
class Models:
    """files: by namespace, the first of each; imported: namespace -> those that it imports itself."""

    files: dict[str, DeployFile] = field(default_factory=dict)
    imported: dict[str, frozenset[str]] = field(default_factory=dict)

    def imports_of(self, file: DeployFile) -> tuple[DeployFile, ...]:
        """What the file imports, directly or through others, as far as it is there; by namespace."""
        own, ahead = namespaces(file.content, file.filename)
        found: set[str] = set()
        waiting = set(ahead)
        while waiting:
            namespace = waiting.pop()
            if namespace not in found and namespace != own and namespace in self.files:
                found.add(namespace)
                waiting |= self.imported[namespace]
        return tuple(self.files[namespace] for namespace in sorted(found))

    def is_imported(self, file: DeployFile) -> bool:
        """Another file needs it, so it may define types and knowledge alone."""
        own, _ = namespaces(file.content, file.filename)
        return any(own in imported for other, imported in self.imported.items() if other != own)


def models_of(files: Iterable[DeployFile]) -> Models:
    """A file that cannot be read is left out here; what is wrong with it is said when it is read itself."""
    models = Models()
    for file in files:
        if PurePosixPath(file.filename).suffix.lower() == SUFFIX:
            with suppress(DefinitionRejected):
                own, imported = namespaces(file.content, file.filename)
                models.files.setdefault(own, file)
                models.imported.setdefault(own, imported)
    return models
