"""A DMN file to decisions. The namespaces of DMN 1.1 to 1.6 differ in name alone for what is read here."""

from __future__ import annotations

from collections.abc import Sequence

from engine.decisions.library import Library, Loaded
from engine.decisions.model import Decision, Definitions
from engine.kernel.errors import DefinitionRejected, Problem


def read(data: bytes, filename: str, imports: Sequence[bytes] = ()) -> tuple[Decision, ...]:
    """The decisions of a file in its order. Raises DefinitionRejected with all problems."""
    return read_definitions(data, filename, imports).decisions


def read_definitions(data: bytes, filename: str, imports: Sequence[bytes] = ()) -> Definitions:
    """Everything of a file. Raises DefinitionRejected with all problems, those of its imports included.

    imports   the files that this one imports, directly or through others; they are found by their namespace
    """
    loaded = load(data, filename, imports)
    problems = loaded.problems()
    if not loaded.definitions.decisions:
        problems.append(Problem("no_decision", filename, line=1))
    if problems:
        raise DefinitionRejected(problems)
    return loaded.definitions


def load(data: bytes, filename: str, imports: Sequence[bytes] = ()) -> Loaded:
    """A file with its faults. Raises DefinitionRejected for those that leave nothing to evaluate."""
    library = Library([(f"import-{number}.dmn", one) for number, one in enumerate(imports, 1)])
    return library.read(data, filename)
