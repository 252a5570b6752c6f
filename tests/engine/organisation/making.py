"""Engines for tests of people, registers and seeds."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from engine.bootstrap import Engine, Settings, build_engine
from engine.bootstrap.schema import upgrade
from engine.kernel.clock import FixedClock
from engine.storage.database import Database


def settings(url: str, folder: Path) -> Settings:
    return Settings(folder, url, b"k" * 32, zone=ZoneInfo("Asia/Shanghai"), outbox_dir=folder / "outbox")


def make_schema(url: str) -> None:
    database = Database(url)
    upgrade(database)
    database.dispose()


def open_empty(url: str, clock: FixedClock) -> Engine:
    """An engine on a new schema without any people."""
    make_schema(url)
    return build_engine(settings(url, Path("/nonexistent")), clock=clock)
