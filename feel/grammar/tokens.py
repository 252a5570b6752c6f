"""Text to tokens. Kinds: name, quoted (backtick name), number, text, at, op, end."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from feel import limits
from feel.errors import FeelBudgetError, FeelSyntaxError

_SPACE = r"(?P<space>(?:[\s\ufeff]|//[^\n]*|/\*.*?\*/)+)"
_NUMBER = r"(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?)"
# The characters of names as the grammar lists them, by code point and so of any script, vowel signs included.
# Left out is the punctuation of East Asia: a full-width comma between two names is a slip and no name.
_LETTERS = (
    "A-Z_a-z$\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3005-\u3007\u3021-\u302f\u3031-\ud7ff\uf900-\ufdcf\ufdf0-\ufdff\ufe20-\ufe2f\ufe70-\ufefc"
    "\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\U00010000-\U000effff"
)
NAME = re.compile(f"[{_LETTERS}][{_LETTERS}0-9\u00b7\u0300-\u036f\u203f-\u2040\uff10-\uff19]*")
_OPERATOR = r"(?P<op>\*\*|\.\.|<=|>=|!=|->|[-+*/=<>()\[\]{},:.?'’])"
_TOKEN = re.compile(f"{_SPACE}|{_NUMBER}|(?P<name>{NAME.pattern})|{_OPERATOR}", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{5,6})|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Token:
    """`text` is the source form (names and operators) or the decoded text; `pos` and `end` are offsets."""

    __slots__ = ("end", "kind", "number", "pos", "text")

    def __init__(self, kind: str, text: str, pos: int, end: int, number: Decimal | None = None) -> None:
        self.kind = kind
        self.text = text
        self.pos = pos
        self.end = end
        self.number = number


def tokenize(source: str) -> list[Token]:
    """All tokens and one `end`. Raises FeelSyntaxError and FeelBudgetError."""
    if len(source) > limits.SOURCE_CHARACTERS:
        raise FeelBudgetError("source", limits.SOURCE_CHARACTERS, limits.SOURCE_CHARACTERS)
    surrogate = _SURROGATE.search(source)
    if surrogate:
        raise FeelSyntaxError("lone_surrogate", surrogate.start())
    tokens: list[Token] = []
    pos, size, match = 0, len(source), _TOKEN.match
    while pos < size:
        found = match(source, pos)
        if found is None:
            token = _delimited(source, pos)
            pos = token.end
            tokens.append(token)
            continue
        kind, start, pos = found.lastgroup, pos, found.end()
        if kind == "number":
            text = found.group()
            tokens.append(Token(kind, text, start, pos, _number(text, start)))
        elif kind is not None and kind != "space":
            tokens.append(Token(kind, found.group(), start, pos))
    tokens.append(Token("end", "", size, size))
    return tokens


def _delimited(source: str, pos: int) -> Token:
    first = source[pos]
    if first == '"':
        return _text(source, pos, pos, "text")
    if first == "@" and source[pos + 1 : pos + 2] == '"':
        return _text(source, pos, pos + 1, "at")
    if first == "`":
        return _quoted(source, pos)
    raise FeelSyntaxError("unexpected_character", pos, found=first)


def _number(text: str, pos: int) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise FeelSyntaxError("bad_number", pos, found=text) from error
    if number and number.adjusted() > limits.MAGNITUDE:
        raise FeelBudgetError("number", limits.MAGNITUDE, pos)
    return number


def _quoted(source: str, pos: int) -> Token:
    end = source.find("`", pos + 1)
    if end < 0:
        raise FeelSyntaxError("unclosed_name", pos, "`")
    if end == pos + 1:
        raise FeelSyntaxError("empty_name", pos, "name")
    return Token("quoted", source[pos + 1 : end], pos, end + 1)


def _text(source: str, pos: int, quote: int, kind: str) -> Token:
    end = quote + 1
    while end < len(source) and source[end] != '"':
        end += 2 if source[end] == "\\" else 1
    if end >= len(source):
        raise FeelSyntaxError("unclosed_text", pos, '"')
    return Token(kind, _unescape(source[quote + 1 : end], quote + 1), pos, end + 1)


def _unescape(body: str, pos: int) -> str:
    if "\\" not in body:
        return body
    # Escapes of UTF-16 halves (\uD83D\uDC0E) are joined; a half that stays alone cannot be stored as UTF-8.
    text = _PAIR.sub(_join, _ESCAPE.sub(_decode, body))
    if _SURROGATE.search(text):
        raise FeelSyntaxError("lone_surrogate", pos)
    return text


def _join(pair: re.Match[str]) -> str:
    high, low = ord(pair.group()[0]), ord(pair.group()[1])
    return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)


def _decode(escape: re.Match[str]) -> str:
    digits = escape.group(1) or escape.group(2) or escape.group(3)
    if digits is None:
        return _SIMPLE.get(escape.group(4), escape.group())
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF else escape.group()
