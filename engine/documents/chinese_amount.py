"""Amounts of money in capital Chinese figures (人民币大写).

Source: 支付结算办法, annex 1, 正确填写票据和结算凭证的基本规定 (1997): 整 after 元, none needed after 角,
never after 分; zeros between figures are one 零; 零 is written after 元 when the figure of 元 or of 角 is
0 and another follows.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

LARGEST = Decimal(10) ** 16
_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")


def cn_upper(amount: Decimal) -> str:
    """The amount in words, rounded half up to cents.

    >>> cn_upper(Decimal("80000.00"))
    '捌万元整'
    >>> cn_upper(Decimal("6007.14"))
    '陆仟零柒元壹角肆分'

    Raises ValueError for amounts of ten thousand billion (10^16) and more, and for what is no number.
    """
    if not amount.is_finite() or abs(amount) >= LARGEST:
        raise ValueError("amount out of range")
    cents = int((abs(amount) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    sign = "负" if amount < 0 and cents else ""
    yuan, rest = divmod(cents, 100)
    if not rest:
        return f"{sign}{_whole(yuan) or '零'}元整"
    return sign + (f"{_whole(yuan)}元" if yuan else "") + _parts(yuan, *divmod(rest, 10))


def _parts(yuan: int, jiao: int, fen: int) -> str:
    zero = "零" if yuan and (jiao == 0 or yuan % 10 == 0) else ""
    return zero + (f"{_FIGURES[jiao]}角" if jiao else "") + (f"{_FIGURES[fen]}分" if fen else "")


def _whole(number: int) -> str:
    """Figures of a whole number, without 元; empty for 0."""
    return _joined(number, 10**8, "亿", _below_yi)


def _below_yi(number: int) -> str:
    return _joined(number, 10**4, "万", _below_wan)


def _joined(number: int, step: int, unit: str, lower: Callable[[int], str]) -> str:
    high, low = divmod(number, step)
    if not high:
        return lower(low)
    zero = "零" if 0 < low < step // 10 else ""
    return f"{lower(high)}{unit}{zero}{lower(low)}"


def _below_wan(number: int) -> str:
    written, gap = "", False
    for power in (3, 2, 1, 0):
        figure = number // 10**power % 10
        if figure:
            written += ("零" if gap and written else "") + _FIGURES[figure] + _UNITS[power]
        gap = not figure
    return written
