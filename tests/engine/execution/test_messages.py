"""A message that nobody waits for yet is kept until it expires, and the sender goes on; one that no process
catches is dropped.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.execution.commands.retry_incident import RetryIncident
from engine.execution.tables import CAUGHT_MESSAGE, HISTORY, MESSAGE, NOTICE, PROCESS_INSTANCE
from engine.jobs import messages
from engine.kernel.actor import Actor
from engine.processes.cancel import CancelCase
from tests.engine.bpmn import kit
from tests.support.models import message, task, throw

PAID = '<bpmn:message id="Message_PaymentIn" name="payment_in"/>'
ORDER = kit.script("fill", '="HT-7"', "order")


def awaited(company, name="payment_in"):
    """As if a process that waits for the message were deployed."""
    with company.engine.database.begin() as connection:
        connection.execute(CAUGHT_MESSAGE.insert().values(name=name, definition_key=1))


def thrown(company):
    mapped = throw("tell", "Message_PaymentIn", "=order", ("input", "=1280.10", "amount"))
    company.draw(ORDER + mapped + task("a"), "s>fill fill>tell tell>a a>e", after=PAID)
    return company.start()


def lived(company, value, variables="=1"):
    """The time to live of the message that is sent with this property."""
    extensions = kit.properties(correlationKey='="1"', timeToLive=value)
    tell = kit.element("intermediateThrowEvent", "tell", message("Message_PaymentIn"), extensions=extensions)
    company.draw(
        kit.script("fill", variables, "given") + tell + task("a"), "s>fill fill>tell tell>a a>e", after=PAID
    )
    instance = company.start()
    [row] = company.rows(MESSAGE, sender_instance=instance)
    return row["expires_at"] - row["published_at"]


def test_a_message_to_nobody_is_kept_with_its_key_and_what_was_mapped(company):
    awaited(company)
    instance = thrown(company)

    [row] = company.rows(MESSAGE)
    assert (row["name"], row["correlation_key"], row["state"]) == ("payment_in", "HT-7", "waiting")
    assert {name: str(value) for name, value in row["variables"].items()} == {"amount": "1280.10"}
    assert (row["sender_instance"], row["sender_element"]) == (instance, "tell")
    assert row["expires_at"] == company.clock.now() + timedelta(hours=1)


def test_the_sender_goes_on_and_its_history_tells_of_the_message(company):
    awaited(company)
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


def test_a_message_that_no_process_catches_is_dropped_and_no_incident(company):
    instance = thrown(company)

    assert company.open(instance) == ["a"]
    assert company.incidents() == []
    assert [row["state"] for row in company.rows(MESSAGE)] == ["dropped"]
    [line] = company.rows(HISTORY, instance_key=instance, kind="message_dropped")
    assert (line["element_id"], line["facts"]) == ("tell", {"message": "payment_in"})
    company.clock.move_by(timedelta(days=1))
    assert messages.expire_due(company.engine) == 0


def test_a_process_that_catches_whatever_an_expression_names_keeps_every_message(company):
    awaited(company, "")
    thrown(company)

    assert [row["state"] for row in company.rows(MESSAGE)] == ["waiting"]


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("P30D", timedelta(days=30)),
        ("P365D", timedelta(days=365)),
        ('=duration("PT4H")', timedelta(hours=4)),
        ('="P" + string(given) + "D"', timedelta(days=1)),
    ],
)
def test_a_message_lives_as_long_as_the_diagram_says(company, value, length):
    assert lived(company, value) == length


@pytest.mark.parametrize("value", ["=given", '="soon"', '=duration("P366D")', '=duration("-PT1H")', "=null"])
def test_a_message_whose_time_to_live_cannot_be_used_is_an_incident_and_not_sent(company, value):
    with pytest.raises(ValueError, match="not enough values"):
        lived(company, value)

    assert [(row["element_id"], row["code"]) for row in company.incidents()] == [
        ("tell", "time_to_live_invalid")
    ]


def expired(company):
    awaited(company)
    instance = thrown(company)
    company.clock.move_by(timedelta(hours=1))
    assert messages.expire_due(company.engine) == 1
    return instance


def test_a_message_does_not_expire_before_its_time(company):
    awaited(company)
    thrown(company)
    company.clock.move_by(timedelta(minutes=59, seconds=59))

    assert messages.expire_due(company.engine) == 0
    assert [row["state"] for row in company.rows(MESSAGE)] == ["waiting"]


def test_a_message_of_ours_that_expires_is_an_incident_where_it_was_sent(company):
    instance = expired(company)

    assert [row["state"] for row in company.rows(MESSAGE)] == ["expired"]
    [incident] = company.incidents(instance)
    assert (incident["element_id"], incident["kind"], incident["code"]) == (
        "tell",
        "message",
        "message_expired",
    )
    assert incident["facts"]["message"] == "payment_in"
    [line] = company.rows(HISTORY, instance_key=instance, kind="message_expired")
    assert (line["element_id"], line["facts"]) == ("tell", {"message": "payment_in"})
    assert [row["person"] for row in company.rows(NOTICE, kind="incident")] == ["hewen"]
    assert company.open(instance) == ["a"]
    assert messages.expire_due(company.engine) == 0


def test_a_case_that_has_ended_stays_ended_and_its_lost_message_is_still_told(company):
    awaited(company)
    instance = thrown(company)
    company.execute(CancelCase(instance, "customer left"), "linxiaolan")
    company.clock.move_by(timedelta(hours=1))
    messages.expire_due(company.engine)

    assert company.state(instance) == "terminated"
    assert [row["code"] for row in company.incidents(instance)] == ["message_expired"]
    assert company.rows(PROCESS_INSTANCE, key=instance)[0]["has_incident"]


def test_a_message_from_outside_expires_without_an_incident(company):
    row = {
        "key": 1,
        "name": "payment_in",
        "correlation_key": "HT-7",
        "variables": {},
        "state": "waiting",
        "published_at": company.clock.now(),
        "expires_at": company.clock.now() + timedelta(minutes=5),
    }
    with company.engine.database.begin() as connection:
        connection.execute(MESSAGE.insert().values(**row))
    company.clock.move_by(timedelta(minutes=5))

    assert messages.expire_due(company.engine) == 1
    assert company.incidents() == []


def test_tried_again_it_waits_once_more_for_as_long(company):
    instance = expired(company)
    company.execute(RetryIncident(company.incidents(instance)[0]["key"]), "hewen")

    [row] = company.rows(MESSAGE)
    assert row["state"] == "waiting"
    assert row["expires_at"] == company.clock.now() + timedelta(hours=1)
    assert company.incidents(instance) == []
    company.clock.move_by(timedelta(hours=1))
    assert messages.expire_due(company.engine) == 1
    assert [row["code"] for row in company.incidents(instance)] == ["message_expired"]


def test_two_nodes_expire_a_message_once(company):
    awaited(company)
    instance = thrown(company)
    company.clock.move_by(timedelta(hours=1))
    command = messages.ExpireMessage(company.rows(MESSAGE)[0]["key"])

    assert company.execute(command, Actor.system("message")) == {"expired": True}
    assert company.execute(command, Actor.system("message")) == {"expired": False}
    assert len(company.incidents(instance)) == 1
