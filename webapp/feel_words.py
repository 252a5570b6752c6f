"""What is wrong with an expression, in words: the facts of `feel.mistake` become two or three sentences.

`第 6 个字符处应为「then」，现在是「thne」。「thne」是否想写「then」？可改为：if a then 1 else 2`
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from feel import Mistake
from webapp import i18n

_KINDS = frozenset(("value", "operator", "name", "type", "end"))
# More choices than a person wants to read are no help.
_MOST = 3
_CORRECTED_MOST = 300


def advice(language: str, facts: Mapping[str, Any]) -> str:
    """The sentences for the facts of a mistake; empty for facts of anything else.

    facts   `detail` (the code of the mistake), line or at_line, column, found, expected, opened, slip,
            slip_found, instead, corrected
    """
    code = str(facts.get("detail", ""))
    if f"feel.{code}" not in i18n.catalogue(language):
        return ""
    told = [_what(language, code, facts)]
    if facts.get("opened") and facts.get("slip") != "unclosed_bracket":
        told.append(i18n.say(language, "feel.opened", facts))
    told += _slip(language, facts)
    return (" " if language == "en" else "").join(told)


def of_mistake(language: str, mistake: Mistake) -> str:
    """The sentences for a mistake itself, as the studio shows them beside the text."""
    return advice(language, {**mistake.facts, "detail": mistake.code})


def meant(language: str, names: Sequence[str]) -> str:
    """`是否想写「manager」？` for a misspelt variable or function; empty when nothing is near."""
    if not names:
        return ""
    words = [i18n.say(language, "feel.word", {"word": word}) for word in names[:_MOST]]
    return i18n.say(language, "feel.meant", {"meant": i18n.say(language, "feel.or").join(words)})


def expected_words(language: str, expected: Sequence[str]) -> str:
    """`「then」或一个运算符（如 + 或 =）`."""
    words = [
        i18n.say(language, f"feel.kind.{word}")
        if word in _KINDS
        else i18n.say(language, "feel.word", {"word": word})
        for word in expected[:_MOST]
    ]
    return i18n.say(language, "feel.or").join(words)


def _what(language: str, code: str, facts: Mapping[str, Any]) -> str:
    # In the facts of a form's problem `line` would be the line of its file.
    line = int(facts.get("at_line") or facts.get("line") or 1)
    place = i18n.say(language, "feel.place_line" if line > 1 else "feel.place", {**facts, "line": line})
    expected = expected_words(language, list(facts.get("expected") or ()))
    return i18n.say(language, f"feel.{code}", {**facts, "place": place, "expected": expected})


def _slip(language: str, facts: Mapping[str, Any]) -> list[str]:
    known = f"feel.slip.{facts.get('slip')}"
    if known not in i18n.catalogue(language):
        return []
    told = [i18n.say(language, known, {**facts, "found": facts.get("slip_found")})]
    corrected = str(facts.get("corrected") or "")
    if 0 < len(corrected) <= _CORRECTED_MOST:
        told.append(i18n.say(language, "feel.corrected", {"corrected": corrected}))
    return told
