"""Simplified to Traditional: data at display time, and our own catalogue at writing time.

OpenCC converts characters; the trade's glossary (`translations/glossary.json`) then sets the words people
here use (`臺賬` -> `台賬`). Stored data is never converted.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from opencc import OpenCC

from webapp.i18n import FOLDER


@lru_cache(maxsize=1)
def _converter() -> Any:
    return OpenCC("s2tw")


@lru_cache(maxsize=1)
def _glossary() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = json.loads((FOLDER / "glossary.json").read_text(encoding="utf-8"))
    return words


@lru_cache(maxsize=20_000)
def shown(text: str) -> str:
    """Data of the company in Traditional characters; its words stay the trade's own."""
    return _replace(_converter().convert(text), _glossary()["data"])


def interface(text: str) -> str:
    """A sentence of ours in Traditional, with the words that Traditional interfaces use."""
    return _replace(shown(text), _glossary()["interface"])


def _replace(text: str, words: dict[str, str]) -> str:
    for poor, good in words.items():
        if poor in text:
            text = text.replace(poor, good)
    return text


def catalogue_text() -> str:
    """`zh-Hant.json` as it must be: every sentence of `zh-Hans.json` converted."""
    simplified = json.loads((FOLDER / "zh-Hans.json").read_text(encoding="utf-8"))
    made = {code: interface(sentence) for code, sentence in simplified.items()}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    (FOLDER / "zh-Hant.json").write_text(catalogue_text(), encoding="utf-8")
