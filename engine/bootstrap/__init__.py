"""Builds the engine from settings: the only room that knows everyone."""

from engine.bootstrap.build import Engine, build_engine
from engine.bootstrap.settings import Settings

__all__ = ["Engine", "Settings", "build_engine"]
