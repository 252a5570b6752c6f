"""What the command line can be asked to do; one verb a file.

Exit 0 = good, 1 = found wrong, 2 = used wrongly.
"""

from __future__ import annotations

import sys

GOOD, WRONG, MISUSED = 0, 1, 2


def tell(sentence: str) -> None:
    """A line for the person at the terminal."""
    print(sentence, flush=True)


def complain(sentence: str) -> None:
    print(f"neiqin: {sentence}", file=sys.stderr, flush=True)
