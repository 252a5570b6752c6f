"""Pages carry no script and no style of their own, since the Content-Security-Policy would not run them."""

from __future__ import annotations

import re

import pytest

from tests.support.source import ROOT

JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z][^<>]*>", re.DOTALL)
INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"\s(?:on[a-z]+|hx-on[\w:.-]*)\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"""=\s*["']?\s*javascript:""", re.IGNORECASE),
    "a style element": re.compile(r"^<style\b", re.IGNORECASE),
    # A block of data is not run by a browser.
    "a script without src": re.compile(
        r"""^<script\b(?![^>]*\ssrc\s*=)(?![^>]*\stype\s*=\s*["']application/json["'])""", re.IGNORECASE
    ),
}


def violations(path: str, text: str) -> list[str]:
    plain = JINJA.sub("", text)
    return [
        f"{path}: {what}: {tag[:60]}"
        for tag in TAG.findall(plain)
        for what, pattern in INLINE.items()
        if pattern.search(tag)
    ]


def test_no_page_has_an_inline_script_or_style():
    pages = sorted((ROOT / "templates" / "pages").rglob("*.html"))

    assert [found for path in pages for found in violations(path.name, path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<button\n onclick="save()">',
        '<div hx-on:click="save()">',
        "<script>save()</script>",
        '<script nonce="{{ nonce }}">save()</script>',
        "<STYLE>p {}</STYLE>",
        '<a href="javascript:save()">',
    ],
)
def test_an_inline_script_or_style_is_found(text):
    assert violations("page.html", text) != []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{{ url }}" defer></script>',
        '<script type="application/json" id="data">{}</script>',
        '<p class="{{ tone(once=1) }}">style= of 2026</p>',
        '<link rel="stylesheet" href="/static/app.css">',
    ],
)
def test_files_and_data_are_allowed(text):
    assert violations("page.html", text) == []
