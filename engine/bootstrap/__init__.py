"""Builds the engine from settings: the only room that knows everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.bootstrap.settings import Settings

if TYPE_CHECKING:
    from engine.bootstrap.build import Engine, build_engine

__all__ = ["Engine", "Settings", "build_engine"]


def __getattr__(name: str) -> Any:
    """Loads the whole engine at first use: who only reads the settings starts without a second's wait."""
    if name not in ("Engine", "build_engine"):
        raise AttributeError(name)
    from engine.bootstrap import build

    return getattr(build, name)
