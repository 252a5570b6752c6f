"""The registers that a person may open, and their words in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from flask import g

from engine.execution.ports import Register
from webapp import filters, web


def visible() -> list[Register]:
    """By title; a register without `see` is open to every employee."""
    if "registers" not in g:
        every = web.services().registers.values()
        mine = [one for one in every if not one.see or one.see & g.actor.roles]
        g.registers = sorted(mine, key=lambda one: one.title.get("zh-Hans", one.name))
    return list(g.registers)


def title(register: Register) -> str:
    return words(register.title) or register.name


def words(translated: Mapping[str, str]) -> str:
    """The text in the reader's language; Traditional is made from Simplified where none is given."""
    if g.language in translated:
        return translated[g.language]
    simplified = translated.get("zh-Hans")
    return filters.data(simplified) if simplified else translated.get("en", "")
