"""What people read about an expression that is none."""

from __future__ import annotations

import re

import pytest

import feel
from feel.help import slips
from forms.expressions import ExpressionRefused, parse
from tests.support.source import ROOT
from webapp import feel_words, i18n


def told(text: str, language: str = "zh-Hans") -> str:
    found = feel.mistake(text)
    assert found is not None
    return feel_words.of_mistake(language, found)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("if a b", "第 6 个字符处应为「then」或一个运算符（如 + 或 =），现在是「b」。"),
        ("1 +", "表达式没有写完，后面还应有一个值。"),
        (
            "if a thne 1 else 2",
            "第 6 个字符处应为「then」或一个运算符（如 + 或 =），现在是「thne」。"
            "「thne」是否想写「then」？可改为：if a then 1 else 2",
        ),
        (
            "金额 > 5万",
            "第 7 个字符处应为表达式的结尾或一个运算符（如 + 或 =），现在是「万」。"
            "数字后面不带单位：「5万」写作 50000。可改为：金额 > 50000",
        ),
        ("a，b", "第 2 个字符处的「，」不是表达式可用的符号。「，」是中文标点，请改用英文的「,」。"),
        ("a and\n b c", "第 2 行第 4 个字符处应为表达式的结尾或一个运算符（如 + 或 =），现在是「c」。"),
        ("count(a[b > ", "表达式没有写完，后面还应有一个值。第 8 个字符的括号没有闭合。"),
        ("(a + 1", "表达式没有写完，后面还应有「)」或一个运算符（如 + 或 =）。缺少「)」。可改为：(a + 1)"),
    ],
)
def test_a_mistake_is_told_in_plain_words(text, sentences):
    assert told(text) == sentences


def test_a_mistake_is_told_in_english():
    assert told("a == 1", "en") == (
        "Character 4: a value is expected, but “=” stands there. Equality is one “=”, not “==”. Write: a = 1"
    )


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_slip_has_a_sentence(language):
    source = (ROOT / "feel" / "help" / "slips.py").read_text("utf-8")
    codes = {kind for kind, _ in slips.KINDS_OF_SIGNS} | set(re.findall(r'Edit\(\s*"([a-z_]+)"', source))
    codes |= {"percent", "unit", "single_quotes", "chinese_quotes"}

    assert {f"feel.slip.{code}" for code in codes} <= set(i18n.catalogue(language))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_code_of_a_mistake_has_a_sentence(language):
    codes = {
        code
        for path in (ROOT / "feel" / "grammar").glob("*.py")
        for code in re.findall(r'FeelSyntaxError\("([a-z_]+)"', path.read_text("utf-8"))
    }

    assert {f"feel.{code}" for code in codes | {"unexpected_token", "unexpected_end"}} <= set(
        i18n.catalogue(language)
    )


def test_what_was_probably_meant_is_asked():
    assert feel_words.meant("zh-Hans", ["manager", "holders"]) == "是否想写「manager」或「holders」？"
    assert feel_words.meant("en", ["manager"]) == "Did you mean “manager”?"
    assert feel_words.meant("en", []) == ""


def test_other_facts_bring_no_advice():
    assert feel_words.advice("en", {"detail": "not_active", "line": 3}) == ""
    assert feel_words.advice("en", {}) == ""


def test_a_form_carries_the_facts_of_its_mistake():
    with pytest.raises(ExpressionRefused) as refused:
        parse("=amount == 5")

    assert feel_words.advice("en", refused.value.explained()).endswith("Write: amount = 5")
