"""`neiqin try`: plays scenario files in a throw-away company and says what came otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.bootstrap.settings import workflows_dir
from engine.deployment.bundle import DeployFile
from engine.kernel.errors import DefinitionRejected
from engine.seeds.scenarios.trial import try_scenarios
from webapp.commands import GOOD, MISUSED, WRONG, complain, definitions, tell

SCENARIOS = "scenarios"


def run(paths: Sequence[Path]) -> int:
    """Files, or folders whose `scenarios/` are played, on the processes in them and the shipped ones."""
    files = sorted({file for path in paths for file in _scenarios(path)})
    if not files:
        complain("no scenario file was found under these paths")
        return MISUSED
    try:
        outcomes = list(try_scenarios(files, _definitions(paths), workflows_dir()))
    except DefinitionRejected as rejected:
        definitions.print_problems(rejected.problems, as_json=False)
        return WRONG
    for outcome in outcomes:
        tell(f"{'wrong' if outcome.wrong else 'good '} {outcome.path.name}: {outcome.name}")
        for difference in outcome.wrong:
            tell(f"      {difference}")
    wrong = sum(bool(outcome.wrong) for outcome in outcomes)
    tell(f"{len(outcomes)} scenarios played, {wrong} came otherwise")
    return WRONG if wrong else GOOD


def _definitions(paths: Sequence[Path]) -> tuple[DeployFile, ...]:
    """The shipped processes, and over them what lies under the given folders."""
    shipped = workflows_dir()
    found: dict[str, DeployFile] = {}
    for folder in (shipped, *(path for path in paths if path.is_dir())):
        for file in definitions.collect([folder]):
            found[file.filename.removeprefix(f"{shipped.name}/")] = file
    return tuple(found.values())


def _scenarios(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [file for file in path.rglob("*.yaml") if file.parent.name == SCENARIOS]
