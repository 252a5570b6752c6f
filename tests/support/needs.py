"""What a test may need of the machine, and the rule for a machine that lacks it.

At a desk such a test is skipped with the reason; with CI=true it fails, since a check that quietly did
not run proves nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import postgres

ROOT = Path(__file__).resolve().parents[2]
CONFORMANCE = ROOT.parent / "shared" / "conformance"


def chromium_path() -> str | None:
    return _first_of("chromium", "chromium-browser", "google-chrome")


def soffice_path() -> str | None:
    return _first_of("soffice", "libreoffice")


def _first_of(*names: str) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)


def _no_postgres() -> str | None:
    if postgres.given_server() or postgres.binaries():
        return None
    return "PostgreSQL is not installed (initdb was not found), and NEIQIN_DATABASE_URL names no server."


def _no_chromium() -> str | None:
    return None if chromium_path() else "Chromium is not installed."


def _no_soffice() -> str | None:
    return None if soffice_path() else "LibreOffice is not installed (soffice was not found)."


def _no_conformance() -> str | None:
    return None if CONFORMANCE.is_dir() else "The conformance models are absent (../shared/conformance)."


# Mark -> the sentence that says what is missing, or None.
NEEDS: dict[str, Callable[[], str | None]] = {
    "postgres": _no_postgres,
    "browser": _no_chromium,
    "libreoffice": _no_soffice,
    "conformance": _no_conformance,
}

# Fixture -> the mark that a test gets by asking for it.
MARK_OF_FIXTURE = {
    "postgres_server": "postgres",
    "postgres_url": "postgres",
    "chromium": "browser",
    "soffice": "libreoffice",
    "conformance": "conformance",
}


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() == "true"


def insist(mark: str) -> None:
    """Skip, or in CI fail, when what the mark stands for is missing."""
    missing = NEEDS[mark]()
    if missing is None:
        return
    if in_ci():
        pytest.fail(f"{missing} CI must have it.", pytrace=False)
    pytest.skip(missing)


def conformance_files(*patterns: str) -> list[Any]:
    """Parameters for `parametrize`, one a file, e.g. `conformance_files("camunda8/**/*.bpmn")`.

    Where the folder is absent there is one parameter, which the rule above skips or fails.
    """
    mark = pytest.mark.conformance
    found = sorted({path for pattern in patterns for path in CONFORMANCE.glob(pattern)})
    if not found:
        return [pytest.param(CONFORMANCE, id="absent", marks=mark)]
    return [pytest.param(path, id=str(path.relative_to(CONFORMANCE)), marks=mark) for path in found]
