"""Whether a password is soon guessed: a common one, or names, dates, rows of keys and repetitions.

zxcvbn counts the guesses, with its lists of the passwords that were used most (offline, in the package); what
people of this company would try first is added: its own names and the pinyin words of such lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from zxcvbn import zxcvbn

# Five wrong passwords lock a name for a quarter of an hour; so many guesses withstand a stolen database too.
LEAST_GUESSES = 10**9
# What is longer is judged by its beginning: counting takes time that grows with the square of the length.
JUDGED = 72

PINYIN = (
    "woaini", "woaiwojia", "woaizhongguo", "mima", "wodemima", "denglu", "denglumima", "yonghu",
    "yonghuming", "guanliyuan", "xitong", "gongsi", "wodegongsi", "bangong", "bangongshi", "zhongguo",
    "beijing", "shanghai", "shenzhen", "guangzhou", "hangzhou", "suzhou", "nanjing", "chengdu", "nihao",
    "laopo", "laogong", "baobao", "baobei", "qinaide", "jiayou", "facai", "gongxifacai", "shengri",
    "kuaile", "xinniankuaile", "zhang", "wang", "li", "liu", "chen", "yang", "zhao", "huang", "zhou",
    "wu", "xiaoming", "zhangsan", "lisi", "wangwu", "caiwu", "xiaoshou", "renshi", "hetong", "yinzhang",
    "5201314", "1314520", "520520", "521521", "5211314", "a123456", "qq123456", "zxcvbnm", "asdfghjkl",
    "admin", "root", "neiqin", "mima1234",
)  # fmt: skip


def is_easily_guessed(password: str, words: Iterable[str] = ()) -> bool:
    """words: names of the person and the company, which whoever guesses knows."""
    known = [*PINYIN, *sorted({part for word in words for part in parts(word)})]
    return bool(zxcvbn(password[:JUDGED], user_inputs=known, max_length=JUDGED)["guesses"] < LEAST_GUESSES)


def parts(word: str) -> set[str]:
    """A name and the pieces of it that make passwords: `linxl@qinglan.example` has `linxl` and `qinglan`."""
    pieces = {piece for piece in re.split(r"[\W_]+", word.lower()) if len(piece) > 1}
    # Companies are called by the first two or four characters of their names.
    short = {piece[:length] for piece in pieces for length in (2, 4) if not piece.isascii()}
    return {word.lower(), *pieces, *short} - {""}
