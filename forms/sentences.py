"""Turns codes and facts into sentences of a language. The sentences stand in
`forms/messages/<language>.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from forms.problems import FieldProblem, FormProblem

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
_FOLDER = Path(__file__).parent / "messages"
_FACT = re.compile(r"\{([a-z_]+)\}")


@lru_cache(maxsize=8)
def catalogue(language: str) -> Mapping[str, str]:
    """All sentences of a language; an unknown language is answered in Simplified Chinese."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    sentences: dict[str, str] = json.loads((_FOLDER / f"{known}.json").read_text("utf-8"))
    return sentences


def sentence(problem: FieldProblem | FormProblem, language: str) -> str:
    """The sentence for a problem. The form's own message goes before ours; a code unknown here uses a
    plain one.
    """
    own = problem.facts.get("message")
    known = catalogue(language)
    if problem.code in known and not (own and problem.code == "pattern_mismatch"):
        return fill(known[problem.code], problem.facts)
    return str(own) if own else fill(known["rule_broken"], problem.facts)


def word(name: str, language: str, **facts: Any) -> str:
    """A word of the page (`ui_...`)."""
    return fill(catalogue(language)[name], facts)


def fill(text: str, facts: Mapping[str, Any]) -> str:
    """Puts facts into `{name}`; a fact ending in `_mb` is the byte count of the same name in megabytes."""

    def fact(found: re.Match[str]) -> str:
        name = found[1]
        if name.endswith("_mb"):
            return _megabytes(facts.get(name.removesuffix("_mb")))
        return _said(facts.get(name, ""))

    return _FACT.sub(fact, text)


def size_words(size: int) -> str:
    """A file's size as people say it: 86 KB, 2.4 MB."""
    if size >= 1_000_000:
        return f"{_megabytes(size)} MB"
    return f"{max(1, size // 1_000)} KB" if size else "0 KB"


def _megabytes(value: Any) -> str:
    size = Decimal(int(value or 0)) / 1_000_000
    return format(size.quantize(Decimal("0.1")), "f").removesuffix(".0")


def _said(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) and value.is_finite() else str(value)
