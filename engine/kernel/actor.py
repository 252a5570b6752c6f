"""Who acts: a person (perhaps on behalf of another) or the system."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """The one who gives a command.

    user_id        login name of the person (`linxiaolan`), or `system:<part>` for the engine's own work
    roles          role codes held now (`sales_assistant`, ...); candidate groups are role codes
    on_behalf_of   user id of the person who is represented by a substitute, else None
    language       `zh-Hant`, `zh-Hans` or `en`
    """

    user_id: str
    roles: frozenset[str] = frozenset()
    on_behalf_of: str | None = None
    language: str = "zh-Hans"

    @classmethod
    def system(cls, part: str) -> Actor:
        """The engine itself, e.g. `system:timer`."""
        return cls(f"system:{part}")

    @property
    def is_system(self) -> bool:
        return self.user_id.startswith("system:")

    @property
    def persons(self) -> frozenset[str]:
        """A substitute counts as himself and as the person he represents (SoD)."""
        return frozenset({self.user_id} if self.on_behalf_of is None else {self.user_id, self.on_behalf_of})
