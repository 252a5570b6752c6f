"""Messages are listed for those who watch the cases: newest first, page by page, without what they carry."""

from __future__ import annotations

import pytest

from engine.kernel.errors import PermissionDenied
from engine.processes.messages import messages
from tests.support.models import task, throw

PAID = '<bpmn:message id="Message_PaymentIn" name="payment_in"/>'


@pytest.fixture
def sent(company):
    body = throw("tell", "Message_PaymentIn", '="HT-7"', ("input", "=1", "secret")) + task("a")
    company.draw(body, "s>tell tell>a a>e", after=PAID)
    return [company.start() for _ in range(3)]


def listed(company, who="hewen", **asked):
    with company.engine.read() as reader:
        return messages(reader, company.actor(who), **asked)


def test_newest_first_and_page_by_page(company, sent):
    first, cursor = listed(company, limit=2)
    rest, end = listed(company, limit=2, cursor=cursor)

    assert [row["sender_instance"] for row in [*first, *rest]] == sent[::-1]
    assert end is None


def test_what_a_message_carries_is_not_shown(company, sent):
    row = listed(company, "caiyun")[0][0]

    assert "variables" not in row
    assert (row["name"], row["correlation_key"], row["process_id"]) == ("payment_in", "HT-7", "P")


@pytest.mark.parametrize("who", ["linxiaolan", "sunlixing", "guzhiyuan"])
def test_who_does_not_watch_the_cases_may_not_list_them(company, sent, who):
    with pytest.raises(PermissionDenied):
        listed(company, who)
