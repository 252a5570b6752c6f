"""Mail leaves at least once with a stable key, waits longer after each failure, and is given up at last."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.execution.commands.outbox import LeaseOutbox
from engine.execution.tables import OUTBOX
from engine.jobs import outbox
from engine.kernel.actor import Actor
from tests.engine.bpmn import kit
from tests.support.models import task

SENDER = Actor.system("outbox")


class Post:
    """Takes envelopes, or refuses them."""

    def __init__(self, broken: bool = False) -> None:
        self.broken = broken
        self.sent: list[Any] = []

    def send(self, envelope) -> None:
        if self.broken:
            raise ConnectionError("no route")
        self.sent.append(envelope)


@pytest.fixture
def told(company):
    company.draw(task("a", assignee='="mahuifang"'), "s>a a>e")
    company.start()
    return company


def only(company):
    [row] = company.rows(OUTBOX)
    return row


def test_what_was_sent_is_sent_once(told):
    post = Post()

    assert (outbox.send_due(told.engine, post), outbox.send_due(told.engine, post)) == (1, 0)
    assert [envelope.to for envelope in post.sent] == ["mahuifang@example.com"]
    assert (only(told)["state"], only(told)["attempts"], only(told)["sent_at"]) == (
        "sent",
        1,
        told.clock.now(),
    )


def test_a_failed_message_waits_and_is_tried_again_with_the_same_id(told):
    outbox.send_due(told.engine, Post(broken=True))
    row = only(told)
    assert (row["state"], row["attempts"], row["error"]) == ("waiting", 1, "ConnectionError: no route")
    assert row["next_at"] > told.clock.now()

    post = Post()
    assert outbox.send_due(told.engine, post) == 0
    told.clock.move_to(row["next_at"])
    assert outbox.send_due(told.engine, post) == 1
    assert [envelope.outbox_id for envelope in post.sent] == [row["id"]]


def test_a_message_is_given_up_after_twelve_tries(told):
    for _ in range(20):
        outbox.send_due(told.engine, Post(broken=True))
        told.clock.move_by(timedelta(days=1))

    assert (only(told)["state"], only(told)["attempts"]) == ("dead", 12)


def test_one_broken_message_does_not_hold_up_the_post(told):
    with told.engine.database.begin() as connection:
        connection.execute(
            OUTBOX.update().values(payload={"to": "mahuifang", "kind": "no_such_kind", "facts": {}})
        )
    told.start()
    post = Post()

    assert outbox.send_due(told.engine, post) == 1
    assert {row["state"] for row in told.rows(OUTBOX)} == {"waiting", "sent"}


def test_a_sender_that_died_holds_its_rows_no_longer_than_its_lease(told):
    told.execute(LeaseOutbox(), SENDER)
    assert outbox.send_due(told.engine, Post()) == 0

    told.clock.move_by(timedelta(seconds=61))
    assert outbox.send_due(told.engine, Post()) == 1


def test_nothing_leaves_of_a_step_that_was_undone(company):
    company.draw(task("a", assignee='="mahuifang"') + kit.service("no", "test.none"), "s>a a>no no>e")
    with pytest.raises(Exception, match="permission_denied"):
        company.start(who="wanglei")

    assert outbox.send_due(company.engine, Post()) == 0


def test_who_has_no_address_is_told_in_the_application_alone(told):
    with told.engine.database.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET email = NULL")
    post = Post()
    outbox.send_due(told.engine, post)

    assert post.sent == []
    assert only(told)["state"] == "sent"


def test_the_metrics_know_how_many_wait(told):
    assert outbox.waiting(told.engine) == 1
    outbox.send_due(told.engine, Post())
    assert outbox.waiting(told.engine) == 0
