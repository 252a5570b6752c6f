"""`make screenshots`: takes the pictures of the guide anew, always the same company at the same minute."""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.acceptance.desk import Desk, Office
from tests.acceptance.house import House
from tests.support import needs
from tests.support.source import ROOT

# The demo opens on this Wednesday; its past is played before it.
MORNING = "2026-05-20T09:00:00+08:00"
WIDTHS = {"": (1440, 900), "-phone": (390, 844)}
# A palette keeps a picture at a third of its size, and nobody sees it in flat colours.
COLOURS = 256


@dataclass(frozen=True)
class Picture:
    """Who sees what, and how he gets there."""

    name: str
    user: str
    go: Callable[[Desk], None]


def _inbox(desk: Desk) -> None:
    desk.go("/inbox?scope=groups")
    # The preview is there when it has its button; on a phone there is none.
    if desk.page.locator("#peek").is_visible():
        desk.page.locator("#peek .actions").wait_for()


def _first_task(desk: Desk) -> None:
    desk.go("/inbox")
    desk.go(str(desk.page.locator("[data-row]").first.get_attribute("href")))


def _case_outside(desk: Desk) -> None:
    """The case whose seal is out of the office, from the row of the register that speaks of it."""
    _seal_uses(desk)
    desk.page.locator("tbody tr", has_text="往来对账单").locator("[data-row]").click()
    with desk.navigating():
        desk.page.locator(".top a[href^='/instances/']").click()
    desk.page.locator("body[data-ready]").wait_for(state="attached")


def _seal_uses(desk: Desk) -> None:
    desk.go("/registers")
    with desk.navigating():
        desk.page.locator(".tiles a", has_text="用印").first.click()
    desk.page.locator("body[data-ready]").wait_for(state="attached")


PICTURES = (
    Picture("inbox", "mahuifang", _inbox),
    Picture("task", "sunlixing", _first_task),
    Picture("case", "mahuifang", _case_outside),
    Picture("register", "mahuifang", _seal_uses),
)


def take(house: House, office: Office, into: Path) -> None:
    """Writes `<name>.png` and `<name>-phone.png` for each picture."""
    into.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        for suffix, (width, height) in WIDTHS.items():
            house.move_clock(MORNING)
            desk = office.seat(
                picture.user, viewport={"width": width, "height": height}, reduced_motion="reduce"
            )
            picture.go(desk)
            _write(desk.page.screenshot(animations="disabled"), into / f"{picture.name}{suffix}.png")


def _write(png: bytes, path: Path) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS)
    picture.save(path, optimize=True)
    sys.stdout.write(f"{path}  {path.stat().st_size // 1024} KB\n")


def main() -> None:
    parser = argparse.ArgumentParser(prog="screenshots", description="Takes the pictures of the guide.")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "images")
    wanted = parser.parse_args()
    chromium = needs.chromium_path()
    if chromium is None:
        parser.error("Chromium is not installed")
    with tempfile.TemporaryDirectory(prefix="neiqin-pictures-") as folder, sync_playwright() as playwright:
        house = House(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        try:
            take(house, Office(house, browser), wanted.into)
        finally:
            browser.close()
            house.close()


if __name__ == "__main__":
    main()
