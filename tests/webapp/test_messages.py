"""The page of messages between cases, for operators and auditors."""

from __future__ import annotations

import pytest

from tests.support.models import process, task, throw

PAID = '<bpmn:message id="Message_PaymentIn" name="payment_in"/>'


@pytest.fixture
def sent(company):
    body = throw("tell", "Message_PaymentIn", '="HT-7"') + task("a")
    company.deploy(("Tells/process.bpmn", process(body, "s>tell tell>a a>e", "Tells", after=PAID)))
    return company.start("Tells")


@pytest.mark.parametrize(
    ("language", "dropped"), [("zh-Hans", "已丢弃"), ("zh-Hant", "已丟棄"), ("en", "dropped")]
)
@pytest.mark.parametrize("who", ["hewen", "caiyun"])
def test_operators_and_auditors_see_what_was_sent_and_what_became_of_it(
    browser_of, sent, who, language, dropped
):
    browser = browser_of(who)
    browser.post("/preferences", {"language": language})
    page = browser.get("/admin/messages").text

    assert "payment_in" in page
    assert "HT-7" in page
    assert f"/instances/{sent}" in page
    assert dropped in page
    assert "/admin/messages" in browser.get("/admin").text


def test_the_list_is_filtered_by_state(browser_of, sent):
    hewen = browser_of("hewen")

    assert "HT-7" in hewen.get("/admin/messages?state=dropped").text
    assert "HT-7" not in hewen.get("/admin/messages?state=waiting").text


def test_the_messages_are_closed_to_a_clerk(browser_of, sent):
    assert browser_of("linxiaolan").get("/admin/messages").status_code == 403
