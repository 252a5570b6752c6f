"""What is committed works on any machine: no path of one machine, no address of one package index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.source import ROOT, committed_files

# Written so that this file does not find itself.
MACHINE_PATH = re.compile(r"(?<![\w.}/:-])/(?:work|root|home/\w+|Users/\w+|opt/(?:pypi|wheels))(?:/|\b)")
INDEX_HOST = re.compile(
    "|".join(
        re.escape(host).replace("@", r"\.")
        for host in (
            "pypi@org",
            "files@pythonhosted@org",
            "registry@npmjs@org",
            "registry@yarnpkg@com",
            "deb@debian@org",
            "proxy@golang@org",
        )
    )
)
# A lock that names its index installs from nowhere else.
INDEX_OPTION = re.compile(r"^\s*(?:--(?:extra-)?index-url|--find-links|-i)\s", re.MULTILINE)


def violations(path: str, text: str) -> list[str]:
    found = [
        f"{path}: {match[0]}" for pattern in (MACHINE_PATH, INDEX_HOST) for match in pattern.finditer(text)
    ]
    if path.endswith((".lock", ".txt", ".toml", ".cfg")):
        found += [f"{path}: {match[0].strip()}" for match in INDEX_OPTION.finditer(text)]
    return found


def _text(path: Path) -> str:
    data = path.read_bytes()
    return "" if b"\0" in data[:4096] else data.decode("utf-8", "replace")


def test_no_committed_file_names_a_machine_or_an_index():
    this = Path(__file__).relative_to(ROOT).as_posix()
    files = [path for path in committed_files() if path != this]

    assert [found for path in files for found in violations(path, _text(ROOT / path))] == []


@pytest.mark.parametrize(
    "text",
    [
        "cd /work/main",
        "#!/root/.pyenv/bin/python",
        'open("/home/ana/x")',
        "https://pypi.org/simple",
        "from /opt/pypi/simple",
    ],
)
def test_a_path_or_an_index_is_found(text):
    assert violations("docs/operating.md", text) != []


def test_an_index_option_in_a_lock_is_found():
    assert violations("requirements.lock", "--index-url https://mirror.example/simple\nflask==3.1.3") != []


@pytest.mark.parametrize(
    "text", ["/usr/bin/env bash", "GET /workflows/1", "https://example.org/work/7", "a/root/b", "=> /home"]
)
def test_ordinary_paths_are_no_machine(text):
    assert violations("docs/operating.md", text) == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_a_version_and_a_hash(name):
    packages = re.split(r"^(?=[a-zA-Z0-9])", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE)[1:]

    assert packages
    assert [package for package in packages if "==" not in package or "--hash=sha256:" not in package] == []
