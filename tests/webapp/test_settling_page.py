"""The script that puts settled parts into the page, on a form of its own: rows, sums, conditions, focus."""

from __future__ import annotations

from email import message_from_string
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

import pytest
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from forms.render import bind
from forms.views import FormView
from tests.forms.kit import context, form_of
from tests.support.source import ROOT

PLACE = "http://neiqin.test"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"
SHELL = """<!doctype html><html lang="zh-Hans"><title>t</title><body><form id="f" method="post" action="/send"
data-settle="/form" enctype="multipart/form-data"><p role="status" data-settled data-shown="已显示："
data-gone="已隐藏："></p>%s<button>send</button></form><script src="/app.js"></script></body></html>"""


def field(kind: str, key: str, label: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "id": f"Field_{key}", "key": key, "label": label, **more}


FORM = form_of(
    field("number", "limit", "限额"),
    {
        "type": "dynamiclist", "id": "List_lines", "path": "lines", "label": "明细", "defaultRepetitions": 2,
        "components": [
            field("number", "qty", "数量"),
            field("expression", "sum", "小计", expression="=qty * 2", computeOn="change"),
            field("textfield", "why", "说明", conditional={"hide": "=qty = null or qty <= 5"}),
        ],
    },
    field("expression", "total", "合计", expression="=sum(lines.qty[item != null])", computeOn="change"),
    field("textfield", "reason", "超额原因", conditional={"hide": "=not(get or else(total > limit, false))"}),
    field("textfield", "note", "备注"),
)  # fmt: skip


class Served:
    """The form as a server would give it; `asked` are the changes that pages sent."""

    def __init__(self) -> None:
        loader = Environment(loader=FileSystemLoader(ROOT / "templates" / "pages"), autoescape=True)
        loader.globals["icon"] = lambda *_: Markup("")
        self._body: Any = loader.get_template("forms/fields.html").module
        self.asked: list[list[str]] = []
        self.delay = 0

    def answer(self, route: Any) -> None:
        path = route.request.url.removeprefix(PLACE)
        headers = {"Content-Security-Policy": CSP}
        if path == "/app.js":
            script = Path(ROOT / "webapp" / "static" / "app.js").read_text("utf-8")
            route.fulfill(body=script, content_type="text/javascript", headers=headers)
        elif path == "/form":
            changed = unquote(route.request.headers["x-changed"]).split()
            self.asked.append(changed)
            view = bind(FORM, context(), posted=_posted(route.request))
            view.items = view.concerned(changed)
            route.fulfill(body=self.body(view), content_type="text/html", headers=headers)
        else:
            page = SHELL % self.body(bind(FORM, context()))
            route.fulfill(body=page, content_type="text/html", headers=headers)

    def body(self, view: FormView) -> str:
        return str(self._body.form_body(view))


def _posted(request: Any) -> dict[str, list[str]]:
    """The fields of a multipart body."""
    kind = request.headers["content-type"]
    if kind.startswith("application/x-www-form-urlencoded"):
        return parse_qs(request.post_data, keep_blank_values=True)
    body = request.post_data_buffer.decode()
    found: dict[str, list[str]] = {}
    parts: Any = message_from_string(f"Content-Type: {kind}\n\n{body}").get_payload()
    for part in parts:
        name = part.get_param("name", header="content-disposition")
        found.setdefault(name, []).append(part.get_payload().rstrip("\r\n"))
    return found


@pytest.fixture
def served() -> Served:
    return Served()


@pytest.fixture
def page(chromium: Any, served: Served) -> Any:
    window = chromium.new_context()
    page = window.new_page()
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.route("**/*", served.answer)
    page.goto(f"{PLACE}/")
    page.locator("body[data-ready]").wait_for(state="attached")
    yield page
    window.close()
    assert troubles == []


def put(page: Any, name: str, text: str) -> None:
    page.locator(f"[name='{name}']").fill(text)


def test_sums_of_rows_and_of_all_follow_what_is_typed(page, served):
    put(page, "lines-0-qty", "3")
    put(page, "lines-1-qty", "4")

    page.locator("output#f-total", has_text="7").wait_for()
    assert page.locator("[id='f-lines-0-sum']").inner_text() == "6"
    assert page.locator("[id='f-lines-1-sum']").inner_text() == "8"


def test_a_condition_in_a_row_shows_its_cell(page, served):
    assert page.locator("[name='lines-1-why']").count() == 0
    put(page, "lines-1-qty", "9")

    page.locator("[name='lines-1-why']").wait_for()
    assert page.locator("[name='lines-0-why']").count() == 0
    assert page.locator("[name='lines-1-qty']").input_value() == "9"


def test_a_condition_over_a_computed_value_follows_and_is_told(page, served):
    put(page, "limit", "5")
    assert page.locator("[name=reason]").count() == 0
    put(page, "lines-0-qty", "6")

    page.locator("[name=reason]").wait_for()
    assert "超额原因" in page.locator("[data-settled]").inner_text()


def test_the_input_that_is_typed_into_keeps_its_focus_and_its_element(page, served):
    page.evaluate("window.first = document.querySelector(\"[name='lines-0-qty']\")")
    page.locator("[name='lines-0-qty']").focus()
    page.keyboard.type("12", delay=30)
    page.locator("output#f-total", has_text="12").wait_for()

    assert page.evaluate("document.activeElement === window.first && window.first.isConnected") is True


def test_a_field_that_nothing_reads_asks_nothing(page, served):
    put(page, "note", "只是备注")
    page.wait_for_timeout(700)

    assert served.asked == []


def test_only_what_changed_is_named(page, served):
    put(page, "limit", "5")
    page.wait_for_timeout(700)

    assert served.asked == [["limit"]]
