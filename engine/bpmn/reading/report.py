"""Collects everything that is wrong with a file, so that its author mends it in one go."""

from __future__ import annotations

from typing import Any

import feel
from engine.bpmn.expressions import Template
from engine.bpmn.reading.tags import Xml, is_variable, line_of
from engine.kernel.errors import DefinitionRejected, Problem

MOST_PROBLEMS = 200
MOST_EXPLAINED = 20


class Report:
    """Problems and warnings of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.not_run: set[str] = set()

    def refuse(self, code: str, at: Xml | None, element: str = "", **facts: Any) -> None:
        """`element` is the id of the BPMN element that owns the XML element `at`."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(self._problem(code, at, element, "error", facts))

    def refuse_kind(self, kind: str, remedy: str, at: Xml, element: str) -> None:
        """An element that does not run today. Remembered, so that what hangs on it is not told as well."""
        self.not_run.add(element)
        self.refuse("element_not_supported", at, element, kind=kind, remedy=remedy)

    def warn(self, code: str, at: Xml | None, element: str = "", **facts: Any) -> None:
        if len(self.warnings) < MOST_PROBLEMS:
            self.warnings.append(self._problem(code, at, element, "warning", facts))

    def stop(self) -> None:
        """Raise DefinitionRejected when anything is wrong so far."""
        if self.problems:
            raise DefinitionRejected(self.problems)

    def template(
        self, text: str | None, at: Xml, element: str, attribute: str, *, must_be_feel: bool = False
    ) -> Template | None:
        """The attribute parsed; None when it is absent or wrong (then the report says so)."""
        if text is None or not text.strip():
            return None
        text = text.strip()
        if must_be_feel and not text.startswith("="):
            self.refuse("feel_equals_missing", at, element, attribute=attribute, expression=text[:200])
            return None
        try:
            return feel.template(text)
        except feel.FeelError as error:
            # To find out what was meant takes milliseconds, so a file full of mistakes is told less of each.
            short = len(self.problems) < MOST_EXPLAINED
            wrong = feel.mistake(text.removeprefix("=")) if short else None
            known = error.facts if wrong is None else wrong.facts
            facts = {"attribute": attribute, "expression": text[:200], "detail": error.code, **known}
            self.refuse("feel_invalid", at, element, **facts)
            return None

    def variable(self, text: str | None, at: Xml, element: str, attribute: str) -> str:
        """A variable name; "" when it is absent or wrong."""
        if not text:
            return ""
        if is_variable(text):
            return text
        self.refuse("variable_name_invalid", at, element, attribute=attribute, name=text[:200])
        return ""

    def _problem(
        self, code: str, at: Xml | None, element: str, severity: str, facts: dict[str, Any]
    ) -> Problem:
        owner = element or (at.get("id", "") if at is not None else "")
        return Problem(code, self.file, owner, line_of(at) if at is not None else 0, severity, facts)
