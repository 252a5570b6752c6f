"""For people who write expressions: what is wrong, what was meant, what is read, what each part gives."""

from __future__ import annotations

from feel.help.mistakes import Mistake, Slip, mistake
from feel.help.similar import did_you_mean

__all__ = ["Mistake", "Slip", "did_you_mean", "mistake"]
