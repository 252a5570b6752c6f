"""Why a Word file is refused whole."""

from __future__ import annotations

from typing import Any

from engine.kernel.errors import Problem


class Refused(Exception):
    """One reason, found in one part of the package.

    code   key of the sentence; part: name of the package's part; line: paragraph number in it, 0 when unknown
    """

    def __init__(self, code: str, part: str = "", line: int = 0, **facts: Any) -> None:
        super().__init__(code, part, line, facts)
        self.code = code
        self.part = part
        self.line = line
        self.facts = facts

    def problem(self, filename: str) -> Problem:
        return Problem(self.code, file=filename, element=self.part, line=self.line, facts=self.facts)
