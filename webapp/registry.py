"""The registers that a person may open, and their words in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from flask import g

from engine.execution.ports import Register
from engine.kernel.errors import NotFound
from webapp import filters, i18n, web


def visible() -> list[Register]:
    """By title; a register without `see` is open to every employee."""
    if "registers" not in g:
        every = web.services().registers.values()
        mine = [one for one in every if not one.see or one.see & g.actor.roles]
        g.registers = sorted(mine, key=lambda one: one.title.get("zh-Hans", one.name))
    return list(g.registers)


def one(name: str) -> Register:
    """Raises NotFound also where the person may not open it."""
    found = next((one for one in visible() if one.name == name), None)
    if found is None:
        raise NotFound(kind="register", name=name)
    return found


def is_visible(name: str) -> bool:
    return any(one.name == name for one in visible())


def rows_count(count: int) -> str:
    """`3 rows`."""
    return i18n.plural(g.language, "register.rows", count, {})


def title(register: Register) -> str:
    return words(register.title) or register.name


def words(translated: Mapping[str, str]) -> str:
    """The text in the reader's language; Traditional is made from Simplified where none is given."""
    if g.language in translated:
        return translated[g.language]
    simplified = translated.get("zh-Hans")
    return filters.data(simplified) if simplified else translated.get("en", "")
