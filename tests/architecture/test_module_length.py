"""A module is read in one go. Above 300 lines the test run names it, above 400 it fails."""

from __future__ import annotations

from tests.support.source import STOP_LINES, WARN_LINES, long_modules


def test_no_module_is_too_long():
    assert long_modules(STOP_LINES) == []


def test_a_long_module_is_found(tmp_path):
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "short.py").write_text("pass\n" * WARN_LINES)
    (tmp_path / "engine" / "grown.py").write_text("pass\n" * (WARN_LINES + 1))
    (tmp_path / "engine" / "long.py").write_text("pass\n" * (STOP_LINES + 1))

    assert long_modules(WARN_LINES, "engine", root=tmp_path) == [
        ("engine/long.py", 401),
        ("engine/grown.py", 301),
    ]
    assert long_modules(STOP_LINES, "engine", root=tmp_path) == [("engine/long.py", 401)]
