"""How names, keys, types and literal values are written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from feel import temporal
from feel.builtins import BUILTINS
from feel.errors import FeelError
from feel.grammar import words
from feel.grammar.nodes import Type
from feel.grammar.tokens import NAME
from feel.values import type_name

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\f": "\\f"}
_SPECIAL = re.compile(r'[\\"\n\t\r\f]')
_TEMPORAL = frozenset(
    ("date", "time", "date and time", "days and time duration", "years and months duration")
)
# `function(a) external {...}` is a form of its own, so a variable of this name is written in backticks.
_TAKEN = words.RESERVED | {"external"}


class Unprintable(FeelError):
    """The tree holds something that no text means, such as a function as a literal."""

    def __init__(self, what: str) -> None:
        super().__init__("unprintable", found=what)


def is_word(text: str) -> bool:
    """Whether the text is a name of one token that is no keyword."""
    return NAME.fullmatch(text) is not None and text not in _TAKEN


def name(text: str) -> str:
    """A variable or a property. `?` is the tested value."""
    return text if text == "?" or is_word(text) else in_backticks(text)


def in_backticks(text: str) -> str:
    """Any name at all."""
    if not text or "`" in text:
        raise Unprintable("name")
    return f"`{text}`"


def property_name(text: str) -> str:
    """What stands after a dot; the properties of several words are known to the grammar."""
    return text if text in words.PROPERTIES else name(text)


def callee(text: str) -> str:
    """A name in front of a bracket; a keyword may be part of a builtin's name."""
    if text in BUILTINS:
        return text
    parts = text.split(" ")
    return text if all(is_word(part) for part in parts) else in_backticks(text)


def key(text: str) -> str:
    """A key of a context or a parameter."""
    return text if is_word(text) else quoted(text)


def parameter(text: str) -> str:
    """A named argument, which may have several words."""
    return text if all(is_word(part) for part in text.split(" ")) else in_backticks(text)


def quoted(text: str) -> str:
    """A text literal."""
    escaped = _SPECIAL.sub(lambda found: _ESCAPES[found.group()], text)
    return f'"{escaped}"'


def literal(value: Any) -> str:
    """A number, text, boolean, null or temporal value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Decimal) and value.is_finite():
        # The parser never makes a negative literal; one that was made elsewhere is written as the negation.
        return str(value) if not value.is_signed() else f"(-{value.copy_abs()})"
    if type_name(value) in _TEMPORAL:
        return f'@"{temporal.write(value)}"'
    raise Unprintable(type(value).__name__)


def type_text(kind: Type) -> str:
    """`list<number>`, `context<a: string>`, `function<date> -> boolean`."""
    text = kind.name if kind.name in words.TYPES or NAME.fullmatch(kind.name) else in_backticks(kind.name)
    inside = [(label, part) for label, part in kind.parts if label != "->"]
    if inside:
        parts = [f"{key(label)}: {type_text(part)}" if label else type_text(part) for label, part in inside]
        text += f"<{', '.join(parts)}>"
    results = [part for label, part in kind.parts if label == "->"]
    return f"{text} -> {type_text(results[0])}" if results else text
