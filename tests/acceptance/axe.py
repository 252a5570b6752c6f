"""What axe-core finds wrong with a page, by WCAG 2.2 A and AA."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from playwright.sync_api import Page

_ALL = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}

# What can change with the theme and the width of the window; everything else is the page's own.
_SEEN = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]},
    # These need no style sheets but those that the browser has applied.
    "preload": False,
}


@cache
def _source() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """A line for each element that breaks a rule."""
    return _run(page, _ALL)


def violations_seen(page: Page) -> list[str]:
    """The same for what another theme or width may break: contrast and size."""
    return _run(page, _SEEN)


def _run(page: Page, rules: Mapping[str, Any]) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        # The page's policy forbids a script element; the browser's own console may still evaluate.
        page.evaluate(f"() => {{ {_source()} }}")
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(document, {...rules, resultTypes: ['violations']}).then(r => r.violations)", rules
    )
    return [
        f"{one['id']}: {node['target']} {node['html'][:120]} {node.get('failureSummary', '')[:300]}"
        for one in found
        for node in one["nodes"]
    ]
