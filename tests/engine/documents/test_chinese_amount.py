from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.chinese_amount import cn_upper


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("80000.00", "捌万元整"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("10", "壹拾元整"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("1000500", "壹佰万零伍佰元整"),
        ("1005000", "壹佰万伍仟元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("105000000", "壹亿零伍佰万元整"),
        ("1200000000000", "壹万贰仟亿元整"),
        ("10050000000001", "壹拾万零伍佰亿零壹元整"),
        ("11980.80", "壹万壹仟玖佰捌拾元零捌角"),
        ("7.445", "柒元肆角伍分"),
        ("-7.45", "负柒元肆角伍分"),
        ("-0.001", "零元整"),
    ],
)
def test_amounts_are_written_as_the_payment_rules_say(amount, words):
    assert cn_upper(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1E+16", "-1E+16"])
def test_what_can_not_be_written_is_refused(amount):
    with pytest.raises(ValueError):
        cn_upper(Decimal(amount))


@given(st.decimals(0, Decimal("9999999999999999.98"), places=2))
def test_every_amount_reads_back(amount):
    words = cn_upper(amount)

    assert read_back(words) == amount
    assert "零零" not in words
    assert words.endswith(("元整", "角", "分"))


def read_back(words: str) -> Decimal:
    yuan, _, rest = words.partition("元") if "元" in words else ("", "", words)
    total = Decimal(whole(yuan))
    for unit, worth in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        if unit in rest:
            total += "零壹贰叁肆伍陆柒捌玖".index(rest[rest.index(unit) - 1]) * worth
    return total


def whole(words: str) -> int:
    for unit, worth in (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10)):
        if unit in words:
            high, _, low = words.rpartition(unit)
            return whole(high) * worth + whole(low)
    return "零壹贰叁肆伍陆柒捌玖".index(words.strip("零") or "零")
