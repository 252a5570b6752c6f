"""Regular expressions of `matches`, `replace`, `split` and `extract`, in time linear in the text.

Python's own `re` goes back and tries again, which a short pattern can make endless. Here a pattern becomes a
program whose threads run side by side over the text (Thompson, Pike), and each move is paid from the meter.
"""

from __future__ import annotations

from feel.patterns.machine import Match, find, find_all, found
from feel.patterns.program import Program, compiled
from feel.patterns.reader import BadPattern

__all__ = ["BadPattern", "Match", "Program", "compiled", "find", "find_all", "found"]
