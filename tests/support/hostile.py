"""What attackers, copy-and-paste and broken programs send, by name: one table for every field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

TEXTS: dict[str, str] = {
    "script": "<script>alert(1)</script>",
    "attribute": "\"><img src=x onerror=alert(1)> '",
    "markup of Word": "</w:t></w:r></w:p><w:p><w:r><w:t>approved",
    "template": "{{ 7*7 }} {% for x in y %} {{ config }} ${7*7}",
    "FEEL": "=1+1",
    "formula": '=HYPERLINK("http://evil.example";"click")',
    "formula with a sign": "+cmd|'/C calc'!A0",
    "formula with a minus": "-2+3",
    "sign of Excel": "_x0041_ _x000D_",
    "mention": "@hewen look at this",
    "markdown": "[click](javascript:alert(1)) **bold** ![x](http://evil.example/x.png)",
    "SQL": "'; DROP TABLE person; --",
    "LIKE": "100% _ \\ %",
    "path": "../../etc/passwd",
    "windows path": "C:\\windows\\system32\\..\\x",
    "NUL": "a\x00b",
    "bell": "a\x07b\x1b[31m",
    "no sign": "a\ufffeb",
    "right to left": "abc\u202egnp.exe\u202c",
    "zero width": "ad\u200bmin\u2060\ufeff",
    "emoji": "\U0001f469\u200d\U0001f4bb\U0001f1e8\U0001f1f3 好",
    "combining": "e" + "\u0301" * 50,
    "lines": "first\nBcc: all@example.com\r\nlast",
    "spaces": "  \u3000 a \t b  ",
    "huge number": "1e999999",
    "NaN": "NaN",
    "signalling NaN": "sNaN",
    "infinity": "-Infinity",
    "digits": "9" * 5_000,
    "fullwidth digits": "１２３",
    "date that is none": "2026-02-30",
    "far date": "+999999-01-01T00:00:00Z",
    "JSON": '{"a": 1, "a": 2}',
    "python": "__class__.__mro__",
    "long": "长" * 30_000,
    "a megabyte": "x" * 1_000_000,
}


def deep(levels: int = 10_000) -> Any:
    """Brackets in brackets."""
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


# What JSON and the programs of others may send where a variable is expected.
VALUES: dict[str, Any] = {
    **TEXTS,
    "lone surrogate": "a\ud800b",
    "deep list": deep(),
    "deep object": {"a": {"b": deep(200)}},
    "huge decimal": Decimal("1e999999"),
    "tiny decimal": Decimal("1e-999999"),
    "decimal NaN": Decimal("NaN"),
    "float infinity": float("inf"),
    "float NaN": float("nan"),
    "long integer": 10**5_000,
    "many items": list(range(200_000)),
    "many names": {f"n{i}": "x" * 40 for i in range(100_000)},
    "names of members": {"<script>": 1, "": 2, "a\x00": 3},
    "NUL inside": ["a", {"b": "c\x00"}],
}
