"""JSON read with the line of each object, so that a problem can name its place.

Stricter than the standard reader: a name given twice in an object, NaN, numbers of more than 40
characters, lone surrogates and nesting beyond 100 are refused. Numbers are Decimal.
"""

from __future__ import annotations

import json.decoder
import re
from bisect import bisect_right
from decimal import Decimal
from typing import Any

from forms import limits

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?")
_WORDS = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")


class BadJson(Exception):
    """Not JSON as we read it: code, line and facts."""

    def __init__(self, code: str, line: int, **facts: Any) -> None:
        super().__init__(code, line, facts)
        self.code, self.line, self.facts = code, line, facts


class LinedObject(dict[str, Any]):
    """A JSON object that knows the line on which it begins and the lines of its names."""

    line: int = 0
    name_lines: dict[str, int]

    def line_of(self, name: str) -> int:
        """Line of a name of this object, else of the object."""
        return self.name_lines.get(name, self.line)


def read(text: str) -> Any:
    """The value of the whole text. Raises BadJson."""
    reader = _Reader(text)
    value, at = reader.value(reader.skip(0), 0)
    if reader.skip(at) != len(text):
        raise reader.bad("json_broken", at)
    return value


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def line(self, at: int) -> int:
        return bisect_right(self.starts, at)

    def bad(self, code: str, at: int, **facts: Any) -> BadJson:
        return BadJson(code, self.line(min(at, len(self.text))), **facts)

    def skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def value(self, at: int, depth: int) -> tuple[Any, int]:
        if depth > limits.JSON_DEPTH:
            raise self.bad("json_too_deep", at, max=limits.JSON_DEPTH)
        first = self.text[at : at + 1]
        if first == "{":
            return self.object(at, depth)
        if first == "[":
            return self.array(at, depth)
        if first == '"':
            return self.string(at)
        for word, meaning in _WORDS.items():
            if self.text.startswith(word, at):
                return meaning, at + len(word)
        return self.number(at)

    def number(self, at: int) -> tuple[Decimal, int]:
        found = _NUMBER.match(self.text, at)
        if not found:
            raise self.bad("json_broken", at)
        if len(found.group()) > limits.NUMBER_CHARACTERS:
            raise self.bad("json_number_too_long", at, max=limits.NUMBER_CHARACTERS)
        return Decimal(found.group()), found.end()

    def string(self, at: int) -> tuple[str, int]:
        try:
            value, end = json.decoder.scanstring(self.text, at + 1, True)  # type: ignore[attr-defined]
        except ValueError as error:
            raise self.bad("json_broken", at) from error
        if _SURROGATE.search(value):
            raise self.bad("text_not_unicode", at)
        return value, end

    def array(self, at: int, depth: int) -> tuple[list[Any], int]:
        items: list[Any] = []
        at = self.skip(at + 1)
        if self.text[at : at + 1] == "]":
            return items, at + 1
        while True:
            item, at = self.value(at, depth + 1)
            items.append(item)
            at = self.skip(at)
            if self.text[at : at + 1] == "]":
                return items, at + 1
            at = self.expect(",", at)

    def object(self, at: int, depth: int) -> tuple[LinedObject, int]:
        result = LinedObject()
        result.line, result.name_lines = self.line(at), {}
        at = self.skip(at + 1)
        if self.text[at : at + 1] == "}":
            return result, at + 1
        while True:
            at = self.member(result, at, depth)
            if self.text[at : at + 1] == "}":
                return result, at + 1
            at = self.expect(",", at)

    def member(self, result: LinedObject, at: int, depth: int) -> int:
        if self.text[at : at + 1] != '"':
            raise self.bad("json_broken", at)
        name, end = self.string(at)
        if name in result:
            raise self.bad("json_name_twice", at, name=name[:100])
        result.name_lines[name] = self.line(at)
        result[name], end = self.value(self.expect(":", self.skip(end)), depth + 1)
        return self.skip(end)

    def expect(self, mark: str, at: int) -> int:
        if self.text[at : at + 1] != mark:
            raise self.bad("json_broken", at)
        return self.skip(at + 1)
