"""The page of what runs names every element that the reader knows, and tests that exist."""

from __future__ import annotations

import re

from engine.bpmn.reading import supported
from tests.support.source import ROOT

PAGE = (ROOT / "docs" / "elements.md").read_text(encoding="utf-8")
COLUMNS = {
    1: "startEvent",
    2: "eventSubprocessStart",
    3: "intermediateCatchEvent",
    4: "intermediateThrowEvent",
    5: "boundaryEvent",
    6: "endEvent",
}


def test_every_element_is_named_as_running_or_refused():
    events = {kind for kind in supported.NODES if kind.endswith("Event")}
    named = set(re.findall(r"`(\w+)`", PAGE))
    assert (supported.NODES | set(supported.REMEDIES)) - events - {"implicitThrowEvent"} <= named


def test_refused_elements_are_not_said_to_run():
    lines = [line for line in PAGE.splitlines() if line.startswith("| `")]
    for kind in set(supported.REMEDIES) - {"implicitThrowEvent", "instantiate"}:
        assert any(f"`{kind}`" in line and "refused" in line for line in lines), kind


def test_the_table_of_events_says_what_the_reader_does():
    rows = {
        name.strip().strip("`"): [cell.strip() for cell in cells.split("|")]
        for name, cells in re.findall(r"^\| ([`\w]+) \|(.*)\|$", PAGE, re.M)
    }
    for kind in ("none", "message", "timer", "signal", "error", "escalation", "link", "terminate"):
        for column, place in COLUMNS.items():
            runs = rows[kind][column - 1].startswith("runs")
            assert runs == (kind in supported.EVENT_KINDS[place]), (kind, place)


def test_the_tests_that_it_names_exist():
    for name in set(re.findall(r"`((?:tests/[\w/]+/)?\w+\.py)`", PAGE)):
        path = ROOT / name if name.startswith("tests/") else ROOT / "tests" / "engine" / "bpmn" / name
        assert path.is_file(), name
