"""A person at a browser: words for what he does, all found by what he reads and never by a name in the page.

So the same walk holds for a company that has renamed every process, form and field.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

from tests.acceptance.house import PATIENCE_SECONDS, House

SUBMIT = '[data-key="submit"]'
# Chromium reports the answers that a test provokes itself; what they say is the test's matter.
_EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
_WATCH = """
document.addEventListener('securitypolicyviolation', e =>
  console.error('content security policy: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile));
"""


@dataclass(frozen=True)
class Upload:
    """A file as a person chooses it."""

    name: str
    content: bytes

    def as_payload(self) -> Any:
        kind = "application/pdf" if self.name.endswith(".pdf") else "application/octet-stream"
        return {"name": self.name, "mimeType": kind, "buffer": self.content}


class Desk:
    """One window of one person.

    troubles   what the browser complained about: script errors, refused styles and scripts
    """

    def __init__(self, house: House, context: BrowserContext, user: str) -> None:
        self.house, self.context, self.user = house, context, user
        self.troubles: list[str] = []
        self.page = self._watched(context.new_page())

    def another_window(self) -> Desk:
        """A second window of the same login."""
        return Desk(self.house, self.context, self.user)

    def _watched(self, page: Page) -> Page:
        page.add_init_script(_WATCH)
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not _EXPECTED.search(text):
            self.troubles.append(f"{self.page.url}: {text}")

    # Going and reading.

    def go(self, path: str) -> Response:
        answer = self.page.goto(self.house.base + path)
        assert answer is not None
        self.page.locator("body[data-ready]").wait_for(state="attached")
        return answer

    @contextmanager
    def navigating(self) -> Iterator[Any]:
        """What is done inside leads to another page; yields the answer's info."""
        with self.page.expect_navigation() as info:
            yield info

    def text(self, selector: str = "main") -> str:
        return self.page.locator(selector).first.inner_text()

    def said(self) -> str:
        """The sentence that the last step left."""
        return self.text(".toast")

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Looks again, as a person does who waits for the clock or for a document."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < deadline, f"not yet: {what}"
            self.page.wait_for_timeout(500)

    # Lists.

    def rows(self, scope: str = "mine") -> list[str]:
        """What the inbox shows, a line a task."""
        self.go(f"/inbox?scope={scope}")
        return self.page.locator("tr:has([data-row])").all_inner_texts()

    def has_task(self, name: str, title: str) -> str | None:
        """Where a task of this name and title stands for this person: mine, groups or None."""
        for scope in ("mine", "groups"):
            if any(name in row and title in row for row in self.rows(scope)):
                return scope
        return None

    def open_task(self, name: str, title: str) -> str:
        """Opens the task, taking it from the group where it lies there; returns its path."""
        scope = self.has_task(name, title)
        assert scope is not None, f"{self.user} has no {name} for {title}"
        row = self.page.locator("tr:has([data-row])", has_text=title).filter(has_text=name)
        with self.navigating():
            row.locator("[data-row]").first.click()
        if self.page.locator(SUBMIT).count() == 0:
            self.claim()
        return self.path

    def claim(self) -> None:
        with self.navigating():
            self.page.locator("form[action$='/claim'] button").first.click()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.house.base)

    # Forms.

    def field(self, label: str) -> Locator:
        """The field that a person knows by this label."""
        words = re.compile(rf"^\s*{re.escape(label)}\s*(\*|$)")
        labelled = self.page.locator("label, .label", has_text=words)
        return self.page.locator("#f .field", has=labelled).first

    def fill(self, values: Mapping[str, Any]) -> None:
        """Label -> value: text, Upload, True or False for a tick, a word of a choice, a list of words."""
        for label, value in values.items():
            field = self.field(label)
            field.wait_for()
            _put(field, value)

    def shown(self, label: str) -> str:
        """What the field holds now."""
        field = self.field(label)
        typed = field.locator("input:not([type=hidden]):not([type=file]), textarea, select").first
        if typed.count() == 0:
            return field.locator("output, .files").first.inner_text()
        if typed.get_attribute("type") in ("checkbox", "radio"):
            ticked = field.locator("label:has(input:checked)")
            return "、".join(words.strip() for words in ticked.all_inner_texts())
        return str(typed.input_value())

    def error(self, label: str) -> str:
        return self.field(label).locator(".err").inner_text()

    def submit(self) -> Response:
        """Sends the form; returns the answer that the browser ended at."""
        with self.navigating() as info:
            self.page.locator(SUBMIT).click()
        answer: Response = info.value
        return answer

    def complete(self, values: Mapping[str, Any]) -> str:
        """Fills and sends; it must be taken. Returns the sentence that says what follows."""
        self.fill(values)
        answer = self.submit()
        assert answer.status == 200, self.text(".task")
        assert self.page.locator("[data-focus]").count() == 0, self.text("[data-focus]")
        return self.said()

    # Beside the pages: requests that no page offers.

    def token(self) -> str:
        return str(self.page.locator("input[name=csrf_token]").first.get_attribute("value"))

    def post(self, path: str, values: Mapping[str, str] | Sequence[tuple[str, str]] = ()) -> Any:
        """A direct request with the session and the token of the page that is open."""
        form: dict[str, Any] = dict(values) | {"csrf_token": self.token()}
        return self.context.request.post(self.house.base + path, form=form, max_redirects=0)

    def get(self, path: str) -> Any:
        return self.context.request.get(self.house.base + path, max_redirects=0)


def _put(field: Locator, value: Any) -> None:
    if isinstance(value, Upload):
        field.locator("input[type=file]").set_input_files([value.as_payload()])
    elif isinstance(value, bool):
        field.locator("input[type=checkbox]").set_checked(value)
    elif field.locator("select").count():
        field.locator("select").select_option(label=value)
    elif field.locator("input[type=radio], input[type=checkbox]").count():
        for word in [value] if isinstance(value, str) else value:
            field.locator("label.opt, label.pick", has_text=word).first.click()
    else:
        field.locator("input:not([type=hidden]), textarea").first.fill(str(value))


class Office:
    """Seats people at browsers of one house. A login is used again, as a browser keeps it."""

    def __init__(self, house: House, browser: Browser) -> None:
        self.house, self._browser = house, browser
        self.desks: list[Desk] = []

    def seat(self, user: str, **options: Any) -> Desk:
        """A desk where this person is logged in. Options are those of a Playwright context, e.g. locale."""
        if user not in self.house.kept:
            first = self.strange_desk(user, **options)
            log_in(first)
            self.house.kept[user] = first.context.storage_state()
            return first
        return self.strange_desk(user, storage_state=self.house.kept[user], **options)

    def strange_desk(self, user: str = "nobody", **options: Any) -> Desk:
        """A browser that nobody has used."""
        settings = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", **options}
        desk = Desk(self.house, self._browser.new_context(**settings), user)
        self.desks.append(desk)
        return desk

    def close(self) -> list[str]:
        """Sends everybody home; returns what their browsers complained about."""
        troubles = [trouble for desk in self.desks for trouble in desk.troubles]
        for desk in self.desks:
            desk.context.close()
        self.desks.clear()
        return troubles


def log_in(desk: Desk) -> None:
    desk.go("/login")
    desk.page.locator("[name=username]").fill(desk.user)
    desk.page.locator("[name=password]").fill(desk.house.logins[desk.user])
    with desk.navigating():
        desk.page.locator("button.btn--primary").click()
