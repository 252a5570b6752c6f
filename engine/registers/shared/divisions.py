"""Division codes of territories (GB/T 2260): which one lies in which.

`000000` is the nation, `pp0000` a province, `ppcc00` a city, `ppccdd` a county.
"""

from __future__ import annotations

import re

NATION = "000000"
LEVELS = ("nation", "province", "city", "county")
_CODE = re.compile(r"\d{6}")


def is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def covers(wide: str, narrow: str) -> bool:
    """True where `narrow` is the territory `wide` or lies in it.

    >>> covers("330000", "330106"), covers("330106", "330000")
    (True, False)
    """
    return narrow.startswith(_stem(wide))


def level(code: str) -> str:
    return LEVELS[len(_stem(code)) // 2]


def around(code: str) -> list[str]:
    """The territory and every one that it lies in, the narrowest first.

    >>> around("330106")
    ['330106', '330100', '330000', '000000']
    """
    stem = _stem(code)
    return [stem[:length].ljust(6, "0") for length in range(len(stem), -2, -2)]


def _stem(code: str) -> str:
    while code.endswith("00"):
        code = code[:-2]
    return code
