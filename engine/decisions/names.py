"""Names of several words or with signs, found by the words of a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

_SIGNS = "_-+*/'.$"
_WORD = re.compile(r"[^\s\-+*/'.()\[\]{},:;<>=!?\"`]+")


# More names than this in one text only a text has that was made to be slow.
_MOST = 200


class Names:
    """Names by their rarest word, so that a text is told of those only that it may hold."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        told = {name: words(name) for name in names if _needs_telling(name)}
        often = Counter(word for found in told.values() for word in found)
        self._by_word: dict[str, list[tuple[frozenset[str], str]]] = {}
        for name, found in told.items():
            rarest = min(found, key=lambda word: often[word], default="")
            self._by_word.setdefault(rarest, []).append((found, name))

    def of(self, spoken: frozenset[str]) -> list[str]:
        """Names all of whose words are among these."""
        ahead = (one for word in spoken for one in self._by_word.get(word, ()))
        return list(islice((name for found, name in ahead if found <= spoken), _MOST))


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(_WORD.findall(text))


def _needs_telling(name: str) -> bool:
    return 0 < len(name) <= 200 and not name.isidentifier() and all(map(_is_name_char, name))


def _is_name_char(char: str) -> bool:
    return char.isalnum() or char in _SIGNS or char == " " or ord(char) > 0x7F
