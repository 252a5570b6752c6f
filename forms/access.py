"""Who may see and who may edit a field: role codes in the component's `see` and `edit`.

Two words stand beside the codes: `any` is whoever may open the page, `std` who takes part in the case. The
caller knows which of them the person is (`Context.audience`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")


class RolesRefused(Exception):
    """A word in the list is no role code."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True)
class Access:
    """None: everybody who has the task; an empty set: nobody."""

    see: frozenset[str] | None = None
    edit: frozenset[str] | None = None

    def may_see(self, roles: frozenset[str]) -> bool:
        """True where one of the person's roles is named."""
        return _allowed(self.see, roles)

    def may_edit(self, roles: frozenset[str]) -> bool:
        """True where the person may see the field and one of the roles is named."""
        return self.may_see(roles) and _allowed(self.edit, roles)


def _allowed(named: frozenset[str] | None, roles: frozenset[str]) -> bool:
    return named is None or bool(named & roles)


OPEN = Access()
"""Everybody who has the task sees and edits."""


def audience_of(roles: frozenset[str], takes_part: bool) -> frozenset[str]:
    """The words of `see` and `edit` that mean a person."""
    return roles | {"any"} | ({"std"} if takes_part else frozenset())


def read_roles(text: str) -> frozenset[str]:
    """The role codes of "SA, SL". Raises RolesRefused."""
    words = [word for word in re.split(r"[,，;\s]+", text.strip()) if word]
    for word in words:
        if not _CODE.fullmatch(word):
            raise RolesRefused(word[:100])
    return frozenset(words)
