"""Files are read once for the same content, and not more of them are kept than there is room for."""

from __future__ import annotations

import pytest

from engine.decisions import shelf
from engine.kernel.errors import DefinitionRejected
from tests.engine.decisions.models import decision, literal, model


def file(number: int) -> bytes:
    return model(decision("d", literal(str(number))))


def test_the_same_content_is_read_once() -> None:
    kept = shelf.Shelf()

    assert kept.read(file(1), (), "a.dmn") is kept.read(file(1), (), "a.dmn")
    assert kept.read(file(1), (), "a.dmn") is not kept.read(file(2), (), "a.dmn")


def test_what_was_used_longest_ago_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "FILES", 2)
    kept = shelf.Shelf()
    first, second = kept.read(file(1), (), "a.dmn"), kept.read(file(2), (), "a.dmn")
    kept.read(file(1), (), "a.dmn")
    kept.read(file(3), (), "a.dmn")

    assert kept.read(file(1), (), "a.dmn") is first
    assert kept.read(file(2), (), "a.dmn") is not second


def test_more_bytes_than_there_is_room_for_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "BYTES", 10)
    kept = shelf.Shelf()

    assert kept.read(file(1), (), "a.dmn") is not kept.read(file(1), (), "a.dmn")


def test_a_broken_file_is_refused_every_time() -> None:
    kept = shelf.Shelf()

    for _ in range(2):
        with pytest.raises(DefinitionRejected):
            kept.read(b"<a", (), "a.dmn")
