"""Three languages: catalogues of our own words, and the reading language of one request.

Catalogues are flat JSON, code -> sentence, in `translations/`. `zh-Hans` and `en` are written by hand; `zh-
Hant` is made from `zh-Hans` by `python -m webapp.traditional` and committed, so that a person can read and
correct its glossary.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
NAMES = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}
FOLDER = Path(__file__).parent / "translations"


@lru_cache(maxsize=8)
def catalogue(language: str) -> Mapping[str, str]:
    """Code -> sentence of one language."""
    words: dict[str, str] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return words


def say(language: str, code: str, facts: Mapping[str, Any] | None = None) -> str:
    """The sentence of a code. A code without a sentence shows itself, so that it is seen and reported.

    Facts are only ever values: the pattern is ours, so a fact with braces in it stays what it is.
    """
    pattern = catalogue(language).get(code)
    if pattern is None:
        return code
    return pattern.format_map(_Facts(facts)) if "{" in pattern else pattern


@lru_cache(maxsize=8)
def speaker(language: str) -> Callable[..., str]:
    """`t(code, **facts)` of one language, for the many words of a page."""
    words = catalogue(language)

    def t(code: str, **facts: Any) -> str:
        if facts or code not in words:
            return say(language, code, facts)
        return words[code]

    return t


class _Facts(dict[str, Any]):
    """Facts of a sentence; one that is missing is a dash and never an error page."""

    def __init__(self, facts: Mapping[str, Any] | None) -> None:
        super().__init__(facts or {})

    def __missing__(self, key: str) -> str:
        return "—"


def plural(language: str, code: str, count: int, facts: Mapping[str, Any] | None = None) -> str:
    """English needs `code.one` for a single thing; Chinese does not count that way."""
    chosen = f"{code}.one" if count == 1 and f"{code}.one" in catalogue(language) else code
    return say(language, chosen, {"n": count, **(facts or {})})


def choose(wish: str | None, accept: str) -> str:
    """The person's language, else the best of the browser's `Accept-Language`, else Simplified Chinese."""
    if wish in LANGUAGES:
        return str(wish)
    for tag in _by_weight(accept):
        low = tag.lower()
        if low.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
            return "zh-Hant"
        if low.startswith("zh"):
            return "zh-Hans"
        if low.startswith("en"):
            return "en"
    return "zh-Hans"


@lru_cache(maxsize=256)
def _by_weight(accept: str) -> tuple[str, ...]:
    weighted = []
    for place, part in enumerate(accept[:200].split(",")[:12]):
        tag, _, rest = part.strip().partition(";")
        quality = rest.strip().removeprefix("q=").strip()
        weight = float(quality) if quality.isascii() and quality.replace(".", "", 1).isdigit() else 1.0
        weighted.append((-weight, place, tag))
    return tuple(tag for _, _, tag in sorted(weighted))
