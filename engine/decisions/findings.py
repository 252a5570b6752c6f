"""Collecting every problem of a file before it is refused whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

import feel
from engine.decisions.document import line_of
from engine.kernel.errors import Problem

ID = re.compile(r"[A-Za-z_][\w.-]{0,99}")
_LANGUAGES = ("", "feel", "FEEL")


def tag(element: etree._Element) -> str:
    """The local name."""
    return etree.QName(element).localname


def parts(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Children of the same namespace with one of these names (all without names)."""
    space = etree.QName(element).namespace
    for child in element:
        if (
            isinstance(child.tag, str)
            and etree.QName(child).namespace == space
            and (not names or tag(child) in names)
        ):
            yield child


def part(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of this name."""
    return next(parts(element, name), None)


class Findings:
    """Problems of one file, and reading that adds to them."""

    def __init__(
        self,
        filename: str,
        names: frozenset[str],
        types: frozenset[tuple[str, feel.Type]],
        language: str,
    ) -> None:
        self.filename = filename
        self.names = names
        self.types = types
        self.language = language
        self.problems: list[Problem] = []

    def add(
        self, code: str, element: etree._Element, owner: str = "", line: int = 0, /, **facts: Any
    ) -> None:
        """One problem at an element."""
        where = element.get("id") or owner
        self.problems.append(Problem(code, self.filename, where, line or line_of(element), facts=facts))

    def expression(self, element: etree._Element, owner: str, **place: Any) -> feel.Expression:
        """The FEEL expression of an element's `text`; empty text is null."""
        text, line = self._text(element, owner)
        try:
            return feel.parse((text.strip() and text) or "null", self.names, self.types)
        except feel.FeelError as error:
            self._feel(error, element, owner, line, place)
            return feel.parse("null")

    def tests(self, element: etree._Element, owner: str, **place: Any) -> feel.UnaryTests:
        """The unary tests of an element's `text`."""
        text, line = self._text(element, owner)
        try:
            return feel.parse_unary_tests(text, self.names)
        except feel.FeelError as error:
            self._feel(error, element, owner, line, place)
            return feel.parse_unary_tests("-")

    def _text(self, element: etree._Element, owner: str) -> tuple[str, int]:
        language = element.get("expressionLanguage") or self.language
        if language not in _LANGUAGES and not language.rstrip("/").upper().endswith("FEEL"):
            self.add("expression_language", element, owner, language=language)
        text = part(element, "text")
        if text is None:
            return "", line_of(element)
        return text.text or "", line_of(text) or line_of(element)

    def _feel(
        self, error: feel.FeelError, element: etree._Element, owner: str, line: int, place: dict[str, Any]
    ) -> None:
        facts = {**place, **error.facts}
        self.add(error.code, element, owner, line + max(error.line - 1, 0), **facts)
