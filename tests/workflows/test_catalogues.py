"""Every text of a process has its English, and no English stands for nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.workflows.conftest import WORKFLOWS

CHINESE = re.compile("[一-鿿：，。；]")
SAID = ("validateMessage", "warnMessage")
FOLDERS = sorted({path.parent for path in WORKFLOWS.rglob("*.bpmn")})


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def wanted(folder: Path) -> set[str]:
    """Keys that the English catalogue of this process must have."""
    return {key for path in folder.iterdir() for key in _READERS.get(path.suffix, _nothing)(path)}


def test_the_english_catalogue_is_complete_and_has_nothing_else(folder: Path) -> None:
    catalogue = json.loads((folder / "en.json").read_text(encoding="utf-8"))

    assert set(catalogue) == wanted(folder)
    assert [text for text in catalogue.values() if not text.strip() or CHINESE.search(text)] == []


def _diagram(path: Path) -> Iterator[str]:
    for node in etree.parse(path).iter():
        is_pool = isinstance(node.tag, str) and node.tag.endswith("participant")
        if (
            isinstance(node.tag, str)
            and "BPMN/20100524/MODEL" in node.tag
            and node.get("name")
            and not is_pool
        ):
            yield str(node.attrib["id"])
            if node.tag.endswith("}process") and node.find("{*}documentation") is not None:
                yield str(node.attrib["id"]) + ".documentation"


def _decisions(path: Path) -> Iterator[str]:
    for node in etree.parse(path).iter("{*}decision"):
        yield str(node.attrib["id"])


def _form(path: Path) -> Iterator[str]:
    yield from _components(json.loads(path.read_text(encoding="utf-8"))["components"])


def _components(components: list[dict[str, Any]], at: str = "") -> Iterator[str]:
    """What stands in the rows of a list is named behind the list: `lines.qty`."""
    for component in components:
        ref = at + (component.get("key") or component.get("path") or component["id"])
        if component["type"] == "text":
            yield f"{ref}.text"
        else:
            yield ref
        if component.get("description"):
            yield f"{ref}.description"
        yield from (f"{ref}.option.{option['value']}" for option in component.get("values", ()))
        said = (name for name in component.get("properties", {}) if name.startswith(SAID))
        yield from (f"{ref}.{name}" for name in said)
        is_list = component["type"] == "dynamiclist"
        yield from _components(component.get("components", []), f"{ref}." if is_list else at)


def _nothing(_path: Path) -> Iterator[str]:
    return iter(())


_READERS = {".bpmn": _diagram, ".dmn": _decisions, ".form": _form}
