"""Check digits of codes that people copy from paper: a slip of one sign is noticed before it is kept."""

from __future__ import annotations

import re
from datetime import date

# GB 32100-2015: 31 signs (no I, O, S, V, Z), weights 3^i mod 31.
_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC = re.compile(rf"[{_USCC_SIGNS}]{{18}}")
# GB 11643-1999: weights 2^i mod 11.
_IDENTITY = re.compile(r"\d{17}[\dX]")
_IDENTITY_CHECKS = "10X98765432"


def is_uscc(text: str) -> bool:
    """A unified social credit code: 18 signs, the last one checked (GB 32100)."""
    if not _USCC.fullmatch(text):
        return False
    total = sum(_USCC_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(text[:17]))
    return text[17] == _USCC_SIGNS[-total % 31]


def is_gtin14(text: str) -> bool:
    """A GTIN-14: 14 digits, the last one checked mod 10 (GS1)."""
    if not re.fullmatch(r"\d{14}", text):
        return False
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(text[:13]))
    return int(text[13]) == -total % 10


def is_identity_number(text: str, today: date) -> bool:
    """A citizen's number: a day of birth that was, and the check digit (GB 11643)."""
    if not _IDENTITY.fullmatch(text):
        return False
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(text[:17]))
    return born <= today and text[17] == _IDENTITY_CHECKS[total % 11]
