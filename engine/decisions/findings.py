"""Collecting every problem of a file before it is refused whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

import feel
from engine.decisions.document import line_of
from engine.decisions.names import Names, words
from engine.kernel.errors import Problem

if TYPE_CHECKING:
    from engine.decisions.item_types import TypeBook

ID = re.compile(r"[A-Za-z_][\w.-]{0,99}")
_EXPLAINED = 20
# What evaluation can do without: it is null. A number that is too great to be written is no number either.
_HARMLESS = frozenset(("logic_missing", "bad_id", "aggregation_of_several_outputs"))
_LANGUAGES = ("", "feel", "FEEL")


def tag(element: etree._Element) -> str:
    """The local name."""
    return str(element.tag).rpartition("}")[2]


def parts(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Children of the same namespace with one of these names (all without names)."""
    space = str(element.tag).rpartition("}")[0]
    for child in element:
        name = child.tag
        if isinstance(name, str):
            found, _, local = name.rpartition("}")
            if found == space and (not names or local in names):
                yield child


def part(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of this name."""
    return next(parts(element, name), None)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem, and the key of the element of the requirements graph where it lies ("" = the whole file).

    harmless   evaluation can do without what is wrong: a warning, or a decision that has no logic
    """

    problem: Problem
    key: str
    harmless: bool


class Findings:
    """Problems of one file, and reading that adds to them."""

    def __init__(self, filename: str, language: str = "") -> None:
        self.filename = filename
        self.language = language
        self._everywhere = Names()
        self._here = Names()
        self.types: frozenset[tuple[str, feel.Type]] = frozenset()
        self.book: TypeBook | None = None
        self.key = ""
        self.found: list[Finding] = []

    def know(self, everywhere: Names, here: Iterable[str]) -> None:
        """Set the names of several words or with signs that the next texts can mean."""
        self._everywhere = everywhere
        self._here = Names(here)

    def _known(self, text: str) -> frozenset[str]:
        """Those of the names that a text may hold, for only they make a difference to it."""
        found = words(text)
        return frozenset((*self._everywhere.of(found), *self._here.of(found)))

    @property
    def problems(self) -> list[Problem]:
        """What the file is refused for when it is to be deployed."""
        return [one.problem for one in self.found if one.problem.severity == "error"]

    def add(
        self,
        code: str,
        element: etree._Element,
        owner: str = "",
        line: int = 0,
        /,
        **facts: Any,
    ) -> None:
        """One problem at an element."""
        self._note(code, element, owner, line, facts)

    def warn(self, code: str, element: etree._Element, owner: str = "", /, **facts: Any) -> None:
        """Something that is left out, which a person should know of."""
        self._note(code, element, owner, 0, facts, "warning")

    def _note(
        self,
        code: str,
        element: etree._Element,
        owner: str,
        line: int,
        facts: dict[str, Any],
        severity: str = "error",
    ) -> None:
        where = element.get("id") or owner
        problem = Problem(code, self.filename, where, line or line_of(element), severity, facts)
        harmless = severity == "warning" or code in _HARMLESS or facts.get("limit") == "number"
        self.found.append(Finding(problem, self.key, harmless))

    def expression(self, element: etree._Element, owner: str, **place: Any) -> feel.Expression:
        """The FEEL expression of an element's `text`; empty text is null."""
        text, line = self._text(element, owner)
        try:
            return feel.parse(text if text.strip() else "null", self._known(text), self._types(text))
        except feel.FeelUnsupported as error:
            self.warn(
                "construct_unsupported",
                element,
                owner,
                construct=str(error.facts.get("construct", error.code)),
            )
        except feel.FeelError as error:
            self._feel(error, element, owner, line, place, lambda: feel.mistake(text, self._known(text)))
        return feel.parse("null")

    def _types(self, text: str) -> frozenset[tuple[str, feel.Type]]:
        """Types make a difference to a text that asks for one."""
        return self.types if "instance" in text else frozenset()

    def tests(self, element: etree._Element, owner: str, **place: Any) -> feel.UnaryTests:
        """The unary tests of an element's `text`."""
        text, line = self._text(element, owner)
        try:
            return feel.parse_unary_tests(text, self._known(text))
        except feel.FeelError as error:
            self._feel(
                error, element, owner, line, place, lambda: feel.mistake(text, self._known(text), tests=True)
            )
            return feel.parse_unary_tests("-")

    def listed(
        self, element: etree._Element, owner: str, **place: Any
    ) -> tuple[feel.UnaryTests, feel.Expression | None]:
        """Allowed values as tests, and as a list in their order unless they are conditions."""
        tests = self.tests(element, owner, **place)
        holder = part(element, "text")
        text = "" if holder is None else holder.text or ""
        try:
            return tests, feel.parse(f"[{text}]", self._known(text))
        except feel.FeelError:
            # Reading them as tests has already reported what is wrong with them.
            return tests, None

    def _text(self, element: etree._Element, owner: str) -> tuple[str, int]:
        language = element.get("expressionLanguage") or self.language
        if language not in _LANGUAGES and not re.search(r"feel(:|/|$)", language, re.IGNORECASE):
            self.add("expression_language", element, owner, language=language)
        text = part(element, "text")
        if text is None:
            return "", line_of(element)
        return text.text or "", line_of(text) or line_of(element)

    def _feel(
        self,
        error: feel.FeelError,
        element: etree._Element,
        owner: str,
        line: int,
        place: dict[str, Any],
        wrong: Callable[[], feel.Mistake | None],
    ) -> None:
        # To find out what was meant takes milliseconds, so a file full of mistakes is told less of each.
        told = wrong() if len(self.found) < _EXPLAINED else None
        facts = {**place, **(error.facts if told is None else told.facts), "detail": error.code}
        self.add(error.code, element, owner, line + max(error.line - 1, 0), **facts)
