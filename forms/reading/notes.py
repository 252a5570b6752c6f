"""What one reading of a file carries along: the problems found, the keys taken, typed access to
attributes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from feel import Expression
from forms import expressions, limits
from forms.expressions import ExpressionRefused
from forms.positions import LinedObject
from forms.problems import FormProblem
from forms.words import EMPTY_SOURCE, Words, WordsRefused, read_words

KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,199}")


class Notes:
    """Collects every problem of a file instead of stopping at the first."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[FormProblem] = []
        self.warnings: list[FormProblem] = []
        self.keys: dict[tuple[str, ...], int] = {}
        self.ids: set[str] = set()
        self.count = 0

    def problem(self, code: str, element: str, line: int, **facts: Any) -> None:
        """Notes a reason to refuse the file; beyond 50 they are no longer kept."""
        problem = FormProblem(code, self.file, element, line, "error", facts)
        # An attribute that is asked for twice is still wrong only once.
        if len(self.problems) < limits.PROBLEMS_NAMED and problem not in self.problems:
            self.problems.append(problem)

    def warn(self, code: str, element: str, line: int, **facts: Any) -> None:
        """Notes what is shown only in part."""
        if len(self.warnings) < limits.PROBLEMS_NAMED:
            self.warnings.append(FormProblem(code, self.file, element, line, "warning", facts))


class Part:
    """One JSON object of a component (itself, its `validate`, ...) with typed access that notes what is
    wrong.
    """

    def __init__(self, notes: Notes, data: Any, element: str, ref: str = "") -> None:
        self.notes = notes
        self.data: LinedObject = data if isinstance(data, LinedObject) else LinedObject()
        if not isinstance(data, LinedObject):
            self.data.name_lines = {}
        self.element, self.ref = element, ref or element

    def wrong(self, code: str, name: str, **facts: Any) -> None:
        """Notes a problem at the line of the named attribute."""
        self.notes.problem(code, self.element, self.data.line_of(name), attribute=name, **facts)

    def lacks(self, name: str) -> bool:
        """True where the attribute is absent or empty, not where it is merely wrong."""
        return self.data.get(name) in (None, "")

    def part(self, name: str) -> Part:
        """A member object; what is not an object is a problem and reads as empty."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, LinedObject):
            self.wrong("attribute_type", name, expected="object")
        inner = Part(self.notes, value, self.element, self.ref)
        if not isinstance(value, LinedObject):
            inner.data.line = self.data.line_of(name)
        return inner

    def text(self, name: str, most: int = 4_000) -> str:
        """A text, "" where absent or null."""
        value = self.data.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong("attribute_type", name, expected="text")
            return ""
        if len(value) > most:
            self.wrong("attribute_too_long", name, max=most)
            return ""
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false; the texts "true" and "false" are taken too, as property editors write them."""
        value = self.data.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, str) and value in ("true", "false"):
            return value == "true"
        if not isinstance(value, bool):
            self.wrong("attribute_type", name, expected="boolean")
            return default
        return value

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number in a range, None where absent; digits as text are taken too."""
        value = self.data.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str) and re.fullmatch("-?[0-9]{1,9}", value):
            value = Decimal(value)
        if not isinstance(value, Decimal) or value != value.to_integral_value() or not least <= value <= most:
            self.wrong("attribute_range", name, min=least, max=most)
            return None
        return int(value)

    def decimal(self, name: str) -> Decimal | None:
        """A number, None where absent; plain digits as text are taken too."""
        value = self.data.get(name)
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,6})?", value):
            return Decimal(value)
        if value is None or value == "":
            return None
        if not isinstance(value, Decimal):
            self.wrong("attribute_type", name, expected="number")
            return None
        return value

    def decimal_or_feel(self, name: str) -> Decimal | Expression | None:
        """A number, or FEEL with a leading `=`."""
        value = self.data.get(name)
        if isinstance(value, str) and value.startswith("="):
            return self.feel(name)
        return self.decimal(name)

    def whole_or_feel(self, name: str) -> int | Expression | None:
        """A length, or FEEL with a leading `=`."""
        value = self.data.get(name)
        if isinstance(value, str) and value.startswith("="):
            return self.feel(name)
        return self.whole(name, 0, 1_000_000)

    def flag_or_feel(self, name: str) -> bool | Expression:
        """True, false, or FEEL with a leading `=`."""
        value = self.data.get(name)
        if isinstance(value, str) and value.startswith("="):
            return self.feel(name) or False
        return self.flag(name)

    def feel(self, name: str) -> Expression | None:
        """FEEL with or without the leading `=`, None where absent."""
        text = self.text(name)
        if not text.strip().removeprefix("="):
            return None
        try:
            return expressions.parse(text)
        except ExpressionRefused as error:
            self.wrong("feel_broken", name, **self._facts(error))
            return None

    def _facts(self, error: ExpressionRefused) -> dict[str, Any]:
        """A file full of mistakes is told less of each."""
        return error.explained() if len(self.notes.problems) < limits.PROBLEMS_EXPLAINED else error.facts

    def words(self, name: str, most: int = 4_000, attribute: str = "") -> Words:
        """A text for people that may hold FEEL."""
        source = self.text(name, most)
        try:
            return read_words(source, self.ref, attribute or name) if source else EMPTY_SOURCE
        except ExpressionRefused as error:
            self.wrong("feel_broken", name, **self._facts(error))
        except WordsRefused as error:
            self.wrong(error.code, name, tag=error.tag)
        return EMPTY_SOURCE

    def items(self, name: str) -> list[Any]:
        """A list, empty where absent."""
        value = self.data.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong("attribute_type", name, expected="list")
            return []
        return value


def path_of(part: Part, name: str) -> tuple[str, ...]:
    """The parts of a key or path ("a.b"), each a name that FEEL can say; () where absent or wrong."""
    text = part.text(name)
    if not text:
        return ()
    parts = tuple(text.split("."))
    if len(parts) > limits.DEPTH or not all(KEY.fullmatch(p) for p in parts):
        part.wrong("key_malformed", name, key=text[:100])
        return ()
    return parts


def id_of(notes: Notes, data: Mapping[str, Any], line: int) -> str:
    """The component's id; one is made from its place where the file has none, as form-js does."""
    given = data.get("id")
    if given is None or given == "":
        return f"component_{notes.count}"
    if not isinstance(given, str) or not _ID.fullmatch(given):
        notes.problem("id_malformed", str(given)[:100], line, id=str(given)[:100])
        return f"component_{notes.count}"
    if given in notes.ids:
        notes.problem("id_twice", given, line, id=given)
    notes.ids.add(given)
    return given
