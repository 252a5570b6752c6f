"""Reads our own source for the architecture tests: files, syntax trees, names as they are imported."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("engine", "feel", "forms", "webapp")
WARN_LINES = 300
STOP_LINES = 400


@dataclass(frozen=True)
class Module:
    """One Python file: its path from the root, with `/`, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def at(self, node: ast.AST, what: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 0)}: {what}"


def modules(*folders: str, root: Path = ROOT) -> Iterator[Module]:
    """All Python files under the folders, in order."""
    for folder in folders or PRODUCT:
        for path in sorted((root / folder).rglob("*.py")):
            relative = path.relative_to(root).as_posix()
            if "node_modules" not in relative:
                yield Module(relative, path.read_text("utf-8"))


def long_modules(limit: int, *folders: str, root: Path = ROOT) -> list[tuple[str, int]]:
    """Files of more than `limit` lines, the longest first.

    Schema versions are left out: they are written by a generator and never edited again.
    """
    found = [
        (one.path, one.lines)
        for one in modules(*(folders or (*PRODUCT, "tests")), root=root)
        if "/versions/" not in one.path
    ]
    return sorted((row for row in found if row[1] > limit), key=lambda row: -row[1])


def committed_files(root: Path = ROOT) -> list[str]:
    """Paths of the files under version control, or nothing where there is no checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    return [path for path in listed.stdout.split("\0") if path and (root / path).is_file()]


def imported_names(tree: ast.Module) -> dict[str, str]:
    """Local name -> full name of every import: `from time import time as t` gives {t: time.time}."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                local = alias.asname or alias.name.split(".")[0]
                names[local] = alias.name if alias.asname else local
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def dotted(node: ast.expr, names: dict[str, str]) -> str | None:
    """The full name that an expression such as `datetime.now` stands for; None when it is no name."""
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        before = dotted(node.value, names)
        return f"{before}.{node.attr}" if before else None
    return None


def docstrings(tree: ast.Module) -> set[int]:
    """Identities of the constants that are docstrings."""
    owners = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }
