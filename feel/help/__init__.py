"""For people who write expressions: what is wrong, what was meant, what is read, what each part gives."""

from __future__ import annotations

from feel.help.explained import Explanation, Part, explain
from feel.help.front import lacks_equals
from feel.help.mistakes import Mistake, Slip, mistake
from feel.help.similar import did_you_mean
from feel.help.uses import Use, names

__all__ = [
    "Explanation",
    "Mistake",
    "Part",
    "Slip",
    "Use",
    "did_you_mean",
    "explain",
    "lacks_equals",
    "mistake",
    "names",
]
