"""Every page, in three languages, light and dark, from desk to phone: readable, quiet, within its width.

Each window also watches for refused styles and scripts and for errors of scripts; see `office`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Literal

import pytest

from tests.acceptance import axe, seal_journey
from tests.acceptance.desk import Desk, Office, Upload, log_in
from tests.acceptance.house import House
from webapp import i18n

TITLE = "各页都要经过的检验报告"
LANGUAGES = {"zh-CN": "zh-Hans", "zh-TW": "zh-Hant", "en-GB": "en"}
WIDTHS = (1440, 1024, 390)
HEIGHT = 900
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# One line for each kind of verdict that a first reading can give.
SHEET = Upload(
    "印章.csv",
    "seal_code,kind,keeper,颜色\nS-01,company,mahuifang,红\nS-31,dept,yujia,\nS-32,wax,nobody,\n".encode(),
)

Walk = Callable[[Desk], None]


@pytest.fixture(scope="module")
def lived_in(house: House, chromium: Any) -> House:
    """A house with a case at the keeper, one before its request, and notices."""
    office = Office(house, chromium)
    applicant = office.seat("zhouzimo")
    seal_journey.ask(applicant, TITLE)
    seal_journey.approve(office.seat("sunlixing"), TITLE)
    seal_journey.begin(applicant, f"{TITLE}（草稿）")
    assert office.close() == []
    return house


def at(path: str) -> Walk:
    return lambda desk: _opened(desk, path)


def _opened(desk: Desk, path: str) -> None:
    assert desk.go(path).status == 200


def refused(path: str, status: int) -> Walk:
    def walk(desk: Desk) -> None:
        assert desk.go(path).status == status

    return walk


def first_of(path: str, links: str) -> Walk:
    """Opens the first link of a list."""

    def walk(desk: Desk) -> None:
        desk.go(path)
        desk.go(str(desk.page.locator(links).first.get_attribute("href")))

    return walk


def with_errors(desk: Desk) -> None:
    """A form that was sent empty; of the first process that asks for something."""
    desk.go("/processes")
    places = [str(one.get_attribute("href")) for one in desk.page.locator(".tiles a").all()]
    for place in places:
        desk.go(place)
        if desk.page.locator("#f [aria-required]").count():
            break
    assert desk.submit().status == 422


def wrong_password(desk: Desk) -> None:
    desk.go("/login")
    desk.page.locator("[name=username]").fill("nobody")
    desk.page.locator("[name=password]").fill("guess")
    with desk.navigating():
        desk.page.locator("button.btn--primary").click()


def menu_open(desk: Desk) -> None:
    desk.go("/inbox")
    if desk.page.locator(".me").is_visible():
        desk.page.locator(".me").click()


PAGES: dict[str, tuple[str | None, Walk]] = {
    "login": (None, at("/login")),
    "login refused": (None, wrong_password),
    "inbox": ("zhouzimo", at("/inbox")),
    "inbox of the groups": ("mahuifang", at("/inbox?scope=groups")),
    "inbox of what is done": ("sunlixing", at("/inbox?scope=done")),
    "empty inbox": ("hanli", at("/inbox")),
    "search without a result": ("zhouzimo", at("/inbox?q=没有这样的合同")),
    "menu of the person": ("zhouzimo", menu_open),
    "task": ("zhouzimo", first_of("/inbox", "[data-row]")),
    "task to be claimed": ("mahuifang", first_of("/inbox?scope=groups", "[data-row]")),
    "task that is done": ("sunlixing", first_of("/inbox?scope=done", "[data-row]")),
    "what may be started": ("zhouzimo", at("/processes")),
    "start form": ("zhouzimo", first_of("/processes", ".tiles a")),
    "start form with errors": ("zhouzimo", with_errors),
    "cases": ("zhouzimo", at("/instances")),
    "case": ("zhouzimo", first_of("/instances", "[data-row]")),
    "registers": ("mahuifang", at("/registers")),
    "register": ("mahuifang", first_of("/registers", ".tiles a")),
    "register with rows": ("mahuifang", first_of("/registers", ".tiles a[href*=seal_uses]")),
    "row of a register": ("mahuifang", lambda desk: _row(desk)),
    "row with many moments": ("mahuifang", first_of("/registers/seal_uses", "[data-row]")),
    "row that may be changed": ("hewen", first_of("/registers/seals", "[data-row]")),
    "new row": ("hewen", at("/registers/seals/new")),
    "new row with errors": ("hewen", lambda desk: _new_row_with_errors(desk)),
    "change of a row": ("hewen", lambda desk: _of_row(desk, "edit")),
    "making a row void": ("hewen", lambda desk: _of_row(desk, "void")),
    "change that waits for a second person": ("sunlixing", lambda desk: _proposed(desk)),
    "import": ("hewen", at("/registers/seals/import")),
    "verdicts of an import": ("hewen", lambda desk: _verdicts(desk)),
    "notices": ("mahuifang", at("/notices")),
    "administration": ("hewen", at("/admin")),
    "clock": ("hewen", at("/clock")),
    "clock of others": ("zhouzimo", at("/clock")),
    "preferences": ("zhouzimo", at("/preferences")),
    "password": ("zhouzimo", at("/password")),
    "no such page": ("zhouzimo", refused("/nowhere", 404)),
    "no such task": ("zhouzimo", refused("/tasks/1", 404)),
    "page of another role": ("zhouzimo", refused("/admin", 403)),
}


def _row(desk: Desk) -> None:
    first_of("/registers", ".tiles a")(desk)
    desk.go(str(desk.page.locator("[data-row]").first.get_attribute("href")))


def _new_row_with_errors(desk: Desk) -> None:
    desk.go("/registers/seals/new")
    assert desk.submit().status == 422


def _of_row(desk: Desk, page: str) -> None:
    first_of("/registers/seals", "[data-row]")(desk)
    desk.go(f"{desk.path}/{page}")


def _proposed(desk: Desk) -> None:
    """In each language another price, as the same one is no change."""
    first_of("/registers/prices", "[data-row]")(desk)
    desk.go(f"{desk.path}/edit")
    price = desk.page.locator("#f [name=price]")
    price.fill(str(Decimal(price.input_value()) + 1))
    assert desk.submit().status == 200
    assert "/proposals/" in desk.path


def _verdicts(desk: Desk) -> None:
    desk.go("/registers/seals/import")
    desk.page.locator("#file").set_input_files([SHEET.as_payload()])
    assert desk.submit().status == 200


Seat = Callable[[str | None, str], Desk]


@pytest.fixture(scope="module")
def seat(lived_in: House, chromium: Any) -> Iterator[Seat]:
    """A desk for each person and language, which all pages share: a browser takes longer than a page."""
    office = Office(lived_in, chromium)
    desks: dict[tuple[str | None, str], Desk] = {}

    def seated(user: str | None, locale: str) -> Desk:
        if (user, locale) not in desks:
            # Colours that are still on their way to the other theme would be measured halfway.
            options = {"locale": locale, "reduced_motion": "reduce"}
            desks[user, locale] = office.seat(user, **options) if user else office.strange_desk(**options)
        return desks[user, locale]

    yield seated
    assert office.close() == []


@pytest.mark.parametrize(("locale", "language"), LANGUAGES.items())
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_readable_for_everybody(seat: Seat, name: str, locale: str, language: str) -> None:
    """By all rules at the desk; by what is seen at every width, light and dark."""
    user, go = PAGES[name]
    desk = seat(user, locale)
    desk.page.emulate_media(color_scheme="light")
    desk.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    go(desk)
    assert desk.page.locator("html").get_attribute("lang") == language
    assert codes_shown(desk) == []
    assert axe.violations(desk.page) == []
    for width in WIDTHS:
        assert overflow(desk, width) == [], width
        for theme in THEMES:
            desk.page.emulate_media(color_scheme=theme)
            assert axe.violations_seen(desk.page) == [], f"{width} {theme}"
    assert desk.troubles == []


def test_the_dark_theme_is_another(seat: Seat) -> None:
    desk = seat("zhouzimo", "zh-CN")
    desk.go("/inbox")
    colours = set()
    for theme in THEMES:
        desk.page.emulate_media(color_scheme=theme)
        colours.add(desk.page.evaluate("getComputedStyle(document.body).color"))

    assert len(colours) == 2


def overflow(desk: Desk, width: int) -> list[str]:
    """What makes the page wider than its window."""
    desk.page.set_viewport_size({"width": width, "height": HEIGHT})
    found: list[str] = desk.page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
           [...document.querySelectorAll('body *')]
             .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
             .slice(0, 5).map(e => e.outerHTML.slice(0, 100))"""
    )
    return found


def codes_shown(desk: Desk) -> list[str]:
    """Codes of sentences that have no words, such as `inbox.empty.mine`."""
    heads = "|".join(sorted({code.split(".")[0] for code in i18n.catalogue("en")}))
    return re.findall(rf"(?<![\w./@-])(?:{heads})\.[a-z_.]+", desk.page.locator("body").inner_text())


def test_a_person_may_choose_language_and_theme(lived_in: House, office: Office) -> None:
    # The account remembers it: somebody whom no other walk reads as.
    desk = office.strange_desk("jianglan")
    log_in(desk)
    for language, theme in (("zh-Hant", "dark"), ("en", "light")):
        desk.go("/preferences")
        desk.page.locator(f"label:has([name=language][value={language}])").click()
        desk.page.locator(f"label:has([name=theme][value={theme}])").click()
        with desk.navigating():
            desk.page.locator("main form .btn--primary").click()
        desk.go("/inbox")

        html = desk.page.locator("html")
        assert html.get_attribute("lang") == language
        assert html.get_attribute("data-theme") == theme
