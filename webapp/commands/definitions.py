"""`neiqin deploy` and `neiqin lint`: process folders into the database, or only looked at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from engine.bootstrap import Engine, Settings, build_engine, schema
from engine.deployment.bundle import DeployFile
from engine.deployment.deploy import Deploy, examine, examine_alone
from engine.kernel.actor import Actor
from engine.kernel.errors import DefinitionRejected, Problem
from forms import sentences
from webapp import i18n, messages
from webapp.commands import GOOD, MISUSED, WRONG, complain, tell

SUFFIXES = frozenset({".bpmn", ".dmn", ".form", ".docx"})
# A folder that holds a process also holds its catalogues; other JSON under workflows/ is data of
# another kind.
CATALOGUES = frozenset({"en.json", "zh-Hant.json"})
ACTOR = Actor.system("command-line")


def collect(paths: Iterable[Path]) -> tuple[DeployFile, ...]:
    """The definition files under these paths. Raises FileNotFoundError."""
    found: dict[str, DeployFile] = {}
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(path)
        base = path if path.is_dir() else path.parent
        members = sorted(base.rglob("*")) if path.is_dir() else [path]
        for one in members:
            if one.is_file() and (one.suffix.lower() in SUFFIXES or _is_catalogue(one)):
                name = f"{base.name}/{one.relative_to(base)}" if path.is_dir() else f"{base.name}/{one.name}"
                found[name] = DeployFile(name, one.read_bytes())
    return tuple(found.values())


def _is_catalogue(path: Path) -> bool:
    return path.name in CATALOGUES and any(path.parent.glob("*.bpmn"))


def deploy_shipped(engine: Engine) -> bool:
    """Deploys `workflows/`; what has not changed stays as it is."""
    files = collect([engine.settings.workflows_dir])
    if not files:
        return True
    try:
        result = engine.execute(Deploy(files, "shipped with this version", keeps_changes=True), ACTOR)
    except DefinitionRejected as rejected:
        print_problems(rejected.problems, as_json=False)
        return False
    if result["versions"]:
        tell(f"Deployed {len(result['versions'])} processes, forms and decisions")
    return True


def deploy(paths: Sequence[Path], reason: str) -> int:
    engine = build_engine(Settings.from_environment())
    try:
        result = engine.execute(Deploy(collect(paths), reason), ACTOR)
    except FileNotFoundError as missing:
        complain(f"there is no {missing}")
        return MISUSED
    except DefinitionRejected as rejected:
        print_problems(rejected.problems, as_json=False)
        return WRONG
    finally:
        engine.close()
    warnings = (Problem(**one, severity="warning") for one in result["warnings"])
    print_problems(warnings, as_json=False)
    for one in result["versions"]:
        tell(f"{one['kind']} {one['id']} version {one['version']}")
    if not result["versions"]:
        tell("nothing has changed")
    return GOOD


def lint(paths: Sequence[Path], *, as_json: bool) -> int:
    """Reads and examines without storing. Exit 1 when an error was found; warnings alone are good."""
    engine = build_engine(Settings.from_environment())
    try:
        files = collect(paths)
        with engine.read() as reader:
            there = schema.is_current(reader.connection)
            bundle = examine(reader, files) if there else examine_alone(engine.services, files)
    except FileNotFoundError as missing:
        complain(f"there is no {missing}")
        return MISUSED
    finally:
        engine.close()
    print_problems(bundle.problems, as_json=as_json)
    return WRONG if bundle.errors else GOOD


def print_problems(problems: Iterable[Problem], *, as_json: bool) -> None:
    for problem in problems:
        facts = {name: str(value) for name, value in problem.facts.items()}
        if as_json:
            row = {
                "file": problem.file, "line": problem.line, "element": problem.element,
                "severity": problem.severity, "code": problem.code, "facts": facts,
                "message": _sentence(problem),
            }  # fmt: skip
            tell(json.dumps(row, ensure_ascii=False))
        else:
            parts = (problem.file, str(problem.line or ""), problem.element)
            place = ":".join(part for part in parts if part)
            tell(f"{place}: {problem.severity}: {_sentence(problem)} [{problem.code}]")


def _sentence(problem: Problem) -> str:
    facts = {name: _plain(value) for name, value in problem.facts.items()}
    if f"problem.{problem.code}" in i18n.catalogue("en"):
        return i18n.say("en", f"problem.{problem.code}", facts) + messages.remedy("en", facts)
    if problem.code in sentences.catalogue("en"):
        return sentences.fill(sentences.catalogue("en")[problem.code], problem.facts)
    return problem.code.replace("_", " ") + "".join(f"; {name}: {value}" for name, value in facts.items())


def _plain(value: Any) -> Any:
    return (
        ", ".join(str(item) for item in value) if isinstance(value, list | tuple | set | frozenset) else value
    )
