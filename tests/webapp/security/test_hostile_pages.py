"""Hostile values in the other inputs of pages and API: comments, reasons, searches, messages, the clock."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from markupsafe import escape

from engine.execution.commands.publish_message import PublishMessage
from engine.kernel.errors import InvalidInput
from tests.support import hostile

FIRST = 150
SEARCHES = [
    *("/instances?q=", "/inbox?q=", "/inbox?due=", "/inbox?scope=", "/registers/employees?q="),
    *("/instances?cursor=", "/admin/messages?state=", "/admin/messages?cursor=", "/login?next="),
]


def form(**typed: str) -> dict:
    body = urlencode(typed, errors="surrogatepass").encode()
    return {"data": body, "content_type": "application/x-www-form-urlencoded"}


def test_a_comment_is_refused_with_a_sentence_or_shown_as_it_was_typed(company, browser_of):
    case = company.start()
    lin = browser_of("linxiaolan")
    for name, text in hostile.TEXTS.items():
        path = f"/instances/{case}"
        answer = lin.client.post(f"{path}/comments", **form(csrf_token=lin.token, text=text))
        shown = lin.get(path) if answer.status_code == 303 else answer
        if answer.status_code == 303:
            assert shown.status_code == 200
            assert str(escape(text.strip()[:FIRST])) in shown.text, name
        else:
            assert answer.status_code in (400, 413, 422), name
        assert "<script>alert" not in shown.text


def test_a_reason_for_cancelling_is_refused_or_kept_as_it_was_typed(company, browser_of):
    lin = browser_of("linxiaolan")
    for name, text in hostile.TEXTS.items():
        case = company.start()
        answer = lin.client.post(f"/instances/{case}/cancel", **form(csrf_token=lin.token, reason=text))
        page = lin.get(f"/instances/{case}")
        assert answer.status_code in (303, 400, 422), name
        assert page.status_code == 200, name
        assert "<script>alert" not in page.text
        if answer.status_code == 303:
            assert str(escape(text.strip()[:FIRST])) in page.text, name


@pytest.mark.parametrize("path", SEARCHES)
def test_an_address_with_a_hostile_value_is_answered(browser_of, path):
    hewen = browser_of("hewen")
    for name, text in hostile.TEXTS.items():
        if len(text) > 10_000:
            continue
        answer = hewen.client.get(path + urlencode({"": text}, errors="surrogatepass")[1:])
        assert answer.status_code in (200, 303, 400, 422, 429), (name, answer.status_code)
        assert "<script>alert" not in answer.text


def test_messages_of_others_are_shown_as_they_came(company, browser_of):
    hewen = browser_of("hewen")
    for name, text in hostile.TEXTS.items():
        try:
            company.execute(PublishMessage(text, text, {"x": text}, timedelta(days=1), text), "hewen")
        except InvalidInput:
            continue
        page = hewen.get("/admin/messages")
        assert page.status_code == 200
        assert page.text.count(str(escape(text))) >= 2, name


@pytest.mark.parametrize(
    "body",
    [
        *(b'{"timestamp": NaN}', b'{"timestamp": 1e999999}', b'{"timestamp": -Infinity}'),
        *(b'{"timestamp": "1"}', b'{"timestamp": true}', b'{"timestamp": 1, "timestamp": -1}', b"null", b""),
        *(b"[" * 10_000, b'{"timestamp":' * 4_000, b'{"timestamp": ' + b"9" * 5_000 + b"}", b"\xff\xfe"),
        b'{"\x00": 1}',
    ],
)  # fmt: skip
def test_hostile_json_is_refused_with_the_name_of_the_field(demo_app, body):
    answer = demo_app.test_client().put(
        "/v2/clock", data=body, content_type="application/json", auth=("hewen", "a-long-enough-password")
    )
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert "timestamp" in answer.json["detail"]
