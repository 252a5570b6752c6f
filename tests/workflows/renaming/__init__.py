"""Gives a copy of `workflows/` other names, everywhere alike: the proof that no code knows a name by heart.

Renamed are the ids of processes, elements, shapes, decisions, messages, forms and their components, and the
keys of form fields with the variables that hold them. What stays is the vocabulary that a diagram shares with
the engine: inputs and outputs of operations, registers and their columns, roles, choices, `starter`.

    rename(source, target, seed)                    as a function
    python -m tests.workflows.renaming SRC DST --seed 7
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from tests.workflows.renaming import diagrams, forms, scenarios
from tests.workflows.renaming.names import Names, collect

# Operation -> the names of what it answers, which mean the operation's words and not a field of that name.
Outputs = Mapping[str, Collection[str]]


def rename(source: Path, target: Path, seed: int, outputs: Outputs) -> Names:
    """Writes the renamed copy; target must not exist. Returns old -> new names.

    A folder that bears a process's id bears its new one.
    """
    names = collect(source, seed)
    for path in sorted(source.rglob("*")):
        if path.is_file():
            relative = path.relative_to(source)
            parts = [names.ids.get(part, part) for part in relative.parts[:-1]]
            copy = target.joinpath(*parts, relative.name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            writer = _writer(relative)
            if writer is None:
                shutil.copyfile(path, copy)
            else:
                copy.write_bytes(writer(path, names, outputs))
    return names


def _writer(path: Path) -> Callable[[Path, Names, Outputs], bytes] | None:
    if path.suffix == ".bpmn":
        return lambda file, names, outputs: diagrams.process(file.read_bytes(), names, outputs)
    if path.suffix == ".dmn":
        return lambda file, names, _outputs: diagrams.decisions(file.read_bytes(), names)
    if path.suffix == ".form":
        return lambda file, names, _outputs: forms.form(file.read_bytes(), names)
    if path.name == "en.json":
        return lambda file, names, _outputs: forms.catalogue(file.read_bytes(), names)
    if path.suffix == ".yaml" and path.parent.name in ("scenarios", "demo"):
        return lambda file, names, _outputs: scenarios.scenario(file, names)
    return None


def operation_outputs() -> Outputs:
    """What the operations of this version answer."""
    from engine.bootstrap.registers import register_packages
    from engine.execution.operations import BUILT_IN
    from engine.organisation.operations import OPERATIONS

    offered = (*register_packages().operations, *OPERATIONS, *BUILT_IN)
    return {one.name: frozenset(one.outputs) for one in offered} | {
        "document.render": frozenset({"document"})
    }
