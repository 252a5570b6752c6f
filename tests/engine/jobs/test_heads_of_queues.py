"""Rows that fail stand at the head of their queue once, and then let the others come first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.execution.commands.expire_job import ExpireJob
from engine.execution.commands.expire_message import ExpireMessage
from engine.execution.commands.publish_message import PublishMessage
from engine.execution.tables import JOB, MESSAGE
from engine.jobs import leases, messages
from tests.engine.bpmn import kit
from tests.support.models import catch, message_definition

PAID = message_definition("paid", '="HT-7"', "Message_PaymentIn")
FAILING = 150


@pytest.fixture
def break_all_but_the_last(company, monkeypatch):
    def break_them(command_of_key, keys):
        bad, execute = {command_of_key(key) for key in keys[:FAILING]}, company.engine.execute

        def broken(command, actor):
            if command in bad:
                raise ValueError("broken")
            return execute(command, actor)

        monkeypatch.setattr(company.engine, "execute", broken)

    return break_them


def kept_messages(company):
    """Messages that nobody takes, the last one expiring last."""
    company.draw(catch("wait", "Message_PaymentIn"), "s>wait wait>e", after=PAID)
    for number in range(FAILING + 1):
        command = PublishMessage("paid", f"X-{number}", time_to_live=timedelta(minutes=5, seconds=number))
        company.execute(command, "hewen")
    company.clock.move_by(timedelta(hours=1))
    return [row["key"] for row in sorted(company.rows(MESSAGE), key=lambda row: row["expires_at"])]


def test_messages_that_cannot_expire_keep_none_from_it(company, break_all_but_the_last):
    keys = kept_messages(company)
    break_all_but_the_last(ExpireMessage, keys)

    assert [messages.expire_due(company.engine) for _ in range(3)] == [0, 1, 0]
    assert company.rows(MESSAGE, key=keys[-1])[0]["state"] == "expired"


def test_a_message_that_was_put_off_expires_later(company, break_all_but_the_last, monkeypatch):
    break_all_but_the_last(ExpireMessage, kept_messages(company))
    for _ in range(2):
        messages.expire_due(company.engine)
    monkeypatch.undo()

    assert messages.expire_due(company.engine) == 0
    company.clock.move_by(timedelta(minutes=1))
    assert sum(messages.expire_due(company.engine) for _ in range(2)) == FAILING
    assert {row["state"] for row in company.rows(MESSAGE)} == {"expired"}


def lost_jobs(company):
    """Jobs whose worker is gone, the last one lost last."""
    company.draw(
        kit.subprocess(
            "many",
            kit.service("job", "letters"),
            "many_s>job",
            kit.multi("=for i in 1..151 return i", "item"),
        ),
        "s>many many>e",
    )
    company.start()
    keys = [row["key"] for row in company.rows(JOB)]
    with company.engine.database.begin() as connection:
        for number, key in enumerate(keys):
            until = company.clock.now() + timedelta(seconds=number)
            connection.execute(JOB.update().where(JOB.c.key == key).values(lease_until=until, worker="w"))
    company.clock.move_by(timedelta(hours=1))
    return keys


def test_jobs_that_cannot_be_taken_back_keep_none_from_it(company, break_all_but_the_last):
    keys = lost_jobs(company)
    break_all_but_the_last(ExpireJob, keys)

    assert [leases.expire_due(company.engine) for _ in range(3)] == [0, 1, 0]
    assert company.rows(JOB, key=keys[-1])[0]["lease_until"] is None


def test_a_job_that_was_put_off_is_taken_back_later(company, break_all_but_the_last, monkeypatch):
    break_all_but_the_last(ExpireJob, lost_jobs(company))
    for _ in range(2):
        leases.expire_due(company.engine)
    monkeypatch.undo()
    company.clock.move_by(timedelta(minutes=2))

    assert sum(leases.expire_due(company.engine) for _ in range(2)) == FAILING
    assert {row["worker"] for row in company.rows(JOB)} == {None}
