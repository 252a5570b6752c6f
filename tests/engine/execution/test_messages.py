"""A message that nobody waits for yet is kept until it expires, and the sender goes on."""

from __future__ import annotations

from datetime import timedelta

from engine.execution.tables import HISTORY, MESSAGE
from tests.engine.bpmn import kit
from tests.support.models import task, throw

PAID = '<bpmn:message id="Message_PaymentIn" name="payment_in"/>'
ORDER = kit.script("fill", '="HT-7"', "order")


def thrown(company):
    mapped = throw("tell", "Message_PaymentIn", "=order", ("input", "=1280.10", "amount"))
    company.draw(ORDER + mapped + task("a"), "s>fill fill>tell tell>a a>e", after=PAID)
    return company.start()


def test_a_message_to_nobody_is_kept_with_its_key_and_what_was_mapped(company):
    instance = thrown(company)

    [row] = company.rows(MESSAGE)
    assert (row["name"], row["correlation_key"], row["state"]) == ("payment_in", "HT-7", "waiting")
    assert {name: str(value) for name, value in row["variables"].items()} == {"amount": "1280.10"}
    assert row["sender_instance"] == instance
    assert row["expires_at"] == company.clock.now() + timedelta(hours=1)


def test_the_sender_goes_on_and_its_history_tells_of_the_message(company):
    instance = thrown(company)

    assert company.open(instance) == ["a"]
    assert company.incidents() == []
    [line] = company.rows(HISTORY, instance_key=instance, kind="message_kept")
    assert (line["element_id"], line["facts"]) == ("tell", {"message": "payment_in"})


def test_a_message_without_a_readable_key_is_an_incident_at_its_event(company):
    company.draw(throw("tell", "Message_PaymentIn", "=order"), "s>tell tell>e", after=PAID)
    instance = company.start()

    assert [row["element_id"] for row in company.incidents(instance)] == ["tell"]
    assert company.rows(MESSAGE) == []
