"""Every code has a sentence in every language, and none leaves a gap."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from forms.problems import FieldProblem
from forms.sentences import LANGUAGES, catalogue, sentence

ROOT = Path(__file__).resolve().parents[2] / "forms"
CODE = re.compile(
    r"(?:Refused|FieldProblem|FormProblem|PatternRefused|self\.bad|\.wrong|\.problem|\.warn)\(\s*\"([a-z_0-9]+)\""
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_in_the_source_has_a_sentence(language: str) -> None:
    source = "".join(path.read_text("utf-8") for path in ROOT.rglob("*.py"))
    used = set(CODE.findall(source))
    assert len(used) > 50
    assert used - set(catalogue(language)) == set()


def test_the_languages_have_the_same_sentences_with_the_same_facts() -> None:
    first = catalogue(LANGUAGES[0])
    for language in LANGUAGES[1:]:
        other = catalogue(language)
        assert set(other) == set(first)
        for code, text in first.items():
            assert set(re.findall(r"\{[a-z_]+\}", text)) == set(re.findall(r"\{[a-z_]+\}", other[code])), code


def test_facts_are_written_as_people_write_them() -> None:
    assert sentence(FieldProblem("number_too_small", {"min": Decimal("1E+3")}), "en").startswith(
        "This must not be below 1000."
    )
    big = FieldProblem("file_too_big", {"name": "a{max}.pdf", "size": 25_300_000, "max": 20_000_000})
    assert sentence(big, "en") == '"a{max}.pdf" has 25.3 MB, more than 20 MB. Please compress or split it.'


def test_the_forms_own_message_goes_before_ours() -> None:
    assert sentence(FieldProblem("pattern_mismatch", {"message": "六位数字"}), "zh-Hans") == "六位数字"
    assert sentence(FieldProblem("pattern_mismatch", {"message": ""}), "en").startswith("This does not have")
    assert sentence(FieldProblem("seal_is_out", {"message": "印章外带中"}), "zh-Hans") == "印章外带中"
    assert sentence(FieldProblem("seal_is_out"), "en").startswith("This does not meet")


def test_an_unknown_language_is_answered_in_simplified_chinese() -> None:
    assert sentence(FieldProblem("required"), "fr") == "这一项必须填写。"
