"""What axe-core finds wrong with a page, by WCAG 2.2 A and AA."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from playwright.sync_api import Page

_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@cache
def _source() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """A line for each element that breaks a rule."""
    # The page's policy forbids a script element; the browser's own console may still evaluate.
    page.evaluate(f"() => {{ {_source()} }}")
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(document, {...rules, resultTypes: ['violations']}).then(r => r.violations)", _RULES
    )
    return [
        f"{one['id']}: {node['target']} {node['html'][:120]} {node.get('failureSummary', '')[:300]}"
        for one in found
        for node in one["nodes"]
    ]
