"""Rows that keep things from happening twice are deleted when nothing can happen any more, and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.execution import retention
from engine.execution.commands.begin_demo import BeginDemo
from engine.execution.commands.housekeeping import KeepHouse
from engine.execution.commands.publish_message import PublishMessage
from engine.execution.tables import MESSAGE, MESSAGE_ID, MESSAGE_RECEIPT
from engine.kernel.actor import Actor
from engine.kernel.errors import Conflict
from tests.engine.bpmn import kit
from tests.support.models import catch, message_definition, task

KEEPER = Actor.system("heartbeat")
PAID = message_definition("payment_in", "=order", "Message_PaymentIn")
LIVES = timedelta(days=100)


@pytest.fixture
def waiting(company):
    """Starts a case of the process that waits for the payment of order 7."""

    def start(process):
        body = kit.script("fill", '="7"', "order") + catch("wait", "Message_PaymentIn") + task("a")
        company.draw(body, "s>fill fill>wait wait>a a>e", process, after=PAID)
        return company.start(process)

    return start


def publish(company, **more):
    return company.execute(PublishMessage("payment_in", "7", {}, LIVES, **more), "hewen")


def keep(company):
    return company.execute(KeepHouse(), KEEPER)["deleted"]


def kept(company):
    return company.count(MESSAGE_RECEIPT), company.count(MESSAGE_ID), company.count(MESSAGE)


def test_who_had_a_message_is_known_until_thirty_days_after_its_time(company, waiting):
    waiting("P")
    publish(company, message_id="A")
    assert kept(company) == (1, 1, 1)

    company.clock.move_by(LIVES + retention.KEPT)
    assert keep(company) == 0
    assert kept(company) == (1, 1, 1)
    company.clock.move_by(timedelta(days=1))
    assert keep(company) == 2
    assert kept(company) == (0, 0, 1)


def test_as_long_as_a_message_is_kept_its_process_does_not_get_it_twice_and_its_id_is_taken(company, waiting):
    waiting("P")
    publish(company, message_id="A")
    company.clock.move_by(LIVES - timedelta(seconds=1))
    keep(company)

    assert company.open(waiting("P")) == []
    assert company.open(waiting("Q")) == ["a"]
    with pytest.raises(Conflict):
        publish(company, message_id="A")


def test_an_id_may_be_used_again_after_it_was_forgotten(company):
    publish(company, message_id="A")
    company.clock.move_by(LIVES + retention.KEPT + timedelta(days=1))
    keep(company)
    publish(company, message_id="A")

    assert kept(company) == (0, 1, 2)


def test_one_night_deletes_so_many_and_the_next_the_rest(company, monkeypatch):
    monkeypatch.setattr(retention, "MOST", 2)
    for number in range(3):
        publish(company, message_id=str(number))
    company.clock.move_by(LIVES + retention.KEPT + timedelta(days=1))

    assert keep(company) == 2
    assert keep(company) == 0, "once a day"
    company.clock.move_by(timedelta(days=1))
    assert keep(company) == 1


def test_a_demo_whose_clock_may_be_set_back_forgets_nothing(demo_company):
    demo_company.execute(BeginDemo(demo_company.clock.now()), Actor.system("seed"))
    publish(demo_company, message_id="A")
    demo_company.clock.move_by(LIVES * 2)

    assert keep(demo_company) == 0
    assert kept(demo_company) == (0, 1, 1)
