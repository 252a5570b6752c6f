from __future__ import annotations

import ast
import subprocess
import sys
import types

import pytest

from tests.support.source import ROOT
from webapp import preflight


def absent(name):
    raise ImportError(name)


def without_search(_name):
    sqlite = types.SimpleNamespace(OperationalError=OSError, sqlite_version="3.8.0")

    def execute(_statement):
        raise OSError("no such module: fts5")

    sqlite.connect = lambda _path: types.SimpleNamespace(execute=execute, close=lambda: None)
    return sqlite


def test_this_machine_lacks_nothing():
    assert preflight.missing() == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (preflight.python_is_too_old((3, 9, 2)), "Python 3.11 or newer"),
        (preflight.venv_is_missing(lambda _name: None), "python3-venv"),
        (preflight.ssl_is_missing(absent), "ssl"),
        (preflight.sqlite_lacks_search(absent), "sqlite3"),
        (preflight.sqlite_lacks_search(without_search), "FTS5"),
    ],
)
def test_what_is_missing_is_one_sentence_with_its_remedy(sentence, names):
    assert names in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_it_runs_alone_without_any_installed_package():
    done = subprocess.run(
        [sys.executable, "-I", "-S", ROOT / "webapp" / "preflight.py"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_it_is_read_by_an_old_python():
    text = (ROOT / "webapp" / "preflight.py").read_text("utf-8")

    ast.parse(text, feature_version=(3, 7))
